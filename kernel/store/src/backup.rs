//! Backups: one consistent snapshot of every table in one file, the same from SQLite and PostgreSQL, and restorable
//! into either (R67). Files that lie outside the database come after the rows; the caller names and places them.
//!
//! A backup holds everything, keys of persons included: keep it as you keep the database.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Db, Error, IsRetry, Tx, Value, params};

mod archive;
mod catalogue;
mod outside;
mod read;
mod rows;

pub use catalogue::Shape;
pub use outside::{Listing, Outside};
pub use read::{Checked, KeepFiles, check, check_bytes, is_empty, pending, restore};

use archive::{Kind, Writer};
use rows::Batch;

/// Fact of the installation: when the last backup was taken.
const LAST: &str = "last_backup";

/// What can go wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file is no backup of ours, or its first bytes are damaged.
    #[error("this is no backup of Accord, or its very first bytes are damaged")]
    Foreign,
    /// The file is not as it was written.
    #[error(
        "the backup is damaged in its block {block}, which begins at byte {offset}: {what}. Nothing was written. Take another backup"
    )]
    Damaged {
        /// Number of the block, from 1.
        block: u64,
        /// Where the block begins, in bytes.
        offset: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// It does not fit this program or this database.
    #[error("{0}")]
    Refused(String),
    /// The file system.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
}

impl IsRetry for BackupError {
    fn is_retry(&self) -> bool {
        matches!(self, Self::Store(Error::Retry))
    }
}

type Outcome<T> = std::result::Result<T, BackupError>;

/// A step of the schema, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Number.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Hash of its text, in hexadecimal digits.
    pub fingerprint: String,
}

/// Up to which events the backup goes: whatever was acknowledged before it was begun is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Events.
    pub events: i64,
    /// Chains.
    pub chains: i64,
    /// When the last one was recorded.
    pub last_recorded_at: Option<Timestamp>,
    /// Root of the last seal, in hexadecimal digits.
    pub root: Option<String>,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that took it.
    pub program: String,
    /// From which kind of database.
    pub database: String,
    /// When it was begun.
    pub taken_at: Timestamp,
    /// The schema.
    pub steps: Vec<Step>,
    /// Up to where it goes.
    pub mark: Mark,
    /// Tables, in the order of their rows.
    pub tables: Vec<Shape>,
    /// Whether the files outside the database are in it.
    pub files: bool,
}

/// What should have been read when the end is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Rows of each table, in the manifest's order.
    pub rows: Vec<u64>,
    /// Files, and with them those that were gone.
    pub files: u64,
    /// Their bytes.
    pub file_bytes: u64,
}

/// A file outside the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHead {
    /// Name, as the caller gave it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Whether rows of the backup name it although it could not be found any more; then it has no bytes here, and the
    /// checksum is that of none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes a backup of the whole database in one snapshot, while others read and write, and then of the files, which are
/// listed once the snapshot stands. It is written beside and moved, so that the name never holds half a backup; a name
/// that is taken is refused. Of a file no more than a piece is in memory.
///
/// # Errors
/// The database's or the file system's failure; then nothing stands under the name. That a file is gone when its turn
/// comes is none: its [`FileHead`] says so where a row names it.
pub fn take(
    db: &Db,
    to: &Path,
    program: &str,
    now: Timestamp,
    files: Option<Listing<'_>>,
) -> Outcome<(Manifest, Content)> {
    if to.exists() {
        return Err(BackupError::Refused(format!(
            "{} is there already; a backup writes over nothing",
            to.display()
        )));
    }
    let beside = to.with_extension(format!("{}.part", std::process::id()));
    let outcome = write(db, &beside, program, now, files);
    let outcome = outcome.and_then(|done| {
        std::fs::rename(&beside, to)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Ok(done)
    });
    if outcome.is_err() {
        // What is left of it is of no use; that it cannot be removed is no news beside the failure itself.
        drop(std::fs::remove_file(&beside));
    }
    outcome
}

