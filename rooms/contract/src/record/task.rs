//! What is to be done by a day, and coaching.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as JsonValue;

use crate::id::{
    CoachingCause, CoachingId, CoachingState, ContractId, ContractTaskId, DecisionId, TaskKind, TaskOutcome,
    TaskState,
};

record! {
    /// Something that somebody has to do about a contract.
    pub struct TaskRow in "contract_task" shape 1 {
        /// Id.
        id: ContractTaskId,
        /// The customer.
        customer_id: CustomerId,
        /// What it is about.
        kind: TaskKind,
        /// The contract.
        contract_id: Option<ContractId>,
        /// The decision that it comes back to.
        decision_id: Option<DecisionId>,
        /// The unit.
        asset_id: Option<AssetId>,
        /// The site.
        site_id: Option<SiteId>,
        /// Which of several: days before, or what is missing.
        step: String,
        /// Facts of its words.
        facts: Json<JsonValue>,
        /// Who has it.
        owner_id: PersonId,
        /// By the end of which day.
        due_on: Date,
        /// How it stands.
        state: TaskState,
        /// Since when it is there.
        made_at: Timestamp,
        /// When it was done.
        done_at: Option<Timestamp>,
        /// By whom.
        done_by: Option<PersonId>,
        /// What came of it.
        outcome: Option<TaskOutcome>,
        /// In words.
        words: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Two colleagues talk about offering service (R54).
    pub struct CoachingRow in "coaching" shape 1 {
        /// Id.
        id: CoachingId,
        /// Who sells.
        rep_id: PersonId,
        /// Why.
        cause: CoachingCause,
        /// What was asked for, in words; may be empty.
        asked: String,
        /// Who coaches; a head of service.
        coach_id: Option<PersonId>,
        /// Since when.
        opened_at: Timestamp,
        /// By the end of which day.
        due_on: Date,
        /// Orders that were counted then.
        before_orders: i64,
        /// Those with an offer.
        before_offered: i64,
        /// When it was recorded.
        held_at: Option<Timestamp>,
        /// On which day they talked.
        held_on: Option<Date>,
        /// What they worked on.
        notes: Option<String>,
        /// How it stands.
        state: CoachingState,
        /// Row version.
        version: i64,
    }
}

/// A task.
///
/// # Errors
/// Absent.
pub fn task(tx: &mut Tx, id: ContractTaskId) -> Outcome<TaskRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The tasks of a contract.
///
/// # Errors
/// What the database refuses.
pub fn tasks_of_contract(tx: &mut Tx, contract: ContractId) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select("WHERE contract_id = ?1 ORDER BY due_on, id", params![contract])?)
}

/// The tasks of a decision.
///
/// # Errors
/// What the database refuses.
pub fn tasks_of_decision(tx: &mut Tx, decision: DecisionId) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select("WHERE decision_id = ?1 ORDER BY due_on, id", params![decision])?)
}

/// Open tasks about what is missing at a site.
///
/// # Errors
/// What the database refuses.
pub fn readiness_of_site(tx: &mut Tx, site: SiteId) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select(
        "WHERE site_id = ?1 AND kind = 'readiness' AND state = 'open' ORDER BY due_on, id",
        params![site],
    )?)
}

/// Tasks of a customer, for a merge.
pub(crate) fn tasks_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Which tasks a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct TaskFilter {
    pub owners: Vec<PersonId>,
    pub customer: Option<CustomerId>,
    pub open: bool,
    pub kind: Option<TaskKind>,
}

/// Tasks by due, within what the reader may see.
pub(crate) fn tasks(tx: &mut Tx, ctx: &Context, filter: &TaskFilter, limit: i64) -> Outcome<Vec<TaskRow>> {
    let mut sql = String::from("TRUE");
    let mut values: Vec<Value> = Vec::new();
    if !filter.owners.is_empty() {
        let marks = accord_store::listed(&mut values, filter.owners.iter().copied());
        sql.push_str(&format!(" AND t.owner_id IN ({marks})"));
    }
    if let Some(customer) = filter.customer {
        values.push(Value::Uuid(customer.0));
        sql.push_str(&format!(" AND t.customer_id = ?{}", values.len()));
    }
    if let Some(kind) = filter.kind {
        values.push(Value::Text(kind.word().to_owned()));
        sql.push_str(&format!(" AND t.kind = ?{}", values.len()));
    }
    if filter.open {
        sql.push_str(" AND t.state = 'open'");
    }
    let (sight, more) = accord_room_customer::sight_filter(ctx, "t.customer_id", values.len() + 1);
    values.extend(more);
    if !sight.is_empty() {
        sql.push_str(&format!(" AND {sight}"));
    }
    values.push(Value::Int(limit));
    let tail =
        format!("AS t WHERE {sql} ORDER BY (t.state <> 'open'), t.due_on, t.id LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// Open tasks of a person, for a handover.
pub(crate) fn open_tasks_of(tx: &mut Tx, owner: PersonId, limit: i64) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select(
        "WHERE owner_id = ?1 AND state = 'open' ORDER BY due_on, id LIMIT ?2",
        params![owner, limit],
    )?)
}

/// A coaching.
///
/// # Errors
/// Absent.
pub fn coaching(tx: &mut Tx, id: CoachingId) -> Outcome<CoachingRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// How somebody who sells stands with coaching.
pub(crate) struct Coached {
    /// A coaching is open.
    pub(crate) open: bool,
    /// The day of the last talk.
    pub(crate) held_on: Option<Date>,
}

/// How somebody stands with coaching: every order that they enter asks.
pub(crate) fn coached(tx: &mut Tx, rep: PersonId) -> Outcome<Coached> {
    let sql = "SELECT COUNT(CASE WHEN state = ?2 THEN 1 END), MAX(held_on) FROM coaching WHERE rep_id = ?1";
    match tx.query_one(sql, params![rep, CoachingState::Open])? {
        Some(row) => Ok(Coached { open: row.get::<i64>(0)? > 0, held_on: row.get(1)? }),
        None => Ok(Coached { open: false, held_on: None }),
    }
}

/// The coachings of somebody who sells, or of all, open ones first, then the latest.
///
/// # Errors
/// What the database refuses.
pub fn coachings(tx: &mut Tx, rep: Option<PersonId>, limit: i64) -> Outcome<Vec<CoachingRow>> {
    Ok(match rep {
        Some(rep) => tx.select(
            "WHERE rep_id = ?1 ORDER BY (state <> 'open'), opened_at DESC, id LIMIT ?2",
            params![rep, limit],
        )?,
        None => tx.select("ORDER BY (state <> 'open'), opened_at DESC, id LIMIT ?1", params![limit])?,
    })
}
