//! One SQL text on both databases: each trap met while the store was designed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_store::{Db, Error, Options, Record, Row, Value, params};
use accord_testing::{on_both_stores, postgres_store, sqlite_store};
use support::{Toy, bare, full, header, id, make_toys, record_event};

fn rows(db: &Db, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Error> {
    db.read(|tx| tx.query(sql, values))
}

fn number(db: &Db, sql: &'static str, values: &[Value]) -> i64 {
    rows(db, sql, values).unwrap()[0].get(0).unwrap()
}

fn save(db: &Db, toys: Vec<Toy>) {
    db.write(move |tx| {
        tx.insert_all(&toys)?;
        record_event(tx, 77, &[id(1)])
    })
    .unwrap();
}

#[test]
fn parameters_go_by_number_not_by_appearance() {
    on_both_stores(|store| {
        let db = &store.db;
        let row = &rows(db, "SELECT ?2 || '-' || ?1 || '-' || ?2 || '?1'", params!["a", "b"]).unwrap()[0];
        assert_eq!(row.get::<String>(0).unwrap(), "b-a-b?1", "on {}", db.kind());
        make_toys(db);
        save(db, vec![bare(1), bare(2)]);
        let sql = "UPDATE toy SET maybe_words = ?2, maybe_whole = ?3 WHERE id = ?1";
        db.write(move |tx| tx.execute(sql, params![id(2), "second", 7_i64])).unwrap();
        assert_eq!(
            number(db, "SELECT COUNT(*) FROM toy WHERE maybe_words = ?1 AND whole = 200", params!["second"]),
            1
        );
        let ten: Vec<Value> = (1..=11).map(Value::Int).collect();
        let sql = "SELECT CAST(?11 AS BIGINT) - CAST(?1 AS BIGINT) + CAST(?10 AS BIGINT) * 0, CAST(?2 AS BIGINT) + CAST(?3 AS BIGINT)
            + CAST(?4 AS BIGINT) + CAST(?5 AS BIGINT) + CAST(?6 AS BIGINT) + CAST(?7 AS BIGINT) + CAST(?8 AS BIGINT) + CAST(?9 AS BIGINT)";
        let row = &rows(db, sql, &ten).unwrap()[0];
        assert_eq!((row.get::<i64>(0).unwrap(), row.get::<i64>(1).unwrap()), (10, 44), "on {}", db.kind());
    });
}

#[test]
fn every_kind_of_column_comes_back_as_it_went() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let toys = vec![bare(1), full(2)];
        save(&store.db, toys.clone());
        for toy in &toys {
            let back: Toy = store.db.read(|tx| tx.get(toy.id)).unwrap().unwrap();
            assert_eq!(&back, toy, "on {}", store.db.kind());
        }
        let listed: Vec<Toy> = store.db.read(|tx| tx.select("ORDER BY id DESC", params![])).unwrap();
        assert_eq!(listed, [toys[1].clone(), toys[0].clone()]);
        let sql = format!("SELECT COUNT(*) OVER (), 'x', {} FROM toy ORDER BY id", Toy::TABLE.columns());
        let joined = store.db.read(|tx| tx.query(&sql, params![])).unwrap();
        assert_eq!(Toy::from_row(&joined[1], 2).unwrap(), toys[1], "columns after others");
        assert_eq!(store.db.read(|tx| tx.get::<Toy>(id(3))).unwrap(), None);
    });
}

#[test]
fn text_that_looks_like_a_number_stays_text() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let texts = ["0042", "1e5", "7", "007.0", " 1", "", "-0", "0x10", "true"];
        let mut toys = Vec::new();
        for (n, text) in (1..).zip(texts) {
            toys.push(Toy { words: text.to_owned(), maybe_words: Some(text.to_owned()), ..bare(n) });
        }
        save(&store.db, toys.clone());
        let back: Vec<Toy> = store.db.read(|tx| tx.select("ORDER BY id", params![])).unwrap();
        assert_eq!(back, toys, "on {}", store.db.kind());
    });
}

#[test]
fn null_parameters_need_no_type() {
    on_both_stores(|store| {
        make_toys(&store.db);
        save(&store.db, vec![bare(1), Toy { maybe_words: Some("given".to_owned()), ..bare(2) }]);
        let count = "SELECT COUNT(*) FROM toy WHERE maybe_words IS NOT DISTINCT FROM ?1";
        assert_eq!(number(&store.db, count, params![None::<String>]), 1, "on {}", store.db.kind());
        assert_eq!(number(&store.db, count, params![Some("given".to_owned())]), 1);
        let count = "SELECT COUNT(*) FROM toy WHERE parent_id IS NOT DISTINCT FROM ?1 AND maybe_raw IS NOT DISTINCT FROM ?2
            AND maybe_truth IS NOT DISTINCT FROM ?3 AND maybe_measure IS NOT DISTINCT FROM ?4 AND maybe_at IS NOT DISTINCT FROM ?5";
        assert_eq!(number(&store.db, count, &[const { Value::Null }; 5]), 2);
        let filter = "SELECT COUNT(*) FROM toy WHERE (CAST(?1 AS TEXT) IS NULL OR words = ?1)";
        assert_eq!(number(&store.db, filter, params![None::<String>]), 2);
        assert_eq!(number(&store.db, filter, params![Some("words of 2".to_owned())]), 1);
    });
}

