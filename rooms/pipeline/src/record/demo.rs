//! Demonstrations and contributions.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, Value, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use super::listing::sighted;
use crate::{ContributionId, ContributionKind, DemoId, DemoState, OpportunityId};

record! {
    /// A demonstration (R10).
    pub struct Demonstration in "demonstration" shape 1 {
        /// Id.
        id: DemoId,
        /// Number for people, `D-2026-0042`.
        number: String,
        /// On the way to which opportunity.
        opportunity_id: OpportunityId,
        /// For whom.
        customer_id: CustomerId,
        /// At which of their places; open when they come to us.
        site_id: Option<SiteId>,
        /// What is shown.
        product_id: ProductId,
        /// When it begins.
        starts_at: Timestamp,
        /// When it ends.
        ends_at: Timestamp,
        /// Who of sales gives it.
        rep_id: PersonId,
        /// The engineer who comes along.
        engineer_id: Option<PersonId>,
        /// Why none does.
        no_engineer_reason: Option<String>,
        /// Whether the engineer came; open before.
        engineer_came: Option<bool>,
        /// Who of the customer was there.
        contacts: Json<Vec<ContactId>>,
        /// What came of it; may be empty.
        outcome: String,
        /// How it stands.
        state: DemoState,
        /// When a service call took the engineer.
        released_at: Option<Timestamp>,
        /// Which engineer that was.
        released_engineer_id: Option<PersonId>,
        /// What was said of it.
        released_reason: Option<String>,
        /// Who planned it.
        planned_by: Option<PersonId>,
        /// When.
        planned_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a colleague gave to a sale (R56 rests on it).
    pub struct Contribution in "contribution" shape 1 {
        /// Id.
        id: ContributionId,
        /// With which customer.
        customer_id: CustomerId,
        /// Who.
        person_id: PersonId,
        /// What.
        kind: ContributionKind,
        /// Kind of thing it is about.
        about_kind: String,
        /// That thing.
        about_id: Uuid,
        /// When it happened.
        happened_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// A demonstration by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn demonstration(tx: &mut Tx, id: DemoId) -> Outcome<Demonstration> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The demonstrations on the way to an opportunity, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn demonstrations_of(tx: &mut Tx, id: OpportunityId) -> Outcome<Vec<Demonstration>> {
    Ok(tx.select("WHERE opportunity_id = ?1 ORDER BY starts_at DESC, id DESC", params![id])?)
}

/// All demonstrations for a customer, for a merge.
pub(crate) fn demonstrations_for(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Demonstration>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Demonstrations to which an engineer is to come and that overlap a stretch of time.
///
/// # Errors
/// What the database refuses.
pub fn asked_between(
    tx: &mut Tx,
    engineer: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<Demonstration>> {
    let sql = "WHERE engineer_id = ?1 AND state = 'planned' AND starts_at < ?3 AND ends_at > ?2 ORDER BY starts_at, id";
    Ok(tx.select(sql, params![engineer, from, until])?)
}

/// Demonstrations to which an engineer is still to come.
pub(crate) fn asked_of(tx: &mut Tx, engineer: PersonId) -> Outcome<Vec<Demonstration>> {
    let sql = "WHERE engineer_id = ?1 AND state = 'planned' ORDER BY starts_at, id";
    Ok(tx.select(sql, params![engineer])?)
}

/// How many demonstrations an engineer gave since an instant.
pub(crate) fn given_since(tx: &mut Tx, engineer: PersonId, since: Timestamp) -> Outcome<i64> {
    let sql = "SELECT COUNT(*) FROM demonstration WHERE engineer_id = ?1 AND state = 'held' AND engineer_came = TRUE AND starts_at >= ?2";
    Ok(tx.query_one(sql, params![engineer, since])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Demonstrations that begin in a stretch of time and were not cancelled.
pub(crate) fn beginning_between(
    tx: &mut Tx,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<Demonstration>> {
    let sql = "WHERE starts_at >= ?1 AND starts_at < ?2 AND state <> 'cancelled' ORDER BY starts_at, id";
    Ok(tx.select(sql, params![from, until])?)
}

/// Demonstrations that the reader may see, from an instant on, the next first.
pub(crate) fn demonstrations_from(
    tx: &mut Tx,
    ctx: &Context,
    state: Option<DemoState>,
    after: Option<(Timestamp, DemoId)>,
    limit: i64,
) -> Outcome<Vec<Demonstration>> {
    let mut values = Vec::new();
    let mut sql = format!("d WHERE {}", sighted(ctx, "d.customer_id", &mut values));
    if let Some(state) = state {
        values.push(Value::Text(state.word().to_owned()));
        sql.push_str(&format!(" AND d.state = ?{}", values.len()));
    }
    if let Some((at, id)) = after {
        values.push(Value::Int(at.as_microsecond()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (d.starts_at, d.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    sql.push_str(&format!(" ORDER BY d.starts_at DESC, d.id DESC LIMIT ?{}", values.len()));
    Ok(tx.select(&sql, &values)?)
}

/// The contribution of a person to a thing.
pub(crate) fn contribution_to(
    tx: &mut Tx,
    person: PersonId,
    kind: ContributionKind,
    about: Uuid,
) -> Outcome<Option<Contribution>> {
    let sql = "WHERE person_id = ?1 AND kind = ?2 AND about_id = ?3";
    Ok(tx.select_one(sql, params![person, kind.word(), about])?)
}

/// What somebody gave since an instant, the latest first; rewards are reckoned from it.
///
/// # Errors
/// What the database refuses.
pub fn contributions_of(tx: &mut Tx, person: PersonId, since: Timestamp) -> Outcome<Vec<Contribution>> {
    let sql = "WHERE person_id = ?1 AND happened_at >= ?2 ORDER BY happened_at DESC, id DESC";
    Ok(tx.select(sql, params![person, since])?)
}

/// All contributions with a customer, for a merge.
pub(crate) fn contributions_with(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Contribution>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}
