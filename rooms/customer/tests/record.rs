//! One customer record, one time line, a loop and not a line (R2); versions, duplicates, foreign ids.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use accord_kernel::{Call, Caller, Status};
use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{START, cast, facts, id, rooms, rule};
use uuid::Uuid;

fn titles(page: &Value) -> Vec<String> {
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r02_three_functions_write_one_time_line_and_each_of_them_reads_it() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Moinho Açu");
        house.at("2027-03-09T12:00:00Z");
        cast.site(house, customer, "Porto", "America/Recife");
        house.at("2027-03-10T12:00:00Z");
        let said = json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": "The dosing valve drips." });
        house.act(cast.davi, "contact_log.add", said).unwrap();
        house.at("2027-03-11T12:00:00Z");
        let said = json!({ "customer": customer, "channel": "visit", "direction": "outbound", "said": "Showed the second line." });
        house.act(cast.ana, "contact_log.add", said).unwrap();
        for reader in [cast.ana, cast.carla, cast.davi, cast.head_of_service] {
            let page = house.view(reader, "customer.timeline", json!({ "customer": customer })).unwrap();
            assert_eq!(titles(&page), ["contact_log.add", "contact_log.add", "site.enter", "customer.enter"]);
            let rows = &page["rows"];
            assert_eq!(rows[0]["author"]["name"], "Ana");
            assert_eq!(rows[0]["sphere"], "sales");
            assert_eq!(rows[0]["detail"], "Showed the second line.");
            assert_eq!(rows[1]["author"]["name"], "Davi");
            assert_eq!(rows[1]["sphere"], "after_sales");
            assert_eq!(rows[2]["author"]["name"], "Carla");
            assert_eq!(rows[2]["links"][0]["kind"], "site");
            assert_eq!(rows[3]["at"], "2027-03-08T12:00:00Z");
        }
        let only = |filter: Value| titles(&house.view(cast.ana, "customer.timeline", filter).unwrap());
        assert_eq!(
            only(json!({ "customer": customer, "sphere": "sales" })),
            ["contact_log.add", "customer.enter"]
        );
        assert_eq!(only(json!({ "customer": customer, "kind": "site" })), ["site.enter"]);
        assert_eq!(
            only(json!({ "customer": customer, "sphere": "after_sales", "kind": "contact_log" })),
            ["contact_log.add"]
        );
        house.verify();
    });
}

#[test]
fn r02_what_is_told_afterwards_stands_in_the_line_where_it_happened() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Serraria Alto");
        house.at("2027-06-01T12:00:00Z");
        cast.site(house, customer, "Pátio", "America/Recife");
        house.at("2027-07-20T12:00:00Z");
        let say = |said: &str, at: &str| {
            let input = json!({
                "customer": customer, "channel": "call", "direction": "inbound", "said": said, "happened_at": at
            });
            house.act(cast.davi, "contact_log.add", input).unwrap();
        };
        say("The saw is loud.", "2027-05-03T09:00:00Z");
        say("It is louder.", "2027-06-09T15:30:00Z");
        say("Quiet again.", "2027-07-20T11:00:00Z");
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut input = json!({ "customer": customer, "limit": 2 });
            if let Some(after) = &after {
                input["after"] = json!(after);
            }
            let page = house.view(cast.ana, "customer.timeline", input).unwrap();
            seen.extend(
                page["rows"].as_array().unwrap().iter().map(|row| row["at"].as_str().unwrap().to_owned()),
            );
            after = page["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(
            seen,
            [
                "2027-07-20T11:00:00Z",
                "2027-06-09T15:30:00Z",
                "2027-06-01T12:00:00Z",
                "2027-05-03T09:00:00Z",
                "2027-03-08T12:00:00Z",
            ],
            "on {}",
            house.name()
        );
        let all = house.view(cast.ana, "customer.timeline", json!({ "customer": customer })).unwrap();
        assert_eq!(all["rows"][3]["recorded_at"], "2027-07-20T12:00:00Z", "both times are kept (R61)");
        house.verify();
    });
}

