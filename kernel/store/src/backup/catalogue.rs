//! Which tables a database has, as it says itself: a backup must not depend on what this program would expect.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Dialect, Error, Result, Tx, Value, params};

/// What both databases have for themselves: the index is made anew from the entries.
const DERIVED: &str = "search_index";
/// Columns that the database makes itself.
const MADE: [(&str, &str); 2] = [("search_entry", "number"), ("search_entry", "words")];
/// The ledger of the schema: it says which schema the rows have, and is no part of them.
pub(super) const LEDGER: &str = "schema_migration";

/// A table as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Name.
    pub name: String,
    /// Columns with their types in the house subset, by name.
    pub columns: Vec<(String, String)>,
}

/// The tables by name, without what is made from others.
pub(super) fn tables(tx: &mut Tx) -> Result<Vec<Shape>> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT m.name, c.name, lower(c.type) FROM sqlite_schema m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.name"
        }
        Dialect::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT)
            FROM information_schema.columns c JOIN information_schema.tables t
                ON t.table_schema = c.table_schema AND t.table_name = c.table_name
            WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        }
    };
    let mut all: Vec<(String, String, String)> = tx
        .query(sql, params![])?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect::<Result<_>>()?;
    // Each database sorts names in its own way.
    all.sort_unstable();
    let mut tables: Vec<Shape> = Vec::new();
    for (table, column, kind) in all {
        if table == LEDGER || table.starts_with(DERIVED) || MADE.contains(&(table.as_str(), column.as_str()))
        {
            continue;
        }
        match tables.last_mut() {
            Some(last) if last.name == table => last.columns.push((column, kind)),
            _ => tables.push(Shape { name: table, columns: vec![(column, kind)] }),
        }
    }
    Ok(tables)
}

impl Shape {
    /// Column names joined by commas.
    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The value in the form that both databases understand: SQLite has neither truth values nor ids of its own.
    pub(super) fn portable(&self, column: usize, value: Value) -> Result<Value> {
        let (name, kind) = self.columns.get(column).map_or(("?", "?"), |(name, kind)| (name, kind));
        let wrong = |expected| Error::Corrupt { place: format!("{}.{name}", self.name), expected };
        Ok(match (kind, value) {
            (_, Value::Null) => Value::Null,
            ("bigint", Value::Int(n)) => Value::Int(n),
            ("boolean", Value::Bool(b)) => Value::Bool(b),
            ("boolean", Value::Int(n @ (0 | 1))) => Value::Bool(n == 1),
            ("double precision", Value::Real(x)) => Value::Real(x),
            ("text", Value::Text(text)) => Value::Text(text),
            ("uuid", Value::Uuid(id)) => Value::Uuid(id),
            ("uuid", Value::Bytes(bytes)) => Value::Uuid(Uuid::from_slice(&bytes).map_err(|_| wrong("id"))?),
            ("bytea", Value::Bytes(bytes)) => Value::Bytes(bytes),
            _ => return Err(wrong("value of its column's type")),
        })
    }
}

/// Foreign keys by table and name: rows come table by table, so they are looked at when all are there.
pub(super) fn defer_keys(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    if tx.dialect() == Dialect::Sqlite {
        tx.batch("PRAGMA defer_foreign_keys = ON")?;
        return Ok(Vec::new());
    }
    let sql = "SELECT CAST(t.relname AS TEXT), CAST(c.conname AS TEXT) FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = current_schema() AND c.contype = 'f'";
    let keys: Vec<(String, String)> =
        tx.query(sql, params![])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    for (table, key) in &keys {
        tx.batch(&format!(
            "ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{key}\" DEFERRABLE INITIALLY DEFERRED"
        ))?;
    }
    Ok(keys)
}

/// Looks at the keys now and lets them be as they were.
pub(super) fn settle_keys(tx: &mut Tx, keys: &[(String, String)]) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    tx.batch("SET CONSTRAINTS ALL IMMEDIATE")?;
    for (table, key) in keys {
        tx.batch(&format!("ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{key}\" NOT DEFERRABLE"))?;
    }
    Ok(())
}
