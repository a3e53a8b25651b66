//! The one transaction type over both databases.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use foldhash::fast::RandomState;
use uuid::Uuid;

use crate::{
    Error, Image, Record, Result, Row, Table, Value,
    findable::{Findable, Found},
    log::Head,
    memo::{Keeps, Memo},
    search,
    table_sql::{TableSql, insert_sql, update_sql},
    text::{Text, Texts},
};

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
    statements: HashMap<String, (postgres::Statement, Arc<Vec<String>>), RandomState>,
}

impl PgConn {
    pub(crate) fn new(client: postgres::Client) -> Self {
        Self { client, statements: HashMap::default() }
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

/// Rows that PostgreSQL gets in one statement, the most that fits first.
const CHUNKS: [usize; 4] = [250, 60, 15, 4];
/// After-images among which a row's last one is looked for; what an import wrote long before is not gone through.
const IMAGES_LOOKED_AT: usize = 32;
/// Rows that are counted by one statement: two would cost more than handing so many on.
const FEW: i64 = 200;
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
    texts: Texts,
    tables: HashMap<usize, Arc<TableSql>, RandomState>,
    /// The first statement that failed, unless the part of the work that met it was undone since.
    failed: Option<Error>,
    pub(crate) heads: Heads,
    /// Answers to questions that were asked before.
    memo: Memo,
    /// What the search is to know at the end.
    pub(crate) findable: Findable,
    /// Rows that were written and whose after-images somebody holds for their events.
    apart: usize,
    /// Statements of all transactions of this database so far.
    statements: Arc<AtomicU64>,
}

/// Heads of the chains that this transaction has locked (on SQLite: has moved), so that they are read once. What a part of
/// the work that was undone had locked or moved is forgotten again.
#[derive(Default)]
pub(crate) struct Heads {
    known: HashMap<Uuid, Head, RandomState>,
    undo: Vec<(Uuid, Option<Head>)>,
}

impl Heads {
    pub(crate) fn get(&self, chain: Uuid) -> Option<&Head> {
        self.known.get(&chain)
    }

    pub(crate) fn set(&mut self, chain: Uuid, head: Head) {
        let before = self.known.insert(chain, head);
        self.undo.push((chain, before));
    }

    /// All that are known; nothing is known afterwards.
    pub(crate) fn take(&mut self) -> HashMap<Uuid, Head, RandomState> {
        self.undo.clear();
        std::mem::take(&mut self.known)
    }

    fn back_to(&mut self, mark: usize) {
        while self.undo.len() > mark {
            match self.undo.pop() {
                Some((chain, Some(head))) => self.known.insert(chain, head),
                Some((chain, None)) => self.known.remove(&chain),
                None => None,
            };
        }
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, statements: Arc<AtomicU64>) -> Self {
        Self {
            conn,
            statements,
            images: Vec::new(),
            texts: Texts::default(),
            tables: HashMap::default(),
            failed: None,
            heads: Heads::default(),
            memo: Memo::new(Keeps::UntilAnyWrite),
            findable: Findable::default(),
            apart: 0,
        }
    }

    /// This transaction only reads, in one snapshot: what is asked again is answered from memory.
    pub(crate) fn only_reads(&mut self) {
        self.memo.clear(Keeps::Snapshot);
    }

    /// Forgets what belonged to the unit of work before.
    pub(crate) fn renew(&mut self) {
        self.images.clear();
        self.failed = None;
        self.memo.clear(match self.dialect() {
            Dialect::Sqlite => Keeps::UntilWritten,
            Dialect::Postgres => Keeps::UntilAnyWrite,
        });
        self.apart = 0;
        self.heads.take();
    }

    /// Keeps what a thing is found by until it is written to the search.
    pub(crate) fn hold_found(&mut self, found: Found) -> Result<()> {
        self.findable.push(found);
        if self.findable.full() { self.write_found() } else { Ok(()) }
    }

