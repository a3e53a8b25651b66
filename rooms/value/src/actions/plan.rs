//! Plans: enter, draft a version, write its cards, publish, withdraw. What was published is never edited (R13).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_room_catalog as catalog;
use accord_room_people::{self as people, CalendarId};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ClockStop, Cover, PlanState, PlanVersionId, ServicePlanId},
    input,
    record::{self, PlanRow, PlanVersionRow},
    rules::plan as rules,
    terms::{Card, Cards, Clause, NeedMet, PlanPrice},
};

/// Minutes of a year: no clock of a plan is longer.
const YEAR_MINUTES: i64 = 366 * 24 * 60;
/// An assumption is no finer than this, and its hours are exact decimals.
const QUARTER: i64 = 15;
/// Clauses of one kind at most.
const CLAUSES_MAX: usize = 60;

/// What came of an act on a plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanDone {
    /// The plan.
    pub plan: ServicePlanId,
    /// Its row version now.
    pub version: i64,
}

/// What came of an act on a version of a plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionDone {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// The plan.
    pub plan: ServicePlanId,
    /// Which of its versions.
    pub number: i64,
    /// Row version now.
    pub version: i64,
}

fn done(row: &PlanVersionRow) -> VersionDone {
    VersionDone { plan_version: row.id, plan: row.plan_id, number: row.number, version: row.version }
}

/// What a version of a plan gives.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTerms {
    /// In which hours its clocks run.
    pub cover: Cover,
    /// What stops the response clock.
    pub clock_stop: ClockStop,
    /// Minutes to the response; open: by the end of the next working day.
    #[serde(default)]
    pub response_minutes: Option<i64>,
    /// Minutes to running again, where that is promised.
    #[serde(default)]
    pub restore_minutes: Option<i64>,
    /// Minutes that an outage is taken to last under the plan, until there is history.
    pub stop_minutes: i64,
    /// Months of a paid term.
    pub term_months: i64,
    /// Covers the warranty at no extra cost when bought in the early-sale window.
    #[serde(default)]
    pub uplift_allowed: bool,
    /// Preventive visits in a year.
    #[serde(default)]
    pub visits_year: i64,
    /// Calendar of the business hours; open: the site's own.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
    /// Prices of a year.
    #[serde(default)]
    pub prices: Vec<PlanPrice>,
    /// What is included.
    #[serde(default)]
    pub inclusions: Vec<Clause>,
    /// What is not.
    #[serde(default)]
    pub exclusions: Vec<Clause>,
    /// Which clause answers which need.
    #[serde(default)]
    pub needs: Vec<NeedMet>,
    /// Causes of an outage that it does not cover, as outages record them.
    #[serde(default)]
    pub excluded_causes: Vec<String>,
}

fn clauses(pointer: &str, list: &[Clause]) -> Outcome<Vec<Clause>> {
    if list.len() > CLAUSES_MAX {
        return Err(Refusal::field(pointer, "field.range").with("from", 0_i64).with("to", CLAUSES_MAX));
    }
    let check = |(place, clause): (usize, &Clause)| {
        let at = |name: &str| format!("{pointer}/{place}/{name}");
        Ok(Clause {
            code: input::text(&at("code"), &clause.code, 40)?.to_lowercase(),
            en: input::text(&at("en"), &clause.en, input::WORDING_MAX)?,
            pt: input::text(&at("pt"), &clause.pt, input::WORDING_MAX)?,
        })
    };
    list.iter().enumerate().map(check).collect()
}

fn span(pointer: &str, minutes: Option<i64>) -> Outcome<Option<i64>> {
    minutes.map(|minutes| input::number(pointer, minutes, 1, YEAR_MINUTES)).transpose()
}

