//! The service desk: the queue by next clock, and who has how much.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Markup, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{foot, kept, list},
    parts::{
        Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{tag, time},
        menu::{Weight, button_link},
        panel::{columns, empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use jiff::SignedDuration;

use super::{
    one,
    parts::{severity, state},
    seen,
};
use crate::{
    id::{CaseId, Severity},
    views::{CaseFacts, CaseLine, CaseQueue, DeskLoad, LoadFacts, OneCase},
};

/// The columns of the queue.
pub(super) const LIST: ListDef = ListDef {
    view: "case.queue",
    page: "/desk",
    columns: &[
        ListColumn::new("desk-column-next", "next_due_at", Shown::Instant).sorted("next"),
        ListColumn::new("desk-column-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("desk-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("desk-column-what", "what", Shown::Plain),
        ListColumn::new("desk-column-severity", "severity", Shown::Word("severity")).sorted("severity"),
        ListColumn::new("desk-column-state", "state", Shown::Word("case-state")).sorted("state"),
        ListColumn::new("desk-column-owner", "owner.name", Shown::Plain),
        ListColumn::new("field-engineer", "engineer.name", Shown::Plain),
        ListColumn::new("field-received-at", "received_at", Shown::Instant).sorted("received"),
        ListColumn::new("field-late", "late", Shown::Flag),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/desk",
    permission: Permission::CaseRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 5,
        label: "desk-title",
        keys: "g e",
        icon: None,
        count: None,
    }),
    draw,
};

/// What the queue shows when nothing else is chosen, and which column of the list each shows whole.
const NAMES: &[&str] = &["next", "number", "customer", "what", "severity", "state", "owner"];
const KEYS: &[&str] = &["next_due_at", "number", "customer.name", "what", "severity", "state", ""];

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: CaseQueue = cx.params()?;
    let (chosen, mine, late, since) = (asked.severity, asked.mine, asked.late, asked.changed_since);
    let page = cx.view(asked)?;
    let load = cx.view(DeskLoad {})?;
    let chosen_case = cx.ask("case").and_then(|text| text.parse().ok()).map(CaseId);
    let beside = match chosen_case {
        Some(id) => seen(cx.view(OneCase { case: id }))?,
        None => None,
    };
    let hour = cx.now().checked_sub(SignedDuration::from_hours(1)).unwrap_or(cx.now());
    let (changed, from) = match page.looked_at {
        Some(at) => ("desk-changed-since", at),
        None => ("desk-changed", hour),
    };
    let views = vec![
        (Link::new(cx.say("desk-all"), "/desk"), !mine && !late && since.is_none()),
        (Link::new(cx.say("desk-mine"), "/desk?mine=true"), mine),
        (Link::new(cx.say("desk-late"), "/desk?late=true"), late),
        (
            Link::new(
                cx.say(changed),
                format!("/desk?changed_since={}", accord_face::page::escape(&from.to_string())),
            ),
            since.is_some(),
        ),
    ];
    let mut severities =
        vec![Choice { value: String::new(), label: cx.say("all"), chosen: chosen.is_none() }];
    severities.extend(Severity::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: chosen == Some(*of),
    }));
    let form = filters(&Filters {
        action: "/desk".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![Filter::One {
            name: "severity".to_owned(),
            label: cx.say("field-severity"),
            choices: severities,
        }],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["mine", "late", "changed_since", "case"]),
        views,
        views_label: cx.say("desk-views"),
        ..Filters::default()
    });
    // Beside a case the list is a column of a few words a line.
    let names: &[&str] = match &beside {
        Some(_) => &["next", "customer", "severity"],
        None => NAMES,
    };
    let columns_of = names.iter().map(|name| Column::text(cx.say(&format!("desk-column-{name}")))).collect();
    let shown = Table {
        caption: cx.say("desk-title"),
        columns: columns_of,
        rows: page.rows.iter().map(|line| row(cx, line, beside.as_ref())).collect(),
        empty: Some(empty_state(&cx.say("desk-none-title"), &cx.say("desk-none"), &[])),
        ..Table::default()
    };
    // Beside a case there is no room for more than its few words.
    let queue = match &beside {
        Some(_) => html! {
            (table(&shown))
            (foot(cx, &cx.say("desk-title"), Some((page.count, page.count_capped)), page.next.as_deref()))
        },
        None => list(
            cx,
            &LIST,
            KEYS,
            shown,
            &Leaf {
                rows: &page.rows,
                next: page.next.as_deref(),
                count: Some((page.count, page.count_capped)),
            },
        )?,
    };
    let seen_all = ActionForm::new("case.see_queue").button(cx, Weight::Quiet);
    let call = button_link(Weight::Primary, &Link::new(cx.say("case-take-call"), "/call"), "n");
    let loads = panel(&cx.say("desk-load"), None, &loads(cx, &load));
    let alone = cx.here_with(&[("case", None)]);
    let pane = match &beside {
        Some(case) => {
            let both = with_case(cx, case.id);
            Some(one::pane(cx, case, &both)?)
        }
        None => None,
    };
    let main = html! {
        (page_head(None, &cx.say("desk-title"), &html! { (cx.say("desk-intro")) }, &html! { (seen_all) (call) }))
        (form)
        @match &pane {
            Some(pane) => {
                div.split {
                    div.stack { (queue) (loads) }
                    div.stack { a.button.quiet href=(alone) { (cx.say("desk-back")) } (pane) }
                }
            },
            None => { (columns(&queue, &loads)) },
        }
    };
    let mut drawn = Page::new(cx.say("desk-title"), main);
    // What changes of the first ones is seen at once; the rest when the page is drawn again.
    if let Some(case) = &beside {
        drawn = drawn.live(case.customer.id);
    }
    for line in page.rows.iter().take(12) {
        if !drawn.topics.contains(&line.customer.id.into()) {
            drawn = drawn.live(line.customer.id);
        }
    }
    Ok(drawn)
}

