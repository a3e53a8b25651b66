//! What depends on no form: names of paths, kinds of texts, currencies, refusals in words.

use accord_kernel::{Currency, FieldError, Outcome, Reader, Refusal};
use serde_json::Value as JsonValue;

use crate::{
    page::Choices,
    parts::{
        control::{Pick, PickGroups, TextKind},
        rows::ROW_NUMBER,
    },
};

/// Currencies offered before all others.
const USUAL: [&str; 10] = ["USD", "EUR", "BRL", "GBP", "CHF", "JPY", "CAD", "AUD", "MXN", "CNY"];

/// Every currency to choose from, the usual ones first.
pub fn currencies(chosen: &str) -> Vec<Pick> {
    let others = Currency::all().map(Currency::code).filter(|code| !USUAL.contains(code));
    USUAL.into_iter().chain(others).map(|code| Pick::new(code, code, code == chosen)).collect()
}

/// Headings under which the words of a schema are read.
pub(super) fn groups(schema: &JsonValue) -> Option<Vec<(String, Vec<String>)>> {
    serde_json::from_value(schema.get("x-groups")?.clone()).ok()
}

/// What a room offers for a field whose schema names it by `x-choices`.
pub(super) fn choices(
    reader: &mut Reader<'_>,
    schema: &JsonValue,
    chosen: &[String],
) -> Outcome<Option<PickGroups>> {
    let Some(name) = schema.get("x-choices").and_then(JsonValue::as_str) else { return Ok(None) };
    let known = reader.kernel.registry.extensions::<Choices>().find(|one| one.name == name).copied();
    let Some(choices) = known else { return Ok(None) };
    let mut groups = (choices.offer)(reader)?;
    for pick in groups.iter_mut().flat_map(|(_, picks)| picks) {
        pick.chosen = chosen.contains(&pick.value);
    }
    Ok(Some(groups))
}

pub(super) fn text_kind(path: &str) -> TextKind {
    match last_name(path).as_str() {
        "email" => TextKind::Email,
        "phone" => TextKind::Phone,
        "password" | "current-password" | "new-password" => TextKind::Password,
        _ => TextKind::Text,
    }
}

/// `/lines/0/unit_price` becomes `lines.0.unit_price`.
pub(super) fn dotted(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// Whether a part of a path is a name, and not the number of a row.
fn named(part: &&str) -> bool {
    part.parse::<usize>().is_err() && *part != ROW_NUMBER
}

/// `lines.0.unit_price` becomes `unit-price`: the part of the message key.
pub(super) fn last_name(path: &str) -> String {
    path.rsplit('.').find(named).unwrap_or(path).replace('_', "-")
}

/// `lines.0.unit_price` becomes `lines-unit-price`: the part of the message key for this place alone.
pub(super) fn whole_name(path: &str) -> String {
    path.split('.').filter(named).collect::<Vec<_>>().join("-").replace('_', "-")
}

/// A refusal in the reader's words: the rule, then what is possible instead.
pub fn refusal_text(tongue: &accord_kernel::Tongue<'_>, refusal: &Refusal) -> String {
    let mut text = tongue.say_with(&Refusal::message(refusal.rule), &refusal.facts);
    for possible in &refusal.possible {
        text.push(' ');
        text.push_str(
            &tongue
                .say_with(&format!("possible-{}", possible.word.replace(['.', '_'], "-")), &possible.facts),
        );
    }
    text
}

/// A refusal with all its fields in a few sentences, where no form stands beside it.
pub fn refusal_whole(tongue: &accord_kernel::Tongue<'_>, refusal: &Refusal) -> String {
    if refusal.fields.is_empty() {
        return refusal_text(tongue, refusal);
    }
    let of = |error: &FieldError| {
        let key = format!("field-{}", last_name(&dotted(&error.pointer)));
        format!("{}: {}", tongue.say(&key), field_text(tongue, error))
    };
    refusal.fields.iter().map(of).collect::<Vec<_>>().join("; ")
}

/// Why a field was refused, in the reader's words.
pub fn field_text(tongue: &accord_kernel::Tongue<'_>, error: &FieldError) -> String {
    tongue.say_with(&Refusal::message(error.rule), &error.facts)
}
