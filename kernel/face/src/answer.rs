//! From what a form or a query sends (texts) to the input that an action or view reads (typed JSON), by its schema.
//!
//! It must not decide what is acceptable: it only gives texts their type; the action's own reading refuses the rest.

pub mod figure;

use std::collections::{BTreeMap, BTreeSet};

use accord_business_time::{CivilError, resolve_civil};
use accord_kernel::{Context, Currency, Outcome, Refusal};
use jiff::{civil::DateTime, tz::TimeZone};
use schemars::Schema;
use serde_json::{Map, Value as JsonValue, json};

/// Rows of one repeated part at most.
const ROWS_MAX: usize = 500;

/// What kind of thing a schema describes.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One line or many.
    Text {
        /// Longest, when known.
        max: Option<u64>,
    },
    /// A civil date.
    Date,
    /// An instant; a form sends a civil date and time of the reader's zone.
    Instant,
    /// One of some words; `key` is the beginning of their message keys.
    Words {
        /// The words.
        words: Vec<String>,
        /// Beginning of the message keys.
        key: String,
    },
    /// An id of a thing.
    Ref {
        /// Entity word.
        entity: String,
    },
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// An amount with its currency.
    Money,
    /// Fields below.
    Object,
    /// Many of something.
    List(Box<Field>),
    /// Anything else: sent as JSON text.
    Json,
}

/// A field of a schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
    /// What it is.
    pub shape: Shape,
    /// Its schema.
    pub schema: JsonValue,
}

/// The fields of an object's schema, in declaration order.
pub fn fields(schema: &JsonValue) -> Vec<Field> {
    fields_where(schema, |_| true)
}

/// As [`fields`], those of wanted names alone: the others' schemas are not copied.
pub(crate) fn fields_where(schema: &JsonValue, wanted: impl Fn(&str) -> bool) -> Vec<Field> {
    let required: BTreeSet<&str> = schema
        .get("required")
        .and_then(JsonValue::as_array)
        .map(|list| list.iter().filter_map(JsonValue::as_str).collect())
        .unwrap_or_default();
    let Some(properties) = schema.get("properties").and_then(JsonValue::as_object) else {
        return Vec::new();
    };
    let mut out: Vec<Field> = properties
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, schema)| Field {
            name: name.clone(),
            required: required.contains(name.as_str()),
            shape: shape(schema),
            schema: schema.clone(),
        })
        .collect();
    // JSON objects have no order of their own here; required fields first, then as the schema lists them.
    out.sort_by_key(|field| (!field.required, order(schema, &field.name)));
    out
}

/// The place of a field: among the required ones as they are listed, else as the schema says (days of a week).
fn order(schema: &JsonValue, name: &str) -> usize {
    let place =
        |list: &&str| schema.get(*list)?.as_array()?.iter().position(|item| item.as_str() == Some(name));
    ["required", "x-order"].iter().find_map(place).unwrap_or(usize::MAX)
}

fn shape(schema: &JsonValue) -> Shape {
    // Option<T> is `anyOf: [T, null]` where T is not a simple type.
    if let Some(inner) = schema.get("anyOf").and_then(JsonValue::as_array).and_then(|list| {
        list.iter().find(|item| item.get("type").and_then(JsonValue::as_str) != Some("null"))
    }) {
        return shape(inner);
    }
    let text = |name: &str| schema.get(name).and_then(JsonValue::as_str);
    if let Some(words) = schema.get("enum").and_then(JsonValue::as_array) {
        return Shape::Words {
            words: words.iter().filter_map(JsonValue::as_str).map(str::to_owned).collect(),
            key: text("x-words").unwrap_or_default().to_owned(),
        };
    }
    if let Some(entity) = text("x-ref") {
        return Shape::Ref { entity: entity.to_owned() };
    }
    let kinds: Vec<&str> = match schema.get("type") {
        Some(JsonValue::String(kind)) => vec![kind.as_str()],
        Some(JsonValue::Array(list)) => list.iter().filter_map(JsonValue::as_str).collect(),
        _ => Vec::new(),
    };
    match kinds.iter().find(|kind| **kind != "null").copied() {
        Some("string") => match text("format") {
            Some("date") => Shape::Date,
            Some("date-time") => Shape::Instant,
            _ => Shape::Text { max: schema.get("maxLength").and_then(JsonValue::as_u64) },
        },
        Some("integer" | "number") => Shape::Number,
        Some("boolean") => Shape::Flag,
        Some("array") => match schema.get("items") {
            Some(items) => Shape::List(Box::new(Field {
                name: String::new(),
                required: true,
                shape: shape(items),
                schema: items.clone(),
            })),
            None => Shape::Json,
        },
        Some("object") if text("format") == Some("money") => Shape::Money,
        Some("object") if schema.get("properties").is_some() => Shape::Object,
        _ => Shape::Json,
    }
}

