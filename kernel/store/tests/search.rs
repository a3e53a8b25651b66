//! Both databases find the same, whatever is asked.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_store::{
    Db, Error, Tx, params,
    search::{self, Entry},
};
use accord_testing::{on_both_stores, postgres_store, sqlite_store};
use support::id;

const LABELS: &[&str] = &[
    "Manutenção São João",
    "MANUTENCAO Sao Joao",
    "O-2026-0042",
    "CASE-1187",
    "Müller & Söhne GmbH",
    "Zoe\u{308} O'Brien-Smith",
    "Straße 12a",
    "info@example.com www.example.org/path?q=1",
    "Œuvre Ærø łódź",
    "ΟΔΟΣ Αθήνα",
    "東京 株式会社",
    "-12.5e3 +55 11 4002-8922",
    "a",
    "'; DROP TABLE event; --",
    "x:* & y | !z <-> \"w\"",
    "NEAR(one two) AND OR NOT",
    "İstanbul ılıca",
    "№ 5 ™ ㎏ Ⅷ",
    "\u{1F150} \u{1F980} emoji",
    "हिन्दी ภาษาไทย",
    "naïve co\u{ad}operate zero\u{200b}width",
];

fn fill(db: &Db) {
    db.write(|tx| {
        for (n, label) in (1..).zip(LABELS) {
            let entry = Entry {
                kind: if n % 2 == 0 { "customer" } else { "order" }.to_owned(),
                id: id(n),
                customer: (n % 3 == 0).then(|| id(1000)),
                label: (*label).to_owned(),
                hint: format!("hint{n}"),
            };
            search::put(tx, &entry, "tail")?;
        }
        Ok::<_, accord_store::Error>(())
    })
    .unwrap();
}

fn found(db: &Db, query: &str, kinds: &[&str]) -> Vec<Entry> {
    db.read(|tx| search::find(tx, query, kinds, 100))
        .unwrap_or_else(|error| panic!("{query:?} on {}: {error}", db.kind()))
}

fn labels(db: &Db, query: &str) -> Vec<String> {
    found(db, query, &[]).into_iter().map(|entry| entry.label).collect()
}

#[test]
fn accents_case_and_forms_do_not_matter() {
    on_both_stores(|store| {
        fill(&store.db);
        let both = ["MANUTENCAO Sao Joao", "Manutenção São João"];
        for query in ["manutencao", "MANUTENÇÃO joão", "sao man", "  João,manu! "] {
            let mut got = labels(&store.db, query);
            got.sort();
            assert_eq!(got, both, "{query} on {}", store.db.kind());
        }
        for (query, wanted) in [
            ("2026", "O-2026-0042"),
            ("0042", "O-2026-0042"),
            ("o-2026-0042", "O-2026-0042"),
            ("case 11", "CASE-1187"),
            ("sohne", "Müller & Söhne GmbH"),
            ("zoë", "Zoe\u{308} O'Brien-Smith"),
            ("o'br sm", "Zoe\u{308} O'Brien-Smith"),
            ("strasse", "Straße 12a"),
            ("example.com", "info@example.com www.example.org/path?q=1"),
            ("org path", "info@example.com www.example.org/path?q=1"),
            ("oeuvre aero lodz", "Œuvre Ærø łódź"),
            ("οδος", "ΟΔΟΣ Αθήνα"),
            ("東京", "東京 株式会社"),
            ("4002", "-12.5e3 +55 11 4002-8922"),
            ("drop table", "'; DROP TABLE event; --"),
            ("NEAR not", "NEAR(one two) AND OR NOT"),
            ("istanbul ilica", "İstanbul ılıca"),
            ("no tm kg viii", "№ 5 ™ ㎏ Ⅷ"),
            ("emoji", "\u{1F150} \u{1F980} emoji"),
        ] {
            assert_eq!(labels(&store.db, query), [wanted], "{query} on {}", store.db.kind());
        }
    });
}

