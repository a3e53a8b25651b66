//! What the company pursues: the opportunity of Harbour Mills with its demonstration and programme, and ordinary ones.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Outcome, Refusal};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::{
    fleet,
    script::{Company, Script, id, moment},
};

/// Old units that Harbour Mills wants to replace, with the years in which they began to work.
const OLD: [&str; 13] = [
    "2004-03-15",
    "2004-03-15",
    "2005-09-01",
    "2006-02-20",
    "2006-02-20",
    "2007-06-11",
    "2007-06-11",
    "2008-10-06",
    "2009-04-27",
    "2010-01-18",
    "2010-01-18",
    "2011-08-08",
    "2012-05-21",
];

/// Harbour Mills as the story left it.
pub(super) struct Mills {
    pub(super) customer: Uuid,
    pub(super) site: Uuid,
    pub(super) paul: Uuid,
}

/// Finds what the story left.
pub(super) fn mills(kernel: &Arc<Kernel>, company: &Company) -> Outcome<Mills> {
    let suzie = Caller::person(company.person("suzie")?);
    let found = kernel.view(&suzie, "customer.list", &json!({ "query": "Harbour Mills" }))?;
    let gone = || Refusal::defect("Harbour Mills is not there");
    let customer = id(found.pointer("/rows/0").ok_or_else(gone)?, "id")?;
    let facts = kernel.view(&suzie, "customer.facts", &json!({ "customer": customer }))?;
    let of = |list: &str| id(facts.pointer(&format!("/{list}/0")).ok_or_else(gone)?, "id");
    Ok(Mills { customer, site: of("sites")?, paul: of("contacts")? })
}

/// From 7 April 2025: the opportunity, the old units, the demonstration with Nora.
pub(super) fn pursuit(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let (mills, company) = (mills(kernel, company)?, company.clone());
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at("2025-04-07T10:40")?;
        let opened = script.by(
            "suzie",
            "opportunity.open",
            json!({
                "customer": mills.customer, "site": mills.site, "title": "First H1 for hall B", "kind": "net_new",
                "incumbent": "Kessler", "weak_points": "Parts take weeks, and nobody answers at night.",
                "value": { "amount": "850000.00", "currency": "USD" },
                "items": [{ "product": script.company.product("H1")?, "quantity": 1 }],
                "next_step": "Walk through hall B with Paul and list the old presses", "next_step_on": "2025-04-14",
            }),
        )?;
        let opportunity = id(&opened, "opportunity")?;
        let mut units = Vec::with_capacity(OLD.len());
        for (number, since) in OLD.iter().enumerate() {
            let unit = script.by(
                "suzie",
                "asset.add",
                json!({
                    "customer": mills.customer, "site": mills.site, "origin": "rival", "maker": "Kessler", "model": "KP 200",
                    "serial": format!("KP2-{:04}", 117 + 23 * number), "in_service_on": since, "known_from": "2025-04-07",
                    "contract_ends_on": if number < 5 { "2026-12-31" } else { "2027-06-30" },
                }),
            )?;
            units.push(id(&unit, "asset")?);
        }
        steps(&mut script, &mills, opportunity)?;
        let told = script.at("2026-01-14T10:30")?;
        fleet::old_outages(&mut script, &units, told)
    })
}

/// Done when, what came of it, what comes next, and by when.
type Turn = (&'static str, &'static str, &'static str, &'static str);

const TURNS: &[Turn] = &[
    (
        "2025-04-14T15:10",
        "All 13 listed with year and contract. Two stand still as we speak.",
        "Ask Paul what decides",
        "2025-06-20",
    ),
    (
        "2025-06-18T15:45",
        "The line must not stand still. Three makers are asked.",
        "Show the H1 at their hall, with Nora",
        "2025-09-15",
    ),
];
const LATER: &[Turn] = &[
    ("2025-09-15T16:40", "Paul asked Nora more than me.", "Hear what the board says", "2025-11-24"),
    ("2025-11-21T17:00", "One H1 on trial first.", "Purchase order", "2026-02-02"),
];

fn turn(script: &mut Script<'_, '_>, opportunity: Uuid, (at, outcome, next, on): Turn) -> Outcome<()> {
    script.at(at)?;
    script.by(
        "suzie",
        "opportunity.finish_step",
        json!({ "opportunity": opportunity, "outcome": outcome, "next_step": next, "next_step_on": on }),
    )?;
    Ok(())
}

