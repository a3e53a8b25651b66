//! Clarifications: two things were said, one answer is owed.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::id::{ClarificationId, ClarificationState, StatementId, SubjectKind};

record! {
    /// A clarification (R23): one owner, one call, one answer.
    pub struct ClarificationRow in "clarification" shape 1 {
        /// Id.
        id: ClarificationId,
        /// Short number for people.
        number: String,
        /// The customer.
        customer_id: CustomerId,
        /// What it is about.
        subject_kind: SubjectKind,
        /// The subject for comparison.
        subject_key: String,
        /// The subject as it was named.
        subject: String,
        /// Who owes the answer; during leave the cover.
        owner_id: PersonId,
        /// How it stands.
        state: ClarificationState,
        /// When both statements were out.
        opened_at: Timestamp,
        /// By when its owner takes it up.
        take_by: Timestamp,
        /// By when the customer is called.
        answer_by: Timestamp,
        /// When it was taken up.
        taken_at: Option<Timestamp>,
        /// Who took it up.
        taken_by: Option<PersonId>,
        /// When the customer was called.
        answered_at: Option<Timestamp>,
        /// Who called.
        answered_by: Option<PersonId>,
        /// The statement that holds.
        answer_id: Option<StatementId>,
        /// Why the answer is not the one better for the customer.
        reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

/// A clarification.
pub(crate) fn clarification(tx: &mut Tx, id: ClarificationId) -> Outcome<ClarificationRow> {
    tx.get::<ClarificationRow>(id)?.ok_or_else(Refusal::absent)
}

/// A clarification by its number.
pub(crate) fn clarification_numbered(tx: &mut Tx, number: &str) -> Outcome<ClarificationRow> {
    tx.select_one("WHERE number = ?1", params![number])?.ok_or_else(Refusal::absent)
}

/// The clarification about a subject that is not answered yet.
pub(crate) fn unanswered(
    tx: &mut Tx,
    customer: CustomerId,
    kind: SubjectKind,
    key: &str,
) -> Outcome<Option<ClarificationRow>> {
    Ok(tx.select_one(
        "WHERE customer_id = ?1 AND state <> 'answered' AND subject_kind = ?2 AND subject_key = ?3 ORDER BY opened_at LIMIT 1",
        params![customer, kind, key],
    )?)
}

/// Clarifications in the order of their due, of visible customers or of one.
pub(crate) fn clarifications(
    tx: &mut Tx,
    ctx: &Context,
    customer: Option<CustomerId>,
    state: Option<ClarificationState>,
    after: Option<(Timestamp, ClarificationId)>,
    limit: i64,
) -> Outcome<Vec<ClarificationRow>> {
    let mut values = params![limit].to_vec();
    let mut tail = "AS p WHERE TRUE".to_owned();
    if let Some(state) = state {
        values.extend_from_slice(params![state]);
        tail.push_str(&format!(" AND p.state = ?{}", values.len()));
    }
    if let Some(customer) = customer {
        values.extend_from_slice(params![customer]);
        tail.push_str(&format!(" AND p.customer_id = ?{}", values.len()));
    } else {
        let (sight, more) = accord_room_customer::sight_filter(ctx, "p.customer_id", values.len() + 1);
        if !sight.is_empty() {
            tail.push_str(&format!(" AND {sight}"));
            values.extend(more);
        }
    }
    if let Some((answer_by, id)) = after {
        values.extend_from_slice(params![answer_by, id]);
        tail.push_str(&format!(" AND (p.answer_by, p.id) > (?{}, ?{})", values.len() - 1, values.len()));
    }
    tail.push_str(" ORDER BY p.answer_by, p.id LIMIT ?1");
    Ok(tx.select(&tail, &values)?)
}

/// Unanswered clarifications that a person owes.
pub(crate) fn clarifications_held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<ClarificationRow>> {
    Ok(tx.select(
        "WHERE owner_id = ?1 AND state <> 'answered' ORDER BY answer_by, id LIMIT 200",
        params![person],
    )?)
}

/// Every clarification of a customer; for merges.
pub(crate) fn clarifications_to_move(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ClarificationRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}
