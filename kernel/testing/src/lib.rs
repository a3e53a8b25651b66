//! Tests of rooms run on both databases, never silently on one (development only).
//!
//! ```no_run
//! # fn rooms(_: &mut accord_kernel::Registry) {}
//! accord_testing::on_both_databases(rooms, "2026-02-02T09:00:00Z", |house| {
//!     // house.act(person, "promise.make", json!({...}))
//! });
//! ```
//! PostgreSQL is taken from `ACCORD_TEST_POSTGRES`; `eval "$(scripts/postgres-throwaway start)"` gives one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot start fails loudly"
)]

mod place;
mod smtp;

use std::collections::BTreeSet;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use accord_kernel::{Call, Caller, Clock, IdSource, Kernel, Outcome, Registry};
use accord_store::{Db, Field, Kind, Options, params, verify};
use jiff::Timestamp;
use place::Place;
use serde_json::Value as JsonValue;
use uuid::Uuid;

pub use smtp::Post;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A kernel over one empty, migrated database with a movable clock and seeded ids.
pub struct House {
    /// The kernel.
    pub kernel: Arc<Kernel>,
    /// The address, to open a second node on the same data.
    pub options: Options,
    #[expect(dead_code, reason = "removed when dropped")]
    place: Place,
}

/// One empty, migrated database without a kernel: for tests of the store itself.
pub struct Store {
    /// The database.
    pub db: Db,
    /// Its address, to open a second node on the same data.
    pub options: Options,
    #[expect(dead_code, reason = "removed when dropped")]
    place: Place,
}

impl Store {
    /// A second node on the same data.
    pub fn second(&self) -> Db {
        Db::open(&self.options).expect("a second node opens")
    }
}

/// The throw-away PostgreSQL's address.
pub fn postgres_url() -> String {
    std::env::var("ACCORD_TEST_POSTGRES").expect(
        "ACCORD_TEST_POSTGRES is not set: run `eval \"$(scripts/postgres-throwaway start)\"` or ./test",
    )
}

/// Opens a house on SQLite.
pub fn sqlite(rooms: fn(&mut Registry), start: &str) -> House {
    open(rooms, start, Place::sqlite())
}

/// Opens a house on PostgreSQL, in a database of its own.
pub fn postgres(rooms: fn(&mut Registry), start: &str) -> House {
    open(rooms, start, Place::postgres(postgres_url()))
}

/// An empty, migrated SQLite database without a kernel.
pub fn sqlite_store() -> Store {
    store(Place::sqlite())
}

/// An empty, migrated PostgreSQL database without a kernel.
pub fn postgres_store() -> Store {
    store(Place::postgres(postgres_url()))
}

fn store(place: Place) -> Store {
    let options = place.options();
    Store { db: Db::open_and_migrate(&options).expect("the database opens and migrates"), options, place }
}

/// Runs a test of the store on SQLite and on PostgreSQL.
pub fn on_both_stores(test: impl Fn(&Store)) {
    test(&sqlite_store());
    test(&postgres_store());
}

fn open(rooms: fn(&mut Registry), start: &str, place: Place) -> House {
    let options = place.options();
    let db = Db::open_and_migrate(&options).expect("the database opens and migrates");
    let house = House { kernel: node(rooms, db), options, place };
    house.at(start);
    house
}

fn node(rooms: fn(&mut Registry), db: Db) -> Arc<Kernel> {
    let mut registry = Registry::new();
    rooms(&mut registry);
    Kernel::new(
        db,
        registry,
        Clock::Movable,
        IdSource::seeded(NUMBER.fetch_add(1_000_000, Ordering::Relaxed)),
    )
    .expect("the wiring is sound")
}

/// Runs the test on SQLite and on PostgreSQL.
pub fn on_both_databases(rooms: fn(&mut Registry), start: &str, test: impl Fn(&House)) {
    test(&sqlite(rooms, start));
    test(&postgres(rooms, start));
}

impl House {
    /// Which database, for messages of failed assertions.
    pub fn name(&self) -> &'static str {
        self.kernel.db.kind()
    }

    /// Opens a second node on the same database.
    pub fn second_node(&self, rooms: fn(&mut Registry)) -> Arc<Kernel> {
        node(rooms, Db::open_and_migrate(&self.options).expect("a second node opens"))
    }

    /// Sets business time without firing anything.
    pub fn at(&self, instant: &str) {
        let at: Timestamp = instant.parse().expect("an instant such as 2026-02-02T09:00:00Z");
        let clock = self.kernel.clock;
        self.kernel.db.write(move |tx| clock.set(tx, at)).expect("the clock is set");
    }

    /// Moves business time forward, firing what is due.
    pub fn advance(&self, instant: &str) -> u64 {
        let at: Timestamp = instant.parse().expect("an instant");
        self.kernel.advance(at).expect("time passes")
    }

    /// Acts as a person.
    pub fn act(&self, person: impl Into<Uuid>, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        self.kernel.act(&Caller::person(person), Call::new(action, input)).map(|done| done.answer)
    }

    /// Acts as the program.
    pub fn system(&self, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        self.kernel.act(&Caller::system(), Call::new(action, input)).map(|done| done.answer)
    }

    /// Reads as a person.
    pub fn view(&self, person: impl Into<Uuid>, name: &str, input: JsonValue) -> Outcome<JsonValue> {
        self.kernel.view(&Caller::person(person), name, &input)
    }

    /// Panics when a recorded table has another column than its declaration, or one of another type: what is not
    /// declared would stand in no event.
    fn declarations_fit(&self) {
        let sql = match self.name() {
            "sqlite" => "SELECT name, lower(type) FROM pragma_table_info(?1)",
            _ => {
                "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns
                WHERE table_schema = current_schema() AND CAST(table_name AS TEXT) = ?1"
            }
        };
        for table in self.kernel.registry.recorded() {
            let rows =
                self.kernel.db.read(|tx| tx.query(sql, params![table.name])).expect("columns can be listed");
            let there: BTreeSet<(String, String)> =
                rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())).collect();
            let declared = |field: &Field| (field.name.to_owned(), type_of(field.kind).to_owned());
            let declared: BTreeSet<_> = table.fields.iter().map(declared).collect();
            assert_eq!(there, declared, "columns of {} left, its declaration right", table.name);
        }
    }

    /// Verifies the whole log; panics with the first difference.
    pub fn verify(&self) {
        self.declarations_fit();
        verified(&self.kernel);
    }
}

/// Verifies a whole log; panics with the first difference.
///
/// # Panics
/// On a difference, or where the log cannot be read.
pub fn verified(kernel: &Kernel) -> verify::Report {
    let tables = kernel.registry.recorded().to_vec();
    let report = kernel.db.read(|tx| verify::verify(tx, &tables, None)).expect("it can be read");
    assert_eq!(report.difference, None, "on {}", kernel.db.kind());
    report
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "bigint",
        Kind::Bool => "boolean",
        Kind::Real => "double precision",
        Kind::Text => "text",
        Kind::Uuid => "uuid",
        Kind::Bytes => "bytea",
    }
}
