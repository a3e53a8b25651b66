//! A backup is one snapshot, comes back row for row on either database, and is refused when a byte of it differs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{collections::BTreeMap, io::Write, path::Path};

use accord_store::{
    Db, Error, MIGRATIONS, Migration, Options, Tx,
    backup::{self, BackupError, FileHead, KeepFiles, Outside},
    migrate_with, params,
    search::{self, Entry},
};
use accord_testing::{Store, on_both_stores, postgres_store, sqlite_store};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
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

/// An empty database of the same kind.
fn another(like: &Store) -> Store {
    match &like.options {
        Options::Sqlite { .. } => sqlite_store(),
        Options::Postgres { .. } => postgres_store(),
    }
}

/// What a restore handed over.
#[derive(Default)]
struct Kept {
    heads: Vec<FileHead>,
    bytes: u64,
    largest: usize,
    begun: usize,
    hasher: Sha256,
    hashes: Vec<String>,
}

impl KeepFiles for Kept {
    fn begin(&mut self, _: &FileHead) -> Result<(), BackupError> {
        self.begun += 1;
        Ok(())
    }
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.bytes += bytes.len() as u64;
        self.largest = self.largest.max(bytes.len());
        self.hasher.update(bytes);
        Ok(())
    }
    fn end(&mut self, head: &FileHead) -> Result<(), BackupError> {
        self.heads.push(head.clone());
        self.hashes.push(backup::hex(&self.hasher.finalize_reset()));
        Ok(())
    }
}

/// For a backup without files.
struct NoFiles;

impl KeepFiles for NoFiles {
    fn begin(&mut self, _: &FileHead) -> Result<(), BackupError> {
        panic!("there are no files in it")
    }
    fn bytes(&mut self, _: &[u8]) -> Result<(), BackupError> {
        panic!("there are no files in it")
    }
    fn end(&mut self, _: &FileHead) -> Result<(), BackupError> {
        panic!("there are no files in it")
    }
}

fn outside(name: &str, path: &Path, named: bool) -> Outside {
    Outside { name: name.to_owned(), path: path.to_owned(), named }
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
            backup::restore(&onto.db, &path, &mut NoFiles).unwrap();
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
        let full = backup::restore(&store.db, &path, &mut NoFiles);
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
    let mut list = |_: &mut Tx| Ok(vec![outside("files/drawing", &extra, true)]);
    backup::take(&store.db, &path, "test", now(), Some(&mut list)).unwrap();
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
            let mut kept = Kept::default();
            let outcome = backup::restore(&onto.db, &file, &mut kept);
            assert!(outcome.is_err() && kept.begun == 0, "nothing is written from a damaged one");
            assert!(backup::is_empty(&onto.db).unwrap());
        }
    }
    for cut in [0, 1, 15, 16, 17, whole.len() / 2, whole.len() - 33, whole.len() - 1] {
        assert!(backup::check_bytes(&whole[..cut]).is_err(), "cut off at {cut}");
    }
    assert!(backup::check_bytes(&[whole.as_slice(), b"x"].concat()).is_err(), "something behind the end");
}

/// A file larger than what any page takes, with an end of its own so that no piece of it may be lost or doubled.
fn large(path: &Path) -> u64 {
    const SIZE: u64 = 70 * 1_048_576 + 11;
    let mut file = std::fs::File::create(path).unwrap();
    file.write_all(b"no;name").unwrap();
    file.set_len(SIZE).unwrap();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(SIZE - 4)).unwrap();
    file.write_all(b"last").unwrap();
    SIZE
}

