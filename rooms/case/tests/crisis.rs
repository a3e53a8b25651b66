//! A customer whose equipment stands: nothing is sold to them until they are well served again, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;

use accord_room_people::mail::{self, MailConfig};
use accord_testing::on_both_databases;
use desk::{Desk, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-02-01T09:00:00Z";

#[test]
fn r31_in_crisis_nobody_sells_until_the_customer_is_well_served_again() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        assert_eq!(d.crisis()["began_at"], "2027-08-14T01:20:00Z");
        assert_eq!(d.crisis()["waits_for"], "confirmation");
        let rep = d.works.maker.rep;
        let quote = id(
            &d.act(rep, "quote.open", json!({ "customer": d.customer(), "title": "A second press" })),
            "quote",
        );
        let send = json!({ "quote": quote, "version": 1 });
        let refused = house.act(rep, "quote.send", send.clone()).unwrap_err();
        assert_eq!(refused.rule, "crisis.commercial");
        assert_eq!(desk::fact(&refused, "since"), json!("2027-08-14T01:20:00Z"));
        assert_eq!(house.system("quote.send", send.clone()).unwrap_err().rule, "crisis.commercial");
        // His own words are kept.
        d.act(
            rep,
            "crisis.wish",
            json!({ "customer": d.customer(), "words": "Send me a price for a second seal kit" }),
        );
        assert_eq!(d.crisis()["wishes"][0]["words"], "Send me a price for a second seal kit");
        // The head of service alone lets a needed thing pass.
        let release = json!({ "case": case, "item": quote, "reason": "The seal kit is needed to restore" });
        assert_eq!(d.refused(d.works.maker.head_of_sales, "crisis.release", release.clone()), "permission");
        d.act(d.works.maker.head_of_service, "crisis.release", release);
        assert_ne!(house.act(rep, "quote.send", send).unwrap_err().rule, "crisis.commercial");
        house.advance("2027-08-14T10:50:00Z");
        d.restore(case, "nothing").unwrap();
        d.on(d.desk, "case.confirm", case, json!({ "words": "It runs, thank you" })).unwrap();
        assert_eq!(d.crisis()["waits_for"], "rating");
        d.on(d.desk, "case.rate", case, json!({ "rating": 5 })).unwrap();
        assert_eq!(d.crisis()["quiet_until"], "2027-08-17T10:50:00Z");
        house.advance("2027-08-17T10:49:59Z");
        assert!(!d.crisis().is_null());
        house.advance("2027-08-17T10:50:00Z");
        assert!(d.crisis().is_null(), "served well, and quiet for three days");
        house.verify();
    });
}

#[test]
fn r31_what_is_let_pass_is_one_needed_thing_of_this_customer_and_nothing_else_passes_with_it() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let (rep, head) = (d.works.maker.rep, d.works.maker.head_of_service);
        let quote = |customer: Uuid, title: &str| {
            id(&d.act(rep, "quote.open", json!({ "customer": customer, "title": title })), "quote")
        };
        let (seal, second) = (quote(d.customer(), "A seal kit"), quote(d.customer(), "A second press"));
        let others = quote(d.works.maker.account("Outro Moinho").customer, "A valve");
        let release = |item: Uuid| json!({ "case": case, "item": item, "reason": "Needed to restore" });
        // A whole customer is not a thing that restores, nor is a unit, or what belongs to somebody else.
        for item in [d.customer(), d.unit, case, others] {
            assert_eq!(d.refused(head, "crisis.release", release(item)), "/item crisis.not_releasable");
        }
        d.act(head, "crisis.release", release(seal));
        let send =
            |quote: Uuid| house.act(rep, "quote.send", json!({ "quote": quote, "version": 1 })).unwrap_err();
        assert_ne!(send(seal).rule, "crisis.commercial");
        assert_eq!(send(second).rule, "crisis.commercial");
        let sell = json!({ "customer": d.customer(), "assets": [d.unit], "plan_version": d.works.day });
        assert_eq!(d.refused(head, "contract.sell", sell), "crisis.commercial");
        // Another of the fields with the released thing's id opens nothing.
        let pursue = json!({ "customer": d.customer(), "title": seal.to_string(), "kind": "net_new" });
        assert_eq!(d.refused(rep, "opportunity.open", pursue), "crisis.commercial");
        house.verify();
    });
}

#[test]
fn r31_nobody_is_told_to_sell_until_the_customer_is_well_served_again() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let rep = d.works.maker.rep;
        // The paid term ends on 30 June 2029: the first step of its renewal is for 2 March.
        house.advance("2029-02-19T09:00:00Z");
        let told =
            || d.notices(rep, "notice-contract-task-soon") + d.notices(rep, "notice-contract-task-late");
        let before = told();
        let case = d.stop(d.desk);
        house.advance("2029-03-05T09:00:00Z");
        assert_eq!(told(), before, "neither that the day comes near nor that it has passed");
        d.over(case, 4);
        house.advance("2029-03-08T08:59:00Z");
        assert_eq!((told(), d.crisis().is_null()), (before, false), "not in the quiet days either");
        house.advance("2029-03-08T11:00:00Z");
        assert!(d.crisis().is_null() && told() > before, "what waited is told right after");
        house.verify();
    });
}

