//! One opportunity from start to finish.

use accord_kernel::{Audience, Context, MetricValue, Outcome, Permission, Touches, View};
use accord_room_asset::{self as asset, AssetId, Origin};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId, SiteId};
use accord_room_people::{self as people, PersonId, settings::today};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Names, OpportunityLine, Who,
    demo::{DemoLine, demo_lines},
    list::rows,
};
use crate::{
    EndReason, Kind, OpportunityId, ProgrammeId, StepId,
    engineers::met_engineers,
    record::{Met, Opportunity, Step, demonstrations_of, met, opportunity, programme_of_opportunity, steps},
    rules::{
        end::{Share, share},
        pursuit::pursuit,
    },
    stages::{Stage, stages},
};

/// An opportunity with everything about it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOpportunity {
    /// The opportunity.
    pub opportunity: OpportunityId,
}

/// Something that would be bought.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemFacts {
    /// The product; open when it is not known here.
    pub product: Option<ProductId>,
    /// Its code.
    pub code: Option<String>,
    /// In words.
    pub description: String,
    /// How many.
    pub quantity: i64,
}

/// A step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepFacts {
    /// Id.
    pub id: StepId,
    /// What.
    pub what: String,
    /// Day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Who planned it.
    pub made_by: Option<Who>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Day on which it was done.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub done_on: Option<Date>,
    /// What came of it.
    pub outcome: String,
}

/// Somebody whom we met.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetFacts {
    /// Whom.
    pub contact: ContactId,
    /// Their name.
    pub name: String,
    /// What they do there.
    pub job: String,
    /// The first time.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first_on: Date,
    /// The last time.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last_on: Date,
    /// How often.
    pub times: i64,
    /// What they are to it.
    pub note: String,
    /// Which of us met them.
    pub by: Vec<Who>,
}

/// The rival who is there now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IncumbentFacts {
    /// Name.
    pub maker: String,
    /// Where they are weak.
    pub weak_points: String,
}

/// A rival's unit that the customer uses.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RivalUnit {
    /// Id.
    pub id: AssetId,
    /// Number.
    pub number: String,
    /// What people call it.
    pub name: String,
    /// Its maker.
    pub maker: String,
    /// Since when it is in service.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub in_service_on: Option<Date>,
    /// Whole years since then.
    pub age_years: Option<i64>,
    /// Last day of the rival's contract for it.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub contract_ends_on: Option<Date>,
}

/// An opportunity.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpportunityFacts {
    /// As lists show it.
    pub line: OpportunityLine,
    /// For which place.
    pub site: Option<SiteId>,
    /// Its name.
    pub site_name: Option<String>,
    /// What would be bought.
    pub items: Vec<ItemFacts>,
    /// The rival who is there now.
    pub incumbent: Option<IncumbentFacts>,
    /// Days of the pursuit.
    pub days: i64,
    /// The same in whole months …
    pub months: i64,
    /// … and days.
    pub rest_days: i64,
    /// Units of rivals that the customer uses, the oldest first.
    pub rival_units: Vec<RivalUnit>,
    /// All units that the customer uses, ours with them.
    pub units_in_use: i64,
    /// Share of rivals' units among them in per cent, one digit after the point; falls as each is retired.
    #[schemars(with = "Option<String>")]
    pub incumbent_share: Option<Decimal>,
    /// The replacement programme that it is.
    pub programme: Option<ProgrammeId>,
    /// The next step.
    pub next_step: Option<StepFacts>,
    /// Steps that are done, the latest first.
    pub steps: Vec<StepFacts>,
    /// The people met, the latest first.
    pub met: Vec<MetFacts>,
    /// Demonstrations, the latest first.
    pub demos: Vec<DemoLine>,
    /// Engineers whom the customer met, for service owner.
    pub proposed_service_owners: Vec<Who>,
    /// Who said how it ended.
    pub closed_by: Option<Who>,
    /// What decided it.
    pub end_reason: Option<EndReason>,
    /// In words.
    pub end_words: String,
    /// The rival who got it.
    pub lost_to: String,
    /// When we asked again.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub recontacted_at: Option<Timestamp>,
    /// As what the win counts.
    pub counted_as: Option<Kind>,
    /// The order that it became.
    pub order: Option<Uuid>,
    /// Came from elsewhere.
    pub imported: bool,
    /// The stages of the house, in their order.
    pub stages: Vec<Stage>,
    /// Row version.
    pub version: i64,
}

