//! Observations become leads and failures teach, through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod works;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use works::{Works, fresh, id, rooms, rule};

/// A Thursday morning in Zurich.
const START: &str = "2026-05-07T08:30:00Z";

#[test]
fn r35_without_value_to_the_customer_nothing_becomes_a_lead() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let seen = works.saw("old_unit", None);
        let lead = id(&seen, "observation");
        assert_eq!(seen["state"], "seed");
        assert_eq!(
            rule(house.system("observation.offer", json!({ "observation": lead }))),
            "observation.no_value"
        );
        let accept =
            json!({ "observation": lead, "version": 1, "next_step": "Call", "next_step_on": "2026-05-11" });
        assert_eq!(rule(house.act(works.rep, "observation.accept", accept)), "observation.no_value");
        let others = house.view(works.rep, "observation.list", json!({})).unwrap();
        assert_eq!(others["rows"], json!([]), "what is kept is seen by nobody else");
        let value = json!({ "observation": lead, "version": 1, "value": "A stop costs them 20,000 a day." });
        let offered = house.act(works.engineer, "observation.add_value", value).unwrap();
        assert_eq!(offered["state"], "offered");
        assert_eq!(works.notices(works.rep, "notice-lead"), 1);
        house.verify();
    });
}

#[test]
fn r35_a_lead_not_taken_up_in_two_days_goes_up_and_its_outcome_comes_back() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let seen = works.saw("rival", Some("They pay for two brands of parts."));
        let lead = id(&seen, "observation");
        house.advance("2026-05-11T08:00:00Z");
        assert_eq!(
            works.notices(works.head_of_sales, "notice-lead-late"),
            0,
            "the weekend is none of the two"
        );
        house.advance("2026-05-12T08:00:00Z");
        assert_eq!(works.notices(works.head_of_sales, "notice-lead-late"), 1);
        let version = works.lead(lead)["version"].clone();
        let accept = |speaker: Option<uuid::Uuid>| {
            let input = json!({
                "observation": lead, "version": version, "next_step": "Call them", "next_step_on": "2026-05-13",
                "speaker": speaker
            });
            house.act(works.rep, "observation.accept", input)
        };
        assert_eq!(rule(accept(Some(works.engineer))), "/speaker observation.not_certified");
        accept(None).unwrap();
        assert_eq!(works.notices(works.engineer, "notice-lead-accepted"), 1);
        let opportunity = id(&works.lead(lead), "opportunity");
        let one = house.view(works.rep, "opportunity.one", json!({ "opportunity": opportunity })).unwrap();
        let win = json!({ "opportunity": opportunity, "version": one["version"], "reason": "service", "words": "They trust Nina." });
        house.act(works.rep, "opportunity.win", win).unwrap();
        assert_eq!(works.lead(lead)["state"], "won");
        assert_eq!(works.notices(works.engineer, "notice-lead-won"), 1);
        let lost = id(&works.saw("need", Some("x")), "observation");
        let no = json!({ "observation": lost, "version": 1, "reason": "They have one." });
        house.act(works.rep, "observation.decline", no).unwrap();
        let results = house.view(works.head, "observation.results", json!({})).unwrap();
        let row = &results["rows"][0];
        assert_eq!(
            (&row["sphere"], &row["leads"], &row["won"]),
            (&json!("after_sales"), &json!(2), &json!(1))
        );
        assert_eq!(
            (&row["win_rate"], &row["credited"], &row["late"]),
            (&json!("50.0"), &json!(1), &json!(1))
        );
        let rate = works.metric("lead_win_rate", "2026-05-01", "2026-05-31");
        assert_eq!((rate.n, rate.value.unwrap().to_string().as_str()), (2, "50.0"));
        house.verify();
    });
}

#[test]
fn r35_in_a_crisis_it_is_kept_private_and_released_after_and_earns_nothing() {
    on_both_databases(rooms, START, |house| {
        let works = Works::named(house, "Stopped Laundry");
        let seen = works.saw("old_unit", Some("The same would happen to unit 7."));
        let lead = id(&seen, "observation");
        assert_eq!(seen["state"], "held");
        assert_eq!(rule(house.system("observation.offer", json!({ "observation": lead }))), "test.crisis");
        house.advance("2026-05-10T09:00:00Z");
        assert_eq!(works.notices(works.rep, "notice-lead"), 0);
        assert_eq!(house.view(works.rep, "observation.list", json!({})).unwrap()["rows"], json!([]));
        let news = works.saw("service_news", None);
        assert_eq!(news["state"], "offered", "news for service sell nothing");
        works.rename("Lakeside Laundry", 1);
        house.advance("2026-05-10T12:00:00Z");
        assert_eq!(works.lead(lead)["state"], "offered");
        assert_eq!(works.notices(works.rep, "notice-lead"), 1);
        let results = house.view(works.head, "observation.results", json!({})).unwrap();
        assert_eq!(results["rows"][0]["leads"], 1);
        house.verify();
    });
}

