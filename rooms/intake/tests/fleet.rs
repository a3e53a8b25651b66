//! The installed base with its outages: a file of our own, and a public simulated fleet with a reference made by another
//! program. That one is not part of the project: `ACCORD_DATA` or `../shared/data` beside the repository holds it. Where
//! it is absent this says so loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use accord_kernel::Caller;
use accord_room_asset::{History, Scope, histories};
use accord_room_intake::{Entity, ImportMode, Report, Tally, undo};
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::*;
use uuid::Uuid;

fn new(count: u64) -> Tally {
    Tally { new: count, ..Tally::default() }
}

fn same(count: u64) -> Tally {
    Tally { same: count, ..Tally::default() }
}

fn documented_report(house: &House, actor: Uuid, name: &str) -> Report {
    let (file, mapping) = documented(name);
    bring(house, actor, &file, &mapping, ImportMode::ValidOnly).unwrap()
}

fn all_histories(house: &House, person: Uuid) -> Vec<History> {
    house
        .kernel
        .read(&Caller::person(person), |reader| histories(reader.tx, &reader.context, &Scope::Everything))
        .unwrap()
}

#[test]
fn units_and_outages_arrive_by_the_documented_mappings_and_are_taken_back() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        for name in ["accounts", "sites", "products"] {
            documented_report(house, cast.admin, name);
        }
        let before = tables(house);
        let units = documented_report(house, cast.admin, "installed-base");
        assert_eq!((faults(&units), units.counts.of(Entity::Asset)), (vec![], new(4)));
        let outages = documented_report(house, cast.admin, "outages");
        assert_eq!((faults(&outages), outages.counts.of(Entity::Outage)), (vec![], new(5)));
        let list = house.view(cast.admin, "asset.list", json!({ "query": "hp2000417" })).unwrap();
        let unit = &list["rows"][0];
        assert_eq!(unit["warranty_until"], json!("2022-05-20"));
        let one = house.view(cast.admin, "asset.one", json!({ "asset": unit["id"] })).unwrap();
        assert_eq!((one["stops"].clone(), one["parts"][0]["name"].clone()), (json!(2), json!("Oil pump")));
        house.verify();

        let after = tables(house);
        let again = documented_report(house, cast.admin, "installed-base");
        assert_eq!(again.counts.of(Entity::Asset), same(4));
        assert_eq!(documented_report(house, cast.admin, "outages").counts.of(Entity::Outage), same(5));
        assert_eq!(tables(house), after, "twice changes nothing");

        let refused = undo(&house.kernel, cast.admin.into(), units.run.unwrap()).unwrap_err();
        assert_eq!(refused.rule, "import.touched", "outages stand on the units");
        undo(&house.kernel, cast.admin.into(), outages.run.unwrap()).unwrap();
        undo(&house.kernel, cast.admin.into(), units.run.unwrap()).unwrap();
        assert_eq!(tables(house), before, "nothing is left");
        house.verify();
    });
}

#[test]
fn a_changed_file_changes_a_unit_and_taking_it_back_restores_it() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        for name in ["accounts", "sites", "products", "installed-base"] {
            documented_report(house, cast.admin, name);
        }
        let (file, mapping) = documented("installed-base");
        let desk = Desk::new();
        let text = std::fs::read_to_string(file).unwrap();
        let changed = text.replace("77-1203", "77-1204").replace("2027-12-31", "2028-12-31");
        let changed = desk.put("changed.csv", changed);
        let report = bring(house, cast.admin, &changed, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(report.counts.of(Entity::Asset), Tally { changed: 1, same: 3, ..Tally::default() });
        let contract = || {
            let list = house.view(cast.admin, "asset.list", json!({ "origin": "rival" })).unwrap();
            (list["rows"][0]["serial"].clone(), list["rows"][0]["contract_ends_on"].clone())
        };
        assert_eq!(contract(), (json!("77-1204"), json!("2028-12-31")));
        undo(&house.kernel, cast.admin.into(), report.run.unwrap()).unwrap();
        assert_eq!(contract(), (json!("77-1203"), json!("2027-12-31")));

        let wrong = text
            .replace("P-2,10021,Matriz", "P-2,10021,Nowhere")
            .replace("R-1,10022,Mill 1,rival,Vossberg", "R-1,10022,Mill 1,rival,")
            .replace(
                "P-1-PU,10021,Matriz,customer,,,Oil pump,,P-1",
                "P-9,10021,Matriz,customer,,,Pump,,P-77",
            );
        let wrong = desk.put("wrong.csv", wrong);
        let report = bring(house, cast.admin, &wrong, &mapping, ImportMode::ValidOnly).unwrap();
        let found = faults(&report);
        let rules: Vec<(u64, &str)> = found.iter().map(|(row, _, rule)| (*row, rule.as_str())).collect();
        assert_eq!(rules, [(3, "import.asset_unknown"), (4, "import.site_unknown")]);
        assert_eq!(report.counts.of(Entity::Asset).same, 2, "an empty cell says nothing");
        house.verify();
    });
}