impl View for OneOpportunity {
    const NAME: &'static str = "opportunity.one";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OpportunityFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(opportunity(tx, self.opportunity)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OpportunityFacts> {
        let row = opportunity(tx, self.opportunity)?;
        let stages = stages(tx)?.into_iter().map(|stage| Stage { name: stage.label(&ctx.tongue()), ..stage });
        let stages: Vec<Stage> = stages.collect();
        let line =
            rows(tx, ctx, std::slice::from_ref(&row))?.pop().ok_or_else(accord_kernel::Refusal::absent)?;
        let steps = steps(tx, row.id)?;
        let met = met(tx, row.id)?;
        let engineers = met_engineers(tx, &row)?;
        let mut persons: Vec<PersonId> = steps.iter().filter_map(|step| step.made_by).collect();
        persons.extend(met.iter().filter_map(|met| met.person_id));
        persons.extend(row.closed_by);
        persons.extend(&engineers);
        let names = Names::read(tx, persons, Vec::new())?;
        let length = pursuit(row.opened_on, row.closed_on.unwrap_or(today(ctx)));
        let (open, done): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|step| step.done_on.is_none());
        let incumbent = (!row.incumbent.is_empty())
            .then(|| IncumbentFacts { maker: row.incumbent.clone(), weak_points: row.weak_points.clone() });
        let site_name = row.site_id.map(|site| customer::site(tx, site)).transpose()?.map(|site| site.name);
        let demos = demonstrations_of(tx, row.id)?;
        let (rival_units, in_use) = rivals(tx, ctx, &row)?;
        let programme = programme_of_opportunity(tx, row.id)?.map(|one| one.id);
        Ok(OpportunityFacts {
            rival_units,
            units_in_use: in_use.all,
            incumbent_share: MetricValue::percent(in_use.rivals, in_use.all),
            programme,
            site: row.site_id,
            site_name,
            items: items(tx, &row)?,
            incumbent,
            days: length.days,
            months: length.months,
            rest_days: length.rest_days,
            next_step: open.first().map(|step| step_facts(&names, step)),
            steps: done.iter().rev().map(|step| step_facts(&names, step)).collect(),
            met: people_met(tx, &names, &met)?,
            demos: demo_lines(tx, ctx, &demos)?,
            proposed_service_owners: engineers.into_iter().map(|id| names.who(id)).collect(),
            closed_by: names.maybe(row.closed_by),
            end_reason: row.end_reason,
            end_words: row.end_words.clone(),
            lost_to: row.lost_to.clone(),
            recontacted_at: row.recontacted_at,
            counted_as: row.counted_as,
            order: row.order_id,
            imported: row.imported,
            stages,
            version: row.version,
            line,
        })
    }
}

/// Rivals' units in use at the customer, and what they are of all that is in use.
fn rivals(tx: &mut Tx, ctx: &Context, row: &Opportunity) -> Outcome<(Vec<RivalUnit>, Share)> {
    let today = today(ctx);
    let mut units = asset::of_customer(tx, row.customer_id)?;
    units.retain(|unit| unit.retired_on.is_none() && unit.parent_id.is_none());
    let in_use = share(units.iter().map(|unit| unit.origin == Origin::Rival));
    units.retain(|unit| unit.origin == Origin::Rival);
    units.sort_by_key(|unit| (unit.in_service_on.is_none(), unit.in_service_on, unit.id));
    let shown = units.into_iter().map(|unit| RivalUnit {
        id: unit.id,
        name: unit.name(),
        age_years: unit.in_service_on.map(|on| pursuit(on, today).months / 12),
        number: unit.number,
        maker: unit.maker,
        in_service_on: unit.in_service_on,
        contract_ends_on: unit.contract_ends_on,
    });
    Ok((shown.collect(), in_use))
}

fn items(tx: &mut Tx, row: &Opportunity) -> Outcome<Vec<ItemFacts>> {
    let ids: Vec<ProductId> = row.items.0.iter().filter_map(|item| item.product).collect();
    let known = catalog::find_all(tx, &ids)?;
    let facts = row.items.0.iter().map(|item| ItemFacts {
        product: item.product,
        code: item.product.and_then(|id| known.get(&id)).map(|product| product.code.clone()),
        description: item.description.clone(),
        quantity: item.quantity,
    });
    Ok(facts.collect())
}

fn step_facts(names: &Names, step: &Step) -> StepFacts {
    StepFacts {
        id: step.id,
        what: step.what.clone(),
        due_on: step.due_on,
        made_by: names.maybe(step.made_by),
        made_at: step.made_at,
        done_on: step.done_on,
        outcome: step.outcome.clone(),
    }
}

/// One line a contact, however often we met: `met` has the latest first.
fn people_met(tx: &mut Tx, names: &Names, met: &[Met]) -> Outcome<Vec<MetFacts>> {
    let mut list: Vec<MetFacts> = Vec::new();
    for one in met {
        let by = names.maybe(one.person_id);
        if let Some(known) = list.iter_mut().find(|known| known.contact == one.contact_id) {
            known.first_on = one.met_on;
            known.times += 1;
            if known.note.is_empty() {
                known.note.clone_from(&one.note);
            }
            known.by.extend(by.filter(|who| !known.by.contains(who)));
            continue;
        }
        let contact = customer::contact(tx, one.contact_id)?;
        list.push(MetFacts {
            contact: one.contact_id,
            name: contact.name,
            job: contact.job,
            first_on: one.met_on,
            last_on: one.met_on,
            times: 1,
            note: one.note.clone(),
            by: by.into_iter().collect(),
        });
    }
    Ok(list)
}

/// A colleague as this room names them.
pub(super) fn named(tx: &mut Tx, id: PersonId) -> Outcome<Who> {
    Ok(Who { id, name: people::person(tx, id)?.name })
}
