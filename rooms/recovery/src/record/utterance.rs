//! What customers said.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::{ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_store::{Column, Tx, Value, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use super::Conditions;
use crate::{
    id::{Hearing, Source, UtteranceId, UtteranceKind},
    rules::hearing::{Facts, hearing},
};

record! {
    /// What a customer said, and what came of it.
    pub struct UtteranceRow in "utterance" shape 1 subject "id" {
        /// Id.
        id: UtteranceId,
        /// The customer.
        customer_id: CustomerId,
        /// Who said it.
        contact_id: Option<ContactId>,
        /// Where.
        source: Source,
        /// Id of what it stands in: a survey, a message, a complaint.
        source_id: Option<Uuid>,
        /// What kind of word it is.
        kind: UtteranceKind,
        /// The words.
        @personal said: String,
        /// When.
        said_at: Timestamp,
        /// Whose it is to answer.
        owner_id: PersonId,
        /// By when a person answers.
        answer_due_at: Timestamp,
        /// By when they are told what came of it.
        outcome_due_at: Timestamp,
        /// What a person answered.
        @personal answer: Option<String>,
        /// Who.
        answered_by: Option<PersonId>,
        /// When.
        answered_at: Option<Timestamp>,
        /// What they were told came of it.
        @personal outcome: Option<String>,
        /// By whom.
        outcome_by: Option<PersonId>,
        /// When.
        outcome_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

impl UtteranceRow {
    /// Whether they were heard.
    pub fn hearing(&self, now: Timestamp) -> Hearing {
        let facts = Facts {
            answer_due_at: self.answer_due_at,
            outcome_due_at: self.outcome_due_at,
            answered_at: self.answered_at,
            outcome_at: self.outcome_at,
        };
        hearing(facts, now)
    }
}

/// An utterance.
///
/// # Errors
/// Absent.
pub(crate) fn utterance(tx: &mut Tx, id: UtteranceId) -> Outcome<UtteranceRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The utterance that stands in something.
pub(crate) fn of_source(tx: &mut Tx, source: Source, id: Uuid) -> Outcome<Option<UtteranceRow>> {
    Ok(tx.select_one("WHERE source = ?1 AND source_id = ?2", params![source, id])?)
}

/// Utterances of a customer, for a merge.
pub(crate) fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<UtteranceRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// What a person still has to answer or to see through.
pub(crate) fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<UtteranceRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND outcome_at IS NULL ORDER BY id", params![person])?)
}

/// Which utterances a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub customer: Option<CustomerId>,
    pub owners: Vec<PersonId>,
    pub hearing: Option<Hearing>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Narrow {
    fn conditions(&self, ctx: &Context, sight: bool) -> Conditions {
        let mut all = Conditions::default();
        if let Some(customer) = self.customer {
            all.test("u.customer_id = ?", customer.to_value());
        }
        if !self.owners.is_empty() {
            let list = accord_store::listed(&mut all.values, self.owners.iter().copied());
            all.plain(&format!("u.owner_id IN ({list})"));
        }
        if let Some(from) = self.from {
            all.test("u.said_at >= ?", from.to_value());
        }
        if let Some(until) = self.until {
            all.test("u.said_at < ?", until.to_value());
        }
        match self.hearing {
            Some(Hearing::Heard) => all.plain("u.outcome_at IS NOT NULL"),
            Some(Hearing::Unheard) => {
                all.plain("u.outcome_at IS NULL");
                all.test(
                    "(u.outcome_due_at <= ? OR (u.answered_at IS NULL AND u.answer_due_at <= ?))",
                    ctx.now.to_value(),
                );
            }
            Some(Hearing::Waiting) => {
                all.plain("u.outcome_at IS NULL");
                all.test(
                    "u.outcome_due_at > ? AND (u.answered_at IS NOT NULL OR u.answer_due_at > ?)",
                    ctx.now.to_value(),
                );
            }
            None => {}
        }
        if sight && self.customer.is_none() {
            all.sight(ctx, "u.customer_id");
        }
        all
    }
}

/// Utterances, those that wait longest first.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    after: Option<(Timestamp, UtteranceId)>,
    limit: i64,
) -> Outcome<Vec<UtteranceRow>> {
    let mut all = narrow.conditions(ctx, true);
    if let Some((at, id)) = after {
        all.values.extend_from_slice(params![at, id]);
        all.plain(&format!("(u.said_at, u.id) > (?{}, ?{})", all.values.len() - 1, all.values.len()));
    }
    all.values.push(Value::Int(limit));
    let tail = format!("AS u WHERE {} ORDER BY u.said_at, u.id LIMIT ?{}", all.sql(), all.values.len());
    Ok(tx.select(&tail, &all.values)?)
}

/// How many there are, all customers together.
pub(crate) fn count(tx: &mut Tx, ctx: &Context, narrow: &Narrow) -> Outcome<i64> {
    let all = narrow.conditions(ctx, false);
    let sql = format!("SELECT COUNT(*) FROM utterance AS u WHERE {}", all.sql());
    Ok(tx.query_one(&sql, &all.values)?.map_or(Ok(0), |row| row.get(0))?)
}

/// What was said within a stretch, for figures.
pub(crate) fn said_within(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Vec<UtteranceRow>> {
    Ok(tx.select("WHERE said_at >= ?1 AND said_at < ?2 ORDER BY said_at, id", params![from, until])?)
}