#[test]
fn whoever_may_not_write_units_may_not_bring_them() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (file, mapping) = documented("installed-base");
        let refused = bring(house, cast.rita, &file, &mapping, ImportMode::ValidOnly).unwrap_err();
        assert_eq!(refused.rule, "permission");
    });
}

fn real_data() -> Option<(PathBuf, Value)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ACCORD_DATA").map_or(beside, PathBuf::from).join("equipment-fleet");
    let reference = folder.join("reference.json");
    if !reference.exists() {
        // Written past the test runner's capture, so that it is seen though the test passes.
        let notice = format!("NOT CHECKED: the fleet's files are not at {}\n", folder.display());
        std::io::stderr().write_all(notice.as_bytes()).expect("stderr takes a line");
        return None;
    }
    let reference = std::fs::read_to_string(reference).expect("the reference can be read");
    Some((folder, serde_json::from_str(&reference).expect("the reference is JSON")))
}

#[test]
fn r14_a_public_fleet_arrives_with_the_counts_of_its_reference_and_leaves_nothing() {
    let Some((folder, reference)) = real_data() else { return };
    let figure = |name: &str| reference[name].as_u64().unwrap();
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let before = tables(house);
        let run = |file: &str, mapping: &str| {
            let (_, mapping) = documented(mapping);
            bring(house, cast.admin, &folder.join(file), &mapping, ImportMode::ValidOnly).unwrap()
        };
        let units = run("PdM_machines.csv", "equipment-fleet");
        assert_eq!(faults(&units), []);
        assert_eq!(units.counts.of(Entity::Asset), new(figure("machines")));
        let models = reference["models"].as_object().unwrap();
        assert_eq!(units.counts.of(Entity::Product), new(models.len() as u64));
        let outages = run("PdM_failures.csv", "equipment-fleet-outages");
        assert_eq!(faults(&outages), []);
        assert_eq!(outages.counts.of(Entity::Outage), new(figure("failures")));

        let found = all_histories(house, cast.admin);
        let stops: u64 = found.iter().map(|history| history.stops.len() as u64).sum();
        assert_eq!(stops, figure("distinct_machine_timestamps_with_failure"));
        assert!(found.iter().all(|history| (history.exposure_years() - 366.0 / 365.25).abs() < 1e-9));
        let mut by_model: BTreeMap<Uuid, u64> = BTreeMap::new();
        for history in &found {
            *by_model.entry(history.product.unwrap().into()).or_default() += 1;
        }
        let mut counted: Vec<u64> = by_model.into_values().collect();
        let mut wanted: Vec<u64> = models.values().map(|count| count.as_u64().unwrap()).collect();
        counted.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(counted, wanted);
        house.verify();

        let after = tables(house);
        assert_eq!(run("PdM_machines.csv", "equipment-fleet").counts.of(Entity::Asset), same(100));
        let again = run("PdM_failures.csv", "equipment-fleet-outages");
        assert_eq!(again.counts.of(Entity::Outage), same(figure("failures")));
        assert_eq!(tables(house), after, "twice changes nothing");
        undo(&house.kernel, cast.admin.into(), outages.run.unwrap()).unwrap();
        undo(&house.kernel, cast.admin.into(), units.run.unwrap()).unwrap();
        assert_eq!(tables(house), before, "nothing is left");
        house.verify();
    });
}
