//! What stands on paper for a customer in crisis and is held until they are well served again (R31): demonstrations, the
//! next steps of sales, and the tasks about contracts that sell.

use accord_kernel::{Context, Outcome, Permission, View};
use accord_room_contract::{TaskKind, views::TaskList};
use accord_room_customer::CustomerId;
use accord_room_pipeline::{self as pipeline, DemoState, OpportunityId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;

/// Something of sales that waits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeldLine {
    /// The opportunity that it belongs to; open for a task.
    pub opportunity: Option<OpportunityId>,
    /// What a task is about; open for what belongs to an opportunity.
    pub task: Option<TaskKind>,
    /// The opportunity's number, or the demonstration's; none for a task.
    pub number: String,
    /// The opportunity's title, or the name of the unit that a task is about.
    pub title: String,
    /// When the demonstration was to begin; open for a step.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
    /// The day of the next step of sales, or of a task; open for a demonstration.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
}

/// What is held: nothing for a customer who is not in crisis, and nothing is told to whoever may not see sales.
pub(super) fn of_customer(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Vec<HeldLine>> {
    if accord_room_case::crisis_of(tx, customer)?.is_none() {
        return Ok(Vec::new());
    }
    let mut held = Vec::new();
    if ctx.principal.may(Permission::PipelineRead) {
        held.extend(of_pipeline(tx, customer)?);
    }
    if ctx.principal.may(Permission::ContractRead) {
        held.extend(of_contracts(tx, ctx, customer)?);
    }
    Ok(held)
}

/// Tasks that sell, the next due first.
fn of_contracts(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Vec<HeldLine>> {
    let list = TaskList { customer: Some(customer), limit: Some(200), ..TaskList::default() };
    let selling = list.read(tx, ctx)?.rows.into_iter().filter(|task| task.kind.sells());
    Ok(selling
        .map(|task| HeldLine {
            opportunity: None,
            task: Some(task.kind),
            number: String::new(),
            title: task.what,
            starts_at: None,
            on: Some(task.due_on),
        })
        .collect())
}

fn of_pipeline(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<HeldLine>> {
    let mut held = Vec::new();
    for row in pipeline::open_opportunities(tx, customer)? {
        for demo in pipeline::demonstrations_of(tx, row.id)? {
            if demo.state == DemoState::Planned {
                held.push(HeldLine {
                    opportunity: Some(row.id),
                    task: None,
                    number: demo.number,
                    title: row.title.clone(),
                    starts_at: Some(demo.starts_at),
                    on: None,
                });
            }
        }
        if row.next_step_on.is_some() {
            held.push(HeldLine {
                opportunity: Some(row.id),
                task: None,
                number: row.number,
                title: row.title,
                starts_at: None,
                on: row.next_step_on,
            });
        }
    }
    Ok(held)
}
