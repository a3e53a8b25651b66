//! Getting through the locked door, on figures of its own (R28).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod crew;

use accord_testing::on_both_databases;
use crew::{Crew, rooms, rule};
use serde_json::json;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

#[test]
fn r28_a_dispatch_inside_the_notice_gets_the_emergency_path_and_the_night_contact() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let site = crew.works.account.site;
        let see = |within: i64| {
            house
                .view(maker.engineer, "site.way_in", json!({ "site": site, "within_hours": within }))
                .unwrap()
        };
        assert_eq!(see(6)["gaps"], json!(["record"]), "nothing is recorded");
        crew.set_access(36, None);
        let six = see(6);
        assert_eq!((&six["emergency"], &six["lead_hours"]), (&json!(true), &json!(36)));
        assert_eq!(six["gaps"], json!(["emergency_path"]));
        assert_eq!(see(40)["emergency"], json!(false));
        crew.set_access(36, Some("Porter's bell at the river side"));
        let six = see(6);
        assert_eq!(
            (&six["emergency_path"], &six["gaps"]),
            (&json!("Porter's bell at the river side"), &json!([]))
        );
        // Who is there at night comes first.
        assert_eq!(six["contacts"][0]["shift"], "night");
        assert_eq!(six["contacts"][0]["name"], "Nuno");
        maker.verify();
    });
}

#[test]
fn r28_the_customer_is_told_who_comes_and_when_and_the_site_remembers() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let site = crew.works.account.site;
        let coming = |at: &str| {
            let input = json!({ "site": site, "person": maker.engineer, "arrives_at": at, "purpose": "Set up the press" });
            house.act(maker.service_planner, "site.announce_visitor", input)
        };
        assert_eq!(coming("2027-03-12T08:30:00Z").unwrap()["told"], 0, "nobody at the gate is known");
        crew.set_access(0, None);
        assert_eq!(coming("2027-03-15T08:30:00Z").unwrap()["told"], 2);
        assert_eq!(rule(coming("2027-03-10T08:59:00Z")), "/arrives_at site.arrival_past");
        let letters = crew.letters();
        assert_eq!(letters.len(), 2);
        let text = &letters[0];
        assert!(text.contains("Nora") && text.contains("Mill") && text.contains("15"), "{text}");
        let seen = house.view(maker.rep, "site.visitors", json!({ "site": site })).unwrap();
        assert_eq!(seen.as_array().unwrap().len(), 2);
        assert_eq!(seen[0]["told"], json!(["Paul", "Nuno"]));
        house.advance("2027-03-15T08:45:00Z");
        let came = json!({ "visitor": seen[0]["id"], "version": 1 });
        house.act(maker.engineer, "site.note_arrival", came.clone()).unwrap();
        assert!(house.act(maker.engineer, "site.note_arrival", came).is_err());
        let seen = house.view(maker.rep, "site.visitors", json!({ "site": site })).unwrap();
        assert!(seen[0]["came_at"].is_string());
        maker.verify();
    });
}

#[test]
fn r28_a_record_older_than_the_limit_becomes_a_task_once() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        crew.set_access(0, None);
        house.advance("2027-09-01T09:00:00Z");
        // Checked again on the way: the old plan is moved.
        crew.set_access(0, None);
        house.advance("2028-09-01T22:00:00Z");
        assert_eq!(crew.tasks("access_check"), Vec::<String>::new(), "the day itself is not late");
        house.advance("2028-09-02T12:00:00Z");
        assert_eq!(crew.tasks("access_check").len(), 1);
        assert!(maker.notices(maker.engineer).contains(&"notice-delivery-task".to_owned()));
        maker.verify();
    });
}

#[test]
fn r28_what_a_contract_lacks_at_the_door_is_flagged_at_its_sale() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.works.ready();
        crew.set_access(24, None);
        let order = crew.works.order(1);
        crew.works.accept(order);
        let open = house
            .view(crew.works.maker.head_of_service, "contract.tasks", json!({ "kind": "readiness" }))
            .unwrap();
        let text = open.to_string();
        assert!(text.contains("how to get in without notice"), "{text}");
        crew.works.maker.verify();
    });
}
