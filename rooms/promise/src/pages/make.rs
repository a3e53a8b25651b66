//! What the forms of a promise and of a statement offer: the kinds that are promised by hand, and what was said or
//! promised to the customer before, so that one matter is chosen and not named anew (R23).

use accord_face::{Lookup, Offer, ask::KnownField};
use accord_kernel::{Context, Outcome, Reader, Registry, Status};
use accord_room_customer::CustomerId;
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    id::{Kind, PromiseId, State},
    views::{ListPromises, ListStatements, PromiseChoices},
};

/// The fields of a new promise, in the order in which one thinks of them.
pub const MAKE_FIELDS: &[&str] = &[
    "customer",
    "contact",
    "site",
    "kind",
    "part",
    "quantity",
    "matter",
    "wording",
    "due_on",
    "due_at",
    "owner",
    "told",
    "basis",
    "harm",
    "override_reason",
    "confirm",
];

/// The fields of what is said to a customer, in the order in which one thinks of them.
pub const SAY_FIELDS: &[&str] = &[
    "contact",
    "matter",
    "subject_kind",
    "subject",
    "date",
    "price",
    "words",
    "wording",
    "channel",
    "said_at",
    "confirm",
];

/// Things said or promised that are offered.
const OFFERED_MAX: i64 = 100;
/// Characters of a wording that are shown of it.
const SHOWN_MAX: usize = 80;

/// Registers what the forms offer.
pub(super) fn register(registry: &mut Registry) {
    registry.extend(KnownField { action: "promise.make", field: "kind", schema: by_hand }).extend(Lookup {
        entity: "matter",
        few: true,
        find,
        label,
    });
}

/// Dates of orders are told where what they need is taken, and clocks begin with their case: neither is made by hand.
fn by_hand(_: &Context, _: &Map<String, JsonValue>) -> Option<JsonValue> {
    let elsewhere = |kind: &Kind| kind.is_clock() || matches!(kind, Kind::Ship | Kind::Install);
    let words: Vec<&str> = Kind::ALL.iter().filter(|kind| !elsewhere(kind)).map(|kind| kind.word()).collect();
    Some(json!({ "type": "string", "enum": words, "x-words": "promise-kind" }))
}

/// What is owed to the customer and was told, then what else was said and stands.
fn find(reader: &mut Reader<'_>, _: &str, known: &JsonValue) -> Outcome<Vec<Offer>> {
    let customer = known.get("customer").and_then(JsonValue::as_str);
    let Some(customer) = customer.and_then(|text| Uuid::parse_str(text).ok()).map(CustomerId) else {
        return Ok(Vec::new());
    };
    let owed = ListPromises {
        customer: Some(customer),
        state: Some(State::Open),
        limit: Some(OFFERED_MAX),
        ..ListPromises::default()
    };
    let owed = reader.view(owed)?;
    let mut offers = Vec::new();
    for line in owed.rows.into_iter().filter(|line| line.told && !line.kind.is_clock()) {
        offers.push(Offer { value: line.id.into(), label: short(&line.wording), hint: line.number });
    }
    let said = ListStatements {
        customer,
        subject_kind: None,
        standing: true,
        limit: Some(OFFERED_MAX),
        after: None,
    };
    for line in reader.view(said)?.rows.into_iter().filter(|line| line.promise.is_none()) {
        let hint = short(&line.wording);
        offers.push(Offer { value: line.id.into(), label: line.subject, hint });
    }
    Ok(offers)
}

fn label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    match reader.view(PromiseChoices { query: None, id: Some(PromiseId(id)) }) {
        Ok(found) => Ok(found.into_iter().next().map(|choice| choice.hint)),
        Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn short(text: &str) -> String {
    text.chars().take(SHOWN_MAX).collect()
}
