//! E-mail in (R32): what customers write becomes words in their case, or a case of its own; what cannot be trusted is held
//! until a person has looked; what a program wrote is recorded and never answered. Nothing that arrives is lost, and nothing
//! internal is ever told to whoever writes.
//!
//! A message arrives by whatever way (a mail server's pipe, a mailbox that is polled) as bytes for an address of ours and
//! goes through [`take_in`]: bytes into the file store, reading by the engine, then one action that decides. The same message
//! at the same address is one record, whoever brings it and how often: a key in the database says so.
//!
//! It stands on cases, customers and people. It must not know by which way messages come, nor anything above cases.
//!
//! To add a reason to hold: [`accord_mail::decide`], a word in [`MailReason`] and its texts. To add a way in: call
//! [`take_in`] and give the message back to whoever brought it only when that succeeded.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod arrive;
mod follow;
mod id;
mod pages;
pub mod record;
pub mod rules;
mod settings;
pub mod views;

pub use arrive::{Incoming, Taken, take_in};
pub use id::*;

use accord_kernel::Registry;
use accord_room_customer::FileUse;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic { word: "mail", kinds: &["notice-mail-"], off: true });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "mail-settings", &settings::OWN);
    registry
        .extend(FileUse { name: "mail", named: record::files_named, all: record::files_kept })
        .tables(record::TABLES)
        .derived("search_entry (mail)", record::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
