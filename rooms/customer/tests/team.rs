//! The account team of both spheres: coverage, calls, leaving (R3).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use accord_kernel::Period;
use accord_testing::{House, on_both_databases};
use jiff::civil::date;
use serde_json::{Value, json};
use support::{START, cast, facts, id, rooms, rule};
use uuid::Uuid;

fn calls(house: &House, reader: Uuid, customer: Uuid, sphere: &str) -> Vec<String> {
    let order =
        house.view(reader, "customer.call_order", json!({ "customer": customer, "sphere": sphere })).unwrap();
    let text =
        |row: &Value| format!("{} {}", row["person"]["name"].as_str().unwrap(), row["why"].as_str().unwrap());
    order["rows"].as_array().unwrap().iter().map(text).collect()
}

#[test]
fn r03_a_customer_without_service_owner_is_on_the_gap_list_and_coverage_is_below_one_hundred() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let mut ids = Vec::new();
        for name in ["Um", "Dois", "Três", "Quatro", "Cinco", "Seis", "Sete", "Oito"] {
            let customer = cast.customer(house, name);
            cast.assign(house, customer, "sales", cast.ana, "owner");
            cast.assign(house, customer, "after_sales", cast.carla, "owner");
            ids.push(customer);
        }
        let gaps = || house.view(cast.head_of_service, "customer.gaps", json!({})).unwrap();
        assert_eq!(gaps()["coverage_percent"], "100.0");
        let ninth = cast.customer(house, "Nove");
        cast.assign(house, ninth, "sales", cast.ana, "owner");
        let now = gaps();
        assert_eq!(now["coverage_percent"], "88.9");
        assert_eq!((&now["covered"], &now["customers"], &now["count"]), (&json!(8), &json!(9), &json!(1)));
        assert_eq!(now["rows"][0]["missing"], json!(["after_sales"]));
        assert_eq!(id(&now["rows"][0], "id"), ninth);
        assert_eq!(facts(house, cast.ana, ninth)["missing_owners"], json!(["after_sales"]));
        let sales =
            house.view(cast.head_of_sales, "customer.gaps", json!({ "missing_owner": "sales" })).unwrap();
        assert_eq!(sales["count"], 0);

        // The figure says the same, and what it was before stays what it was.
        house.at("2027-03-12T12:00:00Z");
        cast.assign(house, ninth, "after_sales", cast.davi, "owner");
        let figure = |to| {
            let metric = house.kernel.registry.find_metric("portfolio_coverage").unwrap();
            let period = Period { from: date(2027, 3, 1), to };
            let caller = accord_kernel::Caller::person(cast.head_of_sales);
            house
                .kernel
                .read(&caller, |reader| (metric.run)(reader.tx, &reader.context.clone(), period))
                .unwrap()
        };
        let before = figure(date(2027, 3, 10));
        assert_eq!(before.value.unwrap().to_string(), "88.9");
        assert_eq!(
            (before.n, before.rows[0].good, before.rows[0].why.as_str()),
            (9, false, "coverage-no-service-owner")
        );
        assert_eq!(figure(date(2027, 3, 31)).value.unwrap().to_string(), "100.0");
        assert_eq!(figure(date(2027, 3, 1)).value, None, "nobody was a customer then");
        house.verify();
    });
}

