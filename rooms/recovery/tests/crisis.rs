//! A customer in crisis whose case was rated low: quiet until the recovery is closed in the customer's words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../case/tests/desk/mod.rs"]
mod desk;

use accord_kernel::Registry;
use accord_testing::on_both_databases;
use desk::{Desk, id};
use serde_json::json;

fn rooms(registry: &mut Registry) {
    desk::rooms(registry);
    accord_room_survey::room(registry);
    accord_room_recovery::room(registry);
}

#[test]
fn r31_a_low_rating_keeps_the_quiet_until_the_recovery_is_closed_in_the_customers_words() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-14T06:00:00Z");
        d.restore(case, "nothing").unwrap();
        d.on(d.desk, "case.confirm", case, json!({ "words": "It runs." })).unwrap();
        d.on(d.desk, "case.rate", case, json!({ "rating": 3, "words": "Nobody called us back." })).unwrap();
        assert_eq!(d.crisis()["waits_for"], "recovery");
        let head = d.works.maker.head_of_service;
        let page = house.view(head, "complaint.list", json!({})).unwrap();
        let complaint = id(&page["rows"][0], "id");
        let one = || house.view(head, "complaint.one", json!({ "complaint": complaint })).unwrap();
        assert_eq!(one()["said"], "Nobody called us back.");
        let on = |action: &str, mut more: serde_json::Value| {
            more["complaint"] = json!(complaint);
            more["version"] = one()["version"].clone();
            d.act(head, action, more);
        };
        let seen = json!({ "customer": d.customer(), "kind": "old_unit", "saw": "Unit 9 too", "value": "Same risk" });
        d.act(d.works.maker.engineer, "observation.note", seen);
        house.advance("2027-08-20T08:00:00Z");
        assert_eq!(d.crisis()["waits_for"], "recovery", "days alone end nothing");
        on("complaint.answer", json!({ "words": "I am sorry. From now on I call.", "channel": "call" }));
        on("complaint.close", json!({ "customer_words": "Good, that is what we wanted." }));
        house.advance("2027-08-20T10:00:00Z");
        assert!(d.crisis().is_null(), "well served again: {}", d.crisis());
        let leads = house.view(head, "observation.list", json!({})).unwrap();
        assert_eq!(leads["rows"][0]["state"], "offered", "released with the crisis");
        house.verify();
    });
}
