//! Replacement programmes: in a list, for choice, and one with everything about it (R12).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, PrincipalKind, Refusal, Touches, View};
use accord_room_asset::{self as asset, Asset, AssetId, Origin};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_room_people::settings::{get, today};
use accord_store::{Tx, search};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, limit, place, trim};
use crate::{
    CriterionId, OpportunityId, ProgrammeId, TrialCounts, Verdict,
    record::{Programme, criteria, programme, programme_units, programmes},
    rules::{
        programme::{
            After, Old, alarm, done, latest_decision, lost, months_needed, need_a_month, times, trial_counts,
            warranty_end, window_end,
        },
        pursuit::pursuit,
    },
    scorecard,
    settings::WARNING_DAYS,
};

/// A programme in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeLine {
    /// Id.
    pub id: ProgrammeId,
    /// Number.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// With whom.
    pub customer: Whose,
    /// Who pursues it.
    pub owner: Option<Who>,
    /// Units to replace.
    pub units: i64,
    /// Units done: the new one, of ours, installed, the old one retired.
    pub done: i64,
    /// Old units in whose place somebody else's unit came.
    pub lost: i64,
    /// Units that are done or can still be: all but the lost ones.
    pub within_reach: i64,
    /// First day of the window.
    #[schemars(with = "String", extend("format" = "date"))]
    pub starts_on: Date,
    /// Last day of the window.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub window_ends_on: Option<Date>,
    /// Latest day on which it can be decided.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub latest_decision_on: Option<Date>,
    /// Days left to it; negative when it is past.
    pub days_left: Option<i64>,
    /// So near that its owner is warned, and not decided.
    pub near: bool,
    /// Past, and not decided.
    pub past: bool,
    /// Day on which the customer decided.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub decided_on: Option<Date>,
    /// What the units within reach are worth.
    pub value: Option<Money>,
    /// Row version.
    pub version: i64,
}

/// What is read of the units once for a line.
struct Progress {
    units: Vec<OldUnit>,
    done: i64,
    lost: i64,
    trial: Option<Asset>,
}

/// An old unit of a programme.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OldUnit {
    /// The unit.
    pub id: AssetId,
    /// Number.
    pub number: String,
    /// What people call it.
    pub name: String,
    /// Its maker; empty is us.
    pub maker: String,
    /// Since when it is in service.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub in_service_on: Option<Date>,
    /// Whole years since then.
    pub age_years: Option<i64>,
    /// Last day of the rival's contract for it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub contract_ends_on: Option<Date>,
    /// When it was retired.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub retired_on: Option<Date>,
    /// The unit that came after it.
    pub successor: Option<AssetId>,
    /// Its name.
    pub successor_name: Option<String>,
    /// That unit is of ours, stands and is accepted or in use.
    pub successor_installed: bool,
    /// It is retired and somebody else's unit came in its place.
    pub lost: bool,
    /// It is the one that the trial retires.
    pub by_trial: bool,
}

fn installed(unit: &Asset) -> bool {
    unit.accepted_on.is_some() || unit.in_service_on.is_some()
}

fn after(successor: Option<&Asset>) -> After {
    match successor {
        None => After::Nothing,
        Some(unit) if unit.origin != Origin::Ours => After::NotOurs,
        Some(unit) if installed(unit) => After::OursInstalled,
        Some(_) => After::OursToCome,
    }
}

