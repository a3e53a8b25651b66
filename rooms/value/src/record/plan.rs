//! Service plans and their versions.

use accord_kernel::{Currency, Money, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_people::{CalendarId, PersonId};
use accord_store::{Json, Tx, Value, params, record, search};
use jiff::Timestamp;

use crate::{
    id::{ClockStop, Cover, PlanState, PlanVersionId, ServicePlanId},
    terms::{Cards, Clause, NeedMet, PlanPrice},
};

record! {
    /// A service plan.
    pub struct PlanRow in "service_plan" shape 1 {
        /// Id.
        id: ServicePlanId,
        /// Code, unique, upper case.
        code: String,
        /// Name, a proper name in every language.
        name: String,
        /// Place among the plans: a lower one gives less.
        place: i64,
        /// Not offered any more.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A version of a plan.
    pub struct PlanVersionRow in "plan_version" shape 1 {
        /// Id.
        id: PlanVersionId,
        /// The plan.
        plan_id: ServicePlanId,
        /// 1, 2, 3 of the plan.
        number: i64,
        /// How it stands.
        state: PlanState,
        /// Minutes to the response on the cover's clock; open: by the end of the next working day.
        response_minutes: Option<i64>,
        /// Minutes to running again, where that is promised.
        restore_minutes: Option<i64>,
        /// Minutes that an outage is taken to last under the plan, until there is history.
        stop_minutes: i64,
        /// Hours in which its clocks run.
        cover: Cover,
        /// Calendar of the business hours; open: the site's own.
        calendar_id: Option<CalendarId>,
        /// What stops the response clock.
        clock_stop: ClockStop,
        /// What is included.
        inclusions: Json<Vec<Clause>>,
        /// What is not.
        exclusions: Json<Vec<Clause>>,
        /// Causes of an outage that it does not cover, as outages record them.
        excluded_causes: Json<Vec<String>>,
        /// Which clause answers which need.
        needs: Json<Vec<NeedMet>>,
        /// Prices of a year.
        prices: Json<Vec<PlanPrice>>,
        /// Months of a paid term.
        term_months: i64,
        /// Whether it may cover the warranty at no extra cost when bought in the early-sale window.
        uplift_allowed: bool,
        /// Preventive visits in a year.
        visits_year: i64,
        /// Its value cards.
        cards: Json<Cards>,
        /// Who drafted it.
        drafted_by: Option<PersonId>,
        /// When.
        drafted_at: Timestamp,
        /// Who published it.
        published_by: Option<PersonId>,
        /// When.
        published_at: Option<Timestamp>,
        /// Who withdrew it.
        withdrawn_by: Option<PersonId>,
        /// When.
        withdrawn_at: Option<Timestamp>,
        /// Why.
        withdrawn_reason: Option<String>,
        /// Row version.
        version: i64,
    }
}

impl PlanVersionRow {
    /// The price of a year for one unit of a product: its own, else the general one, in a currency.
    pub fn price(&self, product: Option<ProductId>, currency: Currency) -> Option<Money> {
        let of = |wanted: Option<ProductId>| {
            let found = self
                .prices
                .0
                .iter()
                .find(|price| price.product == wanted && price.price.currency == currency);
            found.map(|price| price.price)
        };
        product.and_then(|product| of(Some(product))).or_else(|| of(None))
    }
}

impl PlanRow {
    /// Puts it into the search, or takes it out when it is not offered any more.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        if self.archived {
            return Ok(search::remove(tx, "service_plan", self.id.0)?);
        }
        let entry = search::Entry {
            kind: "service_plan".to_owned(),
            id: self.id.0,
            customer: None,
            label: self.name.clone(),
            hint: self.code.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// Makes every plan findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'service_plan'", params![])?;
    let rows = tx.select::<PlanRow>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// A plan.
///
/// # Errors
/// Absent.
pub fn load_plan(tx: &mut Tx, id: ServicePlanId) -> Outcome<PlanRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A version of a plan, whatever its state: a contract keeps what it bought.
///
/// # Errors
/// Absent.
pub fn plan_version(tx: &mut Tx, id: PlanVersionId) -> Outcome<PlanVersionRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A plan by its code.
///
/// # Errors
/// What the database refuses.
pub fn plan_by_code(tx: &mut Tx, code: &str) -> Outcome<Option<PlanRow>> {
    Ok(tx.select_one("WHERE code = ?1", params![code])?)
}

/// All plans, from the one that gives least.
///
/// # Errors
/// What the database refuses.
pub fn plans(tx: &mut Tx) -> Outcome<Vec<PlanRow>> {
    Ok(tx.select("ORDER BY archived, place, code LIMIT 200", params![])?)
}

/// The versions of a plan, the newest first.
///
/// # Errors
/// What the database refuses.
pub fn versions_of(tx: &mut Tx, plan: ServicePlanId) -> Outcome<Vec<PlanVersionRow>> {
    Ok(tx.select("WHERE plan_id = ?1 ORDER BY number DESC LIMIT 500", params![plan])?)
}

/// The version of a plan in a state that only one can have.
pub(crate) fn version_in(
    tx: &mut Tx,
    plan: ServicePlanId,
    state: PlanState,
) -> Outcome<Option<PlanVersionRow>> {
    Ok(tx.select_one("WHERE plan_id = ?1 AND state = ?2", params![plan, state])?)
}

/// What is on offer, from the plan that gives least.
///
/// # Errors
/// What the database refuses.
pub fn on_offer(tx: &mut Tx) -> Outcome<Vec<(PlanRow, PlanVersionRow)>> {
    let versions: Vec<PlanVersionRow> =
        tx.select("WHERE state = 'published' ORDER BY id LIMIT 200", params![])?;
    let mut found = Vec::new();
    for plan in plans(tx)?.into_iter().filter(|plan| !plan.archived) {
        if let Some(version) = versions.iter().find(|version| version.plan_id == plan.id) {
            found.push((plan, version.clone()));
        }
    }
    Ok(found)
}

/// The number of a plan's next version.
pub(crate) fn next_number(tx: &mut Tx, plan: ServicePlanId) -> Outcome<i64> {
    let sql = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM plan_version WHERE plan_id = ?1";
    let last: i64 = tx.query_one(sql, &[Value::Uuid(plan.0)])?.map_or(Ok(0), |row| row.get(0))?;
    Ok(last + 1)
}
