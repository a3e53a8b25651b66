//! The pages of this room. They read views only.

mod call;
mod desk;
mod one;
mod origin;
mod parts;
mod plans;
mod portal;

pub use parts::cases_panel;
pub use portal::portal_cases;

use accord_face::{Banner, Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::CaseChoices;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(call::PAGE)
        .extend(desk::PAGE)
        .extend(desk::LIST)
        .extend(one::PAGE)
        .extend(plans::PAGE)
        .extend(Banner { draw: parts::banner })
        .extend(Home { entity: "service_case", path: "/cases/{id}" })
        .extend(Lookup { entity: "service_case", few: false, find, label });
}

/// What the reader may not see has no label.
fn seen<T>(outcome: Outcome<T>) -> Outcome<Option<T>> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn find(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let customer = fixed
        .get("customer")
        .and_then(|value| value.as_str())
        .and_then(|text| Uuid::parse_str(text).ok())
        .map(Into::into);
    let found = reader.view(CaseChoices { customer, id: None })?;
    let typed = query.to_lowercase();
    Ok(found
        .into_iter()
        .filter(|row| typed.is_empty() || row.label.to_lowercase().contains(&typed))
        .map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() })
        .collect())
}

fn label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = seen(reader.view(CaseChoices { id: Some(id.into()), customer: None }))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}