/// What was sent: name to values, in order.
pub type Sent = BTreeMap<String, Vec<String>>;

/// Collects pairs by name.
pub fn collect(pairs: &[(String, String)]) -> Sent {
    let mut sent = Sent::new();
    for (name, value) in pairs {
        sent.entry(name.clone()).or_default().push(value.clone());
    }
    sent
}

/// The input of an action from a form. `only` names the fields that the form asked for; a checkbox among them that was
/// not sent means no. `fixed` is laid over the result.
///
/// # Errors
/// 422 for a civil time that does not exist or exists twice, and for a figure that may be off by a thousand.
pub fn from_form(
    schema: &Schema,
    sent: &Sent,
    only: &[String],
    fixed: &Map<String, JsonValue>,
    ctx: &Context,
) -> Outcome<JsonValue> {
    let mut out = Map::new();
    for field in fields(schema.as_value()) {
        if !only.is_empty() && !only.contains(&field.name) {
            continue;
        }
        if let Some(value) = one(&field, &field.name, sent, true, ctx)? {
            out.insert(field.name.clone(), value);
        }
    }
    for (name, value) in fixed.iter().filter(|(name, _)| !name.starts_with(crate::ask::ABOUT)) {
        out.insert(name.clone(), value.clone());
    }
    Ok(JsonValue::Object(out))
}

/// The parameters of a view from a query. With `strict`, as for programs, what a page's form may leave blank or say in its
/// own way is refused like names that the view does not know.
///
/// # Errors
/// 422 for an unknown name, and strictly for one that stands twice, is blank, or is neither `true` nor `false`.
pub fn from_query(
    schema: &Schema,
    pairs: &[(String, String)],
    strict: bool,
    ctx: &Context,
) -> Outcome<JsonValue> {
    let known = fields(schema.as_value());
    let sent = collect(pairs);
    if strict {
        for (name, values) in &sent {
            let pointer = || format!("/{name}");
            let Some(field) = known.iter().find(|field| field.name == *name) else {
                return Err(Refusal::field(pointer(), "field.unknown"));
            };
            if !in_form(field, values) {
                return Err(Refusal::field(pointer(), "field.form"));
            }
        }
    }
    let mut out = Map::new();
    for field in known {
        if field.shape == Shape::Flag && !sent.contains_key(&field.name) {
            continue;
        }
        if let Some(value) = one(&field, &field.name, &sent, false, ctx)? {
            out.insert(field.name, value);
        }
    }
    Ok(JsonValue::Object(out))
}

/// Whether these are values as a program writes them: one, unless many may be given; never blank, save a free text.
fn in_form(field: &Field, values: &[String]) -> bool {
    match (&field.shape, values) {
        (Shape::List(_), _) => true,
        (Shape::Flag, [value]) => matches!(value.as_str(), "true" | "false"),
        (Shape::Text { .. }, [_]) if field.schema.get("format").is_none() => true,
        (_, [value]) => !value.trim().is_empty(),
        _ => false,
    }
}

fn one(field: &Field, name: &str, sent: &Sent, form: bool, ctx: &Context) -> Outcome<Option<JsonValue>> {
    let text = sent.get(name).and_then(|values| values.first()).map(|text| text.trim());
    let given = text.filter(|text| !text.is_empty());
    Ok(match &field.shape {
        Shape::Flag => Some(json!(matches!(text, Some("true" | "on" | "1" | "yes")))),
        Shape::Number => given.map(number),
        Shape::Instant => match given {
            Some(text) if form => Some(instant(text, name, ctx)?),
            given => given.map(|text| json!(text)),
        },
        Shape::Money => money(name, sent, form, ctx)?,
        Shape::Object => {
            let mut out = Map::new();
            for inner in fields(&unwrapped(&field.schema)) {
                let path = format!("{name}.{}", inner.name);
                if let Some(value) = one(&inner, &path, sent, form, ctx)? {
                    out.insert(inner.name, value);
                }
            }
            // A part left blank was not said: an unticked box and an empty text are no answer.
            let said = out.values().any(|value| *value != json!(false) && *value != json!(""));
            (said || field.required).then_some(JsonValue::Object(out))
        }
        Shape::List(inner) if matches!(inner.shape, Shape::Object) => {
            Some(rows(inner, name, sent, form, ctx)?)
        }
        Shape::List(inner) => {
            let list: Vec<JsonValue> = sent
                .get(name)
                .into_iter()
                .flatten()
                .flat_map(|text| match (form, &inner.shape) {
                    (true, Shape::Number) => text.split(between_numbers).collect(),
                    (true, _) => vec![text.as_str()],
                    (false, _) => text.split(',').collect::<Vec<&str>>(),
                })
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(|text| if inner.shape == Shape::Number { number(text) } else { json!(text) })
                .collect();
            (form || !list.is_empty()).then_some(JsonValue::Array(list))
        }
        Shape::Text { .. } if form && is_figure(&field.schema) => match given {
            Some(text) => Some(json!(figure::read(&pointer(name), text, ctx.language, None)?)),
            None => field.required.then(|| json!("")),
        },
        Shape::Json => given.map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(text))),
        // A required text left empty is sent as empty, so that the action can say so in its own words.
        Shape::Text { .. } if field.required && text.is_some() => Some(json!(text.unwrap_or_default())),
        _ => given.map(|text| json!(text)),
    })
}

