//! Reading a backup: checking it, and restoring it into an empty database.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    BackupError, Content, FileHead, Manifest, Outcome, Shape, Step,
    archive::{Kind, Reader},
    catalogue, hex,
    rows::Values,
    steps,
};
use crate::{Db, Dialect, MIGRATIONS, Migration, Tx, Value, migrate_with, params, table_sql::insert_sql};

/// Rows that PostgreSQL gets in one statement, of a table that is not too wide.
const ROWS_AT_ONCE: usize = 200;
/// Parameters of one statement.
const PARAMETERS_AT_ONCE: usize = 20_000;

/// What becomes of the files of a backup. Each begins, gets its bytes in pieces, and ends when all of them were there and
/// agreed with its checksum. One that is gone begins and ends without any.
pub trait KeepFiles {
    /// A file of which bytes follow.
    ///
    /// # Errors
    /// Whatever ends the restore.
    fn begin(&mut self, head: &FileHead) -> Outcome<()>;
    /// The next bytes of the file that was begun.
    ///
    /// # Errors
    /// Whatever ends the restore.
    fn bytes(&mut self, bytes: &[u8]) -> Outcome<()>;
    /// It is whole.
    ///
    /// # Errors
    /// Whatever ends the restore.
    fn end(&mut self, head: &FileHead) -> Outcome<()>;
}

/// What is done with what a backup holds, in its order.
trait Visit {
    fn rows(&mut self, _table: usize, _shape: &Shape, _rows: Vec<Vec<Value>>) -> Outcome<()> {
        Ok(())
    }
    fn begin(&mut self, _head: &FileHead) -> Outcome<()> {
        Ok(())
    }
    fn bytes(&mut self, _bytes: &[u8]) -> Outcome<()> {
        Ok(())
    }
    fn end(&mut self, _head: &FileHead) -> Outcome<()> {
        Ok(())
    }
}

/// Only looks whether everything can be read.
#[derive(Default)]
struct Look {
    files: Vec<FileHead>,
}

impl Visit for Look {
    fn end(&mut self, head: &FileHead) -> Outcome<()> {
        self.files.push(head.clone());
        Ok(())
    }
}

/// What a checked backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says of itself.
    pub manifest: Manifest,
    /// How much there is.
    pub content: Content,
    /// The files outside the database.
    pub files: Vec<FileHead>,
}

/// Reads a whole backup and holds every block against its checksum and the end against what was found.
///
/// # Errors
/// [`BackupError::Damaged`] with the place, or the file system's failure.
pub fn check(path: &Path) -> Outcome<Checked> {
    look(BufReader::new(File::open(path)?))
}

/// As [`check`], of bytes in memory.
///
/// # Errors
/// As [`check`].
pub fn check_bytes(bytes: &[u8]) -> Outcome<Checked> {
    look(bytes)
}

fn look(from: impl Read) -> Outcome<Checked> {
    let mut look = Look::default();
    let (manifest, content) = walk(from, &mut look)?;
    Ok(Checked { manifest, content, files: look.files })
}

