//! The only ways to change the pipeline: each in a file of its own, thin.

mod change;
mod demo;
mod end;
mod open;
mod programme;
mod release;
mod sellers;
mod stages;
mod step;

pub use change::{ChangeOpportunity, MoveStage};
pub use demo::{CancelDemo, DemoAnswer, MoveDemo, PlanDemo, RecordDemo};
pub use end::{AskAgain, LoseOpportunity, RecontactDue, ReopenOpportunity, WinOpportunity, WonAnswer};
pub use open::{ItemInput, OpenOpportunity, OpenedOpportunity};
pub use programme::{
    AgreeCriterion, ChangeProgramme, DecideProgramme, JudgeCriterion, PlanProgramme, ProgrammeAnswer,
    SetTrial, WarnProgramme,
};
pub use release::{ReleaseEngineer, call_away, release_engineer};
pub use sellers::{LinkSeller, LinkedSeller};
pub use stages::{SetStages, StageInput};
pub use step::{FinishStep, MeetContact, PlanStep, RemindStep};

use accord_kernel::{Act, Fact, Outcome, Refusal, Registry, Schedule, Touches};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::settings::get;
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    OpportunityId, OpportunityState, StepId,
    neighbours::{author, morning},
    record::{Opportunity, Step, open_step, opportunity},
    settings::STEP_OVERDUE_DAYS,
};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<OpenOpportunity>()
        .action::<ChangeOpportunity>()
        .action::<MoveStage>()
        .action::<PlanStep>()
        .action::<FinishStep>()
        .action::<RemindStep>()
        .action::<MeetContact>()
        .action::<WinOpportunity>()
        .action::<LoseOpportunity>()
        .action::<ReopenOpportunity>()
        .action::<AskAgain>()
        .action::<RecontactDue>()
        .action::<SetStages>()
        .action::<LinkSeller>()
        .action::<PlanDemo>()
        .action::<MoveDemo>()
        .action::<RecordDemo>()
        .action::<CancelDemo>()
        .action::<ReleaseEngineer>()
        .action::<PlanProgramme>()
        .action::<ChangeProgramme>()
        .action::<SetTrial>()
        .action::<AgreeCriterion>()
        .action::<JudgeCriterion>()
        .action::<DecideProgramme>()
        .action::<WarnProgramme>();
}

/// How an opportunity stands after an act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandAnswer {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// How it stands.
    pub state: OpportunityState,
    /// Row version.
    pub version: i64,
}

impl StandAnswer {
    fn of(one: &Opportunity) -> Self {
        Self { opportunity: one.id, state: one.state, version: one.version }
    }
}

fn touches(tx: &mut Tx, id: OpportunityId) -> Outcome<Touches> {
    Ok(Touches::customer(opportunity(tx, id)?.customer_id))
}

/// A customer that a form names beside the thing itself, from which it offers sites and contacts, must be the thing's own.
fn same_customer(tx: &mut Tx, named: Option<CustomerId>, own: CustomerId) -> Outcome<()> {
    match named {
        Some(named) if customer::load(tx, named)?.id != own => {
            Err(Refusal::field("/customer", "pipeline.other_customer"))
        }
        _ => Ok(()),
    }
}

/// An opportunity that is still pursued.
fn load_open(tx: &mut Tx, id: OpportunityId) -> Outcome<Opportunity> {
    let one = opportunity(tx, id)?;
    if one.state == OpportunityState::Open {
        return Ok(one);
    }
    Err(not_open(&one))
}

fn not_open(one: &Opportunity) -> Refusal {
    Refusal::conflict("pipeline.not_open")
        .with("number", one.number.clone())
        .with("state", Fact::Word(one.state.message()))
        .possible_action("reopen", Vec::new(), "opportunity.reopen", json!({ "opportunity": one.id }))
}

/// Plans the next step of an opportunity, or plans it anew; the caller writes the opportunity.
fn plan_step(
    tx: &mut Tx,
    act: &mut Act<'_>,
    one: &mut Opportunity,
    what: String,
    due_on: Date,
) -> Outcome<StepId> {
    let step = match open_step(tx, one.id)? {
        Some(mut step) => {
            (step.what, step.due_on) = (what, due_on);
            tx.update(&mut step)?;
            step
        }
        None => {
            let step = Step {
                id: act.new_id(),
                opportunity_id: one.id,
                what,
                due_on,
                made_by: author(act),
                made_at: act.now,
                done_on: None,
                outcome: String::new(),
                version: 1,
            };
            tx.insert(&step)?;
            step
        }
    };
    one.next_step_on = Some(due_on);
    act.fact("step", &step.what);
    act.fact("due", due_on);
    watch_step(tx, act, one)?;
    Ok(step.id)
}

/// Somebody hears of a step that is past its day by the days of the house.
fn watch_step(tx: &mut Tx, act: &mut Act<'_>, one: &Opportunity) -> Outcome<()> {
    act.cancel(tx, "opportunity.remind", one.id)?;
    let (OpportunityState::Open, Some(due)) = (one.state, one.next_step_on) else { return Ok(()) };
    let limit: i64 = get(tx, act.context(), &STEP_OVERDUE_DAYS)?;
    let Ok(day) = due.checked_add(limit.days()) else { return Ok(()) };
    let plan = Schedule {
        action: "opportunity.remind",
        subject: one.id.into(),
        step: "overdue".to_owned(),
        input: json!({ "opportunity": one.id, "due_on": due }),
        due_at: morning(act.context(), day),
    };
    act.schedule(tx, &plan)
}

/// Ends the open step, when there is one; the caller writes the opportunity.
fn close_step(
    tx: &mut Tx,
    act: &mut Act<'_>,
    one: &mut Opportunity,
    on: Date,
    outcome: &str,
) -> Outcome<bool> {
    one.next_step_on = None;
    act.cancel(tx, "opportunity.remind", one.id)?;
    let Some(mut step) = open_step(tx, one.id)? else { return Ok(false) };
    step.done_on = Some(on);
    outcome.clone_into(&mut step.outcome);
    tx.update(&mut step)?;
    Ok(true)
}
