//! The watch: right over changes of the clocks and holidays, nothing twice, nothing lost, its own lateness on record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::sync::Arc;

use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::*;

fn steps(house: &House, reader: uuid::Uuid, promise: &Value) -> Vec<(String, String)> {
    let facts = one(house, reader, promise);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let steps = facts["watch"].as_array().unwrap().iter();
    steps.map(|step| (text(&step["step"]), text(&step["fired_at"]))).collect()
}

fn own(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn r24_warnings_and_ladder_over_a_holiday_and_the_change_of_the_clocks() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        house.at("2027-03-25T09:00:00Z");
        // Lisbon works 9 to 18; Friday the 26th is a holiday, on Sunday the 28th the clocks go forward: 18 hours of
        // work from Thursday morning to Monday evening, which is 17:00 UTC by then.
        let made = cast.owed(house, "2027-03-29T17:00:00Z");
        house.advance("2027-03-30T12:00:00Z");
        let expected = [
            ("warn-50", "2027-03-25T18:00:00Z"),
            ("warn-75", "2027-03-29T12:30:00Z"),
            ("warn-90", "2027-03-29T15:12:00Z"),
            ("due", "2027-03-29T17:00:00Z"),
            ("rung-0", "2027-03-29T17:00:00Z"),
            ("rung-1", "2027-03-29T17:00:00Z"),
            ("rung-2", "2027-03-30T09:00:00Z"),
        ];
        assert_eq!(steps(house, cast.rita, &made), own(&expected));
        let told = notices(house, cast.rita);
        assert_eq!((count(&told, "notice-promise-warn"), count(&told, "notice-promise-due")), (3, 1));
        // The head of her function, and an hour later the head of sales, who is the same person here.
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-promise-late"), 2);
        house.verify();
    });
}

#[test]
fn r24_after_the_end_nothing_is_watched() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-10T12:00:00Z");
        house.advance("2027-03-09T15:00:00Z");
        let before = steps(house, cast.rita, &made).len();
        let keep = json!({ "promise": made["promise"], "evidence": "Sent.", "version": 1 });
        house.act(cast.rita, "promise.keep", keep).unwrap();
        assert_eq!(house.advance("2027-03-20T12:00:00Z"), 0);
        assert_eq!(steps(house, cast.rita, &made).len(), before);
        house.verify();
    });
}

#[test]
fn r24_a_new_due_is_watched_anew_and_the_old_steps_stay_on_record() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-09T12:00:00Z");
        house.advance("2027-03-09T12:30:00Z");
        let before = steps(house, cast.rita, &made);
        assert!(before.iter().any(|(step, _)| step == "due"));
        let redate = json!({ "promise": made["promise"], "due_at": "2027-03-11T12:00:00Z", "reason": "Lost in transit.",
            "told": "call", "version": 1 });
        house.act(cast.rita, "promise.redate", redate).unwrap();
        house.advance("2027-03-12T12:00:00Z");
        let after = steps(house, cast.rita, &made);
        assert_eq!(after[..before.len()], before[..]);
        assert_eq!(after.iter().filter(|(step, _)| step == "due").count(), 2);
        assert_eq!(after.last().unwrap().1, "2027-03-11T13:00:00Z");
        house.verify();
    });
}

#[test]
fn r67_a_step_that_fell_while_nobody_ran_comes_once_and_says_how_late() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-09T02:15:00Z");
        house.advance("2027-03-09T02:00:00Z");
        // The program stands from 02:00 to 02:40; two nodes start again at the same time.
        house.at("2027-03-09T02:40:00Z");
        let second = house.second_node(rooms);
        let nodes = [Arc::clone(&house.kernel), second];
        std::thread::scope(|scope| {
            for node in &nodes {
                scope.spawn(move || node.tick().unwrap());
            }
        });
        let facts = one(house, cast.rita, &made);
        let due: Vec<&Value> =
            facts["watch"].as_array().unwrap().iter().filter(|step| step["step"] == "due").collect();
        assert_eq!(due.len(), 1);
        assert_eq!(
            (due[0]["fired_at"].clone(), due[0]["late_seconds"].clone()),
            (json!("2027-03-09T02:40:00Z"), json!(1_500))
        );
        assert_eq!(count(&notices(house, cast.rita), "notice-promise-due"), 1);
        let value = metric(house, cast.head_of_sales, "watch_in_time", "2027-03-08", "2027-03-09");
        assert!(value.rows.iter().any(|row| !row.good && row.why == "watch-verdict-late"));
        assert_eq!(value.beside, [("metric-beside-worst-lateness-seconds".to_owned(), 1_500)]);
        house.verify();
    });
}

