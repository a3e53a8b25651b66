//! Many writers at once: shared commits on SQLite, retries on PostgreSQL, and nobody disturbed by a neighbour.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    path::Path,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use accord_store::{Db, Error, Options, Tx, log, params};
use accord_testing::{on_both_stores, postgres_store, sqlite_store};
use support::{bare, header, id, make_toys, record_event};

fn count_up(tx: &mut Tx, name: &str) -> Result<i64, Error> {
    let sql = "INSERT INTO counter (name, value) VALUES (?1, 1)
        ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    tx.query_one(sql, params![name])?.unwrap().get(0)
}

fn value(db: &Db, name: &str) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM counter WHERE name = ?1";
    db.read(|tx| tx.query_one(sql, params![name])).unwrap().unwrap().get(0).unwrap()
}

/// Commits in a write-ahead log: frames that name the size of the database after them.
fn commits(database: &Path) -> usize {
    let log = std::fs::read(database.with_extension("sqlite-wal")).unwrap();
    let number = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().unwrap());
    let (page, salt) = (usize::try_from(number(8)).unwrap(), number(16));
    let frames = (32..log.len().saturating_sub(24)).step_by(24 + page);
    frames.filter(|at| number(at + 8) == salt && number(at + 4) != 0).count()
}

/// Runs `others` so that all of them wait while the writer is busy with `first`.
fn behind_a_slow_one(db: &Db, others: usize, work: impl Fn(&Db, usize) + Sync) {
    let (entered, wait_entered) = mpsc::channel();
    let (go, wait_go) = mpsc::channel::<()>();
    let (entered, wait_go) = (std::sync::Mutex::new(entered), std::sync::Mutex::new(wait_go));
    let queued = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let slow = db.clone();
        scope.spawn(move || {
            slow.write(move |tx| {
                count_up(tx, "slow")?;
                entered.lock().unwrap().send(()).unwrap();
                // The work may run again; then nobody keeps it waiting any more.
                wait_go.lock().unwrap().recv().ok();
                Ok::<_, Error>(())
            })
            .unwrap();
        });
        wait_entered.recv().unwrap();
        for n in 0..others {
            let (work, queued) = (&work, &queued);
            scope.spawn(move || {
                queued.fetch_add(1, Ordering::SeqCst);
                work(db, n);
            });
        }
        while queued.load(Ordering::SeqCst) < others {
            std::thread::yield_now();
        }
        go.send(()).unwrap();
        drop(go);
    });
}

#[test]
fn writers_that_wait_together_share_a_commit() {
    let store = sqlite_store();
    let Options::Sqlite { path } = &store.options else { panic!("it is SQLite") };
    store.db.write(|tx| count_up(tx, "n")).unwrap();
    let before = commits(path);
    store.db.write(|tx| count_up(tx, "n")).unwrap();
    assert_eq!(commits(path), before + 1, "one write alone is one commit");
    behind_a_slow_one(&store.db, 100, |db, _| {
        db.write(|tx| count_up(tx, "n")).unwrap();
    });
    assert_eq!(value(&store.db, "n"), 102);
    let shared = commits(path) - before - 1;
    assert!(shared < 50, "101 writes took {shared} commits");
}

#[test]
fn a_refused_or_panicking_neighbour_leaves_nothing_and_disturbs_nobody() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let work = |db: &Db, n: usize| {
            let key = 1 + n as u128;
            let outcome = db.write(move |tx| {
                count_up(tx, &format!("mine{n}"))?;
                tx.insert(&bare(key))?;
                record_event(tx, 1_000 + key, &[id(1)])?;
                match n % 3 {
                    0 => Ok(()),
                    1 => Err(Error::Busy),
                    _ => panic!("a defect of the work (this text belongs to the test)"),
                }
            });
            match n % 3 {
                0 => outcome.unwrap(),
                1 => assert!(matches!(outcome, Err(Error::Busy)), "{outcome:?}"),
                _ => assert!(matches!(outcome, Err(Error::Panicked)), "{outcome:?}"),
            }
        };
        // On PostgreSQL the slow one holds a connection and nothing else.
        behind_a_slow_one(&store.db, 30, work);
        for n in 0..30 {
            let kept = i64::from(n % 3 == 0);
            assert_eq!(value(&store.db, &format!("mine{n}")), kept, "writer {n} on {}", store.db.kind());
        }
        let chain: i64 = store.db.read(|tx| log::head(tx, id(1))).unwrap().seq;
        assert_eq!(chain, 10, "only the events of those who stayed");
    });
}