#[test]
fn r67_a_file_of_any_size_is_taken_checked_and_given_back_in_pieces() {
    on_both_stores(|store| {
        let folder = tempfile::tempdir().unwrap();
        let (file, empty) = (folder.path().join("import.csv"), folder.path().join("empty.toml"));
        let size = large(&file);
        std::fs::write(&empty, "").unwrap();
        let path = folder.path().join("one");
        let mut list =
            |_: &mut Tx| Ok(vec![outside("files/import", &file, true), outside("settings/e", &empty, false)]);
        let (_, content) = backup::take(&store.db, &path, "test", now(), Some(&mut list)).unwrap();
        assert_eq!((content.files, content.file_bytes), (2, size));
        assert_eq!(backup::check(&path).unwrap().content, content);
        let mut kept = Kept::default();
        let onto = another(store);
        backup::restore(&onto.db, &path, &mut kept).unwrap();
        assert_eq!(kept.bytes, size);
        assert!(kept.largest <= 1_048_576, "a piece of {} bytes was held", kept.largest);
        let names: Vec<_> = kept.heads.iter().map(|head| (head.name.as_str(), head.size)).collect();
        assert_eq!(names, [("files/import", size), ("settings/e", 0)]);
        let sums: Vec<_> = kept.heads.iter().map(|head| head.sha256.clone()).collect();
        assert_eq!(kept.hashes, sums, "the bytes are those that were taken");
    });
}

#[test]
fn r67_files_are_listed_once_the_snapshot_stands_and_one_that_is_gone_ends_nothing() {
    on_both_stores(|store| {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let count = |tx: &mut Tx| {
            let row = tx.query_one("SELECT COUNT(*) FROM counter", params![])?;
            row.map_or(Ok(0), |row| row.get::<i64>(0))
        };
        let write = |name: &'static str| {
            let sql = "INSERT INTO counter (name, value) VALUES (?1, 1)";
            store.db.write(move |tx| tx.execute(sql, params![name])).unwrap();
        };
        for name in ["stays", "goes", "unnamed"] {
            std::fs::write(at(name), name).unwrap();
        }
        write("before");
        let mut seen = Vec::new();
        let mut list = |tx: &mut Tx| {
            seen.push(count(tx)?);
            // Somebody attaches a file now, and others are let go after they were listed.
            write("meanwhile");
            seen.push(tx.query("SELECT name FROM counter", params![])?.len() as i64);
            let all = [
                ("files/goes", "goes", true),
                ("files/stays", "stays", true),
                ("files/un", "unnamed", false),
            ];
            let all = all.map(|(name, file, named)| outside(name, &at(file), named));
            std::fs::remove_file(at("goes"))?;
            std::fs::remove_file(at("unnamed"))?;
            Ok(all.to_vec())
        };
        let path = at("one");
        let (manifest, content) = backup::take(&store.db, &path, "test", now(), Some(&mut list)).unwrap();
        assert_eq!(seen, [1, 1], "whoever lists files sees the rows of the snapshot");
        let table = manifest.tables.iter().position(|table| table.name == "counter").unwrap();
        assert_eq!(content.rows[table], 1);
        let checked = backup::check(&path).unwrap();
        let told: Vec<_> =
            checked.files.iter().map(|head| (head.name.as_str(), head.size, head.gone)).collect();
        assert_eq!(
            told,
            [("files/stays", 5, false), ("files/goes", 0, true)],
            "nobody misses the unnamed one"
        );
        let mut kept = Kept::default();
        let onto = another(store);
        backup::restore(&onto.db, &path, &mut kept).unwrap();
        assert_eq!((kept.heads, kept.bytes), (checked.files, 5));
    });
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_leaves_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one");
    let mut list = |_: &mut Tx| Ok(vec![outside("files/x", folder.path(), true)]);
    let refused = backup::take(&sqlite_store().db, &path, "test", now(), Some(&mut list)).unwrap_err();
    assert!(refused.to_string().contains(&folder.path().display().to_string()), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing half done lies there");
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
            backup::restore(&bare(store, "a.sqlite", folder.path()), &newer, &mut NoFiles).unwrap_err();
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
    backup::restore(&onto, &path, &mut NoFiles).unwrap();
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