fn steps(script: &mut Script<'_, '_>, mills: &Mills, opportunity: Uuid) -> Outcome<()> {
    script.by(
        "suzie",
        "opportunity.meet",
        json!({ "opportunity": opportunity, "contact": mills.paul, "note": "decides" }),
    )?;
    for step in TURNS {
        turn(script, opportunity, *step)?;
    }
    script.by("suzie", "opportunity.move", json!({ "opportunity": opportunity, "stage": "qualified" }))?;
    script.at("2025-08-28T09:20")?;
    let demo = script.by(
        "suzie",
        "demo.plan",
        json!({
            "opportunity": opportunity, "product": script.company.product("H1")?, "site": mills.site,
            "starts_at": moment("2025-09-15T14:00", "America/Chicago")?, "minutes": 120,
            "engineer": script.company.person("nora")?,
        }),
    )?;
    script.at("2025-09-15T16:30")?;
    script.by(
        "suzie",
        "demo.record",
        json!({
            "demo": id(&demo, "demo")?, "version": 1, "engineer_came": true, "contacts": [mills.paul],
            "outcome": "It ran their own paper for an hour. Paul asked Nora how a drive unit is changed.",
        }),
    )?;
    script.by("suzie", "opportunity.move", json!({ "opportunity": opportunity, "stage": "demonstrated" }))?;
    for step in LATER {
        turn(script, opportunity, *step)?;
    }
    script.by("suzie", "opportunity.move", json!({ "opportunity": opportunity, "stage": "deciding" }))?;
    Ok(())
}

/// Monday, 2 February 2026: the trial order is the win, and the programme of 13 begins.
pub(super) fn programme(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let mills = mills(kernel, company)?;
    let suzie = Caller::person(company.person("suzie")?);
    let gone = || Refusal::defect("the story lost its thread");
    let first = |answer: &JsonValue| answer.pointer("/rows/0").cloned().ok_or_else(gone);
    let mine = json!({ "customer": mills.customer });
    let opportunity = id(&first(&kernel.view(&suzie, "opportunity.list", &mine)?)?, "id")?;
    let order = id(&first(&kernel.view(&suzie, "order.list", &mine)?)?, "id")?;
    let units = kernel.view(&suzie, "asset.list", &json!({ "customer": mills.customer, "limit": 50 }))?;
    let mut old = Vec::new();
    for row in units.pointer("/rows").and_then(JsonValue::as_array).ok_or_else(gone)? {
        if row.get("origin").and_then(JsonValue::as_str) == Some("rival") {
            old.push(id(row, "id")?);
        }
    }
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.by("suzie", "opportunity.win", json!({ "opportunity": opportunity, "order": order, "reason": "service" }))?;
        let retires = old.first().copied();
        let planned = script.by(
            "suzie",
            "programme.plan",
            json!({
                "customer": mills.customer, "site": mills.site, "opportunity": opportunity, "name": "Replace 13 presses",
                "product": script.company.product("H1")?, "old_units": old, "starts_on": "2026-02-02", "months": 18,
                "capacity": "2", "lead_days": 56, "preparation_days": 14,
                "unit_price": { "amount": "850000.00", "currency": "USD" },
                "plan_price": { "amount": "96000.00", "currency": "USD" },
            }),
        )?;
        let programme = id(&planned, "programme")?;
        script.by(
            "suzie",
            "programme.set_trial",
            json!({ "programme": programme, "version": 1, "order": order, "retires": retires }),
        )?;
        for what in [
            "The line stands still no more than twice in the first half year.",
            "When it stands still, somebody who knows it is there within four hours.",
        ] {
            script.by(
                "suzie",
                "programme.agree_criterion",
                json!({ "programme": programme, "what": what, "contact": mills.paul }),
            )?;
        }
        Ok(())
    })
}

/// What is pursued with ordinary customers.
const WANTED: &[(&str, &str, &str)] = &[
    ("Second line", "expansion", "420000.00"),
    ("Replace the old press in hall 1", "replacement_rival", "850000.00"),
    ("Service plan for another year", "renewal", "30000.00"),
    ("New drive for the press of 2012", "replacement_own", "96000.00"),
    ("Press for the new plant", "expansion", "850000.00"),
];
const NEXT: &[&str] =
    &["Call about the floor plan", "Send the offer", "Visit with the engineer", "Ask for the budget"];
