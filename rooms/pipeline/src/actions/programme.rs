//! Replacement programmes: planned, changed, tried, decided (R12).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, Money, Outcome, Permission, Refusal, Schedule, Touches,
};
use accord_room_asset::{self as asset, AssetId};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteId};
use accord_room_people::{
    self as people, Notice, PersonId,
    settings::{get, today},
};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::same_customer;
use crate::{
    CriterionId, EarlierBusiness, OpportunityId, OrderRef, ProgrammeId, TrialCounts,
    input::{NAME_MAX, WORDING_MAX, amount, date, text, whole, words},
    neighbours::{HEAD_OF_SERVICE, at_version, author, morning, product, pursuer},
    record::{
        Criterion, Programme, ProgrammeUnit, criteria, criterion, opportunity, programme, programme_units,
        programme_with_unit,
    },
    rules::programme::latest_decision,
    settings::{TRIAL_COUNTS, WARNING_DAYS},
};

/// Most old units of a programme.
const UNITS_MAX: usize = 1_000;

/// Plans the replacement of old units one by one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanProgramme {
    /// With whom.
    pub customer: CustomerId,
    /// What it is called.
    pub name: String,
    /// What takes the place of the old units.
    pub product: ProductId,
    /// First day of the window: the day of the trial order.
    #[schemars(with = "String", extend("format" = "date"))]
    pub starts_on: Date,
    /// Whole months of the window.
    pub months: i64,
    /// Units to replace; as many as old units are named when open.
    #[serde(default)]
    pub units: Option<i64>,
    /// The old units, one by one.
    #[serde(default)]
    pub old_units: Vec<AssetId>,
    /// Units that can be installed in a month, with up to three digits after the point.
    #[schemars(with = "String", extend("format" = "decimal"))]
    pub capacity: Decimal,
    /// Days that making takes; the product's lead time of today when open.
    #[serde(default)]
    pub lead_days: Option<i64>,
    /// Days of delivery and preparation before the first unit can be installed.
    pub preparation_days: i64,
    /// Price of a unit; the product's list price when open.
    #[serde(default)]
    pub unit_price: Option<Money>,
    /// Price of a service plan for a unit and a year, when one is thought of.
    #[serde(default)]
    pub plan_price: Option<Money>,
    /// The opportunity that it is.
    #[serde(default)]
    pub opportunity: Option<OpportunityId>,
    /// At which of their places; open for several.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Who pursues it; the account's sales owner when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

/// How a programme stands after an act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeAnswer {
    /// The programme.
    pub programme: ProgrammeId,
    /// Its number.
    pub number: String,
    /// The latest day on which it can be decided.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub latest_decision_on: Option<Date>,
    /// Row version.
    pub version: i64,
}

impl ProgrammeAnswer {
    fn of(row: &Programme) -> Self {
        Self {
            programme: row.id,
            number: row.number.clone(),
            latest_decision_on: latest_decision(&row.plan()),
            version: row.version,
        }
    }
}

fn capacity(value: Decimal) -> Outcome<i64> {
    let scaled = (value * Decimal::from(1_000)).normalize();
    let milli = if scaled.scale() == 0 { i64::try_from(scaled).ok() } else { None };
    milli
        .filter(|milli| (1..=1_000_000_000).contains(milli))
        .ok_or_else(|| Refusal::field("/capacity", "programme.capacity"))
}

/// Both prices in one currency, neither negative. A price that is not given stays as it is, amount and currency: so one
/// price alone never moves the other into another currency.
fn prices(row: &mut Programme, unit: Option<Money>, plan: Option<Money>) -> Outcome<()> {
    let given = plan.is_some();
    let unit = unit.map(|unit| amount("/unit_price", unit)).transpose()?.or(row.unit_price());
    let plan = plan.map(|plan| amount("/plan_price", plan)).transpose()?.or(row.plan_price());
    if let (Some(unit), Some(plan)) = (unit, plan)
        && unit.currency != plan.currency
    {
        let (pointer, other) = if given { ("/plan_price", unit) } else { ("/unit_price", plan) };
        return Err(Refusal::field(pointer, "programme.currency").with("other", other));
    }
    row.unit_price_minor = unit.map(|unit| unit.minor);
    row.plan_price_minor = plan.map(|plan| plan.minor);
    row.currency = unit.or(plan).map(|price| price.currency);
    Ok(())
}

