//! What a unit is: type plate, assembly, counters, places, acceptances, who came after.

use accord_face::{
    PageCx,
    parts::{
        Markup, html,
        panel::{facts, panel},
    },
};
use accord_kernel::Outcome;

use super::{at, on};
use crate::views::{AssetFacts, AssetRef};

pub(super) fn panels(cx: &mut PageCx<'_, '_>, unit: &AssetFacts) -> Outcome<Markup> {
    Ok(html! {
        (plate(cx, unit))
        (relatives(cx, unit))
        (counters(cx, unit))
        (acceptances(cx, unit))
        (places(cx, unit))
    })
}

fn link(to: &AssetRef) -> Markup {
    html! { a href={ "/assets/" (to.id) } { (to.name) } " " span.small { (to.number) } }
}

fn plate(cx: &PageCx<'_, '_>, unit: &AssetFacts) -> Markup {
    let line = &unit.asset;
    let mut pairs = vec![(
        cx.say("field-origin"),
        html! {
            (cx.say(&line.origin.message())) @if !line.maker.is_empty() { " · " (line.maker) }
        },
    )];
    let model = match line.product {
        Some(product) => html! { a href={ "/products/" (product) } { (line.model) } },
        None => html! { (line.model) },
    };
    pairs.push((cx.say("field-model"), model));
    let mut words = |key: &str, value: Markup, shown: bool| {
        if shown {
            pairs.push((cx.say(key), value));
        }
    };
    words("field-serial", html! { (line.serial) }, !line.serial.is_empty());
    words("field-in-service-on", on(cx, line.in_service_on), true);
    words("field-accepted-on", on(cx, line.accepted_on), line.accepted_on.is_some());
    words("field-known-from", on(cx, unit.known_from), unit.known_from.is_some());
    words("field-known-until", on(cx, unit.known_until), unit.known_until.is_some());
    words("field-retired-on", on(cx, line.retired_on), line.retired_on.is_some());
    words("field-reason", html! { (unit.retired_reason) }, !unit.retired_reason.is_empty());
    if let Some(order) = unit.order
        && let Some(home) = cx.home("order", order)
    {
        words("field-order", html! { a href=(home) { (cx.say("asset-its-order")) } }, true);
    }
    words("field-note", html! { (unit.note) }, !unit.note.is_empty());
    panel(&cx.say("asset-plate"), None, &facts(&pairs))
}

fn relatives(cx: &PageCx<'_, '_>, unit: &AssetFacts) -> Markup {
    let mut pairs = Vec::new();
    let mut some = |key: &str, list: &[AssetRef]| {
        if !list.is_empty() {
            let shown =
                html! { @for (index, one) in list.iter().enumerate() { @if index > 0 { br; } (link(one)) } };
            pairs.push((cx.say(key), shown));
        }
    };
    some("field-part-of", unit.part_of.as_slice());
    some("asset-parts", &unit.parts);
    some("field-successor", unit.successor.as_slice());
    some("asset-replaced", &unit.predecessors);
    if pairs.is_empty() {
        return html! {};
    }
    panel(&cx.say("asset-relatives"), None, &facts(&pairs))
}

fn counters(cx: &PageCx<'_, '_>, unit: &AssetFacts) -> Markup {
    if unit.counters.is_empty() {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> = unit
        .counters
        .iter()
        .map(|counter| {
            let total = cx.say_with("asset-run-in-all", &[("n", counter.run_in_all.into())]);
            let shown = html! {
                strong { (cx.tongue().number(counter.reading)) } " · " (at(cx, counter.read_at))
                @if counter.run_in_all != counter.reading { br; span.small { (total) } }
            };
            (cx.say(&counter.counter.message()), shown)
        })
        .collect();
    panel(&cx.say("asset-counters"), None, &facts(&pairs))
}

fn acceptances(cx: &PageCx<'_, '_>, unit: &AssetFacts) -> Markup {
    if unit.acceptances.is_empty() {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> = unit
        .acceptances
        .iter()
        .map(|given| {
            let shown = html! {
                (given.signed_by_name)
                @if let Some(score) = given.satisfaction { " · " (cx.say_with("asset-satisfaction", &[("n", score.into())])) }
                @if !given.reason.is_empty() { br; span.small { (given.reason) } }
            };
            (cx.date(given.accepted_on), shown)
        })
        .collect();
    panel(&cx.say("asset-acceptances"), None, &facts(&pairs))
}

fn places(cx: &PageCx<'_, '_>, unit: &AssetFacts) -> Markup {
    if unit.places.len() < 2 {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> = unit
        .places
        .iter()
        .map(|place| {
            let since = place.from_at.map_or_else(|| cx.say("asset-at-first"), |at| cx.instant(at));
            let site = place.site.as_ref().map_or_else(|| cx.say("asset-no-site"), |site| site.name.clone());
            let shown = html! { (site) @if !place.reason.is_empty() { br; span.small { (place.reason) } } };
            (since, shown)
        })
        .collect();
    panel(&cx.say("asset-places"), None, &facts(&pairs))
}
