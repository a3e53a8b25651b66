//! The installed base through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod world;

use accord_room_asset::{Scope, histories, site_at};
use accord_testing::on_both_databases;
use serde_json::json;
use uuid::Uuid;
use world::{World, id, rooms, rule};

const START: &str = "2027-09-06T12:00:00Z";

#[test]
fn a_serial_number_is_unique_for_its_maker_whatever_its_case_and_blanks() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let ours = |serial: &str| {
            let input = json!({ "customer": world.mill, "product": world.press, "serial": serial });
            house.act(world.rep, "asset.add", input)
        };
        let first = ours("PT 9-001").unwrap();
        assert_eq!(first["number"], json!("A-2027-0001"));
        assert_eq!(rule(ours(" pt9-001")), ("asset.serial_taken".to_owned(), "/serial".to_owned()));
        ours("PT 9-002").unwrap();
        let rival = |maker: &str| {
            let input = json!({
                "customer": world.mill, "origin": "rival", "maker": maker, "model": "R 20", "serial": "PT9-001",
                "contract_ends_on": "2028-05-31"
            });
            house.act(world.rep, "asset.add", input)
        };
        rival("Vossberg").unwrap();
        assert_eq!(rule(rival(" VOSSBERG ")).0, "asset.serial_taken");
        rival("Kestrel").unwrap();
        ours("").unwrap();
        ours("").unwrap();
        let unnamed = json!({ "customer": world.mill, "origin": "rival", "model": "R 20" });
        assert_eq!(
            rule(house.act(world.rep, "asset.add", unnamed)),
            ("asset.maker_needed".to_owned(), "/maker".to_owned())
        );
        let contract =
            json!({ "customer": world.mill, "product": world.press, "contract_ends_on": "2028-01-01" });
        assert_eq!(rule(house.act(world.rep, "asset.add", contract)).0, "asset.contract_of_rival");
        let seen = house.view(world.rep, "asset.list", json!({ "query": "pt9-002" })).unwrap();
        assert_eq!(seen["count"], json!(1), "{}", house.name());
        let rivals = json!({ "origin": "rival", "contract_by": "2028-05-31" });
        assert_eq!(house.view(world.rep, "asset.list", rivals).unwrap()["count"], json!(2));
        house.verify();
    });
}

#[test]
fn an_assembly_holds_parts_and_never_itself() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let line = world.unit(json!({ "model": "Line", "site": world.north }));
        let cell = world.unit(json!({ "model": "Cell", "part_of": line }));
        let pump = world.unit(json!({ "model": "Pump", "part_of": cell, "site": world.north }));
        let elsewhere = json!({
            "customer": world.mill, "model": "Pump", "part_of": cell, "site": world.south
        });
        assert_eq!(rule(house.act(world.rep, "asset.add", elsewhere)).0, "asset.part_elsewhere");
        let circle = |whole: Uuid| json!({ "asset": line, "version": 1, "model": "Line", "part_of": whole });
        for whole in [line, cell, pump] {
            let refused = rule(house.act(world.rep, "asset.correct", circle(whole)));
            assert_eq!(refused, ("asset.part_of_itself".to_owned(), "/part_of".to_owned()));
        }
        let foreign = json!({ "customer": world.other, "model": "Pump", "part_of": cell });
        assert_eq!(rule(house.act(world.rep, "asset.add", foreign)).0, "asset.part_of_unknown");
        // The whole moves with its parts; a part that moves alone leaves it.
        let to_south = json!({ "asset": line, "version": 1, "site": world.south, "reason": "New hall" });
        house.act(world.rep, "asset.move", to_south).unwrap();
        let seen = house.view(world.rep, "asset.one", json!({ "asset": pump })).unwrap();
        assert_eq!(seen["asset"]["site"]["id"], json!(world.south));
        assert_eq!(seen["part_of"]["id"], json!(cell));
        let back = json!({ "asset": pump, "version": 2, "site": world.north, "reason": "Spare" });
        house.advance("2027-09-07T12:00:00Z");
        house.act(world.rep, "asset.move", back).unwrap();
        let seen = house.view(world.rep, "asset.one", json!({ "asset": pump })).unwrap();
        assert_eq!((seen["part_of"].clone(), seen["places"].as_array().unwrap().len()), (json!(null), 3));
        house.verify();
    });
}