#[test]
fn whole_numbers_are_wide_and_sums_are_cast() {
    on_both_stores(|store| {
        let db = &store.db;
        make_toys(db);
        let wide = |n, whole| Toy { maybe_whole: Some(whole), ..bare(n) };
        save(db, vec![wide(1, i64::MAX), wide(2, i64::MIN), wide(3, 3_000_000_000)]);
        let back: Vec<i64> = rows(db, "SELECT maybe_whole FROM toy ORDER BY id", params![])
            .unwrap()
            .iter()
            .map(|row| row.get(0).unwrap())
            .collect();
        assert_eq!(back, [i64::MAX, i64::MIN, 3_000_000_000]);
        let sum = "SELECT CAST(COALESCE(SUM(maybe_whole), 0) AS BIGINT) FROM toy WHERE maybe_whole < ?1 AND maybe_whole > ?2";
        assert_eq!(number(db, sum, params![i64::MAX, i64::MIN]), 3_000_000_000);
        assert_eq!(number(db, sum, params![0_i64, 0_i64]), 0, "nothing sums to zero");
        assert_eq!(number(db, "SELECT 7", params![]), 7, "a literal is narrow on PostgreSQL");
        assert_eq!(number(db, "SELECT COUNT(*) FROM toy", params![]), 3);
        assert_eq!(rows(db, "SELECT id FROM toy ORDER BY id LIMIT ?1", params![2_i64]).unwrap().len(), 2);
        assert_eq!(
            rows(db, "SELECT substr(words, 1, ?1) FROM toy", params![5_i64]).unwrap()[0]
                .get::<String>(0)
                .unwrap(),
            "words"
        );
    });
    // The trap itself: the message says which column has which type.
    let store = postgres_store();
    make_toys(&store.db);
    let error = rows(&store.db, "SELECT SUM(maybe_whole) AS total FROM toy", params![]).unwrap_err();
    assert!(
        matches!(&error, Error::Sql(text) if text.contains("total") && text.contains("numeric")),
        "{error}"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_our_defect_and_harms_nothing_else() {
    on_both_stores(|store| {
        make_toys(&store.db);
        for (sql, values) in [
            ("SELECT ?1 || 'x'", params![].to_vec()),
            ("SELECT words FROM toy WHERE words = ?1", params!["a", "b"].to_vec()),
            ("SELECT nothing FROM toy", params![].to_vec()),
        ] {
            let error = store.db.write(move |tx| tx.query(sql, &values).map(drop)).unwrap_err();
            assert!(matches!(error, Error::Sql(_)), "{sql}: {error}");
        }
        save(&store.db, vec![bare(1)]);
    });
    let store = postgres_store();
    make_toys(&store.db);
    for (column, value) in [
        ("words", Value::Int(7)),
        ("words", Value::Uuid(id(7))),
        ("whole", Value::Bool(true)),
        ("whole", Value::Text("7".to_owned())),
        ("truth", Value::Int(1)),
        ("id", Value::Text(id(7).to_string())),
        ("raw", Value::Text("x".to_owned())),
        ("raw", Value::Uuid(id(7))),
    ] {
        let sql = format!("SELECT COUNT(*) FROM toy WHERE {column} = ?1");
        let error = store.db.read(|tx| tx.query(&sql, std::slice::from_ref(&value))).unwrap_err();
        assert!(matches!(&error, Error::Sql(_)), "{column} {value:?}: {error}");
    }
}

#[test]
fn many_statements_do_not_pile_up() {
    on_both_stores(|store| {
        store
            .db
            .read(|tx| {
                for n in 0..1_200 {
                    let row = tx.query_one(&format!("SELECT {n}"), params![])?.unwrap();
                    assert_eq!(row.get::<i64>(0)?, n);
                }
                Ok::<_, Error>(())
            })
            .unwrap();
    });
}

#[test]
fn a_stale_row_is_refused_and_the_record_stays_as_it_was() {
    on_both_stores(|store| {
        make_toys(&store.db);
        save(&store.db, vec![bare(1)]);
        store
            .db
            .write(|tx| {
                let mut first: Toy = tx.get(id(1))?.unwrap();
                let mut second = first.clone();
                first.words = "first".to_owned();
                tx.update(&mut first)?;
                assert_eq!(first.version, 2);
                second.words = "second".to_owned();
                let refused = tx.update(&mut second).unwrap_err();
                assert!(
                    matches!(refused, Error::Stale { table: "toy", id: row } if row == id(1)),
                    "{refused}"
                );
                assert_eq!(second.version, 1, "the record is as it was before the call");
                assert!(matches!(tx.remove(&second), Err(Error::Stale { .. })));
                record_event(tx, 78, &[id(1)])
            })
            .unwrap();
        let back: Toy = store.db.read(|tx| tx.get(id(1))).unwrap().unwrap();
        assert_eq!((back.words.as_str(), back.version), ("first", 2), "on {}", store.db.kind());
        store
            .db
            .write(move |tx| {
                tx.remove(&back)?;
                record_event(tx, 79, &[id(1)])
            })
            .unwrap();
        assert_eq!(store.db.read(|tx| tx.get::<Toy>(id(1))).unwrap(), None);
    });
}

#[test]
fn constraints_have_one_name_on_both() {
    type Change = fn(&mut Toy);
    let cases: [(&str, Change); 5] = [
        ("toy_pkey", |toy| toy.id = id(1)),
        ("toy_words_whole_key", |toy| {
            toy.words = "words of 1".to_owned();
            toy.whole = 100;
        }),
        ("toy_true_words_key", |toy| {
            toy.truth = true;
            toy.maybe_words = Some("taken".to_owned());
        }),
        ("toy_whole_check", |toy| toy.whole = 13),
        ("foreign_key", |toy| toy.parent_id = Some(id(404))),
    ];
    on_both_stores(|store| {
        make_toys(&store.db);
        save(&store.db, vec![Toy { truth: true, maybe_words: Some("taken".to_owned()), ..bare(1) }]);
        for (name, change) in cases {
            let mut toy = bare(2);
            change(&mut toy);
            let refused = store.db.write(move |tx| tx.insert(&toy)).unwrap_err();
            assert!(
                matches!(&refused, Error::Constraint { name: found } if found == name),
                "{name} on {}: {refused}",
                store.db.kind()
            );
        }
        let refused = store.db.write(|tx| tx.execute("UPDATE toy SET words = NULL", params![])).unwrap_err();
        assert!(matches!(&refused, Error::Constraint { name } if name == "toy_words_not_null"), "{refused}");
        let refused = store.db.write(|tx| tx.execute("DELETE FROM toy WHERE 1 = 0 OR whole = 13", params![]));
        assert_eq!(refused.unwrap(), 0, "the connection is usable after each refusal");
    });
}

/// Collides with `bare(1)` by its id alone.
fn same_id() -> Toy {
    Toy { id: id(1), ..bare(99) }
}

#[test]
fn work_that_passes_over_a_failed_statement_is_refused() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let refused = store.db.write(|tx| {
            tx.insert(&bare(1))?;
            record_event(tx, 80, &[id(1)])?;
            // A defect of the caller: it takes the refused key for no matter.
            drop(tx.insert(&same_id()));
            Ok::<_, Error>("done")
        });
        assert!(
            matches!(&refused, Err(Error::Constraint { name }) if name == "toy_pkey"),
            "on {}: {refused:?}",
            store.db.kind()
        );
        assert_eq!(number(&store.db, "SELECT COUNT(*) FROM toy", params![]), 0);
        assert_eq!(number(&store.db, "SELECT COUNT(*) FROM event", params![]), 0);
    });
}

