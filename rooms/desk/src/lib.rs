//! The top floor, which people open first: today, the customer's page, the briefing before a contact, search, the board
//! of figures, and what a customer's contact sees.
//!
//! It knows every room below and composes what they offer; it must not know their tables, and no room knows it. It owns
//! one thing only: what a customer writes on their own page (`portal_message`).
//!
//! To add a page: a view in `views/` that asks the rooms below through their public functions, and a file in `pages/`
//! that draws it from the parts of `accord_face`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod digest;
mod figures;
mod id;
pub mod pages;
mod record;
pub mod rules;
pub mod views;

pub use id::{MessageId, MessageKind};

use accord_kernel::Registry;
use accord_room_people::settings;
use accord_store::Record;

/// Registers the room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "portal",
        kinds: &["notice-portal-"],
        off: true,
    });
    registry.extend(accord_room_people::DigestPart { title: "digest-due", read: digest::due });
    registry
        .action::<actions::Say>()
        .action::<actions::Answer>()
        .reaction(actions::MERGE)
        .tables(&[record::PortalMessage::TABLE])
        .metric(figures::UNINFORMED_CONTACTS)
        .view::<views::Today>()
        .view::<views::CustomerDesk>()
        .view::<views::Briefing>()
        .view::<views::Portal>()
        .view::<views::AsCustomer>()
        .view::<views::Search>()
        .view::<views::Figures>()
        .view::<views::OneFigure>()
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
    settings::register(registry, "today-messages", &[&actions::ACKNOWLEDGE_HOURS]);
    pages::register(registry);
}
