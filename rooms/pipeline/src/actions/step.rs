//! The next step, and whom we met.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_room_people::{self as people, settings::today};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{StandAnswer, close_step, load_open, open::next_step, plan_step, touches};
use crate::{
    OpportunityId, OpportunityState,
    input::{NAME_MAX, WORDING_MAX, date, text, words},
    neighbours::author,
    record::{Met, opportunity},
    tell::tell,
};

/// Plans the next step of an opportunity; one that is open already is planned anew.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanStep {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// What.
    pub what: String,
    /// Day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

impl Action for PlanStep {
    const NAME: &'static str = "opportunity.plan_step";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = load_open(tx, self.opportunity)?;
        let due_on = date("/due_on", self.due_on)?;
        if due_on < today(act) {
            return Err(Refusal::field("/due_on", "pipeline.step_in_past"));
        }
        let what = text("/what", &self.what, NAME_MAX)?;
        plan_step(tx, act, &mut row, what, due_on)?;
        tx.update(&mut row)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        Ok(StandAnswer::of(&row))
    }
}

/// Says what came of the next step, and plans the one after it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishStep {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// What came of it.
    pub outcome: String,
    /// What comes next; without it the opportunity is on the list of those that stand still.
    #[serde(default)]
    pub next_step: Option<String>,
    /// On which day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub next_step_on: Option<Date>,
}

impl Action for FinishStep {
    const NAME: &'static str = "opportunity.finish_step";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = load_open(tx, self.opportunity)?;
        let outcome = text("/outcome", &self.outcome, WORDING_MAX)?;
        let next = next_step("next_step", self.next_step.as_deref(), self.next_step_on)?;
        if !close_step(tx, act, &mut row, today(act), &outcome)? {
            return Err(Refusal::conflict("pipeline.no_step").with("number", row.number));
        }
        if let Some((what, due_on)) = next {
            if due_on < today(act) {
                return Err(Refusal::field("/next_step_on", "pipeline.step_in_past"));
            }
            plan_step(tx, act, &mut row, what, due_on)?;
        }
        tx.update(&mut row)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        Ok(StandAnswer::of(&row))
    }
}

/// A next step is past its day by the days of the house: who pursues it and those above hear of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindStep {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// The day that it had.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

impl Action for RemindStep {
    const NAME: &'static str = "opportunity.remind";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let row = opportunity(tx, self.opportunity)?;
        act.quiet();
        if row.state != OpportunityState::Open || row.next_step_on != Some(self.due_on) {
            return Ok(());
        }
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("due", self.due_on);
        let mut persons: Vec<_> = row.owner_id.into_iter().collect();
        if let Some(owner) = row.owner_id {
            persons.extend(people::heads_of(tx, owner)?);
        }
        tell(tx, act, persons, "notice-opportunity-overdue", &row, vec![("due", self.due_on.into())])
    }
}

/// Notes that we met somebody at the customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetContact {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Whom.
    pub contact: ContactId,
    /// Day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub met_on: Option<Date>,
    /// What they are to it: decides, uses, pays.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for MeetContact {
    const NAME: &'static str = "opportunity.meet";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let row = opportunity(tx, self.opportunity)?;
        customer::named_contact(tx, row.customer_id, "/contact", self.contact)?;
        let met_on = date("/met_on", self.met_on.unwrap_or(today(act)))?;
        if met_on > today(act) {
            return Err(Refusal::field("/met_on", "pipeline.in_future"));
        }
        let met = Met {
            id: act.new_id(),
            opportunity_id: row.id,
            contact_id: self.contact,
            person_id: author(act),
            met_on,
            note: words("/note", self.note.as_deref(), NAME_MAX)?,
            version: 1,
        };
        tx.insert(&met)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("contact", self.contact);
        Ok(StandAnswer::of(&row))
    }
}
