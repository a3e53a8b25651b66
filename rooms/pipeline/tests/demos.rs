//! Demonstrations with the local engineer (R10), on both databases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod maker;

use accord_testing::on_both_databases;
use jiff::civil::date;
use maker::{Maker, id, possible, rooms, rule};
use serde_json::{Value, json};

fn names(rows: &Value) -> Vec<(String, bool)> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| (row["person"]["name"].as_str().unwrap().to_owned(), row["fits"].as_bool().unwrap()))
        .collect()
}

#[test]
fn r10_planning_proposes_the_free_engineer_of_the_territory_who_knows_the_product() {
    on_both_databases(rooms, "2031-02-03T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Töss Mills");
        let (product, one) =
            (maker.machine("P7", 40, "380000.00"), maker.open(account, "net_new", json!({})));
        let plan = |more: Value| {
            let mut input = json!({ "opportunity": one, "product": product, "starts_at": "2031-02-12T09:00:00Z", "minutes": 120, "site": account.site });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.try_act("demo.plan", input)
        };
        // The service owner is asked before the colleague; a colleague of another territory is not proposed.
        let owner = json!({ "customer": account.customer, "person": maker.second_engineer, "sphere": "after_sales", "rank": "owner" });
        house.act(maker.head_of_sales, "customer.assign", owner).unwrap();
        let asked = json!({ "opportunity": one, "product": product, "starts_at": "2031-02-12T09:00:00Z", "minutes": 120 });
        let seen = maker.view("demo.engineers", asked.clone());
        assert_eq!(names(&seen["rows"]), [("Urs".to_owned(), true), ("Nina".to_owned(), true)]);
        assert_eq!(seen["proposed"], json!(maker.second_engineer));

        let leave = json!({ "person": maker.second_engineer, "from": "2031-02-11T00:00:00Z", "until": "2031-02-14T00:00:00Z", "cover": maker.engineer });
        house.act(maker.head_of_service, "leave.plan", leave).unwrap();
        let seen = maker.view("demo.engineers", asked.clone());
        assert_eq!(names(&seen["rows"]), [("Nina".to_owned(), true), ("Urs".to_owned(), false)]);
        let refused = plan(json!({ "engineer": maker.second_engineer }));
        assert_eq!(possible(refused.clone()), [("ask-engineer", json!({ "engineer": "Nina" }))]);
        assert_eq!(rule(refused), "/engineer demo.engineer_on_leave");

        assert_eq!(rule(plan(json!({}))), "/no_engineer_reason demo.reason_needed");
        plan(json!({ "engineer": maker.engineer })).unwrap();
        assert!(maker.notices(maker.engineer).contains(&"notice-demo-engineer".to_owned()));
        // Whoever shows something already cannot be asked to the same hour; right after it is fine.
        let late = json!({ "engineer": maker.engineer, "starts_at": "2031-02-12T10:59:00Z" });
        assert_eq!(rule(plan(late)), "/engineer demo.engineer_at_demo");
        plan(json!({ "engineer": maker.engineer, "starts_at": "2031-02-12T11:00:00Z" })).unwrap();
        house.verify();
    });
}

