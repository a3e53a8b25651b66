//! Offers: what things cost, what may be said of them, and the quotes that tie both to what a customer needs and values
//! (R14, R15, R21, R66; T9, T15).
//!
//! A quote lives in versions; one that was sent is never edited. Each of its lines says to which recorded need or value
//! it belongs; a service plan is sent only when it is worth more to this customer than it costs; what is said of a
//! product stands in its fact sheet or is a dated promise; claims come from the library of claims. A quote is accepted
//! once, whichever way the acceptance reaches us.
//!
//! It must not know orders, contracts or cases: rooms above react on `quote.accept` and `portal.accept_quote` and read
//! [`acceptance`]; whether a plan can be kept at a site they answer by a [`PlanFeasibility`].
//!
//! To add a condition of sending: an obstacle in `rules/send.rs`, the fact it needs in `drafting.rs`, its words. To add
//! what a line may be: a word of [`QuoteLineKind`], its reading in `actions/line.rs`, its figure in `rules/amount.rs`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod drafting;
mod feasible;
mod figures;
mod follow;
mod id;
mod input;
mod judging;
mod letters;
mod neighbours;
pub mod pages;
mod papers;
mod record;
mod replying;
pub mod rules;
pub mod settings;
mod tell;
pub mod views;
mod worth;

pub use feasible::{Missing, PlanAsked, PlanFeasibility, missing};
pub use id::*;
pub use record::*;
pub use worth::{WorthFigures, WorthRow, WorthSource};

use accord_kernel::Registry;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "quote",
        kinds: &["notice-quote-", "notice-oversell-"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    figures::register(registry);
    pages::register(registry);
    papers::register(registry);
    accord_room_people::settings::register(registry, "quotes-title", &settings::OWN);
    accord_room_people::letters::register(registry, letters::OWN);
    registry
        .tables(record::TABLES)
        .derived("search_entry (quote)", record::rebuild_search)
        .derived("search_entry (price list)", record::rebuild_price_lists)
        .derived("search_entry (fact sheet)", record::rebuild_fact_sheets)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
