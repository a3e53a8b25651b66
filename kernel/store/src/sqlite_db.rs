//! SQLite: one file, one writer thread with group commit, a pool of readers.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::AtomicU64,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    time::{Duration, Instant},
};

use rusqlite::config::DbConfig;

use crate::{
    Error, Result, search,
    tx::{Conn, Tx},
};

/// How long the writer keeps taking further work into one commit.
const GROUP_MAX: Duration = Duration::from_millis(4);
/// Work waiting for the writer before callers are told that we are busy.
const QUEUE_MAX: usize = 2_048;
/// How long a connection waits for another process's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Between two tries of what SQLite itself does not wait for.
const BETWEEN_TRIES: Duration = Duration::from_millis(5);
/// Memory in which the writer keeps pages, in KiB.
const WRITER_CACHE_KIB: i64 = 24_000;
/// Memory in which all readers together keep pages, in KiB.
const READERS_CACHE_KIB: i64 = 64_000;
/// Pages in the log before they are brought into the file: what changes often is then brought once.
const CHECKPOINT_PAGES: i64 = 4_000;
/// A file of at most this size is written anew within a second or two, in which writers wait.
const ANEW_AT_ONCE: u64 = 256 << 20;
/// SQLite before this release can corrupt a database when its log is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// One unit of work and the way its answer goes back.
pub(crate) trait Job: Send {
    /// Runs it; `true` when its effects are to stay.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Called once, after the commit (`None`) or when the whole group failed.
    fn answer(self: Box<Self>, failure: Option<Error>);
}

pub(crate) struct SqliteDb {
    path: PathBuf,
    queue: Option<SyncSender<Box<dyn Job>>>,
    writer: Option<std::thread::JoinHandle<()>>,
    readers: Mutex<Vec<Tx>>,
    reader_free: Condvar,
    readers_out: Mutex<usize>,
    readers_max: usize,
    statements: Arc<AtomicU64>,
}

pub(crate) fn connect(path: &Path, read_only: bool, cache_kib: i64) -> Result<rusqlite::Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::Schema(format!(
            "SQLite {} can corrupt a database; 3.51.3 or later is needed",
            rusqlite::version()
        )));
    }
    let conn = rusqlite::Connection::open(path)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    write_ahead(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // The writer's savepoint journal must not be held in memory: SQLite walks the whole of it each time a savepoint
    // inside another ends, so that an action of ten thousand rows would cost a hundred million steps.
    conn.pragma_update(None, "temp_store", if read_only { "MEMORY" } else { "FILE" })?;
    // Pages are kept by the connection. Mapping the file instead would have each page looked for in the log and read
    // anew each time, and the same page counted as memory once for each connection.
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    conn.pragma_update(None, "mmap_size", 0_i64)?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    conn.pragma_update(None, "journal_size_limit", 67_108_864_i64)?;
    // What is removed or replaced is overwritten: who was forgotten lies in no free page (R64).
    conn.pragma_update(None, "secure_delete", true)?;
    if read_only {
        conn.pragma_update(None, "query_only", true)?;
    }
    // Without this, a statement that compares a column with a parameter, on a table with a partial index over that
    // column, is compiled anew each time the parameter changes: several times what it costs to run.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(512);
    Ok(conn)
}

/// Sets the journal's mode. While another connection sets it at the same moment SQLite says that it is busy and does not
/// wait, whatever time it was given.
fn write_ahead(conn: &rusqlite::Connection) -> Result<()> {
    let until = Instant::now() + BUSY_TIMEOUT;
    loop {
        match conn.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && Instant::now() < until =>
            {
                std::thread::sleep(BETWEEN_TRIES);
            }
            outcome => return Ok(outcome?),
        }
    }
}

