//! Templates of installation, software that ordinary customers brought into use, and units that are being set up.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};
use accord_room_customer::CustomerId;
use jiff::ToSpan;
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::script::{Company, Script, id, moment};

/// When the templates were written.
const WRITTEN: &str = "2025-02-03T09:00";
/// Customers with software, at most.
const SOFTWARE: usize = 4;
/// Units that are being set up, at most.
const UNDERWAY: usize = 3;
/// What the software is called.
const CONTROL: &str = "HC";

/// Projects and installations of ordinary customers before the story's order.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let customers = kernel.db.read(accord_room_contract::record::contract::customers_with_units)?;
    for (place, customer) in customers.iter().copied().take(SOFTWARE).enumerate() {
        project(kernel, company, customer, place)?;
    }
    for (place, customer) in customers.iter().copied().skip(SOFTWARE).take(UNDERWAY).enumerate() {
        underway(kernel, company, customer, place)?;
    }
    Ok(())
}

fn ready(en: &str, pt: &str, side: &str, days: i64) -> JsonValue {
    json!({ "en": en, "pt": pt, "side": side, "days_before": days })
}

fn step(stage: &str, en: &str, pt: &str, evidence: &str) -> JsonValue {
    json!({ "stage": stage, "en": en, "pt": pt, "mandatory": true, "evidence": evidence })
}

/// What installations ask for, and the software that is sold besides presses.
pub(super) fn templates(kernel: &Arc<Kernel>, company: &mut Company) -> Outcome<()> {
    let known = company.clone();
    let made = kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at(WRITTEN)?;
        script.by("steve", "install_template.set", press())?;
        script.by("steve", "install_template.set", software())?;
        let product = json!({
            "product": {
                "code": CONTROL, "name": "Halden Control", "kind": "software", "unit": "seat", "by_slots": false,
                "installation": [], "transport_days": 0, "price": { "amount": "1200.00", "currency": "USD" },
            },
            "lead_time": { "days": 14, "from": "2024-01-08" },
        });
        let answer = script.by("mark", "product.enter", product)?;
        id(&answer, "product")
    })?;
    company.products.insert(CONTROL.to_owned(), made);
    Ok(())
}

fn press() -> JsonValue {
    json!({
        "code": "PRESS", "name": "Press on site", "kind": "install",
        "tools": ["Laser level", "Torque wrench 800 Nm", "Sound level meter", "Floor covers"],
        "ready": [
            ready("Foundation cured and measured", "Fundação curada e medida", "customer", 14),
            ready("Power and air at the place", "Energia e ar no local", "customer", 7),
            ready("Way for the crane free", "Caminho livre para o guindaste", "customer", 2),
            ready("Crane and riggers booked", "Guindaste e equipe reservados", "ours", 10),
            ready("Way in checked with security", "Entrada conferida com a segurança", "ours", 5),
        ],
        "steps": [
            step("Arrive", "Floor covered, area fenced", "Piso coberto, área isolada", "photo"),
            step("Set up", "Bed levelled", "Base nivelada", "reading"),
            step("Set up", "Anchors torqued", "Chumbadores com torque", "reading"),
            step("Set up", "Guards and interlocks tested", "Proteções e intertravamentos testados", "photo"),
            step("Prove", "Two hours at full load", "Duas horas em carga total", "reading"),
            step("Prove", "Noise at the operator's place", "Ruído no posto do operador", "reading"),
            step("Hand over", "Operators shown start, stop and first aid", "Operadores instruídos em partida, parada e primeiros cuidados", "word"),
            step("Hand over", "Area left clean", "Área deixada limpa", "photo"),
            { "stage": "Hand over", "en": "Paint touched up", "pt": "Pintura retocada" },
        ],
    })
}

fn software() -> JsonValue {
    json!({
        "code": "CONTROL", "name": "Halden Control", "kind": "implement",
        "ready": [
            ready("Names of the users", "Nomes dos usuários", "customer", 30),
            ready("Network open to the presses", "Rede aberta para as prensas", "customer", 20),
            ready("Server set up", "Servidor instalado", "ours", 15),
            ready("Recipes taken over", "Receitas migradas", "ours", 7),
        ],
        "steps": [
            step("Load", "Presses connected", "Prensas conectadas", "word"),
            step("Try", "A shift run on the old and the new", "Um turno no antigo e no novo", "text"),
        ],
        "courses": [
            { "en": "Operators: a shift with Halden Control", "pt": "Operadores: um turno com o Halden Control", "days_before": 6 },
            { "en": "Keepers: recipes and users", "pt": "Responsáveis: receitas e usuários", "days_before": 3 },
        ],
    })
}

fn first_contact(kernel: &Arc<Kernel>, customer: CustomerId) -> Outcome<(Option<Uuid>, Option<Uuid>)> {
    kernel.db.read(|tx| {
        let contact =
            accord_room_customer::contacts_of(tx, customer)?.into_iter().next().map(|row| row.id.into());
        let site = accord_room_customer::sites_of(tx, customer)?.into_iter().next().map(|row| row.id.into());
        Ok((contact, site))
    })
}