#[test]
fn r35_sales_passes_news_to_service_and_hears_what_was_done() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let note = json!({ "customer": works.customer, "kind": "service_news", "saw": "They run a third shift now." });
        let news = id(&house.act(works.rep, "observation.note", note).unwrap(), "observation");
        assert_eq!(works.notices(works.engineer, "notice-lead"), 1);
        let report = json!({ "observation": news, "version": 1, "outcome": "Service interval halved." });
        house.act(works.engineer, "observation.report", report).unwrap();
        assert_eq!(works.notices(works.rep, "notice-lead-reported"), 1);
        house.verify();
    });
}

fn learning(works: &Works<'_>) -> Value {
    works.house.view(works.head, "learning.list", json!({ "all": true })).unwrap()
}

#[test]
fn r36_a_review_is_due_in_ten_working_days_after_a_stop_and_a_broken_promise() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let close = |severity: &str| {
            let input = json!({ "customer": works.customer, "case": fresh(), "severity": severity });
            house.act(works.engineer, "case.close", input).unwrap();
        };
        close("question");
        assert_eq!(learning(&works)["reviews"], json!([]));
        close("stopped");
        let page = learning(&works);
        assert_eq!(
            (&page["reviews"][0]["cause"], &page["reviews"][0]["about"]),
            (&json!("stopped"), &json!("CASE-7"))
        );
        assert!(page["reviews"][0]["due_at"].as_str().unwrap().starts_with("2026-05-21T"), "{page}");
        let promise = json!({
            "customer": works.customer, "kind": "free", "wording": "The manual by Tuesday", "owner": works.rep,
            "due_on": "2026-05-12"
        });
        let promise = house.act(works.rep, "promise.make", promise).unwrap();
        let broken =
            json!({ "promise": promise["promise"], "version": promise["version"], "reason": "Forgotten." });
        house.act(works.rep, "promise.break", broken).unwrap();
        assert_eq!(learning(&works)["reviews"].as_array().unwrap().len(), 2);
        house.advance("2026-05-22T08:00:00Z");
        assert_eq!(works.notices(works.head, "notice-review-late"), 2);
        let product = works.product();
        let review = &learning(&works)["reviews"][0];
        let hold = |improvements: Value| {
            let input = json!({
                "review": review["id"], "version": review["version"], "happened": "A seal burst.",
                "allowed": "Tested the seals hot.", "improvements": improvements
            });
            house.act(works.engineer, "failure.hold", input)
        };
        let no_product = json!([{ "area": "production", "what": "Test hot" }]);
        assert_eq!(rule(hold(no_product)), "/improvements/0/product improvement.product_needed");
        let held = hold(json!([
            { "area": "production", "what": "Test hot", "product": product },
            { "area": "communication", "what": "Call before noon" }
        ]))
        .unwrap();
        assert_eq!(held["improvements"].as_array().unwrap().len(), 2);
        assert_eq!(works.notices(works.maker, "notice-improvement"), 1);
        assert_eq!(rule(hold(json!([]))), "stale");
        house.verify();
    });
}

#[test]
fn r36_in_production_an_improvement_closes_only_with_its_effect_measured() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let product = works.product();
        let units: Vec<_> = (0..4).map(|n| works.unit(product, &format!("D-{n}"))).collect();
        for (n, unit) in units.iter().enumerate() {
            for month in 1..=2 + n {
                works.stop(
                    *unit,
                    &format!("2026-0{month}-03T08:00:00Z"),
                    &format!("2026-0{month}-03T18:00:00Z"),
                );
            }
        }
        let rate =
            house.view(works.head, "learning.list", json!({ "product": product })).unwrap()["rate"].clone();
        assert_eq!(
            (&rate["stops"], &rate["units"], &rate["per_year"]),
            (&json!(14), &json!(4), &json!("3.50"))
        );
        let begin = json!({ "area": "production", "what": "Another seal", "product": product });
        let made = house.act(works.maker, "improvement.begin", begin).unwrap();
        let on = |action: &str, version: i64| {
            let input =
                json!({ "improvement": made["improvement"], "version": version, "words": "Changed." });
            house.act(works.maker, action, input)
        };
        assert_eq!(rule(on("improvement.close", 1)), "improvement.not_done");
        on("improvement.finish", 1).unwrap();
        assert_eq!(rule(on("improvement.close", 2)), "improvement.not_measured");
        house.advance("2026-08-04T08:00:00Z");
        assert_eq!(rule(on("improvement.close", 2)), "improvement.not_measured", "89 days");
        house.advance("2026-08-06T08:00:00Z");
        works.stop(units[0], "2026-07-03T08:00:00Z", "2026-07-03T10:00:00Z");
        on("improvement.close", 2).unwrap();
        let row = &learning(&works)["improvements"][0];
        assert_eq!((&row["better"], &row["after"]["stops"]), (&json!(true), &json!(1)));
        assert_eq!(row["before"]["stops"], 14);
        house.verify();
    });
}