impl SqliteDb {
    pub(crate) fn open(path: &Path, readers_max: usize, statements: Arc<AtomicU64>) -> Result<Self> {
        let writer_conn = connect(path, false, WRITER_CACHE_KIB)?;
        let (queue, work) = sync_channel(QUEUE_MAX);
        let tx = Tx::new(Conn::Sqlite(writer_conn), Arc::clone(&statements));
        let writer = std::thread::Builder::new()
            .name("accord-writer".to_owned())
            .spawn(move || write_loop(tx, &work))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            queue: Some(queue),
            writer: Some(writer),
            readers: Mutex::new(Vec::new()),
            reader_free: Condvar::new(),
            readers_out: Mutex::new(0),
            readers_max,
            statements,
        })
    }

    pub(crate) fn submit(&self, job: Box<dyn Job>) -> Result<()> {
        let Some(queue) = &self.queue else {
            return Err(Error::Unavailable("the writer has stopped".to_owned()));
        };
        queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Unavailable("the writer has stopped".to_owned()),
        })
    }

    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut tx = self.take_reader()?;
        let outcome = match tx.control("BEGIN") {
            Ok(()) => {
                tx.only_reads();
                let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
                let rolled = tx.control("ROLLBACK");
                tx.findable.clear();
                tx.renew();
                match (outcome, rolled) {
                    (Ok(answer), Ok(())) => answer,
                    (Ok(_), Err(error)) => Err(E::from(error)),
                    (Err(_), _) => Err(E::from(Error::Panicked)),
                }
            }
            Err(error) => Err(E::from(error)),
        };
        self.give_reader(tx);
        outcome
    }

    pub(crate) fn pool(&self) -> crate::Pool {
        let open = *self.readers_out.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).len();
        crate::Pool { open, idle, max: self.readers_max }
    }

    /// On a connection of its own: it is no part of anybody's transaction.
    pub(crate) fn compact(&self) -> Result<()> {
        self.write_anew("VACUUM")
    }

    /// Runs statements that write the whole file or index anew, then brings the log in.
    fn write_anew(&self, sql: &str) -> Result<()> {
        let conn = connect(&self.path, false, WRITER_CACHE_KIB)?;
        conn.execute_batch(sql)?;
        empty_log(&conn)
    }

    /// Writes a small file anew, or any in a quiet hour; a larger one at least has its log brought in and emptied. SQLite
    /// overwrites what is removed from a page, but not what a page held before its rows were moved to another, nor words
    /// in the text index of what was changed or taken out before.
    pub(crate) fn scrub(&self, quiet: bool) -> Result<bool> {
        let size = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        if quiet || size <= ANEW_AT_ONCE {
            self.write_anew(&format!("{}; VACUUM", search::PUT_TOGETHER))?;
            return Ok(true);
        }
        empty_log(&connect(&self.path, false, WRITER_CACHE_KIB)?).map(|()| false)
    }

    fn take_reader(&self) -> Result<Tx> {
        if let Some(tx) = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(tx);
        }
        let mut out = self.readers_out.lock().unwrap_or_else(PoisonError::into_inner);
        if *out < self.readers_max {
            *out += 1;
            drop(out);
            let cache = READERS_CACHE_KIB / i64::try_from(self.readers_max).unwrap_or(1).max(1);
            return match connect(&self.path, true, cache) {
                Ok(conn) => Ok(Tx::new(Conn::Sqlite(conn), Arc::clone(&self.statements))),
                Err(error) => {
                    *self.readers_out.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
                    Err(error)
                }
            };
        }
        drop(out);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(tx) = readers.pop() {
                return Ok(tx);
            }
            readers = self.reader_free.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give_reader(&self, tx: Tx) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(tx);
        self.reader_free.notify_one();
    }
}

impl Drop for SqliteDb {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(writer) = self.writer.take()
            && writer.thread().id() != std::thread::current().id()
        {
            // The writer only ends; a panic in it was already answered to its callers.
            drop(writer.join());
        }
    }
}

/// Brings the log into the file and empties it.
fn empty_log(conn: &rusqlite::Connection) -> Result<()> {
    let until = Instant::now() + BUSY_TIMEOUT;
    loop {
        // A reader that is under way still needs the log; its end is waited for, and then the next round's.
        let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 {
            return Ok(());
        }
        if Instant::now() >= until {
            return Err(Error::Busy);
        }
        std::thread::sleep(BETWEEN_TRIES);
    }
}

/// Drains the queue: one transaction for all that wait, one fsync; answers only after the commit.
fn write_loop(mut tx: Tx, work: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = work.recv() {
        if let Err(error) = tx.control("BEGIN IMMEDIATE") {
            first.answer(Some(error));
            continue;
        }
        let mut group = Group { tx: &mut tx, done: Vec::new(), apart: false };
        let mut failure = group.take(first).err();
        let started = Instant::now();
        while failure.is_none() && started.elapsed() < GROUP_MAX {
            let Ok(job) = work.try_recv() else { break };
            failure = group.take(job).err();
        }
        group.end(failure);
    }
}

/// Units of work that share a transaction.
///
/// Nearly all of them are kept, and one that is refused has mostly written nothing by then. So none has a savepoint, for
/// which SQLite would keep each page as it was before. Where one is refused that wrote, all is undone, and the group runs
/// again with a savepoint for each: the work may run again, since it has no effect but through its transaction.
struct Group<'t> {
    tx: &'t mut Tx,
    done: Vec<Box<dyn Job>>,
    /// Each one in a savepoint of its own.
    apart: bool,
}

