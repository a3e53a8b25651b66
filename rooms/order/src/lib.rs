//! Orders: what a customer ordered, in versions, with the dates of each line; the three-way review before release;
//! and the confirmation checkpoint, the only thing that moves a committed date earlier (R17, R18, R19, R24, T4).
//!
//! A line has four dates. *Required* is what the customer asks for, *committed* what the customer was told (it holds
//! the id of its promise), *target* what we aim at and *forecast* what we expect; the last two never leave the house:
//! customer-facing answers are types without them (T20).
//!
//! It must not know offers, service contracts, deliveries or cases: rooms above put points on a review's agenda by an
//! [`AgendaPoint`] and conditions on a release by a [`ReleaseCondition`], and call [`refresh`] when one of them opens
//! or closes. What they show on an order's pages is an [`OrderPart`].
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file of its
//! own in `actions`; then register it there or in [`room`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod booking;
mod commitment;
mod figures;
mod follow;
mod id;
mod import;
mod input;
mod neighbours;
mod pages;
mod papers;
mod pursued;
mod record;
mod release;
pub mod rules;
mod settings;
mod tell;
pub mod views;

pub use commitment::{Possible, left_milli};
pub use id::*;
pub use import::{ImportedLine, ImportedOrder, import_order, take_back_import};
pub use record::*;
pub use release::{OpenCondition, ReleaseCondition, open_conditions, refresh};
pub use rules::{
    checkpoint::CheckpointState,
    price::LineKind,
    review::{AgendaKind, ReviewCause, Signatory},
};

use accord_kernel::{Context, Outcome, Permission, Registry};
use accord_room_customer::views::ClosedEvents;
use accord_store::Tx;

/// A point that a room above puts first on a review's agenda. Its title is the message `review-item-<word>`.
#[derive(Debug, Clone, Copy)]
pub struct AgendaPoint {
    /// Stable word.
    pub word: &'static str,
    /// Whether an order has it.
    pub applies: fn(&mut Tx, &Context, &Order, &[Line]) -> Outcome<bool>,
}

/// Where a part of a room above stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderPlace {
    /// On the page of an order, above everything else.
    Order,
    /// On the page of an order's review, above everything else.
    Review,
}

/// What a room above shows on the pages of an order. It reads views only, as every page does.
#[derive(Debug, Clone, Copy)]
pub struct OrderPart {
    /// Where it stands.
    pub place: OrderPlace,
    /// Draws it; empty when there is nothing to show.
    pub draw: fn(&mut accord_face::PageCx<'_, '_>, OrderId) -> Outcome<accord_face::Markup>,
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "order",
        kinds: &[
            "notice-review-opened",
            "notice-review-invited",
            "notice-review-reopened",
            "notice-review-complete",
            "notice-review-task",
            "notice-review-task-late",
            "notice-order-",
            "notice-forecast-",
            "notice-checkpoint-",
        ],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    release::register(registry);
    follow::register(registry);
    pursued::register(registry);
    figures::register(registry);
    pages::register(registry);
    papers::register(registry);
    accord_room_people::settings::register(registry, "orders-title", &settings::OWN);
    for kind in ["order", "review", "checkpoint"] {
        registry.extend(ClosedEvents { kind, permission: Permission::OrderRead });
    }
    registry
        .tables(record::TABLES)
        .derived("search_entry (order)", record::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