fn progress(tx: &mut Tx, ctx: &Context, row: &Programme) -> Outcome<Progress> {
    let today = today(ctx);
    let (mut units, mut all) = (Vec::new(), Vec::new());
    for named in programme_units(tx, row.id)? {
        let unit = asset::asset(tx, named.asset_id)?;
        let successor = unit.successor_id.map(|id| asset::asset(tx, id)).transpose()?;
        let old = Old {
            by_trial: row.trial_retires_id == Some(unit.id),
            retired: unit.retired_on.is_some(),
            after: after(successor.as_ref()),
        };
        units.push(OldUnit {
            id: unit.id,
            name: unit.name(),
            age_years: unit.in_service_on.map(|on| pursuit(on, unit.retired_on.unwrap_or(today)).months / 12),
            successor_name: successor.as_ref().map(Asset::name),
            successor_installed: old.after == After::OursInstalled,
            lost: old.lost(),
            by_trial: old.by_trial,
            number: unit.number,
            maker: unit.maker,
            in_service_on: unit.in_service_on,
            contract_ends_on: unit.contract_ends_on,
            retired_on: unit.retired_on,
            successor: unit.successor_id,
        });
        all.push(old);
    }
    let trial = row.trial_unit_id.map(|id| asset::asset(tx, id)).transpose()?;
    let done = done(&all, row.trial_counts, trial.as_ref().is_some_and(installed));
    Ok(Progress { units, done, lost: lost(&all), trial })
}

fn line(
    ctx: &Context,
    names: &Names,
    row: &Programme,
    progress: &Progress,
    warning_days: i64,
) -> ProgrammeLine {
    let within_reach = row.units - progress.lost;
    let latest = latest_decision(&row.plan());
    let state = latest.map(|on| alarm(on, today(ctx), warning_days, None));
    let open = row.decided_on.is_none();
    ProgrammeLine {
        id: row.id,
        number: row.number.clone(),
        name: row.name.clone(),
        customer: names.whose(row.customer_id),
        owner: names.maybe(row.owner_id),
        units: row.units,
        done: progress.done,
        lost: progress.lost,
        within_reach,
        starts_on: row.starts_on,
        window_ends_on: window_end(&row.plan()),
        latest_decision_on: latest,
        days_left: state.map(|state| state.days_left),
        near: open && state.is_some_and(|state| state.near),
        past: open && state.is_some_and(|state| state.past),
        decided_on: row.decided_on,
        value: row.unit_price().and_then(|price| times(within_reach, price)),
        version: row.version,
    }
}

fn lines(tx: &mut Tx, ctx: &Context, found: &[Programme]) -> Outcome<Vec<ProgrammeLine>> {
    let names = Names::read(
        tx,
        found.iter().filter_map(|one| one.owner_id).collect(),
        found.iter().map(|one| one.customer_id).collect(),
    )?;
    let days: i64 = get(tx, ctx, &WARNING_DAYS)?;
    let mut rows = Vec::with_capacity(found.len());
    for one in found {
        let progress = progress(tx, ctx, one)?;
        rows.push(line(ctx, &names, one, &progress, days));
    }
    Ok(rows)
}

/// Programmes, the newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProgrammeList {
    /// With whom.
    pub customer: Option<CustomerId>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of programmes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammePage {
    /// The rows.
    pub rows: Vec<ProgrammeLine>,
    /// Place of the next page.
    pub next: Option<String>,
}

impl View for ProgrammeList {
    const NAME: &'static str = "programme.list";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ProgrammePage> {
        let limit = limit(self.limit)?;
        let after: Option<(Date, Uuid)> = place(self.after.as_deref())?;
        let after = after.map(|(on, id)| (on, ProgrammeId(id)));
        let whose = match self.customer {
            Some(id) => Some(customer::load(tx, id)?.id),
            None => None,
        };
        let mut found = programmes(tx, ctx, whose, after, limit + 1)?;
        let more = trim(&mut found, limit);
        let next = found.last().filter(|_| more).map(|last| format!("{}_{}", last.starts_on, last.id));
        Ok(ProgrammePage { rows: lines(tx, ctx, &found)?, next })
    }
}

/// A programme with everything about it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneProgramme {
    /// The programme.
    pub programme: ProgrammeId,
}