#[test]
fn r16_where_a_unit_stood_at_an_instant_stays_known() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let unit = world.unit(json!({ "model": "Line", "site": world.north, "in_service_on": "2025-02-03" }));
        let moved = |at: &str, to: Uuid, version: i64| {
            let input =
                json!({ "asset": unit, "version": version, "site": to, "moved_at": at, "reason": "Moved" });
            house.act(world.rep, "asset.move", input)
        };
        moved("2026-11-02T09:00:00Z", world.south, 1).unwrap();
        assert_eq!(rule(moved("2026-11-02T08:00:00Z", world.north, 2)).0, "asset.moved_since");
        assert_eq!(rule(moved("2027-09-07T08:00:00Z", world.north, 2)).0, "asset.future_instant");
        assert_eq!(rule(moved("2027-01-01T08:00:00Z", world.south, 2)).0, "asset.stands_there");
        let stood = |at: &str| {
            let at = at.parse().unwrap();
            house.kernel.db.read(|tx| site_at(tx, unit.into(), at)).unwrap().map(Uuid::from)
        };
        assert_eq!(stood("2024-01-01T00:00:00Z"), Some(world.north));
        assert_eq!(stood("2026-11-02T08:59:59Z"), Some(world.north));
        assert_eq!(stood("2026-11-02T09:00:00Z"), Some(world.south));
        house.verify();
    });
}

#[test]
fn r10_a_unit_out_of_use_names_what_came_in_its_place() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let old = world.rival("Vossberg", "R 20", "V-1");
        let new = world.unit(json!({ "product": world.press, "in_service_on": "2027-08-30" }));
        let retire = |on: &str, successor: Uuid| {
            let input = json!({
                "asset": old, "version": 1, "retired_on": on, "reason": "Worn out", "successor": successor
            });
            house.act(world.rep, "asset.retire", input)
        };
        assert_eq!(rule(retire("2027-09-07", new)).0, "asset.future");
        assert_eq!(rule(retire("2027-09-01", old)).0, "asset.successor_itself");
        let foreign = house.act(world.rep, "asset.add", json!({ "customer": world.other, "model": "X" }));
        assert_eq!(rule(retire("2027-09-01", id(&foreign.unwrap(), "asset"))).0, "asset.successor_unknown");
        let stop = json!({ "asset": old, "began_at": "2027-08-29T06:00:00Z" });
        house.act(world.rep, "asset.outage_record", stop).unwrap();
        retire("2027-09-01", new).unwrap();
        let seen = house.view(world.rep, "asset.one", json!({ "asset": new })).unwrap();
        assert_eq!(seen["predecessors"][0]["id"], json!(old));
        let seen = house.view(world.rep, "asset.one", json!({ "asset": old })).unwrap();
        assert_eq!(seen["successor"]["id"], json!(new));
        assert_eq!(seen["outages"][0]["state"], json!("ended"), "{}", house.name());
        let list = |standing: &str| {
            let asked = json!({ "customer": world.mill, "standing": standing });
            house.view(world.rep, "asset.list", asked).unwrap()["count"].clone()
        };
        assert_eq!((list("in_use"), list("retired")), (json!(1), json!(1)));
        let back = json!({ "asset": old, "version": 2, "reason": "The wrong one" });
        house.act(world.rep, "asset.reinstate", back).unwrap();
        assert_eq!((list("in_use"), list("retired")), (json!(2), json!(0)));
        house.verify();
    });
}

