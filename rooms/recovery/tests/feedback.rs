//! Complaints put right and customers heard, through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod works;

use accord_testing::on_both_databases;
use serde_json::json;
use works::{Works, id, rooms, rule};

/// A Thursday morning in Zurich.
const START: &str = "2026-05-07T08:30:00Z";

#[test]
fn r34_a_person_answers_in_a_working_day_and_proposes_in_five_and_the_customer_closes() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let made = works.complain();
        let complaint = id(&made, "complaint");
        assert!(made["number"].as_str().unwrap().starts_with("CO-2026-"));
        let one = works.complaint(complaint);
        assert_eq!(one["owner"]["name"], "Nina", "the account's service owner");
        // Friday the 8th, end of the working hours there.
        assert!(one["due_at"].as_str().unwrap().starts_with("2026-05-08T"), "{}", one["due_at"]);
        assert_eq!(works.notices(works.head, "notice-complaint"), 1);
        let owed = house.view(works.engineer, "promise.mine", json!({})).unwrap();
        assert_eq!(owed["rows"].as_array().unwrap().len(), 2, "both stand in the ledger");

        let close = |who, words: &str| {
            works.on(who, complaint, "complaint.close", json!({ "customer_words": words }))
        };
        assert_eq!(rule(close(works.engineer, "All is well.")), "complaint.not_answered");
        let answer = json!({ "words": "I come on Monday and look at it.", "channel": "call" });
        works.on(works.engineer, complaint, "complaint.answer", answer).unwrap();
        let one = works.complaint(complaint);
        assert!(
            one["due_at"].as_str().unwrap().starts_with("2026-05-14T"),
            "five working days: {}",
            one["due_at"]
        );
        house.advance("2026-05-12T10:00:00Z");
        let remedy = json!({ "remedy": "A new seal, at no cost", "given": true });
        works.on(works.engineer, complaint, "complaint.propose", remedy).unwrap();
        assert_eq!(rule(close(works.engineer, "  ")), "/customer_words field.empty");
        assert_eq!(
            rule(works.on(works.rep, complaint, "complaint.close_by_reason", json!({ "reason": "x" }))),
            "permission"
        );
        close(works.rep, "Quiet now. Thank you.").unwrap();
        let one = works.complaint(complaint);
        assert_eq!(
            (&one["state"], &one["closing"], &one["due_at"]),
            (&json!("closed"), &json!("satisfied"), &json!(null))
        );
        assert_eq!(rule(close(works.rep, "again")), "complaint.closed");
        house.advance("2026-05-15T08:00:00Z");
        let kept = works.metric("promises_kept", "2026-05-01", "2026-05-31");
        assert_eq!((kept.n, kept.value.unwrap().to_string().as_str()), (2, "100.0"));
        house.verify();
    });
}

#[test]
fn r34_within_the_authority_at_once_and_beyond_it_by_the_head_of_service() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let set = json!({ "name": "remedy.authority", "value": "320.00", "reason": "A small house." });
        house.act(works.admin, "settings.set", set).unwrap();
        let complaint = id(&works.complain(), "complaint");
        let propose = |amount: &str, currency: &str, given: bool| {
            let more = json!({
                "remedy": "Credit", "amount": { "amount": amount, "currency": currency }, "given": given
            });
            works.on(works.engineer, complaint, "complaint.propose", more)
        };
        assert_eq!(rule(propose("320.01", "CHF", true)), "complaint.beyond_authority");
        assert_eq!(rule(propose("5.00", "USD", true)), "complaint.beyond_authority");
        propose("320.01", "CHF", false).unwrap();
        assert_eq!(works.complaint(complaint)["remedy_state"], "awaiting");
        assert_eq!(works.notices(works.head, "notice-remedy-awaits"), 1);
        assert_eq!(
            rule(works.on(works.engineer, complaint, "complaint.give", json!({}))),
            "complaint.awaits_approval"
        );
        let decide = |who, yes: bool| {
            works.on(who, complaint, "complaint.decide_remedy", json!({ "approved": yes, "words": "Fair." }))
        };
        assert_eq!(rule(decide(works.engineer, true)), "permission");
        decide(works.head, false).unwrap();
        assert_eq!(
            rule(works.on(works.engineer, complaint, "complaint.give", json!({}))),
            "complaint.no_remedy"
        );
        propose("400.00", "CHF", false).unwrap();
        decide(works.head, true).unwrap();
        works.on(works.engineer, complaint, "complaint.give", json!({})).unwrap();
        let other = id(&works.complain(), "complaint");
        let more =
            json!({ "remedy": "Credit", "amount": { "amount": "320.00", "currency": "CHF" }, "given": true });
        works.on(works.engineer, other, "complaint.propose", more).unwrap();
        assert_eq!(works.complaint(other)["state"], "given");
        house.verify();
    });
}

#[test]
fn r34_a_managers_reason_closes_without_recovery_and_the_rate_says_so() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let (one, other) = (id(&works.complain(), "complaint"), id(&works.complain(), "complaint"));
        let answer = json!({ "words": "I look into it.", "channel": "mail" });
        works.on(works.engineer, one, "complaint.answer", answer).unwrap();
        works.on(works.rep, one, "complaint.close", json!({ "customer_words": "Fine." })).unwrap();
        works
            .on(works.head, other, "complaint.close_by_reason", json!({ "reason": "They moved away." }))
            .unwrap();
        let rate = works.metric("recovery_rate", "2026-05-07", "2026-05-07");
        assert_eq!((rate.n, rate.value.unwrap().to_string().as_str()), (2, "50.0"));
        assert!(!rate.rows[0].good, "bad ones first");
        house.verify();
    });
}

