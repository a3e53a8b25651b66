//! The pages of value: the profile with the four questions, the value table, the plans with their cards, the library of
//! claims, and the needs that no plan covers. They read views only.

mod claims;
mod parts;
mod plan;
mod plans;
mod profile;
mod table;
mod unmet;

use accord_face::{Followed, Home, Lookup, Offer};
use accord_kernel::{Outcome, Permission, Reader, Registry};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{ChoiceOffer, PlanChoices, PlanVersionChoices};

pub use profile::{stop_cost_form, value_panel};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(profile::PAGE)
        .extend(table::PAGE)
        .extend(plans::PAGE)
        .extend(plan::PAGE)
        .extend(claims::PAGE)
        .extend(unmet::PAGE)
        .extend(Followed::of("service_plan", Permission::ValueRead))
        .extend(Home { entity: "service_plan", path: "/plans/{id}" })
        .extend(Lookup { entity: "service_plan", few: true, find: find_plan, label: plan_label })
        .extend(Lookup { entity: "plan_version", few: true, find: find_version, label: version_label });
}

fn offers(choices: Vec<ChoiceOffer>) -> Vec<Offer> {
    let offer = |choice: ChoiceOffer| Offer { value: choice.id, label: choice.label, hint: choice.hint };
    choices.into_iter().map(offer).collect()
}

fn find_plan(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    Ok(offers(reader.view(PlanChoices { query: Some(query.to_owned()), id: None })?))
}

fn plan_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = reader.view(PlanChoices { query: None, id: Some(id.into()) })?;
    Ok(found.into_iter().next().map(|choice| choice.label))
}

fn find_version(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    Ok(offers(reader.view(PlanVersionChoices { query: Some(query.to_owned()), id: None })?))
}

fn version_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = reader.view(PlanVersionChoices { query: None, id: Some(id.into()) })?;
    Ok(found.into_iter().next().map(|choice| format!("{} {}", choice.label, choice.hint)))
}
