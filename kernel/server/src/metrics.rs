//! Figures for whoever watches the program, in Prometheus' text form. Routes are told by their template, never by the
//! path, which may hold a secret or a customer.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use accord_kernel::{Clock, Outcome, wall_now};
use axum::{
    extract::{Extension, MatchedPath, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use tracing::Instrument;

use crate::{
    app::{App, RequestId},
    client::Client,
    operation::{Disk, Operation},
    telemetry,
    work::blocking,
};

/// Upper bounds of the latency classes, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// A request that takes longer is written into the log.
const SLOW: Duration = Duration::from_secs(1);

/// How long requests of one kind took.
#[derive(Debug, Default, Clone)]
struct Taken {
    classes: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

/// Requests on this node since it started, by method, route template and status.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), Taken>>,
}

impl Metrics {
    fn note(&self, method: &str, route: &str, status: u16, taken: Duration) {
        let seconds = taken.as_secs_f64();
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = requests.entry((method.to_owned(), route.to_owned(), status)).or_default();
        entry.count += 1;
        entry.seconds += seconds;
        for (class, bound) in entry.classes.iter_mut().zip(BOUNDS) {
            *class += u64::from(seconds <= bound);
        }
    }

    fn write(&self, out: &mut String) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        head(out, "accord_http_request_seconds", "histogram", "Requests by method, route and status.");
        for ((method, route, status), taken) in &requests {
            let labels = format!("method=\"{method}\",route=\"{}\",status=\"{status}\"", escaped(route));
            for (bound, count) in BOUNDS.iter().zip(taken.classes) {
                line(
                    out,
                    "accord_http_request_seconds_bucket",
                    &format!("{labels},le=\"{bound}\""),
                    count as f64,
                );
            }
            line(
                out,
                "accord_http_request_seconds_bucket",
                &format!("{labels},le=\"+Inf\""),
                taken.count as f64,
            );
            line(out, "accord_http_request_seconds_sum", &labels, taken.seconds);
            line(out, "accord_http_request_seconds_count", &labels, taken.count as f64);
        }
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    // Writing into a string cannot fail.
    let _ = write!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

fn line(out: &mut String, name: &str, labels: &str, value: f64) {
    let _ = if labels.is_empty() {
        writeln!(out, "{name} {value}")
    } else {
        writeln!(out, "{name}{{{labels}}} {value}")
    };
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")
}

/// A method of HTTP, or `other`: what a stranger makes up gets no line of its own.
fn method_word(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}

/// Counts requests and writes the slow and the failed ones into the log, each with its id.
pub(crate) async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = method_word(request.method());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let id = request.extensions().get::<RequestId>().map(|id| id.0);
    let asker = request.extensions().get::<Client>().and_then(|client| client.asker);
    let span = telemetry::of_request(method, &route, id, &request);
    let response = next.run(request).instrument(span.clone()).await;
    let (status, taken) = (response.status().as_u16(), begun.elapsed());
    telemetry::ended(&span, status);
    app.operation.metrics.note(method, &route, status, taken);
    let request = id.map(|id| id.to_string()).unwrap_or_default();
    let asker = asker.map(|asker| asker.to_string()).unwrap_or_default();
    let ms = taken.as_millis();
    if status >= 500 {
        tracing::warn!(target: "accord::request", request, method, route, status, ms, asker, "{method} {route} {status}");
    } else if taken >= SLOW && route != "/live" {
        tracing::info!(target: "accord::request", request, method, route, status, ms, asker, "slow: {method} {route} {status}");
    } else {
        tracing::debug!(target: "accord::request", request, method, route, status, ms, asker, "{method} {route} {status}");
    }
    response
}

/// Whoever knows the token; without one, whoever sits on this machine, as long as there is no public address: behind a
/// proxy on the same machine everybody seems to sit here.
fn may_read(operation: &Operation, client: Option<&Client>, headers: &HeaderMap) -> bool {
    match &operation.metrics_token {
        Some(token) => {
            let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
            let said = said.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
            // Hashes are compared, so that the time tells nothing of the token.
            Sha256::digest(said.trim().as_bytes()) == Sha256::digest(token.as_bytes())
        }
        None => {
            let here = client.and_then(|client| client.peer).is_some_and(|peer| peer.is_loopback());
            let proxied =
                ["forwarded", "x-forwarded-for", "via"].iter().any(|name| headers.contains_key(*name));
            here && operation.public.is_none() && !proxied
        }
    }
}

/// `GET /metrics`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    client: Option<Extension<Client>>,
    headers: HeaderMap,
) -> Response {
    if !may_read(&app.operation, client.as_ref().map(|client| &client.0), &headers) {
        return (StatusCode::NOT_FOUND, "nothing here").into_response();
    }
    let text = blocking(move || Ok(all(&app))).await.unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

fn all(app: &Arc<App>) -> String {
    let kernel = &app.kernel;
    let mut out = String::new();
    head(&mut out, "accord_info", "gauge", "The program.");
    let labels = format!("version=\"{}\",database=\"{}\"", env!("CARGO_PKG_VERSION"), kernel.db.kind());
    line(&mut out, "accord_info", &labels, 1.0);
    app.operation.metrics.write(&mut out);
    head(&mut out, "accord_actions_total", "counter", "Actions by name and outcome.");
    for (action, outcome, count) in kernel.counts.list() {
        line(
            &mut out,
            "accord_actions_total",
            &format!("action=\"{action}\",outcome=\"{outcome}\""),
            count as f64,
        );
    }
    let pool = kernel.db.pool();
    head(&mut out, "accord_database_connections", "gauge", "Connections by state.");
    for (state, count) in
        [("busy", pool.open.saturating_sub(pool.idle)), ("idle", pool.idle), ("max", pool.max)]
    {
        line(&mut out, "accord_database_connections", &format!("state=\"{state}\""), count as f64);
    }
    head(&mut out, "accord_database_statements_total", "counter", "Statements given to the database.");
    line(&mut out, "accord_database_statements_total", "", kernel.db.statements() as f64);
    let mut figure = |name: &str, help: &str, value: Outcome<f64>| {
        // What cannot be read has no line: a zero would be a lie.
        if let Ok(value) = value {
            head(&mut out, name, "gauge", help);
            line(&mut out, name, "", value);
        }
    };
    let backlog = clockwork(app);
    figure("accord_clockwork_due", "Plans whose moment has come.", backlog.clone().map(|(due, _, _)| due));
    figure(
        "accord_clockwork_lag_seconds",
        "How long the oldest of them waits.",
        backlog.clone().map(|(_, lag, _)| lag),
    );
    figure(
        "accord_clockwork_resting",
        "Plans that failed too often.",
        backlog.map(|(_, _, resting)| resting),
    );
    for gauge in &app.operation.gauges {
        figure(gauge.name, gauge.help, (gauge.read)(kernel));
    }
    if let Some(bytes) = resident() {
        figure("process_resident_memory_bytes", "Memory of this process.", Ok(bytes));
    }
    if let Some(disk) = app.operation.data.as_deref().and_then(Disk::of) {
        figure(
            "accord_disk_free_bytes",
            "What may still be written to the disk of the data folder.",
            Ok(disk.free as f64),
        );
    }
    out
}

/// Plans that are due, how many seconds the oldest waits, and how many rest.
pub(crate) fn clockwork(app: &App) -> Outcome<(f64, f64, f64)> {
    // A clock that stands still until somebody moves it is never late.
    let now = wall_now();
    let moment = if app.kernel.clock == Clock::Wall { now } else { jiff::Timestamp::MIN };
    let backlog = app.kernel.db.read(|tx| accord_kernel::backlog(tx, moment))?;
    let lag = backlog.oldest.map_or(0.0, |oldest| now.duration_since(oldest).as_secs_f64().max(0.0));
    Ok((backlog.due as f64, lag, backlog.resting as f64))
}

/// Memory of this process, where the system tells.
fn resident() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_cumulative_and_labels_are_escaped() {
        let metrics = Metrics::default();
        metrics.note("GET", "/a\"b", 200, Duration::from_millis(3));
        metrics.note("GET", "/a\"b", 200, Duration::from_millis(300));
        let mut out = String::new();
        metrics.write(&mut out);
        let labels = "method=\"GET\",route=\"/a\\\"b\",status=\"200\"";
        for (bound, count) in [("0.0025", 0), ("0.005", 1), ("0.25", 1), ("0.5", 2), ("+Inf", 2)] {
            let line = format!("accord_http_request_seconds_bucket{{{labels},le=\"{bound}\"}} {count}\n");
            assert!(out.contains(&line), "{line} in\n{out}");
        }
        assert!(out.contains(&format!("accord_http_request_seconds_sum{{{labels}}} 0.303\n")), "{out}");
    }

    #[test]
    fn figures_are_for_this_machine_or_whoever_knows_the_token() {
        let client = |peer: &str| Client { peer: peer.parse().ok(), asker: None };
        let (here, there) = (client("127.0.0.1"), client("203.0.113.9"));
        let mut operation = Operation::default();
        let none = HeaderMap::new();
        assert!(may_read(&operation, Some(&here), &none));
        assert!(!may_read(&operation, Some(&there), &none));
        assert!(!may_read(&operation, None, &none));
        let mut proxied = HeaderMap::new();
        proxied.insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
        assert!(!may_read(&operation, Some(&here), &proxied), "a proxy on this machine hands others on");
        operation.public = Some("https://accord.example".to_owned());
        assert!(!may_read(&operation, Some(&here), &none), "behind a proxy everybody seems to be here");
        operation.metrics_token = Some("figures-7".to_owned());
        let mut said = HeaderMap::new();
        said.insert(header::AUTHORIZATION, "Bearer figures-7".parse().unwrap());
        assert!(may_read(&operation, Some(&there), &said));
        said.insert(header::AUTHORIZATION, "Bearer figures-8".parse().unwrap());
        assert!(!may_read(&operation, Some(&here), &said));
        assert!(!may_read(&operation, Some(&here), &none));
    }
}