/// A success criterion of the trial.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CriterionFacts {
    /// Id.
    pub id: CriterionId,
    /// What must hold.
    pub what: String,
    /// Who of the customer agreed.
    pub agreed_by: ContactId,
    /// Their name.
    pub agreed_by_name: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date"))]
    pub agreed_on: Date,
    /// Whether it held.
    pub met: Option<bool>,
    /// When that was judged.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub judged_on: Option<Date>,
    /// By what one sees it.
    pub judged_words: String,
    /// Row version.
    pub version: i64,
}

/// A fact of the scorecard.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScoreLine {
    /// In the reader's words.
    pub text: String,
    /// It speaks for the trial, or against it; open when it is not known yet.
    pub good: Option<bool>,
    /// When it happened, or falls due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Kind of thing, for the link.
    pub kind: Option<String>,
    /// Its id.
    pub id: Option<Uuid>,
}

/// A programme.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeFacts {
    /// As lists show it.
    pub line: ProgrammeLine,
    /// The opportunity that it is.
    pub opportunity: Option<OpportunityId>,
    /// What takes the place of the old units.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// The old units.
    pub old_units: Vec<OldUnit>,
    /// Whole months of the window.
    pub months: i64,
    /// Units a month that the window needs, two digits after the point.
    #[schemars(with = "Option<String>")]
    pub need_a_month: Option<Decimal>,
    /// Units that can be installed in a month.
    #[schemars(with = "String")]
    pub capacity_a_month: Decimal,
    /// Whole months that installing takes.
    pub months_needed: Option<i64>,
    /// Days that making takes.
    pub lead_days: i64,
    /// Days of delivery and preparation.
    pub preparation_days: i64,
    /// Last day of the trial's warranty; reckoned while it is not accepted.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub warranty_ends_on: Option<Date>,
    /// That day is known from the trial's acceptance.
    pub warranty_known: bool,
    /// The latest decision lies before that day: waiting for it is too late.
    pub before_warranty_ends: bool,
    /// Price of a unit.
    pub unit_price: Option<Money>,
    /// Price of a service plan for a unit and a year.
    pub plan_price: Option<Money>,
    /// What that plan is worth a year for the units within reach.
    pub plan_value: Option<Money>,
    /// The order of the trial.
    pub trial_order: Option<Uuid>,
    /// The unit on trial.
    pub trial_unit: Option<AssetId>,
    /// Its name.
    pub trial_unit_name: Option<String>,
    /// The rule of the house on the trial unit.
    pub trial_counts: TrialCounts,
    /// Whether the trial unit is one of the units, by that rule.
    pub trial_is_one: bool,
    /// Success criteria.
    pub criteria: Vec<CriterionFacts>,
    /// Facts about the trial, what speaks against it first.
    pub scorecard: Vec<ScoreLine>,
    /// How many of them speak against it.
    pub against: i64,
    /// In which words the customer decided.
    pub decided_words: String,
    /// When its owner was warned.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub warned_at: Option<Timestamp>,
}

