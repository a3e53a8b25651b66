//! Refusals on the wire: RFC 9457 problems for the API.

use accord_face::ask::{field_text, refusal_text};
use accord_kernel::{Fact, Language, Refusal, Status, Words, fact_json};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

/// The media type of RFC 9457.
const PROBLEM_JSON: &str = "application/problem+json";

/// The HTTP status of a refusal.
pub(crate) fn status(refusal: &Refusal) -> StatusCode {
    StatusCode::from_u16(refusal.status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Writes what only we may know into the log.
pub(crate) fn note(refusal: &Refusal, request: Uuid) {
    if matches!(refusal.status, Status::Defect | Status::Unavailable | Status::Full) {
        tracing::error!(%request, rule = refusal.rule, detail = refusal.internal, "refused by {}", refusal.rule);
    }
}

/// The document of a refusal.
pub(crate) fn document(refusal: &Refusal, words: &Words, language: Language, request: Uuid) -> JsonValue {
    let tongue = words.tongue(language, "UTC");
    let mut document = json!({
        "type": format!("/problems/{}", refusal.rule),
        "title": tongue.say_with(&Refusal::message(refusal.rule), &refusal.facts),
        "status": refusal.status.code(),
        "detail": refusal_text(&tongue, refusal),
        "instance": format!("urn:uuid:{request}"),
        "facts": Refusal::facts_json(&refusal.facts),
    });
    let Some(object) = document.as_object_mut() else { return document };
    if !refusal.fields.is_empty() {
        let errors: Vec<JsonValue> = refusal
            .fields
            .iter()
            .map(|error| {
                json!({
                    "pointer": error.pointer,
                    "rule": error.rule,
                    "detail": field_text(&tongue, error),
                    "facts": Refusal::facts_json(&error.facts),
                })
            })
            .collect();
        object.insert("errors".to_owned(), JsonValue::Array(errors));
    }
    if !refusal.possible.is_empty() {
        let possible: Vec<JsonValue> = refusal
            .possible
            .iter()
            .map(|each| {
                let key = format!("possible-{}", each.word.replace(['.', '_'], "-"));
                let facts: serde_json::Map<String, JsonValue> =
                    each.facts.iter().map(|(name, fact)| ((*name).to_owned(), fact_json(fact))).collect();
                let mut one = json!({ "what": each.word, "detail": tongue.say_with(&key, &each.facts), "facts": facts });
                if let (Some((action, input)), Some(one)) = (&each.action, one.as_object_mut()) {
                    one.insert("action".to_owned(), json!(action));
                    one.insert("input".to_owned(), input.clone());
                }
                one
            })
            .collect();
        object.insert("possible".to_owned(), JsonValue::Array(possible));
    }
    if let Some(detail) = &refusal.detail {
        object.insert("state".to_owned(), detail.clone());
    }
    document
}

/// Seconds to wait where nobody knows better.
const LATER: i64 = 5;

/// When to try again, where trying again helps: what the refusal says itself, or soon.
fn retry_after(refusal: &Refusal) -> Option<HeaderValue> {
    if !matches!(refusal.status, Status::TooOften | Status::Unavailable) {
        return None;
    }
    let said = refusal.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Number(seconds) if *name == "seconds" => Some(*seconds),
        _ => None,
    });
    Some(said.unwrap_or(LATER).into())
}

/// A page that says a refusal.
pub(crate) fn page(refusal: &Refusal, html: String) -> Response {
    let mut response = (status(refusal), Html(html)).into_response();
    if let Some(seconds) = retry_after(refusal) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// The answer of the API to a refusal.
pub(crate) fn answer(refusal: &Refusal, words: &Words, language: Language, request: Uuid) -> Response {
    note(refusal, request);
    let body = document(refusal, words, language, request).to_string();
    let mut response = (status(refusal), [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = retry_after(refusal) {
        headers.insert(header::RETRY_AFTER, seconds);
    }
    if refusal.status == Status::SignIn {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