#[test]
fn r24_a_forecast_past_the_due_is_told_at_once_and_the_customer_within_a_working_day() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let harm = json!({ "amount": "40000.00", "currency": "EUR" });
        let about = json!({ "kind": "order_line", "id": "0191d7a0-0000-7000-8000-000000000001" });
        let ship = cast
            .promise("ship", json!({ "due_on": "2027-04-20", "told": "mail", "about": about, "harm": harm }));
        let ship = house.act(cast.rita, "promise.make", ship).unwrap();
        let call = cast.owed(house, "2027-04-20T10:00:00Z");
        let forecast = |promise: &Value, on: &str, version: i64| {
            let input = json!({ "promise": promise["promise"], "forecast_on": on, "reason": "A casting broke.", "version": version });
            house.act(cast.planner, "promise.forecast", input).unwrap()
        };
        // Within the due nobody is disturbed.
        assert_eq!(forecast(&ship, "2027-04-20", 1)["tell_by"], json!(null));
        assert_eq!(notices(house, cast.rita), [""; 0]);
        let answer = forecast(&ship, "2027-04-29", 2);
        assert_eq!(
            answer["tell_by"],
            json!("2027-03-09T18:00:00Z"),
            "the end of the next working day in Lisbon"
        );
        assert_eq!(notices(house, cast.rita), ["notice-promise-endangered"]);
        assert_eq!(notices(house, cast.head_of_sales), ["notice-promise-endangered"]);
        forecast(&call, "2027-05-20", 1);
        // The worse harm first, each with a drafted new promise.
        let risk = house.view(cast.nina, "promise.at_risk", json!({})).unwrap();
        let rows = risk["rows"].as_array().unwrap();
        assert_eq!(rows[0]["promise"]["id"], ship["promise"]);
        assert_eq!(
            (rows[0]["draft_on"].clone(), rows[1]["draft_at"].clone()),
            (json!("2027-04-29"), json!("2027-05-20T17:00:00Z"))
        );
        assert!(rows[0]["draft_wording"].as_str().unwrap().contains("We send the seal kit."));
        // Another slip does not win another day.
        house.advance("2027-03-09T12:00:00Z");
        assert_eq!(forecast(&ship, "2027-05-04", 3)["tell_by"], json!("2027-03-09T18:00:00Z"));
        // Rita tells of one; nobody tells of the other, and the head hears of it.
        let redate = json!({ "promise": ship["promise"], "due_on": "2027-05-04", "reason": "A casting broke.", "told": "call", "version": 4 });
        assert_eq!(house.act(cast.rita, "promise.redate", redate).unwrap()["tell_by"], json!(null));
        house.advance("2027-03-09T18:30:00Z");
        assert_eq!(count(&notices(house, cast.head_of_sales), "notice-promise-untold"), 1);
        assert_eq!(count(&notices(house, cast.rita), "notice-promise-untold"), 1);
        assert_eq!(house.view(cast.nina, "promise.at_risk", json!({})).unwrap()["count"], json!(1));
        house.verify();
    });
}

