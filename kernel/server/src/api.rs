//! The JSON API: the same actions and views, with RFC 9457 problems.

use std::sync::Arc;

use accord_face::answer::from_query;
use accord_kernel::{Audience, Call, Caller, Done, Language, Outcome, Refusal, Status};
use axum::{
    body::Bytes,
    extract::{Extension, Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value as JsonValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    app::{App, RequestId},
    problem,
    request::{self, query_pairs},
    strict_json,
    work::blocking,
};

/// The header that names the version a change rests on.
pub(crate) const IF_MATCH: &str = "If-Match";

/// The answer to a call that is refused.
pub(crate) fn refuse(app: &App, caller: &Caller, refusal: &Refusal, id: Uuid) -> Response {
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
        Ok(made) => done(&made),
        Err(refusal) => refuse(&app, &caller, &refusal, id),
    }
}

/// The answer to a call that was done.
pub(crate) fn done(done: &Done) -> Response {
    let mut response = json_response(done.answer.to_string());
    if done.repeated {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}

fn read_call(app: &App, name: String, headers: &HeaderMap, body: &[u8]) -> Outcome<Call> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(Status::Malformed, "body.form"));
    }
    let mut input = strict_json::read(body)?;
    let def = app.kernel.registry.find_action(&name).filter(|def| def.audience != Audience::System);
    if let (Some(version), Some(def)) = (if_match(headers)?, def) {
        at_version(&mut input, version, def.input.as_value())?;
    }
    Ok(Call { action: name, input, key: request::idempotency_key(headers)? })
}

/// Whether an action takes the version that was read, and so `If-Match`.
pub(crate) fn takes_version(input: &JsonValue) -> bool {
    input.pointer("/properties/version").is_some()
}

/// Puts the version of `If-Match` into the field that says it, for clients that prefer the header.
fn at_version(input: &mut JsonValue, version: i64, schema: &JsonValue) -> Outcome<()> {
    if !takes_version(schema) {
        return Err(Refusal::new(Status::Malformed, "if_match.no_version"));
    }
    let Some(object) = input.as_object_mut() else { return Ok(()) };
    match object.get("version") {
        Some(other) if *other != version => Err(Refusal::new(Status::Malformed, "if_match.differs")),
        Some(_) => Ok(()),
        None => {
            object.insert("version".to_owned(), version.into());
            Ok(())
        }
    }
}

/// The version that `If-Match` names: a whole number, with or without the quotes of a strong entity tag. Anything else is
/// refused: overlooked, it would let a stale change through.
fn if_match(headers: &HeaderMap) -> Outcome<Option<i64>> {
    let Some(said) = request::said(headers, IF_MATCH)? else { return Ok(None) };
    let bare = said.strip_prefix('"').and_then(|said| said.strip_suffix('"')).unwrap_or(&said);
    let version = Some(bare).filter(|bare| bare.bytes().all(|byte| byte.is_ascii_digit()));
    let version = version.and_then(|bare| bare.parse().ok());
    version.map(Some).ok_or_else(|| Refusal::new(Status::Malformed, "header.form").with("header", IF_MATCH))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sent(name: &'static str, values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn r67_if_match_names_a_version_or_is_refused() {
        assert_eq!(if_match(&HeaderMap::new()), Ok(None));
        for good in [&b"\"17\""[..], b"17", b" \"017\" "] {
            assert_eq!(if_match(&sent("if-match", &[good])), Ok(Some(17)), "{good:?}");
        }
        let wrong: [&[u8]; 11] = [
            b"W/\"17\"",
            b"*",
            b"abc",
            b"",
            b"\"\"",
            b"\"17",
            b"-17",
            b"+17",
            b"17, 18",
            b"1.7",
            b"99999999999999999999",
        ];
        for wrong in wrong {
            let refusal = if_match(&sent("if-match", &[wrong])).unwrap_err();
            assert_eq!((refusal.rule, refusal.status), ("header.form", Status::Malformed), "{wrong:?}");
        }
        assert_eq!(if_match(&sent("if-match", &[b"17", b"17"])).unwrap_err().rule, "header.form");
        assert_eq!(if_match(&sent("if-match", &[b"\xff"])).unwrap_err().rule, "header.form");
    }

    #[test]
    fn r67_if_match_and_the_field_say_the_same() {
        let schema = json!({ "properties": { "version": { "type": "integer" } } });
        let put = |mut input: JsonValue, schema: &JsonValue| {
            at_version(&mut input, 17, schema).map(|()| input).map_err(|refusal| refusal.rule)
        };
        assert_eq!(put(json!({}), &schema), Ok(json!({ "version": 17 })));
        assert_eq!(put(json!({ "version": 17 }), &schema), Ok(json!({ "version": 17 })));
        for other in [json!(18), json!("17"), json!(null)] {
            assert_eq!(put(json!({ "version": other }), &schema), Err("if_match.differs"));
        }
        assert_eq!(put(json!({}), &json!({ "properties": {} })), Err("if_match.no_version"));
    }

    #[test]
    fn r67_a_key_is_text_of_any_language() {
        let key = |value: &[u8]| request::idempotency_key(&sent("idempotency-key", &[value]));
        assert_eq!(key("visita-São-9".as_bytes()).unwrap().as_deref(), Some("visita-São-9"));
        assert_eq!(key(b"visita-S\xe3o-9").unwrap_err().rule, "header.form");
        assert_eq!(request::idempotency_key(&HeaderMap::new()), Ok(None));
    }

    #[test]
    fn a_token_is_known_by_its_scheme_however_it_is_written() {
        let token = |value: &[u8]| request::bearer(&sent("authorization", &[value]));
        for scheme in ["Bearer", "bearer", "BEARER"] {
            assert_eq!(token(format!("{scheme} abc").as_bytes()).as_deref(), Some("abc"));
        }
        assert_eq!(token(b"Basic abc"), None);
        assert_eq!(token(b"Bearer").as_deref(), Some(""), "a token that is none proves nothing");
        assert!(token(b"Bearer a\xffb").is_some());
    }
}