/// A new file that only its owner may read: it holds every key.
fn create(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn write(
    db: &Db,
    to: &Path,
    program: &str,
    now: Timestamp,
    files: Option<Listing<'_>>,
) -> Outcome<(Manifest, Content)> {
    let mut archive = Writer::new(BufWriter::new(create(to)?))?;
    let (mut content, mut outside) = (Content::default(), Vec::new());
    let manifest = db.read(|tx| {
        let manifest = manifest(tx, db.kind(), program, now, files.is_some())?;
        archive.block(Kind::Manifest, &json(&manifest)?)?;
        // Bytes are kept before the row that names them is written: what this snapshot names lies there by now, or was
        // let go since. Listed any earlier, it could name what the list lacks.
        if let Some(list) = files {
            outside = list(tx)?;
        }
        for (number, table) in (0..).zip(&manifest.tables) {
            content.rows.push(table_rows(tx, number, table, &mut archive)?);
        }
        Ok::<_, BackupError>(manifest)
    })?;
    outside::write(&outside, &mut archive, &mut content)?;
    archive.block(Kind::End, &json(&content)?)?;
    let out = archive.finish()?;
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok((manifest, content))
}

fn json<T: Serialize>(value: &T) -> Outcome<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| BackupError::Refused(error.to_string()))
}

fn steps(tx: &mut Tx) -> crate::Result<Vec<Step>> {
    let sql = "SELECT number, title, fingerprint FROM schema_migration ORDER BY number";
    let rows = tx.query(sql, params![])?;
    let step = |row: &crate::Row| {
        Ok(Step { number: row.get(0)?, title: row.get(1)?, fingerprint: hex(&row.get::<Vec<u8>>(2)?) })
    };
    rows.iter().map(step).collect()
}

fn manifest(tx: &mut Tx, kind: &str, program: &str, now: Timestamp, files: bool) -> Outcome<Manifest> {
    let one = |tx: &mut Tx, sql: &str| tx.query_one(sql, params![]);
    let number = |row: Option<crate::Row>| row.map_or(Ok(0), |row| row.get::<i64>(0));
    let events = number(one(tx, "SELECT COUNT(*) FROM event")?)?;
    let chains = number(one(tx, "SELECT COUNT(*) FROM chain_head WHERE seq > 0")?)?;
    let last_recorded_at = last_event(tx)?;
    let root = one(tx, "SELECT root FROM seal ORDER BY seq DESC LIMIT 1")?;
    let root = root.map(|row| row.get::<Vec<u8>>(0)).transpose()?.map(|root| hex(&root));
    Ok(Manifest {
        program: program.to_owned(),
        database: kind.to_owned(),
        taken_at: now,
        steps: steps(tx)?,
        mark: Mark { events, chains, last_recorded_at, root },
        tables: catalogue::tables(tx)?,
        files,
    })
}

fn table_rows<W: Write>(tx: &mut Tx, number: u32, table: &Shape, archive: &mut Writer<W>) -> Outcome<u64> {
    let sql = format!("SELECT {} FROM \"{}\"", table.column_list(), table.name);
    let mut batch = Batch::new(number);
    let mut count = 0;
    tx.each(&sql, &mut |row| -> Outcome<()> {
        let values = std::sync::Arc::unwrap_or_clone(row.values).into_iter().enumerate();
        let values = values.map(|(column, value)| table.portable(column, value));
        let values: Vec<Value> = values.collect::<crate::Result<_>>()?;
        count += 1;
        batch.row(&values, &mut |bytes| archive.block(Kind::Rows, bytes))
    })?;
    batch.flush(&mut |bytes| archive.block(Kind::Rows, bytes))?;
    Ok(count)
}

/// Notes in the database when a backup was taken of it, for whoever asks how old the last one is.
///
/// # Errors
/// What the database refuses.
pub fn note(db: &Db, at: Timestamp) -> crate::Result<()> {
    db.write(move |tx| {
        let sql = "INSERT INTO installation (name, value) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        tx.execute(sql, params![LAST, at.to_string()]).map(drop)
    })
}

/// When the last backup of this database was taken; `None` when there was none.
///
/// # Errors
/// What the database refuses.
pub fn last(tx: &mut Tx) -> crate::Result<Option<Timestamp>> {
    let row = tx.query_one("SELECT value FROM installation WHERE name = ?1", params![LAST])?;
    let text: Option<String> = row.map(|row| row.get(0)).transpose()?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// When the last event was recorded; `None` when there is none.
///
/// # Errors
/// What the database refuses.
pub fn last_event(tx: &mut Tx) -> crate::Result<Option<Timestamp>> {
    let row = tx.query_one("SELECT MAX(recorded_at) FROM event", params![])?;
    row.map_or(Ok(None), |row| row.get(0))
}
