//! PostgreSQL: a small pool of synchronous connections.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, PoisonError, atomic::AtomicU64},
    time::Duration,
};

use crate::{
    Error, Result,
    tx::{Conn, PgConn, Tx},
};

/// How often a unit of work is repeated when transactions meet.
const RETRIES_MAX: u32 = 12;
/// How long a statement waits for a row lock before the unit of work is repeated.
const LOCK_TIMEOUT_MS: u32 = 5_000;

/// How long a transaction may lie open between two of its statements. A node that is frozen in the middle of one is put
/// out, so that what it had locked is free for the others.
const IDLE_IN_TRANSACTION_MS: u32 = 20_000;

/// How long the other side may not acknowledge what was sent.
const SILENCE_MAX: Duration = Duration::from_secs(10);

pub(crate) struct PostgresDb {
    config: postgres::Config,
    schema: Option<String>,
    idle: Mutex<Pool>,
    free: Condvar,
    max: usize,
    statements: Arc<AtomicU64>,
}

struct Pool {
    idle: Vec<Tx>,
    open: usize,
}

impl PostgresDb {
    /// `url` as PostgreSQL's clients take it; a parameter `schema=name` chooses (and creates) a schema.
    pub(crate) fn open(url: &str, max: usize, statements: Arc<AtomicU64>) -> Result<Self> {
        let (url, schema) = split_schema(url);
        let mut config: postgres::Config = url.parse().map_err(|error: postgres::Error| {
            // The driver's text never contains the password, only what is wrong with the form.
            Error::Schema(format!("the database address cannot be read: {error}"))
        })?;
        config.application_name("accord").connect_timeout(Duration::from_secs(5));
        // A server that is gone without a word (a broken line, a frozen machine) is noticed, and its callers told.
        config.keepalives_idle(SILENCE_MAX).tcp_user_timeout(SILENCE_MAX);
        // What the server remarks ("already exists, skipping") is no news to an operator.
        config.notice_callback(|notice| tracing::debug!(code = notice.code().code(), "{}", notice.message()));
        let db = Self {
            config,
            schema,
            idle: Mutex::new(Pool { idle: Vec::new(), open: 0 }),
            free: Condvar::new(),
            max,
            statements,
        };
        if let Some(schema) = &db.schema {
            let mut client = db.config.connect(postgres::NoTls)?;
            let sql = format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"");
            // Two nodes that start at once can both find it missing; the second time it is there.
            client.batch_execute(&sql).or_else(|_| client.batch_execute(&sql))?;
        }
        Ok(db)
    }

    fn client(&self) -> Result<postgres::Client> {
        let mut client = self.config.connect(postgres::NoTls)?;
        if let Some(schema) = &self.schema {
            client.batch_execute(&format!("SET search_path TO \"{schema}\""))?;
        }
        Ok(client)
    }

    /// Runs a statement of housekeeping over each of our tables, on a connection of its own and outside of transactions.
    pub(crate) fn alone(&self, statement: &str) -> Result<()> {
        let mut client = self.client()?;
        let sql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";
        for row in client.query(sql, &[])? {
            let table: String = row.get(0);
            client.batch_execute(&format!("{statement} \"{table}\""))?;
        }
        Ok(())
    }

    fn connect(&self) -> Result<Tx> {
        let mut client = self.client()?;
        client.batch_execute(&format!(
            "SET lock_timeout = {LOCK_TIMEOUT_MS}; SET TIME ZONE 'UTC';
            SET idle_in_transaction_session_timeout = {IDLE_IN_TRANSACTION_MS}"
        ))?;
        Ok(Tx::new(Conn::Postgres(Box::new(PgConn::new(client))), Arc::clone(&self.statements)))
    }

    /// An idle connection, or a new one (`true`).
    fn take(&self) -> Result<(Tx, bool)> {
        let mut pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(tx) = pool.idle.pop() {
                return Ok((tx, false));
            }
            if pool.open < self.max {
                pool.open += 1;
                drop(pool);
                return match self.connect() {
                    Ok(tx) => Ok((tx, true)),
                    Err(error) => {
                        self.forget_one();
                        Err(error)
                    }
                };
            }
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Opens a transaction. A connection that the server closed while it was idle is replaced.
    fn begin(&self, sql: &str) -> Result<Tx> {
        loop {
            let (mut tx, new) = self.take()?;
            tx.renew();
            match tx.control(sql) {
                Ok(()) => return Ok(tx),
                Err(error) => {
                    drop(tx);
                    self.forget_one();
                    if new {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Ends a transaction and gives its connection back; one that cannot even roll back is closed.
    fn end(&self, mut tx: Tx, sql: &str) -> Result<()> {
        tx.findable.clear();
        let outcome = tx.control(sql);
        if outcome.is_err() && (sql == "ROLLBACK" || tx.control("ROLLBACK").is_err()) {
            drop(tx);
            self.forget_one();
            return outcome;
        }
        tx.renew();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).idle.push(tx);
        self.free.notify_one();
        outcome
    }

    pub(crate) fn pool(&self) -> crate::Pool {
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        crate::Pool { open: pool.open, idle: pool.idle.len(), max: self.max }
    }

    fn forget_one(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.free.notify_one();
    }

    /// Runs the whole unit of work, again when transactions met. READ COMMITTED: who takes part in a customer's order
    /// of events has locked its chain head first, and money, capacity and uniqueness rest on conditional updates and
    /// unique keys, never on isolation.
    pub(crate) fn write<T, E: From<Error> + IsRetry>(
        &self,
        mut work: impl FnMut(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut attempt = 0;
        loop {
            match self.write_once(&mut work) {
                Err(error) if error.is_retry() && attempt < RETRIES_MAX => {
                    attempt += 1;
                    let pause = u64::from(attempt * attempt) * 2 + (attempt_jitter(attempt) % 7);
                    std::thread::sleep(Duration::from_millis(pause));
                }
                outcome => return outcome,
            }
        }
    }

    fn write_once<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut tx = self.begin("BEGIN ISOLATION LEVEL READ COMMITTED")?;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let answer = work(&mut tx)?;
            tx.write_found()?;
            Ok(answer)
        }));
        let (objection, ended_by) = (tx.objection(), tx.ended_by());
        let refused = match (outcome, objection, ended_by) {
            (Ok(Ok(answer)), None, _) => return self.end(tx, "COMMIT").map(|()| answer).map_err(E::from),
            (Ok(Ok(_)), Some(error), _) | (Ok(Err(_)), _, Some(error)) => error.into(),
            (Ok(Err(error)), _, None) => error,
            (Err(_), ..) => Error::Panicked.into(),
        };
        // A rollback that cannot be said happens by itself when the connection is closed.
        drop(self.end(tx, "ROLLBACK"));
        Err(refused)
    }

    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut tx = self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        tx.only_reads();
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
        drop(self.end(tx, "ROLLBACK"));
        outcome.unwrap_or_else(|_| Err(Error::Panicked.into()))
    }
}

