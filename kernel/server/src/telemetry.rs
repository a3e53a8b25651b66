//! The span of a request, for whoever collects traces. Without a collector it costs a look at a flag.

use accord_kernel::TRACE;
use axum::extract::Request;
use tracing::{Span, field::Empty, info_span};
use uuid::Uuid;

/// The span of a request by its route template: an address may hold a secret. It goes on the trace that the request came
/// with (W3C Trace Context), in a program that is built for it.
pub(crate) fn of_request(method: &str, route: &str, id: Option<Uuid>, request: &Request) -> Span {
    let span = info_span!(
        target: TRACE,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        request = id.map(|id| id.to_string()),
    );
    go_on(&span, request);
    span
}

#[cfg(feature = "otel")]
fn go_on(span: &Span, request: &Request) {
    use opentelemetry::global::get_text_map_propagator;
    use opentelemetry_http::HeaderExtractor;
    use tracing_opentelemetry::OpenTelemetrySpanExt;

    if !span.is_disabled() {
        let before = get_text_map_propagator(|known| known.extract(&HeaderExtractor(request.headers())));
        // A span that nobody collects has no parent to be given.
        drop(span.set_parent(before));
    }
}

#[cfg(not(feature = "otel"))]
fn go_on(_: &Span, _: &Request) {}

/// Notes how a request ended.
pub(crate) fn ended(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}
