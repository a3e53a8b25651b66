//! Who stands by for calls, how long ways are, and the service contracts of ordinary customers.

use std::{collections::BTreeSet, sync::Arc};

use accord_kernel::{Caller, Kernel, Outcome, Refusal};
use accord_room_asset::{AssetId, Origin};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde_json::{Value as JsonValue, json};

use super::script::{Company, Script};

/// Days of the year before in which the contracts that stand began.
const BEGAN: i64 = 343;
/// Who stands by around the clock, by territory.
const STANDBY: &[(&str, &str)] = &[("lakes", "nora"), ("lakes", "tomas"), ("south", "dario")];
/// Minutes of the way to the sites of a territory, and from the store in Milwaukee.
const WAYS: &[(&str, i64, i64)] =
    &[("lakes", 150, 210), ("south", 190, 900), ("west", 210, 1_200), ("brazil", 120, 4_300)];
/// Units sold in one transaction.
const BATCH: usize = 40;
/// Days after the paperwork within which most tasks were done, and one of so many that was not.
const SETTLED: i64 = 21;
const LEFT_OPEN: usize = 29;
/// Tasks looked at, those first that are due first.
const TASKS_READ: i64 = 200;
/// One site of so many has no record of its way in: somebody has a task to find it out.
const UNKNOWN_WAY: usize = 9;
/// Ways in, as they stand at the sites: door, ring, hours, and the way at night.
const DOORS: &[(&str, &str, &str, &str)] = &[
    (
        "Gate 1, the long wall on the left",
        "Bell at the gate",
        "06:00 to 22:00",
        "The night shift's foreman opens gate 1.",
    ),
    (
        "Goods entrance behind the car park",
        "ext. 11, dispatch",
        "Day and night",
        "Dispatch is there at night and opens.",
    ),
    (
        "Main door, then the lift to the basement",
        "Reception",
        "07:00 to 19:00",
        "The guard at the main door has the keys.",
    ),
    (
        "Hall C, door 4",
        "Ring the plant office",
        "05:30 to 23:00",
        "Key safe beside door 4; the code is with our desk.",
    ),
];

/// A unit that gets a plan.
#[derive(Clone, Copy)]
struct Unit {
    /// Its place in the list.
    place: usize,
    customer: CustomerId,
    asset: AssetId,
    site: Option<SiteId>,
}

/// The rota and the contracts; nothing is sold while no plan is on offer.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    rota(kernel, company)?;
    let plans: Vec<JsonValue> = kernel
        .db
        .read(accord_room_value::on_offer)?
        .into_iter()
        .map(|(_, version)| json!(version.id))
        .collect();
    if plans.is_empty() {
        return Ok(());
    }
    let units = units(kernel)?;
    ways_in(kernel, company, &units)?;
    for some in units.chunks(BATCH) {
        let (some, company, plans) = (some.to_vec(), company.clone(), plans.clone());
        kernel.together(move |together| {
            let mut script = Script { together, company: &company };
            let at = script.at(company.beginning.paperwork())?;
            let first = TimeZone::UTC.to_datetime(at).date().saturating_sub(BEGAN.days());
            for unit in &some {
                sell(&mut script, &plans, first, *unit);
            }
            Ok(())
        })?;
    }
    settle(kernel, company)
}

