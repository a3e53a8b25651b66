//! What the one way in costs on SQLite: microseconds of processor time per act and per view, all threads together, in
//! our own code and in the system's (writing and syncing the file, which acts that wait together share).
//!
//! `cargo run --release -p accord-kernel --example act_cost`
//!
//! The toy room does next to nothing, so the figures are the kernel's and the store's own; a room adds its statements.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

#[path = "../tests/support/mod.rs"]
mod support;

use accord_kernel::{Call, Caller};
use accord_store::params;
use serde_json::json;
use support::{ANA, OPEN, OTHER, make_tables, quiet_room, thing, with_key};
use uuid::Uuid;

const ROUNDS: u32 = 20_000;

/// Processor time of this process so far, in microseconds: its own, and the system's on its behalf (Linux).
fn spent() -> (f64, f64) {
    let text = std::fs::read_to_string("/proc/self/stat").expect("Linux tells the time that a process spent");
    let (_, fields) = text.rsplit_once(')').unwrap();
    let ticks: Vec<f64> =
        fields.split_whitespace().skip(11).take(2).map(|word| word.parse().unwrap()).collect();
    // A tick is a hundredth of a second wherever Linux runs us.
    (ticks[0] * 10_000.0, ticks[1] * 10_000.0)
}

fn measure(what: &str, rounds: u32, mut one: impl FnMut(u32)) {
    for n in 0..200 {
        one(u32::MAX - n);
    }
    let before = spent();
    for n in 0..rounds {
        one(n);
    }
    let (own, system) = spent();
    let each = |time: f64| time / f64::from(rounds);
    println!("{what:<48} {:>8.1} {:>8.1}", each(own - before.0), each(system - before.1));
}

fn main() {
    let house = accord_testing::sqlite(quiet_room, support::START);
    make_tables(&house.kernel);
    let (kernel, ana) = (&house.kernel, Caller::person(ANA));
    let customer = |n: u32| if n.is_multiple_of(2) { OPEN } else { OTHER };
    let few = Uuid::from_u128(1);
    kernel
        .act(&ana, Call::new("toy.make", json!({ "customer": support::CRISIS, "title": "one", "id": few })))
        .unwrap();

    println!("{:<48} {:>8} {:>8}", "µs of processor time", "own", "system");
    measure("nothing, in a write of its own (the commit)", ROUNDS, |_| {
        kernel
            .db
            .write(|tx| tx.execute("UPDATE counter SET value = 1 WHERE name = 'none'", params![]))
            .unwrap();
    });
    measure("nothing, in a read of its own", ROUNDS, |_| {
        kernel
            .db
            .read(|tx| tx.query("SELECT value FROM counter WHERE name = 'none'", params![]).map(drop))
            .unwrap();
    });
    measure("act: make a thing (a row, its key, an event)", ROUNDS, |n| {
        let input = json!({ "customer": customer(n), "title": "an ordinary title" });
        kernel.act(&ana, Call::new("toy.make", input)).unwrap();
    });
    measure("act: the same with an idempotency key", ROUNDS, |n| {
        let input = json!({ "customer": customer(n), "title": "an ordinary title" });
        kernel.act(&ana, with_key("toy.make", input, &format!("key {n}"))).unwrap();
    });
    measure("act: change a thing (read, update, an event)", ROUNDS, |_| {
        kernel.act(&ana, Call::new("toy.grow", json!({ "thing": few, "by": 1 }))).unwrap();
    });
    measure("act: refused by its rule", ROUNDS, |_| {
        kernel.act(&ana, Call::new("toy.sell", json!({ "customer": support::CRISIS }))).unwrap_err();
    });
    measure("view: one row, by name", ROUNDS, |_| {
        kernel.view(&ana, "toy.things", &json!({ "customer": support::CRISIS })).unwrap();
    });
    measure("100 acts in one transaction, each", ROUNDS / 100, |n| {
        let call = |m: u32| {
            Call::new("toy.make", json!({ "customer": customer(n + m), "title": "an ordinary title" }))
        };
        kernel.act_many((0..100).map(|m| (ana.clone(), call(m), None)).collect()).unwrap();
    });
    // Without the event, which these rows never get; nobody keeps this house.
    measure("1,000 rows and their images in one transaction", 200, |n| {
        kernel
            .db
            .write(move |tx| {
                for m in 0..1_000_u128 {
                    tx.insert(&thing(
                        Uuid::from_u128((u128::from(n) + 1) << 32 | m),
                        OPEN,
                        "an ordinary title",
                    ))?;
                }
                tx.take_images();
                Ok::<_, accord_store::Error>(())
            })
            .unwrap();
    });
}
