//! The database as the rest of the program sees it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use crate::{
    Error, Result, Tx, log, migrate,
    postgres_db::{IsRetry, PostgresDb},
    sqlite_db::{Job, SqliteDb},
};

/// Where the data lives.
#[derive(Clone)]
pub enum Options {
    /// A SQLite file.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// PostgreSQL by address, `postgres://user@host/database`; `schema=name` may be added.
    Postgres {
        /// The address. It may hold a password: never log it.
        url: String,
    },
}

impl Options {
    /// `postgres://…` is PostgreSQL, anything else a file.
    ///
    /// # Errors
    /// [`Error::Schema`] for another kind of address.
    pub fn parse(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: text.to_owned() });
        }
        if let Some((scheme, _)) = text.split_once("://") {
            return Err(Error::Schema(format!(
                "a database of the kind {scheme} is not known; use postgres:// or a file"
            )));
        }
        Ok(Self::Sqlite { path: PathBuf::from(text) })
    }
}

/// Connections for reading, on PostgreSQL for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// Open.
    pub open: usize,
    /// Of those, idle.
    pub idle: usize,
    /// The most that are opened.
    pub max: usize,
}

enum Backend {
    Sqlite(Box<SqliteDb>),
    Postgres(Box<PostgresDb>),
}

/// A handle on the database; cheap to clone. Its calls block: use them on a blocking thread.
#[derive(Clone)]
pub struct Db {
    backend: Arc<Backend>,
    statements: Arc<AtomicU64>,
}

/// Connections to PostgreSQL per node.
const CONNECTIONS_MAX: usize = 16;

/// Readers on SQLite: they work inside this process, so more of them than twice its cores would only share the memory
/// for pages among more.
fn readers_max() -> usize {
    std::thread::available_parallelism().map_or(4, usize::from).saturating_mul(2).clamp(4, CONNECTIONS_MAX)
}

