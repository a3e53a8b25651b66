//! What contracts with several units and renewed contracts gave, and what a renewal promises (R14, R30, R48, T19).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod works;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use uuid::Uuid;
use works::{Works, id, rooms};

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

/// A unit of ours that has stood at the customer for years.
fn unit(works: &Works<'_>, product: Uuid, serial: &str) -> Uuid {
    let input = json!({ "customer": works.account.customer, "site": works.account.site, "product": product,
        "serial": serial, "in_service_on": "2024-01-08" });
    id(&works.maker.house.act(works.maker.engineer, "asset.add", input).unwrap(), "asset")
}

/// The customer says what a stop of a day costs.
fn stop_cost(works: &Works<'_>, of: Value, amount: &str, version: Option<i64>) {
    let mut input = json!({ "customer": works.account.customer, "confidence": "confirmed", "version": version,
        "stop_cost": { "amount": amount, "currency": "EUR" }, "contact": works.account.contact });
    input.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
    works.maker.house.act(works.maker.rep, "value.stop_cost", input).unwrap();
}

fn sell(works: &Works<'_>, plan: Uuid, units: &[Uuid]) -> Uuid {
    let input = json!({ "customer": works.account.customer, "assets": units, "plan_version": plan });
    id(&works.maker.house.act(works.maker.rep, "contract.sell", input).unwrap(), "contract")
}

fn renewal(works: &Works<'_>, contract: Uuid, plan: Uuid) -> Value {
    json!({ "contract": contract, "version": works.contract(contract)["version"], "plan_version": plan })
}

fn stops(works: &Works<'_>, unit: Uuid, from: &str, until: &str) {
    works.maker.house.advance(until);
    let input = json!({ "asset": unit, "began_at": from, "ended_at": until, "source": "customer" });
    works.maker.house.act(works.maker.engineer, "asset.outage_record", input).unwrap();
}

fn statement(works: &Works<'_>, contract: Uuid) -> Value {
    works.maker.house.view(works.maker.rep, "contract.statement", json!({ "contract": contract })).unwrap()
}

#[test]
fn r48_each_outage_counts_with_what_a_stop_of_its_own_unit_costs() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let oven = works.maker.machine("U-3", 10, 0, "18000.00");
        let (press, small) = (unit(&works, works.press, "P-77"), unit(&works, oven, "U-31"));
        let own = unit(&works, works.press, "P-78");
        stop_cost(&works, json!({ "product": works.press }), "24000.00", None);
        stop_cost(&works, json!({ "product": oven }), "1800.00", None);
        stop_cost(&works, json!({ "asset": own }), "12000.00", None);
        let contract = sell(&works, works.night, &[press, small, own]);
        stops(&works, small, "2027-05-04T02:00:00Z", "2027-05-04T11:00:00Z");
        stops(&works, small, "2027-06-08T08:00:00Z", "2027-06-08T19:00:00Z");
        // 36 hours without, 10 with: 26 of 24 hours at 1,800 a day are 1,950 each. The press never stopped.
        let seen = statement(&works, contract);
        assert_eq!((&seen["counted"], &seen["avoided"]["amount"]), (&json!(2), &json!("3900.00")));
        // Three units at 8,400 a year.
        assert_eq!(
            (&seen["price"]["amount"], &seen["net"]["amount"], &seen["roi_percent"]),
            (&json!("25200.00"), &json!("-21300.00"), &json!("-84.5"))
        );
        stops(&works, own, "2027-07-13T05:00:00Z", "2027-07-13T16:00:00Z");
        let seen = statement(&works, contract);
        assert_eq!((&seen["avoided"]["amount"], &seen["roi_percent"]), (&json!("16900.00"), &json!("-32.9")));
        let bases: Vec<(i64, &str)> = seen["bases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["counted"].as_i64().unwrap(), one["avoided_each"]["amount"].as_str().unwrap()))
            .collect();
        assert_eq!(bases, [(0, "26000.00"), (2, "1950.00"), (1, "13000.00")]);
        let document =
            house.view(works.maker.rep, "contract.document", json!({ "contract": contract })).unwrap();
        assert_eq!(document["statement"]["bases"], seen["bases"], "paper, page and API are alike");
        house.verify();
    });
}

