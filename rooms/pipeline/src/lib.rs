//! The pipeline: what we pursue with customers and prospects, from the first contact to the end (R7, R8), with the
//! demonstrations on the way (R10) and the replacement programmes that follow a trial (R12).
//!
//! An opportunity has a kind, a stage of the house's own list, a dated next step, the people met, and an end: won, or
//! lost with a reason and a day to ask again. There is no chance of winning anywhere: nothing here can foretell it.
//!
//! It must not know offers, orders, contracts or cases. A room above that knows earlier business of a customer says so
//! by an [`EarlierBusiness`], one that knows who gave something to its sales by a [`SaleContributions`], one that knows
//! what keeps an engineer away by an [`EngineerBusy`], one that knows facts about a trial by a [`ScorecardSource`]; a room
//! that sends somebody on a service call says so by [`call_away`].
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file of its own
//! in `actions`; then register it there or in [`room`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod engineers;
mod figures;
mod follow;
mod id;
mod import;
mod input;
mod many;
mod neighbours;
mod origins;
pub mod pages;
mod record;
pub mod rules;
mod scorecard;
mod settings;
mod stages;
mod tell;
pub mod views;

pub use actions::{call_away, release_engineer};
pub use id::*;
pub use import::{
    ImportedOpportunity, ImportedSeller, import_opportunity, import_seller, take_back_opportunity,
    take_back_seller,
};
pub use origins::bought_before;
pub use record::*;
pub use scorecard::{ScoreFact, Verdict, promise_fact};
pub use settings::{STEP_OVERDUE_DAYS, TRIAL_COUNTS, WARNING_DAYS};

use accord_kernel::{Context, Outcome, Registry};
use accord_room_asset::AssetId;
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// Business of a customer that a room above knows of. A win after it is no net-new one (R8).
#[derive(Debug, Clone, Copy)]
pub struct EarlierBusiness {
    /// Stable word.
    pub word: &'static str,
    /// Whether there was any before the day of this order, or before this day when no order is given. What is of the
    /// same day is not earlier: of two that close on one day the one that is told first is the first.
    pub any: fn(&mut Tx, CustomerId, Option<Uuid>, Date) -> Outcome<bool>,
    /// Whether an order of this id is the customer's.
    pub is_theirs: fn(&mut Tx, CustomerId, Uuid) -> Outcome<bool>,
}

/// A person, and what they gave to a sale: a word of `contribution-…`.
pub type Given = (PersonId, &'static str);

/// Who gave something to what was sold to a customer, as a room knows it: people of every function (R68).
#[derive(Debug, Clone, Copy)]
pub struct SaleContributions {
    /// Stable word.
    pub word: &'static str,
    /// Who, and what.
    pub of: fn(&mut Tx, CustomerId) -> Outcome<Vec<Given>>,
}

/// A trial, as those are asked who know facts about it.
#[derive(Debug, Clone, Copy)]
pub struct Trial {
    /// Whose.
    pub customer: CustomerId,
    /// Its order.
    pub order: Option<Uuid>,
    /// The unit on trial.
    pub unit: Option<AssetId>,
    /// First day of the programme's window.
    pub since: Date,
}

/// Facts about a trial that a room above knows: incidents, visits, feedback (R12).
#[derive(Debug, Clone, Copy)]
pub struct ScorecardSource {
    /// Stable word.
    pub word: &'static str,
    /// The facts.
    pub facts: fn(&mut Tx, &Context, &Trial) -> Outcome<Vec<ScoreFact>>,
}

/// What keeps an engineer away in a stretch of time, as a room above knows it: service duty, visits.
#[derive(Debug, Clone, Copy)]
pub struct EngineerBusy {
    /// Stable word.
    pub word: &'static str,
    /// A message key that says why, when something does.
    pub busy: fn(&mut Tx, &Context, PersonId, Timestamp, Timestamp) -> Outcome<Option<&'static str>>,
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "pipeline",
        kinds: &["notice-opportunity-", "notice-demo-", "notice-programme-"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    figures::register(registry);
    registry.extend(origins::CONTRIBUTIONS);
    pages::register(registry);
    many::register(registry);
    accord_room_people::settings::register(registry, "pipeline-title", &settings::OWN);
    registry
        .tables(record::TABLES)
        .derived("search_entry (opportunity)", record::rebuild_search)
        .derived("search_entry (programme)", record::rebuild_programmes)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
