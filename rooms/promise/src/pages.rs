//! The pages of this room, and the fragments that the top floor puts on a customer's page. They read views only.

mod clarify;
mod kept;
mod list;
mod make;
mod one;
mod parts;
mod risk;
mod watch;

pub use list::owed_panel;
pub use make::{MAKE_FIELDS, SAY_FIELDS};

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    id::{ClarificationId, PromiseId},
    views::{ListClarifications, PromiseChoices},
};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    make::register(registry);
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(list::MY_LIST)
        .extend(list::MINE)
        .extend(one::PAGE)
        .extend(one::REDATE)
        .extend(risk::PAGE)
        .extend(kept::PAGE)
        .extend(clarify::LIST)
        .extend(clarify::ONE)
        .extend(watch::PAGE)
        .extend(watch::ONE)
        .extend(Home { entity: "promise", path: "/promises/{id}" })
        .extend(Home { entity: "clarification", path: "/clarifications/{id}" })
        .extend(Lookup { entity: "promise", few: false, find: find_promise, label: promise_label })
        .extend(Lookup {
            entity: "clarification",
            few: true,
            find: find_clarification,
            label: clarification_label,
        });
}

fn find_promise(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let found = reader.view(PromiseChoices { query: Some(query.to_owned()), id: None })?;
    let offer = |choice: crate::views::PromiseChoice| Offer {
        value: choice.id.into(),
        label: choice.label,
        hint: choice.hint,
    };
    Ok(found.into_iter().map(offer).collect())
}

fn promise_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = reader.view(PromiseChoices { query: None, id: Some(PromiseId(id)) })?;
    Ok(found.into_iter().next().map(|choice| choice.label))
}

fn find_clarification(reader: &mut Reader<'_>, _: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let found = reader.view(ListClarifications { limit: Some(200), ..ListClarifications::default() })?;
    let offer = |row: crate::views::ClarificationLine| Offer {
        value: row.id.into(),
        label: row.number,
        hint: row.subject,
    };
    Ok(found.rows.into_iter().map(offer).collect())
}

fn clarification_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = ListClarifications { id: Some(ClarificationId(id)), ..ListClarifications::default() };
    Ok(reader.view(asked)?.rows.into_iter().next().map(|row| row.number))
}
