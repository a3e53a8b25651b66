//! What plans include by count, what customers expect, what was agreed about gaps, and reviews (R27).

use accord_kernel::{Context, Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_contract::ContractId;
use accord_room_customer::{ContactId, CustomerId};
use accord_room_order::OrderId;
use accord_room_people::PersonId;
use accord_room_value::PlanVersionId;
use accord_store::{Json, Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::id::{
    ExpectationId, GapId, GapState, PlanServiceId, ReviewId, ServiceDoneId, ServiceKind, TaskState,
};

record! {
    /// What a plan includes by count.
    pub struct PlanService in "plan_service" shape 1 {
        /// Id.
        id: PlanServiceId,
        /// Of which version of a plan.
        plan_version_id: PlanVersionId,
        /// What.
        kind: ServiceKind,
        /// How often in twelve months, for each unit.
        per_year: i64,
        /// What one of it is worth, in minor units.
        worth_minor: Option<i64>,
        /// In which currency.
        currency: Option<Currency>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a customer expects, in the customer's words.
    pub struct Expectation in "expectation" shape 1 subject "id" {
        /// Id.
        id: ExpectationId,
        /// Whose.
        customer_id: CustomerId,
        /// Of which order.
        order_id: Option<OrderId>,
        /// Of which contract.
        contract_id: Option<ContractId>,
        /// The words.
        @personal words: String,
        /// Whether it stands in the contract.
        in_contract: bool,
        /// Who said it.
        contact_id: Option<ContactId>,
        /// On which day.
        said_on: Date,
        /// Who noted it.
        noted_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What was agreed about a gap.
    pub struct Gap in "delivery_gap" shape 1 {
        /// Id.
        id: GapId,
        /// Whose.
        customer_id: CustomerId,
        /// The order or contract.
        scope_id: Uuid,
        /// Which gap of it.
        gap_key: String,
        /// What it said when the plan was made.
        what: String,
        /// What will be done about it.
        plan: String,
        /// Who does it.
        owner_id: PersonId,
        /// By the end of which day.
        due_on: Date,
        /// How it stands.
        state: GapState,
        /// How it was settled.
        closed_words: Option<String>,
        /// When the plan was made.
        made_at: Timestamp,
        /// When it was settled.
        closed_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A review of the three columns with the customer.
    pub struct Review in "delivery_review" shape 1 {
        /// Id.
        id: ReviewId,
        /// With whom.
        customer_id: CustomerId,
        /// Of which order.
        order_id: OrderId,
        /// Days after the first acceptance, or `renewal`.
        step: String,
        /// By the end of which day.
        due_on: Date,
        /// Who holds it.
        owner_id: PersonId,
        /// How it stands.
        state: TaskState,
        /// On which day it was held.
        held_on: Option<Date>,
        /// What the customer said.
        words: Option<String>,
        /// The gaps as they stood then.
        found: Json<JsonValue>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Something that a plan includes by count and that was done.
    pub struct ServiceDone in "service_done" shape 1 {
        /// Id.
        id: ServiceDoneId,
        /// For whom.
        customer_id: CustomerId,
        /// By which contract.
        contract_id: ContractId,
        /// On which unit.
        asset_id: Option<AssetId>,
        /// What.
        kind: ServiceKind,
        /// On which day.
        on_day: Date,
        /// In words.
        words: String,
        /// Who noted it.
        noted_by: Option<PersonId>,
        /// When.
        noted_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

impl PlanService {
    /// What one of it is worth.
    pub fn worth(&self) -> Option<Money> {
        Some(Money::new(self.worth_minor?, self.currency?))
    }
}

/// What a version of a plan includes by count.
///
/// # Errors
/// What the database refuses.
pub fn plan_services(tx: &mut Tx, version: PlanVersionId) -> Outcome<Vec<PlanService>> {
    Ok(tx.select("WHERE plan_version_id = ?1 ORDER BY kind", params![version])?)
}

/// What was done by a contract and noted by hand.
///
/// # Errors
/// What the database refuses.
pub fn services_done(tx: &mut Tx, contract: ContractId) -> Outcome<Vec<ServiceDone>> {
    Ok(tx.select("WHERE contract_id = ?1 ORDER BY on_day, id", params![contract])?)
}

/// The row of a version and a kind.
pub(crate) fn plan_service(
    tx: &mut Tx,
    version: PlanVersionId,
    kind: ServiceKind,
) -> Outcome<Option<PlanService>> {
    Ok(tx.select_one("WHERE plan_version_id = ?1 AND kind = ?2", params![version, kind])?)
}

/// The expectations noted for an order or contracts.
pub(crate) fn expectations(
    tx: &mut Tx,
    order: Option<OrderId>,
    contracts: &[ContractId],
) -> Outcome<Vec<Expectation>> {
    let mut found: Vec<Expectation> = Vec::new();
    if let Some(order) = order {
        found.extend(tx.select("WHERE order_id = ?1 ORDER BY said_on, id", params![order])?);
    }
    for contract in contracts {
        let more: Vec<Expectation> =
            tx.select("WHERE contract_id = ?1 ORDER BY said_on, id", params![*contract])?;
        found.extend(more.into_iter().filter(|row| row.order_id.is_none() || row.order_id != order));
    }
    Ok(found)
}

/// What was agreed about the gaps of an order or contract.
pub(crate) fn gaps(tx: &mut Tx, scope: Uuid) -> Outcome<Vec<Gap>> {
    Ok(tx.select("WHERE scope_id = ?1 ORDER BY made_at, id", params![scope])?)
}

/// A gap.
///
/// # Errors
/// Absent.
pub fn gap(tx: &mut Tx, id: GapId) -> Outcome<Gap> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The agreement about one gap.
pub(crate) fn gap_of(tx: &mut Tx, scope: Uuid, key: &str) -> Outcome<Option<Gap>> {
    Ok(tx.select_one("WHERE scope_id = ?1 AND gap_key = ?2", params![scope, key])?)
}

/// A review.
///
/// # Errors
/// Absent.
pub fn review(tx: &mut Tx, id: ReviewId) -> Outcome<Review> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The reviews of an order.
///
/// # Errors
/// What the database refuses.
pub fn reviews_of(tx: &mut Tx, order: OrderId) -> Outcome<Vec<Review>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY due_on, id", params![order])?)
}

/// Open reviews of a person, for a handover.
pub(crate) fn open_reviews_of(tx: &mut Tx, owner: PersonId) -> Outcome<Vec<Review>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state = 'open' ORDER BY due_on, id LIMIT 200", params![owner])?)
}

/// Reviews in a list, the next due first.
pub(crate) fn reviews(
    tx: &mut Tx,
    ctx: &Context,
    owners: &[PersonId],
    open: bool,
    limit: i64,
) -> Outcome<Vec<Review>> {
    let (sight, mut values) = accord_room_customer::sight_filter(ctx, "r.customer_id", 1);
    let mut sql = if sight.is_empty() { "TRUE".to_owned() } else { sight };
    if !owners.is_empty() {
        let marks = accord_store::listed(&mut values, owners.iter().copied());
        sql.push_str(&format!(" AND r.owner_id IN ({marks})"));
    }
    if open {
        sql.push_str(" AND r.state = 'open'");
    }
    values.push(Value::Int(limit));
    let tail =
        format!("AS r WHERE {sql} ORDER BY (r.state <> 'open'), r.due_on, r.id LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// Everything of a customer in these tables, for a merge.
pub(crate) fn moved_to(tx: &mut Tx, from: CustomerId, into: CustomerId) -> Outcome<bool> {
    let mut any = false;
    macro_rules! move_all {
        ($($row:ty),+) => { $(
            for mut row in tx.select::<$row>("WHERE customer_id = ?1 ORDER BY id", params![from])? {
                row.customer_id = into;
                tx.update(&mut row)?;
                any = true;
            }
        )+ };
    }
    move_all!(Expectation, Gap, Review, ServiceDone);
    Ok(any)
}
