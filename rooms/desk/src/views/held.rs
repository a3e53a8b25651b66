//! What stands on paper for a customer in crisis and is held until they are well served again (R31): demonstrations and
//! the next steps of sales.

use accord_kernel::{Context, Outcome, Permission};
use accord_room_customer::CustomerId;
use accord_room_pipeline::{self as pipeline, DemoState, OpportunityId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;

/// Something of sales that waits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeldLine {
    /// The opportunity that it belongs to.
    pub opportunity: OpportunityId,
    /// The opportunity's number, or the demonstration's.
    pub number: String,
    /// The opportunity's title.
    pub title: String,
    /// When the demonstration was to begin; open for a step.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
    /// The day of the next step of sales; open for a demonstration.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
}

/// What is held: nothing for a customer who is not in crisis, and nothing is told to whoever may not see sales.
pub(super) fn of_customer(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Vec<HeldLine>> {
    if !ctx.principal.may(Permission::PipelineRead) || accord_room_case::crisis_of(tx, customer)?.is_none() {
        return Ok(Vec::new());
    }
    let mut held = Vec::new();
    for row in pipeline::open_opportunities(tx, customer)? {
        for demo in pipeline::demonstrations_of(tx, row.id)? {
            if demo.state == DemoState::Planned {
                held.push(HeldLine {
                    opportunity: row.id,
                    number: demo.number,
                    title: row.title.clone(),
                    starts_at: Some(demo.starts_at),
                    on: None,
                });
            }
        }
        if row.next_step_on.is_some() {
            held.push(HeldLine {
                opportunity: row.id,
                number: row.number,
                title: row.title,
                starts_at: None,
                on: row.next_step_on,
            });
        }
    }
    Ok(held)
}
