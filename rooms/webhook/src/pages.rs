//! The pages of this room. They read views only.

mod delivery;
mod endpoint;
mod list;

use accord_face::{
    Followed, Home, Markup, PageCx,
    parts::{
        Tone, html,
        mark::{tag, time},
    },
};
use accord_kernel::{Permission, Registry};
use jiff::Timestamp;

use crate::id::{DeliveryState, EndpointState, Failing};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::NEW)
        .extend(endpoint::PAGE)
        .extend(delivery::PAGE)
        .extend(crate::kinds::CHOICES)
        .extend(Followed::of("webhook_endpoint", Permission::WebhookManage))
        .extend(Home { entity: "webhook_endpoint", path: "/webhooks/{id}" })
        .extend(Home { entity: "webhook_delivery", path: "/webhooks/deliveries/{id}" });
}

/// An instant in the reader's words.
fn at(cx: &PageCx<'_, '_>, instant: Timestamp) -> Markup {
    time(&instant.to_string(), &cx.instant(instant))
}

/// Whether an endpoint hears, in a tinted word.
fn endpoint_state(cx: &PageCx<'_, '_>, state: EndpointState, fails: bool) -> Markup {
    if state == EndpointState::On && fails {
        return tag(Tone::Warn, &cx.say("webhook-fails"));
    }
    let tone = match state {
        EndpointState::On => Tone::Good,
        EndpointState::Stopped => Tone::Bad,
        EndpointState::Off | EndpointState::Ended => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// How a delivery stands, in a tinted word.
fn delivery_state(cx: &PageCx<'_, '_>, state: DeliveryState, failed: bool) -> Markup {
    let tone = match state {
        DeliveryState::Sent => Tone::Good,
        DeliveryState::Failed => Tone::Bad,
        DeliveryState::Withheld => Tone::Warn,
        DeliveryState::Queued if failed => Tone::Warn,
        DeliveryState::Queued | DeliveryState::Held => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// What the receiver answered, or why nothing came of it.
fn outcome(cx: &PageCx<'_, '_>, status: Option<i64>, error: Option<Failing>) -> Markup {
    let said = match (status, error) {
        (Some(status), Some(Failing::Status)) => {
            cx.say_with("webhook-refused-status", &[("status", status.into())])
        }
        (_, Some(error)) => cx.say(&error.message()),
        (Some(status), None) => cx.say_with("webhook-answered", &[("status", status.into())]),
        (None, None) => String::new(),
    };
    html! { (said) }
}
