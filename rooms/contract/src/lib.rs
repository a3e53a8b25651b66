//! Service contracts: the service offer of an order, decided unit by unit (R15); contracts with the cover of each unit,
//! through the warranty at no extra cost where they were bought in time (R16); what a unit is entitled to at an instant
//! (R30); whether a response can be met before it is sold (T19); what a contract gave and what comes after it (R48,
//! R68); and help for whoever is afraid to offer (R54).
//!
//! It stands on orders, the installed base and plans, and reacts to them: an order that is booked, shipped, taken back;
//! a unit that is accepted. It must not know cases or visits: they ask [`entitlement_of`] for the clocks of a call.
//!
//! Nobody types a date of cover. Its months are counted from the unit's acceptance and move with it; what was agreed at
//! the sale (price, exit right, window, value) stands on the contract and is not edited.
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file in
//! `actions`, something to be done by a day to `tasks`; then register it there or in [`room`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod book;
mod coach;
mod cover;
mod figures;
mod follow;
mod id;
mod input;
mod lengths;
mod neighbours;
mod offer;
pub mod pages;
mod papers;
mod quotes;
mod ready;
pub mod record;
pub mod rules;
mod settings;
mod tasks;
pub mod views;
mod worth;

pub use id::*;
pub use offer::SERVICE_OFFER;
pub use ready::{Asked, PlaceAtNight, Readiness, readiness};
pub use rules::{
    billing::Interval,
    decision::Answer,
    entitlement::{Chosen, Standing},
    term::CoverKind,
    window::Window,
};
pub use views::entitlement_of;

use accord_kernel::Registry;
use accord_room_value::lengths::StopLengths;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "service_offer",
        kinds: &["notice-service-"],
        off: true,
    });
    registry.extend(accord_room_people::NoticeTopic {
        word: "contract",
        kinds: &["notice-contract-", "notice-coaching-"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    offer::register(registry);
    quotes::register(registry);
    follow::register(registry);
    figures::register(registry);
    pages::register(registry);
    papers::register(registry);
    registry.extend(lengths::Cache::default()).extend(StopLengths { name: "contract", read: lengths::read });
    accord_room_people::settings::register(registry, "contracts-title", &settings::OWN);
    registry
        .tables(record::TABLES)
        .derived("search_entry (service_contract)", record::contract::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
