//! What was said to customers, by subject.

use accord_kernel::{Currency, Money, Outcome, Refusal};
use accord_room_customer::{Channel, ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_store::{Tx, params, record};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    id::{ClarificationId, PromiseId, StatementId, SubjectKind},
    rules::statement::Said,
};

record! {
    /// A statement to a customer (R23).
    pub struct StatementRow in "statement" shape 1 subject "id" {
        /// Id.
        id: StatementId,
        /// To whom.
        customer_id: CustomerId,
        /// To which of their people.
        contact_id: Option<ContactId>,
        /// What it is about.
        subject_kind: SubjectKind,
        /// The subject for comparison.
        subject_key: String,
        /// The subject as it was named.
        subject: String,
        /// The thing it is about: its kind.
        about_kind: Option<String>,
        /// The thing it is about: its id.
        about_id: Option<Uuid>,
        /// What was said, in one form for comparison.
        @personal said: String,
        /// What was said, when it is a date.
        said_on: Option<Date>,
        /// What was said, when it is a price, minor units.
        said_minor: Option<i64>,
        /// Currency of the price.
        said_currency: Option<Currency>,
        /// The wording as the customer got it.
        @personal wording: String,
        /// Who said it.
        person_id: Option<PersonId>,
        /// When it was said.
        said_at: Timestamp,
        /// When that was recorded.
        recorded_at: Timestamp,
        /// Through which channel.
        channel: Channel,
        /// The promise that said it.
        promise_id: Option<PromiseId>,
        /// The clarification whose answer it is.
        clarification_id: Option<ClarificationId>,
        /// The later statement that took its place; both stay to be read.
        withdrawn_by: Option<StatementId>,
        /// Row version.
        version: i64,
    }
}

impl StatementRow {
    /// What was said, typed.
    pub fn value(&self) -> Said {
        match (self.said_on, self.said_minor, self.said_currency) {
            (Some(date), ..) => Said::Date(date),
            (None, Some(minor), Some(currency)) => Said::Price(Money::new(minor, currency)),
            _ => Said::Words(self.said.clone()),
        }
    }
}

/// Everything said about a subject that no later statement replaced, the last first.
pub(crate) fn standing(
    tx: &mut Tx,
    customer: CustomerId,
    kind: SubjectKind,
    key: &str,
) -> Outcome<Vec<StatementRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 AND subject_kind = ?2 AND subject_key = ?3 AND withdrawn_by IS NULL
         ORDER BY said_at DESC, id DESC LIMIT 100",
        params![customer, kind, key],
    )?)
}

/// Statements to a customer, the last first, before a place.
pub(crate) fn statements(
    tx: &mut Tx,
    customer: CustomerId,
    kind: Option<SubjectKind>,
    standing_only: bool,
    before: Option<(Timestamp, StatementId)>,
    limit: i64,
) -> Outcome<Vec<StatementRow>> {
    let mut values = params![customer, limit].to_vec();
    let mut tail = "WHERE customer_id = ?1".to_owned();
    if let Some(kind) = kind {
        values.extend_from_slice(params![kind]);
        tail.push_str(&format!(" AND subject_kind = ?{}", values.len()));
    }
    if standing_only {
        tail.push_str(" AND withdrawn_by IS NULL");
    }
    if let Some((said_at, id)) = before {
        values.extend_from_slice(params![said_at, id]);
        tail.push_str(&format!(" AND (said_at, id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    tail.push_str(" ORDER BY said_at DESC, id DESC LIMIT ?2");
    Ok(tx.select(&tail, &values)?)
}

/// A statement by id.
pub(crate) fn statement(tx: &mut Tx, id: StatementId) -> Outcome<StatementRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Whether a promise was ever recorded as a statement.
pub(crate) fn is_stated(tx: &mut Tx, promise: PromiseId) -> Outcome<bool> {
    let found: Option<StatementRow> = tx.select_one("WHERE promise_id = ?1 LIMIT 1", params![promise])?;
    Ok(found.is_some())
}

/// Statements that a promise made and that still stand.
pub(crate) fn statements_of_promise(tx: &mut Tx, promise: PromiseId) -> Outcome<Vec<StatementRow>> {
    Ok(tx.select("WHERE promise_id = ?1 AND withdrawn_by IS NULL ORDER BY said_at, id", params![promise])?)
}

/// Every statement to a customer; for merges.
pub(crate) fn statements_to_move(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<StatementRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Everything said about a subject that stood when a clarification was opened, or came after; the first said first.
/// What ended with its promise stood until that was recorded.
pub(crate) fn said_about(
    tx: &mut Tx,
    customer: CustomerId,
    kind: SubjectKind,
    key: &str,
    opened_at: Timestamp,
) -> Outcome<Vec<StatementRow>> {
    Ok(tx.select(
        "AS s WHERE s.customer_id = ?1 AND s.subject_kind = ?2 AND s.subject_key = ?3
         AND (s.withdrawn_by IS NULL OR EXISTS (SELECT 1 FROM statement w LEFT JOIN promise p ON p.id = w.promise_id
              WHERE w.id = s.withdrawn_by AND (w.recorded_at >= ?4 OR (w.withdrawn_by = w.id
                AND (s.id = w.id OR s.promise_id IS NULL) AND p.ended_recorded_at >= ?4))))
         ORDER BY s.said_at, s.id LIMIT 200",
        params![customer, kind, key, opened_at],
    )?)
}
