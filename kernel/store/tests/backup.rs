//! A backup is one snapshot, comes back row for row on either database, and is refused when a byte of it differs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{collections::BTreeMap, path::Path};

use accord_store::{
    Db, Error, MIGRATIONS, Migration, Options,
    backup::{self, BackupError, FileHead},
    migrate_with, params,
    search::{self, Entry},
};
use accord_testing::{Store, on_both_stores, postgres_store, sqlite_store};
use jiff::Timestamp;
use support::id;

fn now() -> Timestamp {
    "2026-07-14T06:30:00Z".parse().unwrap()
}

/// Every kind of value, a key onto a table that comes later in the alphabet, and what search is made from.
fn fill(db: &Db) {
    db.write(|tx| {
        tx.execute(
            "INSERT INTO calendar (id, name, spec, archived, version) VALUES (?1, 'x', '', ?2, 1)",
            params![id(9), true],
        )?;
        tx.execute(
            "INSERT INTO person (id, name, folded, email, title, language, zone, theme, density, mail_wish, calendar_id, state, version)
            VALUES (?1, ?2, ?3, NULL, '', 'pt-BR', 'America/Recife', '', '', '', ?4, 'active', 3)",
            params![id(1), "Conceição O'Neill", "conceicao o'neill", id(9)],
        )?;
        for n in 0..700 {
            tx.execute(
                "INSERT INTO notice (id, person_id, kind, facts, href, customer_id, made_at, level, version)
                VALUES (?1, ?2, 'told', ?3, NULL, ?4, ?5, 2, 1)",
                params![id(100 + n), id(1), format!("{{\"n\":{n},\"é\":\"—\"}}"), id(7), i64::MIN],
            )?;
        }
        tx.execute("INSERT INTO person_key (person_id, secret) VALUES (?1, ?2)", params![id(1), vec![0_u8, 255, 7]])?;
        let entry = Entry {
            kind: "customer".to_owned(),
            id: id(7),
            customer: None,
            label: "Estaleiro São Brás".to_owned(),
            hint: String::new(),
        };
        search::put(tx, &entry, "")
    })
    .unwrap();
}

/// Every row of every table, as text, in one order.
fn everything(db: &Db) -> BTreeMap<String, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("look");
    let (manifest, _) = backup::take(db, &path, "test", now(), None).unwrap();
    let mut all = BTreeMap::new();
    for table in &manifest.tables {
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
        let rows = db.read(|tx| tx.query(&sql, params![])).unwrap();
        let text = |row: &accord_store::Row| {
            let values = row.values().iter().zip(&table.columns).map(|(value, (_, kind))| {
                match (kind.as_str(), value) {
                    ("uuid", accord_store::Value::Bytes(bytes)) => {
                        format!("{:?}", uuid::Uuid::from_slice(bytes).unwrap())
                    }
                    ("uuid", accord_store::Value::Uuid(id)) => format!("{id:?}"),
                    ("boolean", accord_store::Value::Int(n)) => format!("{:?}", *n == 1),
                    ("boolean", accord_store::Value::Bool(truth)) => format!("{truth:?}"),
                    (_, value) => format!("{value:?}"),
                }
            });
            values.collect::<Vec<_>>().join("|")
        };
        let mut rows: Vec<String> = rows.iter().map(text).collect();
        rows.sort();
        all.insert(table.name.clone(), rows);
    }
    all
}

/// A database of the same kind without any table.
fn bare(like: &Store, name: &str, folder: &Path) -> Db {
    match &like.options {
        Options::Sqlite { .. } => Db::open(&Options::Sqlite { path: folder.join(name) }).unwrap(),
        Options::Postgres { .. } => postgres_store().db,
    }
}

fn no_files(_: &FileHead, _: Vec<u8>) -> Result<(), BackupError> {
    panic!("there are no files in it")
}

