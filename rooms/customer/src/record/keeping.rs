//! Documents that are kept as they left the house.

use accord_kernel::Outcome;
use accord_store::{Tx, params};
use uuid::Uuid;

use super::{AttachmentRow, KeptPaperRow};
use crate::id::{AttachmentState, CustomerId};

/// The document that is kept, or is to be kept, of a thing.
pub(crate) fn kept_about(tx: &mut Tx, about: Uuid) -> Outcome<Option<KeptPaperRow>> {
    Ok(tx.select_one("WHERE about_id = ?1", params![about])?)
}

/// The file that is kept of a thing; nothing before it was printed, or when it was taken off the customer's files.
///
/// # Errors
/// What the database refuses.
pub fn kept_file(tx: &mut Tx, about: impl Into<Uuid>) -> Outcome<Option<AttachmentRow>> {
    let Some(id) = kept_about(tx, about.into())?.and_then(|row| row.attachment_id) else { return Ok(None) };
    let file: Option<AttachmentRow> = tx.get(id)?;
    Ok(file.filter(|file| file.state == AttachmentState::Active))
}

/// Documents that wait for being printed, the oldest first.
pub(crate) fn papers_waiting(tx: &mut Tx, most: i64) -> Outcome<Vec<KeptPaperRow>> {
    let tail = "WHERE attachment_id IS NULL AND failed IS NULL ORDER BY asked_at, id LIMIT ?1";
    Ok(tx.select(tail, params![most])?)
}

/// Whether a document of a customer at an address waits for being printed.
pub(crate) fn waits_at(tx: &mut Tx, customer: CustomerId, address: &str) -> Outcome<bool> {
    let tail = "WHERE customer_id = ?1 AND address = ?2 AND attachment_id IS NULL AND failed IS NULL LIMIT 1";
    let row: Option<KeptPaperRow> = tx.select_one(tail, params![customer, address])?;
    Ok(row.is_some())
}

/// Every document that is kept for a customer.
pub(crate) fn kept_papers_all(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<KeptPaperRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY asked_at, id", params![customer])?)
}