#[test]
fn r10_without_engineer_a_reason_is_kept_and_counts_and_a_service_call_does_not() {
    on_both_databases(rooms, "2031-02-03T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Glatt Foods");
        let (product, one) =
            (maker.machine("P8", 40, "380000.00"), maker.open(account, "net_new", json!({})));
        let plan = |at: &str, engineer: Option<uuid::Uuid>, reason: Option<&str>| {
            let input = json!({ "opportunity": one, "product": product, "starts_at": at, "minutes": 90, "engineer": engineer, "no_engineer_reason": reason });
            maker.act("demo.plan", input)
        };
        let with = plan("2031-02-04T09:00:00Z", Some(maker.engineer), None);
        let without = plan("2031-02-05T09:00:00Z", None, Some("All are at a trade fair"));
        let called = plan("2031-02-06T09:00:00Z", Some(maker.second_engineer), None);
        let stays_away = plan("2031-02-07T09:00:00Z", Some(maker.engineer), None);

        let release = json!({ "demo": called["demo"], "words": "Press 3 of Limmat Guss" });
        assert_eq!(rule(maker.try_act("demo.release_engineer", release.clone())), "permission");
        house.act(maker.service_planner, "demo.release_engineer", release.clone()).unwrap();
        assert_eq!(
            rule(house.act(maker.service_planner, "demo.release_engineer", release)),
            "demo.no_engineer"
        );
        assert!(maker.notices(maker.rep).contains(&"notice-demo-engineer-released".to_owned()));
        let shown = maker.one(one);
        let demo =
            shown["demos"].as_array().unwrap().iter().find(|demo| demo["id"] == called["demo"]).unwrap();
        assert_eq!((&demo["engineer"], &demo["released"]["name"]), (&Value::Null, &json!("Urs")));

        let record = |demo: &Value, came: bool| {
            let input = json!({ "demo": demo["demo"], "version": demo["version"], "engineer_came": came, "contacts": [account.contact], "outcome": "They liked it" });
            maker.try_act("demo.record", input)
        };
        assert_eq!(rule(record(&with, true)), "demo.not_begun");
        house.advance("2031-02-10T08:00:00Z");
        assert_eq!(rule(record(&without, true)), "/engineer_came demo.no_engineer_asked");
        record(&with, true).unwrap();
        record(&without, false).unwrap();
        record(&stays_away, false).unwrap();
        let figure = maker.figure("engineer_at_demonstration", date(2031, 2, 1), date(2031, 2, 28));
        assert_eq!((figure.value.unwrap().to_string(), figure.n), ("33.3".to_owned(), 3));
        let beside = |called: i64, unrecorded: i64| {
            [
                ("metric-beside-engineer-called".to_owned(), called),
                ("metric-beside-demo-unrecorded".to_owned(), unrecorded),
            ]
        };
        assert_eq!(figure.beside, beside(1, 0));
        assert_eq!(figure.rows.iter().filter(|row| !row.good).count(), 2);

        // One that is to come counts as with its engineer; once it is over and nobody said anything, it counts for neither.
        plan("2031-02-12T09:00:00Z", Some(maker.engineer), None);
        let of_february = || {
            let figure = maker.figure("engineer_at_demonstration", date(2031, 2, 1), date(2031, 2, 28));
            (figure.value.unwrap().to_string(), figure.n, figure.beside)
        };
        assert_eq!(of_february(), ("50.0".to_owned(), 4, beside(1, 0).to_vec()));
        house.advance("2031-02-12T10:30:00Z");
        assert_eq!(of_february(), ("33.3".to_owned(), 3, beside(1, 1).to_vec()));
        house.verify();
    });
}

#[test]
fn r10_the_engineer_who_came_has_the_credit_and_is_proposed_as_service_owner_on_the_win() {
    on_both_databases(rooms, "2031-02-03T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Reuss Dairy");
        let (product, one) =
            (maker.machine("P9", 40, "380000.00"), maker.open(account, "net_new", json!({})));
        let input = json!({ "opportunity": one, "product": product, "starts_at": "2031-02-04T09:00:00Z", "minutes": 90, "engineer": maker.engineer });
        let demo = maker.act("demo.plan", input);
        house.advance("2031-02-05T08:00:00Z");
        let record = json!({ "demo": demo["demo"], "version": demo["version"], "engineer_came": true, "contacts": [account.contact], "outcome": "She asked Nina more than me" });
        maker.act("demo.record", record);
        assert_eq!(maker.one(one)["met"][0]["name"], json!("Petra"), "whoever was there was met");
        let given = house
            .kernel
            .db
            .read(|tx| {
                let since = "2031-01-01T00:00:00Z".parse().unwrap();
                accord_room_pipeline::contributions_of(tx, maker.engineer.into(), since)
            })
            .unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].kind, accord_room_pipeline::ContributionKind::Demonstrated);

        let won = maker.act("opportunity.win", json!({ "opportunity": one }));
        assert_eq!(won["proposed_service_owners"], json!([maker.engineer]));
        assert!(
            maker.notices(maker.head_of_service).contains(&"notice-opportunity-service-owner".to_owned())
        );
        assert_eq!(id(&maker.one(one)["proposed_service_owners"][0], "id"), maker.engineer);
        let owner = json!({ "customer": account.customer, "person": maker.engineer, "sphere": "after_sales", "rank": "owner" });
        house.act(maker.head_of_sales, "customer.assign", owner).unwrap();
        assert_eq!(maker.one(one)["proposed_service_owners"], json!([]), "it is done");
        house.verify();
    });
}
