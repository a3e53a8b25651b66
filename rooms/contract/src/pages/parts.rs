//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link},
        panel::panel,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_customer::CustomerId;
use accord_room_value::{ClockStop, Cover};
use jiff::civil::Date;

use crate::{
    id::ContractState,
    rules::decision::Answer,
    views::{ContractList, ContractRowFacts},
};

/// Contracts on the page of their customer.
const PANEL_ROWS: i64 = 5;

/// The lists of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/contracts", "contracts-all"),
        ("/contracts/calls", "service-calls"),
        ("/contracts/tasks", "contract-tasks"),
        ("/contracts/billing", "contract-billing"),
        ("/contracts/rota", "service-rota"),
        ("/coaching", "coaching-title"),
    ];
    cx.tabs("contracts-title", current, &pages)
}

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// How a contract stands.
pub(super) fn state(cx: &PageCx<'_, '_>, state: ContractState) -> Markup {
    let tone = match state {
        ContractState::Sold => Tone::Warn,
        ContractState::Standing => Tone::Good,
        ContractState::Ended => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// What was decided.
pub(super) fn answer(cx: &PageCx<'_, '_>, answer: Answer, awaits: bool) -> Markup {
    let tone = match answer {
        Answer::Accepted => Tone::Good,
        Answer::Declined => Tone::Plain,
        Answer::NotOffered if awaits => Tone::Bad,
        Answer::NotOffered => Tone::Warn,
    };
    tag(tone, &cx.say(&answer.message()))
}

/// Minutes as people say them: hours where they are whole.
pub(super) fn minutes(cx: &PageCx<'_, '_>, minutes: i64) -> String {
    if minutes % 60 == 0 {
        cx.say_with("span-hours", &[("n", (minutes / 60).into())])
    } else {
        cx.say_with("span-minutes", &[("n", minutes.into())])
    }
}

/// The response of a plan in words: how soon, and in which hours.
pub(super) fn response(cx: &PageCx<'_, '_>, response: Option<i64>, cover: Cover) -> String {
    match response {
        None => cx.say("response-next-working-day"),
        Some(span) => {
            let span = minutes(cx, span);
            cx.say_with(
                "response-within",
                &[("span", span.into()), ("hours", cx.say(&cover.message()).into())],
            )
        }
    }
}

/// What stops a clock, in words.
pub(super) fn stops(cx: &PageCx<'_, '_>, stop: Option<ClockStop>) -> String {
    stop.map(|stop| cx.say(&stop.message())).unwrap_or_default()
}

/// A telephone number to be dialled by a tap.
pub(super) fn call(cx: &PageCx<'_, '_>, phone: &str, weight: Weight) -> Markup {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    button_link(weight, &Link::new(cx.say("order-call"), format!("tel:{digits}")), "")
}

/// The contracts of a customer, for the customer's page; nothing for whoever may not read them, or where there is none.
///
/// # Errors
/// What the view refuses.
pub fn customer_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::ContractRead) {
        return Ok(html! {});
    }
    let list = ContractList { customer: Some(customer), limit: Some(PANEL_ROWS), ..ContractList::default() };
    let page = cx.view(list)?;
    if page.rows.is_empty() {
        return Ok(html! {});
    }
    let row = |row: &ContractRowFacts| {
        let cells = vec![
            html! { (row.plans.join(", ")) br; span.small { (row.number) } },
            html! { (day(cx, row.until_on)) },
            state(cx, row.state),
        ];
        Row::to(format!("/contracts/{}", row.id), cells)
    };
    let all = format!("/contracts?customer={customer}");
    let body = table(&Table {
        caption: cx.say("contracts-title"),
        columns: vec![
            Column::text(cx.say("contract-column-plans")),
            Column::text(cx.say("contract-column-until")),
            Column::text(cx.say("contract-column-state")),
        ],
        rows: page.rows.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("contracts-title"), Some(&html! { a href=(all) { (cx.say("all")) } }), &body))
}
