//! Who sees what: the customer only what was told, other territories nothing, the log everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::*;

#[test]
fn r5_the_customer_sees_the_wording_and_the_due_and_nothing_else() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let harm = json!({ "amount": "700.00", "currency": "EUR" });
        let told = json!({ "owner": cast.rita, "due_on": "2027-03-19", "told": "mail", "basis": "Paulo thinks so", "harm": harm });
        let made = house.act(cast.rita, "promise.make", cast.promise("free", told)).unwrap();
        let untold = json!({ "owner": cast.rita, "due_on": "2027-03-22", "wording": "Between us." });
        let untold = house.act(cast.rita, "promise.make", cast.promise("free", untold)).unwrap();
        let forecast = json!({ "promise": made["promise"], "forecast_on": "2027-03-30", "reason": "Secret.", "version": 1 });
        house.act(cast.planner, "promise.forecast", forecast).unwrap();
        let contact = as_contact(cast.contact);
        let view = || house.kernel.view(&contact, "portal.promises", &json!({})).unwrap();
        let rows = view();
        assert_eq!(rows.as_array().unwrap().len(), 1);
        let mut fields: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
        fields.sort();
        assert_eq!(fields, ["due_at", "due_on", "ended_at", "kind", "number", "state", "wording", "zone"]);
        assert_eq!(
            (rows[0]["wording"].clone(), rows[0]["due_on"].clone()),
            (json!("We send the seal kit."), json!("2027-03-19"))
        );
        let text = rows.to_string();
        for hidden in ["Paulo", "Secret", "700", "2027-03-30", "Between us"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        // Once told, it is there.
        let tell = json!({ "promise": untold["promise"], "told": "call", "version": 1 });
        house.act(cast.rita, "promise.tell", tell.clone()).unwrap();
        assert_eq!(view().as_array().unwrap().len(), 2);
        let again = json!({ "promise": untold["promise"], "told": "call", "version": 2 });
        assert_eq!(rule(house.act(cast.rita, "promise.tell", again)), "promise.told_already");
        // A contact reaches nothing of ours: the same answer as for what is not there.
        let foreign =
            refused(house.kernel.view(&contact, "promise.one", &json!({ "promise": made["promise"] })));
        assert_eq!(foreign.status.code(), 404);
        assert_eq!(
            rule(act_as(
                house,
                &contact,
                "promise.keep",
                json!({ "promise": made["promise"], "evidence": "x", "version": 2 })
            )),
            "absent"
        );
        house.verify();
    });
}

#[test]
fn r64_another_territory_is_not_listed_and_needs_a_reason() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-10T15:00:00Z");
        let input = json!({ "name": "Bruna", "roles": [role("sales_rep")], "territories": [cast.south] });
        let bruna = id(&house.act(cast.admin, "people.enter", input).unwrap(), "person");
        assert_eq!(house.view(bruna, "promise.list", json!({})).unwrap()["rows"], json!([]));
        assert_eq!(house.view(bruna, "promise.choices", json!({ "query": "seal" })).unwrap(), json!([]));
        assert_eq!(
            rule(house.view(bruna, "promise.one", json!({ "promise": made["promise"] }))),
            "territory.reason_needed"
        );
        let keep = json!({ "promise": made["promise"], "evidence": "x", "version": 1 });
        assert_eq!(rule(house.act(bruna, "promise.keep", keep)), "territory.reason_needed");
        let nothing =
            json!({ "promise": "0191d7a0-0000-7000-8000-00000000dead", "evidence": "x", "version": 1 });
        assert_eq!(rule(house.act(cast.rita, "promise.keep", nothing)), "absent");
        // The rate counts all; names are named only where the reader may see them.
        house.advance("2027-03-11T12:00:00Z");
        let kept =
            house.view(bruna, "promise.kept", json!({ "from": "2027-03-01", "to": "2027-03-31" })).unwrap();
        assert_eq!((kept["total"]["due"].clone(), kept["missed"].clone()), (json!(1), json!([])));
        house.verify();
    });
}

#[test]
fn r65_nothing_deletes_or_back_dates_a_promise() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let made = cast.owed(house, "2027-03-10T15:00:00Z");
        let input = json!({ "promise": made["promise"] });
        assert_eq!(rule(house.act(cast.head_of_sales, "promise.delete", input)), "action.unknown");
        let names: Vec<&str> = house.kernel.registry.actions().map(|def| def.name).collect();
        assert!(names.iter().all(|name| !name.contains("delete") && !name.contains("remove_promise")));
        // Every step of a promise is an event of the customer, with who did it.
        let keep = json!({ "promise": made["promise"], "evidence": "Sent.", "version": 1 });
        house.act(cast.nina, "promise.keep", keep).unwrap();
        let log = |tx: &mut accord_store::Tx| {
            accord_store::log::read(
                tx,
                cast.customer,
                &accord_store::log::Slice { kind: Some("promise".into()), limit: 10, ..Default::default() },
            )
        };
        let events = house.kernel.db.read(log).unwrap();
        let names: Vec<(&str, Option<uuid::Uuid>)> =
            events.iter().map(|event| (event.header.name.as_str(), event.header.actor)).collect();
        assert_eq!(names, [("promise.keep", Some(cast.nina)), ("promise.make", Some(cast.rita))]);
        assert_eq!(events[0].header.facts["number"], made["number"]);
        house.verify();
    });
}

#[test]
fn r67_the_same_key_has_one_effect() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let input = cast.promise("free", json!({ "owner": cast.rita, "due_on": "2027-03-19" }));
        let call = || accord_kernel::Call {
            key: Some("k-1".into()),
            ..accord_kernel::Call::new("promise.make", input.clone())
        };
        let caller = accord_kernel::Caller::person(cast.rita);
        let first = house.kernel.act(&caller, call()).unwrap();
        let second = house.kernel.act(&caller, call()).unwrap();
        assert_eq!((first.answer, second.repeated), (second.answer, true));
        let count: Value = house.view(cast.rita, "promise.list", json!({})).unwrap()["count"].clone();
        assert_eq!(count, json!(1));
        house.verify();
    });
}
