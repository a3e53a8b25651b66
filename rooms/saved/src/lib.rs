//! Saved views: what stands in the address of a list (its filters, the chosen columns and their order), kept under a name
//! for oneself, one's area or sphere, a role or everybody, and picked from a small bar above the list.
//!
//! A view is an address, never an answer: whoever picks one asks the list with their own sight, so a view that names what
//! its reader may not see shows nothing of it. An address says everything by itself; a link that is sent opens the same.
//!
//! It stands on people and on the frame of lists. It must not know any list: a room that has one registers a `ListDef`, and
//! its page has the bar.
//!
//! To let views be kept for others still: a word in [`Sharing`], its place in [`rules::may_keep`] and [`rules::nearness`],
//! and who is reached in `record`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod actions;
mod id;
mod pages;
mod record;
pub mod rules;
pub mod views;

pub use actions::{ChangeView, KeepView, RemoveView, RestoreView};
pub use id::{SavedViewId, Sharing};
pub use record::SavedViewRow;

use accord_kernel::Registry;
use accord_store::Record;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    registry
        .tables(&[SavedViewRow::TABLE])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
