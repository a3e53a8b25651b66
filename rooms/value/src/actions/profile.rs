//! Writing down why a customer buys and what a stop costs them (R11). Each act is an event, so the history stays.

use accord_kernel::{
    Act, Action, Audience, Context, Fact, Money, Outcome, Permission, Refusal, Schedule, Touches,
};
use accord_room_asset::{AssetId, named_asset};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_store::{Json, Tx};
use jiff::{civil::Date, civil::Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    id::{Confidence, ExpectedBy, Need, Question, ValueProfileId},
    input,
    record::{self, CostReasonRow, ProfileRow},
    rules::profile::{self as rules, CostFault},
    settings,
    terms::CriticalPeriod,
};

/// Most critical periods of a profile.
const PERIODS_MAX: usize = 50;

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileDone {
    /// The profile.
    pub profile: ValueProfileId,
    /// Its row version now.
    pub version: i64,
}

/// What a profile is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    pub customer: CustomerId,
    pub asset: Option<AssetId>,
    pub product: Option<ProductId>,
}

/// The profile of a scope as it is, or a new one; true when it is new.
fn open(
    tx: &mut Tx,
    act: &Act<'_>,
    scope: Scope,
    version: Option<i64>,
    needs_version: bool,
) -> Outcome<(ProfileRow, bool)> {
    let of = customer::load(tx, scope.customer)?.id;
    if let Some(asset) = scope.asset {
        named_asset(tx, of, "/asset", asset)?;
    }
    if let Some(product) = scope.product {
        catalog::find(tx, product)?.ok_or_else(|| Refusal::field("/product", "field.unknown_reference"))?;
    }
    let key = record::scope_key(scope.asset, scope.product);
    if let Some(row) = record::profile_of_scope(tx, of, &key)? {
        match version {
            Some(version) => input::same_version(&row, version)?,
            None if needs_version => return Err(Refusal::field("/version", "field.required")),
            None => {}
        }
        return Ok((row, false));
    }
    let today = settings::today(act);
    let row = ProfileRow {
        id: act.new_id(),
        customer_id: of,
        asset_id: scope.asset,
        product_id: scope.product.filter(|_| scope.asset.is_none()),
        scope_key: key,
        reasons: None,
        importance: None,
        outcome: None,
        expectation: None,
        never_fails: None,
        use_minutes_week: None,
        critical_periods: Json(Vec::new()),
        needs: Json(Vec::new()),
        stop_minor: None,
        stop_currency: None,
        stop_confidence: None,
        stop_contact_id: None,
        stop_said_on: None,
        stop_via_id: None,
        outages_hundredths: None,
        outages_source: None,
        reviewed_on: today,
        reviewed_by: None,
        review_due_on: today,
        version: 1,
    };
    Ok((row, true))
}

/// Writes the profile; whoever wrote has looked at it, so its next review is counted from today.
pub(crate) fn close(tx: &mut Tx, act: &mut Act<'_>, mut row: ProfileRow, new: bool) -> Outcome<ProfileDone> {
    let months = settings::get(tx, act, &settings::REVIEW_MONTHS)?;
    row.reviewed_on = settings::today(act);
    row.reviewed_by = input::author(act);
    row.review_due_on = rules::review_due(row.reviewed_on, months);
    if new {
        tx.insert(&row)?;
    } else {
        tx.update(&mut row)?;
    }
    act.fact("profile", row.id);
    act.fact("scope", &row.scope_key);
    plan_review(tx, act, &row)?;
    Ok(ProfileDone { profile: row.id, version: row.version })
}

/// Plans the reminder for the morning of the review's day.
pub(crate) fn plan_review(tx: &mut Tx, act: &mut Act<'_>, row: &ProfileRow) -> Outcome<()> {
    let morning = row.review_due_on.to_datetime(Time::constant(8, 0, 0, 0)).to_zoned(act.zone());
    let Ok(morning) = morning else { return Ok(()) };
    act.schedule(
        tx,
        &Schedule {
            action: "value.review_due",
            subject: row.id.into(),
            step: "review".to_owned(),
            input: json!({ "profile": row.id, "due_on": row.review_due_on }),
            due_at: morning.timestamp(),
        },
    )
}

fn period(place: usize, period: CriticalPeriod) -> Outcome<CriticalPeriod> {
    let at = |name: &str| format!("/critical_periods/{place}/{name}");
    // A yearly one may run over New Year; a dated one that ends before it begins says nothing.
    if period.to < period.from && !period.yearly {
        return Err(Refusal::field(at("to"), "value.period_order"));
    }
    Ok(CriticalPeriod { label: input::text(&at("label"), &period.label, input::NAME_MAX)?, ..period })
}

