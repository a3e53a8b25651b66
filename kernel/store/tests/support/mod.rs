//! A toy table with every kind of column, and shorthands.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "each test file uses a part of it")]

use accord_store::{Db, Error, Json, Tx, log, record};
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use uuid::Uuid;

record! {
    /// A row with every kind of column, given and missing.
    pub struct Toy in "toy" shape 1 subject "person_id" {
        id: Uuid,
        whole: i64,
        maybe_whole: Option<i64>,
        truth: bool,
        maybe_truth: Option<bool>,
        measure: f64,
        maybe_measure: Option<f64>,
        words: String,
        maybe_words: Option<String>,
        person_id: Uuid,
        parent_id: Option<Uuid>,
        raw: Vec<u8>,
        maybe_raw: Option<Vec<u8>>,
        at: Timestamp,
        maybe_at: Option<Timestamp>,
        day: Date,
        maybe_day: Option<Date>,
        list: Json<Vec<i64>>,
        maybe_list: Option<Json<Vec<i64>>>,
        @personal name: String,
        @personal maybe_name: Option<String>,
        version: i64,
    }
}

pub const TOY: &str = "CREATE TABLE toy (
    id UUID NOT NULL PRIMARY KEY,
    whole BIGINT NOT NULL CONSTRAINT toy_whole_check CHECK (whole <> 13),
    maybe_whole BIGINT,
    truth BOOLEAN NOT NULL,
    maybe_truth BOOLEAN,
    measure DOUBLE PRECISION NOT NULL,
    maybe_measure DOUBLE PRECISION,
    words TEXT NOT NULL,
    maybe_words TEXT,
    person_id UUID NOT NULL,
    parent_id UUID REFERENCES toy (id),
    raw BYTEA NOT NULL,
    maybe_raw BYTEA,
    at BIGINT NOT NULL,
    maybe_at BIGINT,
    day TEXT NOT NULL,
    maybe_day TEXT,
    list TEXT NOT NULL,
    maybe_list TEXT,
    name TEXT NOT NULL,
    maybe_name TEXT,
    version BIGINT NOT NULL,
    UNIQUE (words, whole)
)";

pub const TOY_INDEX: &str = "CREATE UNIQUE INDEX toy_true_words_key ON toy (maybe_words) WHERE truth = TRUE";

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A row with every optional column missing.
pub fn bare(n: u128) -> Toy {
    Toy {
        id: id(n),
        whole: i64::try_from(n).unwrap() * 100,
        maybe_whole: None,
        truth: false,
        maybe_truth: None,
        measure: 0.0,
        maybe_measure: None,
        words: format!("words of {n}"),
        maybe_words: None,
        person_id: id(900 + n),
        parent_id: None,
        raw: Vec::new(),
        maybe_raw: None,
        at: Timestamp::UNIX_EPOCH,
        maybe_at: None,
        day: jiff::civil::date(1970, 1, 1),
        maybe_day: None,
        list: Json(Vec::new()),
        maybe_list: None,
        name: format!("Name{n} Surname{n}"),
        maybe_name: None,
        version: 1,
    }
}

/// A row with every column given, at the edges of what fits.
pub fn full(n: u128) -> Toy {
    Toy {
        maybe_whole: Some(i64::MIN),
        truth: true,
        maybe_truth: Some(false),
        measure: 0.1 + 0.2,
        maybe_measure: Some(-1.797_693_134_862_315_7e308),
        maybe_words: Some(format!("'quoted' ?1 $1 \u{1F980} ção {n}")),
        raw: vec![0, 255, 1, 39],
        maybe_raw: Some(Vec::new()),
        at: "1969-12-31T23:59:59.999999Z".parse().unwrap(),
        maybe_at: Some("9999-12-30T22:00:00.999999Z".parse().unwrap()),
        day: jiff::civil::date(2024, 2, 29),
        maybe_day: Some(jiff::civil::date(9999, 12, 31)),
        list: Json(vec![i64::MAX, 0, -1]),
        maybe_list: Some(Json(vec![])),
        maybe_name: Some("Zoë\nSecond line".to_owned()),
        ..bare(n)
    }
}

pub fn make_toys(db: &Db) {
    db.write(|tx| {
        tx.execute(TOY, &[])?;
        tx.execute(TOY_INDEX, &[])?;
        Ok::<_, Error>(())
    })
    .expect("the toy table is made");
}

pub fn header(event: u128, name: &str) -> log::Header {
    log::Header {
        id: id(event),
        name: name.to_owned(),
        customer: Some(id(1)),
        actor: Some(id(2)),
        sphere: "sales".to_owned(),
        via: "api".to_owned(),
        cause: Some(id(3)),
        happened_at: Timestamp::from_microsecond(1_700_000_000_000_000).unwrap(),
        recorded_at: Timestamp::from_microsecond(1_700_000_000_000_001).unwrap(),
        facts: json!({ "n": 1 }),
    }
}

/// Writes what the transaction collected as one event of the chains, as an action does.
pub fn record_event(tx: &mut Tx, event: u128, chains: &[Uuid]) -> Result<(), Error> {
    let images = tx.take_images();
    log::append(tx, chains, &header(event, "toy.changed"), &images)
}

/// A deterministic stream of numbers for tests.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}