#[test]
fn rows_outside_an_event_are_refused() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let refused = store.db.write(|tx| tx.insert(&bare(1)));
        assert!(matches!(&refused, Err(Error::Sql(text)) if text.contains("toy")), "{refused:?}");
        assert_eq!(number(&store.db, "SELECT COUNT(*) FROM toy", params![]), 0, "on {}", store.db.kind());
    });
}

#[test]
fn a_refused_part_leaves_nothing_and_the_rest_stays() {
    on_both_stores(|store| {
        make_toys(&store.db);
        store
            .db
            .write(|tx| {
                tx.insert(&bare(1))?;
                let refused = tx.attempt(|tx| {
                    tx.insert(&bare(2))?;
                    let inner = tx.attempt(|tx| tx.insert(&bare(3)))?;
                    assert!(inner.is_ok());
                    tx.insert(&same_id())
                })?;
                assert!(
                    matches!(&refused, Err(Error::Constraint { name }) if name == "toy_pkey"),
                    "{refused:?}"
                );
                let kept = tx.attempt(|tx| {
                    let inner = tx.attempt(|tx| {
                        tx.insert(&bare(5))?;
                        Err::<(), _>(Error::Busy)
                    })?;
                    assert!(matches!(inner, Err(Error::Busy)));
                    tx.insert(&bare(4))
                })?;
                assert!(kept.is_ok());
                let tables: Vec<_> = tx.images_for_test();
                assert_eq!(tables, [id(1), id(4)], "after-images in order, without the undone");
                record_event(tx, 81, &[id(1)])
            })
            .unwrap();
        let ids: Vec<uuid::Uuid> = rows(&store.db, "SELECT id FROM toy ORDER BY id", params![])
            .unwrap()
            .iter()
            .map(|row| row.get(0).unwrap())
            .collect();
        assert_eq!(ids, [id(1), id(4)], "on {}", store.db.kind());
    });
}

