//! The pages of the installed base, and the panel that the customer's page shows. They read views only.

mod list;
mod one;
mod panel;
mod parts;

pub use panel::assets_panel;

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{AssetChoice, AssetChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(Home { entity: "asset", path: "/assets/{id}" })
        .extend(Lookup { entity: "asset", few: false, find, label });
}

fn offer(choice: AssetChoice) -> Offer {
    Offer { value: choice.id.into(), label: choice.label, hint: choice.hint }
}

/// An id among what is fixed in the form already.
fn known<T: From<Uuid>>(fixed: &JsonValue, name: &str) -> Option<T> {
    fixed.get(name)?.as_str().and_then(|text| Uuid::parse_str(text).ok()).map(T::from)
}

fn find(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = AssetChoices {
        query: Some(query.to_owned()).filter(|query| !query.trim().is_empty()),
        customer: known(fixed, "customer"),
        ..AssetChoices::default()
    };
    Ok(reader.view(asked)?.into_iter().map(offer).collect())
}

/// What the reader may not see has no label.
fn label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    match reader.view(AssetChoices { id: Some(id.into()), ..AssetChoices::default() }) {
        Ok(found) => Ok(found.into_iter().next().map(|choice| choice.label)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}
