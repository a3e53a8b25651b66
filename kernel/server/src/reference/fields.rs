//! The fields of a schema in words: what each holds, in which form, and what it means.

use accord_face::{
    PageCx,
    answer::{Field, Shape, fields, unwrapped},
};
use accord_kernel::Fact;
use serde_json::Value as JsonValue;

/// Parts within parts that are followed; deeper ones stand in the document alone.
const DEPTH_MAX: usize = 4;

/// A field, with the way to it: `lines[].price`.
pub(super) struct FieldLine {
    /// The way to it.
    pub(super) name: String,
    /// Whether it must be given, or is always there.
    pub(super) required: bool,
    /// What the schema says of it.
    pub(super) meaning: String,
    shape: Shape,
    is_id: bool,
}

/// What a schema says of itself.
pub(super) fn meaning(schema: &JsonValue) -> &str {
    schema.get("description").and_then(JsonValue::as_str).unwrap_or_default()
}

/// Every field of a schema, its parts below it.
pub(super) fn lines(schema: &JsonValue) -> Vec<FieldLine> {
    let mut out = Vec::new();
    match schema.get("items") {
        Some(items) => add(&mut out, items, "[].", 1),
        None => add(&mut out, schema, "", 1),
    }
    out
}

fn add(out: &mut Vec<FieldLine>, schema: &JsonValue, way: &str, depth: usize) {
    for field in fields(&unwrapped(schema)) {
        let name = format!("{way}{}", field.name);
        let (shape, inner) = (field.shape.clone(), field.schema.clone());
        out.push(line(&name, field));
        if depth == DEPTH_MAX {
            continue;
        }
        match shape {
            Shape::Object => add(out, &inner, &format!("{name}."), depth + 1),
            Shape::List(one) if one.shape == Shape::Object => {
                add(out, &one.schema, &format!("{name}[]."), depth + 1);
            }
            _ => {}
        }
    }
}

fn line(name: &str, field: Field) -> FieldLine {
    let is_id = field.schema.get("format").and_then(JsonValue::as_str) == Some("uuid");
    let meaning = meaning(&field.schema).to_owned();
    FieldLine { name: name.to_owned(), required: field.required, meaning, shape: field.shape, is_id }
}

impl FieldLine {
    /// What it holds, in the reader's language.
    pub(super) fn kind(&self, cx: &PageCx<'_, '_>) -> String {
        if self.is_id && matches!(self.shape, Shape::Text { .. }) {
            return cx.say("api-kind-id");
        }
        kind(cx, &self.shape)
    }
}

fn kind(cx: &PageCx<'_, '_>, shape: &Shape) -> String {
    let with = |key: &str, name: &'static str, text: String| cx.say_with(key, &[(name, Fact::Text(text))]);
    match shape {
        Shape::Text { max: Some(max) } => {
            let max = i64::try_from(*max).unwrap_or(i64::MAX);
            cx.say_with("api-kind-text-max", &[("max", Fact::Number(max))])
        }
        Shape::Text { max: None } => cx.say("api-kind-text"),
        Shape::Date => cx.say("api-kind-date"),
        Shape::Instant => cx.say("api-kind-instant"),
        Shape::Words { words, .. } => with("api-kind-words", "words", words.join(", ")),
        Shape::Ref { entity } => with("api-kind-ref", "entity", entity.replace('_', " ")),
        Shape::Number => cx.say("api-kind-number"),
        Shape::Flag => cx.say("api-kind-flag"),
        Shape::Money => cx.say("api-kind-money"),
        Shape::Object => cx.say("api-kind-object"),
        Shape::List(inner) => with("api-kind-list", "of", kind(cx, &inner.shape)),
        Shape::Json => cx.say("api-kind-json"),
    }
}
