//! The course of a case that does not go straight: opened again, another arrival, another unit, words that are owed. Through
//! the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;

use accord_testing::on_both_databases;
use desk::{Desk, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-02-01T09:00:00Z";

/// A stop on a Saturday night that was mended, confirmed, rated 5 and closed before six.
fn closed(d: &Desk<'_>) -> Uuid {
    d.house.advance("2027-08-14T01:20:00Z");
    let case = d.stop(d.desk);
    let go = json!({ "engineer": d.works.maker.engineer, "arrives_at": "2027-08-14T04:00:00Z" });
    d.on(d.desk, "case.dispatch", case, go).unwrap();
    d.house.advance("2027-08-14T03:50:00Z");
    d.on(d.works.maker.engineer, "case.arrive", case, json!({})).unwrap();
    d.house.advance("2027-08-14T05:10:00Z");
    d.restore(case, "nothing").unwrap();
    d.on(d.desk, "case.confirm", case, json!({ "words": "It runs" })).unwrap();
    d.on(d.desk, "case.rate", case, json!({ "rating": 5 })).unwrap();
    d.on(d.desk, "case.close", case, json!({})).unwrap();
    case
}

fn again(d: &Desk<'_>, case: Uuid, at: &str) {
    d.house.advance(at);
    d.on(d.desk, "case.reopen", case, json!({ "words": "It stands still again" })).unwrap();
}

fn promises(d: &Desk<'_>, kind: &str) -> Vec<Value> {
    let input = json!({ "customer": d.customer(), "kind": kind, "limit": 50 });
    let page = d.house.view(d.desk, "promise.list", input).unwrap();
    let mut rows = page["rows"].as_array().unwrap().clone();
    rows.sort_by_key(|row| row["number"].as_str().unwrap().to_owned());
    rows
}

fn states(d: &Desk<'_>, kind: &str) -> Vec<String> {
    promises(d, kind).iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r30_a_confirmed_case_that_stands_again_has_clocks_of_its_own_and_somebody_is_rung() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let case = closed(&d);
        let head = d.works.maker.head_of_service;
        let rung = d.notices(head, "notice-case-clock");
        again(&d, case, "2027-08-15T20:40:00Z");
        let one = d.one(case);
        for gone in ["engineer", "arrives_at", "on_site_at", "restored_at", "confirmed_at", "rating"] {
            assert!(one[gone].is_null(), "{gone} is of the first stop: {}", one[gone]);
        }
        assert_eq!(d.due(case, "response"), "2027-08-16T02:40:00Z", "six hours from the second call");
        assert_eq!(d.due(case, "restore"), "2027-08-16T20:40:00Z", "the machine ran for 39 hours in between");
        assert_eq!(d.clock(case, "restore")["late"], false);
        house.advance("2027-08-16T01:10:00Z");
        assert_eq!(d.notices(head, "notice-case-clock"), rung + 1, "three quarters, and nobody is on it");
        house.advance("2027-08-16T02:50:00Z");
        d.on(d.works.maker.engineer, "case.arrive", case, json!({})).unwrap();
        assert_eq!(d.clock(case, "response")["state"], "kept_late");
        let early = json!({ "result": "x", "collateral": "nothing", "at": "2027-08-15T20:39:00Z" });
        assert_eq!(rule(d.on(d.desk, "case.restore", case, early)), "/at case.before_call");
        d.restore(case, "nothing").unwrap();
        assert_eq!(d.one(case)["in_time"], false, "the first stop was answered in time, the second was not");
        house.verify();
    });
}

#[test]
fn r33_what_was_never_confirmed_is_the_same_stop_and_its_time_stays_used() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-14T05:10:00Z");
        d.restore(case, "nothing").unwrap();
        again(&d, case, "2027-08-14T06:00:00Z");
        assert_eq!(d.due(case, "restore"), "2027-08-15T01:20:00Z");
        assert_eq!(d.due(case, "response"), "2027-08-14T12:00:00Z", "whoever calls again is answered again");
        house.advance("2027-08-14T08:00:00Z");
        d.restore(case, "nothing").unwrap();
        let unit = house.view(d.works.maker.engineer, "asset.one", json!({ "asset": d.unit })).unwrap();
        assert_eq!(
            (&unit["stops"], &unit["stopped_minutes"]),
            (&json!(1), &json!(400)),
            "one stop from its call"
        );
        assert_eq!(unit["outages"].as_array().unwrap().len(), 1, "reported once, its end corrected");
        house.verify();
    });
}

