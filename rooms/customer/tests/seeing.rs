//! Share data, inside limits: territory, stated reason, read log, the portal (R64, T12, T13).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use accord_kernel::Status;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::{START, act_as, as_contact, cast, facts, id, rooms, rule};
use uuid::Uuid;

fn reads(house: &House, principal: Uuid) -> Vec<(String, Option<String>)> {
    house.kernel.flush_reads().unwrap();
    let sql = "SELECT view, reason FROM read_log WHERE principal = ?1 ORDER BY read_at, id";
    let rows = house.kernel.db.read(|tx| tx.query(sql, accord_store::params![principal])).unwrap();
    rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())).collect()
}

#[test]
fn r64_own_territory_is_open_and_another_by_reason_which_is_logged() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let north = cast.customer(house, "Estaleiro Norte");
        let south = cast.customer_in(house, "Moinho Sul", Some(cast.south));
        let none = cast.customer_in(house, "Sem território", None);
        let look = |person: Uuid, customer: Uuid| {
            house.view(person, "customer.facts", json!({ "customer": customer }))
        };
        assert!(look(cast.ana, north).is_ok() && look(cast.ana, none).is_ok());
        let refusal = look(cast.ana, south).unwrap_err();
        assert_eq!((refusal.rule, refusal.status), ("territory.reason_needed", Status::Forbidden));
        assert_eq!(refusal.possible[0].action.as_ref().unwrap().0, "customer.state_reason");
        assert!(look(cast.davi, south).is_ok(), "the help desk sees every territory");
        assert_eq!(
            rule(house.act(cast.ana, "contact.enter", json!({ "customer": south, "name": "X" }))),
            "territory.reason_needed"
        );

        let state = |reason: &str, until: Option<&str>| {
            house.act(
                cast.ana,
                "customer.state_reason",
                json!({ "customer": south, "reason": reason, "until": until }),
            )
        };
        assert_eq!(rule(state(" ", None)), "/reason field.empty");
        assert_eq!(rule(state("x", Some("2027-03-08T20:00:01Z"))), "/until reason.too_long");
        assert_eq!(rule(state("x", Some("2027-03-08T12:00:00Z"))), "/until field.past");
        let stated = state("their buyer called me at home", None).unwrap();
        assert_eq!(stated["until"], "2027-03-08T20:00:00Z");
        assert!(look(cast.ana, south).is_ok());
        house.view(cast.ana, "customer.timeline", json!({ "customer": south })).unwrap();
        let read = reads(house, cast.ana);
        let reason = Some("their buyer called me at home".to_owned());
        assert_eq!(read.iter().filter(|(_, why)| *why == reason).count(), 2, "{read:?}");
        assert!(read.contains(&("customer.facts".to_owned(), None)));
        // The reason is for one person, one customer, some hours.
        let list = house.view(cast.ana, "customer.list", json!({})).unwrap();
        let names: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
        assert_eq!(names, ["Estaleiro Norte", "Sem território"]);
        house.at("2027-03-08T19:59:59Z");
        assert!(look(cast.ana, south).is_ok());
        house.at("2027-03-08T20:00:00Z");
        assert_eq!(rule(look(cast.ana, south)), "territory.reason_needed");
        let line = house.view(cast.bruno, "customer.timeline", json!({ "customer": south })).unwrap();
        assert!(line["rows"].as_array().unwrap().iter().any(|row| row["name"] == "customer.state_reason"
            && row["detail"] == "their buyer called me at home"
            && row["author"]["name"] == "Ana"));
        house.verify();
    });
}

#[test]
fn r64_how_long_a_reason_holds_is_a_setting() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let south = cast.customer_in(house, "Moinho Sul", Some(cast.south));
        let set = json!({ "name": "customer.reason_hours", "value": 3, "effective_from": "2027-03-08", "reason": "stricter" });
        house.act(cast.admin, "settings.set", set).unwrap();
        let stated = house
            .act(cast.ana, "customer.state_reason", json!({ "customer": south, "reason": "x" }))
            .unwrap();
        assert_eq!(stated["until"], "2027-03-08T15:00:00Z");
        house.verify();
    });
}

#[test]
fn r64_the_account_team_and_whoever_covers_it_see_the_customer() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let south = cast.customer_in(house, "Moinho Sul", Some(cast.south));
        let sees = |person: Uuid| {
            let direct = house.view(person, "customer.facts", json!({ "customer": south })).is_ok();
            let listed = house.view(person, "customer.list", json!({})).unwrap()["count"] == 1;
            assert_eq!(direct, listed, "what can be opened is listed");
            direct
        };
        assert!(!sees(cast.ana));
        cast.assign(house, south, "sales", cast.bruno, "owner");
        let leave = json!({ "person": cast.bruno, "cover": cast.ana, "from": "2027-03-09T00:00:00Z", "until": "2027-03-11T00:00:00Z" });
        house.act(cast.head_of_sales, "leave.plan", leave).unwrap();
        assert!(!sees(cast.ana), "the leave has not begun");
        house.advance("2027-03-10T00:00:00Z");
        assert!(sees(cast.ana), "the cover inherits");
        house.advance("2027-03-11T00:00:00Z");
        assert!(!sees(cast.ana), "it goes back with the leave");
        cast.assign(house, south, "sales", cast.ana, "backup");
        assert!(sees(cast.ana), "a back-up is of the team");
        house.verify();
    });
}

