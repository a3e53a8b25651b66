//! How fields that refer to a customer, a site or a contact offer them.

use accord_face::{Lookup, Offer};
use accord_kernel::{Outcome, Reader, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{Choices, ContactChoices, CustomerChoices, SinceMerge, SiteChoices};

pub(super) const CUSTOMER: Lookup =
    Lookup { entity: "customer", few: false, find: find_customer, label: customer_label };
pub(super) const SITE: Lookup = Lookup { entity: "site", few: true, find: find_site, label: site_label };
pub(super) const CONTACT: Lookup =
    Lookup { entity: "contact", few: true, find: find_contact, label: contact_label };

/// What came after a merge and may go along when it is taken back.
pub(super) const SINCE_MERGE: Lookup =
    Lookup { entity: "since_merge", few: true, find: find_since_merge, label: since_merge_label };

fn offers(choices: Choices) -> Vec<Offer> {
    choices.rows.into_iter().map(|row| Offer { value: row.id, label: row.label, hint: row.hint }).collect()
}

/// The label of what was found; what the reader may not see has none.
fn label(outcome: Outcome<Choices>) -> Outcome<Option<String>> {
    match outcome {
        Ok(choices) => Ok(choices.rows.into_iter().next().map(|row| row.label)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// An id among what is fixed in the form already.
fn known<T: From<Uuid>>(fixed: &JsonValue, name: &str) -> Option<T> {
    fixed.get(name)?.as_str().and_then(|text| Uuid::parse_str(text).ok()).map(T::from)
}

fn find_customer(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    reader.view(CustomerChoices { query: Some(query.to_owned()), id: None }).map(offers)
}

fn customer_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    label(reader.view(CustomerChoices { query: None, id: Some(id.into()) }))
}

fn find_site(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let sites = reader.view(SiteChoices { customer: known(fixed, "customer"), id: None })?;
    Ok(matching(offers(sites), query))
}

fn site_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    label(reader.view(SiteChoices { customer: None, id: Some(id.into()) }))
}

fn find_contact(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = ContactChoices { customer: known(fixed, "customer"), site: known(fixed, "site"), id: None };
    Ok(matching(offers(reader.view(asked)?), query))
}

fn contact_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    label(reader.view(ContactChoices { id: Some(id.into()), ..ContactChoices::default() }))
}

fn find_since_merge(reader: &mut Reader<'_>, query: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let Some(customer) = known(fixed, "customer") else { return Ok(Vec::new()) };
    let things = reader.view(SinceMerge { customer })?.rows.into_iter();
    let offers = things.map(|row| Offer { value: row.id, label: row.label, hint: String::new() });
    Ok(matching(offers.collect(), query))
}

/// Without its merge there is nothing to call it by.
fn since_merge_label(_: &mut Reader<'_>, _: Uuid) -> Outcome<Option<String>> {
    Ok(None)
}

/// Few enough to be sought through here.
fn matching(mut offers: Vec<Offer>, query: &str) -> Vec<Offer> {
    let wanted = accord_store::search::fold(query.trim());
    offers.retain(|offer| {
        accord_store::search::fold(&format!("{} {}", offer.label, offer.hint)).contains(&wanted)
    });
    offers
}
