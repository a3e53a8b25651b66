//! Killed at random moments of a mixed load, nothing that was acknowledged is lost, nothing is half there, and a call
//! repeated with its key has its effect once.
//!
//! The test starts itself as a child that acts and tells each acknowledgement through a pipe, kills it after a random
//! number of them, and looks at what is left. On PostgreSQL two nodes are killed at once. `ACCORD_TEST_LONG=1` makes
//! it a hundred rounds.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{Arc, mpsc},
};

use accord_kernel::{Caller, Clock, IdSource, Kernel, Registry};
use accord_store::{Db, Options, params, verify::verify};
use serde_json::json;
use support::*;
use uuid::Uuid;

const ADDRESS: &str = "ACCORD_KILLED_CHILD_ADDRESS";
const ROUND: &str = "ACCORD_KILLED_CHILD_ROUND";
const WRITERS: u32 = 8;
/// What every keyed call changes.
const SHARED: Uuid = Uuid::from_u128(0x5a);

fn open(address: &str) -> Arc<Kernel> {
    let db = Db::open(&Options::parse(address).unwrap()).unwrap();
    let mut registry = Registry::new();
    room(&mut registry);
    Kernel::new(db, registry, Clock::Movable, IdSource::System).unwrap()
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        // Nobody listens any more.
        std::process::exit(0);
    }
}

/// The child's part; as a test of its own it has nothing to do.
#[test]
fn child() {
    let (Ok(address), Ok(round)) = (std::env::var(ADDRESS), std::env::var(ROUND)) else {
        return;
    };
    let kernel = open(&address);
    // The test runner has begun a line.
    tell("");
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (kernel, round) = (&kernel, &round);
            scope.spawn(move || {
                for n in 0_u32.. {
                    one(kernel, &format!("{round}.{writer}.{n}"), writer + n);
                }
            });
        }
    });
}

fn one(kernel: &Arc<Kernel>, name: &str, choice: u32) {
    let ana = Caller::person(ANA);
    let customer = if choice.is_multiple_of(2) { OPEN } else { OTHER };
    match choice % 7 {
        0..=2 => {
            let call = accord_kernel::Call::new(
                "toy.make",
                json!({ "customer": customer, "title": format!("made {name}") }),
            );
            kernel.act(&ana, call).unwrap();
            tell(&format!("ack made {name}"));
        }
        3 => {
            let titles = [format!("imported {name}"), "refused".to_owned(), "late".to_owned()];
            let input = json!({ "customer": customer, "titles": titles, "how": "attempt" });
            kernel.act(&ana, accord_kernel::Call::new("toy.import", input)).unwrap();
            tell(&format!("ack imported {name}"));
        }
        4 | 5 => {
            tell(&format!("try {name}"));
            let done =
                kernel.act(&ana, with_key("toy.grow", json!({ "thing": SHARED, "by": 1 }), name)).unwrap();
            tell(&format!("ack grown {name} {}", done.answer));
        }
        _ => {
            let subject = Uuid::from_u128(u128::from(choice));
            let input = json!({ "subject": subject, "step": name, "at": START, "what": "once" });
            kernel.act(&ana, accord_kernel::Call::new("toy.plan", input)).unwrap();
            tell(&format!("ack planned {name}"));
            kernel.tick().unwrap();
            if choice.is_multiple_of(3) {
                kernel.seal().unwrap();
            }
        }
    }
}

/// What the children told, over all rounds.
#[derive(Default)]
struct Ledger {
    made: BTreeSet<String>,
    imported: BTreeSet<String>,
    planned: BTreeSet<String>,
    tried: BTreeSet<String>,
    grown: BTreeMap<String, String>,
}

impl Ledger {
    fn keep(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["ack", "made", name] => drop(self.made.insert(name.to_owned())),
            ["ack", "imported", name] => drop(self.imported.insert(name.to_owned())),
            ["ack", "planned", name] => drop(self.planned.insert(name.to_owned())),
            ["ack", "grown", name, answer] => drop(self.grown.insert(name.to_owned(), answer.to_owned())),
            ["try", name] => drop(self.tried.insert(name.to_owned())),
            // What the test runner says of itself.
            _ => {}
        }
    }
}

fn start(address: &str, round: &str, lines: mpsc::Sender<String>) -> (Child, std::thread::JoinHandle<()>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads", "1"])
        .env(ADDRESS, address)
        .env(ROUND, round)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        for line in out.split(b'\n').map_while(Result::ok) {
            lines.send(String::from_utf8_lossy(&line).into_owned()).ok();
        }
    });
    (child, reader)
}

