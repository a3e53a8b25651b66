//! Calendars at secret addresses (RFC 5545): a person's promises and visits for whatever program shows their calendar.
//!
//! The address is the proof, so it is as secret as a password: only its hash is kept, it is shown once, listed with when it was
//! last read, renewed and revoked. What it shows is read by its person's own rights at each request, so whoever is disabled
//! or may no longer read shows nothing from then on, and customers of another territory never appear.
//!
//! It stands on people, promises and visits. To show something else: an [`rules::Entry`] from its view, in `show`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod draw;
mod pages;
pub mod record;
pub mod rules;
mod show;
pub mod views;

pub use show::show;

accord_kernel::id_type! {
    /// Id of a calendar at a secret address.
    FeedId = "calendar_feed"
}

use accord_face::FeedDef;
use accord_kernel::Registry;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    registry
        .extend(FeedDef { path: "/calendar/{secret}", content_type: "text/calendar; charset=utf-8", show })
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
