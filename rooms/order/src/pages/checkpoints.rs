//! The confirmation checkpoints of the house.

use accord_face::{
    Page, PageCx, PageDef,
    list::{exports, foot},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, View};

use super::parts::{checkpoint_state, day, room_tabs, stated};
use crate::{
    rules::checkpoint::CheckpointState,
    views::{CheckpointLine, CheckpointList},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/checkpoints",
    permission: Permission::OrderRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let mut view: CheckpointList = cx.params()?;
    if cx.query.is_empty() {
        // What somebody still has to act on comes first; the others are one choice away.
        view.open = Some(true);
        cx.query.push(("open".to_owned(), "true".to_owned()));
    }
    let bar = bar(cx, &view);
    let page = cx.view(view)?;
    let title = cx.say("checkpoints-title");
    let list = table(&Table {
        caption: title.clone(),
        columns: ["due", "order", "owner", "told", "aim", "stated", "state"]
            .map(|name| Column::text(cx.say(&format!("checkpoint-column-{name}"))))
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(&cx.say("checkpoints-empty-title"), &cx.say("checkpoints-empty"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("checkpoints-about")) }, &html! {}))
        (room_tabs(cx, "/checkpoints"))
        (bar)
        (list)
        (foot(cx, &title, Some((page.count, page.count_capped)), page.next.as_deref()))
        (exports(cx, CheckpointList::NAME))
    };
    Ok(Page::new(title, main).below(cx.say("orders-title"), "/orders"))
}

fn bar(cx: &PageCx<'_, '_>, view: &CheckpointList) -> Markup {
    let choice =
        |value: &str, label: &str, chosen| Choice { value: value.to_owned(), label: cx.say(label), chosen };
    let mut states = vec![choice("", "all", view.state.is_none())];
    states.extend(
        CheckpointState::ALL
            .iter()
            .map(|state| choice(state.word(), &state.message(), view.state == Some(*state))),
    );
    filters(&Filters {
        action: "/checkpoints".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One {
                name: "mine".to_owned(),
                label: cx.say("field-mine"),
                choices: vec![
                    choice("", "all", view.mine != Some(true)),
                    choice("true", "yes", view.mine == Some(true)),
                ],
            },
            Filter::One {
                name: "open".to_owned(),
                label: cx.say("field-open"),
                choices: vec![
                    choice("", "all", view.open.is_none()),
                    choice("true", "yes", view.open == Some(true)),
                    choice("false", "no", view.open == Some(false)),
                ],
            },
            Filter::One { name: "state".to_owned(), label: cx.say("field-state"), choices: states },
        ],
        clear: Some(Link::new(cx.say("list-clear"), "/checkpoints")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn row(cx: &PageCx<'_, '_>, line: &CheckpointLine) -> Row {
    let late = line.checkpoint.open && line.checkpoint.due_at < cx.now();
    Row {
        tone: if late { Tone::Bad } else { Tone::Plain },
        ..Row::to(
            format!("/orders/{}", line.order),
            vec![
                day(cx, Some(line.checkpoint.due_on)),
                html! { (line.number) " " span.small { (line.customer.name) } },
                html! { (line.checkpoint.owner.name) },
                day(cx, line.committed_on),
                day(cx, line.target_on),
                stated(cx, &line.checkpoint),
                checkpoint_state(cx, line.checkpoint.state),
            ],
        )
    }
}