impl Drop for PostgresDb {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.idle.get_mut().unwrap_or_else(PoisonError::into_inner).idle);
        // The driver runs a runtime of its own to say goodbye, which must not happen on an asynchronous thread.
        std::thread::scope(|scope| {
            scope.spawn(|| drop(idle));
        });
    }
}

/// Different threads back off differently; the address of a local is as good as a dice here.
fn attempt_jitter(attempt: u32) -> u64 {
    let here = 0_u8;
    (std::ptr::addr_of!(here) as u64 >> 12) ^ u64::from(attempt)
}

/// Whether an error asks for the whole unit of work to be repeated.
pub trait IsRetry {
    /// True for [`Error::Retry`], however it is wrapped.
    fn is_retry(&self) -> bool;
}

impl IsRetry for Error {
    fn is_retry(&self) -> bool {
        matches!(self, Self::Retry)
    }
}

/// Takes `schema=name` out of the address; only letters, digits and underscores may name a schema.
fn split_schema(url: &str) -> (String, Option<String>) {
    let Some((base, query)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let mut schema = None;
    let mut rest = Vec::new();
    for part in query.split('&') {
        match part.strip_prefix("schema=") {
            Some(name) if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                schema = Some(name.to_owned());
            }
            _ => rest.push(part),
        }
    }
    let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    (url, schema)
}

#[cfg(test)]
mod tests {
    use super::split_schema;

    #[test]
    fn schema_is_taken_out_of_the_address() {
        assert_eq!(
            split_schema("postgres://a@b/c?host=/x&schema=t_1"),
            ("postgres://a@b/c?host=/x".to_owned(), Some("t_1".to_owned()))
        );
        assert_eq!(split_schema("postgres://a@b/c"), ("postgres://a@b/c".to_owned(), None));
    }
}