#[test]
fn r34_the_third_complaint_of_a_cause_in_the_days_begins_an_improvement_once() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let named = |cause: &str| {
            let complaint = id(&works.complain(), "complaint");
            let more = json!({ "area": "production", "cause": cause });
            works.on(works.engineer, complaint, "complaint.name_cause", more).unwrap();
        };
        let improvements = || {
            let page = house.view(works.maker, "learning.list", json!({})).unwrap();
            page["improvements"].as_array().unwrap().len()
        };
        named("Door seal");
        house.advance("2026-08-06T08:00:00Z");
        named("door  SEAL");
        named("Door seal");
        assert_eq!(improvements(), 0, "the first is 91 days old");
        named("Drum");
        assert_eq!(improvements(), 0);
        named("Door seal");
        assert_eq!(improvements(), 1);
        assert_eq!(
            works.notices(works.maker, "notice-improvement"),
            1,
            "the head of that area answers for it"
        );
        named("Door seal");
        assert_eq!(improvements(), 1, "it is being done already");
        house.verify();
    });
}

#[test]
fn r25_a_low_rating_is_put_right_and_the_rep_knows_at_once() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.rated(3, Some("Oil on the floor."));
        assert_eq!(works.notices(works.rep, "notice-complaint"), 1);
        let page = house.view(works.head, "complaint.list", json!({})).unwrap();
        assert_eq!(page["rows"][0]["about"], "Dryer 2");
        let one = works.complaint(id(&page["rows"][0], "id"));
        assert_eq!(one["said"], "Oil on the floor.");
        works.rated(2, None);
        let page = house.view(works.head, "complaint.list", json!({})).unwrap();
        assert_eq!(page["rows"].as_array().unwrap().len(), 2, "also without words");
        works.rated(4, None);
        assert_eq!(
            house.view(works.head, "listening.list", json!({})).unwrap()["rows"].as_array().unwrap().len(),
            2
        );
        house.verify();
    });
}

#[test]
fn r43_a_comment_that_no_person_answers_is_unheard_until_the_outcome_is_told() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.rated(5, Some("Door seal still a bit noisy."));
        let number = || works.metric("unheard", "2026-05-07", "2026-05-07").value.unwrap().to_string();
        let list = |hearing: &str| {
            let asked = json!({ "hearing": hearing, "from": "2026-05-07", "to": "2026-05-07" });
            house.view(works.head, "listening.list", asked).unwrap()
        };
        assert_eq!((number().as_str(), list("waiting")["rows"].as_array().unwrap().len()), ("0", 1));
        house.advance("2026-05-09T08:00:00Z");
        let unheard = list("unheard");
        assert_eq!((number().as_str(), &unheard["unheard"]), ("1", &json!(1)));
        assert_eq!(unheard["rows"][0]["owner"]["name"], "Nina", "with a name");
        assert_eq!(works.notices(works.head, "notice-unheard"), 1, "those above are told");
        let row = &unheard["rows"][0];
        let input = |version: i64, words: &str| json!({ "utterance": row["id"], "version": version, "words": words, "channel": "call" });
        // The program cannot hear a customer.
        assert_eq!(
            rule(house.system("utterance.answer", input(1, "We received your message."))),
            "hearing.a_person"
        );
        assert_eq!(number(), "1");
        house.act(works.engineer, "utterance.answer", input(1, "I bring a softer seal.")).unwrap();
        assert_eq!((number().as_str(), list("waiting")["waiting"].clone()), ("0", json!(1)));
        house.advance("2026-05-15T08:00:00Z");
        assert_eq!(number(), "1", "answered, and nothing came of it");
        house.act(works.engineer, "utterance.tell_outcome", input(2, "The seal is changed.")).unwrap();
        assert_eq!(number(), "0");
        assert_eq!(list("heard")["rows"][0]["outcome"], "The seal is changed.");
        assert_eq!(works.metric("unheard", "2026-06-01", "2026-06-30").n, 0, "any period");
        house.verify();
    });
}

#[test]
fn r42_a_suggestion_has_an_owner_and_is_told_back_in_five_working_days() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let note = json!({
            "customer": works.customer, "kind": "suggestion", "said": "Send the report as a table.", "channel": "visit"
        });
        house.act(works.engineer, "utterance.note", note).unwrap();
        let page = house.view(works.engineer, "listening.list", json!({ "mine": true })).unwrap();
        let row = &page["rows"][0];
        assert_eq!((&row["kind"], &row["owner"]["name"]), (&json!("suggestion"), &json!("Nina")));
        let words = json!({ "utterance": row["id"], "version": 1, "words": "We do, from June on.", "channel": "mail", "settles": true });
        house.act(works.engineer, "utterance.answer", words).unwrap();
        house.advance("2026-05-14T20:00:00Z");
        assert_eq!(house.view(works.head, "listening.list", json!({})).unwrap()["unheard"], 0);
        house.verify();
    });
}
