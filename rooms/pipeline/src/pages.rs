//! The pages of the pipeline: board and list, one opportunity, planning a demonstration, wins and losses, stages. They
//! read views only.

mod board;
mod demo;
mod list;
mod one;
mod parts;
mod programme;
mod report;
mod setup;

pub use parts::{customer_panel, waiting_panels};

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{OpportunityChoices, ProgrammeChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(board::PAGE)
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(demo::LIST)
        .extend(demo::PLAN)
        .extend(programme::LIST)
        .extend(programme::ONE)
        .extend(report::PAGE)
        .extend(setup::PAGE)
        .extend(Home { entity: "opportunity", path: "/opportunities/{id}" })
        .extend(Home { entity: "programme", path: "/programmes/{id}" })
        .extend(Lookup { entity: "programme", few: true, find: find_programme, label: programme_label })
        .extend(Lookup {
            entity: "opportunity",
            few: false,
            find: find_opportunity,
            label: opportunity_label,
        });
}

/// What the reader may not see has no label.
fn seen<T>(outcome: Outcome<T>) -> Outcome<Option<T>> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// An id among what is fixed in the form already.
fn known<T: From<Uuid>>(fixed: &JsonValue, name: &str) -> Option<T> {
    fixed.get(name)?.as_str().and_then(|text| Uuid::parse_str(text).ok()).map(T::from)
}

fn find_opportunity(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = OpportunityChoices {
        query: Some(query.to_owned()),
        customer: known(fixed, "customer"),
        limit: Some(20),
        ..OpportunityChoices::default()
    };
    let found = reader.view(asked)?.into_iter();
    Ok(found.map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() }).collect())
}

fn opportunity_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = OpportunityChoices { id: Some(id.into()), ..OpportunityChoices::default() };
    let found = seen(reader.view(asked))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}

fn find_programme(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked =
        ProgrammeChoices { query: Some(query.to_owned()), customer: known(fixed, "customer"), id: None };
    let found = reader.view(asked)?.into_iter();
    Ok(found.map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() }).collect())
}

fn programme_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = ProgrammeChoices { id: Some(id.into()), ..ProgrammeChoices::default() };
    let found = seen(reader.view(asked))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}
