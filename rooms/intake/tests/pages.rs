//! A file brought on a page: laid ready, detected, mapped, tried, imported in the background in its starter's name, and
//! taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_room_intake::drive_waiting;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::*;
use uuid::Uuid;

const LIST: &str = "/import";
const FILE: &str = "/import/files/{file}";
const RUN: &str = "/import/runs/{run}";

fn lay_ready(house: &House, person: Uuid, name: &str, content: &str) -> Uuid {
    let stored = files().put(content.as_bytes()).unwrap();
    let kept =
        house.act(person, "intake.keep_file", json!({ "file_name": name, "sha256": stored.sha256 })).unwrap();
    id(&kept, "file")
}

fn map(house: &House, person: Uuid, file: Uuid, kind: &str, text: &str) {
    let facts = house.view(person, "intake.file", json!({ "file": file })).unwrap();
    let input = json!({
        "file": file, "version": facts["line"]["version"], "kind": kind, "source": "main", "mapping": text
    });
    house.act(person, "intake.map_file", input).unwrap();
}

fn start(house: &House, person: Uuid, file: Uuid, mode: &str) -> Uuid {
    id(&house.act(person, "intake.start", json!({ "file": file, "mode": mode })).unwrap(), "run")
}

fn facts(house: &House, person: Uuid, run: Uuid) -> Value {
    house.view(person, "intake.run", json!({ "run": run })).unwrap()
}

#[test]
fn a_file_is_brought_on_a_page_and_goes_on_without_it() {
    let csv = "Código;Razão Social;Moeda;Observação\n1;Ardo <b>x</b>;EUR;x\n2;Beira;;y\n3;;EUR;\n";
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let me = cast.head;
        let empty = page(house, me, LIST, LIST).unwrap();
        assert!(empty.contains("No file yet") && empty.contains("Nothing was imported yet"), "{empty}");

        let file = lay_ready(house, me, "<clientes>.csv", csv);
        let address = format!("/import/files/{file}");
        assert!(page(house, me, LIST, LIST).unwrap().contains("&lt;clientes&gt;.csv"));
        let seen = page(house, me, FILE, &address).unwrap();
        assert!(seen.contains("What does this file hold?") && seen.contains("Razão Social"), "{seen}");
        assert!(!seen.contains("intake.start"), "nothing starts before it is mapped");
        let refused = house.act(me, "intake.start", json!({ "file": file, "mode": "dry_run" }));
        assert_eq!(refused.unwrap_err().rule, "import.not_mapped");

        // The proposal knows the columns by their names; what it does not know is named and stops the import.
        let proposed = house.view(me, "intake.file", json!({ "file": file, "kind": "accounts" })).unwrap();
        assert_eq!(proposed["unsaid"], json!(["Observação"]), "{proposed}");
        let text = proposed["mapping"].as_str().unwrap().to_owned();
        map(house, me, file, "accounts", &text);
        let seen = page(house, me, FILE, &address).unwrap();
        assert!(seen.contains("neither mapped nor ignored") && !seen.contains("/do/intake.start"), "{seen}");
        map(house, me, file, "accounts", &text.replace("target =", "ignore = [\"Observação\"]\ntarget ="));
        let seen = page(house, me, FILE, &address).unwrap();
        assert!(seen.contains("/do/intake.start"), "{seen}");

        let before = tables(house);
        let dry = start(house, me, file, "dry_run");
        assert!(
            page(house, me, RUN, &format!("/import/runs/{dry}"))
                .unwrap()
                .contains("goes on without this page")
        );
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 1);
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 0, "each run is taken up once");
        let tried = facts(house, me, dry);
        assert_eq!(tried["line"]["state"], "done");
        assert_eq!(tried["line"]["counts"]["things"]["account"]["new"], 2);
        assert_eq!(tried["notes"]["faults"][0]["row"], 4);
        assert_eq!(tables(house), before, "a dry run writes nothing");
        let seen = page(house, me, RUN, &format!("/import/runs/{dry}")).unwrap();
        assert!(seen.contains("Nothing was written") && seen.contains("must not be empty"), "{seen}");
        assert!(!seen.contains("intake.undo"));

        let all = start(house, me, file, "all_or_nothing");
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(facts(house, me, all)["line"]["state"], "failed");
        assert_eq!(tables(house), before);

        let valid = start(house, me, file, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let done = facts(house, me, valid);
        assert_eq!(done["line"]["state"], "done");
        assert_eq!(found(house, "ardo").len(), 1);
        let author: Option<Uuid> = house
            .kernel
            .db
            .read(|tx| {
                let row = tx.query_one(
                    "SELECT actor FROM event WHERE name = 'customer.enter' AND via = 'import'",
                    &[],
                )?;
                row.unwrap().get(0)
            })
            .unwrap();
        assert_eq!(author, Some(me), "what the program takes up is done by who started it");
        let seen = page(house, me, RUN, &format!("/import/runs/{valid}")).unwrap();
        assert!(seen.contains("intake.undo"));
        house.act(me, "intake.undo", json!({ "run": valid })).unwrap();
        assert_eq!(tables(house), before);
        house.verify();
    });
}

