//! Orders: what a customer ordered, in versions, with the dates of each line; the three-way review before release;
//! and the confirmation checkpoint, the only thing that moves a committed date earlier (R17, R18, R19, R24, T4).
//!
//! A line has four dates. *Required* is what the customer asks for, *committed* what the customer was told (it holds
//! the id of its promise), *target* what we aim at and *forecast* what we expect; the last two never leave the house:
//! customer-facing answers are types without them (T20).
//!
//! It must not know offers, service contracts, deliveries or cases: rooms above put points on a review's agenda and
//! conditions on a release by the extensions `AgendaPoint` and `ReleaseCondition`.
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file of its
//! own in `actions`; then register it in `room`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod rules;
