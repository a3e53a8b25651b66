//! The one transaction type over both databases.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use crate::{Error, Image, Record, Result, Row, Value};

/// Which database is beneath. Only this crate may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite inside the binary.
    Sqlite,
    /// PostgreSQL, or an engine that speaks its protocol.
    Postgres,
}

pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<PgConn>),
}

pub(crate) struct PgConn {
    pub(crate) client: postgres::Client,
    statements: HashMap<String, (postgres::Statement, Arc<Vec<String>>)>,
}

impl PgConn {
    pub(crate) fn new(client: postgres::Client) -> Self {
        Self { client, statements: HashMap::new() }
    }

    fn prepared(&mut self, sql: &str) -> Result<(postgres::Statement, Arc<Vec<String>>)> {
        if let Some((statement, names)) = self.statements.get(sql) {
            return Ok((statement.clone(), Arc::clone(names)));
        }
        let statement = self.client.prepare(&dollars(sql))?;
        let names =
            Arc::new(statement.columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>());
        // Dynamic lists make new texts; the cache is bounded so that they cannot fill the server's memory.
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), (statement.clone(), Arc::clone(&names)));
        Ok((statement, names))
    }
}

/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 500;

/// `?1` becomes `$1`; question marks inside quotes stay.
fn dollars(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
        }
        let parameter = c == '?' && !quoted && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if parameter { '$' } else { c });
    }
    out
}

/// A transaction: every read and write of an action or a view goes through one.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) images: Vec<Image>,
    names: HashMap<String, Arc<Vec<String>>>,
}

impl Tx {
    pub(crate) fn new(conn: Conn) -> Self {
        Self { conn, images: Vec::new(), names: HashMap::new() }
    }

