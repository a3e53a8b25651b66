//! What can go wrong between us and a database, in words the layers above can act on.

/// The result of everything in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the store. Texts name tables and constraints but never a stored value.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The row was changed by somebody else since it was read (R67: "the second is told").
    #[error("row of {table} has changed since it was read")]
    Stale {
        /// Table of the row.
        table: &'static str,
        /// Id of the row.
        id: uuid::Uuid,
    },
    /// A unique key, foreign key or check refused the write. `name` follows PostgreSQL's naming, for example
    /// `person_email_key`, on both databases.
    #[error("constraint {name} refused the write")]
    Constraint {
        /// Name of the constraint.
        name: String,
    },
    /// No space left: reads go on, writes are refused until space returns.
    #[error("the disk is full")]
    Full,
    /// The database does not answer, or an input/output error. Nothing of the transaction took effect, unless the
    /// connection was lost while it was being committed; who must know calls again with the same idempotency key.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Too much is waiting to be written.
    #[error("too many writes are waiting")]
    Busy,
    /// Two transactions met; the whole unit of work is repeated by [`crate::Db::write`].
    #[error("transactions met, repeat")]
    Retry,
    /// A stored value is not what its column promises.
    #[error("stored value of {place} is not a {expected}")]
    Corrupt {
        /// Table and column.
        place: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The database is newer than this program, or its history differs from ours.
    #[error("{0}")]
    Schema(String),
    /// A statement is wrong: a defect of ours.
    #[error("statement failed: {0}")]
    Sql(String),
    /// The unit of work panicked; its effects are rolled back.
    #[error("the unit of work failed unexpectedly")]
    Panicked,
}

impl Error {
    /// Whether it ends the whole transaction, not only the part of it that met it.
    pub(crate) fn ends_all(&self) -> bool {
        matches!(self, Self::Retry | Self::Full | Self::Unavailable(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{
            ErrorCode,
            ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID},
        };
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Sql(error.to_string());
        };
        match failure.code {
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::DatabaseCorrupt => Self::Unavailable(error.to_string()),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Retry,
            ErrorCode::ConstraintViolation => {
                let primary =
                    [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID].contains(&failure.extended_code);
                Self::Constraint { name: sqlite_constraint(message.as_deref().unwrap_or_default(), primary) }
            }
            _ => Self::Sql(error.to_string()),
        }
    }
}

/// SQLite says `UNIQUE constraint failed: person.email` or `CHECK constraint failed: promise_due_check`; PostgreSQL
/// names the constraint. Both become PostgreSQL's default name, so that one name stands in the code. A check has one
/// only when the migration gives it.
fn sqlite_constraint(message: &str, primary: bool) -> String {
    let Some((kind, rest)) = message.split_once(" constraint failed: ") else {
        return "foreign_key".to_owned();
    };
    if let Some(index) = rest.strip_prefix("index ") {
        return index.trim_matches('\'').to_owned();
    }
    let place = rest.split_once('.');
    match (kind, place) {
        ("UNIQUE", Some((table, _))) if primary => format!("{table}_pkey"),
        ("UNIQUE", Some((table, _))) => {
            let columns: Vec<&str> =
                rest.split(", ").map(|part| part.split_once('.').map_or(part, |(_, c)| c)).collect();
            format!("{table}_{}_key", columns.join("_"))
        }
        ("NOT NULL", Some((table, column))) => not_null(table, column),
        _ => rest.trim_matches('\'').to_owned(),
    }
}

/// PostgreSQL gives this constraint no name before release 18; this is the name since.
fn not_null(table: &str, column: &str) -> String {
    format!("{table}_{column}_not_null")
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            let text = error.to_string();
            // What the driver itself cannot send or read is a defect of ours; anything else is the connection.
            let ours =
                ["error serializing", "error deserializing", "error encoding", "expected ", "invalid column"];
            let ours = ours.iter().any(|start| text.starts_with(start));
            let text = match std::error::Error::source(&error) {
                Some(cause) => format!("{text}: {cause}"),
                None => text,
            };
            return if ours { Self::Sql(text) } else { Self::Unavailable(text) };
        };
        let code = db.code();
        if *code == SqlState::T_R_SERIALIZATION_FAILURE
            || *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::LOCK_NOT_AVAILABLE
        {
            return Self::Retry;
        }
        if *code == SqlState::DISK_FULL {
            return Self::Full;
        }
        if *code == SqlState::FOREIGN_KEY_VIOLATION {
            return Self::Constraint { name: "foreign_key".to_owned() };
        }
        if *code == SqlState::NOT_NULL_VIOLATION {
            let name = not_null(db.table().unwrap_or_default(), db.column().unwrap_or_default());
            return Self::Constraint { name };
        }
        if code.code().starts_with("23") {
            return Self::Constraint { name: db.constraint().unwrap_or("check").to_owned() };
        }
        // Shut down, connection lost, out of resources, not let in, no such database.
        if ["57P", "08", "53", "28", "3D"].iter().any(|class| code.code().starts_with(class)) {
            return Self::Unavailable(db.message().to_owned());
        }
        Self::Sql(format!("{}: {}", code.code(), db.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::sqlite_constraint;

    #[test]
    fn sqlite_names_become_postgres_names() {
        let name = |text| sqlite_constraint(text, false);
        assert_eq!(name("UNIQUE constraint failed: person.email"), "person_email_key");
        assert_eq!(name("UNIQUE constraint failed: a.b, a.c"), "a_b_c_key");
        assert_eq!(sqlite_constraint("UNIQUE constraint failed: person.id", true), "person_pkey");
        assert_eq!(name("CHECK constraint failed: promise_due_check"), "promise_due_check");
        assert_eq!(name("UNIQUE constraint failed: index 'area_name_key'"), "area_name_key");
        assert_eq!(name("NOT NULL constraint failed: person.email"), "person_email_not_null");
        assert_eq!(name("FOREIGN KEY constraint failed"), "foreign_key");
    }
}