    /// Writes to the search what is held for it. Whoever commits calls this first.
    ///
    /// # Errors
    /// What the database refuses.
    pub(crate) fn write_found(&mut self) -> Result<()> {
        if !self.findable.waits() {
            return Ok(());
        }
        let waiting = self.findable.take();
        search::write(self, &waiting)
    }

    /// Before a statement that looks at the search or changes it.
    fn before_search(&mut self, sql: &str) -> Result<()> {
        if self.findable.waits() && sql.contains(search::TABLES) { self.write_found() } else { Ok(()) }
    }

    /// Why this unit of work may not be kept although it says so itself: a statement had failed, and PostgreSQL
    /// answers the commit of such a transaction with a silent rollback; or rows would stand in no event.
    pub(crate) fn objection(&self) -> Option<Error> {
        if let Some(error) = &self.failed {
            return Some(error.clone());
        }
        if self.apart > 0 {
            return Some(Error::Sql(format!("{} rows were written outside an event", self.apart)));
        }
        let image = self.images.first()?;
        Some(Error::Sql(format!("a row of {} was written outside an event", image.table.name)))
    }

    /// The failure that ended this transaction as a whole, however the work wrapped it.
    pub(crate) fn ended_by(&self) -> Option<Error> {
        self.failed.clone().filter(Error::ends_all)
    }

    fn note<T>(&mut self, outcome: Result<T>) -> Result<T> {
        let outcome = outcome.map_err(|error| match (error, &self.conn) {
            (Error::Constraint { name }, Conn::Sqlite(conn)) => {
                Error::Constraint { name: index_name(conn, name) }
            }
            (error, _) => error,
        });
        if let Err(error) = &outcome
            && self.failed.is_none()
            && !matches!(error, Error::Corrupt { .. })
        {
            self.failed = Some(error.clone());
        }
        outcome
    }

    fn table_sql(&mut self, table: &'static Table) -> Arc<TableSql> {
        // One table may have several addresses; each of them then has the same texts.
        let address = std::ptr::from_ref(table).addr();
        Arc::clone(self.tables.entry(address).or_insert_with(|| Arc::new(TableSql::new(table))))
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
        let text = self.texts.of(sql);
        let asked = self.memo.question(&text, params);
        if let Some(rows) = asked.as_ref().and_then(|asked| self.memo.find(asked)) {
            return Ok(rows);
        }
        self.before_search(sql)?;
        self.memo.before(&text);
        let outcome = self.run_query(sql, &text, params);
        if let (Ok(rows), Some(asked)) = (&outcome, &asked) {
            self.memo.keep(asked, rows);
        }
        self.note(outcome)
    }

    fn run_query(&mut self, sql: &str, text: &Text, params: &[Value]) -> Result<Vec<Row>> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let names = text.names(|| statement.column_names().map(str::to_owned).collect());
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

