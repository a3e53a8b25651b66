//! The OpenAPI 3.1 document, from the registry.

use accord_kernel::{Audience, Registry};
use serde_json::{Map, Value as JsonValue, json};

/// The document.
pub fn document(registry: &Registry) -> JsonValue {
    let mut paths = Map::new();
    for def in registry.actions().filter(|def| def.audience != Audience::System) {
        paths.insert(
            format!("/api/v1/actions/{}", def.name),
            json!({ "post": {
                "operationId": def.name,
                "tags": [room(def.name)],
                "description": description(def.input.as_value()),
                "x-permission": def.permission.word(),
                "x-commercial": def.commercial,
                "parameters": [
                    { "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string", "minLength": 1, "maxLength": 200 } },
                    { "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string" } },
                ],
                "requestBody": { "required": true, "content": { "application/json": { "schema": plain(def.input.as_value()) } } },
                "responses": responses(def.answer.as_value(), &json!({
                    "Idempotency-Replayed": header("\"true\" where this answer was given before under the same key"),
                })),
            } }),
        );
    }
    for def in registry.views().filter(|def| def.audience != Audience::System) {
        paths.insert(
            format!("/api/v1/views/{}", def.name),
            json!({ "get": {
                "operationId": def.name,
                "tags": [room(def.name)],
                "description": description(def.input.as_value()),
                "x-permission": def.permission.word(),
                "parameters": parameters(def.input.as_value()),
                "responses": view_responses(def.answer.as_value()),
            } }),
        );
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Accord",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Every change is an action, every read a view; the pages use the same. A refusal is a problem (RFC 9457) that names the rule, the facts, and what is possible instead.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "accord" },
            },
            "schemas": { "Problem": problem_schema() },
        },
    })
}

fn room(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn description(schema: &JsonValue) -> &str {
    schema.get("description").and_then(JsonValue::as_str).unwrap_or_default()
}

/// A schema for use inside the document: without the dialect line of its own.
fn plain(schema: &JsonValue) -> JsonValue {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove("$schema");
    }
    schema
}

fn parameters(schema: &JsonValue) -> JsonValue {
    let fields = accord_face::answer::fields(schema);
    let known =
        json!({ "name": "If-None-Match", "in": "header", "required": false, "schema": { "type": "string" } });
    let in_query = fields.iter().map(|field| {
        json!({
            "name": field.name,
            "in": "query",
            "required": field.required,
            "description": description(&field.schema),
            "schema": field.schema,
            "style": "form",
            "explode": false,
        })
    });
    in_query.chain([known]).collect()
}

fn header(description: &str) -> JsonValue {
    json!({ "description": description, "schema": { "type": "string" } })
}

fn view_responses(answer: &JsonValue) -> JsonValue {
    let tag = json!({ "ETag": header("names this state of the answer, for If-None-Match") });
    let mut out = responses(answer, &tag);
    if let Some(object) = out.as_object_mut() {
        object.insert(
            "304".to_owned(),
            json!({ "description": "the state that If-None-Match names", "headers": tag }),
        );
    }
    out
}

fn responses(answer: &JsonValue, headers: &JsonValue) -> JsonValue {
    let mut out = Map::new();
    out.insert(
        "200".to_owned(),
        json!({ "description": "done", "headers": headers, "content": { "application/json": { "schema": plain(answer) } } }),
    );
    let problems = [
        ("400", "the request is not of the right form"),
        ("401", "nobody is signed in"),
        ("403", "not allowed"),
        ("404", "absent, or not to be seen"),
        ("405", "not by this method: what is changed is changed by POST, what is read is read by GET"),
        ("409", "a rule stands against it"),
        ("412", "somebody changed it first"),
        ("413", "too large"),
        ("422", "a value is not acceptable"),
        ("429", "too often"),
        ("503", "not now"),
        ("507", "the disk is full"),
    ];
    for (code, text) in problems {
        let mut problem = json!({ "description": text, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
        if let ("429" | "503", Some(object)) = (code, problem.as_object_mut()) {
            let wait = json!({ "Retry-After": header("seconds after which to try again") });
            object.insert("headers".to_owned(), wait);
        }
        out.insert(code.to_owned(), problem);
    }
    JsonValue::Object(out)
}

fn problem_schema() -> JsonValue {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": { "type": "string", "description": "stable name of the rule, /problems/{rule}" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "instance": { "type": "string", "description": "the request's id" },
            "facts": { "type": "object" },
            "errors": { "type": "array", "items": { "type": "object", "required": ["pointer", "rule", "detail"], "properties": {
                "pointer": { "type": "string", "description": "JSON pointer into the input" },
                "rule": { "type": "string" }, "detail": { "type": "string" }, "facts": { "type": "object" },
            } } },
            "possible": { "type": "array", "items": { "type": "object", "required": ["what", "detail"], "properties": {
                "what": { "type": "string" }, "detail": { "type": "string" }, "facts": { "type": "object" },
                "action": { "type": "string" }, "input": { "type": "object" },
            } } },
            "state": { "description": "the present state, where the caller's was stale" },
        },
    })
}
