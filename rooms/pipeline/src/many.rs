//! Which acts on an opportunity may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Refusal, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    OpportunityId,
    record::{Opportunity, open_step, opportunity},
};

const LIST: &str = "opportunity.list";

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    let bulk =
        |name, action, asks, stand| Bulk { name, view: LIST, entity: "opportunity", action, asks, stand };
    registry
        .extend(bulk("opportunity.owner", "opportunity.change", &["owner"], owner))
        .extend(bulk("opportunity.step_day", "opportunity.plan_step", &["due_on"], step_day))
        .extend(bulk("opportunity.stage", "opportunity.move", &["stage"], stage));
}

fn standing(one: &Opportunity, input: JsonValue, back: Vec<(&'static str, JsonValue)>) -> Standing {
    Standing {
        customer: Some(one.customer_id.into()),
        label: format!("{} · {}", one.number, one.title),
        mark: one.version.to_string(),
        version: Some(one.version),
        input,
        back,
    }
}

fn owner(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let one = opportunity(tx, OpportunityId(row))?;
    let input = json!({ "opportunity": one.id, "version": one.version });
    // Who pursued it in another system is nobody whom an act could name.
    let back =
        one.owner_id.map(|owner| ("opportunity.change", json!({ "opportunity": one.id, "owner": owner })));
    Ok(standing(&one, input, back.into_iter().collect()))
}

/// The step stays what it is, on another day; an opportunity without one has none to move.
fn step_day(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let one = opportunity(tx, OpportunityId(row))?;
    let step = open_step(tx, one.id)?
        .ok_or_else(|| Refusal::conflict("pipeline.no_step").with("number", one.number.clone()))?;
    let input = json!({ "opportunity": one.id, "what": step.what });
    let former = json!({ "opportunity": one.id, "what": step.what, "due_on": step.due_on });
    Ok(standing(&one, input, vec![("opportunity.plan_step", former)]))
}

fn stage(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let one = opportunity(tx, OpportunityId(row))?;
    let input = json!({ "opportunity": one.id, "version": one.version });
    let former = json!({ "opportunity": one.id, "stage": one.stage });
    Ok(standing(&one, input, vec![("opportunity.move", former)]))
}