fn walk<R: Read>(from: R, visit: &mut dyn Visit) -> Outcome<(Manifest, Content)> {
    let mut reader = Reader::new(from)?;
    let manifest: Manifest = match reader.next()? {
        Some((Kind::Manifest, bytes)) => {
            serde_json::from_slice(&bytes).map_err(|_| reader.damaged("its manifest cannot be read"))?
        }
        _ => return Err(reader.damaged("it does not begin with a manifest")),
    };
    let mut found = Content { rows: vec![0; manifest.tables.len()], ..Content::default() };
    let mut open: Option<Open> = None;
    while let Some((kind, bytes)) = reader.next()? {
        open = match (kind, open) {
            (Kind::Bytes, Some(mut file)) => {
                file.length += bytes.len() as u64;
                if file.length > file.head.size {
                    return Err(reader.damaged("a file has an impossible length"));
                }
                file.hasher.update(&bytes);
                visit.bytes(&bytes)?;
                whole(&reader, file, &mut found, visit)?
            }
            (_, Some(_)) => return Err(reader.damaged("a file is not whole")),
            (Kind::File, None) => {
                let head: FileHead =
                    serde_json::from_slice(&bytes).map_err(|_| reader.damaged("a file has no head"))?;
                if head.gone && head.size > 0 {
                    return Err(reader.damaged("a file has an impossible length"));
                }
                visit.begin(&head)?;
                whole(&reader, Open { head, length: 0, hasher: Sha256::new() }, &mut found, visit)?
            }
            (Kind::Rows, None) => {
                let (table, rows) =
                    read_rows(&manifest, &bytes).ok_or_else(|| reader.damaged("its rows cannot be read"))?;
                if let Some((shape, count)) = manifest.tables.get(table).zip(found.rows.get_mut(table)) {
                    *count += rows.len() as u64;
                    visit.rows(table, shape, rows)?;
                }
                None
            }
            (Kind::End, None) => {
                let said: Content =
                    serde_json::from_slice(&bytes).map_err(|_| reader.damaged("its end cannot be read"))?;
                if said != found {
                    return Err(reader.damaged("it holds something else than it says"));
                }
                return match reader.next() {
                    Ok(None) => Ok((manifest, found)),
                    _ => Err(reader.damaged("something stands behind its end")),
                };
            }
            (Kind::Manifest | Kind::Bytes, None) => return Err(reader.damaged("it is out of order")),
        };
    }
    Err(reader.damaged("its end is missing"))
}

/// A file of which some bytes are still to come.
struct Open {
    head: FileHead,
    length: u64,
    hasher: Sha256,
}

/// Ends a file when all of it was there, or gives it back to go on with.
fn whole<R: Read>(
    reader: &Reader<R>,
    file: Open,
    found: &mut Content,
    visit: &mut dyn Visit,
) -> Outcome<Option<Open>> {
    if file.length < file.head.size {
        return Ok(Some(file));
    }
    if hex(&file.hasher.finalize()) != file.head.sha256 {
        return Err(reader.damaged("a file has another checksum than its head says"));
    }
    found.files += 1;
    found.file_bytes += file.length;
    visit.end(&file.head)?;
    Ok(None)
}

fn read_rows(manifest: &Manifest, bytes: &[u8]) -> Option<(usize, Vec<Vec<Value>>)> {
    let mut values = Values::of(bytes);
    let table = usize::try_from(values.number()?).ok()?;
    let width = manifest.tables.get(table)?.columns.len();
    let mut rows = Vec::new();
    while !values.is_empty() {
        rows.push((0..width).map(|_| values.next()).collect::<Option<Vec<Value>>>()?);
    }
    Some((table, rows))
}

/// Whether nothing stands in the database yet, whatever its schema.
///
/// # Errors
/// What the database refuses.
pub fn is_empty(db: &Db) -> crate::Result<bool> {
    db.read(|tx| {
        for table in catalogue::tables(tx)? {
            if !tx.query(&format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name), params![])?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// How many steps of the schema this program would apply to a database that has some already: those are what a backup
/// is taken for. None for an empty database.
///
/// # Errors
/// What the database refuses.
pub fn pending(db: &Db) -> crate::Result<usize> {
    let applied = applied(db)?;
    if applied.is_empty() {
        return Ok(0);
    }
    let missing = |step: &&Migration| applied.iter().all(|known| known.number != step.number);
    Ok(MIGRATIONS.iter().filter(missing).count())
}

fn applied(db: &Db) -> crate::Result<Vec<Step>> {
    db.read(|tx| if has_ledger(tx)? { steps(tx) } else { Ok(Vec::new()) })
}

fn has_ledger(tx: &mut Tx) -> crate::Result<bool> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1",
        Dialect::Postgres => {
            "SELECT 1 FROM information_schema.tables
            WHERE table_schema = current_schema() AND CAST(table_name AS TEXT) = ?1"
        }
    };
    Ok(!tx.query(sql, params![catalogue::LEDGER])?.is_empty())
}

/// The steps of this program that lead to the backup's schema.
fn way(manifest: &Manifest) -> Outcome<&'static [Migration]> {
    let mut list = Vec::with_capacity(manifest.steps.len());
    for step in &manifest.steps {
        let known = MIGRATIONS.iter().find(|known| known.number == step.number);
        let Some(known) = known else {
            return Err(BackupError::Refused(format!(
                "the backup was taken by a newer program ({}): its schema has step {} ({}), which this one does not know. Restore it with that program or a later one",
                manifest.program, step.number, step.title
            )));
        };
        if hex(&known.fingerprint()) != step.fingerprint {
            return Err(BackupError::Refused(format!(
                "step {} ({}) of the backup's schema is another one than this program's",
                step.number, step.title
            )));
        }
        list.push(*known);
    }
    // One command restores one backup: the list lives as long as the program.
    Ok(Vec::leak(list))
}