trait ImagesForTest {
    fn images_for_test(&mut self) -> Vec<uuid::Uuid>;
}

impl ImagesForTest for accord_store::Tx {
    fn images_for_test(&mut self) -> Vec<uuid::Uuid> {
        let images = self.take_images();
        let keys = images.iter().map(|image| image.key).collect();
        self.restore_images(images);
        keys
    }
}

#[test]
fn a_read_is_one_snapshot_and_writes_nothing() {
    on_both_stores(|store| {
        make_toys(&store.db);
        save(&store.db, vec![bare(1)]);
        store
            .db
            .read(|tx| {
                let count = "SELECT COUNT(*) FROM toy";
                let before: i64 = tx.query_one(count, params![])?.unwrap().get(0)?;
                let db = store.db.clone();
                std::thread::spawn(move || save_second(&db)).join().unwrap();
                let after: i64 = tx.query_one(count, params![])?.unwrap().get(0)?;
                assert_eq!((before, after), (1, 1), "on {}", store.db.kind());
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(number(&store.db, "SELECT COUNT(*) FROM toy", params![]), 2);
        let refused = store.db.read(|tx| tx.execute("DELETE FROM toy", params![]));
        assert!(refused.is_err(), "a read that writes is refused");
        assert_eq!(number(&store.db, "SELECT COUNT(*) FROM toy", params![]), 2);
    });
}

fn save_second(db: &Db) {
    db.write(|tx| {
        tx.insert(&bare(2))?;
        let images = tx.take_images();
        accord_store::log::append(tx, &[id(2)], &header(82, "toy.changed"), &images)
    })
    .unwrap();
}

#[test]
fn many_open_one_file_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::Sqlite { path: folder.path().join("one.sqlite") };
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| Db::open_and_migrate(&options))).collect();
            for one in opened {
                let db = one.join().unwrap().expect("all of them open");
                assert_eq!(
                    rows(&db, "PRAGMA journal_mode", params![]).unwrap()[0].get::<String>(0).unwrap(),
                    "wal"
                );
                assert_eq!(number(&db, "PRAGMA synchronous", params![]), 2, "FULL");
                assert_eq!(number(&db, "PRAGMA foreign_keys", params![]), 1);
            }
        });
    }
}

#[test]
fn two_programs_on_one_file_wait_for_each_other() {
    let store = sqlite_store();
    let other = store.second();
    let add = |db: &Db| {
        for _ in 0..40 {
            db.write(|tx| {
                let row = tx.query_one("SELECT value FROM counter WHERE name = 'n'", params![])?;
                let value = row.map_or(Ok(0), |row| row.get::<i64>(0))?;
                tx.execute(
                    "INSERT INTO counter (name, value) VALUES ('n', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    params![value + 1],
                )
            })
            .unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| add(&store.db));
        scope.spawn(|| add(&other));
    });
    assert_eq!(number(&store.db, "SELECT value FROM counter", params![]), 80);
}

#[test]
fn a_database_may_be_dropped_on_an_asynchronous_thread() {
    on_both_stores(|store| {
        let second = store.second();
        assert_eq!(number(&second, "SELECT 1", params![]), 1);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async move { drop(second) });
    });
}

#[test]
fn a_connection_that_the_server_closed_is_replaced() {
    let store = postgres_store();
    assert_eq!(number(&store.db, "SELECT 1", params![]), 1);
    let other = store.second();
    let end = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'accord' AND pid <> pg_backend_pid() AND state = 'idle' AND query = 'ROLLBACK'
        AND backend_start > now() - CAST('1 minute' AS INTERVAL) AND pid = CAST(?1 AS BIGINT)";
    let pid = number(&store.db, "SELECT pg_backend_pid()", params![]);
    assert_eq!(
        rows(&other, end, params![pid]).unwrap()[0].get::<i64>(0).unwrap(),
        1,
        "the connection was ended"
    );
    assert_eq!(number(&store.db, "SELECT 1", params![]), 1, "nobody notices");
    store.db.write(|tx| tx.query_one("SELECT 1", params![]).map(drop)).unwrap();
}
