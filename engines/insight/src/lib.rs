//! What a record of outages says, and what a service plan is worth against it (R11, R14, R57).
//!
//! Four questions, four modules, all pure: facts in, figures out.
//!
//! - [`rate`]: how often does this model, or this unit, stop? Small samples are drawn towards the
//!   fleet (gamma-Poisson empirical Bayes) and always say how much they rest on.
//! - [`trend`], [`mcf`], [`forecast`]: does it get worse with age, how many outages has a unit had by
//!   then, how many will the next year bring?
//! - [`worth`]: the exact money: outages avoided against the price, break-even, what may be said.
//! - [`simulate`]: how much a year can differ from the expectation. An estimate, and called one.
//!
//! **What it must not know:** the clock, databases, customers, plans, languages. Years, hours and
//! counts come in as numbers; which outage counts is the caller's rule. Randomness is a seed handed
//! in: the same seed gives the same figures on every machine.
//!
//! Money is never a float here: [`worth`] computes in ratios of integers and rounds once, at the end.
//! Statistics are floats, and nothing that is owed may rest on their last digits.
//!
//! **How to add the next thing:** an estimate over histories of units begins beside [`trend`] and
//! reads [`System`]; a figure of money begins in [`worth`] as a method that ends in one rounding; a
//! new kind of uncertainty begins in [`simulate`] with its closed form in the tests.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod exact;
pub mod forecast;
pub mod held_out;
pub mod mcf;
pub mod rate;
pub mod simulate;
mod solve;
mod system;
pub mod trend;
pub mod worth;

pub use system::{System, SystemError};
