//! Counters, from which numbers for people are made.

use crate::{Dialect, Result, Tx, params};

/// Raises a counter, which begins with nothing, and says how far it has come.
///
/// # Errors
/// What the database refuses.
pub fn raise(tx: &mut Tx, name: &str, by: i64) -> Result<i64> {
    const ENTER: &str = "INSERT INTO counter (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = counter.value + ?2 RETURNING value";
    const RAISE: &str = "UPDATE counter SET value = value + ?2 WHERE name = ?1";
    let row = match tx.dialect() {
        Dialect::Postgres => tx.query_one(ENTER, params![name, by])?,
        // SQLite keeps what a statement answers of its writing in a table made for it, which costs more than asking.
        Dialect::Sqlite if tx.execute(RAISE, params![name, by])? == 1 => {
            tx.query_one("SELECT value FROM counter WHERE name = ?1", params![name])?
        }
        Dialect::Sqlite => tx.query_one(ENTER, params![name, by])?,
    };
    row.map_or(Ok(0), |row| row.get(0))
}
