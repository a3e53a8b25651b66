//! Whatever somebody changes in the log, the seals, the keys or the recorded tables is found and named.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_store::{Db, Error, Record, Row, Value, log, params, verify};
use accord_testing::{Store, on_both_stores, sqlite_store};
use support::{Dice, Toy, bare, full, id, make_toys, record_event};

fn report(db: &Db, root: Option<&[u8]>) -> verify::Report {
    db.read(|tx| verify::verify(tx, &[Toy::TABLE], root)).expect("a difference is no error")
}

fn difference(db: &Db) -> String {
    report(db, None).difference.unwrap_or_else(|| panic!("nothing was found on {}", db.kind()))
}

fn run(db: &Db, sql: &str, values: &[Value]) -> u64 {
    let (sql, values) = (sql.to_owned(), values.to_vec());
    db.write(move |tx| tx.execute(&sql, &values)).unwrap()
}

/// Three chains of five events over six rows, sealed after three and after four of each.
fn history(store: &Store) -> Vec<Vec<u8>> {
    let db = &store.db;
    make_toys(db);
    let mut roots = Vec::new();
    for round in 0..5_u128 {
        for chain in 1..=3_u128 {
            db.write(move |tx| {
                match round {
                    0 => tx.insert(&bare(chain))?,
                    1 => tx.insert(&full(chain + 10))?,
                    _ => {
                        let mut toy: Toy = tx.get(id(chain))?.unwrap();
                        toy.whole += 1_000;
                        toy.truth = round == 4;
                        tx.update(&mut toy)?;
                    }
                }
                record_event(tx, 100 + round * 10 + chain, &[id(chain), id(99)])
            })
            .unwrap();
        }
        if (2..=3).contains(&round) {
            let sealed = db.write(|tx| log::seal(tx, jiff::Timestamp::UNIX_EPOCH)).unwrap();
            roots.extend(sealed.map(|sealed| sealed.root));
        }
    }
    roots
}

#[test]
fn an_untouched_log_is_clean_and_counts_what_it_saw() {
    on_both_stores(|store| {
        let roots = history(store);
        let all = report(&store.db, Some(&roots[0]));
        assert_eq!(all.difference, None, "on {}", store.db.kind());
        assert_eq!((all.events, all.chains, all.seals, all.rows, all.erased), (30, 4, 2, 6, 0));
        assert_eq!(all.root.as_ref(), roots.last());
        assert_eq!(report(&store.db, Some(&roots[1])).difference, None);
    });
}

const EVENT: &[&str] = &[
    "chain",
    "seq",
    "id",
    "name",
    "customer_id",
    "actor",
    "sphere",
    "via",
    "cause",
    "happened_at",
    "recorded_at",
    "body",
    "hash",
];

/// The value with one bit changed, still storable in its column; SQLite takes any bytes as text.
fn flipped(value: &Value, dice: &mut Dice, any_bytes: bool) -> Value {
    let flip = |bytes: &mut [u8], dice: &mut Dice| {
        let at = dice.roll(bytes.len());
        bytes[at] ^= 1 << dice.roll(8);
    };
    match value {
        Value::Int(n) => Value::Int(n ^ (1 << dice.roll(40))),
        Value::Bool(b) => Value::Bool(!b),
        Value::Real(x) => Value::Real(f64::from_bits(x.to_bits() ^ (1 << dice.roll(52)))),
        Value::Uuid(id) => {
            let mut bytes = *id.as_bytes();
            flip(&mut bytes, dice);
            Value::Uuid(uuid::Uuid::from_bytes(bytes))
        }
        Value::Bytes(bytes) if bytes.is_empty() => Value::Bytes(vec![1]),
        Value::Bytes(bytes) => {
            let mut bytes = bytes.clone();
            flip(&mut bytes, dice);
            Value::Bytes(bytes)
        }
        Value::Text(text) if any_bytes && !text.is_empty() => {
            let mut bytes = text.clone().into_bytes();
            flip(&mut bytes, dice);
            Value::Bytes(bytes)
        }
        Value::Text(text) => {
            let at = dice.roll(text.chars().count() + 1);
            let mut out: String = text.chars().take(at).collect();
            let other = if text.chars().nth(at) == Some('x') { 'y' } else { 'x' };
            out.push(other);
            out.extend(text.chars().skip(at + 1));
            Value::Text(out)
        }
        Value::Null => Value::Null,
    }
}

