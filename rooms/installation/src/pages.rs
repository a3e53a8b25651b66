//! The pages of this room, and what it shows on the page of an order. They read views only.

mod columns;
mod list;
mod one;
mod order_part;
mod parts;
mod portal;
mod sign;
mod site;
mod tasks;
mod templates;
mod training;

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use accord_room_order::{OrderPart, OrderPlace};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{InstallationChoices, TemplateChoice, TemplateChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(templates::PAGE)
        .extend(templates::ONE)
        .extend(one::PAGE)
        .extend(sign::PAGE)
        .extend(training::PAGE)
        .extend(training::ONE)
        .extend(tasks::PAGE)
        .extend(tasks::REVIEWS)
        .extend(columns::OF_ORDER)
        .extend(columns::OF_CONTRACT)
        .extend(site::PAGE)
        .extend(portal::LIST)
        .extend(portal::SIGN)
        .extend(OrderPart { place: OrderPlace::Order, draw: order_part::draw })
        .extend(Home { entity: "installation", path: "/installations/{id}" })
        .extend(Home { entity: "site_way_in", path: "/sites/{id}/way-in" })
        .extend(Home { entity: "training_course", path: "/training/{id}" })
        .extend(Lookup {
            entity: "installation",
            few: false,
            find: find_installation,
            label: installation_label,
        })
        .extend(Lookup { entity: "install_template", few: true, find: find_template, label: template_label });
}

/// What the reader may not see has no label.
fn seen<T>(outcome: Outcome<T>) -> Outcome<Option<T>> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn find_installation(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let customer = fixed
        .get("customer")
        .and_then(|value| value.as_str())
        .and_then(|text| Uuid::parse_str(text).ok())
        .map(Into::into);
    let asked = InstallationChoices { query: Some(query.to_owned()), customer, id: None };
    let found = seen(reader.view(asked))?.unwrap_or_default();
    Ok(found
        .into_iter()
        .map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() })
        .collect())
}

fn installation_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = InstallationChoices { id: Some(id.into()), ..InstallationChoices::default() };
    let found = seen(reader.view(asked))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}

fn find_template(reader: &mut Reader<'_>, _: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let found = seen(reader.view(TemplateChoices::default()))?.unwrap_or_default();
    let offer = |row: TemplateChoice| Offer { value: row.id.into(), label: row.label, hint: String::new() };
    Ok(found.into_iter().map(offer).collect())
}

fn template_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = seen(reader.view(TemplateChoices { id: Some(id.into()) }))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}