impl PlanTerms {
    /// Lays these terms into a version after checking them.
    fn lay(self, tx: &mut Tx, row: &mut PlanVersionRow) -> Outcome<()> {
        row.response_minutes = span("/terms/response_minutes", self.response_minutes)?;
        row.restore_minutes = span("/terms/restore_minutes", self.restore_minutes)?;
        row.stop_minutes = input::number("/terms/stop_minutes", self.stop_minutes, QUARTER, YEAR_MINUTES)?;
        if row.stop_minutes % QUARTER != 0 {
            return Err(Refusal::field("/terms/stop_minutes", "plan.quarters"));
        }
        row.term_months = input::number("/terms/term_months", self.term_months, 1, 240)?;
        row.visits_year = input::number("/terms/visits_year", self.visits_year, 0, 366)?;
        if let Some(calendar) = self.calendar {
            people::find_calendar(tx, calendar)?
                .ok_or_else(|| Refusal::field("/terms/calendar", "field.unknown_reference"))?;
        }
        let inclusions = clauses("/terms/inclusions", &self.inclusions)?;
        let exclusions = clauses("/terms/exclusions", &self.exclusions)?;
        if let Some(code) = rules::code_twice(&inclusions, &exclusions) {
            return Err(Refusal::field("/terms/inclusions", "plan.code_twice").with("code", code));
        }
        let met = |met: NeedMet| NeedMet { clause: met.clause.trim().to_lowercase(), ..met };
        let needs: Vec<NeedMet> = self.needs.into_iter().map(met).collect();
        if let Some(place) = rules::need_without_clause(&needs, &inclusions) {
            return Err(Refusal::field(format!("/terms/needs/{place}/clause"), "plan.need_without_clause"));
        }
        if let Some((place, rule)) = rules::price_fault(&self.prices) {
            return Err(Refusal::field(format!("/terms/prices/{place}/price"), rule));
        }
        for (place, price) in self.prices.iter().enumerate() {
            if let Some(product) = price.product {
                catalog::find(tx, product)?.ok_or_else(|| {
                    Refusal::field(format!("/terms/prices/{place}/product"), "field.unknown_reference")
                })?;
            }
        }
        let mut causes = Vec::new();
        for (place, cause) in self.excluded_causes.iter().enumerate() {
            causes.push(input::text(&format!("/terms/excluded_causes/{place}"), cause, 80)?);
        }
        row.cover = self.cover;
        row.clock_stop = self.clock_stop;
        row.uplift_allowed = self.uplift_allowed;
        row.calendar_id = self.calendar;
        row.inclusions = Json(inclusions);
        row.exclusions = Json(exclusions);
        row.needs = Json(needs);
        row.prices = Json(self.prices);
        row.excluded_causes = Json(causes);
        Ok(())
    }
}

/// Enters a service plan; what it gives stands in its versions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterPlan {
    /// Code, unique.
    pub code: String,
    /// Name.
    pub name: String,
    /// Place among the plans: a lower one gives less.
    pub place: i64,
}

fn code(typed: &str) -> Outcome<String> {
    let code = input::text("/code", typed, 40)?.to_uppercase();
    let sound = code.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    if sound { Ok(code) } else { Err(Refusal::field("/code", "product.code")) }
}

impl Action for EnterPlan {
    const NAME: &'static str = "plan.enter";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanDone;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanDone> {
        let plan = PlanRow {
            id: act.new_id(),
            code: code(&self.code)?,
            name: input::text("/name", &self.name, input::NAME_MAX)?,
            place: input::number("/place", self.place, 0, 1_000)?,
            archived: false,
            version: 1,
        };
        act.chain(plan.id);
        tx.insert(&plan).on_constraint("service_plan_code_key", "/code", "plan.code_taken")?;
        plan.index(tx)?;
        act.fact("plan", plan.id);
        act.fact("code", &plan.code);
        Ok(PlanDone { plan: plan.id, version: plan.version })
    }
}

/// Renames a plan, moves it among the others, or takes it off.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisePlan {
    /// The plan.
    pub plan: ServicePlanId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Place among the plans: a lower one gives less.
    pub place: i64,
    /// Not offered any more.
    #[serde(default)]
    pub archived: bool,
}