#[test]
fn the_time_line_comes_in_pages_without_gap_or_repeat() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (into, from) = (cast.customer(house, "Fábrica Um"), cast.customer(house, "Fabrica 1"));
        for n in 0..7 {
            let customer = if n % 2 == 0 { into } else { from };
            house.at(&format!("2027-03-08T13:{n:02}:00Z"));
            cast.site(house, customer, &format!("Site {n}"), "America/Recife");
        }
        house.at("2027-03-08T14:00:00Z");
        let merge = json!({ "into": into, "from": from, "reason": "same gate" });
        house.act(cast.head_of_service, "customer.merge", merge).unwrap();
        let whole =
            house.view(cast.carla, "customer.timeline", json!({ "customer": from, "limit": 200 })).unwrap();
        let all: Vec<Value> = whole["rows"].as_array().unwrap().clone();
        assert_eq!(all.len(), 2 + 7 + 1, "a merge is one entry though it stands in both chains");
        assert_eq!(all[0]["name"], "customer.merge");
        let mut paged = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let input = json!({ "customer": into, "limit": 3, "after": after });
            let page = house.view(cast.carla, "customer.timeline", input).unwrap();
            paged.extend(page["rows"].as_array().unwrap().clone());
            after = page["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, all);
        let times: Vec<&str> = all.iter().map(|row| row["at"].as_str().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "{times:?}");
        house.verify();
    });
}

#[test]
fn r02_an_added_unit_goes_on_in_the_same_record_with_a_new_cycle() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Laticínios Sul");
        let stage = |stage: &str, reason: Option<&str>| {
            let version = facts(house, cast.ana, customer)["version"].clone();
            let input = json!({ "customer": customer, "version": version, "stage": stage, "reason": reason });
            house.act(cast.ana, "customer.set_stage", input)
        };
        for next in ["win", "make", "install", "learn", "use"] {
            assert_eq!(stage(next, None).unwrap()["cycle"], 1, "{next}");
        }
        assert_eq!(rule(stage("win", None)), "/reason stage.reason_needed");
        let again = stage("win", Some("wants a second filler")).unwrap();
        assert_eq!((again["stage"].as_str().unwrap(), again["cycle"].as_i64().unwrap()), ("win", 2));
        assert_eq!(rule(stage("win", Some("x"))), "stage.same");
        let list = house.view(cast.ana, "customer.list", json!({})).unwrap();
        assert_eq!(list["count"], 1, "no new customer");
        assert_eq!(list["rows"][0]["cycle"], 2);
        house.verify();
    });
}