impl Action for PlanProgramme {
    const NAME: &'static str = "programme.plan";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let account = customer::load(tx, self.customer)?;
        let product = product(tx, "/product", self.product)?;
        if let Some(site) = self.site {
            customer::named_site(tx, account.id, "/site", site)?;
        }
        if let Some(of) = self.opportunity
            && opportunity(tx, of)?.customer_id != account.id
        {
            return Err(Refusal::field("/opportunity", "field.unknown_reference"));
        }
        let named = i64::try_from(self.old_units.len()).unwrap_or(i64::MAX);
        let units = self.units.unwrap_or(named);
        let lead_days = match self.lead_days {
            Some(days) => days,
            None => lead_time(tx, act, product.id)?,
        };
        let mut row = Programme {
            id: act.new_id(),
            number: act.number(tx, "PR")?,
            customer_id: account.id,
            site_id: self.site,
            opportunity_id: self.opportunity,
            name: text("/name", &self.name, NAME_MAX)?,
            product_id: product.id,
            owner_id: Some(pursuer(tx, act, account.id, self.owner)?),
            units: whole("/units", units, 1, 100_000)?,
            starts_on: date("/starts_on", self.starts_on)?,
            months: whole("/months", self.months, 1, 600)?,
            capacity_milli: capacity(self.capacity)?,
            lead_days: whole("/lead_days", lead_days, 0, 3_650)?,
            preparation_days: whole("/preparation_days", self.preparation_days, 0, 3_650)?,
            unit_price_minor: None,
            plan_price_minor: None,
            currency: None,
            trial_order_id: None,
            trial_unit_id: None,
            trial_retires_id: None,
            trial_counts: rule_of_house(tx, act)?,
            decided_on: None,
            decided_words: String::new(),
            warned_at: None,
            made_by: author(act),
            made_at: act.now,
            version: 1,
        };
        prices(&mut row, self.unit_price.or(product.price()), self.plan_price)?;
        tx.insert(&row)?;
        name_units(tx, act, &row, &self.old_units)?;
        watch(tx, act, &row)?;
        row.index(tx)?;
        note(act, &row);
        Ok(ProgrammeAnswer::of(&row))
    }
}

fn rule_of_house(tx: &mut Tx, act: &Act<'_>) -> Outcome<TrialCounts> {
    let word: String = get(tx, act.context(), &TRIAL_COUNTS)?;
    TrialCounts::parse(&word).ok_or_else(|| Refusal::defect("trial_counts"))
}

/// The lead time of a product today, in calendar days as it is given.
fn lead_time(tx: &mut Tx, act: &Act<'_>, product: ProductId) -> Outcome<i64> {
    let on = today(act);
    let steps = catalog::lead_times_of(tx, &[product])?.remove(&product).unwrap_or_default();
    let in_force =
        steps.iter().filter(|step| step.effective_from <= on).max_by_key(|step| step.effective_from);
    in_force.map(|step| step.days).ok_or_else(|| Refusal::field("/lead_days", "field.required"))
}

fn note(act: &mut Act<'_>, row: &Programme) {
    act.fact("programme", row.id);
    act.fact("number", &row.number);
    act.fact("units", row.units);
    if let Some(on) = latest_decision(&row.plan()) {
        act.fact("latest_decision_on", on);
    }
}

/// Names old units of the customer, each once and in one programme alone.
fn name_units(tx: &mut Tx, act: &mut Act<'_>, row: &Programme, list: &[AssetId]) -> Outcome<()> {
    let known = programme_units(tx, row.id)?;
    if known.len() + list.len() > UNITS_MAX {
        return Err(Refusal::field("/old_units", "field.too_many").with("max", UNITS_MAX));
    }
    for (index, id) in list.iter().enumerate() {
        let at = format!("/old_units/{index}");
        let unit = asset::named_asset(tx, row.customer_id, at.clone(), *id)?;
        if let Some(other) = programme_with_unit(tx, unit.id)? {
            return Err(Refusal::field(at, "programme.unit_taken")
                .with("unit", unit.number)
                .with("number", other.number));
        }
        let one = ProgrammeUnit { id: act.new_id(), programme_id: row.id, asset_id: unit.id, version: 1 };
        tx.insert(&one)?;
    }
    let all = i64::try_from(known.len() + list.len()).unwrap_or(i64::MAX);
    if all > row.units {
        return Err(Refusal::field("/units", "programme.fewer_than_named").with("named", all));
    }
    Ok(())
}

/// Its owner is warned so many days before the latest decision date.
fn watch(tx: &mut Tx, act: &mut Act<'_>, row: &Programme) -> Outcome<()> {
    act.cancel(tx, "programme.warn", row.id)?;
    let (None, Some(latest)) = (row.decided_on, latest_decision(&row.plan())) else { return Ok(()) };
    let days: i64 = get(tx, act.context(), &WARNING_DAYS)?;
    let Ok(on) = latest.checked_sub(days.days()) else { return Ok(()) };
    let plan = Schedule {
        action: "programme.warn",
        subject: row.id.into(),
        step: "latest".to_owned(),
        input: json!({ "programme": row.id, "latest_on": latest }),
        due_at: morning(act.context(), on),
    };
    act.schedule(tx, &plan)
}