impl View for OneProgramme {
    const NAME: &'static str = "programme.one";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProgrammeFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(programme(tx, self.programme)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ProgrammeFacts> {
        let row = programme(tx, self.programme)?;
        let names = Names::read(tx, row.owner_id.into_iter().collect(), vec![row.customer_id])?;
        let days: i64 = get(tx, ctx, &WARNING_DAYS)?;
        let plan = row.plan();
        let progress = progress(tx, ctx, &row)?;
        let accepted = progress.trial.as_ref().and_then(|unit| unit.accepted_on);
        let months = match progress.trial.as_ref().and_then(|unit| unit.warranty_months) {
            Some(months) => months,
            None => asset::warranty_months(tx, ctx, Some(row.product_id))?,
        };
        let warranty_ends_on = warranty_end(&plan, months, accepted);
        let pressing = latest_decision(&plan).map(|on| alarm(on, today(ctx), days, warranty_ends_on));
        let scorecard = scorecard(tx, ctx, &row)?;
        let against = scorecard.iter().filter(|fact| fact.good == Some(false)).count();
        let product = catalog::find(tx, row.product_id)?.ok_or_else(Refusal::absent)?;
        let line = line(ctx, &names, &row, &progress, days);
        Ok(ProgrammeFacts {
            opportunity: row.opportunity_id,
            product: row.product_id,
            product_name: product.name,
            months: row.months,
            need_a_month: need_a_month(row.units, row.months),
            capacity_a_month: Decimal::new(row.capacity_milli, 3).normalize(),
            months_needed: months_needed(row.units, row.capacity_milli),
            lead_days: row.lead_days,
            preparation_days: row.preparation_days,
            warranty_ends_on,
            warranty_known: accepted.is_some(),
            before_warranty_ends: row.decided_on.is_none()
                && pressing.is_some_and(|pressing| pressing.before_warranty_ends),
            unit_price: row.unit_price(),
            plan_price: row.plan_price(),
            plan_value: row.plan_price().and_then(|price| times(line.within_reach, price)),
            trial_order: row.trial_order_id,
            trial_unit: row.trial_unit_id,
            trial_unit_name: progress.trial.as_ref().map(Asset::name),
            trial_counts: row.trial_counts,
            trial_is_one: trial_counts(row.trial_counts, row.trial_retires_id.is_some()),
            criteria: agreed(tx, &row)?,
            scorecard,
            against: i64::try_from(against).unwrap_or(i64::MAX),
            decided_words: row.decided_words.clone(),
            warned_at: row.warned_at,
            old_units: progress.units,
            line,
        })
    }
}

fn agreed(tx: &mut Tx, row: &Programme) -> Outcome<Vec<CriterionFacts>> {
    let mut list = Vec::new();
    for one in criteria(tx, row.id)? {
        let contact = customer::contact(tx, one.agreed_by)?;
        list.push(CriterionFacts {
            id: one.id,
            what: one.what,
            agreed_by: one.agreed_by,
            agreed_by_name: contact.name,
            agreed_on: one.agreed_on,
            met: one.met,
            judged_on: one.judged_on,
            judged_words: one.judged_words,
            version: one.version,
        });
    }
    Ok(list)
}

fn scorecard(tx: &mut Tx, ctx: &Context, row: &Programme) -> Outcome<Vec<ScoreLine>> {
    let tongue = ctx.tongue();
    let facts = scorecard::facts(tx, ctx, row)?;
    let shown = facts.into_iter().map(|fact| ScoreLine {
        text: tongue.say_with(fact.what, &fact.facts),
        good: match fact.verdict {
            Verdict::Good => Some(true),
            Verdict::Bad => Some(false),
            Verdict::Open => None,
        },
        at: fact.at,
        kind: fact.thing.map(|(kind, _)| kind.to_owned()),
        id: fact.thing.map(|(_, id)| id),
    });
    Ok(shown.collect())
}

/// A programme for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProgrammeChoices {
    /// Words of its name or number.
    pub query: Option<String>,
    /// One by its id.
    pub id: Option<ProgrammeId>,
    /// Only with this customer.
    pub customer: Option<CustomerId>,
}

/// A programme for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeChoice {
    /// Id.
    pub id: ProgrammeId,
    /// What to show.
    pub label: String,
}

impl View for ProgrammeChoices {
    const NAME: &'static str = "programme.choices";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ProgrammeChoice>;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if ctx.principal.kind == PrincipalKind::System {
            return Ok(Touches::nothing());
        }
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(programme(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ProgrammeChoice>> {
        let mut found = match self.id {
            Some(id) => vec![programme(tx, id)?],
            None => programmes(tx, ctx, self.customer, None, 200)?,
        };
        let label = |one: &Programme| format!("{} · {}", one.number, one.name);
        if let Some(query) = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
            let wanted = search::fold(query);
            found.retain(|one| search::fold(&label(one)).contains(&wanted));
        }
        Ok(found.iter().map(|one| ProgrammeChoice { id: one.id, label: label(one) }).collect())
    }
}