#[test]
fn r64_absent_and_hidden_answer_alike() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let unknown = Uuid::from_u128(77);
        for view in [
            "customer.facts",
            "customer.timeline",
            "customer.attachments",
            "site.choices",
            "contact.choices",
            "customer.call_order",
        ] {
            assert_eq!(rule(house.view(cast.ana, view, json!({ "customer": unknown }))), "absent", "{view}");
        }
        for (action, input) in [
            ("customer.state_reason", json!({ "customer": unknown, "reason": "x" })),
            (
                "site.enter",
                json!({ "customer": unknown, "name": "A", "line1": "B", "town": "C", "country": "BR", "zone": "UTC" }),
            ),
            ("site.set_access", json!({ "site": unknown, "version": 1 })),
            ("contact.leave", json!({ "contact": unknown, "version": 1 })),
            ("attachment.remove", json!({ "attachment": unknown, "version": 1 })),
            (
                "contact_log.add",
                json!({ "customer": unknown, "channel": "call", "direction": "inbound", "said": "x" }),
            ),
        ] {
            assert_eq!(rule(house.act(cast.ana, action, input)), "absent", "{action}");
        }
        // Somebody without the permission gets no sight even of what is nobody's territory.
        let pay = json!({ "name": "Paula", "roles": [support::role("compensation_administrator")] });
        let pay = id(&house.act(cast.admin, "people.enter", pay).unwrap(), "person");
        let customer = cast.customer_in(house, "Aberta", None);
        assert_eq!(rule(house.view(pay, "customer.facts", json!({ "customer": customer }))), "permission");
        house.verify();
    });
}

#[test]
fn r64_a_portal_user_of_one_customer_never_reaches_another_by_guessed_ids() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (ours, theirs) = (cast.customer(house, "Alfa"), cast.customer(house, "Beta"));
        let own = cast.contact(house, ours, "Paulo", "paulo@alfa.example");
        let site = cast.site(house, theirs, "Segredo", "America/Recife");
        let contact = cast.contact(house, theirs, "Berta", "berta@beta.example");
        let caller = as_contact(own);
        let record = house.kernel.view(&caller, "portal.company", &json!({})).unwrap();
        assert_eq!(record["name"], "Alfa");
        assert!(!record.to_string().contains("Beta") && !record.to_string().contains("Berta"));
        for def in house.kernel.registry.views() {
            if def.name == "portal.company" {
                continue;
            }
            for input in [json!({ "customer": theirs }), json!({ "customer": ours }), json!({})] {
                let outcome = house.kernel.view(&caller, def.name, &input);
                assert!(
                    outcome.is_err() || !outcome.as_ref().unwrap().to_string().contains("Beta"),
                    "{} {outcome:?}",
                    def.name
                );
            }
        }
        for (action, input) in [
            ("site.set_access", json!({ "site": site, "version": 1 })),
            ("contact.leave", json!({ "contact": contact, "version": 1 })),
            (
                "customer.change",
                json!({ "customer": theirs, "version": 1, "name": "X", "currency": "USD", "language": "en" }),
            ),
            ("customer.merge", json!({ "into": ours, "from": theirs, "reason": "x" })),
        ] {
            assert_eq!(rule(act_as(house, &caller, action, input)), "absent", "{action}");
        }
        house.verify();
    });
}

#[test]
fn r05_the_portal_answer_has_allowed_fields_alone() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        let contact = cast.contact(house, customer, "Paulo", "paulo@alfa.example");
        cast.site(house, customer, "Cais", "America/Recife");
        cast.assign(house, customer, "sales", cast.ana, "owner");
        let record = house.kernel.view(&as_contact(contact), "portal.company", &json!({})).unwrap();
        let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
        assert_eq!(keys(&record), ["contacts", "name", "number", "sites", "team"]);
        assert_eq!(keys(&record["sites"][0]), ["address", "country", "name", "zone"]);
        assert_eq!(keys(&record["contacts"][0]), ["job", "name"]);
        assert_eq!(keys(&record["team"][0]), ["name", "phone", "rank", "sphere"]);
        assert_eq!(record["team"][0]["name"], "Ana");
        // Staff do not read the customer's page as themselves, and a contact who left reads nothing.
        assert!(house.view(cast.ana, "portal.company", json!({})).is_err());
        house.act(cast.ana, "contact.leave", json!({ "contact": contact, "version": 1 })).unwrap();
        assert_eq!(rule(house.kernel.view(&as_contact(contact), "portal.company", &json!({}))), "sign_in");
        house.verify();
    });
}