#[test]
fn r24_one_slip_lists_every_promise_that_it_touches_by_harm() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let about = json!({ "kind": "order_line", "id": "0191d7a0-0000-7000-8000-000000000007" });
        let make = |kind: &str, on: &str, harm: Option<&str>| {
            let mut more = json!({ "due_on": on, "owner": cast.nina, "about": about });
            if let Some(amount) = harm {
                more["harm"] = json!({ "amount": amount, "currency": "BRL" });
            }
            house.act(cast.rita, "promise.make", cast.promise(kind, more)).unwrap()["promise"].clone()
        };
        let small = make("ship", "2027-04-12", Some("900.00"));
        let great = make("install", "2027-04-14", Some("7500.00"));
        let safe = make("free", "2027-05-28", Some("9000.00"));
        let none = make("document", "2027-04-13", None);
        let slip = json!({ "customer": cast.customer, "about": about, "on": "2027-04-20" });
        let drafts = house.act(cast.planner, "test.slip", slip).unwrap();
        let order: Vec<Value> =
            drafts.as_array().unwrap().iter().map(|draft| draft["promise"].clone()).collect();
        assert_eq!(order, [great, small, none]);
        assert!(drafts[0]["wording"].as_str().unwrap().contains("We send the seal kit."));
        // Each is an event of its own, as if somebody had said it alone.
        let log = |tx: &mut accord_store::Tx| {
            let slice =
                accord_store::log::Slice { kind: Some("promise".into()), limit: 20, ..Default::default() };
            accord_store::log::read(tx, cast.customer, &slice)
        };
        let events = house.kernel.db.read(log).unwrap();
        assert_eq!(events.iter().filter(|event| event.header.name == "promise.forecast").count(), 4);
        assert_eq!(one(house, cast.rita, &json!({ "promise": safe }))["tell_by"], json!(null));
        assert_eq!(count(&notices(house, cast.nina), "notice-promise-endangered"), 3);
        house.verify();
    });
}

#[test]
fn r24_deliveries_count_by_what_was_first_told() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let mut made = Vec::new();
        for day in 15..20 {
            let input = cast.promise("ship", json!({ "due_on": format!("2027-03-{day}"), "told": "mail" }));
            made.push(house.act(cast.rita, "promise.make", input).unwrap());
        }
        for late in &made[3..] {
            let input = json!({ "promise": late["promise"], "due_on": "2027-03-30", "reason": "Port strike.", "told": "call",
                "accepted": true, "version": 1 });
            house.act(cast.rita, "promise.redate", input).unwrap();
        }
        house.advance("2027-03-15T12:00:00Z");
        for kept in &made[..3] {
            let input = json!({ "promise": kept["promise"], "evidence": "Bill of lading.", "version": 1 });
            house.act(cast.planner, "promise.keep", input).unwrap();
        }
        house.advance("2027-03-29T12:00:00Z");
        for kept in &made[3..] {
            let input = json!({ "promise": kept["promise"], "evidence": "Bill of lading.", "version": 2 });
            assert_eq!(house.act(cast.planner, "promise.keep", input).unwrap()["state"], json!("kept_late"));
        }
        let value = metric(house, cast.rita, "promises_kept", "2027-03-01", "2027-03-31");
        assert_eq!((value.value.unwrap().to_string(), value.n), ("60.0".to_owned(), 5));
        house.verify();
    });
}

#[test]
fn policies_are_set_with_care_and_hold_for_later_promises() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = cast.owed(house, "2027-03-09T12:00:00Z");
        let set = |percents: Value, ladder: Value, version: i64| {
            let input =
                json!({ "kind": "free", "warn_percents": percents, "ladder": ladder, "version": version });
            house.act(cast.head_of_sales, "watch.set_policy", input)
        };
        let ladder = json!([{ "minutes": 30, "to": "head_of_service" }]);
        assert_eq!(rule(set(json!([100]), ladder.clone(), 0)), "/warn_percents watch.percent");
        assert_eq!(rule(set(json!([50]), json!([]), 0)), "/ladder watch.nobody");
        assert_eq!(
            rule(house.act(
                cast.rita,
                "watch.set_policy",
                json!({ "kind": "free", "warn_percents": [], "ladder": ladder, "version": 0 })
            )),
            "permission"
        );
        set(json!([60]), ladder.clone(), 0).unwrap();
        assert_eq!(set(json!([60]), ladder, 0).unwrap_err().status.code(), 412);
        let after = cast.owed(house, "2027-03-09T12:00:00Z");
        house.advance("2027-03-10T12:00:00Z");
        let words =
            |promise| steps(house, cast.rita, promise).into_iter().map(|(step, _)| step).collect::<Vec<_>>();
        assert_eq!(words(&after), ["warn-60", "due", "rung-0"]);
        assert_eq!(words(&before).len(), 7);
        assert_eq!(count(&notices(house, cast.head_of_service), "notice-promise-late"), 1);
        let lines = house.view(cast.rita, "watch.policies", json!({})).unwrap();
        let line = lines.as_array().unwrap().iter().find(|line| line["kind"] == "free").unwrap();
        assert_eq!(line["version"], json!(1));
        house.verify();
    });
}