#[test]
fn r31_reminders_of_what_is_pursued_and_quoted_wait_until_the_customer_is_well_served_again() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let rep = d.works.maker.rep;
        house.advance("2027-08-02T09:00:00Z");
        let pursue = |title: &str, more: Value| {
            let mut input = json!({ "customer": d.customer(), "title": title, "kind": "net_new" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            id(&d.act(rep, "opportunity.open", input), "opportunity")
        };
        // The step is seven days past its day on 16 August, the day on which the lost one is asked again.
        pursue("A second press", json!({ "next_step": "Call Paul", "next_step_on": "2027-08-09" }));
        let lost = json!({ "opportunity": pursue("A dryer", json!({})), "reason": "price", "words": "Too dear",
            "lost_to": "Kessler", "recontact_on": "2027-08-16" });
        d.act(rep, "opportunity.lose", lost);
        let quote =
            id(&d.act(rep, "quote.open", json!({ "customer": d.customer(), "title": "A valve" })), "quote");
        let told = || {
            ["notice-opportunity-overdue", "notice-opportunity-recontact"].map(|kind| d.notices(rep, kind))
        };
        house.advance("2027-08-14T09:00:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-17T09:00:00Z");
        assert_eq!(told(), [0, 0], "nobody is sent to sell to a customer who stands still");
        let ends = json!({ "quote": quote, "quote_version": 1 });
        assert_eq!(house.system("quote.remind", ends).unwrap_err().rule, "crisis.commercial");
        d.over(case, 5);
        house.advance("2027-08-20T11:00:00Z");
        assert!(d.crisis().is_null());
        assert_eq!(told(), [1, 1], "what waited is told right after");
        house.verify();
    });
}

#[test]
fn r31_a_low_rating_keeps_it_and_lowering_the_severity_ends_nothing() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        d.on(
            d.desk,
            "case.set_severity",
            case,
            json!({ "severity": "question", "reason": "It seems to run" }),
        )
        .unwrap();
        assert!(!d.crisis().is_null());
        d.over(case, 3);
        assert_eq!(d.crisis()["waits_for"], "recovery");
        house.advance("2027-11-01T00:00:00Z");
        assert!(!d.crisis().is_null(), "nothing but a closed recovery ends it");
    });
}

#[test]
fn r31_what_the_customer_does_is_recorded_and_never_held() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        d.act(d.works.maker.rep, "contact.invite", json!({ "contact": d.works.account.contact }));
        let opened = d
            .as_contact(
                "portal.report_case",
                json!({ "what": "It stands", "stopped": true, "asset": d.unit }),
            )
            .unwrap();
        let case = id(&opened, "case");
        d.as_contact(
            "portal.say_in_case",
            json!({ "case": case, "words": "Gate 3 is open", "repeated": true }),
        )
        .unwrap();
        assert_eq!(d.one(case)["repeats"], 1);
        assert_eq!(
            rule(d.as_contact("portal.confirm_case", json!({ "case": case, "words": "?" }))),
            "case.not_fixed"
        );
        d.restore(case, "nothing").unwrap();
        d.as_contact("portal.confirm_case", json!({ "case": case, "words": "It runs" })).unwrap();
        d.as_contact("portal.rate_case", json!({ "case": case, "rating": 4 })).unwrap();
        assert_eq!(
            rule(d.as_contact("portal.rate_case", json!({ "case": case, "rating": 5 }))),
            "case.rated_already"
        );
        assert_eq!(d.crisis()["waits_for"], "quiet");
        // What they write after their yes is answered before the case is closed (R43).
        house.advance("2027-08-14T09:00:00Z");
        let asks = json!({ "case": case, "words": "It runs, but the seal still hums. Why?" });
        d.as_contact("portal.say_in_case", asks).unwrap();
        let refused = d.on(d.desk, "case.close", case, json!({})).unwrap_err();
        assert_eq!(refused.rule, "case.unanswered");
        assert!(format!("{:?}", refused.facts).contains("still hums"));
        d.on(d.desk, "case.update", case, json!({ "words": "The seal settles within a day." })).unwrap();
        d.on(d.desk, "case.close", case, json!({})).unwrap();
        house.verify();
    });
}

#[test]
fn r31_a_letter_that_sells_and_was_written_before_the_crisis_waits_until_it_is_over() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let folder =
            std::env::temp_dir().join(format!("accord-held-{}-{}", std::process::id(), house.name()));
        let config = MailConfig::folder(&folder, "accord@douro.example").unwrap();
        while mail::send_due(&house.kernel, &config).unwrap() > 0 {}
        let put = |number: u128, customer: uuid::Uuid| {
            let mail = uuid::Uuid::from_u128(number);
            house.kernel.db.write(move |tx| {
                let sql = "INSERT INTO mail (id, subject_id, recipient, subject, body, made_at, state, attempts,
                    next_try_at, action, customer_id, item_id)
                    VALUES (?1, ?1, 'paul@mill.example', 'A quote', 'Words', 0, 'queued', 0, 0, 'quote.send', ?2, ?1)";
                Ok::<_, accord_kernel::Refusal>(tx.execute(sql, accord_store::params![mail, customer])?)
            }).unwrap();
            folder.join(format!("{mail}.eml"))
        };
        let held = put(1, d.customer());
        let other = put(2, d.works.maker.account("Quinta Nova").customer);
        d.stop(d.desk);
        while mail::send_due(&house.kernel, &config).unwrap() > 0 {}
        assert!(other.exists(), "only the customer in crisis is held");
        assert!(!held.exists(), "the guard was asked again when the letter would have gone out");
        let still = house.kernel.db.read(|tx| {
            let row = tx.query_one(
                "SELECT COUNT(*) FROM mail WHERE error = 'held' AND state = 'queued' AND attempts = 0",
                &[],
            )?;
            Ok::<i64, accord_kernel::Refusal>(row.map_or(Ok(0), |row| row.get(0))?)
        });
        assert_eq!(still.unwrap(), 1, "held is no failed attempt");
    });
}