    /// Hands each row of an answer to `each` as it comes, so that a whole table need not be held.
    ///
    /// # Errors
    /// What the database refuses, or the first refusal of `each`.
    pub(crate) fn each<E: From<Error>>(
        &mut self,
        sql: &str,
        each: &mut dyn FnMut(Row) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.before_search(sql)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare(sql).map_err(Error::from)?;
                let names: Arc<Vec<String>> = Arc::new(statement.column_names().map(str::to_owned).collect());
                let mut rows = statement.query([]).map_err(Error::from)?;
                while let Some(row) = rows.next().map_err(Error::from)? {
                    each(Row::from_sqlite(row, &names)?)?;
                }
            }
            Conn::Postgres(conn) => {
                use postgres::fallible_iterator::FallibleIterator;
                let (statement, names) = conn.prepared(sql)?;
                let none: [&Value; 0] = [];
                let mut rows = conn.client.query_raw(&statement, none).map_err(Error::from)?;
                while let Some(row) = rows.next().map_err(Error::from)? {
                    each(Row::from_postgres(&row, &names)?)?;
                }
            }
        }
        Ok(())
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// How many rows `from` (`FROM … WHERE …`) finds, counted no further than `most`.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn count_up_to(&mut self, from: &str, values: &[Value], most: i64) -> Result<i64> {
        let number = |row: Option<Row>| row.map_or(Ok(0), |row| row.get(0));
        let last = values.len() + 1;
        let with = |value: i64| values.iter().cloned().chain([Value::Int(value)]).collect::<Vec<_>>();
        if self.dialect() == Dialect::Postgres || most <= FEW {
            let sql = format!("SELECT COUNT(*) FROM (SELECT 1 AS one {from} LIMIT ?{last}) AS counted");
            return number(self.query_one(&sql, &with(most))?);
        }
        // SQLite passes over many rows in a third of the time in which it hands them from one select to another.
        let full = format!("SELECT 1 {from} LIMIT 1 OFFSET ?{last}");
        if self.query_one(&full, &with(most - 1))?.is_some() {
            return Ok(most);
        }
        number(self.query_one(&format!("SELECT COUNT(*) {from}"), values)?)
    }

    /// Runs a statement and returns the number of rows it changed. For derived and operational tables only: recorded
    /// tables are written by [`Tx::insert`], [`Tx::update`] and [`Tx::remove`].
    ///
    /// # Errors
    /// What the database refuses.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.before_search(sql)?;
        let text = self.texts.of(sql);
        self.memo.before(&text);
        let outcome = self.run_statement(sql, params);
        self.note(outcome)
    }

    fn run_statement(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.statements.fetch_add(1, Ordering::Relaxed);
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

    /// Several statements at once, for migrations.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.memo.undone();
        match &mut self.conn {
            Conn::Sqlite(conn) => Ok(conn.execute_batch(sql)?),
            Conn::Postgres(conn) => Ok(conn.client.batch_execute(sql)?),
        }
    }

    /// A statement that opens, marks or ends (a part of) a transaction; SQLite keeps it prepared.
    pub(crate) fn control(&mut self, sql: &str) -> Result<()> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                conn.prepare_cached(sql)?.execute([])?;
                Ok(())
            }
            Conn::Postgres(conn) => Ok(conn.client.batch_execute(sql)?),
        }
    }

    /// The rows of a recorded table that match `tail`, for example `WHERE customer_id = ?1 ORDER BY due_at`.
    ///
    /// # Errors
    /// What the database refuses, or [`Error::Corrupt`].
    pub fn select<R: Record>(&mut self, tail: &str, params: &[Value]) -> Result<Vec<R>> {
        let texts = self.table_sql(R::TABLE);
        let mut sql = String::with_capacity(texts.select.len() + tail.len());
        sql.push_str(&texts.select);
        sql.push_str(tail);
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
        let texts = self.table_sql(R::TABLE);
        let rows = self.query(&texts.by_id, &[Value::Uuid(id.into())])?;
        rows.first().map(|row| R::from_row(row, 0)).transpose()
    }

    /// Writes a new row of a recorded table and its after-image. Its version must be 1.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        let texts = self.table_sql(R::TABLE);
        let values = record.to_values();
        self.execute(&texts.insert, &values)?;
        self.keep_image(record, record.row_version(), Some(values));
        Ok(())
    }

    fn keep_image<R: Record>(&mut self, record: &R, version: i64, values: Option<Vec<Value>>) {
        self.images.push(image(record, version, values));
    }

    /// Writes many new rows in as few statements as the database allows.
    ///
    /// # Errors
    /// What the database refuses; then none of this call's rows may be relied on.
    pub fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<()> {
        let images = self.write_all(records)?;
        self.images.extend(images);
        Ok(())
    }

    /// As [`Tx::insert_all`], for rows of many things that were written together and are events of their own: their
    /// after-images, in the order of the rows, are the caller's to give to those events by [`Tx::take_in`]. The unit of
    /// work is refused when one of them is in none.
    ///
    /// # Errors
    /// As [`Tx::insert_all`].
    pub fn insert_apart<R: Record>(&mut self, records: &[R]) -> Result<Vec<Image>> {
        let images = self.write_all(records)?;
        self.apart += images.len();
        Ok(images)
    }

    /// Gives rows that [`Tx::insert_apart`] wrote to the event that is being made.
    pub fn take_in(&mut self, images: Vec<Image>) {
        self.apart = self.apart.saturating_sub(images.len());
        self.images.extend(images);
    }

    fn write_all<R: Record>(&mut self, records: &[R]) -> Result<Vec<Image>> {
        let mut images = Vec::with_capacity(records.len());
        let width = R::TABLE.fields.len();
        let mut rest = records;
        while !rest.is_empty() {
            // SQLite is asked without a round trip, so nothing is gained. PostgreSQL allows 65,535 parameters a
            // statement; few chunk sizes keep its statement cache small.
            let fits = |rows: &&usize| **rows <= rest.len() && **rows * width <= 20_000;
            let take = match self.dialect() {
                Dialect::Sqlite => 1,
                Dialect::Postgres => CHUNKS.iter().find(fits).copied().unwrap_or(1),
            };
            let (now, later) = rest.split_at(take);
            rest = later;
            if let [record] = now {
                let texts = self.table_sql(R::TABLE);
                let values = record.to_values();
                self.execute(&texts.insert, &values)?;
                images.push(image(record, record.row_version(), Some(values)));
                continue;
            }
            let rows: Vec<Vec<Value>> = now.iter().map(Record::to_values).collect();
            let sql = insert_sql(R::TABLE.name, &R::TABLE.columns(), width, take);
            self.execute(&sql, &rows.concat())?;
            for (record, values) in now.iter().zip(rows) {
                images.push(image(record, record.row_version(), Some(values)));
            }
        }
        Ok(images)
    }

    /// Writes the new state of a row whose version is the one that was read, raises the version, and records the
    /// after-image.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody else changed the row first; the record then is as it was before the call.
    pub fn update<R: Record>(&mut self, record: &mut R) -> Result<()> {
        let texts = self.table_sql(R::TABLE);
        let read = record.row_version();
        record.set_row_version(read + 1);
        let mut values = record.to_values();
        let some = self.before(&texts, R::TABLE, record.key(), read).map(|before| {
            update_sql(R::TABLE, |n| before.get(n).zip(values.get(n)).is_none_or(|(old, new)| old != new))
        });
        values.push(Value::Int(read));
        let sql = some.as_deref().unwrap_or(&texts.update);
        let changed = self.execute(sql, &values).inspect_err(|_| record.set_row_version(read))?;
        if changed == 0 {
            record.set_row_version(read);
            return Err(Error::Stale { table: R::TABLE.name, id: record.key() });
        }
        values.pop();
        self.keep_image(record, read + 1, Some(values));
        Ok(())
    }

    /// The values of a row at a version, where this transaction knows them without asking: it wrote or read them a moment
    /// ago. SQLite enters a row anew in the index of each column that a statement names, whether it changes or not, and
    /// asks again for what it refers to; PostgreSQL looks at the values itself.
    fn before(&mut self, texts: &TableSql, table: &Table, key: Uuid, version: i64) -> Option<Vec<Value>> {
        if self.dialect() == Dialect::Postgres {
            return None;
        }
        let mut written = self.images.iter().rev().take(IMAGES_LOOKED_AT);
        let values = match written.find(|image| image.key == key && image.table.name == table.name) {
            Some(image) => image.values.clone()?,
            None => {
                let (text, params) = (self.texts.of(&texts.by_id), [Value::Uuid(key)]);
                let asked = self.memo.question(&text, &params)?;
                let row = self.memo.find(&asked)?.into_iter().next()?;
                table.fields.iter().zip(row.values()).map(|(field, value)| field.typed(value)).collect()
            }
        };
        (values.last() == Some(&Value::Int(version))).then_some(values)
    }

    /// As [`Tx::update`] for a row whose type the caller does not know: its values as read, in column order and typed, some
    /// of them changed; the last one is the version that was read.
    pub(crate) fn rewrite(&mut self, table: &'static Table, mut values: Vec<Value>) -> Result<()> {
        let stranger =
            || Error::Corrupt { place: table.name.to_owned(), expected: "an id first and a version last" };
        let (Some(Value::Uuid(key)), Some(Value::Int(read))) =
            (values.first().cloned(), values.last().cloned())
        else {
            return Err(stranger());
        };
        if let Some(version) = values.last_mut() {
            *version = Value::Int(read + 1);
        }
        let texts = self.table_sql(table);
        values.push(Value::Int(read));
        if self.execute(&texts.update, &values)? == 0 {
            return Err(Error::Stale { table: table.name, id: key });
        }
        values.pop();
        self.images.push(Image { table, key, version: read + 1, values: Some(values) });
        Ok(())
    }

    /// Removes a row that was created by mistake as a whole (an import taken back while untouched). The log keeps
    /// that it was there; its id is never used again.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody else changed the row first.
    pub fn remove<R: Record>(&mut self, record: &R) -> Result<()> {
        let texts = self.table_sql(R::TABLE);
        let read = record.row_version();
        if self.execute(&texts.remove, &[Value::Uuid(record.key()), Value::Int(read)])? == 0 {
            return Err(Error::Stale { table: R::TABLE.name, id: record.key() });
        }
        self.keep_image(record, read + 1, None);
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
    /// own failures (transactions met, no space, no database) end the whole. Inside an action use the kernel's
    /// `Act::attempt`, which also forgets the events of what was undone.
    ///
    /// # Errors
    /// When the database fails, or had failed before.
    pub fn attempt<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> Result<std::result::Result<T, E>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let images = self.take_images();
        let apart = self.apart;
        let mark = self.heads.undo.len();
        let part = self.findable.begin();
        self.control("SAVEPOINT attempt")?;
        let outcome = work(self);
        if let Some(error) = self.ended_by() {
            return Err(error);
        }
        let failed = self.failed.take();
        if outcome.is_ok() && failed.is_none() {
            self.control("RELEASE SAVEPOINT attempt")?;
            self.findable.keep(part);
            self.restore_images(images);
            return Ok(outcome);
        }
        self.images = images;
        self.apart = apart;
        self.heads.back_to(mark);
        self.memo.undone();
        self.findable.undo(part);
        self.control("ROLLBACK TO SAVEPOINT attempt")?;
        self.control("RELEASE SAVEPOINT attempt")?;
        match (outcome, failed) {
            (Ok(_), Some(error)) => Err(error),
            (outcome, _) => Ok(outcome),
        }
    }

    /// Whether recorded rows were written that no event holds yet.
    pub fn has_unlogged_writes(&self) -> bool {
        !self.images.is_empty()
    }
}

fn image<R: Record>(record: &R, version: i64, values: Option<Vec<Value>>) -> Image {
    Image { table: R::TABLE, key: record.key(), version, values }
}

/// The name that the migration gave to the unique index over these columns. SQLite names only the columns, from which
/// `name` was made; PostgreSQL names the index.
fn index_name(conn: &rusqlite::Connection, name: String) -> String {
    let sql = "SELECT i.name FROM sqlite_schema m, pragma_index_list(m.name) i
        WHERE m.type = 'table' AND instr(?1, m.name || '_') = 1 AND i.\"unique\" = 1 AND i.origin = 'c'
        AND m.name || (SELECT string_agg('_' || c.name, '' ORDER BY c.seqno) FROM pragma_index_info(i.name) c) || '_key' = ?1";
    if !name.ends_with("_key") {
        return name;
    }
    let found =
        conn.prepare_cached(sql).and_then(|mut statement| statement.query_row([&name], |row| row.get(0)));
    found.unwrap_or(name)
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
}
