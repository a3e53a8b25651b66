//! The JSON API: the same actions and views, with RFC 9457 problems.

use std::sync::Arc;

use accord_face::answer::from_query;
use accord_kernel::{Call, Caller, Language, Outcome, Refusal, Status};
use axum::{
    body::Bytes,
    extract::{Extension, Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    app::{App, RequestId},
    problem,
    request::{self, query_pairs},
    strict_json,
    work::blocking,
};

fn refuse(app: &App, caller: &Caller, refusal: &Refusal, id: Uuid) -> Response {
    problem::answer(refusal, &app.kernel.words, caller.language.unwrap_or(Language::English), id)
}

/// `POST /api/v1/actions/{name}`.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    run_action(app, id, name, headers, body).await
}

/// `POST /api/v1/{room}/{verb}`: the same, with a readable path.
pub(crate) async fn readable_act(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path((room, verb)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    run_action(app, id, format!("{room}.{verb}"), headers, body).await
}

async fn run_action(
    app: Arc<App>,
    id: Uuid,
    name: String,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let caller = request::api_caller(&app, &headers, id);
    let body = body.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal::new(Status::TooLarge, "body.too_large").with("max", crate::app::BODY_MAX)
        }
        _ => Refusal::new(Status::Malformed, "body.form"),
    });
    let call = match body.and_then(|body| read_call(&app, name, &headers, &body)) {
        Ok(call) => call,
        Err(refusal) => return refuse(&app, &caller, &refusal, id),
    };
    let (inner, who) = (Arc::clone(&app), caller.clone());
    match blocking(move || inner.kernel.act(&who, call)).await {
        Ok(done) => {
            let mut response = json_response(done.answer.to_string());
            if done.repeated {
                response.headers_mut().insert(
                    HeaderName::from_static("idempotency-replayed"),
                    HeaderValue::from_static("true"),
                );
            }
            response
        }
        Err(refusal) => refuse(&app, &caller, &refusal, id),
    }
}

fn read_call(app: &App, name: String, headers: &HeaderMap, body: &[u8]) -> Outcome<Call> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(Status::Malformed, "body.form"));
    }
    let mut input = strict_json::read(body)?;
    // If-Match carries the version that an editing action wants, for clients that prefer the header.
    if let (Some(version), Some(object)) = (if_match(headers), input.as_object_mut())
        && !object.contains_key("version")
        && app
            .kernel
            .registry
            .find_action(&name)
            .is_some_and(|def| def.input.as_value().pointer("/properties/version").is_some())
    {
        object.insert("version".to_owned(), version.into());
    }
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    Ok(Call { action: name, input, key })
}

fn if_match(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::IF_MATCH)?.to_str().ok()?.trim().trim_matches('"').parse().ok()
}

/// `GET /api/v1/views/{name}`.
pub(crate) async fn view(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    run_view(app, id, name, headers, uri).await
}

/// `GET /api/v1/{room}/{noun}`: the same, with a readable path.
pub(crate) async fn readable_view(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path((room, noun)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    run_view(app, id, format!("{room}.{noun}"), headers, uri).await
}

async fn run_view(app: Arc<App>, id: Uuid, name: String, headers: HeaderMap, uri: Uri) -> Response {
    let caller = request::api_caller(&app, &headers, id);
    if uri.query().is_some_and(|query| query.contains("access_token=") || query.contains("token=")) {
        return refuse(&app, &caller, &Refusal::field("/token", "field.unknown"), id);
    }
    let pairs = query_pairs(&uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || {
        inner.kernel.read(&who, |reader| {
            let def = reader.kernel.registry.find_view(&name);
            let def =
                def.ok_or_else(|| Refusal::new(Status::Absent, "view.unknown").with("name", name.as_str()))?;
            let input = from_query(&def.input, &pairs, true, &reader.context)?;
            reader.view_text(&name, &input)
        })
    })
    .await;
    match outcome {
        Ok(answer) => tagged(answer, &headers),
        Err(refusal) => refuse(&app, &caller, &refusal, id),
    }
}

/// With a strong entity tag over the bytes, so that a client can ask again cheaply.
fn tagged(body: String, headers: &HeaderMap) -> Response {
    let digest = Sha256::digest(body.as_bytes());
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default()));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mut response = json_response(body);
    if let Ok(tag) = tag.parse() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

fn json_response(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// `DELETE`, `PUT`, `PATCH` of anything: a correction adds, nothing is deleted (R65).
pub(crate) async fn no_such_method(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let caller = request::api_caller(&app, &headers, id);
    let mut response = refuse(&app, &caller, &Refusal::new(Status::NotAllowed, "method"), id);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

/// The OpenAPI document.
pub(crate) async fn openapi(State(app): State<Arc<App>>) -> Response {
    // Put together when first asked for: a start need not wait for it.
    let document = || crate::openapi::document(&app.kernel.registry).to_string();
    json_response(app.openapi.get_or_init(document).clone())
}
