//! Two people at one row: the second is told.

use accord_store::{Error, Record};
use serde_json::{Map, json};

use crate::{Outcome, Refusal};

/// Refuses an edit of a version that is no longer the present one (R67). The present row stands in the detail, so that
/// whoever sent the edit, a page or a device that was without network, can compare field by field.
///
/// # Errors
/// 412 `stale`.
pub fn at_version<R: Record>(row: &R, version: i64) -> Outcome<()> {
    if row.row_version() == version {
        return Ok(());
    }
    let fields = R::TABLE.fields.iter().zip(row.to_values());
    let current: Map<_, _> = fields.map(|(field, value)| (field.name.to_owned(), value.to_json())).collect();
    let error = Error::Stale { table: R::TABLE.name, id: row.key() };
    Err(Refusal::from(error).detail(json!({ "current": current, "sent_version": version })))
}
