//! A case that another system closed: how it ended there, and what was written down of it.

use accord_face::{
    Markup, PageCx,
    parts::{
        Tone, html,
        mark::tag,
        table::{Column, Row, Table, table},
    },
};

use super::one::there;
use crate::views::{CaseFacts, HistoryFacts, OriginFacts};

/// How it ended in the system that it came from.
pub(super) fn came_from(
    cx: &PageCx<'_, '_>,
    case: &CaseFacts,
    origin: &OriginFacts,
) -> Vec<(String, Markup)> {
    let met = match origin.in_time {
        Some(true) => tag(Tone::Good, &cx.say("case-level-met")),
        Some(false) => tag(Tone::Bad, &cx.say("case-level-missed")),
        None => html! { (cx.say("case-level-unsaid")) },
    };
    let met = match origin.promise {
        Some(promise) => html! { a href={ "/promises/" (promise) } { (met) } },
        None => met,
    };
    let mut pairs =
        vec![(cx.say("case-there-number"), html! { (origin.number) }), (cx.say("case-level"), met)];
    if let Some(at) = case.restored_at {
        pairs.push((cx.say("case-clock-restore"), html! { (there(cx, case, at)) }));
    }
    if let Some(at) = case.closed_at {
        pairs.push((cx.say("case-there-closed"), html! { (there(cx, case, at)) }));
    }
    if let Some(result) = &case.result {
        pairs.push((cx.say("field-result"), html! { (result) }));
    }
    if let Some(category) = &origin.category {
        pairs.push((cx.say("case-there-category"), html! { (category) }));
    }
    if let Some(priority) = &origin.priority {
        pairs.push((cx.say("case-there-priority"), html! { (priority) }));
    }
    pairs.push((cx.say("case-there-reassigned"), html! { (origin.reassigned) }));
    pairs.push((cx.say("case-there-reopened"), html! { (origin.reopened) }));
    pairs
}

/// What the other system wrote down, update by update, in its own words.
pub(super) fn history(cx: &PageCx<'_, '_>, case: &CaseFacts, origin: &OriginFacts) -> Markup {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |update: &HistoryFacts| Row {
        cells: vec![
            html! { (there(cx, case, update.written_at)) },
            html! { (update.state) },
            html! { (text(&update.priority)) },
            html! { (text(&update.team)) },
            html! { (text(&update.assignee)) },
            html! { (text(&update.writer)) },
        ],
        ..Row::default()
    };
    table(&Table {
        caption: cx.say("case-history"),
        columns: ["at", "state", "priority", "team", "assignee", "writer"]
            .map(|name| Column::text(cx.say(&format!("case-history-{name}"))))
            .to_vec(),
        rows: origin.history.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}
