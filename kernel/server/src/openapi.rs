//! The OpenAPI 3.1 document, from the registry.

use accord_kernel::{ActionDef, Audience, Registry};
use serde_json::{Map, Value as JsonValue, json};

use crate::{
    api::{IF_MATCH, takes_version},
    app::{FILE, FILES, FileDef},
    files::{OTHER, SHOWN},
};

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
                "parameters": headers_of(def.input.as_value()),
                "requestBody": { "required": true, "content": { "application/json": { "schema": plain(def.input.as_value()) } } },
                "responses": responses(&json_content(def.answer.as_value()), &replayed()),
            } }),
        );
    }
    for def in registry.extensions::<FileDef>().filter(|def| def.word == FileDef::OF_A_RECORD) {
        if let Some(action) = registry.find_action(def.action) {
            paths.insert(FILES.to_owned(), json!({ "post": sending(def, action) }));
            paths.insert(FILE.to_owned(), json!({ "get": fetching(action) }));
        }
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

/// The heads that a call of an action may have.
fn headers_of(input: &JsonValue) -> JsonValue {
    let mut list = vec![idempotency_key()];
    if takes_version(input) {
        list.push(json!({
            "name": IF_MATCH, "in": "header", "required": false,
            "description": "the version that was read, for clients that prefer it to the field `version`; where both are sent they agree",
            "schema": { "type": "string", "pattern": r#"^([0-9]{1,18}|"[0-9]{1,18}")$"# },
        }));
    }
    list.into()
}

fn idempotency_key() -> JsonValue {
    json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string", "minLength": 1, "maxLength": 200 } })
}

fn replayed() -> JsonValue {
    json!({ "Idempotency-Replayed": header("\"true\" where this answer was given before under the same key") })
}

/// Sending a file: the input of the action that records it, with the file in place of what the file itself gives.
fn sending(def: &FileDef, action: &ActionDef) -> JsonValue {
    let mut schema = plain(action.input.as_value());
    let file = json!({ "type": "string", "format": "binary", "description": format!("the file with its name, of at most {} bytes", def.max) });
    if let Some(fields) = schema.pointer_mut("/properties").and_then(JsonValue::as_object_mut) {
        fields.retain(|name, _| !def.given.contains(&name.as_str()));
        fields.insert("file".to_owned(), file);
    }
    if let Some(required) = schema.pointer_mut("/required").and_then(JsonValue::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| def.given.contains(&name)));
        required.push("file".into());
    }
    json!({
        "operationId": "file.send",
        "tags": [room(action.name)],
        "description": format!("Sends a file and records it by {}.", action.name),
        "x-permission": action.permission.word(),
        "x-commercial": action.commercial,
        "parameters": [idempotency_key()],
        "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": schema } } },
        "responses": responses(&json_content(action.answer.as_value()), &replayed()),
    })
}

/// Fetching a file that was recorded.
fn fetching(action: &ActionDef) -> JsonValue {
    let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
    let content: Map<String, JsonValue> = SHOWN
        .into_iter()
        .chain([OTHER])
        .map(|content_type| (content_type.to_owned(), bytes.clone()))
        .collect();
    json!({
        "operationId": "file.fetch",
        "tags": [room(action.name)],
        "description": "The bytes of a file, for whoever may see what it belongs to.",
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid", "x-ref": room(action.name) } }],
        "responses": responses(&content.into(), &json!({ "Content-Disposition": header("its name") })),
    })
}

fn json_content(schema: &JsonValue) -> JsonValue {
    json!({ "application/json": { "schema": plain(schema) } })
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
    let mut out = responses(&json_content(answer), &tag);
    if let Some(object) = out.as_object_mut() {
        object.insert(
            "304".to_owned(),
            json!({ "description": "the state that If-None-Match names", "headers": tag }),
        );
    }
    out
}

fn responses(content: &JsonValue, headers: &JsonValue) -> JsonValue {
    let mut out = Map::new();
    out.insert("200".to_owned(), json!({ "description": "done", "headers": headers, "content": content }));
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