fn touches(tx: &mut Tx, id: ProgrammeId) -> Outcome<Touches> {
    Ok(Touches::customer(programme(tx, id)?.customer_id))
}

/// Changes a programme; what is left out stays. Its latest decision date is reckoned anew.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProgramme {
    /// The programme.
    pub programme: ProgrammeId,
    /// Version that was read.
    pub version: i64,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// First day of the window.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub starts_on: Option<Date>,
    /// Whole months of the window.
    #[serde(default)]
    pub months: Option<i64>,
    /// Units to replace.
    #[serde(default)]
    pub units: Option<i64>,
    /// More old units.
    #[serde(default)]
    pub old_units: Vec<AssetId>,
    /// Units that can be installed in a month.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub capacity: Option<Decimal>,
    /// Days that making takes.
    #[serde(default)]
    pub lead_days: Option<i64>,
    /// Days of delivery and preparation.
    #[serde(default)]
    pub preparation_days: Option<i64>,
    /// Price of a unit.
    #[serde(default)]
    pub unit_price: Option<Money>,
    /// Price of a service plan for a unit and a year.
    #[serde(default)]
    pub plan_price: Option<Money>,
    /// Who pursues it.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for ChangeProgramme {
    const NAME: &'static str = "programme.change";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.programme)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let mut row = programme(tx, self.programme)?;
        at_version(&row, self.version)?;
        if let Some(name) = &self.name {
            row.name = text("/name", name, NAME_MAX)?;
        }
        if let Some(on) = self.starts_on {
            row.starts_on = date("/starts_on", on)?;
        }
        row.months = whole("/months", self.months.unwrap_or(row.months), 1, 600)?;
        row.units = whole("/units", self.units.unwrap_or(row.units), 1, 100_000)?;
        if let Some(value) = self.capacity {
            row.capacity_milli = capacity(value)?;
        }
        row.lead_days = whole("/lead_days", self.lead_days.unwrap_or(row.lead_days), 0, 3_650)?;
        row.preparation_days =
            whole("/preparation_days", self.preparation_days.unwrap_or(row.preparation_days), 0, 3_650)?;
        prices(&mut row, self.unit_price, self.plan_price)?;
        if self.owner.is_some() {
            row.owner_id = Some(pursuer(tx, act, row.customer_id, self.owner)?);
        }
        name_units(tx, act, &row, &self.old_units)?;
        row.warned_at = None;
        tx.update(&mut row)?;
        watch(tx, act, &row)?;
        row.index(tx)?;
        note(act, &row);
        Ok(ProgrammeAnswer::of(&row))
    }
}

/// Says which order is the trial, which unit stands on trial, and which old unit it retires.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTrial {
    /// The programme.
    pub programme: ProgrammeId,
    /// Version that was read.
    pub version: i64,
    /// The customer, when it is known; it must be the programme's.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// The order.
    #[serde(default)]
    pub order: Option<OrderRef>,
    /// The unit on trial.
    #[serde(default)]
    pub unit: Option<AssetId>,
    /// The old unit that it retires; one of the programme's.
    #[serde(default)]
    pub retires: Option<AssetId>,
}

impl Action for SetTrial {
    const NAME: &'static str = "programme.set_trial";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.programme)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let mut row = programme(tx, self.programme)?;
        at_version(&row, self.version)?;
        same_customer(tx, self.customer, row.customer_id)?;
        if let Some(order) = self.order {
            let known: Vec<EarlierBusiness> =
                act.registry().extensions::<EarlierBusiness>().copied().collect();
            let mut theirs = false;
            for room in known {
                theirs |= (room.is_theirs)(tx, row.customer_id, order.0)?;
            }
            if !theirs {
                return Err(Refusal::field("/order", "field.unknown_reference"));
            }
            row.trial_order_id = Some(order.into());
        }
        if let Some(unit) = self.unit {
            let unit = asset::named_asset(tx, row.customer_id, "/unit", unit)?;
            row.trial_unit_id = Some(unit.id);
        }
        if let Some(old) = self.retires {
            let named = programme_units(tx, row.id)?;
            if named.iter().all(|unit| unit.asset_id != old) {
                return Err(Refusal::field("/retires", "programme.not_named"));
            }
            row.trial_retires_id = Some(old);
        }
        tx.update(&mut row)?;
        note(act, &row);
        Ok(ProgrammeAnswer::of(&row))
    }
}

/// Keeps a success criterion that the customer agreed to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreeCriterion {
    /// The programme.
    pub programme: ProgrammeId,
    /// The customer, when it is known; it must be the programme's.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// What must hold.
    pub what: String,
    /// Who of the customer said yes.
    pub contact: ContactId,
    /// When; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub agreed_on: Option<Date>,
}

