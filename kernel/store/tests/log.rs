//! The event log: chains, after-images, personal fields under their person's key.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_store::{Db, Error, Record, Tx, log, params, secret, verify::verify};
use accord_testing::on_both_stores;
use jiff::Timestamp;
use serde_json::json;
use support::{Toy, bare, full, header, id, make_toys, record_event};

fn events(db: &Db, chain: u128, slice: &log::Slice) -> Vec<log::Event> {
    db.read(|tx| log::read(tx, id(chain), slice)).unwrap()
}

fn all() -> log::Slice {
    log::Slice { limit: 1_000, ..log::Slice::default() }
}

fn clean(db: &Db) {
    let report = db.read(|tx| verify(tx, &[Toy::TABLE], None)).unwrap();
    assert_eq!(report.difference, None, "on {}", db.kind());
}

#[test]
fn one_event_stands_in_two_chains_and_holds_what_was_written() {
    on_both_stores(|store| {
        make_toys(&store.db);
        store
            .db
            .write(|tx| {
                tx.insert(&bare(1))?;
                tx.insert(&full(2))?;
                // A chain named twice gets the event once.
                record_event(tx, 50, &[id(10), id(20), id(10)])
            })
            .unwrap();
        store
            .db
            .write(|tx| {
                let mut toy: Toy = tx.get(id(1))?.unwrap();
                toy.truth = true;
                tx.update(&mut toy)?;
                let second: Toy = tx.get(id(2))?.unwrap();
                tx.remove(&second)?;
                record_event(tx, 51, &[id(10)])
            })
            .unwrap();
        let (first, second) = (events(&store.db, 10, &all()), events(&store.db, 20, &all()));
        assert_eq!(
            first.iter().map(|event| (event.seq, event.header.id)).collect::<Vec<_>>(),
            [(2, id(51)), (1, id(50))]
        );
        assert_eq!(
            second.iter().map(|event| (event.seq, event.header.id)).collect::<Vec<_>>(),
            [(1, id(50))]
        );
        assert_eq!(first[1].body, second[0].body);
        assert_ne!(first[1].hash, second[0].hash, "the link is of its chain");
        let written = store.db.read(|tx| first[1].images(tx)).unwrap();
        let rows: Vec<_> = written
            .iter()
            .map(|image| (image.table.as_str(), image.key, image.version, image.erased))
            .collect();
        assert_eq!(rows, [("toy", id(1), 1, false), ("toy", id(2), 1, false)]);
        let row = written[1].row.as_ref().unwrap();
        assert_eq!(row["maybe_name"], json!("Zoë\nSecond line"));
        assert_eq!(row["whole"], json!(200));
        assert_eq!(row["maybe_whole"], json!(i64::MIN));
        assert_eq!(row["raw"], json!("AP8BJw=="));
        assert_eq!(row["truth"], json!(true));
        assert_eq!(row.len(), Toy::TABLE.fields.len(), "every column is in the image");
        let changed = store.db.read(|tx| first[0].images(tx)).unwrap();
        assert_eq!((changed[0].key, changed[0].version, changed[0].row.is_some()), (id(1), 2, true));
        assert_eq!((changed[1].key, changed[1].version, changed[1].row.is_none()), (id(2), 2, true));
        assert_eq!(first[0].header.facts, json!({ "n": 1 }));
        clean(&store.db);
    });
}