#[test]
fn a_file_that_cannot_be_read_or_whose_starter_left_says_so_in_its_run() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let broken = lay_ready(house, cast.head, "broken.csv", "no,firm\n1,\"A\n");
        let seen = page(house, cast.head, FILE, &format!("/import/files/{broken}")).unwrap();
        assert!(seen.contains("This file cannot be read") && seen.contains("never closed"), "{seen}");
        let mapping = "target = \"accounts\"\n[[column]]\nfrom = \"no\"\nto = \"code\"\n[[column]]\nfrom = \"firm\"\nto = \"name\"\n";
        map(house, cast.head, broken, "accounts", mapping);
        let run = start(house, cast.head, broken, "valid_only");
        drive_waiting(&house.kernel).unwrap();
        let stopped = facts(house, cast.admin, run);
        assert_eq!(stopped["line"]["state"], "failed");
        assert!(
            stopped["notes"]["faults"][0]["text"].as_str().unwrap().contains("never closed"),
            "{stopped}"
        );

        let good = lay_ready(house, cast.head, "good.csv", "no,firm\n1,Ardo\n");
        map(house, cast.head, good, "accounts", mapping);
        let run = start(house, cast.head, good, "valid_only");
        let input = json!({ "file": good, "version": 1, "kind": "accounts", "source": "main", "mapping": "target = " });
        assert!(
            house.act(cast.head, "intake.map_file", input).is_err(),
            "a mapping that is no TOML is refused"
        );
        // Who started it no longer works here when it is taken up.
        house.act(cast.admin, "people.disable", json!({ "person": cast.head })).unwrap();
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(facts(house, cast.admin, run)["line"]["state"], "failed");
        assert_eq!(found(house, "ardo"), []);
        house.verify();
    });
}

#[test]
fn pages_and_actions_of_imports_are_for_importers_alone() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let file = lay_ready(house, cast.admin, "a.csv", "no\n1\n");
        for (name, input) in [
            ("intake.keep_file", json!({ "file_name": "a", "sha256": "0".repeat(64) })),
            ("intake.start", json!({ "file": file, "mode": "valid_only" })),
        ] {
            assert_eq!(house.act(cast.rita, name, input).unwrap_err().rule, "permission", "{name}");
        }
        assert_eq!(
            house.view(cast.rita, "intake.file", json!({ "file": file })).unwrap_err().rule,
            "permission"
        );
        let nothing = json!({ "file_name": "a", "sha256": "0".repeat(64) });
        assert_eq!(
            house.act(cast.admin, "intake.keep_file", nothing).unwrap_err().fields[0].pointer,
            "/sha256"
        );
        let foreign = json!({ "run": Uuid::from_u128(3) });
        assert_eq!(house.view(cast.admin, "intake.run", foreign).unwrap_err().rule, "absent");
        assert!(house.act(cast.admin, "intake.take_up", json!({ "run": Uuid::from_u128(3) })).is_err());
        house.verify();
    });
}