impl Action for AgreeCriterion {
    const NAME: &'static str = "programme.agree_criterion";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.programme)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let row = programme(tx, self.programme)?;
        same_customer(tx, self.customer, row.customer_id)?;
        customer::named_contact(tx, row.customer_id, "/contact", self.contact)?;
        let agreed_on = date("/agreed_on", self.agreed_on.unwrap_or(today(act)))?;
        if agreed_on > today(act) {
            return Err(Refusal::field("/agreed_on", "pipeline.in_future"));
        }
        let place = i64::try_from(criteria(tx, row.id)?.len()).unwrap_or(0);
        let new = Criterion {
            id: act.new_id(),
            programme_id: row.id,
            what: text("/what", &self.what, WORDING_MAX)?,
            agreed_by: self.contact,
            agreed_on,
            recorded_by: author(act),
            met: None,
            judged_on: None,
            judged_words: String::new(),
            place,
            version: 1,
        };
        tx.insert(&new)?;
        note(act, &row);
        act.fact("criterion", new.id);
        Ok(ProgrammeAnswer::of(&row))
    }
}

/// Says whether a success criterion held.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeCriterion {
    /// The criterion.
    pub criterion: CriterionId,
    /// Version that was read.
    pub version: i64,
    /// Whether it held.
    pub met: bool,
    /// By what one sees it.
    pub words: String,
}

impl Action for JudgeCriterion {
    const NAME: &'static str = "programme.judge_criterion";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = criterion(tx, self.criterion)?;
        touches(tx, row.programme_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let mut row = criterion(tx, self.criterion)?;
        at_version(&row, self.version)?;
        row.met = Some(self.met);
        row.judged_on = Some(today(act));
        row.judged_words = text("/words", &self.words, WORDING_MAX)?;
        tx.update(&mut row)?;
        let of = programme(tx, row.programme_id)?;
        note(act, &of);
        act.fact("criterion", row.id);
        act.fact("met", self.met);
        Ok(ProgrammeAnswer::of(&of))
    }
}

/// The customer decided for the programme: nobody is warned any more.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideProgramme {
    /// The programme.
    pub programme: ProgrammeId,
    /// Version that was read.
    pub version: i64,
    /// Day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub decided_on: Option<Date>,
    /// In the customer's words.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for DecideProgramme {
    const NAME: &'static str = "programme.decide";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.programme)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProgrammeAnswer> {
        let mut row = programme(tx, self.programme)?;
        at_version(&row, self.version)?;
        if row.decided_on.is_some() {
            return Err(Refusal::conflict("programme.is_decided").with("number", row.number));
        }
        let on = date("/decided_on", self.decided_on.unwrap_or(today(act)))?;
        if on > today(act) {
            return Err(Refusal::field("/decided_on", "pipeline.in_future"));
        }
        row.decided_on = Some(on);
        row.decided_words = words("/words", self.words.as_deref(), WORDING_MAX)?;
        tx.update(&mut row)?;
        watch(tx, act, &row)?;
        note(act, &row);
        act.fact("decided_on", on);
        Ok(ProgrammeAnswer::of(&row))
    }
}

/// The latest decision date comes near: who pursues it, those above and the heads of service hear of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarnProgramme {
    /// The programme.
    pub programme: ProgrammeId,
    /// The latest decision date that the warning is of.
    #[schemars(with = "String", extend("format" = "date"))]
    pub latest_on: Date,
}

impl Action for WarnProgramme {
    const NAME: &'static str = "programme.warn";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.programme)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let mut row = programme(tx, self.programme)?;
        act.quiet();
        if row.decided_on.is_some() || latest_decision(&row.plan()) != Some(self.latest_on) {
            return Ok(());
        }
        row.warned_at = Some(act.now);
        tx.update(&mut row)?;
        note(act, &row);
        let mut persons: Vec<PersonId> = row.owner_id.into_iter().collect();
        if let Some(owner) = row.owner_id {
            persons.extend(people::heads_of(tx, owner)?);
        }
        persons.extend(people::heads(tx, HEAD_OF_SERVICE)?);
        persons.sort_unstable();
        persons.dedup();
        let facts: Vec<(&'static str, Fact)> = vec![
            ("number", row.number.clone().into()),
            ("name", row.name.clone().into()),
            ("on", self.latest_on.into()),
        ];
        for person in persons {
            let notice = Notice::new(person, "notice-programme-decision", facts.clone())
                .at(format!("/programmes/{}", row.id))
                .about(row.customer_id);
            people::notify(tx, act, notice)?;
        }
        Ok(())
    }
}
