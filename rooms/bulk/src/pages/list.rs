//! One's own acts on many.

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        html,
        mark::{tag, time},
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{figure, tone};
use crate::{
    id::RunState,
    views::{RunFacts, Runs},
};

pub(super) const PAGE: PageDef =
    PageDef { path: "/bulk", permission: Permission::Own, audience: Audience::Staff, nav: None, draw };

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let runs = cx.view(Runs {})?;
    let title = cx.say("bulk-title");
    let shown = Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("bulk-column-what")),
            Column::text(cx.say("field-state")),
            Column::number(cx.say("bulk-column-rows")),
            Column::number(cx.say("bulk-column-done")),
            Column::text(cx.say("bulk-column-when")),
        ],
        rows: runs.iter().map(|run| row(cx, run)).collect(),
        empty: Some(empty_state(&cx.say("list-empty"), &cx.say("bulk-none-yet"), &[])),
        ..Table::default()
    };
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("bulk-about")) }, &html! {}))
        (table(&shown))
    };
    Ok(Page::new(title, main))
}

fn row(cx: &PageCx<'_, '_>, run: &RunFacts) -> Row {
    let changed = match run.state {
        RunState::Undoing | RunState::Undone => run.counts.stays + run.counts.done,
        _ => run.counts.done,
    };
    let state = tag(tone(run.state, run.stopped.is_some()), &cx.say(&run.state.message()));
    let cells = vec![
        html! { (run.label) },
        state,
        html! { (figure(cx, run.rows)) },
        html! { (figure(cx, changed)) },
        time(&run.chosen_at.to_string(), &cx.instant(run.chosen_at)),
    ];
    Row::to(format!("/bulk/{}", run.id), cells)
}
