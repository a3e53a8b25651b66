//! A customer in crisis whose case was rated low: quiet until the recovery is closed in the customer's words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../case/tests/desk/mod.rs"]
mod desk;

use accord_kernel::{Outcome, Registry};
use accord_testing::on_both_databases;
use desk::{Desk, id, rule};
use serde_json::{Value, json};
use uuid::Uuid;

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

/// What the head of service does with the one complaint there is.
struct Complaint<'d, 'h> {
    d: &'d Desk<'h>,
    id: Uuid,
}

impl<'d, 'h> Complaint<'d, 'h> {
    fn of(d: &'d Desk<'h>) -> Self {
        let page = d.house.view(d.works.maker.head_of_service, "complaint.list", json!({})).unwrap();
        assert_eq!(page["rows"].as_array().map(Vec::len), Some(1), "{page}");
        Self { d, id: id(&page["rows"][0], "id") }
    }

    fn one(&self) -> Value {
        let head = self.d.works.maker.head_of_service;
        self.d.house.view(head, "complaint.one", json!({ "complaint": self.id })).unwrap()
    }

    fn on(&self, action: &str, mut more: Value) -> Outcome<Value> {
        more["complaint"] = json!(self.id);
        more["version"] = self.one()["version"].clone();
        self.d.house.act(self.d.works.maker.head_of_service, action, more)
    }
}

/// The press stood, runs again, and the customer rates that.
fn rated(d: &Desk<'_>, rating: i64, words: Option<&str>) -> Uuid {
    d.house.advance("2027-08-14T01:20:00Z");
    let case = d.stop(d.desk);
    d.house.advance("2027-08-14T06:00:00Z");
    d.restore(case, "nothing").unwrap();
    d.on(d.desk, "case.confirm", case, json!({ "words": "It runs." })).unwrap();
    d.on(d.desk, "case.rate", case, json!({ "rating": rating, "words": words })).unwrap();
    case
}

#[test]
fn r31_a_managers_reason_leaves_it_standing_until_the_customers_later_word() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        rated(&d, 2, None);
        let complaint = Complaint::of(&d);
        house.advance("2027-08-30T08:00:00Z");
        complaint
            .on("complaint.close_by_reason", json!({ "reason": "They do not answer any more." }))
            .unwrap();
        house.advance("2027-09-20T08:00:00Z");
        assert_eq!(d.crisis()["waits_for"], "recovery", "a reason is no recovery");
        let again = complaint.on("complaint.answer", json!({ "words": "Are you well?", "channel": "call" }));
        assert_eq!(rule(again), "complaint.closed");
        // Back from the holidays the customer is satisfied after all.
        complaint.on("complaint.close", json!({ "customer_words": "All is well since August." })).unwrap();
        assert_eq!(complaint.one()["closing"], "satisfied");
        assert!(d.crisis().is_null(), "their own word ends it: {}", d.crisis());
        let twice = complaint.on("complaint.close", json!({ "customer_words": "Still well." }));
        assert_eq!(rule(twice), "complaint.closed");
        house.verify();
    });
}

#[test]
fn r31_every_rating_that_is_not_good_enough_is_put_right_whatever_good_means_here() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        let set = json!({ "name": "case.good_rating", "value": 5, "reason": "Four is not enough for us." });
        d.act(d.works.maker.admin, "settings.set", set);
        rated(&d, 4, Some("Fine, but nobody said when you come."));
        assert_eq!(d.crisis()["waits_for"], "recovery");
        let complaint = Complaint::of(&d);
        complaint
            .on("complaint.answer", json!({ "words": "From now on we say.", "channel": "call" }))
            .unwrap();
        complaint.on("complaint.close", json!({ "customer_words": "Good." })).unwrap();
        house.advance("2027-08-17T06:00:00Z");
        assert!(d.crisis().is_null(), "{}", d.crisis());
        house.verify();
    });
}

#[test]
fn r43_what_is_said_with_a_good_rating_is_heard_and_holds_nothing_up() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        // A Saturday; the quiet time is counted from the confirmation all the same.
        let case = rated(&d, 5, Some("Quick! The belt still squeaks, though."));
        assert_eq!(d.crisis()["quiet_until"], "2027-08-17T06:00:00Z");
        let head = d.works.maker.head_of_service;
        let listening = || house.view(head, "listening.list", json!({})).unwrap();
        assert_eq!((&listening()["waiting"], &listening()["unheard"]), (&json!(1), &json!(0)));
        let row = listening()["rows"][0].clone();
        assert_eq!((&row["source"], &row["kind"]), (&json!("case"), &json!("comment")));
        assert_eq!(row["said"], "Quick! The belt still squeaks, though.");
        house.advance("2027-08-17T06:00:00Z");
        assert!(d.crisis().is_null(), "a remark is no complaint");
        house.advance("2027-08-18T12:00:00Z");
        assert_eq!(listening()["unheard"], 1, "no person answered in a working day");
        let words = "A new belt comes along with the next visit.";
        let answer = json!({ "utterance": row["id"], "version": row["version"], "words": words, "channel": "call",
            "settles": true });
        d.act(head, "utterance.answer", answer);
        assert_eq!(listening()["unheard"], 0);
        let complaints = house.view(head, "complaint.list", json!({ "all": true })).unwrap();
        assert_eq!(complaints["rows"], json!([]), "{case}");
        house.verify();
    });
}

