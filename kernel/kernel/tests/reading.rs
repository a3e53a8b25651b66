//! Reads: sight, one snapshot, and the log of who read what (R64).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Caller, Credential, Status, View};
use accord_store::params;
use accord_testing::House;
use serde_json::json;
use support::*;
use uuid::Uuid;

/// The read log: principal, customer, view, reason.
fn read_log(house: &House) -> Vec<(Uuid, Uuid, String, Option<String>)> {
    let sql = "SELECT principal, customer_id, view, reason FROM read_log ORDER BY read_at, id";
    let rows = house.kernel.db.read(|tx| tx.query(sql, params![])).unwrap();
    rows.iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap(), row.get(3).unwrap()))
        .collect()
}

fn things(
    house: &House,
    credential: Credential,
    customer: Uuid,
) -> accord_kernel::Outcome<serde_json::Value> {
    house.kernel.view(&caller(credential), "toy.things", &json!({ "customer": customer }))
}

#[test]
fn a_read_under_a_reason_is_durable_before_the_answer_and_others_follow() {
    on_both(quiet_room, |house| {
        things(house, Credential::Person(ANA), OPEN).unwrap();
        things(house, Credential::Contact(CONTACT), MERGED).unwrap();
        things(house, Credential::System, OPEN).unwrap();
        things(house, Credential::Person(ANA), HIDDEN).unwrap_err();
        assert_eq!(read_log(house), [], "ordinary reads wait for company, on {}", house.name());
        things(house, Credential::Person(BEN), BY_REASON).unwrap();
        let durable = (BEN, BY_REASON, "toy.things".to_owned(), Some("visit next week".to_owned()));
        assert_eq!(read_log(house), std::slice::from_ref(&durable));
        house.kernel.flush_reads().unwrap();
        let mut all = read_log(house);
        all.sort();
        let ordinary = |who: Uuid| (who, OPEN, "toy.things".to_owned(), None);
        let mut wanted = vec![ordinary(ANA), ordinary(CONTACT), durable];
        wanted.sort();
        assert_eq!(all, wanted, "the program's own reads and refused ones are none");
        house.kernel.flush_reads().unwrap();
        assert_eq!(read_log(house).len(), 3);
        let refused = things(house, Credential::Person(ANA), NEEDS_REASON).unwrap_err();
        assert_eq!((refused.status, refused.rule), (Status::Forbidden, "territory.reason_needed"));
        assert_eq!(refused.possible[0].action.as_ref().unwrap().1, json!({ "customer": NEEDS_REASON }));
    });
}

#[test]
fn many_reads_are_written_together_and_none_is_lost() {
    on_both(quiet_room, |house| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        things(house, Credential::Person(ANA), OPEN).unwrap();
                    }
                });
            }
        });
        assert!(read_log(house).len() >= 256, "a full batch does not wait");
        house.kernel.flush_reads().unwrap();
        assert_eq!(read_log(house).len(), 400, "on {}", house.name());
    });
}

#[test]
fn a_durable_read_does_not_hide_behind_anothers_flush() {
    on_both(quiet_room, |house| {
        std::thread::scope(|scope| {
            for n in 0..6_u128 {
                scope.spawn(move || {
                    let who = Uuid::from_u128(0xabc0 + n);
                    for seen in 1..=10 {
                        things(house, Credential::Person(who), BY_REASON).unwrap();
                        let mine = read_log(house).iter().filter(|entry| entry.0 == who).count();
                        assert_eq!(mine, seen, "on {}", house.name());
                        house.kernel.flush_reads().unwrap();
                    }
                });
            }
        });
    });
}

#[test]
fn reads_of_one_page_are_one_snapshot() {
    on_both(quiet_room, |house| {
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "before" })).unwrap();
        let ana = Caller::person(ANA);
        house
            .kernel
            .read(&ana, |reader| {
                let first = reader.view(Things { customer: OPEN })?.titles;
                std::thread::scope(|scope| {
                    let make =
                        || house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "after" })).unwrap();
                    scope.spawn(make).join().unwrap();
                });
                let by_name = reader.view_by_name("toy.things", &json!({ "customer": OPEN }))?;
                assert_eq!(
                    (first, by_name),
                    (vec!["before".to_owned()], json!({ "titles": ["before"] })),
                    "on {}",
                    house.name()
                );
                assert!(
                    reader.may_act("toy.make")
                        && !reader.may_act("toy.for_system")
                        && !reader.may_act("toy.none")
                );
                Ok(())
            })
            .unwrap();
        assert_eq!(
            things(house, Credential::Person(ANA), OPEN).unwrap(),
            json!({ "titles": ["after", "before"] })
        );
        let refused = house
            .kernel
            .read(&Caller::person(READER), |reader| reader.view(Things { customer: OPEN }).map(drop));
        assert_eq!(refused.unwrap_err().status, Status::Forbidden, "{}", Things::NAME);
    });
}

#[test]
fn a_page_that_asks_many_views_about_one_customer_is_one_look_at_them() {
    on_both(quiet_room, |house| {
        let ana = Caller::person(ANA);
        let page = house.kernel.read(&ana, |reader| {
            reader.view(Things { customer: OPEN })?;
            reader.view_by_name("toy.things", &json!({ "customer": OPEN }))?;
            reader.view(Things { customer: MERGED })?;
            reader.view(Things { customer: OTHER }).map(drop)
        });
        page.unwrap();
        house.kernel.flush_reads().unwrap();
        let mut seen: Vec<Uuid> = read_log(house).into_iter().map(|entry| entry.1).collect();
        seen.sort();
        let mut wanted = vec![OPEN, OTHER];
        wanted.sort();
        assert_eq!(
            seen,
            wanted,
            "each customer once, a merged record as the one that goes on, on {}",
            house.name()
        );
    });
}
