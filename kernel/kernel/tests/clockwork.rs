//! What happens because time passes: once, in order, at its own instant, and not held up by what fails.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Status, next_due};
use accord_store::{log, params};
use accord_testing::House;
use jiff::Timestamp;
use serde_json::json;
use support::*;
use uuid::Uuid;

fn plan(house: &House, subject: u128, step: &str, at: &str, what: &str) {
    let input = json!({ "subject": Uuid::from_u128(subject), "step": step, "at": at, "what": what });
    house.act(ANA, "toy.plan", input).unwrap();
}

/// What fired: subject, step and the instant at which it ran, in the order in which it did.
fn fired(house: &House) -> Vec<(u128, String, String)> {
    let sql = "SELECT subject, step, at FROM fired ORDER BY at, step";
    let rows = house.kernel.db.read(|tx| tx.query(sql, params![])).unwrap();
    rows.iter()
        .map(|row| {
            let at: Timestamp = row.get(2).unwrap();
            (row.get::<Uuid>(0).unwrap().as_u128(), row.get(1).unwrap(), at.to_string())
        })
        .collect()
}

fn row(subject: u128, step: &str, at: &str) -> (u128, String, String) {
    (subject, step.to_owned(), at.to_owned())
}

fn attempts(house: &House, subject: u128) -> (i64, bool, Option<i64>) {
    let sql = "SELECT attempts, fired_at IS NOT NULL, late_us FROM clockwork WHERE subject = ?1";
    let found =
        house.kernel.db.read(|tx| tx.query_one(sql, params![Uuid::from_u128(subject)])).unwrap().unwrap();
    (found.get(0).unwrap(), found.get(1).unwrap(), found.get(2).unwrap())
}

#[test]
fn advancing_runs_each_at_its_own_instant_in_order() {
    on_both(quiet_room, |house| {
        plan(house, 1, "b", "2026-02-05T12:00:00Z", "once");
        plan(house, 2, "a", "2026-02-03T12:00:00Z", "once");
        plan(house, 1, "c", "2026-02-04T12:00:00.000001Z", "again");
        plan(house, 3, "z", "2026-03-01T00:00:00Z", "once");
        assert_eq!(house.advance("2026-02-10T00:00:00Z"), 4);
        let wanted = [
            row(2, "a", "2026-02-03T12:00:00Z"),
            row(1, "c", "2026-02-04T12:00:00.000001Z"),
            row(1, "c", "2026-02-04T13:00:00.000001Z"),
            row(1, "b", "2026-02-05T12:00:00Z"),
        ];
        assert_eq!(fired(house), wanted, "on {}", house.name());
        assert_eq!(attempts(house, 2), (0, true, Some(0)), "nothing was late");
        let next = house.kernel.db.read(next_due).unwrap();
        assert_eq!(next, Some(("2026-03-01T00:00:00Z".parse().unwrap(), "toy.fire".to_owned())));
        assert_eq!(house.advance("2026-02-10T00:00:00Z"), 0, "nothing fires twice");
        let slice = log::Slice { limit: 100, ..log::Slice::default() };
        let events = house.kernel.db.read(|tx| log::read(tx, OPEN, &slice)).unwrap();
        assert!(
            events
                .iter()
                .filter(|event| event.header.name == "toy.fire")
                .all(|event| event.header.actor.is_none())
        );
        house.verify();
        let behind = house.kernel.advance("2026-02-09T00:00:00Z".parse().unwrap()).unwrap_err();
        assert_eq!((behind.status, behind.rule), (Status::Conflict, "clock.backward"));
    });
}

#[test]
fn what_was_missed_is_noted_as_late_and_fires_once_on_two_nodes() {
    on_both(quiet_room, |house| {
        for subject in 1..=12 {
            plan(house, subject, "s", "2026-02-03T00:00:00Z", "once");
        }
        // Nobody was there for an hour and a second.
        house.at("2026-02-03T01:00:01Z");
        let second = house.second_node(quiet_room);
        let counts: u64 = std::thread::scope(|scope| {
            let nodes: Vec<_> = [&house.kernel, &second, &house.kernel, &second]
                .into_iter()
                .map(|kernel| scope.spawn(|| kernel.tick().unwrap()))
                .collect();
            nodes.into_iter().map(|node| node.join().unwrap()).sum()
        });
        assert_eq!((counts, fired(house).len()), (12, 12), "on {}", house.name());
        assert_eq!(attempts(house, 5), (0, true, Some(3_601_000_000)));
        let slice = log::Slice { limit: 1, ..log::Slice::default() };
        let event = &house.kernel.db.read(|tx| log::read(tx, OPEN, &slice)).unwrap()[0];
        assert_eq!(event.header.facts, json!({ "late_seconds": 3_601 }));
        house.verify();
    });
}

#[test]
fn a_plan_can_be_moved_and_cancelled() {
    on_both(quiet_room, |house| {
        plan(house, 1, "s", "2026-02-03T00:00:00Z", "once");
        plan(house, 1, "s", "2026-02-06T00:00:00Z", "once");
        plan(house, 2, "s", "2026-02-06T00:00:00Z", "once");
        plan(house, 2, "s", "2026-02-03T00:00:00Z", "once");
        plan(house, 3, "one", "2026-02-03T00:00:00Z", "once");
        plan(house, 3, "two", "2026-02-03T00:00:00Z", "once");
        plan(house, 4, "s", "2026-02-03T00:00:00Z", "once");
        house.act(ANA, "toy.cancel", json!({ "subject": Uuid::from_u128(3) })).unwrap();
        assert_eq!(house.advance("2026-02-04T00:00:00Z"), 2);
        let wanted = [row(2, "s", "2026-02-03T00:00:00Z"), row(4, "s", "2026-02-03T00:00:00Z")];
        let mut got = fired(house);
        got.sort();
        assert_eq!(got, wanted, "on {}", house.name());
        // Planned anew after it fired, it fires anew.
        plan(house, 2, "s", "2026-02-04T06:00:00Z", "once");
        house.act(ANA, "toy.cancel", json!({ "subject": Uuid::from_u128(4) })).unwrap();
        assert_eq!(house.advance("2026-02-07T00:00:00Z"), 2);
        assert_eq!(attempts(house, 4), (0, true, Some(0)), "what fired is not forgotten by a cancel");
        house.verify();
    });
}

