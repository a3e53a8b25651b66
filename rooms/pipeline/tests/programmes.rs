//! Replacement programmes and rivals' units (R8, R12), on both databases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod maker;

use accord_testing::on_both_databases;
use maker::{Maker, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

#[test]
fn r08_the_share_of_the_incumbent_falls_as_each_unit_is_retired() {
    on_both_databases(rooms, "2031-04-02T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Birs Stanz");
        let mut old = Vec::new();
        for n in 1..=4 {
            let more =
                json!({ "in_service_on": format!("20{}-06-30", 10 + n), "contract_ends_on": "2032-12-31" });
            old.push(maker.unit(account, Some("Kessler"), &format!("K{n}"), more));
        }
        maker.unit(account, None, "A1", json!({ "in_service_on": "2029-01-01" }));
        let one = maker.open(
            account,
            "replacement_rival",
            json!({ "incumbent": "Kessler", "weak_points": "Parts take six weeks" }),
        );
        let seen = maker.one(one);
        assert_eq!((&seen["incumbent_share"], &seen["units_in_use"]), (&json!("80.0"), &json!(5)));
        assert_eq!(seen["rival_units"][0]["age_years"], json!(19), "from 30 June 2011, not yet twenty");
        assert_eq!(seen["rival_units"][0]["contract_ends_on"], json!("2032-12-31"));
        assert_eq!(seen["incumbent"]["weak_points"], json!("Parts take six weeks"));
        retire(&maker, old[2], None);
        let seen = maker.one(one);
        assert_eq!(
            (&seen["incumbent_share"], seen["rival_units"].as_array().unwrap().len()),
            (&json!("75.0"), 3)
        );
        house.verify();
    });
}

fn retire(maker: &Maker<'_>, unit: Uuid, successor: Option<Uuid>) {
    let seen = maker.house.view(maker.head_of_service, "asset.one", json!({ "asset": unit })).unwrap();
    let input = json!({ "asset": unit, "version": version(&seen), "retired_on": "2031-04-01", "reason": "replaced", "successor": successor });
    maker.house.act(maker.head_of_service, "asset.retire", input).unwrap();
}

fn version(seen: &Value) -> Value {
    seen.get("version").cloned().unwrap_or_else(|| seen["asset"]["version"].clone())
}

#[test]
fn r12_a_programme_reckons_its_latest_decision_and_warns_before_it() {
    on_both_databases(rooms, "2031-02-14T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Emme Press");
        let product = maker.machine("P12", 49, "455000.00");
        let old: Vec<Uuid> = (1..=5)
            .map(|n| {
                maker.unit(
                    account,
                    Some("Brandt"),
                    &format!("B{n}"),
                    json!({ "in_service_on": "2018-05-01" }),
                )
            })
            .collect();
        let plan = |more: Value| {
            let mut input = json!({
                "customer": account.customer, "name": "Hall 2", "product": product, "old_units": old,
                "starts_on": "2031-02-14", "months": 15, "capacity": "1.5", "preparation_days": 12,
                "plan_price": { "amount": "31000.00", "currency": "CHF" }
            });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.try_act("programme.plan", input)
        };
        assert_eq!(rule(plan(json!({ "capacity": "0" }))), "/capacity programme.capacity");
        assert_eq!(rule(plan(json!({ "units": 4 }))), "/units programme.fewer_than_named");
        let euro = json!({ "plan_price": { "amount": "31000.00", "currency": "EUR" } });
        assert_eq!(rule(plan(euro)), "/plan_price programme.currency");
        let made = plan(json!({})).unwrap();
        assert_eq!(rule(plan(json!({}))), "/old_units/0 programme.unit_taken");
        let programme = id(&made, "programme");
        // 5 / 1.5 = 3.33, so 4 months before 14 May 2032, less 49 and 12 days.
        assert_eq!(made["latest_decision_on"], json!("2031-11-14"));
        let one =
            || house.view(maker.service_planner, "programme.one", json!({ "programme": programme })).unwrap();
        let seen = one();
        assert_eq!((&seen["months_needed"], &seen["need_a_month"]), (&json!(4), &json!("0.33")));
        assert_eq!(seen["line"]["value"], json!({ "amount": "2275000.00", "currency": "CHF" }));
        assert_eq!(seen["plan_value"], json!({ "amount": "155000.00", "currency": "CHF" }));
        assert_eq!((&seen["before_warranty_ends"], &seen["warranty_known"]), (&json!(true), &json!(false)));

        house.advance("2031-09-14T09:00:00Z");
        assert_eq!((&one()["line"]["near"], &one()["warned_at"]), (&json!(false), &Value::Null));
        house.advance("2031-09-15T09:00:00Z");
        assert_eq!(one()["line"]["days_left"], json!(60));
        for person in [maker.rep, maker.head_of_sales, maker.head_of_service] {
            assert!(maker.notices(person).contains(&"notice-programme-decision".to_owned()));
        }
        let version = one()["line"]["version"].clone();
        let change = json!({ "programme": programme, "version": version, "capacity": "2.5" });
        assert_eq!(maker.act("programme.change", change)["latest_decision_on"], json!("2032-01-13"));
        let version = one()["line"]["version"].clone();
        maker.act(
            "programme.decide",
            json!({ "programme": programme, "version": version, "words": "We take the five" }),
        );
        assert_eq!(one()["line"]["near"], json!(false));
        house.advance("2032-01-20T09:00:00Z");
        assert_eq!(one()["line"]["past"], json!(false), "it is decided");
        house.verify();
    });
}

