//! Plans and their versions.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_people::{CalendarId, PersonId};
use accord_store::{Tx, search::fold};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{ClockStop, Cover, PlanState, PlanVersionId, ServicePlanId},
    record::{self, PlanRow, PlanVersionRow},
    rules::plan as rules,
    terms::{Cards, Clause, NeedMet, PlanPrice},
};

/// The plans, from the one that gives least.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plans {
    /// Those that are not offered any more, too.
    pub archived: bool,
}

/// A plan in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanRowFacts {
    /// Id.
    pub id: ServicePlanId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Place among the plans.
    pub place: i64,
    /// Not offered any more.
    pub archived: bool,
    /// Row version.
    pub version: i64,
    /// What is on offer.
    pub on_offer: Option<VersionFacts>,
    /// What is being written.
    pub draft: Option<VersionFacts>,
}

/// A version of a plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionFacts {
    /// Id.
    pub id: PlanVersionId,
    /// Which of its versions.
    pub number: i64,
    /// How it stands.
    pub state: PlanState,
    /// Minutes to the response; open: by the end of the next working day.
    pub response_minutes: Option<i64>,
    /// Minutes to running again, where that is promised.
    pub restore_minutes: Option<i64>,
    /// Minutes that an outage is taken to last under the plan, until there is history.
    pub stop_minutes: i64,
    /// In which hours its clocks run.
    pub cover: Cover,
    /// Calendar of the business hours; open: the site's own.
    pub calendar: Option<CalendarId>,
    /// What stops the response clock.
    pub clock_stop: ClockStop,
    /// What is included.
    pub inclusions: Vec<Clause>,
    /// What is not.
    pub exclusions: Vec<Clause>,
    /// Causes of an outage that it does not cover.
    pub excluded_causes: Vec<String>,
    /// Which clause answers which need.
    pub needs: Vec<NeedMet>,
    /// Prices of a year.
    pub prices: Vec<PlanPrice>,
    /// Months of a paid term.
    pub term_months: i64,
    /// Whether it may cover the warranty at no extra cost.
    pub uplift_allowed: bool,
    /// Preventive visits in a year.
    pub visits_year: i64,
    /// Its value cards.
    pub cards: Cards,
    /// What stands against publishing it, message keys.
    pub lacks: Vec<String>,
    /// Who drafted it.
    pub drafted_by: Option<PersonId>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub drafted_at: Timestamp,
    /// When it was published.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub published_at: Option<Timestamp>,
    /// When it was withdrawn.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub withdrawn_at: Option<Timestamp>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A version as the views show it.
pub(crate) fn version_facts(row: PlanVersionRow) -> VersionFacts {
    let lacks = match row.state {
        PlanState::Draft => rules::lacks(&row.cards.0, &row.prices.0, &row.inclusions.0),
        PlanState::Published | PlanState::Withdrawn => Vec::new(),
    };
    VersionFacts {
        id: row.id,
        number: row.number,
        state: row.state,
        response_minutes: row.response_minutes,
        restore_minutes: row.restore_minutes,
        stop_minutes: row.stop_minutes,
        cover: row.cover,
        calendar: row.calendar_id,
        clock_stop: row.clock_stop,
        inclusions: row.inclusions.0,
        exclusions: row.exclusions.0,
        excluded_causes: row.excluded_causes.0,
        needs: row.needs.0,
        prices: row.prices.0,
        term_months: row.term_months,
        uplift_allowed: row.uplift_allowed,
        visits_year: row.visits_year,
        cards: row.cards.0,
        lacks: lacks.into_iter().map(|lack| lack.message().to_owned()).collect(),
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn_at,
        withdrawn_reason: row.withdrawn_reason,
        version: row.version,
    }
}

fn row_facts(plan: PlanRow, versions: Vec<PlanVersionRow>) -> PlanRowFacts {
    let (mut on_offer, mut draft) = (None, None);
    for row in versions {
        match row.state {
            PlanState::Published => on_offer = Some(version_facts(row)),
            PlanState::Draft => draft = Some(version_facts(row)),
            PlanState::Withdrawn => {}
        }
    }
    PlanRowFacts {
        id: plan.id,
        code: plan.code,
        name: plan.name,
        place: plan.place,
        archived: plan.archived,
        version: plan.version,
        on_offer,
        draft,
    }
}

impl View for Plans {
    const NAME: &'static str = "value.plans";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<PlanRowFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<PlanRowFacts>> {
        let mut found = Vec::new();
        for plan in record::plans(tx)? {
            if plan.archived && !self.archived {
                continue;
            }
            let versions = record::versions_of(tx, plan.id)?;
            found.push(row_facts(plan, versions));
        }
        Ok(found)
    }
}

/// One plan with all its versions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnePlan {
    /// The plan.
    pub plan: ServicePlanId,
}

/// A plan with all its versions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanFacts {
    /// As in the list.
    pub plan: PlanRowFacts,
    /// Versions, the newest first.
    pub versions: Vec<VersionFacts>,
}

impl View for OnePlan {
    const NAME: &'static str = "value.plan";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<PlanFacts> {
        let plan = record::load_plan(tx, self.plan)?;
        let versions = record::versions_of(tx, plan.id)?;
        let all = versions.iter().cloned().map(version_facts).collect();
        Ok(PlanFacts { plan: row_facts(plan, versions), versions: all })
    }
}

/// One version of a plan, whatever its state: what a contract bought.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanVersionFacts {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
}

impl View for PlanVersionFacts {
    const NAME: &'static str = "value.plan_version";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VersionFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<VersionFacts> {
        record::plan_version(tx, self.plan_version).map(version_facts)
    }
}

/// Something to choose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChoiceOffer {
    /// Id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

/// Plans to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanChoices {
    /// Part of name or code.
    pub query: Option<String>,
    /// Only this one: its label.
    pub id: Option<ServicePlanId>,
}

impl View for PlanChoices {
    const NAME: &'static str = "plan.choices";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ChoiceOffer>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<ChoiceOffer>> {
        let wanted = fold(self.query.as_deref().unwrap_or_default().trim());
        let fits = |plan: &PlanRow| match self.id {
            Some(id) => plan.id == id,
            None => {
                !plan.archived && (fold(&plan.name).contains(&wanted) || fold(&plan.code).contains(&wanted))
            }
        };
        let plans = record::plans(tx)?.into_iter().filter(fits).take(50);
        Ok(plans.map(|plan| ChoiceOffer { id: plan.id.0, label: plan.name, hint: plan.code }).collect())
    }
}

/// Versions that are on offer, to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanVersionChoices {
    /// Part of name or code.
    pub query: Option<String>,
    /// Only this one, whatever its state: its label.
    pub id: Option<PlanVersionId>,
}

impl View for PlanVersionChoices {
    const NAME: &'static str = "plan_version.choices";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ChoiceOffer>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<ChoiceOffer>> {
        let pairs = match self.id {
            Some(id) => match record::plan_version(tx, id) {
                Ok(row) => vec![(record::load_plan(tx, row.plan_id)?, row)],
                Err(refusal) if refusal.rule == Refusal::absent().rule => Vec::new(),
                Err(refusal) => return Err(refusal),
            },
            None => record::on_offer(tx)?,
        };
        let wanted = fold(self.query.as_deref().unwrap_or_default().trim());
        let label = |(plan, row): (PlanRow, PlanVersionRow)| ChoiceOffer {
            id: row.id.0,
            label: plan.name,
            hint: format!("{} {}", plan.code, row.number),
        };
        Ok(pairs.into_iter().map(label).filter(|offer| fold(&offer.label).contains(&wanted)).collect())
    }
}
