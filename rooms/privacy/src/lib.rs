//! Whose data these are (R64): what is held about somebody, giving it out, forgetting, what is kept for a time only, and
//! who looked at whom.
//!
//! It goes through the recorded tables by their declarations and knows none of them: a table that a room adds tomorrow is
//! given out without a word here. Forgetting itself is the act of the room whose person it is (`contact.erase`,
//! `people.erase`); what a room keeps for a time only it registers as a [`accord_room_people::Retention`].
//!
//! It stands on people and customers, and must not know any room above them.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod actions;
mod give_out;
mod pages;
mod record;
mod rules;
pub mod views;

pub use actions::{LetGo, let_go_all};

use accord_kernel::Registry;
use accord_room_people::{Retention, settings};

/// Days for which the read log is kept.
static READ_DAYS: settings::SettingDef = settings::SettingDef {
    name: "privacy.read_days",
    kind: settings::SettingKind::Whole { min: 0, max: 3_650 },
    default: "730",
};

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    settings::register(registry, "privacy-title", &[&READ_DAYS]);
    registry
        .extend(Retention {
            name: "read_log",
            days: &READ_DAYS,
            let_go: |tx, _, before, most| record::drop_reads(tx, before, most),
        })
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