/// Restores a backup into an empty database: first every checksum is looked at, then everything is written in one
/// transaction, in the schema that the backup has. Files are handed to `keep` before the rows that name them are
/// written. The caller then migrates to its own schema and verifies.
///
/// # Errors
/// A damaged or newer backup, a database that is not empty; then nothing was written. The database's failure; then none
/// of the rows stays.
pub fn restore(db: &Db, from: &Path, keep: &mut dyn KeepFiles) -> Outcome<(Manifest, Content)> {
    let Checked { manifest, .. } = check(from)?;
    let list = way(&manifest)?;
    if !is_empty(db)? {
        return Err(BackupError::Refused(
            "the database is not empty. A backup is restored into an empty one only, so that nothing is written over"
                .to_owned(),
        ));
    }
    let newer = applied(db)?.iter().any(|step| list.iter().all(|known| known.number != step.number));
    if newer {
        return Err(BackupError::Refused(
            "the empty database has a newer schema than the backup. Give one without any tables".to_owned(),
        ));
    }
    migrate_with(db, list)?;
    walk(BufReader::new(File::open(from)?), &mut Keep { keep })?;
    let from: PathBuf = from.to_owned();
    let done = db.write(move |tx| load(tx, &from))?;
    Ok(done)
}

fn load(tx: &mut Tx, from: &Path) -> Outcome<(Manifest, Content)> {
    let own = catalogue::tables(tx)?;
    let keys = catalogue::defer_keys(tx)?;
    let done = walk(BufReader::new(File::open(from)?), &mut Load { tx: &mut *tx, own })?;
    catalogue::settle_keys(tx, &keys)?;
    Ok(done)
}

/// Hands the files on.
struct Keep<'k> {
    keep: &'k mut dyn KeepFiles,
}

impl Visit for Keep<'_> {
    fn begin(&mut self, head: &FileHead) -> Outcome<()> {
        self.keep.begin(head)
    }
    fn bytes(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.keep.bytes(bytes)
    }
    fn end(&mut self, head: &FileHead) -> Outcome<()> {
        self.keep.end(head)
    }
}

/// Writes the rows.
struct Load<'t> {
    tx: &'t mut Tx,
    own: Vec<Shape>,
}

impl Visit for Load<'_> {
    fn rows(&mut self, _: usize, shape: &Shape, rows: Vec<Vec<Value>>) -> Outcome<()> {
        // The names in the statement are those of the database itself, never the file's.
        let Some(own) = self.own.iter().find(|own| *own == shape) else {
            return Err(BackupError::Refused(format!(
                "the backup's table {} is not of the form that its schema gives it",
                shape.name
            )));
        };
        let width = own.columns.len();
        let at_once = match self.tx.dialect() {
            // Without a round trip nothing is gained by more.
            Dialect::Sqlite => 1,
            Dialect::Postgres => (PARAMETERS_AT_ONCE / width.max(1)).clamp(1, ROWS_AT_ONCE),
        };
        for some in rows.chunks(at_once) {
            let sql = insert_sql(&format!("\"{}\"", own.name), &own.column_list(), width, some.len());
            self.tx.execute(&sql, &some.concat())?;
        }
        Ok(())
    }
}