#[test]
fn r12_the_trial_has_agreed_criteria_and_a_scorecard_of_facts_and_counts_by_the_rule_of_the_house() {
    on_both_databases(rooms, "2031-02-14T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Kander Foil");
        let product = maker.machine("P13", 30, "455000.00");
        let old: Vec<Uuid> =
            (1..=3).map(|n| maker.unit(account, Some("Brandt"), &format!("B{n}"), json!({}))).collect();
        let plan = json!({
            "customer": account.customer, "name": "Hall 3", "product": product, "old_units": old,
            "starts_on": "2031-02-14", "months": 12, "capacity": "1", "preparation_days": 10
        });
        let programme = id(&maker.act("programme.plan", plan), "programme");
        let one = || maker.view("programme.one", json!({ "programme": programme }));
        let agreed = json!({ "programme": programme, "what": "No stop longer than four hours", "contact": account.contact });
        maker.act("programme.agree_criterion", agreed);
        assert_eq!(one()["criteria"][0]["agreed_by_name"], json!("Petra"));
        let other = maker.account("Another");
        for contact in [other.contact, Uuid::from_u128(9)] {
            let foreign = json!({ "programme": programme, "what": "x", "contact": contact });
            let refused = rule(maker.try_act("programme.agree_criterion", foreign));
            assert_eq!(refused, "/contact field.unknown_reference");
        }

        let trial = maker.unit(account, None, "T1", json!({ "model": "P13", "product": product }));
        let set = |more: Value| {
            let mut input =
                json!({ "programme": programme, "version": one()["line"]["version"], "unit": trial });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.try_act("programme.set_trial", input)
        };
        assert_eq!(rule(set(json!({ "order": Uuid::nil() }))), "/order field.unknown_reference");
        assert_eq!(rule(set(json!({ "retires": trial }))), "/retires programme.not_named");
        set(json!({})).unwrap();
        assert_eq!((&one()["trial_is_one"], &one()["line"]["done"]), (&json!(false), &json!(0)));
        set(json!({ "retires": old[0] })).unwrap();
        assert_eq!(one()["trial_is_one"], json!(true));

        // Accepted, but stopped; a promise about the unit is late: all of it is on the scorecard for everybody at once.
        house.advance("2031-04-01T08:00:00Z");
        let accept = json!({ "asset": trial, "accepted_on": "2031-03-28", "signed_by": account.contact, "satisfaction": 5 });
        house.act(maker.head_of_service, "acceptance.record", accept).unwrap();
        let stop = json!({ "asset": trial, "began_at": "2031-03-30T06:00:00Z", "ended_at": "2031-03-30T11:30:00Z", "cause": "drive" });
        house.act(maker.head_of_service, "asset.outage_record", stop).unwrap();
        let promise = json!({
            "customer": account.customer, "kind": "document", "wording": "The report of the stop.", "due_on": "2031-04-02",
            "told": "call", "about": { "kind": "asset", "id": trial }
        });
        maker.act("promise.make", promise);
        let texts = |who: Uuid| -> Vec<String> {
            let seen = house.view(who, "programme.one", json!({ "programme": programme })).unwrap();
            let rows = seen["scorecard"].as_array().unwrap().clone();
            rows.iter().map(|row| format!("{} {}", row["good"], row["text"].as_str().unwrap())).collect()
        };
        assert_eq!(texts(maker.rep).len(), 3, "{:?}", texts(maker.rep));
        assert!(texts(maker.rep)[0].starts_with("false Stood still 5 h 30 min"));
        house.advance("2031-04-03T08:00:00Z");
        for who in [maker.rep, maker.planner, maker.head_of_service] {
            assert!(texts(who).iter().any(|text| text.starts_with("false ") && text.contains("is late")));
            assert!(texts(who).iter().any(|text| text.starts_with("true Accepted")));
        }
        assert_eq!(one()["warranty_known"], json!(true));

        retire(&maker, old[0], Some(trial));
        assert_eq!(one()["line"]["done"], json!(1));
        let judge = json!({ "criterion": one()["criteria"][0]["id"], "version": 1, "met": false, "words": "5 h 30 min" });
        maker.act("programme.judge_criterion", judge);
        assert_eq!(one()["criteria"][0]["met"], json!(false));
        house.verify();
    });
}