impl Action for RevisePlan {
    const NAME: &'static str = "plan.revise";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::load_plan(tx, self.plan)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanDone> {
        let mut plan = record::load_plan(tx, self.plan)?;
        input::same_version(&plan, self.version)?;
        plan.name = input::text("/name", &self.name, input::NAME_MAX)?;
        plan.place = input::number("/place", self.place, 0, 1_000)?;
        plan.archived = self.archived;
        tx.update(&mut plan)?;
        plan.index(tx)?;
        act.fact("plan", plan.id);
        Ok(PlanDone { plan: plan.id, version: plan.version })
    }
}

/// Begins a new version of a plan. It changes nothing for what was sold before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftPlan {
    /// The plan.
    pub plan: ServicePlanId,
    /// What it gives.
    pub terms: PlanTerms,
}

impl Action for DraftPlan {
    const NAME: &'static str = "plan.draft";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::load_plan(tx, self.plan)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VersionDone> {
        let plan = record::load_plan(tx, self.plan)?;
        if let Some(open) = record::version_in(tx, plan.id, PlanState::Draft)? {
            return Err(Refusal::conflict("plan.draft_open").with("number", open.number));
        }
        // What the version before said of itself is a better beginning than an empty page.
        let cards = record::version_in(tx, plan.id, PlanState::Published)?.map(|row| row.cards.0);
        let mut row = PlanVersionRow {
            id: act.new_id(),
            plan_id: plan.id,
            number: record::next_number(tx, plan.id)?,
            state: PlanState::Draft,
            response_minutes: None,
            restore_minutes: None,
            stop_minutes: QUARTER,
            cover: self.terms.cover,
            calendar_id: None,
            clock_stop: self.terms.clock_stop,
            inclusions: Json(Vec::new()),
            exclusions: Json(Vec::new()),
            excluded_causes: Json(Vec::new()),
            needs: Json(Vec::new()),
            prices: Json(Vec::new()),
            term_months: 1,
            uplift_allowed: false,
            visits_year: 0,
            cards: Json(cards.unwrap_or_default()),
            drafted_by: input::author(act),
            drafted_at: act.now,
            published_by: None,
            published_at: None,
            withdrawn_by: None,
            withdrawn_at: None,
            withdrawn_reason: None,
            version: 1,
        };
        self.terms.lay(tx, &mut row)?;
        tx.insert(&row)?;
        note(act, &plan, &row);
        Ok(done(&row))
    }
}

fn note(act: &mut Act<'_>, plan: &PlanRow, row: &PlanVersionRow) {
    act.fact("plan", plan.id);
    act.fact("plan_version", row.id);
    act.fact("code", &plan.code);
    act.fact("number", row.number);
}

/// The plan and version that an act is about, the version as it was read.
fn pair(tx: &mut Tx, id: PlanVersionId, version: i64) -> Outcome<(PlanRow, PlanVersionRow)> {
    let row = record::plan_version(tx, id)?;
    input::same_version(&row, version)?;
    Ok((record::load_plan(tx, row.plan_id)?, row))
}

/// What was published is never edited: contracts rest on it.
fn drafted(plan: &PlanRow, row: &PlanVersionRow) -> Outcome<()> {
    if row.state == PlanState::Draft {
        return Ok(());
    }
    Err(Refusal::conflict("plan.not_draft")
        .with("plan", plan.name.as_str())
        .with("number", row.number)
        .with("state", Fact::Word(row.state.message()))
        .possible("plan-new-version", vec![]))
}

fn touches(tx: &mut Tx, id: PlanVersionId) -> Outcome<Touches> {
    Ok(Touches::chain(record::plan_version(tx, id)?.plan_id))
}

/// Changes what a version gives while it is being written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePlan {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// Row version that was read.
    pub version: i64,
    /// What it gives.
    pub terms: PlanTerms,
}

impl Action for ChangePlan {
    const NAME: &'static str = "plan.change";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.plan_version)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VersionDone> {
        let (plan, mut row) = pair(tx, self.plan_version, self.version)?;
        drafted(&plan, &row)?;
        self.terms.lay(tx, &mut row)?;
        tx.update(&mut row)?;
        note(act, &plan, &row);
        Ok(done(&row))
    }
}

