//! The pages of orders: the list, one order, its review, and the confirmation checkpoints. They read views only.

mod checkpoints;
mod list;
mod one;
mod parts;
mod review;
mod ruler;

use accord_face::{Home, Lookup, Offer};
use accord_kernel::{Outcome, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{LineChoices, OrderChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(review::PAGE)
        .extend(checkpoints::PAGE)
        .extend(Home { entity: "order", path: "/orders/{id}" })
        .extend(Lookup { entity: "order", few: false, find: find_order, label: order_label })
        .extend(Lookup { entity: "order_line", few: true, find: find_line, label: line_label });
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

fn find_order(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = OrderChoices {
        query: Some(query.to_owned()),
        customer: known(fixed, "customer"),
        limit: Some(20),
        ..OrderChoices::default()
    };
    let found = reader.view(asked)?;
    Ok(found
        .into_iter()
        .map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() })
        .collect())
}

fn order_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = seen(reader.view(OrderChoices { id: Some(id.into()), ..OrderChoices::default() }))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}

fn find_line(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let Some(order) = known(fixed, "order") else { return Ok(Vec::new()) };
    let wanted = accord_store::search::fold(query.trim());
    let mut rows = reader.view(LineChoices { order: Some(order), line: None })?;
    rows.retain(|row| accord_store::search::fold(&row.label).contains(&wanted));
    Ok(rows
        .into_iter()
        .map(|row| Offer { value: row.id.into(), label: row.label, hint: String::new() })
        .collect())
}

fn line_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let found = seen(reader.view(LineChoices { order: None, line: Some(id.into()) }))?;
    Ok(found.and_then(|rows| rows.into_iter().next()).map(|row| row.label))
}
