//! One act done to many rows of a list (R67): chosen, counted before, done row by row, and taken back as one act.
//!
//! A run holds its rows. Counting really runs the action for each row and takes it back, so that what would be refused, and
//! why, is no guess. Doing it goes through the very action that changes one row, in the name of whoever asked: permission,
//! sight, guards and events are that action's own, and a row that is refused stops no other. Undoing calls, for each row
//! that nobody touched since, what gives it back what it had.
//!
//! The program goes on with a run part by part, each in a transaction of its own with what became of its rows, so that one
//! that was killed half way goes on where it stood and does nothing twice.
//!
//! It stands on people and on the frame of lists, and must not know any other room: a room says by a `kernel::Bulk` which of
//! its acts may be done to many.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod actions;
mod id;
mod pages;
mod record;
pub mod rules;
mod run;
mod settings;
pub mod views;

pub use actions::{BulkAnswer, ChooseRows, CountRows, DoRows, DropRun, GoOn, StepRun, UndoRows};
pub use id::{BulkRunId, RowState, RunState};
pub use record::{BulkRow, BulkRun};
pub use run::drive_waiting;

use accord_kernel::{Bulk, Registry};
use accord_store::Record;

/// The declaration of an act on many, by its name.
pub(crate) fn declared(registry: &Registry, name: &str) -> Option<Bulk> {
    registry.extensions::<Bulk>().find(|bulk| bulk.name == name).copied()
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "bulk-title", &settings::OWN);
    registry
        .tables(&[BulkRun::TABLE, BulkRow::TABLE])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
