//! The customer record: one firm, its sites, contacts, account team of both spheres, files and time line, written by
//! all functions (R2, R3, R5, R28, R64).
//!
//! It knows the company's people. It must not know orders, promises, cases or any other room that writes about a
//! customer: their acts reach the time line through the event log, and after a merge they move their own rows by a
//! reaction on `customer.merge` (facts `into` and `from`).
//!
//! To add something a customer has: a table in a migration, its row in `record.rs`, an action in `actions/`, and a line
//! in [`room`]; if it belongs to a customer, move it in `actions/merge.rs` too. Higher rooms call [`load`], [`team`],
//! [`site_calendar`] and [`sight_filter`], never this room's tables.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod access;
mod check;
mod id;
mod record;
pub mod rules;
mod sharing;

pub use access::{AccessGap, AccessRecord, GateContact};
pub use id::*;
pub use record::*;
pub use sharing::CustomerSharing;

use accord_kernel::Registry;
use accord_store::Record;

/// Registers the room.
pub fn room(registry: &mut Registry) {
    registry
        .sharing(Box::new(CustomerSharing))
        .tables(&[
            CustomerRow::TABLE,
            SiteRow::TABLE,
            ContactRow::TABLE,
            MemberRow::TABLE,
            AttachmentRow::TABLE,
            GrantRow::TABLE,
            ContactLogRow::TABLE,
        ])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