fn set(db: &Db, table: &str, column: &str, value: &Value, key: &str, keys: &[Value]) {
    // A text of any bytes reaches SQLite as bytes that are called text; PostgreSQL would not take it.
    let text = [
        "name",
        "sphere",
        "via",
        "body",
        "words",
        "maybe_words",
        "day",
        "maybe_day",
        "list",
        "maybe_list",
        "maybe_name",
        "entries",
    ];
    let place =
        if text.contains(&column) && matches!(value, Value::Bytes(_)) { "CAST(?1 AS TEXT)" } else { "?1" };
    let mut values = vec![value.clone()];
    values.extend_from_slice(keys);
    assert_eq!(run(db, &format!("UPDATE {table} SET {column} = {place} WHERE {key}"), &values), 1);
}

fn all_rows(db: &Db, sql: &str) -> Vec<Row> {
    db.read(|tx| tx.query(sql, params![])).unwrap()
}

#[test]
fn one_altered_bit_in_any_column_of_any_event_is_found_and_named() {
    let rounds = if std::env::var_os("ACCORD_TEST_LONG").is_some() { 40 } else { 4 };
    on_both_stores(|store| {
        history(store);
        let db = &store.db;
        let mut dice = Dice(7);
        let events = all_rows(db, &format!("SELECT {} FROM event ORDER BY chain, seq", EVENT.join(", ")));
        for round in 0..rounds {
            for (index, column) in EVENT.iter().enumerate() {
                let row = &events[dice.roll(events.len())];
                let (chain, seq): (uuid::Uuid, i64) = (row.get(0).unwrap(), row.get(1).unwrap());
                let event: uuid::Uuid = row.get(2).unwrap();
                let before = row.values()[index].clone();
                let after = flipped(&before, &mut dice, db.kind() == "sqlite" && round % 2 == 0);
                // The key's own columns are found by the event's id, which may be in two chains.
                let (key, keys) = match *column {
                    "chain" => {
                        ("id = ?2 AND seq = ?3 AND chain IN (?4, ?1)", params![event, seq, chain].to_vec())
                    }
                    "seq" => {
                        ("id = ?2 AND chain = ?3 AND seq IN (?4, ?1)", params![event, chain, seq].to_vec())
                    }
                    _ => ("chain = ?2 AND seq = ?3", params![chain, seq].to_vec()),
                };
                set(db, "event", column, &after, key, &keys);
                let found = difference(db);
                if !matches!(*column, "chain" | "seq") {
                    let named =
                        found.contains(&chain.to_string()) && found.contains(&format!("event {seq} "));
                    assert!(named, "{column} of event {seq} in {chain} on {}: {found}", db.kind());
                }
                let keys = if matches!(*column, "chain" | "seq") {
                    vec![keys[0].clone(), keys[1].clone(), after]
                } else {
                    keys
                };
                set(db, "event", column, &before, key, &keys);
            }
        }
        assert_eq!(report(db, None).difference, None, "all was put back");
    });
}