#[test]
fn a_row_is_as_its_image_says_however_it_was_known_before() {
    on_both_stores(|store| {
        make_toys(&store.db);
        store
            .db
            .write(|tx| {
                // Written a moment ago, and written again.
                let mut toy = full(2);
                tx.insert(&toy)?;
                toy.whole = 7;
                tx.update(&mut toy)?;
                toy.maybe_name = None;
                tx.update(&mut toy)?;
                toy.whole = 200;
                tx.update(&mut toy)?;
                record_event(tx, 50, &[id(10)])
            })
            .unwrap();
        let kept: Toy = store
            .db
            .write(|tx| {
                // Read a moment ago.
                let mut toy: Toy = tx.get(id(2))?.unwrap();
                toy.raw = vec![1, 2];
                toy.truth = !toy.truth;
                tx.update(&mut toy)?;
                record_event(tx, 51, &[id(10)])?;
                Ok::<_, Error>(toy)
            })
            .unwrap();
        let stale = kept.clone();
        store
            .db
            .write(move |tx| {
                // Known from another unit of work alone.
                let mut toy = kept.clone();
                toy.whole = 8;
                tx.update(&mut toy)?;
                record_event(tx, 52, &[id(10)])
            })
            .unwrap();
        let refused = store.db.write(move |tx| {
            let known: Option<Toy> = tx.get(id(2))?;
            assert_eq!(known.unwrap().version, 6);
            tx.update(&mut stale.clone())
        });
        assert!(matches!(refused, Err(Error::Stale { .. })), "{refused:?}");
        let toy: Toy = store.db.read(|tx| tx.get(id(2))).unwrap().unwrap();
        let expected =
            Toy { whole: 8, maybe_name: None, raw: vec![1, 2], truth: !full(2).truth, version: 6, ..full(2) };
        assert_eq!(toy, expected, "on {}", store.db.kind());
        clean(&store.db);
    });
}

#[test]
fn every_link_holds_the_one_before() {
    on_both_stores(|store| {
        for n in 1..=3 {
            store.db.write(move |tx| log::append(tx, &[id(1)], &header(n, "toy.changed"), &[])).unwrap();
        }
        // The same three events without the first make other hashes.
        for n in 2..=3 {
            store.db.write(move |tx| log::append(tx, &[id(2)], &header(n, "toy.changed"), &[])).unwrap();
        }
        let (long, short) = (events(&store.db, 1, &all()), events(&store.db, 2, &all()));
        assert_eq!(long[0].body, short[0].body);
        assert_ne!(long[0].hash, short[0].hash);
        let head = store.db.read(|tx| log::head(tx, id(1))).unwrap();
        assert_eq!((head.seq, head.hash), (3, long[0].hash.clone()));
        assert_eq!(store.db.read(|tx| log::head(tx, id(404))).unwrap().seq, 0);
    });
}

#[test]
fn several_events_of_one_unit_and_a_part_that_was_undone() {
    on_both_stores(|store| {
        let append = |tx: &mut Tx, n: u128| log::append(tx, &[id(1)], &header(n, "toy.changed"), &[]);
        store
            .db
            .write(move |tx| {
                append(tx, 1)?;
                let undone = tx.attempt(|tx| {
                    append(tx, 2)?;
                    log::append(tx, &[id(2)], &header(3, "toy.changed"), &[])?;
                    Err::<(), _>(Error::Busy)
                })?;
                assert!(undone.is_err());
                append(tx, 4)
            })
            .unwrap();
        let refused = store.db.write(move |tx| append(tx, 5).and(Err::<(), _>(Error::Busy)));
        assert!(refused.is_err());
        store.db.write(move |tx| append(tx, 6)).unwrap();
        let chain = events(&store.db, 1, &all());
        let places: Vec<_> = chain.iter().map(|event| (event.seq, event.header.id)).collect();
        assert_eq!(places, [(3, id(6)), (2, id(4)), (1, id(1))], "on {}", store.db.kind());
        let head = store.db.read(|tx| log::head(tx, id(1))).unwrap();
        assert_eq!((head.seq, head.hash), (3, chain[0].hash.clone()));
        assert_eq!(store.db.read(|tx| log::head(tx, id(2))).unwrap().seq, 0, "it has no event");
        let report = store.db.read(|tx| verify(tx, &[], None)).unwrap();
        assert_eq!(report.difference, None, "on {}", store.db.kind());
    });
}

