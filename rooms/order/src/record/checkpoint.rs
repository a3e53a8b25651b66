//! Confirmation checkpoints.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::{Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};

use super::order::sighted;
use crate::{CheckpointId, OrderId, rules::checkpoint::CheckpointState};

record! {
    /// A confirmation checkpoint of an order.
    pub struct Checkpoint in "checkpoint" shape 1 {
        /// Id.
        id: CheckpointId,
        /// The order.
        order_id: OrderId,
        /// Civil day at its owner's place.
        due_on: Date,
        /// The end of that working day: whoever has not acted by then is escalated.
        due_at: Timestamp,
        /// Whose it is.
        owner_id: PersonId,
        /// How it stands.
        state: CheckpointState,
        /// The customer asked for it.
        requested: bool,
        /// In the customer's words.
        request_words: Option<String>,
        /// Manufacturing's readiness in per cent.
        readiness_percent: Option<i64>,
        /// Who stated it.
        readiness_by: Option<PersonId>,
        /// When.
        readiness_at: Option<Timestamp>,
        /// What manufacturing said with it.
        readiness_note: Option<String>,
        /// Whether service can install early.
        service_able: Option<bool>,
        /// From which day it can.
        service_from: Option<Date>,
        /// Who said so.
        service_by: Option<PersonId>,
        /// When.
        service_at: Option<Timestamp>,
        /// What the customer answered, or why the date was kept.
        customer_answer: Option<String>,
        /// Who decided.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Option<Timestamp>,
        /// When the head of sales was told.
        escalated_at: Option<Timestamp>,
        /// Who opened it; open for the program.
        opened_by: Option<PersonId>,
        /// When.
        opened_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// A checkpoint by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn find_checkpoint(tx: &mut Tx, id: CheckpointId) -> Outcome<Checkpoint> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The checkpoints of an order by day.
///
/// # Errors
/// What the database refuses.
pub fn checkpoints(tx: &mut Tx, order: OrderId) -> Outcome<Vec<Checkpoint>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY due_at, id", params![order])?)
}

/// The open checkpoints of a person by day.
///
/// # Errors
/// What the database refuses.
pub fn open_checkpoints_of(tx: &mut Tx, owner: PersonId) -> Outcome<Vec<Checkpoint>> {
    let tail = "WHERE owner_id = ?1 AND state IN ('open', 'asked', 'escalated') ORDER BY due_at, id";
    Ok(tx.select(tail, params![owner])?)
}

/// The open checkpoints of a customer's orders by day.
///
/// # Errors
/// What the database refuses.
pub(crate) fn open_checkpoints_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Checkpoint>> {
    let tail = "c WHERE c.state IN ('open', 'asked', 'escalated')
        AND EXISTS (SELECT 1 FROM sales_order o WHERE o.id = c.order_id AND o.customer_id = ?1) ORDER BY c.due_at, c.id";
    Ok(tx.select(tail, params![customer])?)
}

/// Which checkpoints a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct CheckpointFilter {
    pub order: Option<OrderId>,
    /// Owners of whom one.
    pub owners: Option<Vec<PersonId>>,
    pub state: Option<CheckpointState>,
    pub open: Option<bool>,
    pub due_from: Option<Date>,
    pub due_to: Option<Date>,
}

impl CheckpointFilter {
    fn sql(&self) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut values: Vec<Value> = Vec::new();
        let mut and = |text: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", text.replace("??", &format!("?{}", values.len()))));
        };
        if let Some(order) = self.order {
            and("c.order_id = ??", Value::Uuid(order.0));
        }
        if let Some(state) = self.state {
            and("c.state = ??", Value::Text(state.word().to_owned()));
        }
        if let Some(from) = self.due_from {
            and("c.due_on >= ??", Value::Text(from.to_string()));
        }
        if let Some(to) = self.due_to {
            and("c.due_on <= ??", Value::Text(to.to_string()));
        }
        if let Some(open) = self.open {
            let not = if open { "" } else { "NOT " };
            sql.push_str(&format!(" AND c.state {not}IN ('open', 'asked', 'escalated')"));
        }
        if let Some(owners) = &self.owners {
            let marks = accord_store::listed(&mut values, owners.iter().copied());
            sql.push_str(&format!(" AND c.owner_id IN ({marks})"));
        }
        (sql, values)
    }
}

const FROM_SIGHTED: &str = "c WHERE EXISTS (SELECT 1 FROM sales_order o WHERE o.id = c.order_id AND";

/// A page of checkpoints by due.
pub(crate) fn list_checkpoints(
    tx: &mut Tx,
    ctx: &Context,
    filter: &CheckpointFilter,
    after: Option<(Timestamp, CheckpointId)>,
    limit: i64,
) -> Outcome<Vec<Checkpoint>> {
    if filter.owners.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql();
    let sight = sighted(ctx, "o.customer_id", &mut values);
    if let Some((at, id)) = after {
        values.push(Value::Int(at.as_microsecond()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (c.due_at, c.id) > (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("{FROM_SIGHTED} {sight}){sql} ORDER BY c.due_at, c.id LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_checkpoints(
    tx: &mut Tx,
    ctx: &Context,
    filter: &CheckpointFilter,
    most: i64,
) -> Outcome<i64> {
    if filter.owners.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let (sql, mut values) = filter.sql();
    let sight = sighted(ctx, "o.customer_id", &mut values);
    Ok(tx.count_up_to(&format!("FROM checkpoint {FROM_SIGHTED} {sight}){sql}"), &values, most)?)
}
