//! Visits: who goes where, when and what for, and how it went, from the way there to the customer's signature; and the
//! parts that people take along: where they are, who can open the place, and that somebody brings new ones (R37).
//!
//! A visit belongs to something by kind and id (a case, an installation) or to nothing. A case is told who comes when and
//! who is there ([`cases`]); whoever owns another thing hears by the events `visit.arrive` and `visit.finish` (facts
//! `visit`, `subject_kind`, `subject`, `at`, `person`).
//!
//! People are chosen by hand from a list that says who can and why not the others. A dispatch that orders the list by
//! more registers a [`Proposer`]; what forbids somebody stays a rule here.
//!
//! The phone's pages are one program that works without network ([`app`]): it reads `field.day` and sends registered
//! actions in order, each under a key of its own.
//!
//! To add a step of a visit: [`rules::step`], a column in [`record`], a field of [`actions::ReportVisit`], its words, and
//! its screen in the face's `web/field`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod app;
mod cases;
mod delivered;
mod follow;
mod id;
mod keys;
mod least;
mod letters;
mod neighbours;
mod pages;
mod propose;
pub mod record;
pub mod rules;
mod settings;
mod tell;
pub mod views;

pub use id::*;
pub use pages::{own_visits_panel, visits_panel};
pub use propose::{Need, Proposer, proposals};

use accord_kernel::Registry;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic { word: "visit", kinds: &["notice-visit-"], off: true });
    registry.extend(accord_room_people::NoticeTopic { word: "part", kinds: &["notice-part-"], off: true });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "visits-title", &settings::OWN);
    accord_room_people::letters::register(registry, letters::OWN);
    registry
        .tables(record::TABLES)
        .derived("search_entry (visit)", record::visit::rebuild_search)
        .derived("search_entry (part place)", record::part::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
