//! What customers say and what we make of it: every word owned, answered by a person and told what came of it (R43);
//! complaints put right within authority and closed in the customer's words (R34); what colleagues saw, as leads with
//! their value to the customer (R35); reviews of failures without blame, and improvements whose effect is measured (R36).
//!
//! It stands on surveys, promises, assets and the pipeline. Rooms above tell it what was said by [`hear`] and answered by
//! [`answered`], and ask [`is_open`] whether something is still being put right. It must not know the desk.
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file of its own
//! in `actions`; a failure that deserves a review is one more call of `learning::review`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod figures;
mod follow;
mod hearing;
mod id;
mod learning;
mod neighbours;
mod offering;
mod pages;
mod putting_right;
mod record;
pub mod rules;
pub mod settings;
pub mod views;

pub use hearing::{Heard, Reply, answered, hear};
pub use id::*;
pub use learning::{Failure, review};
pub use offering::Certified;
pub use putting_right::{NewComplaint, is_open, open as open_complaint};

use accord_kernel::Registry;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "voice",
        kinds: &[
            "notice-utterance",
            "notice-unheard",
            "notice-complaint",
            "notice-complaint-",
            "notice-remedy-",
        ],
        off: true,
    });
    registry.extend(accord_room_people::NoticeTopic {
        word: "lead",
        kinds: &["notice-lead", "notice-lead-"],
        off: true,
    });
    registry.extend(accord_room_people::NoticeTopic {
        word: "learning",
        kinds: &["notice-review", "notice-review-late", "notice-improvement"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    figures::register(registry);
    follow::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "listening-title", settings::OWN);
    registry
        .tables(record::TABLES)
        .derived("search_entry (complaint)", record::complaint::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
