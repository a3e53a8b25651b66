//! The store: one code path over SQLite (inside the binary) and PostgreSQL (by configuration).
//!
//! It knows SQL text, rows, transactions, the append-only event log and its hash chains. It must not know any
//! business word: tables are declared by the rooms with [`record!`], and what an action means is the kernel's.
//!
//! To add a table: write `migrations/NNNN_title.sql` in the subset that both databases share (section "Data" of
//! `ARCHITECTURE.md`), declare the row in your room's `record.rs` with [`record!`], and write through [`Tx::insert`],
//! [`Tx::update`] or [`Tx::remove`], which also put the after-image into the event.
//!
//! House dialect: parameters are written `?1`, `?2`; on PostgreSQL they become `$1`, `$2` when a statement is first
//! prepared. Instants are `BIGINT` microseconds since 1970 UTC, civil dates `TEXT` `YYYY-MM-DD`, ids `UUID`, money
//! `BIGINT` minor units beside a `TEXT` ISO 4217 code, JSON `TEXT`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod backup;
mod body;
pub mod counter;
mod db;
mod error;
mod findable;
pub mod forget;
pub mod log;
mod memo;
mod migrate;
mod postgres_db;
pub use postgres_db::IsRetry;
mod record;
pub mod retrace;
pub mod search;
pub mod secret;
mod sqlite_db;
mod table_sql;
mod text;
mod tx;
mod value;
pub mod verify;
pub mod walk;
mod wanted;

pub use db::{Db, Options, Pool};
pub use error::{Error, Result};
pub use migrate::{MIGRATIONS, Migration, Standing, migrate_with, standing};
pub use record::{Column, Field, Image, Json, Kind, Record, Table};
pub use table_sql::{listed, marks};
pub use tx::{Dialect, Tx};
pub use value::{Row, Value};

/// What the macros of this crate need at their place of use.
#[doc(hidden)]
pub mod macro_support {
    pub use serde;
    pub use uuid::Uuid;
}
