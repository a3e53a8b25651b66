//! Contracts, their lines, and the cover of each unit.

use accord_kernel::{Context, Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{CustomerId, SiteId};
use accord_room_order::{LineId, OrderId};
use accord_room_people::{PersonId, paging::By};
use accord_room_value::{PlanVersionId, ServicePlanId};
use accord_store::{Column, Json, Tx, Value, params, record, search, walk::Walk};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{ContractId, ContractLineId, ContractState, CoverId, DecisionId},
    rules::{
        billing::Interval,
        term::{CoverKind, Days, Months},
        window::Window,
    },
};

/// What was agreed with the customer when the plan was bought: the basis of every later statement of its value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreedBasis {
    /// What a stop of a day costs the customer; open when it was not known.
    pub stop_cost_per_day: Option<Money>,
    /// Hours of an outage without the plan.
    #[schemars(with = "Option<String>")]
    pub hours_without: Option<Decimal>,
    /// Hours of an outage with the plan.
    #[schemars(with = "Option<String>")]
    pub hours_with: Option<Decimal>,
}

record! {
    /// A service contract (R16).
    pub struct ContractRow in "service_contract" shape 1 {
        /// Id.
        id: ContractId,
        /// Number for people, `S-2026-0042`.
        number: String,
        /// Whose.
        customer_id: CustomerId,
        /// The order with which it was bought.
        order_id: Option<OrderId>,
        /// The quote with which it was offered.
        quote_id: Option<Uuid>,
        /// The contract that it goes on from.
        renews_id: Option<ContractId>,
        /// Currency of all its sums.
        currency: Currency,
        /// How often it is invoiced.
        billing: Interval,
        /// The customer may leave before the paid term begins; fixed at sale (T21).
        exit_right: bool,
        /// Civil day of the sale.
        sold_on: Date,
        /// When it was recorded.
        sold_at: Timestamp,
        /// Who sold it.
        sold_by: Option<PersonId>,
        /// Who answers for it; the account's service owner when open.
        owner_id: Option<PersonId>,
        /// How it stands.
        state: ContractState,
        /// The last day, when it ended before its time.
        ended_on: Option<Date>,
        /// Why.
        ended_reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One plan version for some units.
    pub struct ContractLineRow in "contract_line" shape 1 {
        /// Id.
        id: ContractLineId,
        /// The contract.
        contract_id: ContractId,
        /// Number, from 1.
        line_no: i64,
        /// The plan.
        plan_id: ServicePlanId,
        /// The version that was bought; later versions change nothing here (R13).
        plan_version_id: PlanVersionId,
        /// Name of the plan as it was sold.
        plan_name: String,
        /// The decision by which it was bought.
        decision_id: Option<DecisionId>,
        /// The line of equipment that it covers.
        order_line_id: Option<LineId>,
        /// The line of the order by which it is paid.
        charge_line_id: Option<LineId>,
        /// How many units.
        units: i64,
        /// Price of a year for one unit, in minor units.
        year_minor: i64,
        /// List price of a year for one unit, in minor units.
        list_minor: i64,
        /// Months of the paid term.
        term_months: i64,
        /// Whether it covers the warranty at no extra cost, and why.
        early_sale: Window,
        /// Last day of an extension by which it does.
        window_until: Option<Date>,
        /// Who approved that extension.
        window_by: Option<PersonId>,
        /// What was agreed of its value.
        agreed: Json<AgreedBasis>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Cover of one unit.
    pub struct CoverRow in "cover_period" shape 1 {
        /// Id.
        id: CoverId,
        /// The contract.
        contract_id: ContractId,
        /// Its line.
        contract_line_id: ContractLineId,
        /// Whose.
        customer_id: CustomerId,
        /// The unit.
        asset_id: AssetId,
        /// Where it stood when it was sold.
        site_id: Option<SiteId>,
        /// The plan.
        plan_id: ServicePlanId,
        /// Its version.
        plan_version_id: PlanVersionId,
        /// What covers.
        kind: CoverKind,
        /// The anchor is the unit's acceptance and moves with it.
        anchored: bool,
        /// The day from which months are counted.
        anchor_on: Date,
        /// First month.
        from_month: i64,
        /// The month on which it is over.
        to_month: i64,
        /// First day.
        from_on: Date,
        /// Last day.
        until_on: Date,
        /// Zone in which the days are meant.
        zone: String,
        /// First instant.
        from_at: Timestamp,
        /// First instant after it.
        until_at: Timestamp,
        /// Price of the whole stretch in minor units; nought through the warranty.
        price_minor: i64,
        /// The same at the list price.
        list_minor: i64,
        /// Currency.
        currency: Currency,
        /// Whether it counts.
        standing: bool,
        /// Why it no longer does, or why it was cut short.
        ended_reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl ContractRow {
    /// Puts it into the search.
    pub(crate) fn index(&self, tx: &mut Tx, hint: &str) -> Outcome<()> {
        let entry = search::Entry {
            kind: "service_contract".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.number.clone(),
            hint: hint.to_owned(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

impl CoverRow {
    /// Its stretch of months.
    pub fn months(&self) -> Months {
        Months { from: self.from_month, to: self.to_month }
    }
    /// Its days.
    pub fn days(&self) -> Days {
        Days { from: self.from_on, until: self.until_on }
    }
    /// Its price.
    pub fn price(&self) -> Money {
        Money::new(self.price_minor, self.currency)
    }
    /// What it would be at the list price.
    pub fn list(&self) -> Money {
        Money::new(self.list_minor, self.currency)
    }
}

/// A contract.
///
/// # Errors
/// Absent.
pub fn contract(tx: &mut Tx, id: ContractId) -> Outcome<ContractRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The lines of a contract.
///
/// # Errors
/// What the database refuses.
pub fn lines_of(tx: &mut Tx, contract: ContractId) -> Outcome<Vec<ContractLineRow>> {
    Ok(tx.select("WHERE contract_id = ?1 ORDER BY line_no", params![contract])?)
}

/// A line of a contract.
///
/// # Errors
/// Absent.
pub fn line(tx: &mut Tx, id: ContractLineId) -> Outcome<ContractLineRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The line that a decision made.
///
/// # Errors
/// What the database refuses.
pub fn line_of_decision(tx: &mut Tx, decision: DecisionId) -> Outcome<Option<ContractLineRow>> {
    Ok(tx.select_one("WHERE decision_id = ?1", params![decision])?)
}

/// The contracts that were bought with an order.
///
/// # Errors
/// What the database refuses.
pub fn of_order(tx: &mut Tx, order: OrderId) -> Outcome<Vec<ContractRow>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY number", params![order])?)
}

/// The contracts of a customer, the newest first.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<ContractRow>> {
    Ok(tx
        .select("WHERE customer_id = ?1 ORDER BY sold_on DESC, id DESC LIMIT ?2", params![customer, limit])?)
}

/// The contract that goes on from another.
///
/// # Errors
/// What the database refuses.
pub fn renewal_of(tx: &mut Tx, contract: ContractId) -> Outcome<Option<ContractRow>> {
    Ok(tx.select_one("WHERE renews_id = ?1 ORDER BY sold_at LIMIT 1", params![contract])?)
}

/// The cover of a contract, as it stands or as it ever was.
///
/// # Errors
/// What the database refuses.
pub fn covers_of(tx: &mut Tx, contract: ContractId) -> Outcome<Vec<CoverRow>> {
    Ok(tx.select("WHERE contract_id = ?1 ORDER BY asset_id, from_on, id", params![contract])?)
}

/// The standing cover of a customer.
///
/// # Errors
/// What the database refuses.
pub fn covers_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<CoverRow>> {
    Ok(tx.select("WHERE customer_id = ?1 AND standing ORDER BY until_on, id", params![customer])?)
}

/// The standing cover of one unit, past and to come: one look at an index.
///
/// # Errors
/// What the database refuses.
pub fn covers_of_asset(tx: &mut Tx, asset: AssetId) -> Outcome<Vec<CoverRow>> {
    Ok(tx.select("WHERE asset_id = ?1 AND standing ORDER BY from_at", params![asset])?)
}

/// The standing cover of several units, past and to come.
pub(crate) fn covers_of_assets(tx: &mut Tx, assets: &[AssetId]) -> Outcome<Vec<CoverRow>> {
    let mut found = Vec::new();
    for some in assets.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid((*id).into())).collect();
        let marks = accord_store::marks(1, values.len());
        let tail = format!("WHERE asset_id IN ({marks}) AND standing ORDER BY asset_id, from_at");
        found.extend(tx.select::<CoverRow>(&tail, &values)?);
    }
    Ok(found)
}

/// The id of the cover that was made last.
pub(crate) fn newest_cover(tx: &mut Tx) -> Outcome<Option<Uuid>> {
    let row = tx.query_one("SELECT id FROM cover_period ORDER BY id DESC LIMIT 1", params![])?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

/// All cover of a customer, for a merge.
pub(crate) fn all_covers_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<CoverRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// All contracts of a customer, for a merge.
pub(crate) fn contracts_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ContractRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Standing cover that touches a stretch of days, within what the reader may see.
///
/// # Errors
/// What the database refuses.
pub(crate) fn covers_between(
    tx: &mut Tx,
    ctx: &Context,
    customer: Option<CustomerId>,
    days: Days,
    limit: i64,
) -> Outcome<Vec<CoverRow>> {
    let mut values = params![days.until, days.from, limit].to_vec();
    let mut of = String::new();
    if let Some(customer) = customer {
        values.push(Value::Uuid(customer.0));
        of = format!(" AND v.customer_id = ?{}", values.len());
    }
    let (sight, more) = accord_room_customer::sight_filter(ctx, "v.customer_id", values.len() + 1);
    values.extend(more);
    let sight = if sight.is_empty() { String::new() } else { format!(" AND {sight}") };
    let tail = format!(
        "AS v WHERE v.standing AND v.from_on <= ?1 AND v.until_on >= ?2{of}{sight} ORDER BY v.from_on, v.id LIMIT ?3"
    );
    Ok(tx.select(&tail, &values)?)
}

/// Which contracts a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContractFilter {
    pub customer: Option<CustomerId>,
    pub state: Option<ContractState>,
    pub plan: Option<ServicePlanId>,
    /// Last paid day not after this one and not before today.
    pub ends: Option<Days>,
    pub among: Option<Vec<ContractId>>,
}

impl ContractFilter {
    fn sql(&self, ctx: &Context) -> (String, Vec<Value>) {
        let mut sql = String::from("TRUE");
        let mut values: Vec<Value> = Vec::new();
        if let Some(customer) = self.customer {
            values.push(Value::Uuid(customer.0));
            sql.push_str(&format!(" AND c.customer_id = ?{}", values.len()));
        }
        if let Some(state) = self.state {
            values.push(Value::Text(state.word().to_owned()));
            sql.push_str(&format!(" AND c.state = ?{}", values.len()));
        }
        if let Some(plan) = self.plan {
            values.push(Value::Uuid(plan.0));
            sql.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM contract_line l WHERE l.contract_id = c.id AND l.plan_id = ?{})",
                values.len()
            ));
        }
        if let Some(days) = self.ends {
            values.push(Value::Text(days.from.to_string()));
            values.push(Value::Text(days.until.to_string()));
            sql.push_str(&format!(
                " AND (SELECT MAX(v.until_on) FROM cover_period v WHERE v.contract_id = c.id AND v.standing) BETWEEN ?{} AND ?{}",
                values.len() - 1,
                values.len()
            ));
        }
        if let Some(among) = &self.among {
            let marks = accord_store::listed(&mut values, among.iter().copied());
            sql.push_str(&format!(" AND c.id IN ({marks})"));
        }
        let (sight, more) = accord_room_customer::sight_filter(ctx, "c.customer_id", values.len() + 1);
        values.extend(more);
        if !sight.is_empty() {
            sql.push_str(&format!(" AND {sight}"));
        }
        (sql, values)
    }
}

accord_room_people::sort_keys! {
    /// By what contracts are sorted.
    pub enum ContractSort of ContractRow {
        /// Number.
        Number = "number", By::Text("c.number"), |row| row.number.to_value();
        /// Day of the sale.
        Sold = "sold", By::Text("c.sold_on"), |row| row.sold_on.to_value();
        /// How it stands.
        State = "state", By::Text("c.state"), |row| row.state.to_value();
    }
}

/// A page of contracts, the newest first unless it is walked otherwise.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &ContractFilter,
    walk: Option<&Walk>,
    after: Option<(Date, ContractId)>,
    limit: i64,
) -> Outcome<Vec<ContractRow>> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql(ctx);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "c.id", limit);
        return Ok(tx.select(&format!("AS c WHERE {sql}"), &values)?);
    }
    if let Some((on, id)) = after {
        values.push(Value::Text(on.to_string()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (c.sold_on, c.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("AS c WHERE {sql} ORDER BY c.sold_on DESC, c.id DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_up_to(tx: &mut Tx, ctx: &Context, filter: &ContractFilter, most: i64) -> Outcome<i64> {
    if filter.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(0);
    }
    let (sql, values) = filter.sql(ctx);
    Ok(tx.count_up_to(&format!("FROM service_contract c WHERE {sql}"), &values, most)?)
}

/// Ids of contracts whose number has these words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<ContractId>> {
    let found = search::find(tx, query, &["service_contract"], limit)?;
    Ok(found.into_iter().map(|entry| ContractId(entry.id)).collect())
}

/// Makes all contracts findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'service_contract'", params![])?;
    let rows = tx.select::<ContractRow>("ORDER BY id", params![])?;
    for row in &rows {
        let hint = lines_of(tx, row.id)?.first().map(|line| line.plan_name.clone()).unwrap_or_default();
        row.index(tx, &hint)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// How many units have a plan in each territory at an instant: sold capacity.
///
/// # Errors
/// What the database refuses.
pub(crate) fn sold_by_territory(
    tx: &mut Tx,
    at: Timestamp,
) -> Outcome<Vec<(Option<Uuid>, PlanVersionId, i64)>> {
    let sql = "SELECT c.territory_id, v.plan_version_id, COUNT(DISTINCT v.asset_id) FROM cover_period v
        JOIN customer c ON c.id = v.customer_id
        WHERE v.standing AND v.from_at <= ?1 AND v.until_at > ?1
        GROUP BY c.territory_id, v.plan_version_id ORDER BY c.territory_id, v.plan_version_id";
    tx.query(sql, params![at])?
        .iter()
        .map(|row| Ok((row.get(0)?, PlanVersionId(row.get(1)?), row.get(2)?)))
        .collect()
}

/// Customers that have units of ours, by number.
///
/// # Errors
/// What the database refuses.
pub fn customers_with_units(tx: &mut Tx) -> Outcome<Vec<CustomerId>> {
    let sql = "SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM asset a WHERE a.customer_id = c.id AND a.origin = 'ours')
        ORDER BY c.number";
    tx.query(sql, params![])?.iter().map(|row| Ok(row.get(0)?)).collect()
}
