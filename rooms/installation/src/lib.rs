//! Installation and implementation, and whether customers got what they bought (R25, R26, R27, R28).
//!
//! A released order becomes plans by template: readiness of both sides with its own days, steps with what proves them,
//! faults, and an acceptance that the customer signs under exactly the text that was shown; the asset room's acceptance
//! then begins warranty and cover. Software becomes a project with courses, a go-live and a look at its use. What was
//! bought, expected and delivered stands side by side and is looked at with the customer on days nobody types. Who comes
//! to a site is told beforehand, and a dispatch gets the way in.
//!
//! It stands on orders and contracts. It must not know cases or visits: they call [`announce`], [`way_in`] and
//! [`actions::how_to`], and say what they delivered by a [`DeliveredSource`].
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file in
//! `actions`; then register it there or in [`room`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod accepting;
mod access;
pub mod actions;
mod comparing;
mod figures;
mod follow;
mod id;
mod input;
mod letters;
mod neighbours;
mod pages;
mod planning;
mod proving;
mod pursued;
pub mod record;
mod reviews;
pub mod rules;
mod settings;
mod surveys;
mod tasks;
pub mod views;

pub use accepting::first_time_facts;
pub use access::{AtGate, Coming, WayIn, announce, way_in};
pub use comparing::{
    Compared, DeliveredSource, Delivery, FoundGap, Scope, compare, open_gaps, scope_of_contract,
    scope_of_order,
};
pub use id::*;

use accord_kernel::{Outcome, Permission, Registry};
use accord_room_customer::views::ClosedEvents;

/// What a room above shows beside an installation. It reads views only, as every page does.
#[derive(Debug, Clone, Copy)]
pub struct InstallationPart {
    /// Draws it; empty when there is nothing to show.
    pub draw: fn(&mut accord_face::PageCx<'_, '_>, &views::InstallationFacts) -> Outcome<accord_face::Markup>,
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "delivery",
        kinds: &["notice-installation-", "notice-delivery-", "notice-gap-"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    pursued::register(registry);
    figures::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "installations-title", &settings::OWN);
    accord_room_people::letters::register(registry, letters::OWN);
    for kind in ["installation", "installation_item", "delivery_gap"] {
        registry.extend(ClosedEvents { kind, permission: Permission::DeliveryRead });
    }
    registry
        .tables(record::TABLES)
        .derived("search_entry (installation)", record::plan::rebuild_search)
        .derived("search_entry (training course)", record::training::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
