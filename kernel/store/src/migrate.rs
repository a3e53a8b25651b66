//! Migrations: one folder for both databases, applied in order, each in its own transaction.

use sha2::{Digest, Sha256};

use crate::{Db, Dialect, Error, Result, Tx, params};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number; numbers have order, not gaps without meaning.
    pub number: i64,
    /// Its title from the file name.
    pub title: &'static str,
    /// Its text. A line `-- only sqlite` or `-- only postgres` opens a part for one database, `-- both` closes it.
    pub sql: &'static str,
}

/// All migrations, in order.
pub const MIGRATIONS: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

impl Migration {
    /// The text for one database.
    pub fn for_dialect(&self, dialect: Dialect) -> String {
        let mut keep = true;
        let mut out = String::new();
        for line in self.sql.lines() {
            match line.trim() {
                "-- only sqlite" => keep = dialect == Dialect::Sqlite,
                "-- only postgres" => keep = dialect == Dialect::Postgres,
                "-- both" => keep = true,
                _ if keep => {
                    out.push_str(line);
                    out.push('\n');
                }
                _ => {}
            }
        }
        out
    }

    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        Sha256::digest(self.sql.as_bytes()).to_vec()
    }
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    number BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, fingerprint BYTEA NOT NULL)";

/// Applies what is missing.
///
/// # Errors
/// [`Error::Schema`] when the database is newer than this program or a step was changed after it was applied.
pub fn migrate(db: &Db) -> Result<()> {
    migrate_with(db, MIGRATIONS)
}

fn make_ledger(db: &Db) -> Result<()> {
    let make = || db.write(|tx: &mut Tx| -> Result<()> { tx.batch(LEDGER) });
    match make() {
        // PostgreSQL lets two nodes that start at once both find it missing, and refuses one of them: by the key of its
        // own catalogue or by the name that is taken, as they happen to meet.
        Err(Error::Constraint { .. } | Error::Sql(_)) => make(),
        outcome => outcome,
    }
}

/// Applies the given list; tests use it to stop at an earlier schema.
///
/// # Errors
/// As [`migrate`].
pub fn migrate_with(db: &Db, list: &'static [Migration]) -> Result<()> {
    make_ledger(db)?;
    let applied = db.read(|tx| -> Result<Vec<(i64, String, Vec<u8>)>> {
        tx.query("SELECT number, title, fingerprint FROM schema_migration ORDER BY number", params![])?
            .iter()
            .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .collect()
    })?;
    for (number, title, fingerprint) in &applied {
        let Some(known) = list.iter().find(|step| step.number == *number) else {
            return Err(Error::Schema(format!(
                "the database was last used by a newer Accord: its schema has step {number} ({title}), and this program knows \
                 steps up to {}. It is older than the database, so it leaves it alone. Start the newer program again, or \
                 restore the backup that was taken before the upgrade",
                list.last().map_or(0, |step| step.number)
            )));
        };
        if known.fingerprint() != *fingerprint {
            return Err(Error::Schema(format!(
                "step {number} ({title}) was changed after it was applied here"
            )));
        }
    }
    for step in list.iter().filter(|step| applied.iter().all(|(number, ..)| *number != step.number)) {
        db.write(move |tx: &mut Tx| -> Result<()> {
            // Two nodes may start at once: the second waits for the row and finds the step done.
            let sql = "INSERT INTO schema_migration (number, title, fingerprint) VALUES (?1, ?2, ?3) ON CONFLICT (number) DO NOTHING";
            if tx.execute(sql, params![step.number, step.title, step.fingerprint()])? == 0 {
                return Ok(());
            }
            let sql = step.for_dialect(tx.dialect());
            tx.batch(&sql)
        })?;
        tracing::info!(number = step.number, title = step.title, "migration {} applied", step.number);
    }
    Ok(())
}

/// How a database's schema stands to this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Steps that this program knows and the database has not.
    pub missing: usize,
    /// Steps that the database has and this program does not know: it is older.
    pub unknown: usize,
}

/// How the database's schema stands to this program's.
///
/// # Errors
/// What the database refuses.
pub fn standing(tx: &mut Tx) -> Result<Standing> {
    let rows = tx.query("SELECT number FROM schema_migration", params![])?;
    let applied: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    Ok(Standing {
        missing: MIGRATIONS.iter().filter(|step| !applied.contains(&step.number)).count(),
        unknown: applied
            .iter()
            .filter(|number| MIGRATIONS.iter().all(|step| step.number != **number))
            .count(),
    })
}
