//! The story of Harbour Mills, up to the morning of the order meeting; what follows is lived through the pages.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};
use serde_json::json;
use uuid::Uuid;

use super::{
    cast::{PAUL, PAUL_EMAIL},
    script::{Company, Script, id},
};

/// What a script leaves for the next one.
struct HarbourMills {
    customer: Uuid,
    site: Uuid,
    paul: Uuid,
}

/// Ten months of pursuit.
pub(super) fn before_the_meeting(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at("2025-04-07T10:20")?;
        let entered = script.by(
            "suzie",
            "customer.enter",
            json!({
                "name": "Harbour Mills", "legal_id": "39-4417820", "territory": company.territory("lakes")?,
                "stage": "understand", "sales_owner": company.person("suzie")?,
            }),
        )?;
        let customer = id(&entered, "id")?;
        let site = script.by(
            "suzie",
            "site.enter",
            json!({
                "customer": customer, "name": "Hall B", "line1": "12 Dock Road", "town": "Duluth", "region": "MN",
                "country": "US", "zone": "America/Chicago", "calendar": company.calendar("home")?,
            }),
        )?;
        let paul = script.by(
            "suzie",
            "contact.enter",
            json!({ "customer": customer, "name": PAUL, "email": PAUL_EMAIL, "phone": "+1 218 555 0147", "job": "Plant manager" }),
        )?;
        let mills = HarbourMills { customer, site: id(&site, "id")?, paul: id(&paul, "id")? };
        pursue(&mut script, &mills)
    })
}

fn pursue(script: &mut Script<'_, '_>, mills: &HarbourMills) -> Outcome<()> {
    let talks = [
        (
            "2025-04-07T11:00",
            "suzie",
            "visit",
            "inbound",
            "They run 13 old presses and want to replace all of them within 18 months of the first.",
        ),
        (
            "2025-06-18T15:30",
            "suzie",
            "call",
            "outbound",
            "Paul compares three makers. What counts for him is that the line does not stand still.",
        ),
        (
            "2025-09-15T14:00",
            "suzie",
            "visit",
            "outbound",
            "Demonstration of the H1. Nora was with us; Paul asked her more than he asked me.",
        ),
        (
            "2025-09-16T09:10",
            "nora",
            "call",
            "inbound",
            "Paul asked how long a drive unit takes to change. Told him: four hours with the part at hand.",
        ),
        (
            "2025-11-21T16:45",
            "suzie",
            "meeting",
            "outbound",
            "Board agrees to try one H1 before buying the other twelve.",
        ),
        (
            "2026-01-14T10:05",
            "suzie",
            "call",
            "inbound",
            "Order is on its way. They need the machine shipped in twelve weeks.",
        ),
    ];
    for (at, who, channel, direction, said) in talks {
        script.at(at)?;
        if who == "nora" {
            let nora = script.company.person("nora")?;
            script.by("helena", "customer.assign", json!({ "customer": mills.customer, "sphere": "after_sales", "person": nora, "rank": "owner" }))?;
        }
        script.by(
            who,
            "contact_log.add",
            json!({ "customer": mills.customer, "contact": mills.paul, "channel": channel, "direction": direction, "said": said }),
        )?;
    }
    script.at("2026-01-14T10:20")?;
    script.by(
        "suzie",
        "promise.make",
        json!({
            "customer": mills.customer, "contact": mills.paul, "site": mills.site, "kind": "document",
            "wording": "I send you the layout drawing of the H1 with the floor loads.", "due_on": "2026-02-06",
            "told": "call",
        }),
    )?;
    script.by(
        "suzie",
        "customer.set_stage",
        json!({ "customer": mills.customer, "stage": "win", "version": 1 }),
    )?;
    Ok(())
}

/// Monday, 2 February 2026, 09:00: the purchase order.
pub(super) fn the_order_comes_in(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let (suzie, company) = (company.person("suzie")?, company.clone());
    let found = kernel.view(
        &accord_kernel::Caller::person(suzie),
        "customer.list",
        &json!({ "query": "Harbour Mills" }),
    )?;
    let customer = found
        .pointer("/rows/0")
        .map(|row| id(row, "id"))
        .transpose()?
        .ok_or_else(|| accord_kernel::Refusal::defect("Harbour Mills is not there"))?;
    let facts = kernel.view(
        &accord_kernel::Caller::person(suzie),
        "customer.facts",
        &json!({ "customer": customer }),
    )?;
    let of = |list: &str| facts.pointer(&format!("/{list}/0")).map(|row| id(row, "id")).transpose();
    let (site, paul) = (of("sites")?, of("contacts")?);
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.by("suzie", "contact.invite", json!({ "contact": paul }))?;
        script.by(
            "suzie",
            "order.enter",
            json!({
                "customer": customer, "site": site, "contact": paul, "ordered_on": "2026-02-02",
                "customer_reference": "HM-PO-7731", "required_on": "2026-04-27", "trial": true,
                "payment_terms": "30 % with the order, 70 % after acceptance", "delivery_terms": "DAP Duluth, Incoterms 2020",
                "lines": [{ "product": company.product("H1")?, "quantity": "1", "unit_price": "850000.00" }],
            }),
        )?;
        Ok(())
    })
}