impl Group<'_> {
    /// Runs one more. An error means that the whole group is lost.
    fn take(&mut self, mut job: Box<dyn Job>) -> Result<()> {
        let before = changes(self.tx);
        let outcome = run_one(self.tx, job.as_mut(), self.apart);
        let undo = matches!(outcome, Ok(false)) && !self.apart && changes(self.tx) != before;
        self.done.push(job);
        outcome?;
        if undo { self.again() } else { Ok(()) }
    }

    fn again(&mut self) -> Result<()> {
        self.apart = true;
        self.tx.findable.clear();
        self.tx.control("ROLLBACK")?;
        self.tx.control("BEGIN IMMEDIATE")?;
        if self.done.len() == 1 {
            // It was alone, and nothing of it is left.
            return Ok(());
        }
        for job in &mut self.done {
            run_one(self.tx, job.as_mut(), true)?;
        }
        Ok(())
    }

    /// Commits, and tells everybody.
    fn end(self, failure: Option<Error>) {
        let Self { tx, done, .. } = self;
        let failure = failure.or_else(|| {
            tx.write_found()
                .and_then(|()| search::no_longer_overwrite(tx))
                .and_then(|()| tx.control("COMMIT"))
                .err()
        });
        tx.findable.clear();
        if failure.is_some() {
            // After an I/O error SQLite may have rolled back by itself; a second ROLLBACK then only says so.
            drop(tx.control("ROLLBACK"));
        }
        for job in done {
            job.answer(failure.clone());
        }
    }
}

/// Rows that the connection has changed so far.
fn changes(tx: &Tx) -> u64 {
    match &tx.conn {
        Conn::Sqlite(conn) => conn.total_changes(),
        Conn::Postgres(_) => 0,
    }
}

/// Runs one unit of work, in a savepoint when it shall be undone alone; false when nothing of it is to stay. An error here
/// means that the whole group is lost.
fn run_one(tx: &mut Tx, job: &mut dyn Job, savepoint: bool) -> Result<bool> {
    tx.renew();
    let part = tx.findable.begin();
    if savepoint {
        tx.control("SAVEPOINT job")?;
    }
    let keep = catch_unwind(AssertUnwindSafe(|| job.run(tx))).unwrap_or(false);
    let ended = tx.ended_by();
    tx.renew();
    if keep {
        tx.findable.keep(part);
    } else {
        tx.findable.undo(part);
    }
    if let Conn::Sqlite(conn) = &tx.conn
        && conn.is_autocommit()
    {
        // On a full disk SQLite gives the whole transaction up by itself; everybody in it learns why.
        return Err(
            ended.unwrap_or_else(|| Error::Unavailable("the database gave the transaction up".to_owned()))
        );
    }
    if savepoint {
        if !keep {
            tx.control("ROLLBACK TO job")?;
        }
        tx.control("RELEASE job")?;
    }
    Ok(keep)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// A unit of work that waits to be let go, and tells what became of it.
    struct Waiting(mpsc::Receiver<()>, mpsc::Sender<Option<Error>>);

    impl Job for Waiting {
        fn run(&mut self, _: &mut Tx) -> bool {
            self.0.recv().ok();
            true
        }
        fn answer(self: Box<Self>, failure: Option<Error>) {
            self.1.send(failure).ok();
        }
    }

    #[test]
    fn a_full_queue_says_busy_and_answers_all_that_it_took() {
        let folder = tempfile::tempdir().unwrap();
        let db = SqliteDb::open(&folder.path().join("busy.sqlite"), 1, Arc::default()).unwrap();
        let (answer, answers) = mpsc::channel();
        let mut held = Vec::new();
        let mut refused = None;
        // One is with the writer, as many as fit wait, and the next is refused.
        while refused.is_none() && held.len() < QUEUE_MAX + 10 {
            let (go, wait) = mpsc::channel();
            match db.submit(Box::new(Waiting(wait, answer.clone()))) {
                Ok(()) => held.push(go),
                Err(error) => refused = Some(error),
            }
        }
        assert!(matches!(refused, Some(Error::Busy)), "{refused:?}");
        let taken = held.len();
        assert!((QUEUE_MAX..=QUEUE_MAX + 1).contains(&taken), "{taken}");
        drop(held);
        for _ in 0..taken {
            assert!(answers.recv().unwrap().is_none(), "each one was committed");
        }
        let (go, wait) = mpsc::channel();
        drop(go);
        assert!(db.submit(Box::new(Waiting(wait, answer))).is_ok(), "afterwards there is room again");
        assert!(answers.recv().unwrap().is_none());
    }
}
