//! Complaints in a list: what is owed next, first.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Markup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::room_tabs;
use crate::{
    id::{ComplaintState, RemedyState},
    views::{ComplaintLine, ComplaintList},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "complaint.list",
    page: "/complaints",
    columns: &[
        ListColumn::new("complaint-column-number", "number", Shown::Plain),
        ListColumn::new("complaint-column-about", "about", Shown::Plain),
        ListColumn::new("complaint-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("complaint-column-state", "state", Shown::Word("complaint-state")),
        ListColumn::new("complaint-column-due", "due_at", Shown::Instant),
        ListColumn::new("complaint-column-owner", "owner.name", Shown::Plain),
        ListColumn::new("complaint-late", "late", Shown::Flag),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/complaints",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: ComplaintList = cx.params()?;
    let chosen = asked.state;
    let page = cx.view(asked)?;
    let open = ActionForm::new("complaint.open")
        .only(&["customer", "about", "said", "channel", "wanted", "contact", "asset"])
        .next("/complaints/{complaint}")
        .dialog(cx, Weight::Primary)?;
    let mut states =
        vec![Choice { value: String::new(), label: cx.say("complaints-open"), chosen: chosen.is_none() }];
    states.extend(ComplaintState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: chosen == Some(*of),
    }));
    let form = filters(&Filters {
        action: "/complaints".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![Filter::One {
            name: "state".to_owned(),
            label: cx.say("field-state"),
            choices: states,
        }],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["customer"]),
        ..Filters::default()
    });
    let rows = page.rows.iter().map(|row| line(cx, row)).collect();
    let columns = ["number", "about", "customer", "state", "due", "owner"]
        .map(|name| Column::text(cx.say(&format!("complaint-column-{name}"))));
    let shown = Table {
        caption: cx.say("complaints-title"),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("complaints-none-title"), &cx.say("complaints-none"), &[])),
        ..Table::default()
    };
    let keys = ["number", "about", "customer.name", "state", "due_at", "owner.name"];
    let list =
        list(cx, &LIST, &keys, shown, &Leaf { rows: &page.rows, next: page.next.as_deref(), count: None })?;
    let main = html! {
        (page_head(None, &cx.say("complaints-title"), &html! { (cx.say("complaints-note")) }, &buttons(&[open])))
        (room_tabs(cx, "/complaints"))
        (form)
        (list)
    };
    Ok(Page::new(cx.say("complaints-title"), main).below(cx.say("listening-title"), "/listening"))
}

/// How a complaint stands.
pub(super) fn state(cx: &PageCx<'_, '_>, state: ComplaintState, remedy: RemedyState) -> Markup {
    let tone = match state {
        ComplaintState::Open => Tone::Bad,
        ComplaintState::Closed => Tone::Good,
        ComplaintState::Answered | ComplaintState::Proposed | ComplaintState::Given => Tone::Warn,
    };
    html! {
        (tag(tone, &cx.say(&state.message())))
        @if matches!(remedy, RemedyState::Awaiting | RemedyState::Refused) { " " (tag(Tone::Warn, &cx.say(&remedy.message()))) }
    }
}

fn line(cx: &PageCx<'_, '_>, row: &ComplaintLine) -> Row {
    Row::to(
        format!("/complaints/{}", row.id),
        vec![
            html! { (row.number) },
            html! { (row.about) },
            html! { (row.customer.name) },
            state(cx, row.state, row.remedy_state),
            html! {
                @match row.due_at {
                    Some(at) => { (cx.instant(at)) @if row.late { " " (tag(Tone::Bad, &cx.say("complaint-late"))) } },
                    None => { "–" },
                }
            },
            html! { (row.owner.name) },
        ],
    )
}
