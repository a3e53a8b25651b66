//! Checks of numbers and versions that come from outside; texts are checked by the people room's `check`.

use accord_kernel::{Outcome, Refusal};
pub use accord_room_people::check::{NAME_MAX, WORDING_MAX, some, text};
use accord_store::Record;
use serde_json::{Map, Value as JsonValue, json};

/// A whole number between two bounds, both included.
///
/// # Errors
/// The field's refusal with the bounds.
pub fn number(pointer: &str, number: i64, from: i64, to: i64) -> Outcome<i64> {
    if (from..=to).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to))
    }
}

/// Refuses a stale edit with the row as it is now.
///
/// # Errors
/// 412 with both versions.
pub fn same_version<R: Record>(row: &R, version: i64) -> Outcome<()> {
    if row.row_version() == version {
        return Ok(());
    }
    let stale = accord_store::Error::Stale { table: R::TABLE.name, id: row.key() };
    let fields = R::TABLE.fields.iter().map(|field| field.name.to_owned());
    let current: Map<String, JsonValue> =
        fields.zip(row.to_values().iter().map(accord_store::Value::to_json)).collect();
    Err(Refusal::from(stale).detail(json!({ "yours": version, "current": current })))
}
