//! Plans in a list.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, room_tabs, state};
use crate::{
    id::{InstallationState, PlanKind},
    views::{InstallationList, InstallationRow},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "installation.list",
    page: "/installations",
    columns: &[
        ListColumn::new("installation-column-number", "number", Shown::Plain),
        ListColumn::new("installation-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("installation-column-what", "title", Shown::Plain),
        ListColumn::new("installation-column-kind", "kind", Shown::Word("installation-kind")),
        ListColumn::new("installation-column-from", "planned_from", Shown::Plain),
        ListColumn::new("installation-column-until", "planned_until", Shown::Plain),
        ListColumn::new("installation-list-ready-done", "ready_done", Shown::Plain),
        ListColumn::new("installation-list-ready", "ready", Shown::Plain),
        ListColumn::new("installation-list-late", "late", Shown::Plain),
        ListColumn::new("installation-list-steps-done", "steps_done", Shown::Plain),
        ListColumn::new("installation-list-steps", "steps", Shown::Plain),
        ListColumn::new("installation-column-lead", "lead.name", Shown::Plain),
        ListColumn::new("installation-column-state", "state", Shown::Word("installation-state")),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/installations",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 25,
        label: "installations-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: InstallationList = cx.params()?;
    let (query, chosen, kind, mine) = (asked.query.clone(), asked.state, asked.kind, asked.mine);
    let page = cx.view(asked)?;
    let mut states =
        vec![Choice { value: String::new(), label: cx.say("installations-open"), chosen: chosen.is_none() }];
    states.extend(InstallationState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: chosen == Some(*of),
    }));
    let mut kinds = vec![Choice { value: String::new(), label: cx.say("all"), chosen: kind.is_none() }];
    kinds.extend(PlanKind::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: kind == Some(*of),
    }));
    let own = ["", "true"].map(|value| Choice {
        value: value.to_owned(),
        label: cx.say(if value.is_empty() { "installations-everybody" } else { "installations-mine" }),
        chosen: mine.unwrap_or(false) != value.is_empty(),
    });
    let one = |name: &str, label: &str, choices: Vec<Choice>| Filter::One {
        name: name.to_owned(),
        label: cx.say(label),
        choices,
    };
    let form = filters(&Filters {
        action: "/installations".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("field-query"),
                value: query.unwrap_or_default(),
            },
            one("state", "field-state", states),
            one("kind", "installation-column-kind", kinds),
            one("mine", "installation-column-lead", own.to_vec()),
        ],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["customer"]),
        ..Filters::default()
    });
    let rows = page.rows.iter().map(|row| plan(cx, row)).collect();
    let columns = ["number", "customer", "what", "from", "until", "ready", "steps", "lead", "state"];
    let columns = columns.map(|name| Column::text(cx.say(&format!("installation-column-{name}"))));
    let shown = Table {
        caption: cx.say("installations-title"),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("installations-none-title"), &cx.say("installations-none"), &[])),
        ..Table::default()
    };
    let keys =
        ["number", "customer.name", "title", "planned_from", "planned_until", "", "", "lead.name", "state"];
    let list = list(
        cx,
        &LIST,
        &keys,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &cx.say("installations-title"), &html! {}, &html! {}))
        (room_tabs(cx, "/installations"))
        (form)
        (list)
    };
    Ok(Page::new(cx.say("installations-title"), main))
}

fn plan(cx: &PageCx<'_, '_>, row: &InstallationRow) -> Row {
    let far = |done: i64, all: i64| -> Markup {
        html! { @if all == 0 { "–" } @else { (cx.say_with("installation-far", &[("done", done.into()), ("all", all.into())])) } }
    };
    let cells = vec![
        html! { (row.number) },
        html! { (row.customer.name) },
        html! { (row.title) },
        day(cx, row.planned_from),
        day(cx, row.planned_until),
        html! {
            (far(row.ready_done, row.ready))
            @if row.late > 0 { " " (tag(Tone::Bad, &cx.say_with("installation-late", &[("n", row.late.into())]))) }
        },
        far(row.steps_done, row.steps),
        html! { @match &row.lead { Some(who) => (who.name), None => { (tag(Tone::Warn, &cx.say("installation-nobody"))) } } },
        state(&cx.tongue(), row.state),
    ];
    Row::to(format!("/installations/{}", row.id), cells)
}
