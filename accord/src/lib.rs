//! The program: every room is named here once, and nowhere else.
//!
//! It knows all rooms and decides nothing: command line, configuration, wiring. A new room is one line in
//! [`wiring::rooms`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod bench;
mod client;
pub mod command;
pub mod demo;
pub mod door;
pub mod erasures;
pub mod mailbox;
#[cfg(feature = "pdf")]
pub mod print;
pub mod sso;
#[cfg(feature = "otel")]
mod telemetry;
pub mod wiring;