#[test]
fn one_altered_value_in_any_column_of_a_recorded_row_is_found_and_named() {
    on_both_stores(|store| {
        history(store);
        let db = &store.db;
        let mut dice = Dice(11);
        // Looked at as stored: in SQLite a truth value is a number, and so is 2.
        let rows = all_rows(db, &format!("SELECT {} FROM toy ORDER BY id", Toy::TABLE.columns()));
        for row in &rows {
            let key: uuid::Uuid = row.get(0).unwrap();
            for (index, field) in Toy::TABLE.fields.iter().enumerate().skip(1) {
                let before = row.values()[index].clone();
                let mut after = flipped(&before, &mut dice, false);
                if after == Value::Null {
                    after = match field.kind {
                        accord_store::Kind::Int => Value::Int(0),
                        accord_store::Kind::Bool if db.kind() == "sqlite" => Value::Int(0),
                        accord_store::Kind::Bool => Value::Bool(false),
                        accord_store::Kind::Real => Value::Real(0.0),
                        accord_store::Kind::Text => Value::Text(String::new()),
                        // It refers to a row that is there.
                        accord_store::Kind::Uuid => Value::Uuid(id(2)),
                        accord_store::Kind::Bytes => Value::Bytes(Vec::new()),
                    };
                }
                if field.name == "parent_id" {
                    after = Value::Uuid(id(2));
                }
                set(db, "toy", field.name, &after, "id = ?2", &[Value::Uuid(key)]);
                let found = difference(db);
                assert!(
                    found.contains("toy") && found.contains(&key.to_string()),
                    "{} on {}: {found}",
                    field.name,
                    db.kind()
                );
                set(db, "toy", field.name, &before, "id = ?2", &[Value::Uuid(key)]);
            }
        }
        assert_eq!(report(db, None).difference, None, "all was put back");
    });
}

#[test]
fn a_deleted_an_added_and_an_exchanged_row_are_found() {
    on_both_stores(|store| {
        history(store);
        let db = &store.db;
        let columns = Toy::TABLE.columns();
        run(db, "CREATE TABLE aside AS SELECT * FROM toy", params![]);
        run(db, "DELETE FROM toy WHERE id = ?1", params![id(2)]);
        let found = difference(db);
        assert!(found.contains(&id(2).to_string()) && found.contains("the table has not"), "{found}");
        run(
            db,
            &format!("INSERT INTO toy ({columns}) SELECT {columns} FROM aside WHERE id = ?1"),
            params![id(2)],
        );
        assert_eq!(report(db, None).difference, None);
        for smuggled in [id(50), id(0), uuid::Uuid::max()] {
            let copy = columns
                .replacen("id", "?1", 1)
                .replace(" words,", " words || 'x',")
                .replace("maybe_words || 'x'", "maybe_words");
            run(
                db,
                &format!("INSERT INTO toy ({columns}) SELECT {copy} FROM aside WHERE id = ?2"),
                params![smuggled, id(2)],
            );
            let found = difference(db);
            assert!(
                found.contains(&smuggled.to_string()) && found.contains("the events have not"),
                "{found}"
            );
            run(db, "DELETE FROM toy WHERE id = ?1", params![smuggled]);
        }
        // An old version put back as it once was is a difference too.
        run(
            db,
            "UPDATE toy SET whole = whole - 1000, truth = FALSE, version = version - 1 WHERE id = ?1",
            params![id(3)],
        );
        let found = difference(db);
        assert!(found.contains(&id(3).to_string()) && found.contains("version 4"), "{found}");
    });
}

/// What is done, by which statements, to which chain, key or seal, and what is said of it.
const CUTS: &[(&str, &[&str], &str)] = &[
    ("an event in the middle", &["DELETE FROM event WHERE chain = ?1 AND seq = 3"], "event 3 is missing"),
    ("the first event", &["DELETE FROM event WHERE chain = ?1 AND seq = 1"], "event 1 is missing"),
    ("the last event", &["DELETE FROM event WHERE chain = ?1 AND seq = 5"], "ends at event 4"),
    ("a whole chain", &["DELETE FROM event WHERE chain = ?1"], "are gone"),
    ("a head", &["DELETE FROM chain_head WHERE chain = ?1"], "no head"),
    ("a head's hash", &["UPDATE chain_head SET hash = ?3 WHERE chain = ?1"], "hash of its head"),
    ("a head's mark", &["UPDATE chain_head SET sealed_seq = 5 WHERE chain = ?1"], "marked as sealed"),
    (
        "a tail with its head, down to before the seal",
        &[
            "DELETE FROM event WHERE chain = ?1 AND seq > 3",
            "UPDATE chain_head SET seq = 3, hash = (SELECT hash FROM event WHERE chain = ?1 AND seq = 3) WHERE chain = ?1",
        ],
        "sealed by seal 2, is gone",
    ),
    ("the first seal", &["DELETE FROM seal WHERE seq = 1"], "seal 2 was altered"),
    ("the last seal", &["DELETE FROM seal WHERE seq = 2"], "a seal is gone"),
    ("a seal's time", &["UPDATE seal SET sealed_at = sealed_at + 1 WHERE seq = 2"], "seal 2 was altered"),
    ("a seal's root", &["UPDATE seal SET root = ?3 WHERE seq = 1"], "seal 1 was altered"),
    ("a seal's list", &["UPDATE seal SET entries = '[]' WHERE seq = 1"], "seal 1 was altered"),
    ("a key", &["DELETE FROM person_key WHERE person_id = ?2"], "key of person"),
    ("a key's byte", &["UPDATE person_key SET secret = ?3 WHERE person_id = ?2"], "a key was altered"),
    ("a key's length", &["UPDATE person_key SET secret = ?4 WHERE person_id = ?2"], "a key was altered"),
];

