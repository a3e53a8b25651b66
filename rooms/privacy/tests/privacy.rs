//! Forgetting colleagues, giving out, what is kept for a time only, the read log: through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../../customer/tests/support/mod.rs"]
mod support;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use accord_face::{DownloadDef, PageCx};
use accord_kernel::{Call, Caller, Outcome, Registry};
use accord_room_customer::let_go_unused;
use accord_room_privacy::let_go_all;
use accord_store::params;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::{Cast, START, cast, files, id, role};
use uuid::Uuid;

fn rooms(registry: &mut Registry) {
    support::rooms(registry);
    accord_room_privacy::room(registry);
}

fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    outcome.unwrap_err().rule.to_owned()
}

fn officer(house: &House, cast: &Cast) -> Uuid {
    let officer = json!({ "name": "Petra", "roles": [role("privacy_administrator")] });
    id(&house.act(cast.admin, "people.enter", officer).unwrap(), "person")
}

fn person(house: &House, who: Uuid, of: Uuid) -> Value {
    house.view(who, "people.person", json!({ "person": of })).unwrap()["shown"].clone()
}

#[test]
fn r64_a_colleague_who_left_is_forgotten_and_what_they_did_stays() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let petra = officer(house, &cast);
        let input = json!({
            "name": "Quirino Balsemão", "email": "quirino@serra.example", "phone": "+55 11 4433",
            "roles": [role("sales_rep")], "territories": [cast.north], "language": "en",
        });
        let quirino = id(&house.act(cast.admin, "people.enter", input).unwrap(), "person");
        let customer = cast.customer(house, "Alfa");
        let said = json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": "They ask for a date." });
        house.act(quirino, "contact_log.add", said).unwrap();
        let erase = |who: Uuid, version: i64| {
            let input = json!({ "person": quirino, "version": version, "reason": "asked on 9 March" });
            house.act(who, "people.erase", input)
        };
        let held = |who: Uuid| house.view(who, "privacy.held", json!({ "kind": "person", "id": quirino }));
        let version = |house: &House| {
            held(petra)
                .map(|held| held["version"].as_i64().unwrap())
                .unwrap_or_else(|_| panic!("{}", house.name()))
        };
        assert_eq!(
            rule(erase(petra, version(house))),
            "people.leaves_first",
            "whoever works here is not forgotten"
        );
        house.act(cast.admin, "people.disable", json!({ "person": quirino })).unwrap();
        assert_eq!(
            rule(erase(cast.admin, version(house))),
            "permission",
            "an administrator is no privacy administrator"
        );
        assert_eq!(rule(held(cast.admin)), "permission");
        assert_eq!(rule(erase(petra, version(house) - 1)), "stale");
        erase(petra, version(house)).unwrap();
        assert_eq!(rule(erase(petra, version(house))), "people.erased");
        assert_eq!(
            rule(house.act(cast.admin, "people.enable", json!({ "person": quirino }))),
            "people.enabled"
        );
        let now = person(house, petra, quirino);
        let name = now["name"].as_str().unwrap();
        assert!(name.starts_with('#') && name.len() == 7, "a sign stands for the name: {now}");
        assert_eq!((&now["state"], &now["phone"]), (&json!("erased"), &Value::Null));
        let line =
            house.view(cast.ana, "customer.timeline", json!({ "customer": customer })).unwrap().to_string();
        assert!(line.contains("They ask for a date.") && !line.contains("Quirino"), "{line}");
        let left = house.kernel.db.read(|tx| {
            let sql = "SELECT COUNT(*) FROM login WHERE subject = ?1";
            tx.query_one(sql, params![quirino])
        });
        assert_eq!(left.unwrap().unwrap().get::<i64>(0).unwrap(), 0);
        house.verify();
    });
}

