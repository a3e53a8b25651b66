//! Sites and access (R28), logged contacts (R4, R61), files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use accord_kernel::{Caller, Status};
use accord_room_customer::{SiteId, attachment_bytes, site, site_calendar};
use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{START, cast, facts, files, id, rooms, rule};
use uuid::Uuid;

#[test]
fn r28_the_access_record_of_a_site_is_data_and_what_it_lacks_is_said() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Refinaria");
        let place = cast.site(house, customer, "Torre 2", "Asia/Tokyo");
        let porter = cast.contact(house, customer, "Kenji", "kenji@ref.example");
        let other = cast.customer(house, "Outra");
        let stranger = cast.contact(house, other, "Nobu", "nobu@outra.example");
        let gaps = || facts(house, cast.carla, customer)["sites"][0]["access_gaps"].clone();
        assert_eq!(gaps(), json!(["record"]));
        let set = |version: i64, more: Value| {
            let mut input =
                json!({ "site": place, "version": version, "door": "West gate", "ring": "ext. 40" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(cast.carla, "site.set_access", input)
        };
        let gate = |contact: Uuid| json!({ "contacts": [{ "shift": "day", "contact": contact }] });
        assert_eq!(rule(set(1, gate(stranger))), "/contacts/0/contact field.unknown_reference");
        // In Tokyo it is the ninth already when the company's eighth is not over.
        house.at("2027-03-08T23:00:00Z");
        assert_eq!(rule(set(1, json!({ "checked_on": "2027-03-10" }))), "/checked_on field.future");
        set(1, gate(porter)).unwrap();
        assert_eq!(gaps(), json!([]));
        let record = facts(house, cast.carla, customer);
        assert_eq!(record["sites"][0]["access"]["checked_on"], "2027-03-09");
        assert_eq!(rule(set(1, json!({}))), "stale");
        house.at("2028-03-09T23:00:00Z");
        assert_eq!(gaps(), json!(["old"]), "older than twelve months");
        house.verify();
    });
}

#[test]
fn a_site_has_a_zone_and_the_companys_hours_are_read_on_its_clock() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Refinaria");
        let place = cast.site(house, customer, "Torre 2", "asia/tokyo");
        let calendar = house
            .kernel
            .db
            .read(|tx| {
                let row = site(tx, SiteId(place))?;
                assert_eq!(row.zone, "Asia/Tokyo");
                site_calendar(tx, &row)
            })
            .unwrap();
        assert_eq!(calendar.zone_name(), "Asia/Tokyo");
        // Monday 10:00 in Tokyo; in the company's own zone it is Sunday night.
        assert!(calendar.is_working_at("2027-03-08T01:00:00Z".parse().unwrap()));
        assert!(!calendar.is_working_at("2027-03-08T14:00:00Z".parse().unwrap()));
        let enter = |field: &str, value: Value| {
            let mut input = json!({ "customer": customer, "name": "A", "line1": "B", "town": "C", "country": "BR", "zone": "UTC" });
            input[field] = value;
            rule(house.act(cast.carla, "site.enter", input))
        };
        assert_eq!(enter("zone", json!("Mars/Olympus")), "/zone field.zone");
        assert_eq!(enter("country", json!("Brazil")), "/country field.country");
        assert_eq!(enter("calendar", json!(Uuid::from_u128(5))), "/calendar field.unknown_reference");
        house.verify();
    });
}

#[test]
fn r61_a_back_dated_contact_keeps_both_times() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Cerâmica");
        let log = |happened: &str| {
            let input = json!({ "customer": customer, "channel": "call", "direction": "outbound", "said": "Told them the date.", "happened_at": happened });
            house.act(cast.ana, "contact_log.add", input)
        };
        log("2027-03-05T16:30:00Z").unwrap();
        assert_eq!(rule(log("2027-03-08T12:00:01Z")), "/happened_at field.future");
        let line = house
            .view(cast.carla, "customer.timeline", json!({ "customer": customer, "kind": "contact_log" }))
            .unwrap();
        assert_eq!(line["rows"].as_array().unwrap().len(), 1);
        assert_eq!(line["rows"][0]["at"], "2027-03-05T16:30:00Z");
        assert_eq!(line["rows"][0]["recorded_at"], "2027-03-08T12:00:00Z");
        house.verify();
    });
}

#[test]
fn r04_a_contact_without_the_briefing_in_the_hour_before_is_uninformed() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Cerâmica");
        let log = || {
            let input = json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": "They ask." });
            house.act(cast.ana, "contact_log.add", input).unwrap()
        };
        let informed = |log: Uuid| -> Option<bool> {
            let sql = "SELECT informed FROM contact_log WHERE id = ?1";
            house
                .kernel
                .db
                .read(|tx| tx.query_one(sql, accord_store::params![log]))
                .unwrap()
                .unwrap()
                .get(0)
                .unwrap()
        };
        let uninformed = id(&log(), "id");
        assert_eq!(informed(uninformed), None, "not settled while reads may be outstanding");
        house.advance("2027-03-08T12:10:00Z");
        assert_eq!(informed(uninformed), Some(false));
        house.view(cast.ana, "desk.briefing", json!({ "customer": customer })).unwrap();
        house.view(cast.bruno, "customer.list", json!({})).unwrap();
        house.at("2027-03-08T13:10:00Z");
        let still = id(&log(), "id");
        house.kernel.flush_reads().unwrap();
        house.at("2027-03-08T13:10:01Z");
        let late = id(&log(), "id");
        house.advance("2027-03-08T14:00:00Z");
        assert_eq!(informed(still), Some(true), "an hour to the minute is within the hour");
        assert_eq!(informed(late), Some(false));
        house.view(cast.ana, "desk.briefing", json!({ "customer": customer })).unwrap();
        house.kernel.flush_reads().unwrap();
        assert_eq!(log()["informed"], true, "known at once when the read is written down");
        house.verify();
    });
}

