//! Whether the program lives, and whether it can do its work. Answers name states, never a secret or a figure: anybody
//! may ask.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use accord_kernel::wall_now;
use accord_store::{Error, standing};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{app::App, metrics::clockwork, operation::Disk, work::blocking};

/// How old an answer may be: whoever asks often must not have the disk written each time.
const FRESH: Duration = Duration::from_secs(2);
/// Work that was refused for want of room is remembered for so long.
const FULL: Duration = Duration::from_secs(10);
/// A clockwork that is so many seconds late is behind.
const BEHIND: f64 = 120.0;

/// The part without which questions are still answered.
const WRITING: &str = "writing";

/// What was found, and when.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<(Instant, Vec<Part>)>>);

/// A part of the program and how it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    part: &'static str,
    /// `ok`, or what is the matter in a word.
    state: &'static str,
    /// Whether work is refused because of it.
    stops: bool,
}

const fn ok(part: &'static str) -> Part {
    Part { part, state: "ok", stops: false }
}

/// `GET /healthz`: alive.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`, with the state of each part. 200 `ready`; 200 `degraded` when all work is done though something asks
/// for a look; 503 `degraded` when it only reads; 503 `not ready` when it does nothing.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let stopping = *app.operation.stopping.borrow();
    let inner = Arc::clone(&app);
    let mut parts = blocking(move || Ok(look(&inner))).await.unwrap_or_default();
    if parts.is_empty() || stopping {
        let state = if stopping { "stopping" } else { "failed" };
        parts.push(Part { part: "program", state, stops: true });
    }
    let stops = parts.iter().any(|part| part.stops);
    let reads = parts.iter().all(|part| !part.stops || part.part == WRITING);
    let state = if !reads {
        "not ready"
    } else if parts.iter().any(|part| part.state != "ok") {
        "degraded"
    } else {
        "ready"
    };
    let list: serde_json::Map<String, serde_json::Value> =
        parts.iter().map(|part| (part.part.to_owned(), json!(part.state))).collect();
    let status = if stops { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let mut response = (status, Json(json!({ "state": state, "parts": list }))).into_response();
    if stops {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    }
    response
}

fn look(app: &Arc<App>) -> Vec<Part> {
    let mut kept = app.health.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((at, parts)) = kept.as_ref()
        && at.elapsed() < FRESH
    {
        return parts.clone();
    }
    let parts = parts(app);
    *kept = Some((Instant::now(), parts.clone()));
    parts
}

fn parts(app: &Arc<App>) -> Vec<Part> {
    let kernel = &app.kernel;
    let mut parts = Vec::new();
    // Reading and writing are told apart: a full disk still answers questions.
    let schema = kernel.db.read(standing);
    parts.push(match &schema {
        Ok(_) => ok("database"),
        Err(_) => Part { part: "database", state: "does not answer", stops: true },
    });
    if let Ok(schema) = schema {
        parts.push(match (schema.missing, schema.unknown) {
            (0, 0) => ok("schema"),
            (_, 1..) => Part { part: "schema", state: "newer than this program", stops: true },
            _ => Part { part: "schema", state: "migrations are missing", stops: true },
        });
        parts.push(match kernel.db.probe(wall_now()) {
            Ok(()) if kernel.counts.was_full(FULL) => {
                Part { part: WRITING, state: "the disk is full", stops: true }
            }
            Ok(()) => ok(WRITING),
            Err(Error::Full) => Part { part: WRITING, state: "the disk is full", stops: true },
            Err(Error::Busy) => Part { part: WRITING, state: "too much waits to be written", stops: true },
            Err(_) => Part { part: WRITING, state: "refused", stops: true },
        });
        parts.push(match clockwork(app) {
            Ok((_, lag, _)) if lag > BEHIND => Part { part: "clockwork", state: "behind", stops: false },
            Ok((_, _, resting)) if resting > 0.0 => {
                Part { part: "clockwork", state: "something failed too often", stops: false }
            }
            Ok(_) => ok("clockwork"),
            Err(_) => Part { part: "clockwork", state: "cannot be told", stops: false },
        });
        for gauge in &app.operation.gauges {
            let Some((limit, word)) = gauge.limit else { continue };
            if (gauge.read)(kernel).is_ok_and(|value| value > limit) {
                parts.push(Part { part: gauge.name, state: word, stops: false });
            }
        }
    }
    if let Some(disk) = app.operation.data.as_deref().and_then(Disk::of) {
        let state = if disk.is_low() { "nearly full" } else { "ok" };
        parts.push(Part { part: "disk", state, stops: false });
    }
    parts
}