#[test]
fn r67_a_backup_comes_back_row_for_row_on_both_databases_and_across() {
    let folder = tempfile::tempdir().unwrap();
    let (sqlite, postgres) = (sqlite_store(), postgres_store());
    for from in [&sqlite, &postgres] {
        fill(&from.db);
        let path = folder.path().join(from.db.kind());
        let (manifest, content) = backup::take(&from.db, &path, "7.7.7", now(), None).unwrap();
        assert_eq!((manifest.program.as_str(), manifest.database.as_str()), ("7.7.7", from.db.kind()));
        assert_eq!(manifest.taken_at, now());
        assert_eq!(manifest.steps.len(), MIGRATIONS.len());
        assert!(content.rows.iter().sum::<u64>() >= 704, "{content:?}");
        let checked = backup::check(&path).unwrap();
        assert_eq!((&checked.manifest, &checked.content), (&manifest, &content));
        for onto in [sqlite_store(), postgres_store()] {
            backup::restore(&onto.db, &path, &mut no_files).unwrap();
            let way = format!("from {} onto {}", from.db.kind(), onto.db.kind());
            assert_eq!(everything(&onto.db), everything(&from.db), "{way}");
            let found = onto.db.read(|tx| search::find(tx, "sao bras", &[], 9)).unwrap();
            assert_eq!(found.len(), 1, "{way}: search is there again");
            // Its keys hold as before: a key onto nobody is refused.
            let orphan = onto.db.write(|tx| {
                tx.execute(
                    "INSERT INTO notice (id, person_id, kind, facts, made_at, level, version) VALUES (?1, ?2, 'told', '', 1, 1, 1)",
                    params![id(5), id(6)],
                )
            });
            assert!(matches!(orphan, Err(Error::Constraint { .. })), "{way}: {orphan:?}");
        }
    }
}

#[test]
fn a_backup_is_for_an_empty_database_only_and_writes_over_no_file() {
    on_both_stores(|store| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one");
        fill(&store.db);
        backup::take(&store.db, &path, "test", now(), None).unwrap();
        let again = backup::take(&store.db, &path, "test", now(), None);
        assert!(
            matches!(&again, Err(BackupError::Refused(text)) if text.contains("there already")),
            "{again:?}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half done lies beside it");
        let full = backup::restore(&store.db, &path, &mut no_files);
        assert!(matches!(&full, Err(BackupError::Refused(text)) if text.contains("not empty")), "{full:?}");
    });
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one");
    backup::take(&sqlite_store().db, &path, "test", now(), None).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// Of so many backups each has one damaged byte; the places are spread over the whole file.