/// Most of what the contracts asked for by the first days of the story is done, as it is where people work.
fn settle(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let helena = Caller::person(company.person("helena")?);
    for (kind, who, words) in [
        ("renewal", "helena", "Spoken with; the next term is being written."),
        (
            "readiness",
            "steve",
            "Agreed with the customer; a board on loan lies ready and a second engineer is named.",
        ),
    ] {
        let input = json!({ "kind": kind, "limit": TASKS_READ });
        let page = kernel.view(&helena, "contract.tasks", &input)?;
        let rows = page.get("rows").and_then(JsonValue::as_array).cloned().unwrap_or_default();
        let company = company.clone();
        kernel.together(move |together| {
            let mut script = Script { together, company: &company };
            let at = script.at(company.beginning.paperwork())?;
            let soon = TimeZone::UTC.to_datetime(at).date().saturating_add(SETTLED.days());
            for (place, row) in rows.iter().enumerate() {
                let due: Option<Date> =
                    row.get("due_on").and_then(JsonValue::as_str).and_then(|day| day.parse().ok());
                let Some(due) = due else { continue };
                if due > soon || (place + 1) % LEFT_OPEN == 0 {
                    continue;
                }
                let done = json!({
                    "task": row.get("id"), "version": row.get("version"), "outcome": "done", "words": words,
                });
                script.by(who, "contract.finish_task", done)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn rota(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at(company.beginning.paperwork())?;
        for (territory, who) in STANDBY {
            for (from, until) in [("17:00", "08:00"), ("08:00", "17:00")] {
                let input = json!({
                    "territory": company.territory(territory)?, "person": company.person(who)?, "from": from, "until": until,
                });
                script.by("steve", "standby.set", input)?;
            }
        }
        for (territory, people, parts) in WAYS {
            let territory = company.territory(territory)?;
            script.by("steve", "travel.set", json!({ "territory": territory, "minutes": people }))?;
            let reach = json!({ "place": "Milwaukee", "territory": territory, "minutes": parts });
            script.by("steve", "part_reach.set", reach)?;
        }
        for (product, part) in [("H1", "881"), ("H2", "881"), ("H3", "530")] {
            let input = json!({ "product": company.product(product)?, "part": company.product(part)? });
            script.by("steve", "critical_part.add", input)?;
        }
        Ok(())
    })
}

/// Every third unit of ours that was accepted and is in use.
fn units(kernel: &Arc<Kernel>) -> Outcome<Vec<Unit>> {
    kernel.db.read(|tx| {
        let mut found = Vec::new();
        for customer in accord_room_contract::record::contract::customers_with_units(tx)? {
            for unit in accord_room_asset::of_customer(tx, customer)? {
                let wanted =
                    unit.origin == Origin::Ours && unit.accepted_on.is_some() && unit.retired_on.is_none();
                if wanted {
                    found.push(Unit { place: found.len(), customer, asset: unit.id, site: unit.site_id });
                }
            }
        }
        found.retain(|unit| unit.place % 3 == 0);
        Ok(found)
    })
}

/// How one gets in, at most of the sites.
fn ways_in(kernel: &Arc<Kernel>, company: &Company, units: &[Unit]) -> Outcome<()> {
    let sites: BTreeSet<SiteId> = units.iter().filter_map(|unit| unit.site).collect();
    let known = kernel.db.read(|tx| {
        let mut known = Vec::new();
        for site in &sites {
            let site = customer::site(tx, *site)?;
            let first = customer::contacts_of(tx, site.customer_id)?.first().map(|contact| contact.id);
            known.push((site, first));
        }
        Ok::<_, Refusal>(known)
    })?;
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at(company.beginning.paperwork())?;
        for (place, (site, contact)) in known.iter().enumerate() {
            if (place + 1) % UNKNOWN_WAY == 0 {
                continue;
            }
            let Some((door, ring, hours, path)) = DOORS.get(place % DOORS.len()) else { continue };
            let asked = |shift: &str| contact.map(|contact| json!({ "shift": shift, "contact": contact }));
            let contacts: Vec<JsonValue> = ["day", "night"].into_iter().filter_map(asked).collect();
            let input = json!({
                "site": site.id, "version": site.version, "door": door, "ring": ring, "hours": hours,
                "safety": "Boots and glasses", "lead_hours": 24, "emergency_path": path, "contacts": contacts,
            });
            script.by("steve", "site.set_access", input)?;
        }
        Ok(())
    })
}

/// One unit gets a plan since some day of the last year. Where a response cannot be met, or a plan is not worth its
/// price, nothing is sold, as in life.
fn sell(
    script: &mut Script<'_, '_>,
    plans: &[JsonValue],
    first: Date,
    Unit { place, customer, asset, .. }: Unit,
) {
    let Some(plan) = plans.get(place / 3 % plans.len()) else { return };
    let days = i64::try_from(place * 37 % 330).unwrap_or(0);
    let billing = ["yearly", "quarterly", "monthly"].get(place % 3).copied().unwrap_or("yearly");
    let input = json!({
        "customer": customer, "assets": [asset], "plan_version": plan,
        "starts_on": first.saturating_add(days.days()), "billing": billing,
    });
    drop(script.by("steve", "contract.sell", input));
}