#[test]
fn r48_an_outage_of_a_unit_without_the_customers_number_claims_no_return() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let oven = works.maker.machine("U-3", 10, 0, "18000.00");
        let (press, unknown) = (unit(&works, works.press, "P-77"), unit(&works, oven, "U-31"));
        stop_cost(&works, json!({ "product": works.press }), "24000.00", None);
        let contract = sell(&works, works.night, &[press, unknown]);
        stops(&works, press, "2027-05-04T02:00:00Z", "2027-05-04T11:00:00Z");
        assert_eq!(statement(&works, contract)["avoided"]["amount"], "26000.00");
        stops(&works, unknown, "2027-06-08T08:00:00Z", "2027-06-08T19:00:00Z");
        let seen = statement(&works, contract);
        assert_eq!(
            (&seen["counted"], &seen["avoided"], &seen["roi_percent"]),
            (&json!(2), &Value::Null, &Value::Null)
        );
        assert_eq!(seen["bases"][0]["avoided"]["amount"], "26000.00", "what is known stays known");
        house.verify();
    });
}

#[test]
fn r48_a_renewal_is_worth_what_its_own_plan_saves_at_what_a_stop_costs_now() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let press = unit(&works, works.press, "P-77");
        stop_cost(&works, json!({}), "24000.00", None);
        let first = sell(&works, works.basic, &[press]);
        house.advance("2028-01-20T09:00:00Z");
        stop_cost(&works, json!({}), "30000.00", Some(1));
        let renew = renewal(&works, first, works.night);
        let next = id(&house.act(works.maker.rep, "contract.renew", renew).unwrap(), "contract");
        assert_eq!(works.stretches(next)[0][1], "2028-03-10");
        stops(&works, press, "2028-05-04T02:00:00Z", "2028-05-04T11:00:00Z");
        // 26 of 24 hours at 30,000 a day are 32,500.
        let seen = statement(&works, next);
        assert_eq!(
            (&seen["avoided"]["amount"], &seen["net"]["amount"]),
            (&json!("32500.00"), &json!("24100.00"))
        );
        assert_eq!(statement(&works, first)["bases"][0]["agreed"]["stop_cost_per_day"]["amount"], "24000.00");
        house.verify();
    });
}

#[test]
fn t19_a_renewal_promises_no_response_that_a_sale_would_not() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let planner = works.maker.service_planner;
        let travel = json!({ "territory": works.maker.north, "minutes": 90 });
        house.act(planner, "travel.set", travel).unwrap();
        let press = unit(&works, works.press, "P-77");
        let first = sell(&works, works.basic, &[press]);
        let refused =
            house.act(works.maker.rep, "contract.renew", renewal(&works, first, works.night)).unwrap_err();
        assert_eq!(refused.rule, "contract.response_not_possible");
        assert_eq!(works.contract(first)["renewed_by"], Value::Null);
        // Those who stand by at night are named; what still endangers the response becomes tasks, as with a sale.
        works.ready();
        let part = json!({ "product": { "code": "V-7", "name": "Valve block", "kind": "part", "unit": "piece",
            "price": { "amount": "900.00", "currency": "EUR" } } });
        let part = id(&house.act(works.maker.planner, "product.enter", part).unwrap(), "product");
        house.act(planner, "critical_part.add", json!({ "product": works.press, "part": part })).unwrap();
        let before = works.tasks("readiness").len();
        house.act(works.maker.rep, "contract.renew", renewal(&works, first, works.night)).unwrap();
        assert!(works.tasks("readiness").len() > before, "the valve block is nowhere near");
        house.verify();
    });
}

#[test]
fn r30_hours_of_a_plan_are_read_on_the_clock_of_the_unit() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let week =
            ["monday", "tuesday", "wednesday", "thursday", "friday"].map(|day| (day, json!("07:00-15:00")));
        let week: Value = week.into_iter().map(|(day, hours)| (day.to_owned(), hours)).collect();
        let hours = json!({ "name": "Oslo", "zone": "Europe/Oslo", "week": week });
        let calendar = id(&house.act(works.maker.admin, "calendar.define", hours).unwrap(), "calendar");
        let early = json!({ "cover": "business_hours", "calendar": calendar });
        let early = works.publish("EARLY", 4, early, "2400.00");
        let press = unit(&works, works.press, "P-77");
        sell(&works, early, &[press]);
        // Thursday noon in Lisbon, where the unit stands: by the end of Friday's hours there, 15:00 and not 14:00 UTC.
        let found = works.entitled(press, "2027-03-11T12:00:00Z");
        assert_eq!(found["covers"][0]["clocks"]["response_due_at"], "2027-03-12T15:00:00Z");
        assert_eq!(found["covers"][0]["clocks"]["zone"], "Europe/Lisbon");
        house.verify();
    });
}
