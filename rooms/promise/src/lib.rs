//! The ledger of promises: whatever we owe a customer, checked before it is made, seen by everyone, and kept or
//! honestly broken (R20, R23, R24, R65; T4, T8).
//!
//! A promise has its wording as the customer got it, maker, owner (whose cover inherits it during leave), kind, basis,
//! due, first due and outcome. The gate asks the check of its kind before it is made; the watch warns, tells and
//! escalates on business time; statements to a customer are kept by subject so that no two contradict each other
//! unseen.
//!
//! It must not know orders, slots, stock, contracts or cases: higher rooms register the checks of their kinds, call
//! the functions of this room, and read the dates that they owe here by the promise's id.
//!
//! To add a kind of promise: a word in [`id::Kind`], its messages, its row of the seeded policies, and its check in
//! the room that knows what limits it. To add what may be done to a promise: a rule in [`rules`], a function in
//! `ledger`, a thin action.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod id;
pub mod rules;
