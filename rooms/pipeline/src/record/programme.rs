//! Replacement programmes, their old units and the criteria of their trial.

use accord_kernel::{Context, Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Tx, Value, params, record, search};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::listing::sighted;
use crate::{CriterionId, OpportunityId, ProgrammeId, ProgrammeUnitId, TrialCounts, rules::programme::Plan};

record! {
    /// The replacement of old units one by one, with the trial that goes before it (R12).
    pub struct Programme in "programme" shape 1 {
        /// Id.
        id: ProgrammeId,
        /// Number for people, `PR-2026-0042`.
        number: String,
        /// With whom.
        customer_id: CustomerId,
        /// At which of their places; open for several.
        site_id: Option<SiteId>,
        /// The opportunity that it is.
        opportunity_id: Option<OpportunityId>,
        /// What it is called.
        name: String,
        /// What takes the place of the old units.
        product_id: ProductId,
        /// Who pursues it.
        owner_id: Option<PersonId>,
        /// Units to replace.
        units: i64,
        /// First day of the window.
        starts_on: Date,
        /// Whole months of the window.
        months: i64,
        /// Thousandths of a unit that can be installed in a month.
        capacity_milli: i64,
        /// Days that making takes.
        lead_days: i64,
        /// Days of delivery and preparation.
        preparation_days: i64,
        /// Price of a unit, in minor units.
        unit_price_minor: Option<i64>,
        /// Price of a service plan for a unit and a year, in minor units.
        plan_price_minor: Option<i64>,
        /// Currency of both.
        currency: Option<Currency>,
        /// The order of the trial, which a room above knows.
        trial_order_id: Option<Uuid>,
        /// The unit on trial.
        trial_unit_id: Option<AssetId>,
        /// The old unit that it retires.
        trial_retires_id: Option<AssetId>,
        /// Whether the trial unit is one of the units, by the rule of the house on that day.
        trial_counts: TrialCounts,
        /// Day on which the customer decided for it.
        decided_on: Option<Date>,
        /// In which words; may be empty.
        decided_words: String,
        /// When its owner was warned of the latest decision date.
        warned_at: Option<Timestamp>,
        /// Who planned it.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// An old unit of a programme.
    pub struct ProgrammeUnit in "programme_unit" shape 1 {
        /// Id.
        id: ProgrammeUnitId,
        /// Of which programme.
        programme_id: ProgrammeId,
        /// Which unit.
        asset_id: AssetId,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What must hold for the trial to count as passed, as the customer agreed.
    pub struct Criterion in "programme_criterion" shape 1 {
        /// Id.
        id: CriterionId,
        /// Of which programme.
        programme_id: ProgrammeId,
        /// In words.
        what: String,
        /// Who of the customer said yes.
        agreed_by: ContactId,
        /// When.
        agreed_on: Date,
        /// Who noted it.
        recorded_by: Option<PersonId>,
        /// Whether it held; open while it is not judged.
        met: Option<bool>,
        /// When that was judged.
        judged_on: Option<Date>,
        /// In words; may be empty.
        judged_words: String,
        /// Place in the list.
        place: i64,
        /// Row version.
        version: i64,
    }
}

impl Programme {
    /// As the reckoning sees it.
    pub fn plan(&self) -> Plan {
        Plan {
            starts_on: self.starts_on,
            months: self.months,
            units: self.units,
            capacity_milli: self.capacity_milli,
            lead_days: self.lead_days,
            preparation_days: self.preparation_days,
        }
    }

    /// Price of a unit.
    pub fn unit_price(&self) -> Option<Money> {
        Some(Money::new(self.unit_price_minor?, self.currency?))
    }

    /// Price of a service plan for a unit and a year.
    pub fn plan_price(&self) -> Option<Money> {
        Some(Money::new(self.plan_price_minor?, self.currency?))
    }

    /// Puts it into the search.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "programme".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.name.clone(),
            hint: self.number.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// A programme by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn programme(tx: &mut Tx, id: ProgrammeId) -> Outcome<Programme> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Programmes of a customer, the newest first.
///
/// # Errors
/// What the database refuses.
pub fn programmes_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Programme>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY starts_on DESC, id DESC", params![customer])?)
}

/// The programme whose trial an order is.
///
/// # Errors
/// What the database refuses.
pub fn programme_of_trial(tx: &mut Tx, order: Uuid) -> Outcome<Option<Programme>> {
    Ok(tx.select_one("WHERE trial_order_id = ?1 ORDER BY id LIMIT 1", params![order])?)
}

/// The programme of an opportunity.
pub(crate) fn programme_of_opportunity(tx: &mut Tx, id: OpportunityId) -> Outcome<Option<Programme>> {
    Ok(tx.select_one("WHERE opportunity_id = ?1 ORDER BY id LIMIT 1", params![id])?)
}

/// Undecided programmes of a person.
pub(crate) fn programmes_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Programme>> {
    Ok(tx.select("WHERE owner_id = ?1 AND decided_on IS NULL ORDER BY starts_on, id", params![person])?)
}

/// Programmes that the reader may see, the newest first.
pub(crate) fn programmes(
    tx: &mut Tx,
    ctx: &Context,
    customer: Option<CustomerId>,
    after: Option<(Date, ProgrammeId)>,
    limit: i64,
) -> Outcome<Vec<Programme>> {
    let mut values = Vec::new();
    let mut sql = format!("p WHERE {}", sighted(ctx, "p.customer_id", &mut values));
    if let Some(customer) = customer {
        values.push(Value::Uuid(customer.0));
        sql.push_str(&format!(" AND p.customer_id = ?{}", values.len()));
    }
    if let Some((on, id)) = after {
        values.push(Value::Text(on.to_string()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (p.starts_on, p.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    sql.push_str(&format!(" ORDER BY p.starts_on DESC, p.id DESC LIMIT ?{}", values.len()));
    Ok(tx.select(&sql, &values)?)
}

/// The old units of a programme as they were named.
///
/// # Errors
/// What the database refuses.
pub fn programme_units(tx: &mut Tx, id: ProgrammeId) -> Outcome<Vec<ProgrammeUnit>> {
    Ok(tx.select("WHERE programme_id = ?1 ORDER BY id", params![id])?)
}

/// Whether another undecided programme has this old unit already.
pub(crate) fn programme_with_unit(tx: &mut Tx, asset: AssetId) -> Outcome<Option<Programme>> {
    let sql = "WHERE id IN (SELECT programme_id FROM programme_unit WHERE asset_id = ?1) ORDER BY id LIMIT 1";
    Ok(tx.select_one(sql, params![asset])?)
}

/// The criteria of a trial in their order.
///
/// # Errors
/// What the database refuses.
pub fn criteria(tx: &mut Tx, id: ProgrammeId) -> Outcome<Vec<Criterion>> {
    Ok(tx.select("WHERE programme_id = ?1 ORDER BY place, id", params![id])?)
}

/// A criterion by id.
pub(crate) fn criterion(tx: &mut Tx, id: CriterionId) -> Outcome<Criterion> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Makes all programmes findable anew.
pub(crate) fn rebuild_programmes(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'programme'", params![])?;
    let all = tx.select::<Programme>("ORDER BY id", params![])?;
    for one in &all {
        one.index(tx)?;
    }
    Ok(u64::try_from(all.len()).unwrap_or(u64::MAX))
}