#[test]
fn r14_reports_that_overlap_are_one_stop_and_what_lasts_is_ended_before_the_next() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let unit = world.unit(json!({
            "product": world.press, "in_service_on": "2025-09-06", "known_from": "2025-09-06"
        }));
        let stop = |began: &str, ended: Option<&str>| {
            let input = json!({ "asset": unit, "began_at": began, "ended_at": ended, "cause": "seal" });
            house.act(world.rep, "asset.outage_record", input)
        };
        assert_eq!(rule(stop("2025-09-05T06:00:00Z", None)).0, "asset.outage_before_service");
        assert_eq!(rule(stop("2027-09-06T12:00:01Z", None)).0, "asset.future_instant");
        assert_eq!(
            rule(stop("2026-03-02T06:00:00Z", Some("2026-03-02T05:59:00Z"))),
            ("asset.outage_backward".to_owned(), "/ended_at".to_owned())
        );
        let first = stop("2026-03-02T06:00:00Z", Some("2026-03-02T18:00:00Z")).unwrap();
        let second = stop("2026-03-02T17:00:00Z", Some("2026-03-03T06:00:00Z")).unwrap();
        assert_eq!((first["joined"].clone(), second["joined"].clone()), (json!(false), json!(true)));
        let open = stop("2027-09-06T02:00:00Z", None).unwrap();
        let refused = stop("2027-09-06T08:00:00Z", None).unwrap_err();
        assert_eq!(refused.rule, "asset.stands_still");
        assert_eq!(refused.possible[0].action.as_ref().unwrap().0, "asset.outage_end");
        let stopped = house.view(world.rep, "asset.list", json!({ "stopped": true })).unwrap();
        assert_eq!(stopped["rows"][0]["stopped_since"], json!("2027-09-06T02:00:00Z"));
        let end = json!({ "outage": open["outage"], "version": 1, "ended_at": "2027-09-06T09:30:00Z" });
        house.act(world.rep, "asset.outage_end", end).unwrap();
        let mistake = stop("2027-01-01T00:00:00Z", Some("2027-01-01T01:00:00Z")).unwrap();
        let withdraw = json!({ "outage": mistake["outage"], "version": 1, "reason": "Another unit" });
        house.act(world.rep, "asset.outage_withdraw", withdraw).unwrap();
        let seen = house.view(world.rep, "asset.one", json!({ "asset": unit })).unwrap();
        assert_eq!(seen["stops"], json!(2), "{}", house.name());
        assert_eq!(seen["stopped_minutes"], json!(24 * 60 + 450));
        assert_eq!(seen["watched_days"], json!(730));
        assert_eq!(seen["outages"].as_array().unwrap().len(), 4, "what was reported stays");
        house.verify();
    });
}

#[test]
fn r14_histories_count_from_the_day_outages_are_known_to_the_day_they_end() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let watched = world.unit(json!({
            "product": world.press, "in_service_on": "2019-01-01", "known_from": "2026-09-06", "serial": "1"
        }));
        let retired = world.unit(json!({
            "product": world.press, "in_service_on": "2026-01-01", "known_from": "2026-01-01", "serial": "2"
        }));
        world.unit(json!({
            "origin": "rival", "maker": "Vossberg", "model": "R  20", "in_service_on": "2011-05-05",
            "known_from": "2011-05-05"
        }));
        world.rival("Vossberg", "entered a moment ago", "V-2");
        for (unit, began) in [
            (watched, "2026-09-05T22:59:00Z"),
            (watched, "2026-12-01T08:00:00Z"),
            (watched, "2026-12-01T08:00:00Z"),
            (watched, "2027-06-01T08:00:00Z"),
            (retired, "2026-05-01T08:00:00Z"),
        ] {
            let input = json!({ "asset": unit, "began_at": began, "over": true });
            house.act(world.rep, "asset.outage_record", input).unwrap();
        }
        let retire = json!({ "asset": retired, "version": 1, "retired_on": "2026-07-02", "reason": "Sold" });
        house.act(world.rep, "asset.retire", retire).unwrap();
        let read = |scope: Scope| {
            world::with_context(house, world.rep, |tx, ctx| histories(tx, ctx, &scope)).unwrap()
        };
        let found = read(Scope::Product(world.press.into()));
        let mut facts: Vec<_> = found
            .iter()
            .map(|history| (Uuid::from(history.asset), history.stops.len(), history.exposure_years()))
            .collect();
        facts.sort_by_key(|fact| fact.0 != watched);
        assert_eq!((facts[0].0, facts[0].1), (watched, 2));
        assert!((facts[0].2 - 1.0).abs() < 0.01, "{}", facts[0].2);
        assert_eq!((facts[1].0, facts[1].1), (retired, 1));
        assert!((facts[1].2 - 182.0 / 365.25).abs() < 0.001, "{}", facts[1].2);
        assert_eq!(read(Scope::Everything).len(), 3);
        let model = Scope::Model { maker: "vossberg".to_owned(), model: "r 20".to_owned() };
        assert_eq!(read(model)[0].stops.len(), 0);
        house.verify();
    });
}

#[test]
fn counters_never_run_backward_unless_they_were_replaced() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let unit = world.unit(json!({ "product": world.press }));
        let read = |at: &str, reading: i64, replaced: bool| {
            let input = json!({
                "asset": unit, "counter": "hours", "reading": reading, "read_at": at, "replaced": replaced
            });
            house.act(world.rep, "asset.reading_record", input)
        };
        read("2027-03-01T08:00:00Z", 4_210, false).unwrap();
        read("2027-06-01T08:00:00Z", 5_650, false).unwrap();
        assert_eq!(
            rule(read("2027-07-01T08:00:00Z", 90, false)),
            ("asset.reading_less".to_owned(), "/reading".to_owned())
        );
        assert_eq!(rule(read("2027-04-01T08:00:00Z", 5_651, false)).0, "asset.reading_more");
        assert_eq!(rule(read("2027-06-01T08:00:00Z", 5_650, false)).0, "asset.reading_twice");
        let answer = read("2027-07-01T08:00:00Z", 90, true).unwrap();
        assert_eq!(answer["run_in_all"], json!(5_650));
        assert_eq!(read("2027-08-01T08:00:00Z", 700, false).unwrap()["run_in_all"], json!(6_260));
        house.verify();
    });
}