#[test]
fn r31_r36_the_second_stop_is_rated_and_counted_for_itself() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let case = closed(&d);
        again(&d, case, "2027-08-15T20:40:00Z");
        assert_eq!(d.crisis()["waits_for"], "confirmation");
        house.advance("2027-08-16T00:10:00Z");
        d.restore(case, "nothing").unwrap();
        d.on(d.desk, "case.confirm", case, json!({ "words": "For now" })).unwrap();
        assert_eq!(
            d.crisis()["waits_for"],
            "rating",
            "what was said of the first repair is no word on this one"
        );
        d.on(d.desk, "case.rate", case, json!({ "rating": 1 })).unwrap();
        assert_eq!(d.crisis()["waits_for"], "recovery");
        assert_eq!(
            rule(d.on(d.desk, "case.rate", case, json!({ "rating": 5 }))),
            "case.rated_already",
            "each once"
        );
        let unit = house.view(d.works.maker.engineer, "asset.one", json!({ "asset": d.unit })).unwrap();
        assert_eq!((&unit["stops"], &unit["stopped_minutes"]), (&json!(2), &json!(440)), "230 and 210");
        house.verify();
    });
}

#[test]
fn r24_an_arrival_that_was_told_may_move_but_is_kept_by_the_first_time_told() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let go = |at: &str| {
            let to = json!({ "engineer": d.works.maker.engineer, "arrives_at": at });
            d.on(d.desk, "case.dispatch", case, to).unwrap();
        };
        go("2027-08-14T02:30:00Z");
        house.advance("2027-08-14T03:30:00Z");
        assert_eq!(d.clock(case, "on_site")["late"], true);
        go("2027-08-14T04:45:00Z");
        let promise = d.clock(case, "on_site")["promise"].clone();
        let owed = || house.view(d.desk, "promise.one", json!({ "promise": promise })).unwrap();
        let dues = ["due_at", "first_due_at", "measured_at"].map(|name| owed()[name].clone());
        assert_eq!(dues, ["2027-08-14T04:45:00Z", "2027-08-14T02:30:00Z", "2027-08-14T02:30:00Z"]);
        assert_eq!(owed()["told_at"], "2027-08-14T03:30:00Z");
        house.advance("2027-08-14T04:40:00Z");
        d.on(d.works.maker.engineer, "case.arrive", case, json!({})).unwrap();
        assert_eq!(
            d.clock(case, "on_site")["state"],
            "kept_late",
            "before the second time told, after the first"
        );
        house.verify();
    });
}

#[test]
fn r29_r30_the_right_unit_corrects_the_place_and_what_nobody_sold_is_not_owed() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let maker = &d.works.maker;
        let osaka = json!({
            "customer": d.customer(), "name": "Osaka", "line1": "Kita 4", "town": "Osaka", "country": "jp",
            "zone": "Asia/Tokyo"
        });
        let osaka = id(&d.act(maker.head_of_sales, "site.enter", osaka), "id");
        let unit = json!({
            "customer": d.customer(), "site": osaka, "product": d.works.press, "model": "Press P-1", "serial": "P1-0404"
        });
        let unit = id(&d.act(maker.head_of_service, "asset.add", unit), "asset");
        house.advance("2027-08-11T01:20:00Z");
        let case = d.stop(d.desk);
        assert_eq!(d.due(case, "restore"), "2027-08-12T01:20:00Z");
        d.on(d.desk, "case.name_unit", case, json!({ "asset": unit })).unwrap();
        let one = d.one(case);
        assert_eq!((&one["site"], &one["zone"]), (&json!(osaka), &json!("Asia/Tokyo")));
        assert!(one["plan"].is_null(), "{one}");
        assert_eq!(d.clock(case, "restore")["state"], "released");
        let withdrawn = promises(&d, "restore");
        let why = house.view(d.desk, "promise.one", json!({ "promise": withdrawn[0]["id"] })).unwrap();
        let said = why["changes"].as_array().unwrap().iter().all(|one| one["customer_words"].is_null());
        assert!(said, "no words are put into the customer's mouth: {why}");
        // Thursday, when Osaka closes: the end of the next working day there.
        assert!(d.due(case, "response").starts_with("2027-08-12T0"), "{}", d.due(case, "response"));
        // It was the first one after all: what it is promised begins again, with the time that was used.
        house.advance("2027-08-11T03:00:00Z");
        d.on(d.desk, "case.name_unit", case, json!({ "asset": d.unit })).unwrap();
        assert_eq!(d.one(case)["zone"], "Europe/Lisbon");
        assert_eq!(d.due(case, "restore"), "2027-08-12T01:20:00Z");
        assert_eq!(d.due(case, "response"), "2027-08-11T07:20:00Z");
        // A site that is said counts, whatever the unit's own is.
        d.on(d.desk, "case.name_unit", case, json!({ "asset": d.unit, "site": osaka })).unwrap();
        assert_eq!(d.one(case)["site"], json!(osaka));
        house.verify();
    });
}

