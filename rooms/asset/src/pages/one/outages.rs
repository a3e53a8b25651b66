//! The reports of outages of a unit, with correcting and withdrawing.

use accord_face::{
    PageCx,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{MenuItem, menu},
        panel::panel,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::Outcome;

use super::{at, here, length};
use crate::{
    OutageState,
    views::{AssetFacts, OutageFacts},
};

pub(super) fn panel_of(cx: &mut PageCx<'_, '_>, facts: &AssetFacts) -> Outcome<Markup> {
    let rows = facts.outages.iter().map(|outage| row(cx, facts, outage)).collect();
    let list = table(&Table {
        caption: cx.say("asset-outages"),
        columns: vec![
            Column::text(cx.say("field-began-at")),
            Column::text(cx.say("asset-long")),
            Column::text(cx.say("field-cause")),
            Column::text(String::new()),
        ],
        rows,
        empty: Some(html! { p { (cx.say("asset-outages-none")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("asset-outages"), None, &list))
}

fn row(cx: &PageCx<'_, '_>, facts: &AssetFacts, outage: &OutageFacts) -> Row {
    let withdrawn = outage.state == OutageState::Withdrawn;
    let long = match outage.state {
        OutageState::Withdrawn => tag(Tone::Plain, &cx.say(&outage.state.message())),
        OutageState::Open => tag(Tone::Bad, &length(cx, outage.minutes)),
        OutageState::Ended | OutageState::Unknown => html! { (length(cx, outage.minutes)) },
    };
    let words = if withdrawn { &outage.withdrawn_reason } else { &outage.note };
    let tone = if outage.state == OutageState::Open { Tone::Bad } else { Tone::Plain };
    Row {
        tone,
        cells: vec![
            at(cx, outage.began_at),
            long,
            html! {
                (outage.cause)
                @if !words.is_empty() { " " span.small { (words) } }
                " " span.small { (cx.say(&outage.source.message())) }
            },
            acts(cx, facts, outage),
        ],
        ..Row::default()
    }
}

fn acts(cx: &PageCx<'_, '_>, facts: &AssetFacts, outage: &OutageFacts) -> Markup {
    if outage.state == OutageState::Withdrawn || !cx.reader.may_act("asset.outage_correct") {
        return html! {};
    }
    let form = |action: &'static str| {
        ActionForm::new(action).fixed("outage", outage.id).fixed("version", outage.version).next(here(facts))
    };
    let correct = form("asset.outage_correct")
        .value("began_at", outage.began_at)
        .value("ended_at", outage.ended_at)
        .value("over", outage.state == OutageState::Unknown)
        .value("cause", &outage.cause)
        .value("note", &outage.note);
    let link = |label: &str, form: &ActionForm| {
        MenuItem::Link(accord_face::parts::Link::new(cx.say(label), form.href()), String::new())
    };
    let items = [
        link("action-asset-outage-correct", &correct),
        link("action-asset-outage-withdraw", &form("asset.outage_withdraw")),
    ];
    menu(&cx.say("more"), Some(accord_face::parts::icon::Icon::More), true, &items)
}
