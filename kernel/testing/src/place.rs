//! Where a test's data lies: a copy of a database that was migrated once, since some fifty steps for every test are most of
//! what a short test would do.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use accord_store::{Db, MIGRATIONS, Options};
use postgres::{Client, NoTls};

static NUMBER: AtomicU64 = AtomicU64::new(0);
/// Whoever makes the template on a server holds this lock.
const MAKING: i64 = 7_301_466_115;

/// A place that is removed when dropped.
pub enum Place {
    /// A folder with one database file.
    Folder(tempfile::TempDir),
    /// A database on the throw-away server.
    Database { server: String, name: String },
}

impl Place {
    /// A copy of the migrated file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let template = template_file();
        if !template.exists() {
            make_file(&template);
        }
        std::fs::copy(&template, file_in(folder.path())).unwrap();
        Self::Folder(folder)
    }

    /// A copy of the migrated database on `server`.
    pub fn postgres(server: String) -> Self {
        let mut admin = Client::connect(&server, NoTls).unwrap();
        let template = template_name();
        if !is_there(&mut admin, &template) {
            make_database(&server, &mut admin, &template);
        }
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        Self::Database { server, name }
    }

    /// Its address.
    pub fn options(&self) -> Options {
        match self {
            Self::Folder(folder) => Options::Sqlite { path: file_in(folder.path()) },
            Self::Database { server, name } => Options::Postgres { url: with_database(server, name) },
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Database { server, name } = self
            && let Ok(mut client) = Client::connect(server, NoTls)
        {
            // What a failed test still holds goes with it.
            drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    }
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("accord.sqlite")
}

/// Changes with every step of the schema.
fn fingerprint() -> String {
    let mut hasher = DefaultHasher::new();
    for step in MIGRATIONS {
        (step.number, step.title, step.sql).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Beside the tests' own programs, so that it stays with the build results.
fn template_file() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.with_file_name(format!("accord-template-{}.sqlite", fingerprint()))
}

fn make_file(template: &Path) {
    let beside = tempfile::tempdir_in(template.parent().unwrap()).unwrap();
    let path = file_in(beside.path());
    drop(Db::open_and_migrate(&Options::Sqlite { path: path.clone() }).expect("the database migrates"));
    let log = path.with_extension("sqlite-wal");
    assert!(!log.exists(), "everything stands in the file once it is closed");
    std::fs::rename(path, template).unwrap();
}

fn template_name() -> String {
    format!("accord_template_{}", fingerprint())
}

fn is_there(admin: &mut Client, template: &str) -> bool {
    !admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&template]).unwrap().is_empty()
}

/// One process makes it under another name, so that nobody copies half of it; the others wait.
fn make_database(server: &str, admin: &mut Client, template: &str) {
    admin.execute("SELECT pg_advisory_lock($1)", &[&MAKING]).unwrap();
    if !is_there(admin, template) {
        for row in admin
            .query("SELECT datname FROM pg_database WHERE datname LIKE 'accord_template_%'", &[])
            .unwrap()
        {
            let old: String = row.get(0);
            drop(admin.batch_execute(&format!("DROP DATABASE {old} WITH (FORCE)")));
        }
        let new = format!("{template}_new");
        admin.batch_execute(&format!("CREATE DATABASE {new}")).unwrap();
        let options = Options::Postgres { url: with_database(server, &new) };
        drop(Db::open_and_migrate(&options).expect("the database migrates"));
        admin.batch_execute(&format!("ALTER DATABASE {new} RENAME TO {template}")).unwrap();
    }
    admin.execute("SELECT pg_advisory_unlock($1)", &[&MAKING]).unwrap();
}

/// The same server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').map_or((server, None), |(a, p)| (a, Some(p)));
    let (host, _) = address.rsplit_once('/').expect("the address names a database");
    match parameters {
        Some(parameters) => format!("{host}/{name}?{parameters}"),
        None => format!("{host}/{name}"),
    }
}