/// Writes a version's value cards: two, each in both languages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteCards {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// Row version that was read.
    pub version: i64,
    /// For the customer, in English.
    #[serde(default)]
    pub customer_en: Option<Card>,
    /// For the customer, in Brazilian Portuguese.
    #[serde(default)]
    pub customer_pt: Option<Card>,
    /// For colleagues, in English.
    #[serde(default)]
    pub colleague_en: Option<Card>,
    /// For colleagues, in Brazilian Portuguese.
    #[serde(default)]
    pub colleague_pt: Option<Card>,
}

fn card(pointer: &str, card: Option<Card>) -> Outcome<Option<Card>> {
    let Some(card) = card else { return Ok(None) };
    Ok(Some(Card {
        headline: input::text(&format!("{pointer}/headline"), &card.headline, input::NAME_MAX)?,
        body: input::text(&format!("{pointer}/body"), &card.body, input::WORDING_MAX)?,
    }))
}

impl Action for WriteCards {
    const NAME: &'static str = "plan.cards";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.plan_version)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VersionDone> {
        let (plan, mut row) = pair(tx, self.plan_version, self.version)?;
        drafted(&plan, &row)?;
        row.cards = Json(Cards {
            customer_en: card("/customer_en", self.customer_en)?,
            customer_pt: card("/customer_pt", self.customer_pt)?,
            colleague_en: card("/colleague_en", self.colleague_en)?,
            colleague_pt: card("/colleague_pt", self.colleague_pt)?,
        });
        tx.update(&mut row)?;
        note(act, &plan, &row);
        Ok(done(&row))
    }
}

/// Puts a version on offer; the one before it is withdrawn and stays with the contracts that bought it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishPlan {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// Row version that was read.
    pub version: i64,
}

impl Action for PublishPlan {
    const NAME: &'static str = "plan.publish";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.plan_version)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VersionDone> {
        let (plan, mut row) = pair(tx, self.plan_version, self.version)?;
        drafted(&plan, &row)?;
        if plan.archived {
            return Err(Refusal::conflict("plan.archived").with("plan", plan.name));
        }
        let lacks = rules::lacks(&row.cards.0, &row.prices.0, &row.inclusions.0);
        if !lacks.is_empty() {
            let words = lacks.iter().map(|lack| Fact::Word(lack.message().to_owned())).collect();
            return Err(Refusal::conflict("plan.not_ready")
                .with("plan", plan.name.as_str())
                .with("lacks", Fact::List(words)));
        }
        if let Some(mut before) = record::version_in(tx, plan.id, PlanState::Published)? {
            withdraw(act, &mut before, None);
            tx.update(&mut before)?;
            act.fact("replaces", before.id);
        }
        row.state = PlanState::Published;
        row.published_at = Some(act.now);
        row.published_by = input::author(act);
        tx.update(&mut row)?;
        note(act, &plan, &row);
        Ok(done(&row))
    }
}

fn withdraw(act: &Act<'_>, row: &mut PlanVersionRow, reason: Option<String>) {
    row.state = PlanState::Withdrawn;
    row.withdrawn_at = Some(act.now);
    row.withdrawn_by = input::author(act);
    row.withdrawn_reason = reason;
}

/// Takes a version off; contracts that bought it keep it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPlan {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// Row version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for WithdrawPlan {
    const NAME: &'static str = "plan.withdraw";
    const PERMISSION: Permission = Permission::PlanManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.plan_version)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VersionDone> {
        let (plan, mut row) = pair(tx, self.plan_version, self.version)?;
        if row.state == PlanState::Withdrawn {
            return Err(Refusal::conflict("plan.withdrawn")
                .with("plan", plan.name)
                .with("number", row.number));
        }
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        withdraw(act, &mut row, Some(reason));
        tx.update(&mut row)?;
        note(act, &plan, &row);
        Ok(done(&row))
    }
}
