//! Striking a person out of what others wrote (R64): in every row that names them, what identifies them goes from the
//! personal columns, and the row's own key with it, so that no event says it either. What the words are about stays.

use jiff::Timestamp;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{Kind, Result, Table, Tx, Value, params, secret};

/// Rows changed in one step.
const STEP: i64 = 200;

/// What becomes of a text; `None` when nothing in it has to go.
pub type Strike<'s> = &'s dyn Fn(&str) -> Option<String>;

/// Whose rows are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those that name the person. Where such a row protects its words by a key of its own, that key is destroyed, changed
    /// or not: a former state may say more.
    OfPerson,
    /// Those of their firm, which may speak of them: the own key goes where something was struck.
    OfFirm,
}

/// Goes through the rows of a table in which `column` names `who` and applies `strike` to the texts of their personal
/// columns. Returns how many rows were changed.
///
/// # Errors
/// What the database refuses; stale when somebody changes such a row meanwhile.
pub fn strike(
    tx: &mut Tx,
    table: &'static Table,
    (rows_of, column): (Rows, &str),
    who: Uuid,
    now: Timestamp,
    strike: Strike<'_>,
) -> Result<u64> {
    if table.fields.iter().all(|field| !field.personal) {
        return Ok(0);
    }
    let own_key = table.subject == Some("id");
    let select = format!(
        "SELECT {} FROM {} WHERE {column} = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
        table.columns(),
        table.name
    );
    let (mut after, mut changed) = (Uuid::nil(), 0);
    loop {
        let rows = tx.query(&select, params![who, after, STEP])?;
        if rows.is_empty() {
            return Ok(changed);
        }
        for row in rows {
            after = row.get(0)?;
            let mut values: Vec<Value> =
                table.fields.iter().zip(row.values()).map(|(field, value)| field.typed(value)).collect();
            let struck = struck(table, &mut values, strike);
            if own_key && (struck || rows_of == Rows::OfPerson) {
                // The key goes first: the event of the erasure itself then holds nothing personal any more.
                secret::destroy(tx, after, now)?;
            }
            if struck {
                tx.rewrite(table, values)?;
                changed += 1;
            }
        }
    }
}

fn struck(table: &Table, values: &mut [Value], strike: Strike<'_>) -> bool {
    let mut any = false;
    for (field, value) in table.fields.iter().zip(values) {
        if let (true, Kind::Text, Value::Text(text)) = (field.personal, field.kind, &value)
            && let Some(left) = struck_text(text, strike)
        {
            *value = Value::Text(left);
            any = true;
        }
    }
    any
}

/// A text, or the texts within what is stored as JSON: there a line's end is written as two letters, and the second one
/// would be taken for the beginning of the next word.
fn struck_text(text: &str, strike: Strike<'_>) -> Option<String> {
    let parsed = text.starts_with(['[', '{']).then(|| serde_json::from_str::<JsonValue>(text).ok()).flatten();
    match parsed {
        Some(mut json) => struck_json(&mut json, strike).then(|| json.to_string()),
        None => strike(text),
    }
}

fn struck_json(json: &mut JsonValue, strike: Strike<'_>) -> bool {
    match json {
        JsonValue::String(text) => match strike(text) {
            Some(left) => {
                *text = left;
                true
            }
            None => false,
        },
        JsonValue::Array(list) => list.iter_mut().fold(false, |any, one| struck_json(one, strike) | any),
        JsonValue::Object(map) => map.values_mut().fold(false, |any, one| struck_json(one, strike) | any),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_ana(text: &str) -> Option<String> {
        text.contains("Ana").then(|| text.replace("Ana", "…"))
    }

    #[test]
    fn texts_within_json_are_struck_as_what_they_say() {
        let words = |text: &str| text.split_whitespace().any(|word| word == "Ana").then(|| "…".to_owned());
        assert_eq!(
            struck_text(r#"[["what",{"text":"line\nAna"}],["n",3]]"#, &words).unwrap(),
            r#"[["what",{"text":"…"}],["n",3]]"#
        );
        assert_eq!(
            struck_text(r#"{"a":{"b":["Ana",1.50]}}"#, &without_ana).unwrap(),
            r#"{"a":{"b":["…",1.5]}}"#
        );
        assert_eq!(struck_text(r#"["Bea"]"#, &without_ana), None);
        assert_eq!(struck_text("[Ana said", &without_ana).as_deref(), Some("[… said"), "no JSON after all");
    }
}