const MAKERS: &[&str] = &["Kessler", "Brandt", "Toro Presses"];
const STAGES: &[&str] = &["first_contact", "qualified", "demonstrated", "offered", "deciding"];

/// A number from a customer and a turn: the same demo every time.
fn roll(seed: u64, row: usize, turn: u64) -> u64 {
    let mut z =
        seed ^ (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ turn.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn pick<T: Copy>(list: &[T], roll: u64) -> Option<T> {
    let len = u64::try_from(list.len()).ok().filter(|len| *len > 0)?;
    list.get(usize::try_from(roll % len).ok()?).copied()
}

/// Opportunities with ordinary customers: open ones in every stage, some that stand still, wins and losses.
pub(super) fn ordinary(kernel: &Arc<Kernel>, company: &Company, seed: u64) -> Outcome<()> {
    let helena = Caller::person(company.person("helena")?);
    let found = kernel.view(&helena, "customer.list", &json!({ "limit": 100 }))?;
    let mut customers = Vec::new();
    for row in found.pointer("/rows").and_then(JsonValue::as_array).into_iter().flatten() {
        if row.get("name").and_then(JsonValue::as_str) != Some("Harbour Mills") {
            customers.push(id(row, "id")?);
        }
    }
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        for (row, customer) in customers.iter().enumerate().filter(|(row, _)| row % 5 < 3) {
            one(&mut script, *customer, row, seed)?;
        }
        Ok(())
    })
}

fn one(script: &mut Script<'_, '_>, customer: Uuid, row: usize, seed: u64) -> Outcome<()> {
    let dice = |turn: u64, sides: u64| i64::try_from(roll(seed, row, turn) % sides).unwrap_or(0);
    let Some((title, kind, price)) = pick(WANTED, roll(seed, row, 1)) else { return Ok(()) };
    let zone = TimeZone::get("America/Chicago").unwrap_or(TimeZone::UTC);
    let at: Timestamp = moment("2025-05-05T09:30", "America/Chicago")?;
    let at = at.checked_add(jiff::SignedDuration::from_hours(24 * dice(2, 250))).unwrap_or(at);
    script.together.at(at)?;
    let opened_on = zone.to_datetime(at).date();
    // Most next steps lie ahead of the day on which the demo begins; some were forgotten.
    let begins = jiff::civil::date(2026, 2, 2);
    let due = begins.saturating_add((dice(3, 40) - 12).days()).max(opened_on);
    let maker = pick(MAKERS, roll(seed, row, 4)).unwrap_or("Kessler");
    let rival = if kind == "replacement_rival" { Some(maker) } else { None };
    let opened = script.by(
        "helena",
        "opportunity.open",
        json!({
            "customer": customer, "title": title, "kind": kind, "incumbent": rival,
            "value": { "amount": price, "currency": "USD" },
            "stage": pick(STAGES, roll(seed, row, 5)),
            "next_step": pick(NEXT, roll(seed, row, 6)), "next_step_on": due,
        }),
    )?;
    let opportunity = id(&opened, "opportunity")?;
    let ends = opened_on.saturating_add((20 + dice(7, 60)).days());
    let closed = ends.at(11, 15, 0, 0).to_zoned(zone).map_or(at, |at| at.timestamp());
    if ends >= jiff::civil::date(2026, 1, 16) {
        return Ok(());
    }
    match dice(8, 10) {
        0..=2 => {
            script.together.at(closed)?;
            let reason = pick(&["service", "product", "trust"], roll(seed, row, 9));
            script.by(
                "helena",
                "opportunity.win",
                json!({ "opportunity": opportunity, "reason": reason }),
            )?;
        }
        3..=4 => {
            script.together.at(closed)?;
            let reason = pick(&["price", "delivery", "no_decision"], roll(seed, row, 9));
            let lost_to = if reason == Some("no_decision") { None } else { Some(maker) };
            let again = ends.saturating_add((90 + dice(10, 120)).days());
            script.by(
                "helena",
                "opportunity.lose",
                json!({ "opportunity": opportunity, "reason": reason, "words": "As they told us.", "lost_to": lost_to, "recontact_on": again }),
            )?;
        }
        _ => {}
    }
    Ok(())
}