#[test]
fn r16_acceptance_fixes_the_warranty_and_is_corrected_with_a_reason() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let set = json!({ "product": world.press, "months": 18 });
        house.act(world.planner, "asset.set_warranty", set).unwrap();
        let unit = world.unit(json!({ "product": world.press, "site": world.tokyo }));
        let accept = |who: Uuid, on: &str| {
            let input = json!({
                "asset": unit, "accepted_on": on, "signed_by": world.contact, "satisfaction": 4
            });
            house.act(who, "acceptance.record", input)
        };
        assert_eq!(rule(accept(world.rep, "2027-08-31")).0, "permission", "a rep does not accept for them");
        assert_eq!(rule(accept(world.engineer, "2027-09-07")).0, "asset.future");
        let done = accept(world.engineer, "2027-08-31").unwrap();
        assert_eq!(done["warranty_until"], json!("2029-02-27"), "{}", house.name());
        assert_eq!(rule(accept(world.engineer, "2027-08-31")).0, "acceptance.already");
        // The product's months change for others only.
        let set = json!({ "product": world.press, "months": 24 });
        house.act(world.planner, "asset.set_warranty", set).unwrap();
        let correct = |on: &str, reason: &str| {
            let input = json!({ "asset": unit, "accepted_on": on, "reason": reason });
            house.act(world.engineer, "acceptance.correct", input)
        };
        assert_eq!(rule(correct("2027-08-31", "x")).0, "acceptance.same");
        assert_eq!(rule(correct("2027-08-29", " ")).0, "field.empty");
        let done = correct("2027-08-29", "The sheet says the 29th").unwrap();
        assert_eq!(done["warranty_until"], json!("2029-02-27"), "clamped all the same");
        let seen = house.view(world.rep, "asset.one", json!({ "asset": unit })).unwrap();
        assert_eq!(seen["asset"]["in_service_on"], json!("2027-08-29"));
        assert_eq!(seen["acceptances"].as_array().unwrap().len(), 2);
        assert_eq!(seen["acceptances"][0]["signed_by"], json!(world.contact));
        let rival = world.rival("Vossberg", "R 20", "V-1");
        let input = json!({ "asset": rival, "accepted_on": "2027-08-31", "signed_by": world.contact });
        assert_eq!(rule(house.act(world.engineer, "acceptance.record", input)).0, "acceptance.not_ours");
        house.verify();
    });
}

/// It is the 7th in Tokyo while it is the 6th in Lisbon.
#[test]
fn r16_an_acceptance_is_a_date_at_the_site() {
    on_both_databases(rooms, "2027-09-06T16:00:00Z", |house| {
        let world = World::new(house);
        let accept = |site: Uuid| {
            let unit = world.unit(json!({ "product": world.press, "site": site }));
            let input = json!({ "asset": unit, "accepted_on": "2027-09-07", "signed_by": world.contact });
            house.act(world.engineer, "acceptance.record", input)
        };
        assert_eq!(rule(accept(world.north)).0, "asset.future");
        assert_eq!(accept(world.tokyo).unwrap()["warranty_until"], json!("2028-09-06"));
        house.verify();
    });
}

#[test]
fn r02_units_go_on_in_the_surviving_record_and_the_search_is_made_anew() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.unit(json!({ "product": world.press, "serial": "Z 77" }));
        let merge = json!({ "into": world.other, "from": world.mill, "reason": "One firm" });
        house.act(world.admin, "customer.merge", merge).unwrap();
        let seen = house.view(world.admin, "asset.list", json!({ "customer": world.other })).unwrap();
        assert_eq!(seen["rows"][0]["customer"]["id"], json!(world.other));
        let rebuilds = house.kernel.registry.rebuilds();
        let rebuild = rebuilds.iter().find(|(name, _)| *name == "search_entry (asset)").unwrap().1;
        assert_eq!(house.kernel.db.write(rebuild).unwrap(), 1);
        assert_eq!(
            house.view(world.admin, "asset.choices", json!({ "query": "z77" })).unwrap()[0]["hint"],
            json!("A-2027-0001")
        );
        house.verify();
    });
}