#[test]
fn hostile_queries_are_words_and_the_answers_are_the_same() {
    let (sqlite, postgres) = (sqlite_store(), postgres_store());
    fill(&sqlite.db);
    fill(&postgres.db);
    let long = "a".repeat(100_000);
    let many = "a b c d e f g h i j k ".repeat(1_000);
    let hostile = [
        "",
        " ",
        "\"",
        "'",
        "\\",
        "*",
        ":*",
        "a:*",
        "a*",
        "-a",
        "NOT a",
        "a OR b",
        "a AND",
        "NEAR(",
        "(a",
        "a)",
        "^a",
        "folded:a",
        "{a b}:c",
        "a + b",
        "&",
        "|",
        "!",
        "<->",
        "a <-> b",
        "'a':*",
        "\0",
        "a\0b",
        "%",
        "_",
        "?1",
        "$1",
        "\u{202e}a",
        "é",
        "e\u{301}",
        "1e5",
        "-12",
        "12.5",
        "://",
        "tail",
        "hint1",
        "hint",
        "\u{1F150}",
        "ह",
        "हिन्दी",
        "ไทย",
        "ภาษาไทย",
        "cooperate",
        "operate",
        "zerowidth",
        &long,
        &many,
    ];
    for query in hostile.iter().chain(LABELS) {
        let answers = [found(&sqlite.db, query, &[]), found(&postgres.db, query, &[])];
        assert_eq!(answers[0], answers[1], "{:.60?}: SQLite left, PostgreSQL right", query);
        let narrowed = [found(&sqlite.db, query, &["order"]), found(&postgres.db, query, &["order"])];
        assert_eq!(narrowed[0], narrowed[1]);
        assert_eq!(
            narrowed[0],
            answers[0].iter().filter(|entry| entry.kind == "order").cloned().collect::<Vec<_>>()
        );
    }
    for label in LABELS {
        assert!(
            found(&sqlite.db, label, &[]).iter().any(|entry| entry.label == *label),
            "{label} finds itself"
        );
    }
}

#[test]
fn what_is_known_can_be_replaced_removed_and_narrowed() {
    on_both_stores(|store| {
        let entry = |label: &str| Entry {
            kind: "order".to_owned(),
            id: id(1),
            customer: Some(id(2)),
            label: label.to_owned(),
            hint: String::new(),
        };
        let db = &store.db;
        db.write(move |tx| search::put(tx, &entry("first name"), "")).unwrap();
        db.write(move |tx| search::put(tx, &entry("second name"), "")).unwrap();
        assert!(labels(db, "first").is_empty(), "on {}", db.kind());
        assert_eq!(found(db, "second", &["order", "customer"]), [entry("second name")]);
        // The same words again change nothing that is found.
        db.write(move |tx| search::put(tx, &Entry { customer: None, ..entry("second name") }, "")).unwrap();
        assert_eq!(found(db, "second", &[])[0].customer, None);
        let (sql, value) =
            db.read(|tx| Ok::<_, accord_store::Error>(search::condition(tx, "sec na", 2))).unwrap().unwrap();
        let sql = format!("SELECT COUNT(*) FROM search_entry e WHERE e.kind = ?1 AND {sql}");
        let mut values = params!["order"].to_vec();
        values.push(value);
        assert_eq!(db.read(|tx| tx.query(&sql, &values)).unwrap()[0].get::<i64>(0).unwrap(), 1);
        assert!(
            db.read(|tx| Ok::<_, accord_store::Error>(search::condition(tx, " - ", 2))).unwrap().is_none()
        );
        db.write(|tx| search::remove(tx, "order", id(1))).unwrap();
        assert!(labels(db, "second").is_empty());
    });
}