#[test]
fn whoever_is_refused_without_having_written_makes_nobody_run_again() {
    let store = sqlite_store();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    behind_a_slow_one(&store.db, 40, move |db, n| {
        let counted = Arc::clone(&counted);
        let outcome = db.write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            if n % 2 == 0 { count_up(tx, "n").map(drop) } else { Err(Error::Busy) }
        });
        assert_eq!(outcome.is_ok(), n % 2 == 0);
    });
    assert_eq!(value(&store.db, "n"), 20);
    assert_eq!(runs.load(Ordering::SeqCst), 40);
}

#[test]
fn a_file_is_closed_when_its_last_user_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..50 {
        let path = folder.path().join(format!("{round}.sqlite"));
        let db = Db::open_and_migrate(&Options::Sqlite { path: path.clone() }).unwrap();
        // The work holds the database too, as the kernel's does; the writer must not be left with the last hold.
        let held = db.clone();
        db.write(move |tx| {
            assert_eq!(held.kind(), "sqlite");
            count_up(tx, "n")
        })
        .unwrap();
        assert_eq!(value(&db, "n"), 1);
        drop(db);
        assert!(
            path.exists() && !path.with_extension("sqlite-wal").exists(),
            "an orderly end leaves no log behind"
        );
    }
}

#[test]
fn a_panicking_read_gives_its_connection_back() {
    on_both_stores(|store| {
        for _ in 0..40 {
            let outcome =
                store.db.read(|_| -> Result<(), Error> { panic!("a defect of the read (of the test)") });
            assert!(matches!(outcome, Err(Error::Panicked)));
        }
        assert_eq!(value(&store.db, "none"), 0, "more panics than connections, and still one is free");
    });
}

#[test]
fn an_answer_comes_only_after_the_commit_and_is_durable_for_others() {
    on_both_stores(|store| {
        let other = store.second();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let (db, other) = (&store.db, &other);
                scope.spawn(move || {
                    for n in 1..=25 {
                        let name = format!("w{writer}");
                        let copy = name.clone();
                        let got = db.write(move |tx| count_up(tx, &copy)).unwrap();
                        assert_eq!(got, n);
                        assert_eq!(value(other, &name), n, "another program sees it on {}", db.kind());
                    }
                });
            }
        });
    });
}

#[test]
fn transactions_that_meet_are_repeated_without_double_effect() {
    let store = postgres_store();
    store
        .db
        .write(|tx| count_up(tx, "a").and_then(|_| count_up(tx, "b")).and_then(|_| count_up(tx, "runs")))
        .unwrap();
    let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
    std::thread::scope(|scope| {
        for (first, second) in [("a", "b"), ("b", "a")] {
            let (db, meet, runs) = (&store.db, Arc::clone(&meet), Arc::clone(&runs));
            scope.spawn(move || {
                let mut met = false;
                db.write(move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    count_up(tx, first)?;
                    if !std::mem::replace(&mut met, true) {
                        meet.wait();
                    }
                    // Wrapped as a room might do, and even passed over: the whole is repeated all the same.
                    drop(count_up(tx, second));
                    count_up(tx, "runs").map_err(|_| Error::Busy)
                })
                .unwrap();
            });
        }
    });
    assert_eq!(runs.load(Ordering::SeqCst), 3, "one of both ran twice");
    assert_eq!((value(&store.db, "a"), value(&store.db, "b"), value(&store.db, "runs")), (3, 3, 3));
}