#[test]
fn what_is_cut_out_of_the_log_is_found() {
    for (what, statements, wanted) in CUTS {
        on_both_stores(|store| {
            history(store);
            for sql in *statements {
                let all = params![id(1), id(901), vec![1_u8; 32], vec![1_u8; 31]];
                let used = (1..=4).filter(|n| sql.contains(&format!("?{n}")));
                // Only the parameters that the statement names, numbered anew.
                let (mut text, mut values) = ((*sql).to_owned(), Vec::new());
                for n in used {
                    values.push(all[n - 1].clone());
                    text = text.replace(&format!("?{n}"), &format!("?{}", values.len()));
                }
                assert!(run(&store.db, &text, &values) > 0, "{what}");
            }
            let found = difference(&store.db);
            assert!(found.contains(wanted), "{what} on {}: {found}", store.db.kind());
        });
    }
}

#[test]
fn an_end_cut_off_with_its_seals_is_found_by_a_root_kept_outside() {
    on_both_stores(|store| {
        let roots = history(store);
        let db = &store.db;
        for table in ["event", "seal", "chain_head", "toy", "person_key"] {
            run(db, &format!("DELETE FROM {table}"), params![]);
        }
        assert_eq!(report(db, None).difference, None, "an empty log is a clean one");
        let found = report(db, Some(&roots[1])).difference.unwrap();
        assert!(found.contains("cut off"), "{found}");
        history_again(store);
        let found = report(db, Some(&roots[1])).difference.unwrap();
        assert!(found.contains("cut off"), "another history has other roots: {found}");
    });
}

fn history_again(store: &Store) {
    store
        .db
        .write(|tx| {
            tx.insert(&bare(1))?;
            record_event(tx, 5, &[id(1)])?;
            log::seal(tx, jiff::Timestamp::UNIX_EPOCH)
        })
        .unwrap();
    assert_eq!(report(&store.db, None).difference, None);
}

#[test]
fn an_event_of_a_table_that_nobody_knows_is_named() {
    let store = sqlite_store();
    history(&store);
    let report = store.db.read(|tx| verify::verify(tx, &[], None)).unwrap();
    assert!(report.difference.is_some_and(|text| text.contains("unknown table toy")));
}

#[test]
fn a_long_chain_is_walked_over_its_pages() {
    let store = sqlite_store();
    make_toys(&store.db);
    store
        .db
        .write(|tx| {
            for n in 0..4_100_u128 {
                log::append(tx, &[id(n % 2)], &support::header(n + 1, "toy.seen"), &[])?;
            }
            for n in 1..=2_500 {
                tx.insert(&bare(n))?;
            }
            record_event(tx, 9_999, &[id(5)])
        })
        .unwrap();
    let all = report(&store.db, None);
    assert_eq!((all.difference, all.events, all.rows), (None, 4_101, 2_500));
    run(&store.db, "UPDATE event SET body = '{' WHERE chain = ?1 AND seq = 2031", params![id(1)]);
    let found = difference(&store.db);
    assert!(found.contains("event 2031 ") && found.contains(&id(1).to_string()), "{found}");
    let error: Result<(), Error> = store
        .db
        .read(|tx| log::read(tx, id(1), &log::Slice { limit: 100, ..log::Slice::default() }).map(drop));
    assert!(matches!(error, Err(Error::Corrupt { .. })), "a reader is told, not fooled");
}
