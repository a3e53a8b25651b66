//! Capacity: what can be built, shipped and installed, and when.
//!
//! This room knows lead times by effective date, production slots by product and week, transport, the
//! installation work of a product and the hours of crews by region, skill and week. From them it answers the
//! earliest date that can honestly be promised, with what limits it.
//!
//! It must not know who the customer is, what a promise says or who may make one: those rooms ask this one.
//!
//! Its furniture: [`rules`] holds every decision, pure. Something new that limits a date is a new
//! [`rules::limit::LimitKind`] and one more step in the chain that builds the answer.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod rules;
