//! What waits while a customer is in crisis, on the customer's page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../case/tests/desk/mod.rs"]
mod desk;

use accord_kernel::Registry;
use accord_testing::on_both_databases;
use desk::Desk;
use serde_json::json;

fn rooms(registry: &mut Registry) {
    desk::rooms(registry);
    accord_room_survey::room(registry);
    accord_room_recovery::room(registry);
    accord_room_desk::room(registry);
}

#[test]
fn r31_the_tasks_that_sell_are_held_and_the_page_says_which() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        let held = |person| {
            let input = json!({ "customer": d.customer() });
            let page = house.view(person, "desk.customer", input).unwrap();
            let rows = page["held"].as_array().unwrap().clone();
            rows.iter().map(|row| (row["task"].clone(), row["on"].clone())).collect::<Vec<_>>()
        };
        house.advance("2029-02-19T09:00:00Z");
        assert_eq!(held(d.works.maker.rep), []);
        let case = d.stop(d.desk);
        // The paid term ends on 30 June 2029; its renewal is spoken of 120, 90, 60 and 30 days before.
        let steps = ["2029-03-02", "2029-04-01", "2029-05-01", "2029-05-31"];
        assert_eq!(held(d.works.maker.rep), steps.map(|on| (json!("renewal"), json!(on))));
        d.restore(case, "nothing").unwrap();
        d.on(d.desk, "case.confirm", case, json!({ "words": "It runs" })).unwrap();
        d.on(d.desk, "case.rate", case, json!({ "rating": 5 })).unwrap();
        house.advance("2029-02-22T09:00:00Z");
        assert_eq!(held(d.works.maker.rep), []);
        house.verify();
    });
}