#[test]
fn r02_a_merge_loses_nothing_and_both_ids_resolve() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (into, from) =
            (cast.customer(house, "Usina Central"), cast.customer(house, "Usina Central Ltda"));
        let third = cast.customer(house, "U. Central");
        cast.site(house, into, "Main", "America/Recife");
        cast.site(house, from, "Depot", "America/Recife");
        let contact = cast.contact(house, from, "Paulo Reis", "paulo@usina.example");
        cast.contact(house, into, "Rita Lima", "rita@usina.example");
        cast.assign(house, into, "sales", cast.ana, "owner");
        cast.assign(house, from, "sales", cast.bruno, "owner");
        cast.assign(house, from, "after_sales", cast.carla, "owner");
        cast.assign(house, from, "sales", cast.ana, "backup");
        let stored = support::files().put(b"%PDF-1.4 order 77").unwrap();
        let file = json!({ "customer": from, "file_name": "PO 77.pdf", "sha256": stored.sha256 });
        house.act(cast.ana, "attachment.add", file).unwrap();
        let said = json!({ "customer": from, "channel": "mail", "direction": "inbound", "said": "Where is it?", "contact": contact });
        house.act(cast.davi, "contact_log.add", said).unwrap();

        assert_eq!(
            rule(house.act(cast.ana, "customer.merge", json!({ "into": into, "from": from, "reason": "x" }))),
            "permission"
        );
        let merge = |into: Uuid, from: Uuid| {
            house.act(
                cast.head_of_sales,
                "customer.merge",
                json!({ "into": into, "from": from, "reason": "same register number" }),
            )
        };
        let merged = merge(into, from).unwrap();
        assert_eq!(
            (&merged["sites"], &merged["contacts"], &merged["attachments"]),
            (&json!(1), &json!(1), &json!(1))
        );
        assert_eq!(rule(merge(into, from)), "/from merge.same");
        merge(third, into).unwrap();

        for known in [third, into, from] {
            let record = facts(house, cast.carla, known);
            assert_eq!(id(&record, "id"), third);
            let names = |list: &str| -> Vec<String> {
                record[list]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["name"].as_str().unwrap().to_owned())
                    .collect()
            };
            assert_eq!(names("sites"), ["Depot", "Main"]);
            assert_eq!(names("contacts"), ["Paulo Reis", "Rita Lima"]);
            let team: Vec<_> = record["team"]
                .as_array()
                .unwrap()
                .iter()
                .map(|seat| {
                    format!("{} {} {}", seat["person"]["name"], seat["sphere"], seat["rank"]).replace('"', "")
                })
                .collect();
            assert_eq!(team, ["Ana sales owner", "Bruno sales backup", "Carla after_sales owner"]);
            assert_eq!(record["merged_numbers"].as_array().unwrap().len(), 2);
            let files = house.view(cast.carla, "customer.attachments", json!({ "customer": known })).unwrap();
            assert_eq!(files["rows"][0]["file_name"], "PO 77.pdf");
            let line = house.view(cast.carla, "customer.timeline", json!({ "customer": known })).unwrap();
            assert!(line["rows"].as_array().unwrap().iter().any(|row| row["detail"] == "Where is it?"));
        }
        // Found by the old name too, and listed once.
        let found = house.view(cast.carla, "customer.list", json!({ "query": "ltda" })).unwrap();
        assert_eq!(found["rows"].as_array().unwrap().len(), 1);
        assert_eq!(id(&found["rows"][0], "id"), third);
        // What is written to an old id is written to the record that goes on.
        let site = cast.site(house, from, "New hall", "America/Recife");
        assert!(
            facts(house, cast.carla, third)["sites"]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| id(row, "id") == site)
        );
        house.verify();
    });
}

#[test]
fn the_same_legal_id_is_a_second_record_only_knowingly() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let enter = |name: &str, legal: &str, separate: bool| {
            let input =
                json!({ "name": name, "legal_id": legal, "separate": separate, "territory": cast.south });
            house.act(cast.bruno, "customer.enter", input)
        };
        let first = enter("Têxtil Norte", "33.000.167/0001-01", false).unwrap();
        let refusal = enter("Textil do Norte", "33000167000101", false).unwrap_err();
        assert_eq!((refusal.rule, refusal.status), ("customer.same_legal_id", Status::Conflict));
        assert_eq!(
            refusal.facts[0].1,
            accord_kernel::Fact::Text(first["number"].as_str().unwrap().to_owned())
        );
        enter("Têxtil Norte, plant 2", "33000167000101", true).unwrap();
        assert_eq!(rule(enter("  ", "1", false)), "/name field.empty");
        assert_eq!(rule(enter(&"x".repeat(201), "2", false)), "/name field.too_long");
        let unknown = json!({ "name": "A", "territory": Uuid::from_u128(7) });
        assert_eq!(
            rule(house.act(cast.bruno, "customer.enter", unknown)),
            "/territory field.unknown_reference"
        );
        house.verify();
    });
}

#[test]
fn a_stale_edit_is_refused_with_what_stands_now() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Papel & Cia");
        let change = |version: i64, name: &str| {
            let input = json!({
                "customer": customer, "version": version, "name": name, "territory": cast.north, "currency": "USD", "language": "en"
            });
            house.act(cast.ana, "customer.change", input)
        };
        assert_eq!(change(1, "Papel Sul").unwrap()["version"], 2);
        let refusal = change(1, "Papel Norte").unwrap_err();
        assert_eq!(refusal.status, Status::Stale);
        let detail = refusal.detail.unwrap();
        assert_eq!((&detail["current"]["name"], &detail["sent_version"]), (&json!("Papel Sul"), &json!(1)));
        assert_eq!(facts(house, cast.ana, customer)["currency"], "USD");
        house.verify();
    });
}