/// Writes down why a customer buys and how they use it: for the customer, one product there, or one asset there. What
/// is left open is cleared; the cost of a stop has its own act.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordProfile {
    /// The customer.
    pub customer: CustomerId,
    /// For one asset.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// For one product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Row version that was read; open when there is no profile yet.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why they bought, in their own words.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub reasons: Option<String>,
    /// Why that is important to them.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub importance: Option<String>,
    /// The outcome they seek.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub outcome: Option<String>,
    /// What they expect of us.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub expectation: Option<String>,
    /// Whether they think that it never fails, in their words.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub never_fails: Option<String>,
    /// Hours of use a week.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub use_hours_week: Option<String>,
    /// Outages that are expected in a year.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub expected_outages: Option<String>,
    /// Who expects so.
    #[serde(default)]
    pub outages_source: Option<ExpectedBy>,
    /// What they need of a service.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// When a stop hurts most.
    #[serde(default)]
    pub critical_periods: Vec<CriticalPeriod>,
}

impl Action for RecordProfile {
    const NAME: &'static str = "value.record";
    const PERMISSION: Permission = Permission::ValueWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProfileDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProfileDone> {
        let scope = Scope { customer: self.customer, asset: self.asset, product: self.product };
        let (mut row, new) = open(tx, act, scope, self.version, true)?;
        let words =
            |pointer: &str, text: Option<String>| input::some(pointer, text.as_deref(), input::WORDING_MAX);
        row.reasons = words("/reasons", self.reasons)?;
        row.importance = words("/importance", self.importance)?;
        row.outcome = words("/outcome", self.outcome)?;
        row.expectation = words("/expectation", self.expectation)?;
        row.never_fails = words("/never_fails", self.never_fails)?;
        row.use_minutes_week = match given(self.use_hours_week.as_deref()) {
            Some(typed) => Some(input::minutes("/use_hours_week", typed, 168)?),
            None => None,
        };
        row.outages_hundredths = match given(self.expected_outages.as_deref()) {
            Some(typed) => Some(input::scaled("/expected_outages", typed, 0, 10_000, 2)?),
            None => None,
        };
        row.outages_source =
            row.outages_hundredths.and(self.outages_source.or(Some(ExpectedBy::OurEstimate)));
        let mut needs = self.needs;
        needs.sort_unstable();
        needs.dedup();
        row.needs = Json(needs);
        if self.critical_periods.len() > PERIODS_MAX {
            return Err(Refusal::field("/critical_periods", "field.range")
                .with("from", 0_i64)
                .with("to", PERIODS_MAX));
        }
        let periods = self.critical_periods.into_iter().enumerate();
        row.critical_periods = Json(periods.map(|(place, one)| period(place, one)).collect::<Outcome<_>>()?);
        close(tx, act, row, new)
    }
}

fn given(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}

/// Where a cost of a stop comes from.
#[derive(Debug, Clone)]
pub struct Said {
    /// The cost of a day of 24 hours.
    pub cost: Money,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who said it.
    pub contact: Option<ContactId>,
    /// On which day.
    pub on: Option<Date>,
    /// Whoever writes gave the version of the profile that they read.
    pub seen: bool,
    /// Why a less certain number takes the place of a more certain one.
    pub reason: Option<String>,
}

fn refused_cost(standing: Option<Confidence>, fault: CostFault) -> Refusal {
    let weaker = |pointer: &str, rule: &'static str| {
        let stands = standing.unwrap_or(Confidence::OurEstimate).message();
        Refusal::field(pointer, rule).with("stands", Fact::Word(stands))
    };
    match fault {
        CostFault::Contact => {
            Refusal::field("/contact", "value.said_by").possible("value-estimate", Vec::new())
        }
        CostFault::Unseen => weaker("/version", "value.less_certain_unseen"),
        CostFault::Reason => weaker("/reason", "value.less_certain"),
    }
}

