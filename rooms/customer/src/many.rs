//! Which acts on a customer may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    id::{Rank, TeamSphere},
    record::{self, CustomerRow},
};

const LIST: &str = "customer.list";

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(Bulk {
            name: "customer.sales_owner",
            view: LIST,
            entity: "customer",
            action: "customer.assign",
            asks: &["person"],
            stand: |tx, asked, row| owner(tx, asked, row, TeamSphere::Sales),
        })
        .extend(Bulk {
            name: "customer.service_owner",
            view: LIST,
            entity: "customer",
            action: "customer.assign",
            asks: &["person"],
            stand: |tx, asked, row| owner(tx, asked, row, TeamSphere::AfterSales),
        })
        .extend(Bulk {
            name: "customer.territory",
            view: LIST,
            entity: "customer",
            action: "customer.change",
            asks: &["territory"],
            stand: territory,
        })
        .extend(Bulk {
            name: "customer.archive",
            view: LIST,
            entity: "customer",
            action: "customer.archive",
            asks: &["reason"],
            stand: archive,
        });
}

/// The team of one half is what is changed, so its memberships are looked at and not the customer's own row.
fn owner(tx: &mut Tx, asked: &Map<String, JsonValue>, row: Uuid, sphere: TeamSphere) -> Outcome<Standing> {
    let customer = record::load(tx, row)?;
    let mut members = record::members(tx, customer.id)?;
    members.retain(|member| member.sphere == sphere);
    let seat = |person: JsonValue, rank: Rank| json!({ "customer": customer.id, "sphere": sphere, "person": person, "rank": rank });
    let mut back = Vec::new();
    if let Some(former) = members.iter().find(|member| member.rank == Rank::Owner) {
        back.push(("customer.assign", seat(json!(former.person_id), Rank::Owner)));
        let new = asked.get("person").cloned().unwrap_or_default();
        // Who becomes the owner stops being the back-up, and is it again afterwards.
        if members.iter().any(|member| member.rank == Rank::Backup && json!(member.person_id) == new) {
            back.push(("customer.assign", seat(new, Rank::Backup)));
        }
    }
    let mark: Vec<String> =
        members.iter().map(|member| format!("{}:{}", member.id, member.version)).collect();
    Ok(Standing {
        customer: Some(customer.id.into()),
        mark: mark.join(" "),
        input: json!({ "customer": customer.id, "sphere": sphere, "rank": Rank::Owner }),
        back,
        version: None,
        label: customer.name,
    })
}

fn territory(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let customer = record::load(tx, row)?;
    let whole = json!({
        "customer": customer.id, "version": customer.version, "name": customer.name,
        "legal_id": customer.legal_id, "currency": customer.currency, "language": customer.language,
    });
    let mut former = whole.clone();
    if let Some(former) = former.as_object_mut() {
        former.insert("territory".to_owned(), json!(customer.territory_id));
    }
    Ok(standing(customer, whole, vec![("customer.change", former)]))
}

fn archive(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let customer = record::load(tx, row)?;
    let input = json!({ "customer": customer.id, "version": customer.version });
    let back = vec![("customer.restore", json!({ "customer": customer.id }))];
    Ok(standing(customer, input, back))
}

fn standing(customer: CustomerRow, input: JsonValue, back: Vec<(&'static str, JsonValue)>) -> Standing {
    Standing {
        customer: Some(customer.id.into()),
        label: customer.name,
        mark: customer.version.to_string(),
        version: Some(customer.version),
        input,
        back,
    }
}
