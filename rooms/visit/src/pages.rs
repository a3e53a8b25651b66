//! The pages of this room, and the panel that other pages show. They read views only.

mod beside;
mod list;
mod one;
mod panel;
mod parts_page;
mod pieces;

pub use panel::{own_visits_panel, visits_panel};

use accord_face::{Followed, Home, Lookup, Offer};
use accord_kernel::{Outcome, Permission, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{PlaceChoices, VisitChoice, VisitChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(parts_page::LIST)
        .extend(parts_page::ONE)
        .extend(Followed::of("part_place", Permission::VisitRead))
        .extend(Home { entity: "visit", path: "/visits/{id}" })
        .extend(Home { entity: "part_place", path: "/parts/{id}" })
        .extend(Lookup { entity: "visit", few: false, find: find_visit, label: visit_label })
        .extend(Lookup { entity: "part_place", few: false, find: find_place, label: place_label });
    beside::register(registry);
    crate::app::register(registry);
}

fn offers(found: Vec<VisitChoice>) -> Vec<Offer> {
    found.into_iter().map(|row| Offer { value: row.id, label: row.label, hint: row.hint }).collect()
}

/// What the reader may not see has no label.
fn first(outcome: Outcome<Vec<VisitChoice>>) -> Outcome<Option<String>> {
    match outcome {
        Ok(found) => Ok(found.into_iter().next().map(|row| row.label)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn find_visit(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    Ok(offers(reader.view(VisitChoices { query: Some(query.to_owned()), id: None })?))
}

fn visit_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    first(reader.view(VisitChoices { query: None, id: Some(id.into()) }))
}

fn find_place(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    Ok(offers(reader.view(PlaceChoices { query: Some(query.to_owned()), id: None })?))
}

fn place_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    first(reader.view(PlaceChoices { query: None, id: Some(id.into()) }))
}