#[test]
fn a_slice_of_a_chain_by_place_sphere_and_kind() {
    on_both_stores(|store| {
        let names = [
            "order.made",
            "order_line.added",
            "orders.x",
            "order.released",
            "promise.made",
            "order/x",
            "ORDER.made",
        ];
        for (n, name) in (1..).zip(names) {
            store
                .db
                .write(move |tx| {
                    let mut header = header(n, name);
                    header.sphere =
                        ["sales", "after_sales", "both"][usize::try_from(n % 3).unwrap()].to_owned();
                    log::append(tx, &[id(1)], &header, &[])
                })
                .unwrap();
        }
        let found = |slice: &log::Slice| -> Vec<i64> {
            events(&store.db, 1, slice).iter().map(|event| event.seq).collect()
        };
        let kind = |word: &str| log::Slice { kind: Some(word.to_owned()), ..all() };
        assert_eq!(found(&kind("order")), [4, 1], "on {}", store.db.kind());
        assert_eq!(found(&kind("%")), [0_i64; 0]);
        assert_eq!(found(&kind("promise")), [5]);
        let sphere = |word: &str| log::Slice { sphere: Some(word.to_owned()), ..all() };
        assert_eq!(found(&sphere("sales")), [6, 5, 3, 2], "what is of both belongs to each");
        assert_eq!(found(&sphere("after_sales")), [7, 5, 4, 2, 1]);
        assert_eq!(found(&log::Slice { before: Some(4), limit: 2, ..log::Slice::default() }), [3, 2]);
        let mixed = log::Slice { sphere: Some("sales".to_owned()), kind: Some("order".to_owned()), ..all() };
        let mixed = log::Slice { before: Some(7), ..mixed };
        assert!(found(&mixed).is_empty());
        let without = log::Slice { without: &["order.made", "promise.made", "order/x"], ..all() };
        assert_eq!(found(&without), [7, 4, 3, 2]);
    });
}

#[test]
fn a_kind_is_found_whatever_the_locale_of_the_database_sorts() {
    // In a natural language's order a dot and a slash count for nothing between words.
    let store = accord_testing::postgres_store();
    let url = accord_testing::postgres_url();
    let name = format!("natural_{}", std::process::id());
    let mut admin = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    drop(admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")));
    admin
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'"
        ))
        .unwrap();
    drop(store);
    let (server, _) = url.rsplit_once('/').unwrap();
    let db =
        Db::open_and_migrate(&accord_store::Options::Postgres { url: format!("{server}/{name}") }).unwrap();
    for (n, kind) in (1..).zip(["order.made", "ordermade", "order.released"]) {
        db.write(move |tx| log::append(tx, &[id(1)], &header(n, kind), &[])).unwrap();
    }
    let slice = log::Slice { kind: Some("order".to_owned()), ..all() };
    let found: Vec<i64> = events(&db, 1, &slice).iter().map(|event| event.seq).collect();
    let sorted: Vec<String> = db
        .write(|tx| {
            for (n, label) in (1..).zip(["b", "a-c", "ab", "É", "ð", "Z"]) {
                let entry = accord_store::search::Entry {
                    kind: "toy".to_owned(),
                    id: id(n),
                    customer: None,
                    label: label.to_owned(),
                    hint: "all".to_owned(),
                };
                accord_store::search::put(tx, &entry, "")?;
            }
            accord_store::search::find(tx, "all", &[], 50)
        })
        .unwrap()
        .into_iter()
        .map(|entry| entry.label)
        .collect();
    drop(db);
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    assert_eq!(found, [3, 1]);
    assert_eq!(sorted, ["a-c", "ab", "b", "É", "Z", "ð"]);
}

