//! One migrations folder, two equal schemas, and no start over a schema that is not ours.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{Db, Dialect, Error, MIGRATIONS, Migration, Options, migrate_with, params};
use accord_testing::{on_both_stores, postgres_store, sqlite_store};

/// What both databases must agree on: table and column, with its type and whether it may be missing.
type Columns = BTreeMap<(String, String), (String, bool)>;

fn sqlite_columns(db: &Db) -> Columns {
    let sql = "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_%'";
    let rows = db.read(|tx| tx.query(sql, params![])).unwrap();
    rows.iter()
        .map(|row| {
            let text = |index| row.get::<String>(index).unwrap();
            ((text(0), text(1)), (text(2).to_lowercase(), row.get::<i64>(3).unwrap() == 0))
        })
        .collect()
}

fn postgres_columns(db: &Db) -> Columns {
    let sql = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT), is_nullable = 'YES'
        FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'search_%'";
    let rows = db.read(|tx| tx.query(sql, params![])).unwrap();
    rows.iter()
        .map(|row| {
            let text = |index| row.get::<String>(index).unwrap();
            ((text(0), text(1)), (text(2), row.get::<bool>(3).unwrap()))
        })
        .collect()
}

#[test]
fn both_schemas_have_the_same_tables_columns_and_missing_values() {
    let (sqlite, postgres) = (sqlite_columns(&sqlite_store().db), postgres_columns(&postgres_store().db));
    assert!(sqlite.len() > 60, "the kernel's tables alone have more columns than {}", sqlite.len());
    let all: BTreeSet<_> = sqlite.keys().chain(postgres.keys()).collect();
    for place in all {
        assert_eq!(sqlite.get(place), postgres.get(place), "{place:?}: SQLite left, PostgreSQL right");
    }
    let house: BTreeSet<&str> = ["bigint", "text", "uuid", "bytea", "boolean", "double precision"].into();
    for (place, (kind, _)) in &sqlite {
        assert!(house.contains(kind.as_str()), "{place:?} is a {kind}, which is not in the portable subset");
    }
}

