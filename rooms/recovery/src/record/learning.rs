//! Reviews of failures, and improvements.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::{Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::Conditions;
use crate::{
    id::{CauseArea, FailureCause, ImprovementId, ImprovementState, ReviewId, ReviewState},
    rules::learning::Sample,
};

record! {
    /// A review of a failure, without blame: it names no person who failed.
    pub struct ReviewRow in "failure_review" shape 1 {
        /// Id.
        id: ReviewId,
        /// Short number for people.
        number: String,
        /// The customer.
        customer_id: Option<CustomerId>,
        /// Why it is held.
        cause: FailureCause,
        /// What failed: the kind of thing.
        subject_kind: String,
        /// Its id.
        subject_id: Uuid,
        /// What it is about, in a few words.
        about: String,
        /// Who holds it.
        owner_id: PersonId,
        /// By when.
        due_at: Timestamp,
        /// Since when it is to be held.
        made_at: Timestamp,
        /// How it stands.
        state: ReviewState,
        /// Who held it.
        held_by: Option<PersonId>,
        /// When.
        held_at: Option<Timestamp>,
        /// What happened.
        happened: Option<String>,
        /// What we could have done, to have allowed this.
        allowed: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Something to be done better.
    pub struct ImprovementRow in "improvement" shape 1 {
        /// Id.
        id: ImprovementId,
        /// Short number for people.
        number: String,
        /// The review it follows from.
        review_id: Option<ReviewId>,
        /// Where.
        area: CauseArea,
        /// What.
        what: String,
        /// The cause of complaints it answers.
        cause_key: Option<String>,
        /// The product whose failure rate tells whether it helped.
        product_id: Option<ProductId>,
        /// Who answers for it.
        owner_id: PersonId,
        /// By the end of which day.
        due_on: Date,
        /// Since when it is there.
        made_at: Timestamp,
        /// How it stands.
        state: ImprovementState,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// What was done.
        done_words: Option<String>,
        /// Stops before.
        before_stops: Option<i64>,
        /// Unit-seconds before.
        before_seconds: Option<i64>,
        /// Stops after.
        after_stops: Option<i64>,
        /// Unit-seconds after.
        after_seconds: Option<i64>,
        /// Who closed it.
        closed_by: Option<PersonId>,
        /// When.
        closed_at: Option<Timestamp>,
        /// With which words.
        closed_words: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl ImprovementRow {
    /// The failure rate before.
    pub fn before(&self) -> Option<Sample> {
        let (stops, seconds) = self.before_stops.zip(self.before_seconds)?;
        Some(Sample { units: 0, stops, seconds })
    }
    /// The failure rate after.
    pub fn after(&self) -> Option<Sample> {
        let (stops, seconds) = self.after_stops.zip(self.after_seconds)?;
        Some(Sample { units: 0, stops, seconds })
    }
}

/// A review.
///
/// # Errors
/// Absent.
pub(crate) fn review(tx: &mut Tx, id: ReviewId) -> Outcome<ReviewRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The review of a failure.
pub(crate) fn review_of(tx: &mut Tx, cause: FailureCause, subject: Uuid) -> Outcome<Option<ReviewRow>> {
    Ok(tx.select_one("WHERE cause = ?1 AND subject_id = ?2", params![cause, subject])?)
}

/// Reviews of a customer, for a merge.
pub(crate) fn reviews_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ReviewRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Reviews that a person has to hold.
pub(crate) fn reviews_held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<ReviewRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state = 'due' ORDER BY id", params![person])?)
}

/// Reviews that the reader may see: those to be held first, the next due first.
pub(crate) fn reviews(tx: &mut Tx, ctx: &Context, due_only: bool, limit: i64) -> Outcome<Vec<ReviewRow>> {
    let mut all = Conditions::default();
    if due_only {
        all.plain("r.state = 'due'");
    }
    let (sight, more) = accord_room_customer::sight_filter(ctx, "r.customer_id", 1);
    if !sight.is_empty() {
        all.values.extend(more);
        all.plain(&format!("(r.customer_id IS NULL OR {sight})"));
    }
    all.values.push(Value::Int(limit));
    let tail =
        format!("AS r WHERE {} ORDER BY r.state, r.due_at, r.id LIMIT ?{}", all.sql(), all.values.len());
    Ok(tx.select(&tail, &all.values)?)
}

/// An improvement.
///
/// # Errors
/// Absent.
pub(crate) fn improvement(tx: &mut Tx, id: ImprovementId) -> Outcome<ImprovementRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Whether something is being done about a cause already.
pub(crate) fn any_about(tx: &mut Tx, key: &str) -> Outcome<bool> {
    let sql = "SELECT 1 FROM improvement WHERE cause_key = ?1 AND state <> 'closed' LIMIT 1";
    Ok(tx.query_one(sql, params![key.to_owned()])?.is_some())
}

/// What a person still has to do better.
pub(crate) fn improvements_held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<ImprovementRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state <> 'closed' ORDER BY id", params![person])?)
}

/// Improvements, those not closed first, the next due first.
pub(crate) fn improvements(
    tx: &mut Tx,
    area: Option<CauseArea>,
    open_only: bool,
    limit: i64,
) -> Outcome<Vec<ImprovementRow>> {
    let word = area.map_or("", CauseArea::word);
    Ok(tx.select(
        "WHERE (?1 = '' OR area = ?1) AND (state <> 'closed' OR NOT ?2) ORDER BY CASE state WHEN 'closed' THEN 1 ELSE 0 END, due_on, id LIMIT ?3",
        params![word, open_only, limit],
    )?)
}
