//! Tasks about use and delivery, and reviews to be held.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    list::exports,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::{
    id::TaskState,
    views::{DeliveryTasks, ReviewFacts, Reviews},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/delivery/tasks",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

pub(super) const REVIEWS: PageDef = PageDef {
    path: "/delivery/reviews",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw: reviews,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: DeliveryTasks = cx.params()?;
    let list = cx.view(asked)?;
    let mut rows = Vec::new();
    for task in &list {
        let form = |action: &'static str, field: &str| {
            ActionForm::new(action).fixed("task", task.id).fixed("version", task.version).only(&[field])
        };
        let next = cx.address.clone();
        let acts = if task.state == TaskState::Open {
            vec![
                form("delivery.finish_task", "words").next(next.clone()).dialog(cx, Weight::Plain)?,
                form("delivery.assign_task", "owner").next(next).dialog(cx, Weight::Quiet)?,
            ]
        } else {
            Vec::new()
        };
        let cells = vec![
            html! { (cx.date(task.due_on)) @if task.late { " " (tag(Tone::Bad, &cx.say("delivery-overdue"))) } },
            html! { (task.customer.name) },
            html! {
                strong { (cx.say(&task.kind.message())) } " " (task.text)
                @if let Some(id) = task.installation { " " a href={ "/installations/" (id) } { (cx.say("installation-kind-implement")) } }
                @if let Some(words) = &task.words { br; span.small { (words) } }
            },
            html! { (task.owner.name) },
            buttons(&acts),
        ];
        rows.push(Row { cells, ..Row::default() });
    }
    let names = ["due", "customer", "what", "owner"];
    let mut columns: Vec<Column> =
        names.iter().map(|name| Column::text(cx.say(&format!("delivery-task-column-{name}")))).collect();
    columns.push(Column::text(""));
    let shown = table(&Table {
        caption: cx.say("delivery-tasks"),
        columns,
        rows,
        empty: Some(empty_state(&cx.say("delivery-tasks-none-title"), &cx.say("delivery-tasks-none"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("delivery-tasks"), &html! {}, &exports(cx, "delivery.tasks")))
        (room_tabs(cx, "/delivery/tasks"))
        (shown)
    };
    Ok(Page::new(cx.say("delivery-tasks"), main).below(cx.say("installations-title"), "/installations"))
}

/// After how many days a review falls, in words.
pub(super) fn step(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> String {
    match review.days {
        Some(days) => cx.say_with("delivery-review-days", &[("n", days.into())]),
        None => cx.say("delivery-review-renewal"),
    }
}

fn reviews(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Reviews = cx.params()?;
    let list = cx.view(asked)?;
    let rows = list.iter().map(|review| {
        let cells = vec![
            html! { (cx.date(review.due_on)) @if review.late { " " (tag(Tone::Bad, &cx.say("delivery-overdue"))) } },
            html! { (review.customer.name) },
            html! { (review.order_number) },
            html! { (step(cx, review)) },
            html! { (review.owner.name) },
        ];
        Row::to(format!("/orders/{}/delivered", review.order), cells)
    });
    let rows = rows.collect();
    let names = ["due", "customer", "order", "step", "owner"];
    let shown = table(&Table {
        caption: cx.say("delivery-reviews"),
        columns: names.map(|name| Column::text(cx.say(&format!("delivery-review-column-{name}")))).to_vec(),
        rows,
        empty: Some(empty_state(
            &cx.say("delivery-reviews-none-title"),
            &cx.say("delivery-reviews-none"),
            &[],
        )),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("delivery-reviews"), &html! {}, &exports(cx, "delivery.reviews")))
        (room_tabs(cx, "/delivery/reviews"))
        (shown)
    };
    Ok(Page::new(cx.say("delivery-reviews"), main).below(cx.say("installations-title"), "/installations"))
}