#[test]
fn r64_what_is_kept_for_a_time_only_goes_when_it_is_over() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let petra = officer(house, &cast);
        let customer = cast.customer(house, "Alfa");
        let look = || house.view(cast.ana, "customer.facts", json!({ "customer": customer })).unwrap();
        let looks = || {
            house.kernel.flush_reads().unwrap();
            house.view(petra, "privacy.looks", json!({ "customer": customer, "person": cast.ana })).unwrap()["count"].clone()
        };
        look();
        house.advance("2027-04-20T12:00:00Z");
        look();
        assert_eq!(looks(), 2);
        assert_eq!(let_go_all(&house.kernel).unwrap(), 0, "730 days have not passed");
        let set = |days: i64, from: &str| {
            let input = json!({ "name": "privacy.read_days", "value": days, "effective_from": from, "reason": "audit" });
            house.act(cast.admin, "settings.set", input).unwrap()
        };
        set(40, "2027-04-20");
        let kept = house.view(petra, "privacy.kept", json!({})).unwrap();
        assert!(
            kept.as_array().unwrap().iter().any(|one| one["what"] == "read_log" && one["days"] == 40),
            "{kept}"
        );
        assert_eq!(let_go_all(&house.kernel).unwrap(), 1, "the look of 8 March is 43 days old");
        assert_eq!(looks(), 1);
        set(0, "2027-04-21");
        house.advance("2029-04-20T12:00:00Z");
        assert_eq!(let_go_all(&house.kernel).unwrap(), 0, "0 keeps for ever");
        house.verify();
    });
}

#[test]
fn r64_the_read_log_is_read_by_who_looks_after_privacy_and_narrowed() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let petra = officer(house, &cast);
        let (mine, others) =
            (cast.customer(house, "Alfa"), cast.customer_in(house, "Beta", Some(cast.south)));
        house.view(cast.ana, "customer.facts", json!({ "customer": mine })).unwrap();
        house.advance("2027-03-08T12:01:00Z");
        let reason = json!({ "customer": others, "reason": "A fair in the south" });
        house.act(cast.ana, "customer.state_reason", reason).unwrap();
        house.view(cast.ana, "customer.facts", json!({ "customer": others })).unwrap();
        house.kernel.flush_reads().unwrap();
        let looks = |who: Uuid, input: Value| house.view(who, "privacy.looks", input);
        assert_eq!(rule(looks(cast.ana, json!({}))), "permission");
        assert_eq!(rule(looks(cast.admin, json!({}))), "permission");
        let all = looks(petra, json!({ "person": cast.ana })).unwrap();
        assert_eq!(all["count"], 2, "{all}");
        assert_eq!(
            (&all["rows"][0]["by_name"], &all["rows"][0]["customer_name"]),
            (&json!("Ana"), &json!("Beta"))
        );
        let reasoned = looks(petra, json!({ "with_reason": true })).unwrap();
        assert_eq!(
            (&reasoned["count"], &reasoned["rows"][0]["reason"]),
            (&json!(1), &json!("A fair in the south"))
        );
        assert_eq!(looks(petra, json!({ "until": "2027-03-07" })).unwrap()["count"], 0);
        assert_eq!(
            looks(petra, json!({ "from": "2027-03-08", "until": "2027-03-08", "person": cast.ana })).unwrap()
                ["count"],
            2
        );
        let first = looks(petra, json!({ "person": cast.ana, "limit": 1 })).unwrap();
        let second = looks(petra, json!({ "person": cast.ana, "limit": 1, "after": first["next"] })).unwrap();
        assert_eq!((&second["rows"][0]["customer_name"], &second["next"]), (&json!("Alfa"), &Value::Null));
    });
}

