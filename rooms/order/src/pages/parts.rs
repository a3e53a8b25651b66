//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        panel::{Tab, tabs},
    },
};
use accord_kernel::{Outcome, Refusal};
use jiff::civil::Date;

use crate::{
    OrderId, OrderPart, OrderPlace, OrderState,
    rules::checkpoint::CheckpointState,
    views::{CheckpointFacts, OrderFacts},
};

/// The lists of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [("/orders", "orders-all"), ("/checkpoints", "checkpoints-title")];
    cx.tabs("orders-title", current, &pages)
}

/// The pages of one order.
pub(super) fn order_tabs(cx: &PageCx<'_, '_>, order: &OrderFacts, current: &str) -> Markup {
    let tab = |href: String, label: &str| Tab {
        label: cx.say(label),
        current: label == current,
        href,
        count: None,
    };
    let list = [
        tab(format!("/orders/{}", order.id), "order-title"),
        tab(format!("/orders/{}/review", order.id), "order-review"),
    ];
    tabs(&order.number, &list)
}

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// How an order stands.
pub(super) fn state(cx: &PageCx<'_, '_>, state: OrderState) -> Markup {
    let tone = match state {
        OrderState::Held => Tone::Warn,
        OrderState::Released | OrderState::Shipped => Tone::Good,
        OrderState::Closed | OrderState::Cancelled => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// What holds an order, each as a short tag.
pub(super) fn holds<'a>(cx: &PageCx<'_, '_>, words: impl Iterator<Item = &'a str>) -> Markup {
    html! { @for word in words { (tag(Tone::Warn, &cx.say(&format!("order-hold-{}", word.replace('_', "-"))))) " " } }
}

/// How a checkpoint stands.
pub(super) fn checkpoint_state(cx: &PageCx<'_, '_>, state: CheckpointState) -> Markup {
    let tone = match state {
        CheckpointState::Escalated => Tone::Bad,
        CheckpointState::Open | CheckpointState::Asked => Tone::Warn,
        CheckpointState::Confirmed => Tone::Good,
        CheckpointState::Kept | CheckpointState::Overtaken => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// What was stated for a checkpoint, in a line.
pub(super) fn stated(cx: &PageCx<'_, '_>, row: &CheckpointFacts) -> Markup {
    let readiness = match row.readiness_percent {
        Some(percent) => cx.say_with("checkpoint-ready", &[("percent", percent.into())]),
        None => cx.say("checkpoint-against-readiness-not-stated"),
    };
    let service = match row.service_able {
        Some(true) => cx.say("checkpoint-service-able"),
        Some(false) => cx.say("checkpoint-against-service-unable"),
        None => cx.say("checkpoint-against-service-not-stated"),
    };
    html! { (readiness) "; " (service) }
}

/// A rule as a sentence without facts.
pub(super) fn rule_text(cx: &PageCx<'_, '_>, rule: &str) -> String {
    cx.say(&Refusal::message(rule))
}

/// What rooms above show here.
pub(super) fn from_above(cx: &mut PageCx<'_, '_>, place: OrderPlace, order: OrderId) -> Outcome<Markup> {
    let parts: Vec<OrderPart> =
        cx.registry().extensions::<OrderPart>().filter(|part| part.place == place).copied().collect();
    let mut drawn = Vec::with_capacity(parts.len());
    for part in parts {
        drawn.push((part.draw)(cx, order)?);
    }
    Ok(html! { @for part in &drawn { (part) } })
}
