//! Questions that a transaction asks again: whatever it wrote, undid or waited for since is in the answer.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::mpsc;

use accord_store::{Error, Tx, log, params};
use accord_testing::{on_both_stores, postgres_store};
use support::{Toy, bare, id, make_toys, record_event};

const WHOLE: &str = "SELECT whole FROM toy WHERE id = ?1";

fn whole(tx: &mut Tx, n: u128) -> Option<i64> {
    tx.query_one(WHOLE, params![id(n)]).unwrap().map(|row| row.get(0).unwrap())
}

fn set(tx: &mut Tx, n: u128, whole: i64) -> Result<u64, Error> {
    tx.execute("UPDATE toy SET whole = ?2 WHERE id = ?1", params![id(n), whole])
}

#[test]
fn what_a_transaction_wrote_or_undid_since_is_in_the_answer() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let name = store.db.kind();
        store
            .db
            .write(move |tx| {
                assert_eq!((whole(tx, 1), whole(tx, 1)), (None, None));
                tx.insert(&bare(1))?;
                assert_eq!(whole(tx, 1), Some(100), "inserted, on {name}");
                set(tx, 1, 7)?;
                assert_eq!(whole(tx, 1), Some(7), "changed by a statement, on {name}");
                let mut toy: Toy = tx.get(id(1))?.unwrap();
                toy.whole = 8;
                tx.update(&mut toy)?;
                assert_eq!(whole(tx, 1), Some(8), "changed by its record, on {name}");
                let undone = tx.attempt(|tx| {
                    set(tx, 1, 9)?;
                    assert_eq!(whole(tx, 1), Some(9), "inside the part, on {name}");
                    Err::<(), _>(Error::Busy)
                })?;
                assert!(undone.is_err());
                assert_eq!(whole(tx, 1), Some(8), "the part was undone, on {name}");
                let sql = "UPDATE toy SET whole = 11 WHERE id = ?1 RETURNING whole";
                assert_eq!(tx.query_one(sql, params![id(1)])?.unwrap().get::<i64>(0)?, 11);
                assert_eq!(whole(tx, 1), Some(11), "changed by a question, on {name}");
                record_event(tx, 81, &[id(1)])
            })
            .unwrap();
        assert_eq!(store.db.read(|tx| Ok::<_, Error>(whole(tx, 1))).unwrap(), Some(11), "on {name}");
    });
}

#[test]
fn the_same_question_is_asked_once_until_something_is_written() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let cost = |work: fn(&mut Tx)| {
            let before = store.db.statements();
            let done = store.db.write(move |tx| {
                work(tx);
                Ok::<_, Error>(())
            });
            done.unwrap();
            store.db.statements() - before
        };
        let once = cost(|tx| assert_eq!(whole(tx, 1), None));
        let often = cost(|tx| assert_eq!((0..6).filter_map(|_| whole(tx, 1)).count(), 0));
        assert_eq!(often, once, "on {}", store.db.kind());
        let around_a_write = cost(|tx| {
            whole(tx, 1);
            set(tx, 2, 3).unwrap();
            whole(tx, 1);
        });
        assert_eq!(around_a_write, once + 2, "on {}", store.db.kind());
    });
}

/// Who waits for a chain sees what the one before did, also where they had asked already.
#[test]
fn after_a_lock_nothing_known_before_is_believed() {
    let store = postgres_store();
    make_toys(&store.db);
    store
        .db
        .write(|tx| {
            tx.insert(&bare(1))?;
            record_event(tx, 81, &[id(1)])
        })
        .unwrap();
    let (asked, has_asked) = mpsc::channel();
    let (held, holds) = mpsc::channel();
    std::thread::scope(|scope| {
        let db = &store.db;
        scope.spawn(move || {
            db.write(move |tx| {
                log::lock(tx, &[id(1)])?;
                held.send(()).unwrap();
                has_asked.recv().unwrap();
                set(tx, 1, 42)
            })
            .unwrap();
        });
        scope.spawn(move || {
            holds.recv().unwrap();
            db.write(move |tx| {
                assert_eq!(whole(tx, 1), Some(100));
                asked.send(()).unwrap();
                log::lock(tx, &[id(1)])?;
                assert_eq!(whole(tx, 1), Some(42), "it waited for whoever changed it");
                Ok::<_, Error>(())
            })
            .unwrap();
        });
    });
}
