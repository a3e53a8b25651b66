//! Bringing a company's own data: accounts, sites, contacts, products, orders, units, opportunities and incidents from its
//! own files, by a mapping that a person wrote. A dry run says what would happen; an import says what happened; a whole import can be taken back while
//! nobody has worked with what it made.
//!
//! A file says what it says: two descriptions of one product, a row without a customer, an order in two pieces are
//! reported and never guessed at. What was brought is known again by its key in the source, so that bringing the same
//! file twice changes nothing.
//!
//! It knows the rooms that own what it writes and calls their functions. It must not know how a file is read (the
//! `tabular` engine does) nor write another room's tables.
//!
//! To bring another kind of thing: its fields in [`targets`], what a file says of it in [`draft`], how a row becomes it
//! in `read`, how it is written in `write/`, and how it is taken back in `write/take_back.rs`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod command;
pub mod draft;
mod faulty;
pub mod filing;
mod follow;
mod id;
pub mod outcome;
mod pages;
mod propose;
mod read;
mod read_incident;
mod record;
mod run;
pub mod targets;
pub mod views;
pub mod wizard;
mod words;
mod write;

use accord_kernel::Registry;
use accord_room_customer::FileUse;
use accord_store::Record;

pub use command::{CommandLine, Exit, Wanted, run_command};
pub use id::{Entity, ImportFileId, ImportKind, ImportMode, ImportRunId, RunState, RunStep};
pub use outcome::{Counts, Fault, Progress, Report, Seen, Several, Span, Step, Sums, Tally};
pub use record::{ExternalRef, ImportFile, ImportRow, ImportRun};
pub use run::{ImportRequest, Watch, drive_waiting, import, import_watched, undo};

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    pages::register(registry);
    follow::register(registry);
    registry
        .action::<actions::BeginRun>()
        .action::<actions::WriteChunk>()
        .action::<actions::RehearseChunk>()
        .action::<actions::NoteProgress>()
        .action::<actions::FinishRun>()
        .action::<actions::StopRun>()
        .action::<actions::GoOn>()
        .action::<actions::UndoRun>()
        .action::<filing::KeepFile>()
        .action::<filing::MapFile>()
        .action::<wizard::ReadAs>()
        .action::<wizard::MapColumns>()
        .action::<wizard::MapWords>()
        .action::<wizard::LeaveOut>()
        .action::<filing::StartRun>()
        .action::<filing::TakeUpRun>()
        .view::<views::Runs>()
        .view::<views::OneRun>()
        .view::<views::Ready>()
        .view::<views::OneFile>()
        .extend(FileUse { name: "import", named: record::files_named, all: record::files_kept })
        .tables(&[ImportFile::TABLE, ImportRun::TABLE, ImportRow::TABLE, ExternalRef::TABLE])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
