//! The gate: nothing impossible is promised (R20, T8).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_testing::on_both_databases;
use serde_json::json;
use support::*;

#[test]
fn r20_a_part_that_cannot_come_is_refused_with_the_earliest_date() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        // Nothing on hand, seventeen days of supply: 25 March 12:00 in Lisbon. Five days are wanted.
        let subject = json!({ "on_hand": 0, "supply_days": 17 });
        let wanted = cast.promise("part", json!({ "subject": subject, "due_on": "2027-03-13" }));
        let refusal = refused(house.act(cast.rita, "promise.make", wanted.clone()));
        assert_eq!(refusal.rule, "promise.not_feasible");
        assert_eq!(refusal.status.code(), 409);
        assert_eq!(refusal.detail.as_ref().unwrap()["earliest"], json!("2027-03-25"));
        assert_eq!(refusal.detail.as_ref().unwrap()["limits"][0]["limit"], json!("supply"));
        // What is offered is taken as it stands.
        let (action, input) = refusal.possible[0].action.clone().unwrap();
        assert_eq!((action, input["due_on"].clone()), ("promise.make", json!("2027-03-25")));
        let made = house.act(cast.rita, action, input).unwrap();
        assert_eq!(made["due_on"], json!("2027-03-25"));
        // With stock there is nothing against the wish.
        let mut in_stock = wanted;
        in_stock["subject"]["on_hand"] = json!(3);
        house.act(cast.rita, "promise.make", in_stock).unwrap();
        house.verify();
    });
}

#[test]
fn r20_only_the_named_head_goes_past_the_gate_and_those_who_deliver_are_told() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let subject = json!({ "on_hand": 0, "supply_days": 9, "deliverer": cast.planner });
        let wanted = cast.promise(
            "part",
            json!({ "subject": subject, "due_on": "2027-03-11", "owner": cast.rita, "override_reason": "The plant stands." }),
        );
        assert_eq!(rule(house.act(cast.rita, "promise.make", wanted.clone())), "promise.override_not_yours");
        assert_eq!(
            rule(house.act(cast.head_of_service, "promise.make", wanted.clone())),
            "promise.override_not_yours"
        );
        let made = house.act(cast.head_of_manufacturing, "promise.make", wanted).unwrap();
        let facts = one(house, cast.rita, &made);
        assert_eq!(facts["override_by"]["id"], json!(cast.head_of_manufacturing));
        assert_eq!(facts["override_reason"], json!("The plant stands."));
        assert_eq!(notices(house, cast.planner), ["notice-promise-override"]);
        assert_eq!(notices(house, cast.rita), ["notice-promise-made"]);
        house.verify();
    });
}

#[test]
fn r20_a_call_back_needs_somebody_at_work() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        // In the night nobody works; the earliest is Tuesday after a quarter of an hour, but today is still open: now.
        let night = cast.promise("call_back", json!({ "due_at": "2027-03-08T12:05:00Z" }));
        let refusal = refused(house.act(cast.rita, "promise.make", night));
        assert_eq!(refusal.detail.as_ref().unwrap()["earliest_at"], json!("2027-03-08T12:15:00Z"));
        assert_eq!(refusal.detail.as_ref().unwrap()["limits"][0]["limit"], json!("owner_hours"));
        let made = cast.promise("call_back", json!({ "due_at": "2027-03-08T12:15:00Z" }));
        house.act(cast.rita, "promise.make", made).unwrap();
        // A visit on the customer's holiday: their place is closed, whoever is at work here.
        let holiday = cast.promise("visit", json!({ "due_at": "2027-03-26T13:00:00Z", "owner": cast.nina }));
        let refusal = refused(house.act(cast.nina, "promise.make", holiday));
        assert_eq!(refusal.detail.as_ref().unwrap()["limits"][0]["limit"], json!("place_closed"));
        house.verify();
    });
}

#[test]
fn what_a_promise_must_have() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let make = |more| house.act(cast.rita, "promise.make", cast.promise("free", more));
        assert_eq!(rule(make(json!({ "due_on": "2027-04-01" }))), "/owner promise.owner_named");
        let owner = cast.rita;
        assert_eq!(rule(make(json!({ "owner": owner }))), "/due_on field.required");
        let both = json!({ "owner": owner, "due_on": "2027-04-01", "due_at": "2027-04-01T10:00:00Z" });
        assert_eq!(rule(make(both)), "/due_on promise.due_one");
        assert_eq!(rule(make(json!({ "owner": owner, "due_on": "2027-03-07" }))), "/due_on promise.due_past");
        assert_eq!(rule(make(json!({ "owner": owner, "due_at": START }))), "/due_at promise.due_past");
        let empty = json!({ "owner": owner, "due_on": "2027-04-01", "wording": "  " });
        assert_eq!(rule(make(empty)), "/wording field.empty");
        let server = json!({ "owner": owner, "due_on": "2027-04-01", "made_at": "2027-01-01T00:00:00Z" });
        assert_eq!(rule(make(server)), "/made_at field.unknown");
        let gone = json!({ "owner": cast.contact, "due_on": "2027-04-01" });
        assert_eq!(rule(make(gone)), "/owner field.unknown_reference");
        let harm =
            json!({ "owner": owner, "due_on": "2027-04-01", "harm": { "amount": "0", "currency": "EUR" } });
        assert_eq!(rule(make(harm)), "/harm field.not_positive");
        house.verify();
    });
}

#[test]
fn r20_the_chance_comes_from_the_record_and_says_how_thin_it_is() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let first = cast.owed(house, "2027-03-09T12:00:00Z");
        assert_eq!((first["chance"].clone(), first["chance_n"].clone()), (json!(null), json!(0)));
        let second = cast.owed(house, "2027-03-09T13:00:00Z");
        let third = cast.owed(house, "2027-03-09T14:00:00Z");
        for promise in [&first, &second] {
            let input = json!({ "promise": promise["promise"], "evidence": "Sent.", "version": 1 });
            house.act(cast.rita, "promise.keep", input).unwrap();
        }
        house.advance("2027-03-10T12:00:00Z");
        let fourth = cast.owed(house, "2027-03-19T12:00:00Z");
        assert_eq!((fourth["chance"].clone(), fourth["chance_n"].clone()), (json!("66.7"), json!(3)));
        assert_eq!(one(house, cast.rita, &fourth)["chance_thin"], json!(true));
        let _ = third;
        house.verify();
    });
}
