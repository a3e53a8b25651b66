//! Bought, expected, delivered, on figures of its own (R27).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod crew;

use accord_testing::on_both_databases;
use crew::{Crew, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

/// A press under plan Night, accepted on 16 June 2027.
fn in_service(crew: &Crew<'_>) -> Uuid {
    crew.template();
    crew.works.ready();
    let order = crew.works.order(1);
    crew.works.accept(order);
    let maker = &crew.works.maker;
    maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
    maker.release(order);
    crew.ship(order, "2027-06-11T09:00:00Z");
    crew.house.advance("2027-06-16T09:00:00Z");
    let plan = crew.plan();
    crew.all_done(plan);
    crew.accept(plan);
    order
}

fn gap<'v>(columns: &'v Value, kind: &str) -> &'v Value {
    let gaps = columns["gaps"].as_array().unwrap();
    gaps.iter()
        .find(|gap| gap["key"].as_str().unwrap().starts_with(kind))
        .unwrap_or_else(|| panic!("no {kind} in {gaps:?}"))
}

#[test]
fn r27_fewer_visits_than_bought_are_a_gap_with_its_worth_and_plan() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let service = json!({
            "plan_version": crew.works.night, "kind": "preventive_visit", "per_year": 6, "worth": { "amount": "450.00", "currency": "EUR" }
        });
        house.act(maker.head_of_service, "plan_service.set", service).unwrap();
        let order = in_service(&crew);
        let shown = crew.columns(order);
        assert_eq!(shown["open_gaps"], 0, "nothing is due on the first day: {shown}");
        let contract = shown["contracts"][0]["id"].clone();
        house.advance("2028-02-17T09:00:00Z");
        let visit = json!({ "contract": contract, "kind": "preventive_visit", "on_day": "2027-09-01", "words": "Belts" });
        house.act(maker.engineer, "delivery.note_service", visit).unwrap();
        let shown = crew.columns(order);
        let found = gap(&shown, "service:");
        assert_eq!((&found["missing"], &found["worth"]["amount"]), (&json!(5), &json!("2250.00")));
        assert_eq!(found["plan"], Value::Null);
        let plan = json!({
            "order": order, "key": found["key"], "plan": "Two visits in March, one each month after.", "owner": maker.engineer, "due_on": "2028-06-15"
        });
        let agreed = house.act(maker.head_of_service, "delivery.plan_gap", plan).unwrap();
        let shown = crew.columns(order);
        assert_eq!(gap(&shown, "service:")["owner"]["name"], "Nora");
        assert_eq!((&shown["open_gaps"], &shown["worth"][0]["amount"]), (&json!(1), &json!("2250.00")));
        let close = json!({ "gap": agreed["gap"], "version": agreed["version"], "words": "Made good." });
        house.act(maker.engineer, "delivery.close_gap", close).unwrap();
        assert_eq!(crew.columns(order)["open_gaps"], 0);
        let none = json!({ "order": order, "key": "service:x", "plan": "x", "owner": maker.engineer, "due_on": "2028-06-15" });
        assert_eq!(rule(house.act(maker.engineer, "delivery.plan_gap", none)), "/key delivery.no_gap");
        maker.verify();
    });
}

#[test]
fn r27_an_expectation_outside_the_contract_is_shown_to_be_talked_about() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let order = in_service(&crew);
        let said = json!({ "order": order, "words": "We thought you would move the old press away.", "contact": crew.works.account.contact });
        house.act(maker.rep, "delivery.expect", said).unwrap();
        let agreed = json!({ "order": order, "words": "Papers in Portuguese.", "in_contract": true });
        house.act(maker.rep, "delivery.expect", agreed).unwrap();
        let shown = crew.columns(order);
        assert_eq!(shown["open_gaps"], 1);
        let found = gap(&shown, "said:");
        assert_eq!(
            (&found["why"], &found["what"]),
            (&json!("not_agreed"), &json!("We thought you would move the old press away."))
        );
        let plan = json!({ "order": order, "key": found["key"], "plan": "Talk on Monday", "owner": maker.rep, "due_on": "2027-06-21" });
        let agreed = house.act(maker.rep, "delivery.plan_gap", plan);
        assert_eq!(rule(agreed), "permission", "a rep tells service");
        let plan = json!({ "order": order, "key": found["key"], "plan": "Talk on Monday", "owner": maker.rep, "due_on": "2027-06-21" });
        let agreed = house.act(maker.engineer, "delivery.plan_gap", plan).unwrap();
        let close = json!({ "gap": agreed["gap"], "version": agreed["version"], "words": "They move it themselves." });
        house.act(maker.engineer, "delivery.close_gap", close).unwrap();
        let shown = crew.columns(order);
        assert_eq!(shown["open_gaps"], 0);
        let said = shown["expected"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["kind"] == "said" && one["agreed"] == false)
            .unwrap();
        assert_eq!(said["met"], "yes");
        maker.verify();
    });
}

#[test]
fn r27_promises_and_deliveries_stand_in_their_columns() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let order = in_service(&crew);
        let shown = crew.columns(order);
        let kinds: Vec<&str> =
            shown["delivered"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert!(
            kinds.contains(&"goods") && kinds.contains(&"accepted") && kinds.contains(&"promise"),
            "{kinds:?}"
        );
        let expected = shown["expected"].as_array().unwrap();
        let promise = expected.iter().find(|one| one["kind"] == "promise").unwrap();
        assert_eq!((&promise["met"], &promise["agreed"]), (&json!("yes"), &json!(true)));
        let accepted =
            shown["bought"].as_array().unwrap().iter().find(|one| one["kind"] == "accepted").unwrap();
        assert_eq!((&accepted["bought"], &accepted["delivered"]), (&json!(1), &json!(1)));
        crew.works.maker.verify();
    });
}

#[test]
fn r27_reviews_fall_so_many_days_after_acceptance_and_before_the_cover_ends() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let order = in_service(&crew);
        let due = || -> Vec<(Value, Value)> {
            let shown = crew.columns(order);
            shown["reviews"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| (one["days"].clone(), one["due_on"].clone()))
                .collect()
        };
        let days: Vec<(Value, Value)> = due();
        assert_eq!(
            days[..3],
            [
                (json!(30), json!("2027-07-16")),
                (json!(90), json!("2027-09-14")),
                (json!(180), json!("2027-12-13")),
            ]
        );
        // Cover through the warranty and the paid year ends on 15 June 2029, so 120 days before.
        assert_eq!(days[3], (Value::Null, json!("2029-02-15")));
        // A corrected acceptance moves those that are open.
        let unit = crew.works.units(order)[0];
        let correct =
            json!({ "asset": unit, "accepted_on": "2027-06-15", "reason": "Signed the day before." });
        house.act(maker.engineer, "acceptance.correct", correct).unwrap();
        assert_eq!(due()[0].1, json!("2027-07-15"));
        house.advance("2027-07-10T09:00:00Z");
        assert!(maker.notices(maker.rep).contains(&"notice-delivery-review".to_owned()));
        let review =
            house.view(maker.engineer, "delivery.reviews", json!({ "mine": true })).unwrap()[0].clone();
        let hold =
            json!({ "review": review["id"], "version": review["version"], "words": "All as we hoped." });
        house.act(maker.engineer, "delivery.hold_review", hold).unwrap();
        house.advance("2027-09-20T09:00:00Z");
        assert!(maker.notices(maker.head_of_service).contains(&"notice-delivery-review-late".to_owned()));
        maker.verify();
    });
}
