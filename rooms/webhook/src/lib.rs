//! Programs outside that hear of what happens here, by Standard Webhooks 1.0: who looks after them enters an address and
//! chooses kinds of events; each event that fits becomes a message in the event's own transaction and goes out after it, signed,
//! at least once, with the same id whenever it is tried.
//!
//! What a message says is read from its event when it goes out, by what the endpoint's owner may see at that moment: ids, times
//! and the event's small facts, never a personal field. When the owner leaves or loses the right, the endpoint stops and keeps
//! its messages until somebody takes it over.
//!
//! It stands on people and customers alone, and knows every room's events by the registry. It must not know what they mean.
//!
//! To change which addresses are called: [`rules::address`]. To change when a message is tried again: [`rules::retry`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod id;
mod kinds;
mod pages;
mod post;
pub mod record;
pub mod rules;
mod settings;
pub mod views;
mod wire;

pub use id::*;
pub use post::{Outbox, outbox, send_due, sweep};
pub use wire::{Resolve, Sender};

use accord_kernel::{Network, Registry, Witness};

/// Name of the message by which an endpoint is tried.
pub const TRIAL: &str = "webhook.test";

/// Networks inside that the operator opened to webhooks; registered beside the rooms. Without it none is.
#[derive(Debug, Clone, Default)]
pub struct Inside(pub Vec<Network>);

/// The networks that the operator opened.
pub(crate) fn inside(registry: &Registry) -> Vec<Network> {
    registry.extensions::<Inside>().flat_map(|inside| inside.0.iter().copied()).collect()
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    accord_room_people::settings::register(registry, "webhooks-title", &settings::OWN);
    registry.extend(accord_room_people::NoticeTopic {
        word: "webhook",
        kinds: &["notice-webhook-"],
        off: false,
    });
    registry
        .witness(Witness { name: "webhook.deliveries", see: kinds::put_deliveries })
        .tables(record::TABLES)
        .derived("webhook_kind", record::rebuild_kinds)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
