//! Traces for whoever collects them (OpenTelemetry), in a program built with the feature `otel`: a span for each request,
//! in it one for each view and action. They go out by OTLP over HTTP, to the address in the standard's own variables;
//! where none is set, nothing is traced. A span holds route templates, names of actions and views, and rules of
//! refusals: nothing that somebody wrote, no address, no secret.

use std::{future::Future, pin::Pin, sync::OnceLock, time::Duration};

use accord_kernel::TRACE;
use anyhow::Context;
use opentelemetry::{KeyValue, global, trace::TracerProvider};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{Layer, filter::Targets, registry::LookupSpan};
use ureq::Agent;

use crate::client;

/// The standard's variables that name the collector's address.
const ADDRESSES: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
/// The standard's variables that name this program.
const NAMES: [&str; 2] = ["OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];
/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest answer of a collector.
const ANSWER_MAX: u64 = 64 * 1_024;

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

fn is_set(name: &&str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Sends what the exporter collected; it is called on the exporter's own thread, which may wait.
#[derive(Debug)]
struct Http(Agent);

impl Http {
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let mut answer = self.0.run(Request::from_parts(head, body.to_vec()))?;
        let said = answer.body_mut().with_config().limit(ANSWER_MAX).read_to_vec()?;
        Ok(Response::builder().status(answer.status()).body(said.into())?)
    }
}

impl HttpClient for Http {
    fn send_bytes<'life0, 'async_trait>(
        &'life0 self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(std::future::ready(self.send(request)))
    }
}

/// What hands spans on; none when no collector is named.
///
/// # Errors
/// When the variables cannot be read, in a sentence.
pub(crate) fn layer<S>() -> anyhow::Result<Option<impl Layer<S> + Send + Sync>>
where
    S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
{
    if !ADDRESSES.iter().any(is_set) {
        return Ok(None);
    }
    let http = Http(Agent::new_with_config(client::config().timeout_global(Some(PATIENCE)).build()));
    let exporter = SpanExporter::builder().with_http().with_http_client(http).build();
    let exporter = exporter.context("the collector of traces cannot be used as OTEL_… says")?;
    let mut resource =
        Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if !NAMES.iter().any(is_set) {
        resource = resource.with_service_name("accord");
    }
    let provider =
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource.build()).build();
    let tracer = provider.tracer("accord");
    global::set_text_map_propagator(TraceContextPropagator::new());
    // A second call (in tests) finds the first one standing.
    drop(PROVIDER.set(provider));
    let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
    let wanted = Targets::new().with_target(TRACE, LevelFilter::INFO);
    Ok(Some(layer.with_tracked_inactivity(false).with_filter(wanted)))
}

/// Hands on what is still collected, before the program ends.
pub(crate) fn end() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown()
    {
        tracing::warn!(%error, "the last traces could not be handed on");
    }
}
