//! The pages of offers: quotes, the call about one, price lists, fact sheets, and the customer's own page of a quote.
//! They read views only.

mod call;
mod line;
mod list;
mod one;
mod parts;
mod portal;
mod price;
mod sheet;

pub use parts::{customer_panel, worth_table};

use accord_face::{Followed, Home, Lookup, Offer};
use accord_kernel::{Outcome, Permission, Reader, Registry, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{CapabilityChoices, Choice, LineChoices, PriceListChoices, QuoteChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(call::PAGE)
        .extend(price::LISTS)
        .extend(price::ONE)
        .extend(sheet::SHEETS)
        .extend(sheet::ONE)
        .extend(portal::PAGE)
        .extend(Followed::of("price_list", Permission::QuoteRead))
        .extend(Followed::of("fact_sheet", Permission::CatalogRead))
        .extend(Home { entity: "quote", path: "/quotes/{id}" })
        .extend(Home { entity: "price_list", path: "/price-lists/{id}" })
        .extend(Home { entity: "fact_sheet", path: "/fact-sheets/{id}" })
        .extend(Lookup { entity: "quote", few: false, find: find_quote, label: quote_label })
        .extend(Lookup { entity: "quote_line", few: true, find: find_line, label: line_label })
        .extend(Lookup { entity: "price_list", few: true, find: find_list, label: list_label })
        .extend(Lookup { entity: "capability", few: true, find: find_capability, label: capability_label });
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

fn offers(found: Vec<Choice>) -> Vec<Offer> {
    found.into_iter().map(|row| Offer { value: row.id, label: row.label, hint: String::new() }).collect()
}

fn first(found: Option<Vec<Choice>>) -> Option<String> {
    found.and_then(|rows| rows.into_iter().next()).map(|row| row.label)
}

fn matching(mut found: Vec<Choice>, query: &str) -> Vec<Offer> {
    let wanted = accord_store::search::fold(query.trim());
    found.retain(|row| accord_store::search::fold(&row.label).contains(&wanted));
    offers(found)
}

fn find_quote(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = QuoteChoices {
        query: Some(query.to_owned()),
        customer: known(fixed, "customer"),
        limit: Some(20),
        ..QuoteChoices::default()
    };
    Ok(offers(reader.view(asked)?))
}

fn quote_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    Ok(first(seen(reader.view(QuoteChoices { id: Some(id.into()), ..QuoteChoices::default() }))?))
}

fn find_line(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let Some(quote) = known(fixed, "quote") else { return Ok(Vec::new()) };
    Ok(matching(reader.view(LineChoices { quote: Some(quote), line: None })?, query))
}

fn line_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    Ok(first(seen(reader.view(LineChoices { quote: None, line: Some(id.into()) }))?))
}

fn find_list(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    Ok(matching(reader.view(PriceListChoices::default())?, query))
}

fn list_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    Ok(first(seen(reader.view(PriceListChoices { id: Some(id.into()) }))?))
}

fn find_capability(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let Some(line) = known(fixed, "line") else { return Ok(Vec::new()) };
    Ok(matching(reader.view(CapabilityChoices { line: Some(line), id: None })?, query))
}

fn capability_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    Ok(first(seen(reader.view(CapabilityChoices { id: Some(id.into()), line: None }))?))
}