#[test]
fn r67_each_backup_with_one_damaged_byte_is_refused_and_says_where() {
    let long = std::env::var("ACCORD_TEST_LONG").is_ok_and(|long| long == "1");
    let folder = tempfile::tempdir().unwrap();
    let store = sqlite_store();
    fill(&store.db);
    let extra = folder.path().join("drawing.bin");
    // Bytes that cannot be packed, so that a file has blocks of its own weight.
    let noise: Vec<u8> = (0_u32..70_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(&extra, &noise).unwrap();
    let path = folder.path().join("whole");
    backup::take(&store.db, &path, "test", now(), Some(&[("files/drawing".to_owned(), extra)])).unwrap();
    let whole = std::fs::read(&path).unwrap();
    assert!(backup::check_bytes(&whole).is_ok());
    let count = if long { 1_000 } else { 100 };
    let onto = sqlite_store();
    for n in 0..count {
        let place = (n * whole.len() / count + n * 37) % whole.len();
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (n % 8);
        let refused = backup::check_bytes(&damaged).expect_err("a damaged byte is seen");
        match refused {
            BackupError::Damaged { offset, .. } => {
                let place = place as u64;
                assert!(offset <= place && place < offset + 2_000_000, "byte {place}: said at {offset}");
            }
            BackupError::Foreign => assert!(place < 16, "byte {place}"),
            other => panic!("byte {place}: {other}"),
        }
        if n % 20 == 0 {
            let file = folder.path().join("damaged");
            std::fs::write(&file, &damaged).unwrap();
            let mut kept = 0;
            let outcome = backup::restore(&onto.db, &file, &mut |_, _| {
                kept += 1;
                Ok(())
            });
            assert!(outcome.is_err() && kept == 0, "nothing is written from a damaged one");
            assert!(backup::is_empty(&onto.db).unwrap());
        }
    }
    for cut in [0, 1, 15, 16, 17, whole.len() / 2, whole.len() - 33, whole.len() - 1] {
        assert!(backup::check_bytes(&whole[..cut]).is_err(), "cut off at {cut}");
    }
    assert!(backup::check_bytes(&[whole.as_slice(), b"x"].concat()).is_err(), "something behind the end");
}

#[test]
fn a_newer_backup_is_refused_and_an_older_one_is_brought_up_to_date() {
    on_both_stores(|store| {
        let folder = tempfile::tempdir().unwrap();
        store
            .db
            .write(|tx| {
                let sql = "INSERT INTO schema_migration (number, title, fingerprint) VALUES (99999, 'of_tomorrow', ?1)";
                tx.execute(sql, params![vec![1_u8]])
            })
            .unwrap();
        let newer = folder.path().join("newer");
        backup::take(&store.db, &newer, "9.0.0", now(), None).unwrap();
        let refused =
            backup::restore(&bare(store, "a.sqlite", folder.path()), &newer, &mut no_files).unwrap_err();
        let text = refused.to_string();
        assert!(text.contains("9.0.0") && text.contains("of_tomorrow"), "{text}");
    });
    let folder = tempfile::tempdir().unwrap();
    let early: &'static [Migration] = Vec::leak(MIGRATIONS.iter().take(6).copied().collect());
    let old = Db::open(&Options::Sqlite { path: folder.path().join("old.sqlite") }).unwrap();
    migrate_with(&old, early).unwrap();
    assert_eq!(backup::pending(&old).unwrap(), MIGRATIONS.len() - early.len());
    old.write(|tx| tx.execute("INSERT INTO counter (name, value) VALUES ('O-2026', 41)", params![])).unwrap();
    let path = folder.path().join("early");
    backup::take(&old, &path, "0.0.1", now(), None).unwrap();
    let onto = Db::open(&Options::Sqlite { path: folder.path().join("new.sqlite") }).unwrap();
    assert_eq!(backup::pending(&onto).unwrap(), 0, "an empty database has nothing to be backed up");
    backup::restore(&onto, &path, &mut no_files).unwrap();
    migrate_with(&onto, MIGRATIONS).unwrap();
    let row = onto.read(|tx| tx.query_one("SELECT value FROM counter", params![])).unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 41);
}

#[test]
fn a_backup_under_load_is_one_moment() {
    on_both_stores(|store| {
        let folder = tempfile::tempdir().unwrap();
        // Two tables that always hold the same: a backup that sees them differ is no snapshot.
        let stop = std::sync::atomic::AtomicBool::new(false);
        let written = std::sync::atomic::AtomicI64::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut n = 0_u128;
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    n += 1;
                    store
                        .db
                        .write(move |tx| {
                            tx.execute("INSERT INTO counter (name, value) VALUES (?1, 1)", params![format!("c{n}")])?;
                            tx.execute(
                                "INSERT INTO read_log (id, read_at, principal, view, via) VALUES (?1, 1, ?1, '', '')",
                                params![id(n)],
                            )
                        })
                        .unwrap();
                    written.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                }
            });
            for round in 0..4 {
                let goal = written.load(std::sync::atomic::Ordering::SeqCst) + 20;
                while written.load(std::sync::atomic::Ordering::SeqCst) < goal {
                    std::thread::yield_now();
                }
                let before = written.load(std::sync::atomic::Ordering::SeqCst);
                let path = folder.path().join(format!("b{round}"));
                let (manifest, content) = backup::take(&store.db, &path, "test", now(), None).unwrap();
                let rows = |name: &str| {
                    let at = manifest.tables.iter().position(|table| table.name == name).unwrap();
                    i64::try_from(content.rows[at]).unwrap()
                };
                assert_eq!(rows("counter"), rows("read_log"), "one moment on {}", store.db.kind());
                assert!(rows("counter") >= before, "what was acknowledged before is in it");
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    });
}

#[test]
fn when_the_last_backup_was_is_kept() {
    on_both_stores(|store| {
        assert_eq!(store.db.read(backup::last).unwrap(), None);
        backup::note(&store.db, now()).unwrap();
        assert_eq!(store.db.read(backup::last).unwrap(), Some(now()));
    });
}