#[test]
fn r05_a_contact_is_invited_by_a_letter_and_signs_in() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        let contact = cast.contact(house, customer, "Paulo", "paulo@alfa.example");
        let bare = json!({ "customer": customer, "name": "Sem Correio" });
        let bare = id(&house.act(cast.ana, "contact.enter", bare).unwrap(), "id");
        assert_eq!(
            rule(house.act(cast.ana, "contact.invite", json!({ "contact": bare }))),
            "contact.no_email"
        );
        let taken = cast.contact(house, customer, "Olga", "OLGA@serra.example");
        assert_eq!(
            rule(house.act(cast.ana, "contact.invite", json!({ "contact": taken }))),
            "/contact contact.email_taken"
        );
        house.act(cast.ana, "contact.invite", json!({ "contact": contact })).unwrap();
        let sql = "SELECT body, path FROM mail WHERE subject_id = ?1";
        let letter =
            house.kernel.db.read(|tx| tx.query_one(sql, accord_store::params![contact])).unwrap().unwrap();
        let body: String = letter.get(0).unwrap();
        assert!(body.contains("Serra Máquinas"), "{body}");
        let path: Option<String> = letter.get(1).unwrap();
        let secret = path.unwrap().rsplit('/').next().unwrap().to_owned();
        let nobody = accord_kernel::Caller {
            credential: accord_kernel::Credential::Nobody,
            ..accord_kernel::Caller::system()
        };
        accord_room_people::login::accept_invitation(
            &house.kernel,
            &nobody,
            &secret,
            "a long enough phrase 7",
        )
        .unwrap();
        let signed = accord_room_people::login::sign_in(
            &house.kernel,
            &nobody,
            "paulo@alfa.example",
            "a long enough phrase 7",
            "test",
        );
        assert!(signed.is_ok());
        let _ = facts(house, cast.ana, customer);
        house.verify();
    });
}

#[test]
fn r64_erasure_clears_the_personal_fields_everywhere_and_business_facts_stay() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        let contact = cast.contact(house, customer, "Paulo Quintela", "quintela@alfa.example");
        let said = json!({ "customer": customer, "contact": contact, "channel": "call", "direction": "inbound", "said": "The pump drips." });
        house.act(cast.ana, "contact_log.add", said).unwrap();
        house.act(cast.ana, "contact.invite", json!({ "contact": contact })).unwrap();
        let officer = json!({ "name": "Petra", "roles": [support::role("privacy_administrator")] });
        let officer = id(&house.act(cast.admin, "people.enter", officer).unwrap(), "person");
        let erase = |who: Uuid, version: i64| {
            house.act(
                who,
                "contact.erase",
                json!({ "contact": contact, "version": version, "reason": "asked on 8 March" }),
            )
        };
        assert_eq!(rule(erase(cast.ana, 1)), "permission");
        assert_eq!(rule(erase(officer, 7)), "stale");
        erase(officer, 1).unwrap();
        assert_eq!(rule(erase(officer, 2)), "contact.erased");
        let record = facts(house, cast.ana, customer);
        let line =
            house.view(cast.ana, "customer.timeline", json!({ "customer": customer, "limit": 200 })).unwrap();
        let page = house.view(cast.ana, "contact.facts", json!({ "contact": contact })).unwrap();
        for answer in [&record, &line, &page] {
            assert!(!answer.to_string().to_lowercase().contains("quintela"), "{answer}");
        }
        assert_eq!(
            (&record["contacts"][0]["state"], &record["contacts"][0]["name"]),
            (&json!("erased"), &json!(""))
        );
        assert!(line.to_string().contains("The pump drips."), "what was said stays");
        assert!(
            house
                .kernel
                .db
                .read(|tx| accord_store::search::find(tx, "quintela", &[], 10))
                .unwrap()
                .is_empty()
        );
        assert_eq!(rule(house.kernel.view(&as_contact(contact), "portal.company", &json!({}))), "sign_in");
        for sql in [
            "SELECT COUNT(*) FROM login WHERE subject = ?1",
            "SELECT COUNT(*) FROM mail WHERE subject_id = ?1",
        ] {
            let left = house.kernel.db.read(|tx| tx.query_one(sql, accord_store::params![contact]));
            assert_eq!(left.unwrap().unwrap().get::<i64>(0).unwrap(), 0, "{sql}");
        }
        house.verify();
    });
}