/// The schema itself, or the part of `anyOf` that is not null.
pub fn unwrapped(schema: &JsonValue) -> JsonValue {
    schema
        .get("anyOf")
        .and_then(JsonValue::as_array)
        .and_then(|list| {
            list.iter().find(|item| item.get("type").and_then(JsonValue::as_str) != Some("null"))
        })
        .unwrap_or(schema)
        .clone()
}

/// Whether it is a figure written as text (a quantity, a price): a decimal of any number of digits.
pub(crate) fn is_figure(schema: &JsonValue) -> bool {
    schema.get("format").and_then(JsonValue::as_str) == Some("decimal")
}

/// What stands between whole numbers that are typed in one line.
fn between_numbers(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

fn number(text: &str) -> JsonValue {
    match text.parse::<i64>() {
        Ok(number) => json!(number),
        Err(_) => json!(text),
    }
}

/// An amount with its currency; a form's is read as people type figures.
pub(crate) fn money(name: &str, sent: &Sent, form: bool, ctx: &Context) -> Outcome<Option<JsonValue>> {
    let part = |part: &str| {
        let key = format!("{name}.{part}");
        sent.get(&key)
            .and_then(|values| values.first())
            .map(|text| text.trim().to_owned())
            .filter(|t| !t.is_empty())
    };
    let Some(amount) = part("amount") else { return Ok(None) };
    let currency = part("currency").unwrap_or_default();
    let amount = if form {
        let digits = Currency::parse(&currency).map(Currency::digits);
        figure::read(&pointer(name), &amount, ctx.language, digits)?
    } else {
        amount
    };
    Ok(Some(json!({ "amount": amount, "currency": currency })))
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

fn rows(inner: &Field, name: &str, sent: &Sent, form: bool, ctx: &Context) -> Outcome<JsonValue> {
    let prefix = format!("{name}.");
    let mut numbers: Vec<usize> =
        sent.keys().filter_map(|key| key.strip_prefix(&prefix)?.split('.').next()?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() > ROWS_MAX {
        return Err(Refusal::field(format!("/{name}"), "field.too_many").with("max", ROWS_MAX));
    }
    let mut out = Vec::new();
    for number in numbers {
        let typed = sent.iter().any(|(key, values)| {
            key.starts_with(&format!("{prefix}{number}."))
                && !key.ends_with(".currency")
                && values.iter().any(|v| !v.trim().is_empty())
        });
        if !typed {
            continue;
        }
        let mut row = Map::new();
        for field in fields(&inner.schema) {
            let path = format!("{prefix}{number}.{}", field.name);
            if let Some(value) = one(&field, &path, sent, form, ctx)? {
                row.insert(field.name, value);
            }
        }
        out.push(JsonValue::Object(row));
    }
    Ok(JsonValue::Array(out))
}

fn instant(text: &str, name: &str, ctx: &Context) -> Outcome<JsonValue> {
    let pointer = || pointer(name);
    let Ok(civil) = text.parse::<DateTime>() else {
        // Not of the control's form (an offset was typed, say): the action reads it as it is.
        return Ok(json!(text));
    };
    if text.ends_with('Z') || text.ends_with('z') {
        return Ok(json!(text));
    }
    let zone = TimeZone::get(&ctx.principal.zone).unwrap_or(TimeZone::UTC);
    match resolve_civil(civil, &zone, None) {
        Ok(at) => Ok(json!(at.to_string())),
        Err(CivilError::Skipped { .. }) => {
            Err(Refusal::field(pointer(), "time.skipped").with("zone", ctx.principal.zone.as_str()))
        }
        Err(CivilError::Ambiguous { .. }) => {
            Err(Refusal::field(pointer(), "time.ambiguous").with("zone", ctx.principal.zone.as_str()))
        }
        Err(_) => Err(Refusal::field(pointer(), "field.form")),
    }
}