#[test]
fn r43_a_good_rating_without_words_asks_nothing_of_anybody() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        rated(&d, 4, None);
        let page = house.view(d.works.maker.head_of_service, "listening.list", json!({})).unwrap();
        assert_eq!(page["rows"], json!([]));
        house.verify();
    });
}

#[test]
fn r36_a_level_that_was_missed_is_reviewed_once_whether_late_or_not_yet_given() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        let head = d.works.maker.head_of_service;
        let causes = || {
            let page = house.view(head, "learning.list", json!({ "all": true })).unwrap();
            let reviews = page["reviews"].as_array().unwrap().iter();
            reviews
                .map(|one| {
                    (one["cause"].as_str().unwrap().to_owned(), one["about"].as_str().unwrap().to_owned())
                })
                .collect::<Vec<_>>()
        };
        house.advance("2027-08-11T09:00:00Z");
        let call = json!({
            "customer": d.customer(), "asset": d.unit, "contact": d.works.account.contact,
            "what": "The gate sticks", "call_back": "+351 253 000 111", "severity": "disturbed"
        });
        let case = id(&d.act(d.desk, "case.open", call), "case");
        let number = d.clock(case, "response")["number"].as_str().unwrap().to_owned();
        let missed = ("broken".to_owned(), number);
        house.advance("2027-08-11T14:59:00Z");
        assert!(!causes().contains(&missed));
        // Six hours, and nobody answered.
        house.advance("2027-08-11T15:00:00Z");
        assert!(causes().contains(&missed), "{:?}", causes());
        house.advance("2027-08-11T15:40:00Z");
        d.on(d.works.maker.engineer, "case.respond", case, json!({ "how": "remote" })).unwrap();
        assert_eq!(d.clock(case, "response")["state"], "kept_late");
        assert_eq!(causes().iter().filter(|one| **one == missed).count(), 1, "once, however it ended");
        house.verify();
    });
}

#[test]
fn r31_a_case_opened_again_is_rated_again_and_put_right_again() {
    on_both_databases(rooms, "2027-02-01T09:00:00Z", |house| {
        let d = Desk::new(house);
        let head = d.works.maker.head_of_service;
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let served = |rating: i64, words: &str| {
            d.restore(case, "nothing").unwrap();
            d.on(d.desk, "case.confirm", case, json!({ "words": "It runs." })).unwrap();
            d.on(d.desk, "case.rate", case, json!({ "rating": rating, "words": words })).unwrap();
        };
        let complaints = || {
            let page = house.view(head, "complaint.list", json!({})).unwrap();
            page["rows"].as_array().unwrap().clone()
        };
        let satisfy = |complaint: &serde_json::Value| {
            let on = |action: &str, mut more: serde_json::Value| {
                let one = house.view(head, "complaint.one", json!({ "complaint": complaint })).unwrap();
                more["complaint"] = complaint.clone();
                more["version"] = one["version"].clone();
                d.act(head, action, more);
            };
            on("complaint.answer", json!({ "words": "I am sorry.", "channel": "call" }));
            on("complaint.close", json!({ "customer_words": "Good." }));
        };
        house.advance("2027-08-14T04:00:00Z");
        served(2, "Nobody called.");
        satisfy(&complaints()[0]["id"]);
        assert_eq!(d.crisis()["waits_for"], "quiet");
        d.on(d.desk, "case.close", case, json!({})).unwrap();
        house.advance("2027-08-15T04:00:00Z");
        d.on(d.desk, "case.reopen", case, json!({ "words": "It stands still again" })).unwrap();
        assert_eq!(d.crisis()["waits_for"], "confirmation");
        house.advance("2027-08-15T07:00:00Z");
        served(1, "Twice in two days.");
        assert_eq!(d.crisis()["waits_for"], "recovery", "what was put right before is not this");
        let open =
            complaints().into_iter().find(|one| one["state"] != "closed").expect("it is put right too");
        satisfy(&open["id"]);
        assert_eq!(d.crisis()["quiet_until"], "2027-08-18T07:00:00Z");
        d.on(d.desk, "case.close", case, json!({})).unwrap();
        let learning = house.view(head, "learning.list", json!({ "all": true })).unwrap();
        let reviews = learning["reviews"].as_array().unwrap().iter();
        assert_eq!(reviews.filter(|one| one["cause"] == "stopped").count(), 2, "one after each stop");
        house.verify();
    });
}