impl Db {
    /// Opens the database without touching its schema.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(options: &Options) -> Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        let asked = Arc::clone(&statements);
        let backend = match options {
            Options::Sqlite { path } => {
                Backend::Sqlite(Box::new(SqliteDb::open(path, readers_max(), asked)?))
            }
            Options::Postgres { url } => {
                Backend::Postgres(Box::new(PostgresDb::open(url, CONNECTIONS_MAX, asked)?))
            }
        };
        Ok(Self { backend: Arc::new(backend), statements })
    }

    /// Opens it and applies the migrations that it lacks; a database newer than this program is refused.
    ///
    /// # Errors
    /// When it cannot be opened or is newer.
    pub fn open_and_migrate(options: &Options) -> Result<Self> {
        let db = Self::open(options)?;
        migrate::migrate(&db)?;
        Ok(db)
    }

    /// Statements that this program gave the database since it was opened, those that open and end transactions among
    /// them. On PostgreSQL each is a way there and back.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Which database this is, in a word.
    pub fn kind(&self) -> &'static str {
        match *self.backend {
            Backend::Sqlite(_) => "sqlite",
            Backend::Postgres(_) => "postgres",
        }
    }

    /// Whether several nodes may serve over it: what one keeps in memory the others do not know.
    pub fn has_nodes(&self) -> bool {
        matches!(*self.backend, Backend::Postgres(_))
    }

    /// Ids of the processes in which the database's server works for us, where it runs on this machine; none for a
    /// database inside this process.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn server_processes(&self) -> Result<Vec<i64>> {
        match self.backend.as_ref() {
            Backend::Sqlite(_) => Ok(Vec::new()),
            Backend::Postgres(db) => db.read(|tx| {
                let sql = "SELECT CAST(pid AS BIGINT) FROM pg_stat_activity WHERE datname = current_database() ORDER BY pid";
                tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
            }),
        }
    }

    /// Whether something can be written now: a small fact is, durably.
    ///
    /// # Errors
    /// Why not.
    pub fn probe(&self, at: jiff::Timestamp) -> Result<()> {
        self.write(move |tx| {
            let sql = "INSERT INTO installation (name, value) VALUES ('last_probe', ?1)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            tx.execute(sql, &[crate::Value::Text(at.to_string())]).map(drop)
        })
    }

    /// Connections as they stand.
    pub fn pool(&self) -> Pool {
        match self.backend.as_ref() {
            Backend::Sqlite(db) => db.pool(),
            Backend::Postgres(db) => db.pool(),
        }
    }

    /// What the database says of its release.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn release(&self) -> Result<String> {
        match self.backend.as_ref() {
            Backend::Sqlite(_) => Ok(rusqlite::version().to_owned()),
            Backend::Postgres(db) => db.read(|tx| {
                let row = tx.query_one("SELECT current_setting('server_version')", &[])?;
                row.map_or(Ok(String::new()), |row| row.get(0))
            }),
        }
    }

    /// What the clock of the database's server says; `None` for a database inside this process.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn clock(&self) -> Result<Option<jiff::Timestamp>> {
        match self.backend.as_ref() {
            Backend::Sqlite(_) => Ok(None),
            Backend::Postgres(db) => db.read(|tx| {
                let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
                tx.query_one(sql, &[])?.map(|row| row.get(0)).transpose()
            }),
        }
    }

    /// Writes the database's files anew without what was removed from them. On PostgreSQL each table is locked meanwhile.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn compact(&self) -> Result<()> {
        match self.backend.as_ref() {
            Backend::Sqlite(db) => db.compact(),
            Backend::Postgres(db) => db.alone("VACUUM FULL"),
        }
    }

    /// Overwrites what was replaced or removed: called after somebody was erased (R64). A large database file is written
    /// anew only in a `quiet` hour, since writers wait meanwhile; returns whether nothing is left over. On PostgreSQL the
    /// tables are vacuumed, so that no statement finds it again; its pages and its log are overwritten by and by, and at
    /// once by [`Db::compact`].
    ///
    /// # Errors
    /// What the database refuses; [`Error::Busy`] while a reader does not end.
    pub fn scrub(&self, quiet: bool) -> Result<bool> {
        match self.backend.as_ref() {
            Backend::Sqlite(db) => db.scrub(quiet),
            Backend::Postgres(db) => db.alone("VACUUM").map(|()| true),
        }
    }

    /// Runs one unit of work in a transaction and waits until it is durable. On PostgreSQL the work may run again, so
    /// it must have no effect but through its transaction.
    ///
    /// # Errors
    /// The work's own refusal (then nothing of it stays), or the store's failure. Work that says it succeeded although
    /// one of its statements failed, or that wrote recorded rows into no event, is refused too.
    pub fn write<T, E, F>(&self, mut work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + IsRetry + Send + 'static,
        F: FnMut(&mut Tx) -> std::result::Result<T, E> + Send + 'static,
    {
        match self.backend.as_ref() {
            Backend::Postgres(db) => db.write(work),
            Backend::Sqlite(db) => {
                let (answer, wait) = mpsc::sync_channel(1);
                let job = SqliteJob { work: move |tx: &mut Tx| work(tx), outcome: None, answer };
                db.submit(Box::new(job))?;
                wait.recv()
                    .unwrap_or_else(|_| Err(Error::Unavailable("the writer has stopped".to_owned()).into()))
            }
        }
    }

    /// Runs a read in one consistent snapshot; whatever it writes by mistake is rolled back or refused.
    ///
    /// # Errors
    /// The work's own refusal, or the store's failure.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        match self.backend.as_ref() {
            Backend::Sqlite(db) => db.read(work),
            Backend::Postgres(db) => db.read(work),
        }
    }
}

struct SqliteJob<T, E, F> {
    work: F,
    outcome: Option<std::result::Result<T, E>>,
    answer: mpsc::SyncSender<std::result::Result<T, E>>,
}

impl<T, E, F> Job for SqliteJob<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: FnMut(&mut Tx) -> std::result::Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        let mut outcome = (self.work)(tx);
        if outcome.is_ok() {
            let written = log::write_heads(tx);
            if let Some(error) = tx.objection().or(written.err()) {
                outcome = Err(error.into());
            }
        }
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, failure: Option<Error>) {
        let Self { work, outcome, answer } = *self;
        // The work may hold the last handle on the database, which must not be dropped by the writer itself; so it
        // goes before the caller, who holds another one, is told.
        drop(work);
        let outcome = match failure {
            Some(error) => Err(error.into()),
            None => outcome.unwrap_or_else(|| Err(Error::Panicked.into())),
        };
        // A caller that has gone away needs no answer.
        drop(answer.send(outcome));
    }
}