    /// Which database is beneath; for the dialect fragments of this crate.
    pub fn dialect(&self) -> Dialect {
        match self.conn {
            Conn::Sqlite(_) => Dialect::Sqlite,
            Conn::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a query and returns its rows.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let names = match self.names.get(sql) {
                    Some(names) => Arc::clone(names),
                    None => {
                        let names: Arc<Vec<String>> =
                            Arc::new(statement.column_names().into_iter().map(str::to_owned).collect());
                        if self.names.len() >= STATEMENTS_MAX {
                            self.names.clear();
                        }
                        self.names.insert(sql.to_owned(), Arc::clone(&names));
                        names
                    }
                };
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                let mut out = Vec::new();
                while let Some(row) = rows.next()? {
                    out.push(Row::from_sqlite(row, &names)?);
                }
                Ok(out)
            }
            Conn::Postgres(conn) => {
                let (statement, names) = conn.prepared(sql)?;
                let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    params.iter().map(|value| value as &(dyn postgres::types::ToSql + Sync)).collect();
                conn.client
                    .query(&statement, &params)?
                    .iter()
                    .map(|row| Row::from_postgres(row, &names))
                    .collect()
            }
        }
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// Runs a statement and returns the number of rows it changed. For derived and operational tables only: recorded
    /// tables are written by [`Tx::insert`], [`Tx::update`] and [`Tx::remove`].
    ///
    /// # Errors
    /// What the database refuses.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let changed = statement.execute(rusqlite::params_from_iter(params))?;
                Ok(u64::try_from(changed).unwrap_or(u64::MAX))
            }
            Conn::Postgres(conn) => {
                let (statement, _) = conn.prepared(sql)?;
                let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    params.iter().map(|value| value as &(dyn postgres::types::ToSql + Sync)).collect();
                Ok(conn.client.execute(&statement, &params)?)
            }
        }
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => Ok(conn.execute_batch(sql)?),
            Conn::Postgres(conn) => Ok(conn.client.batch_execute(sql)?),
        }
    }

    /// The rows of a recorded table that match `tail`, for example `WHERE customer_id = ?1 ORDER BY due_at`.
    ///
    /// # Errors
    /// What the database refuses, or [`Error::Corrupt`].
    pub fn select<R: Record>(&mut self, tail: &str, params: &[Value]) -> Result<Vec<R>> {
        let sql = format!("SELECT {} FROM {} {tail}", R::TABLE.columns(), R::TABLE.name);
        self.query(&sql, params)?.iter().map(|row| R::from_row(row, 0)).collect()
    }

    /// The first row that matches `tail`.
    ///
    /// # Errors
    /// As [`Tx::select`].
    pub fn select_one<R: Record>(&mut self, tail: &str, params: &[Value]) -> Result<Option<R>> {
        Ok(self.select(tail, params)?.into_iter().next())
    }

    /// The row with this id.
    ///
    /// # Errors
    /// As [`Tx::select`].
    pub fn get<R: Record>(&mut self, id: impl Into<Uuid>) -> Result<Option<R>> {
        self.select_one("WHERE id = ?1", &[Value::Uuid(id.into())])
    }

    /// Writes a new row of a recorded table and its after-image. Its version must be 1.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        self.insert_all(std::slice::from_ref(record))
    }

    /// Writes many new rows in as few statements as the database allows.
    ///
    /// # Errors
    /// What the database refuses; then none of this call's rows may be relied on.
    pub fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<()> {
        let width = R::TABLE.fields.len();
        // PostgreSQL allows 65,535 parameters a statement, SQLite 32,766; one statement text per chunk size keeps the
        // statement cache small, so full chunks have one size and the rest goes row by row.
        let chunk = match self.dialect() {
            Dialect::Sqlite => 1,
            Dialect::Postgres => (20_000 / width.max(1)).clamp(1, 250),
        };
        let mut rest = records;
        while !rest.is_empty() {
            let take = if rest.len() >= chunk { chunk } else { 1 };
            let (now, later) = rest.split_at(take);
            let mut values = Vec::with_capacity(take * width);
            for record in now {
                debug_assert_eq!(record.row_version(), 1, "a new row has version 1");
                let row = record.to_values();
                self.images.push(Image {
                    table: R::TABLE,
                    key: record.key(),
                    version: record.row_version(),
                    values: Some(row.clone()),
                });
                values.extend(row);
            }
            let sql = insert_sql(R::TABLE.name, &R::TABLE.columns(), width, take);
            self.execute(&sql, &values)?;
            rest = later;
        }
        Ok(())
    }

    /// Writes the new state of a row whose version is the one that was read, raises the version, and records the
    /// after-image.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody else changed the row first.
    pub fn update<R: Record>(&mut self, record: &mut R) -> Result<()> {
        let read = record.row_version();
        record.set_row_version(read + 1);
        let values = record.to_values();
        let fields = R::TABLE.fields;
        let mut sql = format!("UPDATE {} SET ", R::TABLE.name);
        for (index, field) in fields.iter().enumerate().skip(1) {
            if index > 1 {
                sql.push_str(", ");
            }
            sql.push_str(&format!("{} = ?{}", field.name, index + 1));
        }
        let last = fields.len() + 1;
        sql.push_str(&format!(" WHERE id = ?1 AND version = ?{last}"));
        let mut params = values.clone();
        params.push(Value::Int(read));
        if self.execute(&sql, &params)? == 0 {
            record.set_row_version(read);
            return Err(Error::Stale { table: R::TABLE.name, id: record.key() });
        }
        self.images.push(Image {
            table: R::TABLE,
            key: record.key(),
            version: read + 1,
            values: Some(values),
        });
        Ok(())
    }

    /// Removes a row that was created by mistake as a whole (an import taken back while untouched). The log keeps
    /// that it was there.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody else changed the row first.
    pub fn remove<R: Record>(&mut self, record: &R) -> Result<()> {
        let sql = format!("DELETE FROM {} WHERE id = ?1 AND version = ?2", R::TABLE.name);
        if self.execute(&sql, &[Value::Uuid(record.key()), Value::Int(record.row_version())])? == 0 {
            return Err(Error::Stale { table: R::TABLE.name, id: record.key() });
        }
        self.images.push(Image {
            table: R::TABLE,
            key: record.key(),
            version: record.row_version() + 1,
            values: None,
        });
        Ok(())
    }

    /// The after-images collected since the last call; the event log takes them.
    pub fn take_images(&mut self) -> Vec<Image> {
        std::mem::take(&mut self.images)
    }

    /// Puts set-aside after-images back, before any written since.
    pub fn restore_images(&mut self, images: Vec<Image>) {
        let newer = std::mem::replace(&mut self.images, images);
        self.images.extend(newer);
    }

    /// Runs a part of the work so that its refusal leaves nothing of it behind, while the rest goes on. The store's
    /// own failures end the whole.
    ///
    /// # Errors
    /// When the database fails at setting or undoing the mark.
    pub fn attempt<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> Result<std::result::Result<T, E>> {
        let images = self.take_images();
        self.batch("SAVEPOINT attempt")?;
        let outcome = work(self);
        if outcome.is_ok() {
            self.batch("RELEASE SAVEPOINT attempt")?;
            self.restore_images(images);
        } else {
            self.images = images;
            self.batch("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt")?;
        }
        Ok(outcome)
    }

    /// Whether recorded rows were written that no event holds yet.
    pub fn has_unlogged_writes(&self) -> bool {
        !self.images.is_empty()
    }
}

/// `INSERT INTO t (a, b) VALUES (?1, ?2), (?3, ?4)`.
pub(crate) fn insert_sql(table: &str, columns: &str, width: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
    for row in 0..rows {
        if row > 0 {
            sql.push_str(", ");
        }
        sql.push('(');
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push_str(&format!("?{}", row * width + column + 1));
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_become_dollars_outside_quotes() {
        assert_eq!(
            dollars("SELECT '?1', a FROM t WHERE a = ?1 AND b = ?12"),
            "SELECT '?1', a FROM t WHERE a = $1 AND b = $12"
        );
        assert_eq!(dollars("SELECT '''?1' WHERE x = ?2"), "SELECT '''?1' WHERE x = $2");
    }

    #[test]
    fn many_rows_in_one_statement() {
        assert_eq!(insert_sql("t", "a, b", 2, 2), "INSERT INTO t (a, b) VALUES (?1, ?2), (?3, ?4)");
    }
}