#[test]
fn r03_calls_go_to_the_present_owner_else_the_back_up_never_to_nobody() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Vidros Lagoa");
        assert_eq!(calls(house, cast.davi, customer, "after_sales"), ["Heitor head"]);
        cast.assign(house, customer, "sales", cast.ana, "owner");
        cast.assign(house, customer, "after_sales", cast.carla, "owner");
        cast.assign(house, customer, "after_sales", cast.davi, "backup");
        let all = ["Carla owner", "Davi backup", "Heitor head", "Ana other_sphere"];
        assert_eq!(calls(house, cast.davi, customer, "after_sales"), all);
        let leave = |person: Uuid, cover: Uuid| {
            let input = json!({ "person": person, "cover": cover, "from": "2027-03-09T03:00:00Z", "until": "2027-03-16T03:00:00Z" });
            house.act(cast.head_of_service, "leave.plan", input).unwrap()
        };
        leave(cast.carla, cast.head_of_service);
        leave(cast.davi, cast.head_of_service);
        assert_eq!(calls(house, cast.ana, customer, "after_sales"), all, "the leave has not begun");
        house.advance("2027-03-10T12:00:00Z");
        assert_eq!(calls(house, cast.ana, customer, "after_sales"), ["Heitor cover", "Ana other_sphere"]);
        let seat = &facts(house, cast.ana, customer)["team"][1];
        assert_eq!(
            (&seat["person"]["name"], &seat["cover"]["name"], &seat["away"]),
            (&json!("Carla"), &json!("Heitor"), &json!(true))
        );
        house.advance("2027-03-16T03:00:00Z");
        assert_eq!(calls(house, cast.ana, customer, "after_sales"), all, "it comes back after the leave");
        assert_eq!(calls(house, cast.ana, customer, "sales")[0], "Ana owner");
        house.verify();
    });
}

#[test]
fn r03_a_person_who_leaves_hands_over_every_customer_first() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let mut ids = Vec::new();
        for name in ["Forja", "Prensa", "Torno"] {
            let customer = cast.customer(house, name);
            cast.assign(house, customer, "sales", cast.ana, "owner");
            cast.assign(house, customer, "after_sales", cast.davi, "backup");
            ids.push(customer);
        }
        let disable = |person: Uuid| house.act(cast.admin, "people.disable", json!({ "person": person }));
        let refusal = disable(cast.ana).unwrap_err();
        assert_eq!(refusal.rule, "people.hands_over_first");
        let named = refusal.detail.unwrap().to_string();
        for name in ["Forja", "Prensa", "Torno"] {
            assert!(named.contains(name), "{named}");
        }
        for customer in &ids[..2] {
            cast.assign(house, *customer, "sales", cast.bruno, "owner");
        }
        assert!(!disable(cast.ana).unwrap_err().detail.unwrap().to_string().contains("Forja"));
        let answer = cast.assign(house, ids[2], "sales", cast.bruno, "owner");
        assert_eq!(id(&answer, "former"), cast.ana);
        disable(cast.ana).unwrap();
        house.verify();
    });
}

#[test]
fn an_owner_is_replaced_and_never_taken_away() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Sisal");
        cast.assign(house, customer, "sales", cast.ana, "owner");
        cast.assign(house, customer, "sales", cast.bruno, "backup");
        let unassign = |person: Uuid| {
            house.act(
                cast.head_of_sales,
                "customer.unassign",
                json!({ "customer": customer, "sphere": "sales", "person": person }),
            )
        };
        let assign = |person: Uuid, rank: &str| {
            let input = json!({ "customer": customer, "sphere": "sales", "person": person, "rank": rank });
            house.act(cast.head_of_sales, "customer.assign", input)
        };
        assert_eq!(rule(unassign(cast.ana)), "team.owner_needed");
        assert_eq!(rule(assign(cast.ana, "backup")), "team.owner_needed");
        assert_eq!(rule(assign(cast.ana, "owner")), "team.already");
        assert_eq!(
            rule(house.act(
                cast.ana,
                "customer.assign",
                json!({ "customer": customer, "sphere": "sales", "person": cast.ana, "rank": "owner" })
            )),
            "permission"
        );
        // The back-up becomes owner; the owner before is out.
        assign(cast.bruno, "owner").unwrap();
        let team = facts(house, cast.head_of_sales, customer)["team"].clone();
        assert_eq!(team.as_array().unwrap().len(), 1);
        assert_eq!((&team[0]["person"]["name"], &team[0]["rank"]), (&json!("Bruno"), &json!("owner")));
        assert_eq!(rule(unassign(cast.ana)), "absent");
        house.verify();
    });
}
