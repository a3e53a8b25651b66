//! Reviews: who is there, the agenda, signatures and tasks.

use accord_kernel::{Outcome, Refusal};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, params, record};
use jiff::Timestamp;

use crate::{
    OrderId, ReviewId, ReviewInviteeId, ReviewItemId, ReviewSignId, ReviewState, ReviewTaskId,
    rules::review::{Open, ReviewCause, Signatory, open},
};

record! {
    /// The review of an order.
    pub struct Review in "review" shape 1 {
        /// Id.
        id: ReviewId,
        /// The order.
        order_id: OrderId,
        /// How it stands.
        state: ReviewState,
        /// Why it is needed.
        causes: Json<Vec<ReviewCause>>,
        /// Since when.
        opened_at: Timestamp,
        /// When they meet.
        meets_at: Option<Timestamp>,
        /// Signatures count in their round.
        round: i64,
        /// When it was complete.
        completed_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Somebody invited to a review.
    pub struct ReviewInvitee in "review_invitee" shape 1 {
        /// Id.
        id: ReviewInviteeId,
        /// The review.
        review_id: ReviewId,
        /// Who.
        person_id: PersonId,
        /// Was there.
        present: bool,
        /// Since when.
        invited_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A point of the agenda.
    pub struct ReviewItem in "review_item" shape 1 {
        /// Id.
        id: ReviewItemId,
        /// The review.
        review_id: ReviewId,
        /// Its word: one of `AgendaKind`, or of a room above.
        kind: String,
        /// Its place.
        place: i64,
        /// Title as typed; empty for points of the house, which have their own words.
        title: String,
        /// What was decided.
        decision: Option<String>,
        /// Who decided it.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A signature.
    pub struct ReviewSign in "review_sign" shape 1 {
        /// Id.
        id: ReviewSignId,
        /// The review.
        review_id: ReviewId,
        /// Its round.
        round: i64,
        /// The function.
        signatory: Signatory,
        /// Who.
        person_id: PersonId,
        /// When.
        signed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A task from a review.
    pub struct ReviewTask in "review_task" shape 1 {
        /// Id.
        id: ReviewTaskId,
        /// The review.
        review_id: ReviewId,
        /// The order.
        order_id: OrderId,
        /// What is to be done.
        what: String,
        /// By whom.
        owner_id: PersonId,
        /// Until when.
        due_at: Timestamp,
        /// Who gave it.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// By whom.
        done_by: Option<PersonId>,
        /// What came of it.
        outcome: Option<String>,
        /// Row version.
        version: i64,
    }
}

/// The review of an order, if it needs one.
///
/// # Errors
/// What the database refuses.
pub fn review_of(tx: &mut Tx, order: OrderId) -> Outcome<Option<Review>> {
    Ok(tx.select_one("WHERE order_id = ?1", params![order])?)
}

/// A review by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find_review(tx: &mut Tx, id: ReviewId) -> Outcome<Review> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Who was invited.
///
/// # Errors
/// What the database refuses.
pub fn invitees(tx: &mut Tx, review: ReviewId) -> Outcome<Vec<ReviewInvitee>> {
    Ok(tx.select("WHERE review_id = ?1 ORDER BY invited_at, id", params![review])?)
}

/// The agenda in its order.
///
/// # Errors
/// What the database refuses.
pub fn items(tx: &mut Tx, review: ReviewId) -> Outcome<Vec<ReviewItem>> {
    Ok(tx.select("WHERE review_id = ?1 ORDER BY place, id", params![review])?)
}

/// A point of the agenda.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find_item(tx: &mut Tx, id: ReviewItemId) -> Outcome<ReviewItem> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The signatures of all rounds in order.
///
/// # Errors
/// What the database refuses.
pub fn signatures(tx: &mut Tx, review: ReviewId) -> Outcome<Vec<ReviewSign>> {
    Ok(tx.select("WHERE review_id = ?1 ORDER BY round, signed_at, id", params![review])?)
}

/// The tasks of a review, open ones first.
///
/// # Errors
/// What the database refuses.
pub fn tasks(tx: &mut Tx, review: ReviewId) -> Outcome<Vec<ReviewTask>> {
    Ok(tx.select("WHERE review_id = ?1 ORDER BY (done_at IS NOT NULL), due_at, id", params![review])?)
}

/// A task.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find_task(tx: &mut Tx, id: ReviewTaskId) -> Outcome<ReviewTask> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Open tasks of these persons by due.
///
/// # Errors
/// What the database refuses.
pub fn open_tasks_of(tx: &mut Tx, persons: &[PersonId], limit: i64) -> Outcome<Vec<ReviewTask>> {
    let mut found = Vec::new();
    for person in persons {
        let tail = "WHERE owner_id = ?1 AND done_at IS NULL ORDER BY due_at, id LIMIT ?2";
        found.extend(tx.select::<ReviewTask>(tail, params![*person, limit])?);
    }
    found.sort_by_key(|task| (task.due_at, task.id));
    Ok(found)
}

/// What is open in a review.
///
/// # Errors
/// What the database refuses.
pub fn open_of(tx: &mut Tx, review: &Review) -> Outcome<Open> {
    let items = items(tx, review.id)?;
    let signed: Vec<Signatory> = signatures(tx, review.id)?
        .iter()
        .filter(|sign| sign.round == review.round)
        .map(|sign| sign.signatory)
        .collect();
    Ok(open(items.iter().map(|item| (item.kind.as_str(), item.decision.is_some())), &signed))
}