#[test]
fn a_failing_plan_is_tried_again_later_and_holds_nobody_up() {
    on_both(quiet_room, |house| {
        plan(house, 1, "fails", "2026-02-03T00:00:00Z", "fails");
        plan(house, 2, "mends", "2026-02-03T00:00:00Z", "mends");
        plan(house, 3, "between", "2026-02-03T00:00:03Z", "once");
        plan(house, 4, "after", "2026-02-03T00:00:08Z", "once");
        // Two seconds after the first failure nothing is tried again yet.
        house.advance("2026-02-03T00:00:02Z");
        assert_eq!((attempts(house, 1).0, attempts(house, 2).0), (1, 1), "on {}", house.name());
        let next = house.kernel.db.read(next_due).unwrap().unwrap();
        assert_eq!(next.0.to_string(), "2026-02-03T00:00:03Z");
        house.advance("2026-02-03T00:01:00Z");
        // What was refused left nothing, so each row is of a plan that went well, at the instant of its last try:
        // five seconds after the first failure, ten after the second.
        let wanted = [
            row(3, "between", "2026-02-03T00:00:03Z"),
            row(4, "after", "2026-02-03T00:00:08Z"),
            row(2, "mends", "2026-02-03T00:00:15Z"),
        ];
        assert_eq!(fired(house), wanted, "on {}", house.name());
        assert_eq!(attempts(house, 2), (2, true, Some(15_000_000)), "and how late it was is known");
        house.advance("2026-03-03T00:00:00Z");
        assert_eq!(attempts(house, 1), (12, false, None), "after twelve tries it rests until somebody looks");
        assert_eq!(house.kernel.tick().unwrap(), 0);
        assert_eq!(house.kernel.db.read(next_due).unwrap(), None);
        // Somebody looked and planned it anew.
        plan(house, 1, "fails", "2026-03-03T00:00:01Z", "once");
        assert_eq!(house.advance("2026-03-04T00:00:00Z"), 1);
        house.verify();
    });
}

#[test]
fn r31_a_plan_that_a_guard_holds_waits_for_its_end_and_keeps_its_attempts() {
    on_both(quiet_room, |house| {
        plan(house, 1, "held", "2026-02-03T00:00:00Z", "held");
        plan(house, 2, "free", "2026-02-03T00:00:30Z", "once");
        // Seventeen days: far longer than twelve attempts would last.
        house.advance("2026-02-20T11:39:59Z");
        assert_eq!(fired(house), [row(2, "free", "2026-02-03T00:00:30Z")], "on {}", house.name());
        assert_eq!(attempts(house, 1), (0, false, None), "it waited, it did not fail");
        house.advance("2026-02-20T12:40:00Z");
        assert!(attempts(house, 1).1, "within the hour after the quiet");
        assert_eq!(fired(house).last(), Some(&row(1, "held", "2026-02-20T12:00:00Z")));
        house.verify();
    });
}

#[test]
fn two_nodes_count_one_failure_once() {
    on_both(quiet_room, |house| {
        plan(house, 1, "s", "2026-02-02T09:00:00Z", "fails");
        let second = house.second_node(quiet_room);
        std::thread::scope(|scope| {
            for kernel in [&house.kernel, &second, &house.kernel, &second] {
                scope.spawn(|| kernel.tick().unwrap());
            }
        });
        assert_eq!(attempts(house, 1), (1, false, None), "on {}", house.name());
    });
}

#[test]
fn a_plan_moved_while_it_fails_keeps_its_new_instant() {
    on_both(quiet_room, |house| {
        plan(house, 1, "s", "2026-02-03T00:00:00Z", "fails");
        house.advance("2026-02-03T00:00:01Z");
        plan(house, 1, "s", "2026-02-03T00:00:02Z", "once");
        assert_eq!(attempts(house, 1), (0, false, None));
        assert_eq!(house.advance("2026-02-03T00:00:02Z"), 1, "it does not wait for the old one's next try");
    });
}

#[test]
fn a_wall_clock_is_not_moved_by_hand() {
    on_both(quiet_room, |house| {
        let db = accord_store::Db::open(&house.options).unwrap();
        let mut registry = accord_kernel::Registry::new();
        quiet_room(&mut registry);
        let ids = accord_kernel::IdSource::System;
        let kernel = accord_kernel::Kernel::new(db, registry, accord_kernel::Clock::Wall, ids).unwrap();
        let refused = kernel.advance("2999-01-01T00:00:00Z".parse().unwrap()).unwrap_err();
        assert_eq!(refused.rule, "clock.fixed");
        // Planned for a moment that has long passed by the wall.
        plan(house, 1, "s", "2020-01-01T00:00:00Z", "once");
        assert_eq!(kernel.tick().unwrap(), 1);
        assert!(attempts(house, 1).2.unwrap() > 0);
    });
}