/// The archive of somebody: names of its files and what they hold.
fn archive(house: &House, who: Uuid, kind: &str, of: Uuid) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let made = house.kernel.read(&Caller::person(who), |reader| {
        let def =
            reader.kernel.registry.extensions::<DownloadDef>().find(|def| def.path.ends_with("/archive"));
        let path = [("kind", kind.to_owned()), ("id", of.to_string())];
        let path = path.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        (def.unwrap().make)(&mut PageCx { reader, path, query: Vec::new(), address: String::new() })
    })?;
    let mut bytes = Vec::new();
    (made.write)(&house.kernel, &mut bytes)?;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        all.insert(file.name().unwrap().into_owned(), content);
    }
    Ok(all)
}

#[test]
fn r64_everything_about_a_customer_or_a_person_is_given_out_and_noted() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let petra = officer(house, &cast);
        let customer = cast.customer(house, "Alfa");
        let other = cast.customer(house, "Beta");
        let contact = cast.contact(house, customer, "Paulo Quintela", "quintela@alfa.example");
        cast.contact(house, other, "Berta Outra", "berta@beta.example");
        let stored = files().put(format!("order of Alfa on {}", house.name()).as_bytes()).unwrap();
        let add = json!({ "customer": customer, "file_name": "../PO 7.txt", "sha256": stored.sha256 });
        house.act(cast.ana, "attachment.add", add).unwrap();
        assert_eq!(rule(archive(house, cast.ana, "customer", customer)), "permission");
        let all = archive(house, petra, "customer", customer).unwrap();
        let text = |name: &str| String::from_utf8(all[name].clone()).unwrap();
        let json = |name: &str| serde_json::from_str::<Value>(&text(name)).unwrap();
        assert_eq!(json("tables/contact.json")[0]["name"], "Paulo Quintela");
        assert_eq!(json("tables/customer.json").as_array().unwrap().len(), 1, "and nothing of another one");
        assert!(json("events.json").as_array().unwrap().iter().any(|event| event["name"] == "contact.enter"));
        let about = json("about.json");
        assert_eq!(
            (&about["about"]["name"], &about["holds"]["contact"], &about["holds"]["file"]),
            (&json!("Alfa"), &json!(1), &json!(1))
        );
        let file = all.keys().find(|name| name.starts_with("files/")).unwrap();
        assert!(file.ends_with("-PO 7.txt") && all[file].starts_with(b"order of Alfa"), "{file}");
        assert!(all.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Berta")));

        let person = archive(house, petra, "contact", contact).unwrap();
        assert!(String::from_utf8_lossy(&person["tables/contact.json"]).contains("quintela@alfa.example"));
        assert!(!person.contains_key("tables/customer.json"), "the firm is not they");
        let looks = house.view(petra, "privacy.looks", json!({ "with_reason": true })).unwrap();
        assert_eq!(looks["rows"][0]["view"], "privacy.give_out", "{looks}");
        assert_eq!(rule(archive(house, petra, "contact", Uuid::from_u128(7))), "absent");
        assert_eq!(rule(archive(house, petra, "firm", customer)), "absent");
    });
}

#[test]
fn r64_a_file_goes_when_no_row_names_it_any_more() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        let put = |what: &str| files().put(format!("{what} on {}", house.name()).as_bytes()).unwrap().sha256;
        let (attached, never) = (put("a photo"), put("sent and never attached"));
        let add = json!({ "customer": customer, "file_name": "photo.txt", "sha256": attached });
        house.act(cast.ana, "attachment.add", add).unwrap();
        let there = |hash: &str| files().describe(hash).unwrap().is_some();
        let_go_unused(&house.kernel).unwrap();
        assert!(there(&never), "what was sent a moment ago may still be attached");
        for hash in [&attached, &never] {
            let path = files().path(hash).unwrap().unwrap();
            let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
            std::fs::File::options().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
        }
        let_go_unused(&house.kernel).unwrap();
        assert_eq!((there(&attached), there(&never)), (true, false));
        drop(
            house
                .kernel
                .act(&Caller::system(), Call::new("privacy.let_go", json!({ "what": "nothing" })))
                .unwrap_err(),
        );
    });
}
