//! The form of dates and figures, as the API's document gives it. What reads them takes more than that (an instant where
//! a date is wanted, `5_000`, `+5`) and would cut off or pass over the rest without a word.

use schemars::Schema;
use serde_json::Value as JsonValue;

use crate::refusal::{Outcome, Refusal};

/// Refuses dates that are not `YYYY-MM-DD` and figures that are not digits with one point, wherever the schema has them.
///
/// # Errors
/// `field.form` at the field (R67: what was sent is taken as it is or refused).
pub(crate) fn check(schema: &Schema, input: &JsonValue) -> Outcome<()> {
    match unfit(schema.as_value(), input) {
        Some(pointer) => Err(Refusal::field(pointer, "field.form")),
        None => Ok(()),
    }
}

fn unfit(schema: &JsonValue, value: &JsonValue) -> Option<String> {
    match value {
        JsonValue::String(text) => is_unfit(schema, text).then(String::new),
        JsonValue::Array(list) => {
            let items = alternatives(schema).find_map(|schema| schema.get("items"))?;
            list.iter()
                .enumerate()
                .find_map(|(index, item)| unfit(items, item).map(|below| format!("/{index}{below}")))
        }
        JsonValue::Object(map) => {
            let of = |name: &str| alternatives(schema).find_map(|schema| schema.get("properties")?.get(name));
            let money = alternatives(schema).any(|schema| format_of(schema) == Some("money"));
            map.iter().find_map(|(name, item)| {
                let below = match item {
                    JsonValue::String(text) if money && name == "amount" => {
                        (!is_figure(text)).then(String::new)
                    }
                    item => unfit(of(name)?, item),
                };
                below.map(|below| format!("/{name}{below}"))
            })
        }
        _ => None,
    }
}

/// The schema, and what it is where it may be null as well.
fn alternatives(schema: &JsonValue) -> impl Iterator<Item = &JsonValue> {
    let either = schema.get("anyOf").and_then(JsonValue::as_array).into_iter().flatten();
    std::iter::once(schema).chain(either)
}

fn format_of(schema: &JsonValue) -> Option<&str> {
    schema.get("format").and_then(JsonValue::as_str)
}

fn is_unfit(schema: &JsonValue, text: &str) -> bool {
    alternatives(schema).find_map(format_of).is_some_and(|format| match format {
        "date" => !is_date(text),
        "decimal" => !is_figure(text),
        _ => false,
    })
}

/// `2026-04-06`; whether there is such a day is another question.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a text is a figure in the form of the API's document: `-12.50`, no plus, no exponent, no marks between
/// thousands, digits on both sides of a point. For values whose form no schema can say; every other input is held to it
/// before it is read.
pub fn is_figure(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match bare.split_once('.') {
        Some((before, behind)) => digits(before) && digits(behind),
        None => digits(bare),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(value: &JsonValue) -> Option<String> {
        let date = json!({ "type": ["string", "null"], "format": "date" });
        let money =
            json!({ "type": "object", "format": "money", "properties": { "amount": { "type": "string" } } });
        let figure = json!({ "type": "string", "format": "decimal" });
        let line = json!({ "type": "object", "properties": { "on": date, "quantity": figure } });
        let schema = json!({ "type": "object", "properties": {
            "on": date, "price": { "anyOf": [money, { "type": "null" }] }, "lines": { "type": "array", "items": line },
            "words": { "type": "string" },
        } });
        unfit(&schema, value)
    }

    #[test]
    fn r67_dates_and_figures_are_taken_in_their_form_alone() {
        assert_eq!(
            fault(&json!({ "on": "2026-04-06", "price": { "amount": "-5000.25", "currency": "USD" } })),
            None
        );
        assert_eq!(fault(&json!({ "on": null, "price": null, "words": "2026-04-06T10:00, +5" })), None);
        for date in ["2026-04-06T10:00:00-05:00", "2026-04-06 10:00", "20260406", "2026-4-6", "+002026-04-06"]
        {
            assert_eq!(fault(&json!({ "on": date })).as_deref(), Some("/on"), "{date}");
        }
        for amount in ["5_000", "+5", "1e3", "5.", ".5", " 5", "5,00", ""] {
            assert_eq!(
                fault(&json!({ "price": { "amount": amount } })).as_deref(),
                Some("/price/amount"),
                "{amount}"
            );
        }
        let second = json!({ "lines": [{ "on": "2026-04-06", "quantity": "2" }, { "quantity": "2_0" }] });
        assert_eq!(fault(&second).as_deref(), Some("/lines/1/quantity"));
    }
}