#[test]
fn an_archived_customer_stays_readable_and_takes_nothing_new() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Velha Fundição");
        let archive = json!({ "customer": customer, "version": 1, "reason": "closed down" });
        house.act(cast.ana, "customer.archive", archive).unwrap();
        assert_eq!(facts(house, cast.ana, customer)["state"], "archived");
        let contact = json!({ "customer": customer, "name": "Zé" });
        let refusal = house.act(cast.ana, "contact.enter", contact).unwrap_err();
        assert_eq!(refusal.rule, "customer.archived");
        let (action, input) = refusal.possible[0].action.clone().unwrap();
        house.act(cast.ana, action, input).unwrap();
        cast.contact(house, customer, "Zé", "ze@velha.example");
        assert_eq!(house.view(cast.ana, "customer.list", json!({})).unwrap()["count"], 1);
        house.verify();
    });
}

#[test]
fn lists_filter_page_and_count() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let names = ["Água Fria", "águas claras", "Zinco", "Beta", "alfa"];
        let mut ids = Vec::new();
        for name in names {
            ids.push(cast.customer(house, name));
        }
        cast.site(house, ids[2], "Doca", "America/Recife");
        cast.contact(house, ids[3], "Íris Prado", "iris@beta.example");
        cast.assign(house, ids[3], "sales", cast.ana, "owner");
        let list = |input: Value| house.view(cast.ana, "customer.list", input).unwrap();
        let found = |input: Value| -> Vec<String> {
            list(input)["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(found(json!({})), ["Água Fria", "águas claras", "alfa", "Beta", "Zinco"]);
        assert_eq!(found(json!({ "query": "AGUA" })), ["Água Fria", "águas claras"]);
        assert_eq!(found(json!({ "query": "recife" })), ["Zinco"]);
        assert_eq!(found(json!({ "query": "iris prado" })), ["Beta"]);
        assert_eq!(found(json!({ "query": "8133330101" })), ["Beta"]);
        assert!(found(json!({ "query": "%" })).is_empty());
        assert_eq!(found(json!({ "owner": cast.ana })), ["Beta"]);
        assert_eq!(found(json!({ "missing_owner": "sales" })).len(), 4);
        assert!(found(json!({ "stage": "renew" })).is_empty());
        let first = list(json!({ "limit": 2 }));
        assert_eq!((&first["count"], &first["count_capped"]), (&json!(5), &json!(false)));
        assert_eq!(found(json!({ "limit": 2, "after": first["next"] })), ["alfa", "Beta"]);
        assert_eq!(rule(house.view(cast.ana, "customer.list", json!({ "limit": 0 }))), "/limit field.range");
        assert_eq!(rule(house.view(cast.ana, "customer.list", json!({ "after": "x" }))), "/after field.form");
        assert_eq!(
            rule(house.view(cast.ana, "customer.list", json!({ "nmae": "x" }))),
            "/nmae field.unknown"
        );
        let choices = house.view(cast.ana, "customer.choices", json!({ "query": "bet" })).unwrap();
        assert_eq!(choices["rows"][0]["label"], "Beta");
        house.verify();
    });
}

#[test]
fn entering_with_owners_leaves_an_event_for_each_act_in_order() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let input = json!({ "name": "Cimento Leste", "sales_owner": cast.ana, "service_owner": cast.carla });
        let call = Call { action: "customer.enter".to_owned(), input, key: Some("once".to_owned()) };
        let first = house.kernel.act(&Caller::person(cast.ana), call.clone()).unwrap();
        let again = house.kernel.act(&Caller::person(cast.ana), call).unwrap();
        assert!(again.repeated);
        assert_eq!(first.answer, again.answer);
        let customer = id(&first.answer, "id");
        let page = house.view(cast.carla, "customer.timeline", json!({ "customer": customer })).unwrap();
        assert_eq!(titles(&page), ["customer.assign", "customer.assign", "customer.enter"]);
        assert!(facts(house, cast.ana, customer)["missing_owners"].as_array().unwrap().is_empty());
        let gone = json!({ "name": "X", "sales_owner": Uuid::from_u128(9) });
        assert_eq!(rule(house.act(cast.ana, "customer.enter", gone)), "/sales_owner field.unknown_reference");
        assert_eq!(
            house.view(cast.ana, "customer.list", json!({})).unwrap()["count"],
            1,
            "nothing of it stays"
        );
        house.verify();
    });
}