#[test]
fn r32_the_next_word_comes_by_the_rhythm_or_what_is_agreed_and_nothing_later_is_promised() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-14T02:00:00Z");
        let say =
            |at: &str| d.on(d.desk, "case.update", case, json!({ "words": "On the way", "next_at": at }));
        let late = say("2027-08-17T02:00:00Z").unwrap_err();
        assert!(format!("{late:?}").contains("2027-08-14T03:00:00Z"), "the latest is named: {late:?}");
        assert_eq!(rule::<Value>(Err(late)), "/next_at case.next_word_late");
        assert_eq!(rule(say("2027-08-14T03:00:00.000001Z")), "/next_at case.next_word_late");
        say("2027-08-14T03:00:00Z").unwrap();
        let plan = json!({ "severity": "stopped", "customer": d.customer(), "every_minutes": 35, "channel": "call" });
        d.act(d.works.maker.head_of_service, "case.set_communication_plan", plan);
        assert_eq!(rule(say("2027-08-14T02:40:00Z")), "/next_at case.next_word_late");
        say("2027-08-14T02:35:00Z").unwrap();
        house.verify();
    });
}

#[test]
fn r32_a_promised_word_is_kept_by_a_word_to_the_customer_alone() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-11T09:00:00Z");
        let call = json!({
            "customer": d.customer(), "asset": d.unit, "contact": d.works.account.contact,
            "what": "The gate sticks", "call_back": "+351 253 000 111", "severity": "disturbed"
        });
        let case = id(&d.act(d.desk, "case.open", call), "case");
        let before = d.one(case)["next_update_at"].clone();
        d.on(d.desk, "case.set_severity", case, json!({ "severity": "limited", "reason": "Half speed" }))
            .unwrap();
        assert_eq!(states(&d, "update"), ["open"], "nobody said anything to them");
        let sooner = d.one(case)["next_update_at"].clone();
        assert_eq!(sooner, "2027-08-11T11:00:00Z");
        assert_ne!(before, sooner);
        assert_eq!(promises(&d, "update")[0]["due_at"], sooner);
        house.advance("2027-08-11T10:00:00Z");
        d.restore(case, "nothing").unwrap();
        assert_eq!(states(&d, "update"), ["open"], "what we wrote down for ourselves is no word to them");
        house.advance("2027-08-11T11:10:00Z");
        assert_eq!(states(&d, "update"), ["broken"]);
        assert_eq!(d.one(case)["update_late"], true);
        d.on(d.desk, "case.confirm", case, json!({ "words": "It runs" })).unwrap();
        assert_eq!(d.one(case)["update_late"], false);

        // Where the engineer writes to them at once, that is the word; where they need none any more, they say so.
        let second = d.stop(d.desk);
        let words =
            json!({ "result": "Valve", "collateral": "nothing", "words": "It runs; we changed a valve." });
        d.on(d.works.maker.engineer, "case.restore", second, words).unwrap();
        let entries = d.one(second)["entries"].clone();
        assert_eq!(entries[0]["words"], "It runs; we changed a valve.", "{entries}");
        let third = d.stop(d.desk);
        d.restore(third, "nothing").unwrap();
        d.on(d.desk, "case.confirm", third, json!({ "words": "We saw it start" })).unwrap();
        assert_eq!(states(&d, "update"), ["broken", "kept", "released"]);
        house.verify();
    });
}