/// The queue as it is asked for, with a case beside it.
fn with_case(cx: &PageCx<'_, '_>, id: CaseId) -> String {
    cx.here_with(&[("case", Some(&id.to_string()))])
}

fn row(cx: &PageCx<'_, '_>, line: &CaseLine, beside: Option<&CaseFacts>) -> Row {
    let due = time(&line.next_due_at.to_string(), &cx.instant(line.next_due_at));
    let next = html! { (due) @if line.late { " " (tag(Tone::Bad, &cx.say("desk-late-one"))) } @if line.changed { " " (tag(Tone::Plain, &cx.say("desk-changed-one"))) } @if line.update_late { " " (tag(Tone::Bad, &cx.say("desk-no-word"))) } };
    let cells = match beside {
        Some(_) => vec![
            next,
            html! { div { strong { (line.customer.name) } br; span.small { (line.number) " " (line.what) } } },
            html! { div { (severity(cx, line.severity)) br; span.small { (line.owner.name) } } },
        ],
        None => vec![
            next,
            html! { a href={ "/cases/" (line.id) } { (line.number) } },
            html! { (line.customer.name) },
            html! { (line.what) },
            severity(cx, line.severity),
            state(cx, line.state),
            html! { div { (line.owner.name) @if let Some(engineer) = &line.engineer { br; span.small { (engineer.name) } } } },
        ],
    };
    Row {
        tone: if line.late { Tone::Bad } else { Tone::Plain },
        current: beside.is_some_and(|case| case.id == line.id),
        ..Row::to(with_case(cx, line.id), cells)
    }
}

fn loads(cx: &PageCx<'_, '_>, load: &[LoadFacts]) -> Markup {
    if load.is_empty() {
        return html! { p { (cx.say("desk-load-none")) } };
    }
    let rows = load
        .iter()
        .map(|one| Row {
            cells: vec![html! { (one.person.name) }, html! { (one.open) }, html! { (one.late) }],
            ..Row::default()
        })
        .collect();
    table(&Table {
        caption: cx.say("desk-load"),
        columns: vec![
            Column::text(cx.say("desk-load-who")),
            Column::number(cx.say("desk-load-open")),
            Column::number(cx.say("desk-load-late")),
        ],
        rows,
        bare: true,
        keep: true,
        ..Table::default()
    })
}