/// Software of an ordinary customer: ordered in autumn, some of it live since.
fn project(kernel: &Arc<Kernel>, company: &Company, customer: CustomerId, place: usize) -> Outcome<()> {
    let (contact, site) = first_contact(kernel, customer)?;
    let (Some(contact), Some(site)) = (contact, site) else { return Ok(()) };
    let known = company.clone();
    let seats = 10 + 5 * i64::try_from(place).unwrap_or(0);
    let required = if place == 0 { "2026-02-16" } else { "2025-11-10" };
    let order = kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at("2025-09-15T10:00")?;
        let input = json!({
            "customer": customer, "site": site, "contact": contact, "ordered_on": "2025-09-15",
            "customer_reference": format!("HC-{}", 40 + place), "required_on": required,
            "lines": [{ "product": known.product(CONTROL)?, "quantity": seats.to_string(), "unit_price": "1200.00" }],
        });
        let order = id(&script.by("helena", "order.enter", input)?, "order")?;
        let told = json!({ "order": order, "on": required, "told_by": "call", "contact": contact });
        script.by("helena", "order.commit_date", told)?;
        Ok(order)
    })?;
    super::review::review(kernel, company, order, "helena", Some("2025-09-18T10:00"))?;
    if place == 0 {
        return Ok(());
    }
    let plan = kernel
        .db
        .read(|tx| accord_room_installation::record::plan::of_order(tx, order.into()))?
        .into_iter()
        .next();
    let Some(plan) = plan else { return Ok(()) };
    let courses = kernel.db.read(|tx| accord_room_installation::record::training::courses_of(tx, plan.id))?;
    let known = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at("2025-11-06T15:00")?;
        let mut users = vec![contact];
        for n in 1..seats {
            if place == 1 && n >= 3 {
                break;
            }
            let user = json!({ "customer": customer, "name": format!("Operator {n}") });
            users.push(id(&script.by("steve", "contact.enter", user)?, "id")?);
        }
        let brought = json!({ "order": order, "evidence": "Licences and release 3.2 handed over.", "shipped_on": "2025-11-06" });
        script.by("mark", "order.ship", brought)?;
        for course in courses.iter().take(1) {
            let held = json!({ "course": course.id, "version": course.version, "held_on": "2025-11-05", "attended": users, "passed": users });
            script.by("steve", "training.hold", held)?;
        }
        script.at("2025-11-10T09:00")?;
        let live = json!({
            "installation": plan.id, "version": plan.version, "release": "3.2",
            "reason": if place == 1 { json!("The old system was switched off that day.") } else { JsonValue::Null },
        });
        script.by("steve", "installation.go_live", live)?;
        Ok(())
    })?;
    let software =
        kernel.db.read(|tx| accord_room_installation::record::training::subscription_of(tx, plan.id))?;
    let Some(software) = software else { return Ok(()) };
    let known = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at("2026-01-12T09:00")?;
        let used = if place == 2 { seats / 4 } else { seats - 2 };
        let report = json!({ "subscription": software.id, "on_day": "2026-01-11", "used": used, "source": "licence server" });
        script.by("steve", "usage.report", report)?;
        Ok(())
    })
}

/// A unit bought second-hand that is being set up as the story begins.
fn underway(kernel: &Arc<Kernel>, company: &Company, customer: CustomerId, place: usize) -> Outcome<()> {
    let (_, site) = first_contact(kernel, customer)?;
    let Some(site) = site else { return Ok(()) };
    let begins = moment("2026-01-28T00:00", "America/Chicago")?;
    let from = jiff::tz::TimeZone::UTC.to_datetime(begins).date();
    let from = from.saturating_add((3 * i64::try_from(place).unwrap_or(0)).days());
    let known = company.clone();
    let plan = kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at("2026-01-12T11:00")?;
        let unit = json!({ "customer": customer, "site": site, "product": known.product("H3")?, "serial": format!("H3-2019-90{place}") });
        let unit = id(&script.by("steve", "asset.add", unit)?, "asset")?;
        let plan = json!({
            "customer": customer, "asset": unit, "planned_from": from, "planned_until": from.saturating_add(5.days()),
        });
        let answer = script.by("steve", "installation.plan", plan)?;
        let lead = json!({ "installation": answer.get("installation"), "version": answer.get("version"), "lead": known.person("nora")? });
        script.by("steve", "installation.assign", lead)?;
        id(&answer, "installation")
    })?;
    let items = kernel.db.read(|tx| accord_room_installation::record::plan::items(tx, plan.into()))?;
    let known = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &known };
        script.at("2026-01-27T16:00")?;
        let many = if place == 0 { 7 } else { 2 };
        for item in items.iter().take(many) {
            if item.evidence.is_file() {
                continue;
            }
            let done =
                json!({ "item": item.id, "version": item.version, "reading": "0.04 mm/m", "note": "" });
            script.by("nora", "installation.do_item", done)?;
        }
        Ok(())
    })
}