#[test]
fn a_file_is_judged_by_its_bytes_and_seen_by_whoever_sees_its_customer() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Editora");
        let stored = files().put(b"<script>alert(1)</script>").unwrap();
        let add = |customer: Uuid, name: &str, sha256: &str| {
            house.act(
                cast.ana,
                "attachment.add",
                json!({ "customer": customer, "file_name": name, "sha256": sha256 }),
            )
        };
        let added = add(customer, "..\\..\\order.pdf", &stored.sha256).unwrap();
        assert_eq!(
            (added["content_type"].as_str().unwrap(), added["size"].as_i64().unwrap()),
            ("text/plain", 25)
        );
        assert_eq!(rule(add(customer, "x.pdf", &"0".repeat(64))), "/sha256 file.not_stored");
        assert_eq!(rule(add(customer, "x.pdf", "../../etc/passwd")), "/sha256 file.not_stored");
        let file = accord_room_customer::AttachmentId(id(&added, "id"));
        let bytes = attachment_bytes(&house.kernel, &Caller::person(cast.ana), file).unwrap();
        assert_eq!((bytes.file_name.as_str(), bytes.inline), ("order.pdf", false));
        assert_eq!(bytes.bytes, b"<script>alert(1)</script>");
        let refusal = attachment_bytes(&house.kernel, &Caller::person(cast.bruno), file).unwrap_err();
        assert_eq!(refusal.status, Status::Forbidden, "another territory");
        house.act(cast.ana, "attachment.remove", json!({ "attachment": file, "version": 1 })).unwrap();
        let refusal = attachment_bytes(&house.kernel, &Caller::person(cast.ana), file).unwrap_err();
        assert_eq!(refusal.status, Status::Absent);
        let list = house.view(cast.ana, "customer.attachments", json!({ "customer": customer })).unwrap();
        assert!(list["rows"].as_array().unwrap().is_empty());
        house.verify();
    });
}

#[test]
fn what_is_derived_can_be_rebuilt_to_the_same() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (into, from) = (cast.customer(house, "Gráfica"), cast.customer(house, "Grafica Velha"));
        cast.site(house, into, "Anexo", "America/Recife");
        cast.contact(house, from, "Lia", "lia@grafica.example");
        house
            .act(
                cast.head_of_sales,
                "customer.merge",
                json!({ "into": into, "from": from, "reason": "moved house" }),
            )
            .unwrap();
        let dump = || {
            let sql = "SELECT kind, id, customer_id, label, hint, folded FROM search_entry WHERE kind IN ('customer', 'site', 'contact') ORDER BY kind, id";
            let rows = house.kernel.db.read(|tx| tx.query(sql, &[])).unwrap();
            rows.iter().map(|row| row.values().to_vec()).collect::<Vec<_>>()
        };
        let before = dump();
        assert_eq!(before.len(), 4);
        let rebuilds: Vec<_> = house
            .kernel
            .registry
            .rebuilds()
            .iter()
            .filter(|(name, _)| name.starts_with("search_entry (c") || *name == "search_entry (site)")
            .map(|(_, run)| *run)
            .collect();
        assert_eq!(rebuilds.len(), 3);
        house
            .kernel
            .db
            .write(move |tx| {
                tx.execute("DELETE FROM search_entry WHERE kind IN ('customer', 'site', 'contact')", &[])?;
                for run in &rebuilds {
                    run(tx)?;
                }
                Ok::<_, accord_kernel::Refusal>(())
            })
            .unwrap();
        assert_eq!(dump(), before);
        house.verify();
    });
}

#[test]
fn a_contact_who_left_is_no_longer_found_or_offered() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Frigorífico");
        let contact = cast.contact(house, customer, "Nair Couto", "nair@frigo.example");
        let offered = || {
            house.view(cast.ana, "contact.choices", json!({ "customer": customer })).unwrap()["rows"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!(offered(), 1);
        house.act(cast.ana, "contact.leave", json!({ "contact": contact, "version": 1 })).unwrap();
        assert_eq!(offered(), 0);
        let found = house.kernel.db.read(|tx| accord_store::search::find(tx, "nair", &[], 10)).unwrap();
        assert!(found.is_empty());
        let change = json!({ "contact": contact, "version": 2, "name": "Nair", "language": "en" });
        assert_eq!(rule(house.act(cast.ana, "contact.change", change)), "contact.left");
        assert_eq!(facts(house, cast.ana, customer)["contacts"][0]["state"], "left");
        house.verify();
    });
}