/// Runs the children until they told `enough` acknowledgements, kills them, and takes in everything that they told.
fn one_round(address: &str, round: u32, nodes: u32, enough: usize, ledger: &mut Ledger) {
    let (sender, lines) = mpsc::channel();
    let children: Vec<_> =
        (0..nodes).map(|node| start(address, &format!("{round}.{node}"), sender.clone())).collect();
    drop(sender);
    let mut seen = 0;
    while seen < enough {
        let line = lines.recv().expect("the children act until they are killed");
        seen += usize::from(line.starts_with("ack "));
        ledger.keep(&line);
    }
    for (mut child, reader) in children {
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
    }
    for line in lines {
        ledger.keep(&line);
    }
}

fn texts(db: &Db, sql: &'static str) -> Vec<String> {
    db.read(|tx| tx.query(sql, params![])).unwrap().iter().map(|row| row.get(0).unwrap()).collect()
}

/// Checks what is left after a kill; returns the root of the log to hold it against next time.
fn check(address: &str, ledger: &Ledger, root: Option<&[u8]>) -> Option<Vec<u8>> {
    let kernel = open(address);
    let db = &kernel.db;
    let place = db.kind();
    if place == "sqlite" {
        assert_eq!(texts(db, "PRAGMA integrity_check"), ["ok"]);
    }
    let report = db.read(|tx| verify(tx, kernel.registry.recorded(), root)).unwrap();
    assert_eq!(report.difference, None, "on {place}");
    let titles = texts(db, "SELECT title FROM thing");
    let there: BTreeSet<&str> = titles.iter().map(String::as_str).collect();
    for (kind, names) in [("made", &ledger.made), ("imported", &ledger.imported)] {
        for name in names {
            assert!(
                there.contains(format!("{kind} {name}").as_str()),
                "{kind} {name} was acknowledged, on {place}"
            );
        }
    }
    // Each made or imported thing has the rows of its three reactions: whole or not at all, told or not.
    let whole =
        titles.iter().filter(|title| title.starts_with("made ") || title.starts_with("imported ")).count();
    for by in ["by the first", "by the second", "by the third, caused by the first"] {
        assert_eq!(titles.iter().filter(|title| *title == by).count(), whole, "{by} on {place}");
    }
    assert!(!titles.iter().any(|title| title == "late" || title == "refused"), "on {place}");
    // What was planned fires once, now at the latest.
    kernel.tick().unwrap();
    let fired = texts(db, "SELECT step FROM fired");
    let once: BTreeSet<&String> = fired.iter().collect();
    assert_eq!(once.len(), fired.len(), "something fired twice on {place}");
    for name in &ledger.planned {
        assert!(once.contains(name), "{name} was planned, on {place}");
    }
    kernel.seal().unwrap().or(report.root)
}

/// Whoever got no answer asks again: every key has its effect once, and its answer is the one that was told.
fn ask_again(address: &str, ledger: &Ledger) {
    let kernel = open(address);
    for name in &ledger.tried {
        let call = with_key("toy.grow", json!({ "thing": SHARED, "by": 1 }), name);
        let done = kernel.act(&Caller::person(ANA), call).unwrap();
        if let Some(told) = ledger.grown.get(name) {
            assert!(done.repeated, "{name} was acknowledged");
            assert_eq!(&done.answer.to_string(), told, "{name}");
        }
    }
    let thing: Thing = kernel.db.read(|tx| tx.get(SHARED)).unwrap().unwrap();
    assert_eq!(
        usize::try_from(thing.size).unwrap(),
        ledger.tried.len(),
        "each key once, on {}",
        kernel.db.kind()
    );
}

fn run(house: &accord_testing::House, nodes: u32) {
    make_tables(&house.kernel);
    house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "made shared", "id": SHARED })).unwrap();
    let address = match &house.options {
        Options::Sqlite { path } => path.to_str().unwrap().to_owned(),
        Options::Postgres { url } => url.clone(),
    };
    let rounds = if std::env::var_os("ACCORD_TEST_LONG").is_some() { 100 } else { 5 };
    let mut ledger = Ledger::default();
    let mut root = None;
    // Where in their work they are killed differs from round to round and from run to run, since threads race.
    let mut dice = u64::from(std::process::id());
    for round in 0..rounds {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let enough = 20 + usize::try_from(dice >> 33).unwrap() % 230;
        one_round(&address, round, nodes, enough, &mut ledger);
        root = check(&address, &ledger, root.as_deref());
        assert!(root.is_some(), "the log is sealed");
    }
    assert!(ledger.made.len() > 20 && !ledger.grown.is_empty() && !ledger.planned.is_empty());
    ask_again(&address, &ledger);
    check(&address, &ledger, root.as_deref());
}

#[test]
fn a_killed_program_on_sqlite_loses_nothing_that_it_acknowledged() {
    run(&accord_testing::sqlite(room, START), 1);
}

#[test]
fn two_killed_nodes_on_postgres_lose_nothing_that_they_acknowledged() {
    run(&accord_testing::postgres(room, START), 2);
}