#[test]
fn a_deadlock_inside_a_refusable_part_repeats_the_whole() {
    let store = postgres_store();
    store.db.write(|tx| count_up(tx, "a").and_then(|_| count_up(tx, "b"))).unwrap();
    let meet = Arc::new(Barrier::new(2));
    std::thread::scope(|scope| {
        for (first, second) in [("a", "b"), ("b", "a")] {
            let (db, meet) = (&store.db, Arc::clone(&meet));
            scope.spawn(move || {
                let mut met = false;
                db.write(move |tx| {
                    count_up(tx, first)?;
                    if !std::mem::replace(&mut met, true) {
                        meet.wait();
                    }
                    let part = tx.attempt(|tx| count_up(tx, second))?;
                    assert!(part.is_ok(), "the part itself never sees the meeting");
                    Ok::<_, Error>(())
                })
                .unwrap();
            });
        }
    });
    assert_eq!((value(&store.db, "a"), value(&store.db, "b")), (3, 3));
}

#[test]
fn sixteen_writers_make_one_order() {
    on_both_stores(|store| {
        let other = store.second();
        std::thread::scope(|scope| {
            for writer in 0..16_u128 {
                let db = if writer % 2 == 0 { &store.db } else { &other };
                scope.spawn(move || {
                    for n in 0..12_u128 {
                        let event = 10_000 + writer * 100 + n;
                        // Half of them lock first, as actions do; half append to a chain that they had not locked.
                        db.write(move |tx| {
                            if n % 2 == 0 {
                                log::lock(tx, &[id(1), id(2)])?;
                            }
                            let chains = if n % 3 == 0 { [id(2), id(1)] } else { [id(1), id(2)] };
                            log::append(tx, &chains, &header(event, "toy.changed"), &[])
                        })
                        .unwrap();
                    }
                });
            }
        });
        for chain in [id(1), id(2)] {
            let slice = log::Slice { limit: 1_000, ..log::Slice::default() };
            let events = store.db.read(|tx| log::read(tx, chain, &slice)).unwrap();
            let places: Vec<i64> = events.iter().rev().map(|event| event.seq).collect();
            assert_eq!(places, (1..=192).collect::<Vec<_>>(), "on {}", store.db.kind());
        }
        let report = store.db.read(|tx| accord_store::verify::verify(tx, &[], None)).unwrap();
        assert_eq!((report.difference, report.events), (None, 384));
    });
}

#[test]
fn two_nodes_seal_at_once() {
    on_both_stores(|store| {
        let other = store.second();
        std::thread::scope(|scope| {
            for db in [&store.db, &other] {
                scope.spawn(move || {
                    for n in 0..20_u128 {
                        db.write(move |tx| log::append(tx, &[id(n)], &header(n, "toy.changed"), &[]))
                            .unwrap();
                        db.write(|tx| log::seal(tx, jiff::Timestamp::UNIX_EPOCH)).unwrap();
                    }
                });
            }
        });
        let report = store.db.read(|tx| accord_store::verify::verify(tx, &[], None)).unwrap();
        assert_eq!(report.difference, None, "on {}", store.db.kind());
        assert!(report.seals >= 1);
        assert_eq!(
            store.db.write(|tx| log::seal(tx, jiff::Timestamp::UNIX_EPOCH)).unwrap(),
            None,
            "nothing moved"
        );
    });
}

#[test]
fn a_seal_takes_a_part_of_very_many_heads_and_the_next_one_the_rest() {
    const HEADS: u128 = 5_003;
    let store = sqlite_store();
    let seal = || store.db.write(|tx| log::seal(tx, jiff::Timestamp::UNIX_EPOCH)).unwrap();
    store
        .db
        .write(|tx| (0..HEADS).try_for_each(|n| log::append(tx, &[id(n)], &header(n, "toy.changed"), &[])))
        .unwrap();
    assert!(seal().unwrap().full, "more are left");
    assert!(!seal().unwrap().full, "these were the last");
    assert_eq!(seal(), None);
    let report = store.db.read(|tx| accord_store::verify::verify(tx, &[], None)).unwrap();
    assert_eq!((report.difference, report.seals), (None, 2));
}
