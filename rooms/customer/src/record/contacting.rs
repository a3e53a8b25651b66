//! Contacts with the customer as they were logged, files, and what the read log knows of briefings.

use accord_kernel::{Outcome, Refusal};
use accord_store::{Tx, Value, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::{AttachmentRow, ContactLogRow};
use crate::id::{ContactId, CustomerId};

/// The view whose reading makes a contact an informed one (R4).
pub const BRIEFING_VIEW: &str = "desk.briefing";

/// A file of a customer.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn attachment(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<AttachmentRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Files of a customer, newest first; of one thing when `about` is given.
///
/// # Errors
/// What the database refuses.
pub fn attachments_of(
    tx: &mut Tx,
    customer: CustomerId,
    about: Option<Uuid>,
    limit: i64,
) -> Outcome<Vec<AttachmentRow>> {
    let mut values = params![customer, limit].to_vec();
    let mut tail = "WHERE customer_id = ?1 AND state = 'active'".to_owned();
    if let Some(about) = about {
        values.push(Value::Uuid(about));
        tail.push_str(" AND about_id = ?3");
    }
    Ok(tx.select(&format!("{tail} ORDER BY added_at DESC, id DESC LIMIT ?2"), &values)?)
}

/// Files that somebody sent: by their own hand, not by a colleague's.
///
/// # Errors
/// What the database refuses.
pub fn attachments_by(tx: &mut Tx, customer: CustomerId, who: Uuid) -> Outcome<Vec<AttachmentRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 AND added_by = ?2 AND sha256 <> '' ORDER BY id",
        params![customer, who],
    )?)
}

/// Files with these bytes beside a thing.
///
/// # Errors
/// What the database refuses.
pub fn attachments_with(tx: &mut Tx, about: Uuid, sha256: &str) -> Outcome<Vec<AttachmentRow>> {
    Ok(tx.select("WHERE about_id = ?1 AND sha256 = ?2 ORDER BY id", params![about, sha256.to_owned()])?)
}

/// Which of these hashes of the file store a column of a table names; for a [`crate::FileUse`].
///
/// # Errors
/// What the database refuses.
pub fn hashes_named(tx: &mut Tx, table: &str, column: &str, hashes: &[String]) -> Outcome<Vec<String>> {
    let places = accord_store::marks(1, hashes.len());
    let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({places})");
    let values: Vec<Value> = hashes.iter().cloned().map(Value::Text).collect();
    tx.query(&sql, &values)?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Every hash of the file store that a column of a table names; for a [`crate::FileUse`].
///
/// # Errors
/// What the database refuses.
pub fn hashes_of(tx: &mut Tx, table: &str, column: &str) -> Outcome<Vec<String>> {
    let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''");
    tx.query(&sql, params![])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Which of these hashes an attachment has, shown or not.
pub(crate) fn attachments_named(tx: &mut Tx, hashes: &[String]) -> Outcome<Vec<String>> {
    hashes_named(tx, "attachment", "sha256", hashes)
}

/// Every file row of a customer, removed ones too.
pub(crate) fn attachments_all(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<AttachmentRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY added_at, id", params![customer])?)
}

/// A logged contact.
pub(crate) fn contact_log(tx: &mut Tx, id: Uuid) -> Outcome<Option<ContactLogRow>> {
    Ok(tx.get(id)?)
}

/// Every logged contact of a customer.
pub(crate) fn contact_logs_all(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ContactLogRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY happened_at, id", params![customer])?)
}

/// The last contacts with a customer, newest first.
///
/// # Errors
/// What the database refuses.
pub fn last_contacts(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<ContactLogRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 ORDER BY happened_at DESC, id DESC LIMIT ?2",
        params![customer, limit],
    )?)
}

/// The last contacts with one of the customer's people, newest first.
pub(crate) fn talks_with(tx: &mut Tx, contact: ContactId, limit: i64) -> Outcome<Vec<ContactLogRow>> {
    Ok(tx.select(
        "WHERE contact_id = ?1 ORDER BY happened_at DESC, id DESC LIMIT ?2",
        params![contact, limit],
    )?)
}

/// Whether a person opened the briefing of one of these records between two instants, both included.
pub(crate) fn briefing_read(
    tx: &mut Tx,
    customers: &[Uuid],
    person: Uuid,
    from: Timestamp,
    to: Timestamp,
) -> Outcome<bool> {
    let mut values = params![person, from, to, BRIEFING_VIEW].to_vec();
    let list = accord_store::listed(&mut values, customers.iter().copied());
    let sql = format!(
        "SELECT id FROM read_log WHERE principal = ?1 AND read_at >= ?2 AND read_at <= ?3 AND view = ?4 AND customer_id IN ({list}) LIMIT 1"
    );
    Ok(tx.query_one(&sql, &values)?.is_some())
}

/// How many contacts of a time were had with the briefing opened before (R4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Informedness {
    /// Contacts that happened then.
    pub contacts: i64,
    /// Those without the briefing.
    pub uninformed: i64,
    /// Those of which it is not settled yet.
    pub unsettled: i64,
}

/// Counts the contacts that happened from one instant until before another.
///
/// # Errors
/// What the database refuses.
pub fn informedness(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Informedness> {
    let sql =
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE informed = FALSE), COUNT(*) FILTER (WHERE informed IS NULL)
        FROM contact_log WHERE happened_at >= ?1 AND happened_at < ?2";
    match tx.query_one(sql, params![from, until])? {
        Some(row) => {
            Ok(Informedness { contacts: row.get(0)?, uninformed: row.get(1)?, unsettled: row.get(2)? })
        }
        None => Ok(Informedness::default()),
    }
}

/// Contacts that happened from one instant until before another, the uninformed first.
///
/// # Errors
/// What the database refuses.
pub fn contacts_between(
    tx: &mut Tx,
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Outcome<Vec<ContactLogRow>> {
    let tail = "WHERE happened_at >= ?1 AND happened_at < ?2
        ORDER BY CASE WHEN informed = FALSE THEN 0 ELSE 1 END, happened_at, id LIMIT ?3";
    Ok(tx.select(tail, params![from, until, limit])?)
}
