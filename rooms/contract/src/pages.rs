//! The pages of this room, and what it shows on the pages of an order. They read views only.

mod billing;
mod coaching;
mod entitlement;
mod list;
mod offer;
mod one;
mod parts;
mod portal;
mod rota;
mod tasks;

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use accord_room_order::{OrderPart, OrderPlace};
use serde_json::Value as JsonValue;
use uuid::Uuid;

pub use parts::customer_panel;

use crate::views::ContractChoices;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(tasks::PAGE)
        .extend(billing::PAGE)
        .extend(entitlement::PAGE)
        .extend(rota::PAGE)
        .extend(coaching::PAGE)
        .extend(offer::CALLS)
        .extend(one::PAGE)
        .extend(portal::PAGE)
        .extend(OrderPart { place: OrderPlace::Order, draw: offer::on_order })
        .extend(OrderPart { place: OrderPlace::Review, draw: offer::on_review })
        .extend(Home { entity: "service_contract", path: "/contracts/{id}" })
        .extend(Lookup {
            entity: "service_contract",
            few: false,
            find: find_contract,
            label: contract_label,
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

fn find_contract(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let customer = fixed
        .get("customer")
        .and_then(|value| value.as_str())
        .and_then(|text| Uuid::parse_str(text).ok())
        .map(Into::into);
    let asked = ContractChoices { query: Some(query.to_owned()), customer, id: None };
    let found = reader.view(asked)?;
    Ok(found
        .into_iter()
        .map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() })
        .collect())
}

fn contract_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = ContractChoices { id: Some(id.into()), ..ContractChoices::default() };
    let found = seen(reader.view(asked))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}
