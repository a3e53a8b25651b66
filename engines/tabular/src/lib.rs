//! Reads the tables people really have (CSV in many dialects, gzip, XLSX), turns their rows into
//! typed values by a mapping that a person wrote, and writes tables that are safe to open.
//!
//! **What it must not know:** databases, HTTP, rooms, the clock. It is pure but for the reader or
//! writer that the caller hands in. What a target's fields are is the caller's [`TargetSpec`];
//! texts for people are the caller's too: this crate answers with stable codes and parameters.
//!
//! The way through: [`detect`] looks at a file and proposes [`SourceOptions`]; a person completes a
//! [`Mapping`] (TOML); [`Table::open`] opens the file by the stated options; [`read`] streams
//! [`Record`]s or [`RowErrors`]; [`group`](mod@group) makes documents of rows and reports what disagrees.
//! [`write_csv`] and [`write_xlsx`] go the other way.
//!
//! Principles: a file is refused rather than guessed at (mixed encodings, unclosed quotes, columns
//! nobody mentioned); every bound is a named constant in [`limits`]; rows stream, so memory depends
//! on the widest row and never on the file.
//!
//! **How to add the next thing:** a field type begins in `spec.rs` and gets its arm in `convert.rs`;
//! a transform begins as a [`Step`] in `mapping.rs` and gets its arm in `convert.rs`; a container
//! begins in `table.rs` as another `RowSource`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod bind;
mod cell;
mod charset;
mod convert;
mod csv_guard;
mod dates;
mod decode;
mod detect;
mod error;
pub mod export;
pub mod group;
mod guess;
pub mod limits;
mod mapping;
mod neutral;
mod numbers;
mod problem;
mod read;
mod sniff;
mod source;
mod spec;
mod table;
mod workbook;
mod workbook_scan;

pub use cell::{CellFault, RawCell, RawRow};
pub use charset::Charset;
pub use dates::DateOrder;
pub use detect::{Detection, SampleRow, detect};
pub use error::{Limit, TabularError};
pub use export::{CsvStyle, OutCell, write_csv, write_xlsx};
pub use guess::{ColumnGuess, Guess};
pub use limits::Limits;
pub use mapping::{ColumnRule, Condition, ConstantRule, Mapping, Repeats, Step, When};
pub use neutral::{is_formula_like, neutralise, restore};
pub use numbers::DecimalMark;
pub use problem::{Problem, ProblemCode};
pub use read::{ReadError, Record, Records, read};
pub use source::{Fold, SourceOptions};
pub use spec::{CellError, Code, FieldSpec, FieldType, FieldValue, RowErrors, TargetSpec};
pub use table::{Container, Format, Rows, Table};