/// The names under which both databases report a violated unique key.
fn sqlite_unique(db: &Db) -> BTreeSet<String> {
    let sql = "SELECT m.name, i.name, i.origin,
            (SELECT string_agg(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
        FROM sqlite_schema m, pragma_index_list(m.name) i
        WHERE m.type = 'table' AND m.name NOT LIKE 'search_%' AND i.\"unique\" = 1";
    let mut names = BTreeSet::new();
    for row in db.read(|tx| tx.query(sql, params![])).unwrap() {
        let (table, index, origin): (String, String, String) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        let columns: Option<String> = row.get(3).unwrap();
        names.insert(match (origin.as_str(), columns) {
            ("pk", _) => format!("{table}_pkey"),
            ("u", Some(columns)) => format!("{table}_{}_key", columns.replace(',', "_")),
            _ => index,
        });
    }
    names
}

fn postgres_unique(db: &Db) -> BTreeSet<String> {
    let sql = "SELECT CAST(c.relname AS TEXT) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname = current_schema() AND i.indisunique AND t.relname NOT LIKE 'search_%'";
    db.read(|tx| tx.query(sql, params![])).unwrap().iter().map(|row| row.get(0).unwrap()).collect()
}

#[test]
fn unique_keys_have_one_name_on_both() {
    let (sqlite, postgres) = (sqlite_unique(&sqlite_store().db), postgres_unique(&postgres_store().db));
    assert!(
        sqlite.contains("event_pkey") && sqlite.contains("clockwork_subject_action_step_key"),
        "{sqlite:?}"
    );
    assert_eq!(sqlite, postgres);
}

#[test]
fn checks_and_foreign_keys_are_the_same_and_checks_are_named() {
    let count = |db: &Db, sql: &'static str| db.read(|tx| tx.query(sql, params![])).unwrap().len();
    let (sqlite, postgres) = (sqlite_store(), postgres_store());
    let foreign = count(
        &sqlite.db,
        "SELECT 1 FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f.seq = 0",
    );
    let here =
        "SELECT CAST(conname AS TEXT) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = current_schema() AND c.contype = 'f'";
    assert_eq!(foreign, count(&postgres.db, here));
    for step in MIGRATIONS {
        for line in step.sql.lines().filter(|line| !line.trim_start().starts_with("--")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            for (index, _) in words.iter().enumerate().filter(|(_, word)| word.starts_with("CHECK")) {
                let named = index >= 2 && words[index - 2] == "CONSTRAINT";
                assert!(named, "step {}: a check without a name has two names: {line}", step.number);
            }
        }
    }
}

#[test]
fn numbers_of_steps_are_in_order_and_single() {
    for pair in MIGRATIONS.windows(2) {
        assert!(pair[0].number < pair[1].number, "{} before {}", pair[0].title, pair[1].title);
    }
}

#[test]
fn parts_for_one_database_reach_only_it() {
    let step = Migration {
        number: 1,
        title: "parts",
        sql: "a\n-- only sqlite\nb\n-- only postgres\nc\n-- both\nd\n  -- only postgres  \ne\n",
    };
    assert_eq!(step.for_dialect(Dialect::Sqlite), "a\nb\nd\n");
    assert_eq!(step.for_dialect(Dialect::Postgres), "a\nc\nd\ne\n");
}

fn steps(list: &[(i64, &'static str)]) -> &'static [Migration] {
    let list: Vec<_> =
        list.iter().map(|(number, sql)| Migration { number: *number, title: "step", sql }).collect();
    Vec::leak(list)
}

const ONE: (i64, &str) = (1, "CREATE TABLE one (id UUID NOT NULL PRIMARY KEY);");
const TWO: (i64, &str) = (2, "CREATE TABLE two (id UUID NOT NULL PRIMARY KEY);");

fn empty(test: impl Fn(&Db)) {
    let folder = tempfile::tempdir().unwrap();
    test(&Db::open(&Options::Sqlite { path: folder.path().join("empty.sqlite") }).unwrap());
    // As if nothing had been applied there.
    let store = postgres_store();
    store.db.write(|tx| tx.execute("DROP TABLE schema_migration", params![])).unwrap();
    test(&store.db);
}

#[test]
fn a_newer_database_and_a_changed_step_are_refused() {
    empty(|db| {
        migrate_with(db, steps(&[ONE])).unwrap();
        migrate_with(db, steps(&[ONE, TWO])).unwrap();
        migrate_with(db, steps(&[ONE, TWO])).unwrap();
        let newer = migrate_with(db, steps(&[ONE])).unwrap_err();
        assert!(
            matches!(&newer, Error::Schema(text) if text.contains("step 2") && text.contains("older")),
            "{newer}"
        );
        let changed = (1, "CREATE TABLE one (id UUID NOT NULL PRIMARY KEY, more TEXT);");
        let changed = migrate_with(db, steps(&[changed, TWO])).unwrap_err();
        assert!(
            matches!(&changed, Error::Schema(text) if text.contains("step 1") && text.contains("changed")),
            "{changed}"
        );
    });
}

#[test]
fn a_step_that_fails_leaves_nothing_of_itself() {
    empty(|db| {
        let broken = (2, "CREATE TABLE half (id UUID NOT NULL PRIMARY KEY); CREATE TABLE half (id UUID);");
        assert!(migrate_with(db, steps(&[ONE, broken])).is_err());
        migrate_with(db, steps(&[ONE, TWO])).unwrap_or_else(|error| panic!("on {}: {error}", db.kind()));
        let half = db.read(|tx| tx.query("SELECT id FROM half", params![]));
        assert!(half.is_err(), "the first half of the failed step is gone");
    });
}

#[test]
fn two_nodes_migrate_at_once() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        all_at_once(&Options::Sqlite { path: folder.path().join("shared.sqlite") });
    }
    let store = postgres_store();
    let Options::Postgres { url } = &store.options else { panic!("it is PostgreSQL") };
    for round in 0..3 {
        // Schemas of their own, which do not exist before the nodes start.
        let name = format!("race_{}_{round}", std::process::id());
        let joint = if url.contains('?') { '&' } else { '?' };
        all_at_once(&Options::Postgres { url: format!("{url}{joint}schema={name}") });
        store.db.write(move |tx| tx.execute(&format!("DROP SCHEMA \"{name}\" CASCADE"), params![])).unwrap();
    }
}

fn all_at_once(options: &Options) {
    std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..4).map(|_| scope.spawn(|| Db::open_and_migrate(options).map(drop))).collect();
        for node in nodes {
            node.join().unwrap().expect("each node starts");
        }
    });
    let db = Db::open(options).unwrap();
    let applied = db.read(|tx| tx.query("SELECT number FROM schema_migration", params![])).unwrap();
    assert_eq!(applied.len(), MIGRATIONS.len());
}

#[test]
fn an_address_is_a_file_or_postgres() {
    assert!(matches!(Options::parse("postgres://a@b/c"), Ok(Options::Postgres { .. })));
    assert!(matches!(Options::parse("data/accord.sqlite"), Ok(Options::Sqlite { .. })));
    assert!(matches!(Options::parse("mysql://a@b/c"), Err(Error::Schema(_))));
    on_both_stores(|store| assert!(["sqlite", "postgres"].contains(&store.db.kind())));
}
