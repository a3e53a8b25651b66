//! Whoever goes out finds their visits on their day's page, and a customer what they have to prepare on theirs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "../../installation/tests/crew/mod.rs"]
mod crew;

use std::collections::BTreeMap;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Credential, Registry, Via};
use accord_testing::{House, on_both_databases};
use crew::{Crew, id};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday, 9:00 in Porto.
const START: &str = "2027-03-10T09:00:00Z";

fn rooms(registry: &mut Registry) {
    crew::rooms(registry);
    accord_room_case::room(registry);
    accord_room_visit::room(registry);
    accord_room_recovery::room(registry);
    accord_room_desk::room(registry);
}

fn html(house: &House, caller: Caller, path: &str) -> String {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    let caller = Caller { via: Via::Page, ..caller };
    let drawn = house.kernel.read(&caller, |reader| {
        let address = path.to_owned();
        (def.draw)(&mut PageCx { reader, path: BTreeMap::new(), query: Vec::new(), address })
    });
    drawn.unwrap_or_else(|refusal| panic!("{refusal:?}")).main.into_string()
}

#[test]
fn todays_visits_stand_on_the_day_of_whoever_makes_them() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.works.ready();
        let (maker, account) = (&crew.works.maker, crew.works.account);
        let plan = |task: &str, at: &str| {
            let input = json!({
                "customer": account.customer, "site": account.site, "purpose": "repair", "task": task,
                "minutes": 60, "starts_at": at, "person": maker.engineer, "contact": account.contact
            });
            id(&house.act(maker.service_planner, "visit.plan", input).unwrap(), "visit")
        };
        let morning = plan("Tighten the belt", "2027-03-16T10:30:00Z");
        let evening = plan("Change the oil", "2027-03-16T15:00:00Z");
        plan("Look at the noise", "2027-03-17T09:00:00Z");
        house.at("2027-03-16T11:00:00Z");
        let today = |who: Uuid| house.view(who, "desk.today", json!({})).unwrap()["visits"].clone();
        let of = |visits: &Value| -> Vec<(Uuid, bool)> {
            let row = |row: &Value| (id(row, "id"), row["late"].as_bool().unwrap());
            visits.as_array().unwrap().iter().map(row).collect()
        };
        assert_eq!(of(&today(maker.engineer)), [(morning, true), (evening, false)], "on {}", house.name());
        assert_eq!(of(&today(maker.rep)), [], "nobody else's");
        let page = html(house, Caller::person(maker.engineer), "/");
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"));
        assert!(at("Your visits") < at("Tighten the belt") && at("Tighten the belt") < at("Change the oil"));
        assert!(page.contains(&format!("/visits/{morning}")) && !page.contains("Look at the noise"));
        house.verify();
    });
}

#[test]
fn what_the_customer_has_to_prepare_stands_on_their_page_and_says_when_it_is_late() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        crew.released(1);
        let (maker, account) = (&crew.works.maker, crew.works.account);
        house.act(maker.rep, "contact.invite", json!({ "contact": account.contact })).unwrap();
        let home = || maker.as_contact(account, "portal.home", json!({})).unwrap();
        let contact =
            || Caller { credential: Credential::Contact(account.contact), ..Caller::person(account.contact) };
        let mine = home()["to_do"].clone();
        assert_eq!(mine.as_array().unwrap().len(), 1, "what is ours to prepare is not theirs to see: {mine}");
        assert_eq!((&mine[0]["text"], &mine[0]["late"]), (&json!("Foundation cured"), &json!(false)));
        let due: Date = mine[0]["due_on"].as_str().unwrap().parse().unwrap();
        let page = html(house, contact(), "/portal");
        assert!(page.contains("You see to") && page.contains("Foundation cured"), "{page}");
        assert!(!page.contains("Crane booked"), "{page}");
        house.at(&format!("{}T12:00:00Z", due.checked_add(2.days()).unwrap()));
        assert_eq!(home()["to_do"][0]["late"], json!(true));
        let page = html(house, contact(), "/portal");
        assert!(page.contains("late"), "{page}");
        let tasks = maker.as_contact(account, "portal.installations", json!({})).unwrap();
        let done = json!({ "item": tasks[0]["tasks"][0]["id"], "note": "Cured" });
        maker.act_as_contact(account, "portal.installation_ready", done).unwrap();
        assert_eq!(home()["to_do"], json!([]), "what is prepared is off the page");
        assert!(!html(house, contact(), "/portal").contains("You see to"));
        house.verify();
    });
}
