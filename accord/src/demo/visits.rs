//! Places of parts with their keys, and the visits of the days round the order meeting.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};
use accord_room_asset::Origin;
use accord_room_customer as customer;
use accord_room_people::TerritoryId;
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::script::{Company, Script, id, moment};

/// When the plans are made: the Friday before the meeting.
const AT: &str = "2026-01-30T15:00";
const CHICAGO: &str = "America/Chicago";
const JOINVILLE: &str = "America/Sao_Paulo";

/// Nora's store, to which Suzie has the second key.
const GARAGE: &str = "Nora’s garage, Duluth";
const VAN: &str = "Dario’s van";
const SOUTH: &str = "Loja Joinville";

/// What is in the stores besides the central one.
const STOCK: &[(&str, &str, i64)] = &[
    ("881", GARAGE, 1),
    ("412", GARAGE, 4),
    ("530", GARAGE, 1),
    ("412", VAN, 3),
    ("412", SOUTH, 6),
    ("530", SOUTH, 1),
];

/// A unit in use at a customer.
#[derive(Clone, Copy)]
struct Unit {
    customer: Uuid,
    site: Uuid,
    asset: Uuid,
}

/// Visits to be: territory and place in its list of units, purpose, task, beginning, zone, minutes, who.
type Planned =
    (&'static str, usize, &'static str, &'static str, &'static str, &'static str, i64, Option<&'static str>);

const PLANNED: &[Planned] = &[
    ("lakes", 1, "repair", "The door does not close tight", "2026-02-02T10:30", CHICAGO, 90, Some("nora")),
    ("lakes", 2, "maintain", "Half-yearly service", "2026-02-02T14:00", CHICAGO, 150, Some("nora")),
    ("lakes", 3, "inspect", "Look at the foundation", "2026-02-03T09:00", CHICAGO, 60, Some("nora")),
    ("lakes", 4, "repair", "Pressure falls after an hour", "2026-02-03T13:00", CHICAGO, 180, None),
    ("south", 0, "maintain", "Half-yearly service", "2026-02-02T11:00", CHICAGO, 150, Some("dario")),
    (
        "south",
        1,
        "aftercare",
        "Is everything well since the repair?",
        "2026-02-04T10:00",
        CHICAGO,
        45,
        Some("dario"),
    ),
    ("brazil", 0, "repair", "Vazamento na bomba", "2026-02-02T14:00", JOINVILLE, 120, Some("lucia")),
    ("brazil", 1, "maintain", "Revisão semestral", "2026-02-03T09:00", JOINVILLE, 180, Some("lucia")),
];

/// Places, keys and visits.
pub(super) fn live(kernel: &Arc<Kernel>, company: &Company) -> Outcome<()> {
    let mut units = Vec::new();
    for territory in ["lakes", "south", "brazil"] {
        units.push((territory, units_in(kernel, company.territory(territory)?.into())?));
    }
    let company = company.clone();
    kernel.together(move |together| {
        let mut script = Script { together, company: &company };
        script.at(AT)?;
        places(&mut script)?;
        let of = |territory: &str, place: usize| {
            let list = units.iter().find(|(key, _)| *key == territory).map(|(_, list)| list);
            list.filter(|list| !list.is_empty()).and_then(|list| list.get(place % list.len()).copied())
        };
        if let Some(unit) = of("lakes", 0) {
            done(&mut script, unit)?;
        }
        script.at("2026-01-30T16:00")?;
        for (territory, place, purpose, task, at, zone, minutes, who) in PLANNED {
            let Some(unit) = of(territory, *place) else { continue };
            let mut input = visit(unit, purpose, task, *minutes);
            if let Some(object) = input.as_object_mut() {
                object.insert("starts_at".to_owned(), json!(moment(at, zone)?));
                if let Some(who) = who {
                    object.insert("person".to_owned(), json!(company.person(who)?));
                    object.insert("reason".to_owned(), json!("Looks after this customer."));
                }
            }
            script.by("tomas", "visit.plan", input)?;
        }
        if let Some(unit) = of("lakes", 5) {
            let input = visit(unit, "train", "Two new operators", 240);
            script.by("tomas", "visit.plan", input)?;
        }
        Ok(())
    })
}

fn visit(unit: Unit, purpose: &str, task: &str, minutes: i64) -> JsonValue {
    json!({
        "customer": unit.customer, "site": unit.site, "asset": unit.asset, "purpose": purpose, "task": task,
        "minutes": minutes,
    })
}