#[test]
fn many_findings_are_limited_and_in_one_order() {
    let (sqlite, postgres) = (sqlite_store(), postgres_store());
    let fill = |db: &Db| {
        db.write(|tx| {
            for n in 0..300_u128 {
                let label = format!(
                    "{} thing {}",
                    ["b", "A", "ä", "Z", "c-d", "10", "9"][usize::try_from(n % 7).unwrap()],
                    n * 37 % 300
                );
                let entry =
                    Entry { kind: "toy".to_owned(), id: id(n), customer: None, label, hint: String::new() };
                search::put(tx, &entry, "")?;
            }
            Ok::<_, accord_store::Error>(())
        })
        .unwrap();
        db.read(|tx| search::find(tx, "thing", &["toy"], 1_000)).unwrap()
    };
    let (left, right) = (fill(&sqlite.db), fill(&postgres.db));
    assert_eq!(left.len(), 200, "never more than 200");
    assert_eq!(left, right);
}

#[test]
fn many_put_together_are_found_as_if_put_one_by_one_and_replaced_as_well() {
    on_both_stores(|store| {
        let db = &store.db;
        let put = |word: &'static str| {
            db.write(move |tx| {
                let entry = |n: u128| Entry {
                    kind: "customer".to_owned(),
                    id: id(n),
                    customer: Some(id(n)),
                    label: format!("{word} number{n}"),
                    hint: String::new(),
                };
                let list: Vec<_> = (1..=123).map(|n| (entry(n), format!("tail{n}"))).collect();
                search::put_all(tx, list)
            })
            .unwrap();
        };
        put("Ardo");
        for n in [1, 50, 51, 100, 101, 123] {
            assert_eq!(labels(db, &format!("ardo tail{n}")).first(), Some(&format!("Ardo number{n}")));
        }
        put("Beira");
        assert_eq!(labels(db, "ardo"), [""; 0]);
        assert_eq!(labels(db, "beira").len(), 100, "all of them, as far as was asked");
    });
}

fn named(n: u128, label: &str) -> Entry {
    Entry {
        kind: "order".to_owned(),
        id: id(n),
        customer: None,
        label: label.to_owned(),
        hint: String::new(),
    }
}

#[test]
fn what_is_made_findable_is_found_at_once_and_undone_with_its_part() {
    on_both_stores(|store| {
        let db = &store.db;
        let count = |tx: &mut Tx, query: &str| search::find(tx, query, &[], 10).map(|found| found.len());
        db.write(move |tx| {
            search::put(tx, &named(1, "Draft"), "")?;
            let refused = tx.attempt(|tx| {
                search::put(tx, &named(2, "Refused"), "")?;
                // Asking writes what waits, inside the part that is about to be undone.
                assert_eq!((count(tx, "draft")?, count(tx, "refused")?), (1, 1));
                Err::<(), Error>(Error::Stale { table: "order", id: id(2) })
            })?;
            assert!(refused.is_err());
            assert_eq!((count(tx, "draft")?, count(tx, "refused")?), (1, 0));
            tx.attempt(|tx| search::put(tx, &named(3, "Kept"), ""))??;
            search::put(tx, &named(1, "Final"), "")?;
            search::put(tx, &named(4, "Gone"), "")?;
            search::remove(tx, "order", id(4))?;
            search::put(tx, &named(5, "Last"), "tail")
        })
        .unwrap();
        let held = [("draft", 0), ("refused", 0), ("kept", 1), ("final", 1), ("gone", 0), ("last tail", 1)];
        for (query, expected) in held {
            assert_eq!(found(db, query, &[]).len(), expected, "{query} on {}", db.kind());
        }
        let refused = db.write(move |tx| {
            search::put(tx, &named(6, "Nothing"), "")?;
            Err::<(), Error>(Error::Stale { table: "order", id: id(6) })
        });
        assert!(refused.is_err());
        // The next transaction on the same connection begins with nothing held.
        db.write(|tx| search::put(tx, &named(7, "Next"), "")).unwrap();
        assert_eq!((found(db, "nothing", &[]).len(), found(db, "next", &[]).len()), (0, 1));
    });
}
