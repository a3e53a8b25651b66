//! A sale and a stop of the customer's machine at the same moment, from two nodes, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;
#[path = "../../offer/tests/seller/mod.rs"]
mod seller;

use std::{sync::Barrier, thread};

use accord_kernel::{Call, Caller};
use accord_store::log::{self, Slice};
use accord_testing::{House, on_both_databases};
use desk::rooms;
use seller::{RECIFE, Seller};
use serde_json::json;
use uuid::Uuid;

const START: &str = "2027-03-10T12:00:00Z";
/// Customers with whom it is tried.
const ROUNDS: usize = 12;

/// What was done with a customer, in the order in which it counts.
fn done_with(house: &House, customer: Uuid) -> Vec<String> {
    let slice = Slice { limit: 100, ..Slice::default() };
    let mut events = house.kernel.db.read(|tx| log::read(tx, customer, &slice)).unwrap();
    events.reverse();
    events.into_iter().map(|event| event.header.name).collect()
}

#[test]
fn r31_a_quote_and_a_stop_at_the_same_moment_never_both_win() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let other = house.second_node(rooms);
        let press = seller.machine("P-7", Some("418000.00"));
        for round in 0..ROUNDS {
            let account = seller.account(&format!("Moinho {round}"));
            seller.profile(account, "40000.00", "2");
            let quote = seller.quote(account, json!({}));
            seller.machine_line(quote, press);
            seller.do_it("quote.tie", json!({ "quote": quote }));
            let send = json!({ "quote": quote, "version": seller.one(quote)["version"] });
            let stop =
                json!({ "customer": account.customer, "what": "It stands still", "call_back": "+55 81 9" });
            let barrier = Barrier::new(2);
            let (sent, stopped) = thread::scope(|scope| {
                let sent = scope.spawn(|| {
                    barrier.wait();
                    house.act(seller.rep, "quote.send", send.clone())
                });
                let stopped = scope.spawn(|| {
                    barrier.wait();
                    other.act(&Caller::person(seller.rep), Call::new("case.open", stop.clone()))
                });
                (sent.join().unwrap(), stopped.join().unwrap())
            });
            stopped.unwrap();
            let done = done_with(house, account.customer);
            let place = |name: &str| done.iter().position(|one| one == name);
            let opened = place("case.open").expect("the stop is taken whatever else happens");
            match (&sent, place("quote.send")) {
                (Ok(_), Some(sold)) => assert!(sold < opened, "round {round} on {}: {done:?}", house.name()),
                (Err(refusal), None) => assert_eq!(refusal.rule, "crisis.commercial", "on {}", house.name()),
                odd => panic!("round {round} on {}: {odd:?}, {done:?}", house.name()),
            }
        }
        house.verify();
    });
}
