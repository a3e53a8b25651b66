//! The card of a plan as its customer reads it: on the customer's own page, on paper and by the API. It has no price and
//! no word for colleagues: what a plan costs stands in the quote, for the machine that it is for.

use accord_kernel::{Audience, Context, Fact, Language, Outcome, Permission, Refusal, Tongue, Touches, View};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ClockStop, Cover, PlanState, PlanVersionId},
    record::{self, PlanVersionRow},
    terms::Clause,
};

/// Minutes of an hour.
const HOUR: i64 = 60;

/// A plan as its customer reads it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlanCard {
    /// The version.
    pub plan_version: PlanVersionId,
    /// Language of the words below.
    pub language: Language,
    /// Who offers it.
    pub company: String,
    /// Name of the plan.
    pub name: String,
    /// Which of its versions.
    pub number: i64,
    /// What it means to you, in a sentence.
    pub headline: String,
    /// What stands behind it.
    pub body: String,
    /// Minutes to our response; open: by the end of the next working day.
    pub response_minutes: Option<i64>,
    /// Minutes to running again, where that is promised.
    pub restore_minutes: Option<i64>,
    /// Hours in which the clock runs.
    pub cover: Cover,
    /// What "response" means.
    pub clock_stop: ClockStop,
    /// What is included.
    pub inclusions: Vec<String>,
    /// What is not.
    pub exclusions: Vec<String>,
    /// Causes of an outage that it does not cover.
    pub excluded_causes: Vec<String>,
    /// Months of a paid term.
    pub term_months: i64,
    /// Preventive visits in a year.
    pub visits_year: i64,
    /// It may cover the warranty at no extra cost when it is bought with the machine.
    pub uplift_allowed: bool,
    /// The day since which it is on offer, else today.
    #[schemars(with = "String", extend("format" = "date"))]
    pub since: Date,
}

/// "4 hour response, 24 x 7".
pub fn response_text(tongue: &Tongue<'_>, minutes: Option<i64>, cover: Cover) -> String {
    let cover = Fact::Word(cover.message());
    match minutes {
        None => tongue.say_with("plan-response-day", &[("cover", cover)]),
        Some(minutes) if minutes % HOUR == 0 => {
            tongue.say_with("plan-response-hours", &[("n", (minutes / HOUR).into()), ("cover", cover)])
        }
        Some(minutes) => tongue.say_with("plan-response-minutes", &[("n", minutes.into()), ("cover", cover)]),
    }
}

/// A length in hours where it is whole ones, else in minutes.
pub fn length_text(tongue: &Tongue<'_>, minutes: i64) -> String {
    if minutes % HOUR == 0 {
        tongue.say_with("value-hours", &[("n", (minutes / HOUR).into())])
    } else {
        tongue.say_with("value-minutes", &[("n", minutes.into())])
    }
}

impl PlanCard {
    /// Its response in words.
    pub fn response(&self, tongue: &Tongue<'_>) -> String {
        response_text(tongue, self.response_minutes, self.cover)
    }

    /// What "response" means, in words: the customer must not have to guess what stops the clock.
    pub fn means(&self, tongue: &Tongue<'_>) -> String {
        tongue.say_with("plan-response-means", &[("means", Fact::Word(self.clock_stop.message()))])
    }
}

/// The card of a version in a language.
///
/// # Errors
/// What the database refuses.
pub fn plan_card(tx: &mut Tx, ctx: &Context, row: &PlanVersionRow, language: Language) -> Outcome<PlanCard> {
    let plan = record::load_plan(tx, row.plan_id)?;
    let said = |list: &[Clause]| {
        let one = |clause: &Clause| match language {
            Language::English => clause.en.clone(),
            Language::Portuguese => clause.pt.clone(),
        };
        list.iter().map(one).collect()
    };
    let card = match language {
        Language::English => row.cards.0.customer_en.clone(),
        Language::Portuguese => row.cards.0.customer_pt.clone(),
    };
    let card = card.unwrap_or_default();
    Ok(PlanCard {
        plan_version: row.id,
        language,
        company: accord_room_people::the_company(tx)?.name,
        name: plan.name,
        number: row.number,
        headline: card.headline,
        body: card.body,
        response_minutes: row.response_minutes,
        restore_minutes: row.restore_minutes,
        cover: row.cover,
        clock_stop: row.clock_stop,
        inclusions: said(&row.inclusions.0),
        exclusions: said(&row.exclusions.0),
        excluded_causes: row.excluded_causes.0.clone(),
        term_months: row.term_months,
        visits_year: row.visits_year,
        uplift_allowed: row.uplift_allowed,
        since: ctx.zone().to_datetime(row.published_at.unwrap_or(ctx.now)).date(),
    })
}

/// The card of a version as its customer reads it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardOfPlan {
    /// The version.
    pub plan_version: PlanVersionId,
    /// Language; the reader's own when open.
    #[serde(default)]
    pub language: Option<Language>,
}

impl View for CardOfPlan {
    const NAME: &'static str = "value.plan_card";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanCard;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PlanCard> {
        let row = record::plan_version(tx, self.plan_version)?;
        plan_card(tx, ctx, &row, self.language.unwrap_or(ctx.language))
    }
}

/// The card of a plan that is or was on offer, for a customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalPlanCard {
    /// The version.
    pub plan_version: PlanVersionId,
}

impl View for PortalPlanCard {
    const NAME: &'static str = "portal.plan_card";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PlanCard;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PlanCard> {
        let row = record::plan_version(tx, self.plan_version)?;
        if row.state == PlanState::Draft || row.published_at.is_none() {
            return Err(Refusal::absent());
        }
        plan_card(tx, ctx, &row, ctx.language)
    }
}