#[test]
fn personal_fields_stand_in_no_event_in_clear() {
    on_both_stores(|store| {
        make_toys(&store.db);
        store
            .db
            .write(|tx| {
                tx.insert(&bare(1))?;
                tx.insert(&full(2))?;
                record_event(tx, 60, &[id(10), id(20)])
            })
            .unwrap();
        let rows = store.db.read(|tx| tx.query("SELECT body FROM event", params![])).unwrap();
        assert_eq!(rows.len(), 2);
        for row in rows {
            let body: String = row.get(0).unwrap();
            for secret in ["Name1", "Surname1", "Name2", "Zoë", "Zo\\u00eb", "Second line"] {
                assert!(!body.contains(secret), "{secret} stands in {body}");
            }
            assert!(body.contains("words of 1"), "what is not personal stays readable");
        }
        // The same text twice is not the same ciphertext, so that nobody can compare.
        store
            .db
            .write(|tx| {
                let mut toy: Toy = tx.get(id(1))?.unwrap();
                toy.truth = true;
                tx.update(&mut toy)?;
                record_event(tx, 61, &[id(10)])
            })
            .unwrap();
        let sealed: Vec<_> = events(&store.db, 10, &all())
            .iter()
            .map(|event| {
                let body: serde_json::Value = serde_json::from_str(&event.body).unwrap();
                body["images"][0]["p"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_ne!(sealed[0], sealed[1]);
        clean(&store.db);
    });
}

#[test]
fn an_erased_person_is_unreadable_and_the_chain_still_verifies() {
    on_both_stores(|store| {
        make_toys(&store.db);
        store
            .db
            .write(|tx| {
                tx.insert(&bare(1))?;
                tx.insert(&bare(2))?;
                record_event(tx, 70, &[id(10)])
            })
            .unwrap();
        clean(&store.db);
        store
            .db
            .write(|tx| {
                secret::destroy(tx, id(901), jiff::Timestamp::UNIX_EPOCH)?;
                let mut toy: Toy = tx.get(id(1))?.unwrap();
                toy.name = String::new();
                tx.update(&mut toy)?;
                record_event(tx, 71, &[id(10)])
            })
            .unwrap();
        let seen = events(&store.db, 10, &all());
        let before = store.db.read(|tx| seen[1].images(tx)).unwrap();
        assert!(before[0].erased && !before[1].erased, "on {}", store.db.kind());
        let row = before[0].row.as_ref().unwrap();
        assert!(!row.contains_key("name") && row["words"] == json!("words of 1"));
        assert_eq!(before[1].row.as_ref().unwrap()["name"], json!("Name2 Surname2"));
        let after = store.db.read(|tx| seen[0].images(tx)).unwrap();
        assert!(after[0].erased, "nothing personal is written of an erased person again");
        assert!(matches!(store.db.write(|tx| secret::key_for_writing(tx, id(901))), Ok(None)));
        clean(&store.db);
        let report = store.db.read(|tx| verify(tx, &[Toy::TABLE], None)).unwrap();
        assert_eq!(report.erased, 1);
    });
}

#[test]
fn two_nodes_make_one_key_for_one_person() {
    on_both_stores(|store| {
        make_toys(&store.db);
        let other = store.second();
        std::thread::scope(|scope| {
            for (n, db) in [(1, &store.db), (2, &other), (3, &store.db), (4, &other)] {
                scope.spawn(move || {
                    db.write(move |tx| {
                        tx.insert(&Toy { person_id: id(7), ..bare(n) })?;
                        record_event(tx, 80 + n, &[id(100 + n)])
                    })
                    .unwrap();
                });
            }
        });
        clean(&store.db);
    });
}

accord_store::record! {
    /// A personal field whose person may be missing.
    pub struct Loose in "loose" shape 1 subject "person_id" {
        id: uuid::Uuid,
        person_id: Option<uuid::Uuid>,
        @personal name: Option<String>,
        version: i64,
    }
}

#[test]
fn a_personal_field_without_a_person_is_refused() {
    on_both_stores(|store| {
        let sql = "CREATE TABLE loose (id UUID NOT NULL PRIMARY KEY, person_id UUID, name TEXT, version BIGINT NOT NULL)";
        store.db.write(|tx| tx.execute(sql, params![])).unwrap();
        let save = |loose: Loose| {
            store.db.write(move |tx| {
                tx.insert(&loose)?;
                record_event(tx, 90, &[id(1)])
            })
        };
        let bare = Loose { id: id(1), person_id: None, name: None, version: 1 };
        save(bare.clone()).unwrap();
        let named = Loose { id: id(2), name: Some("Ana".to_owned()), ..bare.clone() };
        let refused = save(named.clone()).unwrap_err();
        assert!(
            matches!(&refused, Error::Sql(text) if text.contains("loose.name") && !text.contains("Ana")),
            "{refused}"
        );
        save(Loose { person_id: Some(id(5)), ..named }).unwrap();
        let report = store.db.read(|tx| verify(tx, &[Loose::TABLE], None)).unwrap();
        assert_eq!((report.difference, report.rows), (None, 2));
    });
}

fn upgrade(shape: i64, row: &mut serde_json::Map<String, serde_json::Value>) {
    if shape < 2 {
        let size = row.remove("size").unwrap_or_default();
        row.insert("width".to_owned(), size);
        row.insert("height".to_owned(), json!(0));
    }
}

mod first {
    accord_store::record! {
        /// A table in its first shape.
        pub struct Box in "box" shape 1 { id: uuid::Uuid, size: i64, version: i64 }
    }
}
mod second {
    accord_store::record! {
        /// The table in its second shape.
        pub struct Box in "box" shape 2 upgrade super::upgrade { id: uuid::Uuid, width: i64, height: i64, version: i64 }
    }
}

#[test]
fn an_after_image_of_an_older_shape_is_read_as_the_present_one() {
    on_both_stores(|store| {
        store
            .db
            .write(|tx| {
                tx.execute("CREATE TABLE box (id UUID NOT NULL PRIMARY KEY, size BIGINT NOT NULL, version BIGINT NOT NULL)", params![])?;
                tx.insert(&first::Box { id: id(1), size: 7, version: 1 })?;
                record_event(tx, 1, &[id(1)])
            })
            .unwrap();
        store
            .db
            .write(|tx| {
                tx.execute("ALTER TABLE box RENAME COLUMN size TO width", params![])?;
                tx.execute("ALTER TABLE box ADD COLUMN height BIGINT NOT NULL DEFAULT 0", params![])
            })
            .unwrap();
        let check = || store.db.read(|tx| verify(tx, &[second::Box::TABLE], None)).unwrap().difference;
        // The columns' order in the table is not that of the declaration; names count.
        assert_eq!(check(), None, "on {}", store.db.kind());
        store.db.write(|tx| tx.execute("UPDATE box SET height = 1", params![])).unwrap();
        assert!(check().is_some_and(|text| text.contains(&id(1).to_string())));
    });
}

#[test]
fn a_chain_by_time_has_what_was_told_later_in_its_place() {
    on_both_stores(|store| {
        // Told in this order: minutes at which each happened. Two fell into the same one.
        let minutes = [50, 20, 70, 20, 60];
        for (n, minute) in (1..).zip(minutes) {
            store
                .db
                .write(move |tx| {
                    let mut header = header(n, if n == 3 { "order.made" } else { "talk.kept" });
                    header.happened_at = Timestamp::from_second(1_800_000_000 + minute * 60).unwrap();
                    log::append(tx, &[id(1)], &header, &[])
                })
                .unwrap();
        }
        let from = |before: Option<log::Moment>, slice: &log::Slice| -> Vec<log::Event> {
            store.db.read(|tx| log::read_by_time(tx, id(1), before, slice)).unwrap()
        };
        let places = |events: &[log::Event]| events.iter().map(|event| event.seq).collect::<Vec<_>>();
        assert_eq!(places(&from(None, &all())), [3, 5, 1, 4, 2], "on {}", store.db.kind());
        let mut walked = Vec::new();
        let mut before = None;
        loop {
            let page = from(before, &log::Slice { limit: 1, ..log::Slice::default() });
            let Some(last) = page.last() else { break };
            before = Some((last.header.happened_at, last.seq));
            walked.extend(places(&page));
        }
        assert_eq!(walked, [3, 5, 1, 4, 2], "page by page nothing is missed or shown twice");
        let talks = log::Slice { kind: Some("talk".to_owned()), limit: 2, ..log::Slice::default() };
        assert_eq!(places(&from(None, &talks)), [5, 1]);
        assert_eq!(places(&events(&store.db, 1, &all())), [5, 4, 3, 2, 1], "as recorded it stands as it was");
    });
}