/// Units of ours in use in a territory, with the site where they stand.
fn units_in(kernel: &Arc<Kernel>, territory: TerritoryId) -> Outcome<Vec<Unit>> {
    kernel.db.read(move |tx| {
        let mut found = Vec::new();
        for account in accord_room_contract::record::contract::customers_with_units(tx)? {
            if customer::load(tx, account)?.territory_id != Some(territory) {
                continue;
            }
            let units = accord_room_asset::of_customer(tx, account)?;
            let unit =
                units.into_iter().find(|unit| unit.origin == Origin::Ours && unit.retired_on.is_none());
            if let Some(unit) = unit
                && let Some(site) = unit.site_id
            {
                found.push(Unit { customer: account.into(), site: site.into(), asset: unit.id.into() });
            }
        }
        Ok(found)
    })
}

fn places(script: &mut Script<'_, '_>) -> Outcome<()> {
    let company = script.company.clone();
    for (code, place, pieces) in STOCK {
        let input = json!({
            "product": company.product(code)?, "place": place, "on_hand": pieces, "supply_days": 10, "supply_count": "working",
        });
        script.by("mark", "part.set_stock", input)?;
    }
    for (place, territory, minutes) in [(GARAGE, "lakes", 60), (VAN, "south", 90), (SOUTH, "brazil", 120)] {
        let input = json!({ "place": place, "territory": company.territory(territory)?, "minutes": minutes });
        script.by("steve", "part_reach.set", input)?;
    }
    let set = [
        json!({ "name": "Milwaukee", "kind": "central", "address": "Works, gate 2", "night_access": true, "night_note": "The porter has the list." }),
        json!({
            "name": GARAGE, "kind": "engineer", "territory": company.territory("lakes")?, "person": company.person("nora")?,
            "address": "418 Lake Avenue, the green door", "night_access": true, "night_note": "Key, then the light switch on the left.",
        }),
        json!({ "name": VAN, "kind": "van", "territory": company.territory("south")?, "person": company.person("dario")? }),
        json!({
            "name": SOUTH, "kind": "regional", "territory": company.territory("brazil")?, "address": "Rua das Palmeiras 88, Joinville",
        }),
    ];
    let mut ids = Vec::new();
    for input in set {
        ids.push(id(&script.by("steve", "part_place.set", input)?, "place")?);
    }
    let keys = [(1, "nora"), (1, "suzie"), (3, "lucia"), (3, "rafael")];
    for (place, who) in keys {
        let Some(place) = ids.get(place) else { continue };
        let given =
            script.by("steve", "part_key.give", json!({ "place": place, "person": company.person(who)? }))?;
        if matches!(who, "suzie" | "nora") {
            script.by(who, "part_key.test", json!({ "key": id(&given, "id")? }))?;
        }
    }
    Ok(())
}

/// A visit that is over: what the pages look like afterwards.
fn done(script: &mut Script<'_, '_>, unit: Unit) -> Outcome<()> {
    let company = script.company.clone();
    script.at("2026-01-28T08:30")?;
    let mut input = visit(unit, "repair", "Oil on the floor under the press", 120);
    if let Some(object) = input.as_object_mut() {
        object.insert("starts_at".to_owned(), json!(moment("2026-01-29T09:00", CHICAGO)?));
        object.insert("person".to_owned(), json!(company.person("nora")?));
        object.insert("reason".to_owned(), json!("Looks after this customer."));
    }
    let visit = id(&script.by("tomas", "visit.plan", input)?, "visit")?;
    script.at("2026-01-29T07:40")?;
    script.by("nora", "visit.travel", json!({ "visit": visit, "minutes": 70 }))?;
    script.at("2026-01-29T08:52")?;
    script.by("nora", "visit.arrive", json!({ "visit": visit }))?;
    script.at("2026-01-29T10:55")?;
    let report = json!({
        "visit": visit, "version": 1, "safety": ["announced", "isolated", "protected", "floor"],
        "found": "A seal of the main cylinder was torn.", "mended": "The seal is new; pressure held for an hour.",
        "left_right": ["running", "tidy", "tools", "explained"], "summary": "The press is tight again.",
        "unsigned_reason": "The foreman had left; he agreed by telephone.",
    });
    script.by("nora", "visit.report", report)?;
    script.by(
        "nora",
        "visit.finish",
        json!({ "visit": visit, "come_back": "Change the second seal before it tears." }),
    )?;
    Ok(())
}
