//! What stands beside the time line and comes from several rooms: messages, orders, what was said.

use accord_face::{
    ActionForm, Markup, PageCx,
    parts::{
        Tone, html,
        mark::{initials, tag, time},
        menu::Weight,
        panel::panel,
        table::{Column, Row, Table, table},
        talk::{Talk, talk},
    },
};
use accord_kernel::{Fact, Outcome, Permission};
use accord_room_customer::CustomerId;
use accord_room_order::OrderState;
use accord_room_promise::views::StatementLine;

use crate::views::{CustomerDeskPage, CustomerOrder, HeldLine, MessageLine};

/// What contacts wrote on their page, with the way to answer.
///
/// # Errors
/// What a form refuses.
pub(crate) fn messages_panel(cx: &mut PageCx<'_, '_>, lines: &[MessageLine]) -> Outcome<Markup> {
    if lines.is_empty() {
        return Ok(html! {});
    }
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        shown.push(message(cx, line, false)?);
    }
    Ok(panel(&cx.say("desk-messages"), None, &talk(&shown)))
}

/// One message; with the customer's name where it stands among others'.
///
/// # Errors
/// What a form refuses.
pub(crate) fn message(cx: &mut PageCx<'_, '_>, line: &MessageLine, with_customer: bool) -> Outcome<Talk> {
    let mut facts = vec![
        tag(Tone::Plain, &cx.say(&line.kind.message())),
        time(&line.said_at.to_string(), &cx.instant(line.said_at)),
    ];
    if with_customer {
        let href = format!("/customers/{}", line.customer);
        facts.insert(0, html! { a href=(href) { (line.customer_name) } });
    }
    let reply = line.answer.clone().map(|answer| {
        let who = line.answered_by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        let at = line.answered_at.map(|at| cx.instant(at)).unwrap_or_default();
        (cx.say_with("desk-answered-by", &[("who", who.into()), ("at", at.into())]), answer)
    });
    let act = match reply {
        Some(_) => None,
        None => Some(
            ActionForm::new("portal.answer")
                .fixed("message", line.id)
                .fixed("version", line.version)
                .next(cx.address.clone())
                .dialog(cx, Weight::Plain)?,
        ),
    };
    let by = if line.contact.is_empty() { cx.say("desk-contact-erased") } else { line.contact.clone() };
    Ok(Talk { initials: initials(&by), by, facts, words: line.said.clone(), reply, act, ..Talk::default() })
}

/// Orders with the dates that were told and, inside only, those that we aim at.
pub(crate) fn orders_panel(cx: &PageCx<'_, '_>, customer: CustomerId, orders: &[CustomerOrder]) -> Markup {
    if !cx.may(Permission::OrderRead) {
        return html! {};
    }
    let day = |date: Option<jiff::civil::Date>| html! { @if let Some(date) = date { (time(&date.to_string(), &cx.date(date))) } @else { "–" } };
    let row = |order: &CustomerOrder| Row {
        cells: vec![
            html! { (order.number) " " (tag(order_tone(order), &cx.say(&order.state.message()))) },
            day(order.committed_on),
            html! { (day(order.target_on)) @if slips(order) { " " (tag(Tone::Bad, &cx.say("desk-slips"))) } },
        ],
        href: cx.home("order", order.id),
        ..Row::default()
    };
    let all = format!("/orders?customer={customer}");
    panel(
        &cx.say("desk-orders"),
        Some(&html! { a href=(all) { (cx.say("all")) } }),
        &table(&Table {
            caption: cx.say("desk-orders"),
            columns: vec![
                Column::text(cx.say("desk-order")),
                Column::text(cx.say("desk-told")),
                Column::text(cx.say("desk-aimed")),
            ],
            rows: orders.iter().map(row).collect(),
            empty: Some(html! { p { (cx.say("desk-orders-none")) } }),
            bare: true,
            keep: true,
            ..Table::default()
        }),
    )
}

fn slips(order: &CustomerOrder) -> bool {
    matches!((order.forecast_on, order.committed_on), (Some(forecast), Some(told)) if forecast > told)
}

fn order_tone(order: &CustomerOrder) -> Tone {
    match order.state {
        OrderState::Held => Tone::Warn,
        OrderState::Released => Tone::Plain,
        OrderState::Shipped | OrderState::Closed => Tone::Good,
        OrderState::Cancelled => Tone::Bad,
    }
}

/// What of sales waits while the customer is in crisis.
pub(super) fn held(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    if desk.held.is_empty() {
        return html! {};
    }
    let line = |held: &HeldLine| {
        let what = match (held.starts_at, held.on, held.task) {
            (Some(at), ..) => cx.say_with("desk-held-demo", &[("when", at.into())]),
            (None, Some(on), Some(task)) => {
                let facts = [("task", Fact::Word(task.message())), ("when", on.into())];
                cx.say_with("desk-held-task", &facts)
            }
            (None, Some(on), None) => cx.say_with("desk-held-step", &[("when", on.into())]),
            (None, None, _) => String::new(),
        };
        let home = match held.opportunity {
            Some(id) => cx.home("opportunity", id),
            None => Some(format!("/contracts/tasks?customer={}", desk.record.id)),
        };
        let name = html! { (held.title) " " (held.number) };
        html! {
            (tag(Tone::Warn, &cx.say("desk-held"))) " " (what) br;
            @match home { Some(href) => a href=(href) { (name) }, None => (name) }
        }
    };
    let body = html! {
        p { (cx.say("desk-held-text")) }
        ul.plain role="list" { @for held in &desk.held { li { (line(held)) } } }
    };
    panel(&cx.say("desk-held-title"), None, &body)
}

pub(super) fn statements(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    if desk.statements.is_empty() {
        return html! {};
    }
    let line = |said: &StatementLine| {
        let by = said.by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        Talk {
            initials: initials(&by),
            by,
            facts: vec![
                html! { (cx.say(&said.subject_kind.message())) },
                html! { (said.subject) },
                time(&said.said_at.to_string(), &cx.instant(said.said_at)),
            ],
            words: said.wording.clone(),
            ..Talk::default()
        }
    };
    let lines: Vec<Talk> = desk.statements.iter().map(line).collect();
    panel(&cx.say("desk-statements"), None, &talk(&lines))
}