#[test]
fn r12_a_price_of_a_programme_never_moves_the_other_into_another_currency() {
    on_both_databases(rooms, "2031-02-14T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Lorze Blech");
        let product = maker.machine("P15", 30, "455000.00");
        let money = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
        let plan = json!({
            "customer": account.customer, "name": "Hall 5", "product": product, "units": 4,
            "starts_on": "2031-02-14", "months": 12, "capacity": "1", "preparation_days": 10,
            "unit_price": money("640000.00", "EUR"), "plan_price": money("72000.00", "EUR")
        });
        let programme = id(&maker.act("programme.plan", plan), "programme");
        let one = || maker.view("programme.one", json!({ "programme": programme }));
        let change = |more: Value| {
            let mut input = json!({ "programme": programme, "version": one()["line"]["version"] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.try_act("programme.change", input)
        };
        let yen = money("81000000", "JPY");
        assert_eq!(rule(change(json!({ "unit_price": yen }))), "/unit_price programme.currency");
        assert_eq!(rule(change(json!({ "plan_price": yen }))), "/plan_price programme.currency");
        assert_eq!(one()["plan_price"], money("72000.00", "EUR"), "nothing was kept");
        change(json!({ "unit_price": money("655000.00", "EUR") })).unwrap();
        change(json!({ "unit_price": yen, "plan_price": money("9000000", "JPY") })).unwrap();
        assert_eq!((&one()["unit_price"], &one()["plan_price"]), (&yen, &money("9000000", "JPY")));
        assert_eq!(one()["plan_value"], money("36000000", "JPY"));
        house.verify();
    });
}

#[test]
fn r12_an_old_unit_that_a_rival_replaced_is_lost_and_not_done() {
    on_both_databases(rooms, "2031-04-02T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Saane Draht");
        let product = maker.machine("P16", 30, "455000.00");
        let unit =
            |origin: Option<&str>, serial: &str, more: Value| maker.unit(account, origin, serial, more);
        let old: Vec<Uuid> = (1..=7).map(|n| unit(Some("Brandt"), &format!("B{n}"), json!({}))).collect();
        let plan = json!({
            "customer": account.customer, "name": "Hall 6", "product": product, "old_units": old,
            "starts_on": "2031-02-14", "months": 12, "capacity": "1", "preparation_days": 10,
            "unit_price": { "amount": "455000.00", "currency": "CHF" },
            "plan_price": { "amount": "31000.00", "currency": "CHF" }
        });
        let programme = id(&maker.act("programme.plan", plan), "programme");
        let one = || maker.view("programme.one", json!({ "programme": programme }));

        let in_service = json!({ "in_service_on": "2031-03-20" });
        retire(&maker, old[0], Some(unit(Some("Brandt"), "B20", in_service)));
        let seen = one();
        let count =
            |seen: &Value| ["units", "done", "lost", "within_reach"].map(|name| seen["line"][name].clone());
        assert_eq!(count(&seen), [json!(7), json!(0), json!(1), json!(6)]);
        assert_eq!(seen["line"]["value"], json!({ "amount": "2730000.00", "currency": "CHF" }));
        assert_eq!(seen["plan_value"], json!({ "amount": "186000.00", "currency": "CHF" }));
        let first =
            seen["old_units"].as_array().unwrap().iter().find(|row| row["id"] == json!(old[0])).unwrap();
        assert_eq!((&first["lost"], &first["successor_installed"]), (&json!(true), &json!(false)));

        let ours = json!({ "model": "P16", "product": product, "in_service_on": "2031-03-28" });
        retire(&maker, old[1], Some(unit(None, "N1", ours)));
        retire(&maker, old[2], None);
        assert_eq!(count(&one()), [json!(7), json!(1), json!(1), json!(6)]);
        let page = maker.view("programme.list", json!({}));
        assert_eq!((&page["rows"][0]["done"], &page["rows"][0]["lost"]), (&json!(1), &json!(1)));
        house.verify();
    });
}