fn lay_cost(tx: &mut Tx, act: &mut Act<'_>, row: &mut ProfileRow, said: Said) -> Outcome<()> {
    let cost = input::positive("/stop_cost", said.cost)?;
    let today = settings::today(act);
    let on = said.on.unwrap_or(today);
    if on > today {
        return Err(Refusal::field("/said_on", "value.said_later"));
    }
    if let Some(contact) = said.contact {
        customer::named_contact(tx, row.customer_id, "/contact", contact)?;
    }
    let reason = input::some("/reason", said.reason.as_deref(), input::WORDING_MAX)?;
    let asked = rules::CostSaid {
        confidence: said.confidence,
        contact: said.contact.is_some(),
        seen: said.seen,
        reason: reason.is_some(),
    };
    rules::may_say(row.stop_confidence, asked).map_err(|fault| refused_cost(row.stop_confidence, fault))?;
    act.fact("stop_cost", cost);
    if let Some(before) = row.stop_confidence.filter(|before| said.confidence < *before) {
        act.fact("confidence_before", before);
        if let Some(reason) = reason {
            tx.insert(&CostReasonRow {
                id: act.new_id(),
                customer_id: row.customer_id,
                profile_id: row.id,
                reason,
                stated_by: input::author(act),
                stated_at: act.now,
                version: 1,
            })?;
        }
    }
    act.fact("confidence", said.confidence);
    if let Some(before) = row.stop_cost().filter(|before| *before != cost) {
        act.fact("stop_cost_before", before);
    }
    row.stop_minor = Some(cost.minor);
    row.stop_currency = Some(cost.currency);
    row.stop_confidence = Some(said.confidence);
    row.stop_contact_id = said.contact;
    row.stop_said_on = Some(on);
    row.stop_via_id = input::author(act);
    Ok(())
}

/// Writes down what a stop costs the customer per day, who said it and how far it can be trusted. A return on
/// investment rests on the customer's own number alone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmStopCost {
    /// The customer.
    pub customer: CustomerId,
    /// For one asset.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// For one product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Row version that was read; open when there is no profile yet.
    #[serde(default)]
    pub version: Option<i64>,
    /// What a day of 24 hours without it costs them.
    pub stop_cost: Money,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who said it; needed unless it is our own estimate.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// On which day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub said_on: Option<Date>,
    /// Why, when a less certain number takes the place of a more certain one.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub reason: Option<String>,
}

impl Action for ConfirmStopCost {
    const NAME: &'static str = "value.stop_cost";
    const PERMISSION: Permission = Permission::ValueWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProfileDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProfileDone> {
        let scope = Scope { customer: self.customer, asset: self.asset, product: self.product };
        let (mut row, new) = open(tx, act, scope, self.version, true)?;
        let said = Said {
            cost: self.stop_cost,
            confidence: self.confidence,
            contact: self.contact,
            on: self.said_on,
            seen: self.version.is_some(),
            reason: self.reason,
        };
        lay_cost(tx, act, &mut row, said)?;
        close(tx, act, row, new)
    }
}

/// Keeps the answer to one of the four questions, in the customer's own words (R11, R15).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestion {
    /// The customer.
    pub customer: CustomerId,
    /// For one asset.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// For one product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Row version that was read; needed only where a less certain cost of a stop takes the place of a more certain one.
    #[serde(default)]
    pub version: Option<i64>,
    /// The question.
    pub question: Question,
    /// The answer in the customer's own words; for the cost of a stop it may stay open.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub words: Option<String>,
    /// What a day of 24 hours without it costs them; for the cost of a stop.
    #[serde(default)]
    pub stop_cost: Option<Money>,
    /// Who said it; needed for the cost of a stop.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Why, when a less certain cost of a stop takes the place of a more certain one.
    #[serde(default)]
    #[schemars(extend("maxLength" = 2000))]
    pub reason: Option<String>,
}

impl Action for AnswerQuestion {
    const NAME: &'static str = "value.answer";
    const PERMISSION: Permission = Permission::ValueWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProfileDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProfileDone> {
        let scope = Scope { customer: self.customer, asset: self.asset, product: self.product };
        let (mut row, new) = open(tx, act, scope, self.version, false)?;
        if self.question != Question::StopCost && self.stop_cost.is_some() {
            return Err(Refusal::field("/stop_cost", "value.other_question"));
        }
        let words = self.words.unwrap_or_default();
        act.fact("question", self.question);
        match self.question {
            Question::WhyBuy => row.reasons = Some(input::text("/words", &words, input::WORDING_MAX)?),
            Question::WhyImportant => {
                row.importance = Some(input::text("/words", &words, input::WORDING_MAX)?)
            }
            Question::NeverFails => {
                row.never_fails = Some(input::text("/words", &words, input::WORDING_MAX)?)
            }
            Question::StopCost => {
                let cost = self.stop_cost.ok_or_else(|| Refusal::field("/stop_cost", "field.required"))?;
                let said = Said {
                    cost,
                    confidence: Confidence::Told,
                    contact: self.contact,
                    on: None,
                    seen: self.version.is_some(),
                    reason: self.reason,
                };
                lay_cost(tx, act, &mut row, said)?;
            }
        }
        close(tx, act, row, new)
    }
}
