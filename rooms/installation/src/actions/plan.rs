//! Plans: made by hand where no order makes them, moved, led, given a list, dropped.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{self as people, PersonId};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::touches;
use crate::{
    follow::workable,
    id::{InstallationId, InstallationState, PlanKind, TemplateId},
    input::{WORDING_MAX, date, text, to_come},
    neighbours::{Word, at_version, tell, today_at},
    planning::{self, NewPlan, facts, make, put_courses, put_items},
    record::{
        plan::{Installation, installation, items, of_asset, template},
        training::courses_of,
    },
};

/// A plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanAnswer {
    /// Its id.
    pub installation: InstallationId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: InstallationState,
    /// Row version.
    pub version: i64,
}

impl PlanAnswer {
    pub(super) fn of(row: &Installation) -> Self {
        Self { installation: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

/// Makes a plan for a unit that came without an order of ours: from stock, moved, bought second-hand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanInstallation {
    /// The customer.
    pub customer: CustomerId,
    /// The unit.
    pub asset: AssetId,
    /// First day of the work.
    #[schemars(with = "String", extend("format" = "date"))]
    pub planned_from: Date,
    /// Last day; the first when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_until: Option<Date>,
}

impl Action for PlanInstallation {
    const NAME: &'static str = "installation.plan";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let account = customer::load(tx, self.customer)?;
        let unit = asset::named_asset(tx, account.id, "/asset", self.asset)?;
        if let Some(known) = of_asset(tx, unit.id)?
            && known.is_open()
        {
            return Err(Refusal::conflict("installation.planned_already").with("number", known.number));
        }
        if let Some(on) = unit.accepted_on {
            return Err(Refusal::conflict("acceptance.already").with("number", unit.number).with("on", on));
        }
        let from = date("/planned_from", self.planned_from)?;
        let until = date("/planned_until", self.planned_until.unwrap_or(from))?;
        if until < from {
            return Err(Refusal::field("/planned_until", "installation.ends_before"));
        }
        let last = if self.planned_until.is_some() { "/planned_until" } else { "/planned_from" };
        to_come(last, until, today_at(tx, act, unit.site_id)?)?;
        let new = NewPlan {
            kind: PlanKind::Install,
            customer: account.id,
            site: unit.site_id,
            order: None,
            line: None,
            unit_no: 1,
            asset: Some(unit.id),
            product: unit.product_id,
            title: unit.model.clone(),
            seats: 0,
            dates: Some((from, until)),
            by_hand: true,
        };
        Ok(PlanAnswer::of(&make(tx, act, new)?))
    }
}

/// Moves a plan to other days. What was ready for the days before is to be said to hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovePlan {
    /// The plan.
    pub installation: InstallationId,
    /// The version that was read.
    pub version: i64,
    /// First day of the work.
    #[schemars(with = "String", extend("format" = "date"))]
    pub planned_from: Date,
    /// Last day; of software: the day on which it goes live.
    #[schemars(with = "String", extend("format" = "date"))]
    pub planned_until: Date,
    /// Why.
    pub words: String,
}

impl Action for MovePlan {
    const NAME: &'static str = "installation.move";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let mut row = installation(tx, self.installation)?;
        at_version(&row, self.version)?;
        workable(&row)?;
        let from = date("/planned_from", self.planned_from)?;
        let until = date("/planned_until", self.planned_until)?;
        if until < from {
            return Err(Refusal::field("/planned_until", "installation.ends_before"));
        }
        to_come("/planned_until", until, today_at(tx, act, row.site_id)?)?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        row.moved_by_hand = true;
        let again = planning::move_to(tx, act, &mut row, from, until, Some(words))?;
        act.fact("again", again);
        Ok(PlanAnswer::of(&row))
    }
}

/// Says who leads a plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignLead {
    /// The plan.
    pub installation: InstallationId,
    /// The version that was read.
    pub version: i64,
    /// Who.
    pub lead: PersonId,
}

impl Action for AssignLead {
    const NAME: &'static str = "installation.assign";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let mut row = installation(tx, self.installation)?;
        at_version(&row, self.version)?;
        workable(&row)?;
        people::named_person(tx, "/lead", self.lead)?;
        if let Some(before) = row.lead_id {
            act.chain(before);
        }
        row.lead_id = Some(self.lead);
        tx.update(&mut row)?;
        act.chain(self.lead);
        facts(act, &row);
        let word = Word::new("notice-installation-yours", format!("/installations/{}", row.id))
            .with("number", row.number.clone())
            .with("what", row.title.clone())
            .about(row.customer_id);
        tell(tx, act, &[self.lead], &word)?;
        Ok(PlanAnswer::of(&row))
    }
}

/// Gives a plan that has no list of steps the list of a template.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyTemplate {
    /// The plan.
    pub installation: InstallationId,
    /// The version that was read.
    pub version: i64,
    /// The template.
    pub template: TemplateId,
}

impl Action for ApplyTemplate {
    const NAME: &'static str = "installation.apply_template";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let mut row = installation(tx, self.installation)?;
        at_version(&row, self.version)?;
        workable(&row)?;
        let list: Option<_> = template(tx, self.template).ok().filter(|list| list.standing);
        let Some(list) = list.filter(|list| list.kind == row.kind) else {
            return Err(Refusal::field("/template", "field.unknown_reference"));
        };
        if !items(tx, row.id)?.is_empty() {
            return Err(Refusal::conflict("installation.has_list").with("number", row.number));
        }
        row.template_id = Some(list.id);
        row.tools = Json(list.content.0.tools.clone());
        row.skills = Json(list.content.0.skills.clone());
        tx.update(&mut row)?;
        put_items(tx, act, &row, &list.content.0)?;
        if courses_of(tx, row.id)?.is_empty() {
            put_courses(tx, act, &row, &list.content.0)?;
        }
        facts(act, &row);
        act.fact("template", list.id);
        Ok(PlanAnswer::of(&row))
    }
}

/// Drops a plan: the unit is not installed by us.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelPlan {
    /// The plan.
    pub installation: InstallationId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for CancelPlan {
    const NAME: &'static str = "installation.cancel";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        let mut row = installation(tx, self.installation)?;
        at_version(&row, self.version)?;
        workable(&row)?;
        row.state = InstallationState::Cancelled;
        row.reason = Some(text("/reason", &self.reason, WORDING_MAX)?);
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(PlanAnswer::of(&row))
    }
}
