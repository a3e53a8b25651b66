//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        panel::panel,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Outcome, Permission, Tongue};
use accord_room_customer::CustomerId;
use jiff::civil::Date;

use crate::{
    QuoteState, VersionState, WorthFigures, WorthRow,
    views::{QuoteList, QuoteRow},
};

/// Quotes on the page of their customer.
const PANEL_ROWS: i64 = 5;

/// The lists of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/quotes", "quotes-title"),
        ("/price-lists", "price-lists-title"),
        ("/fact-sheets", "fact-sheets-title"),
    ];
    cx.tabs("quotes-title", current, &pages)
}

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// From a day until a day.
pub(super) fn span(cx: &PageCx<'_, '_>, from: Date, until: Option<Date>) -> Markup {
    html! { (day(cx, Some(from))) " – " @if until.is_some() { (day(cx, until)) } @else { (cx.say("offer-open-end")) } }
}

/// How a quote stands.
pub(super) fn state(cx: &PageCx<'_, '_>, state: QuoteState) -> Markup {
    let tone = match state {
        QuoteState::Draft => Tone::Plain,
        QuoteState::Sent => Tone::Warn,
        QuoteState::Accepted => Tone::Good,
        QuoteState::Declined | QuoteState::Expired => Tone::Bad,
        QuoteState::Withdrawn => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// How a version stands.
pub(super) fn version_state(cx: &PageCx<'_, '_>, state: VersionState) -> Markup {
    let tone = match state {
        VersionState::Accepted => Tone::Good,
        VersionState::Sent => Tone::Warn,
        VersionState::Declined | VersionState::Expired => Tone::Bad,
        VersionState::Draft | VersionState::Superseded | VersionState::Withdrawn => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// It holds today, or not.
pub(super) fn in_force(cx: &PageCx<'_, '_>, holds: bool) -> Markup {
    if holds {
        tag(Tone::Good, &cx.say("offer-in-force"))
    } else {
        tag(Tone::Plain, &cx.say("offer-not-in-force"))
    }
}

/// What a plan is worth, as everybody sees it: the year without a stop is always in it (R14).
pub fn worth_table(tongue: &Tongue<'_>, worth: &WorthFigures) -> Markup {
    let row = |one: &WorthRow, expected: bool| {
        let net = tongue.money(one.net);
        let label = if expected { "worth-row-expected" } else { "worth-row" };
        Row {
            tone: match one.net.minor {
                minor if minor > 0 => Tone::Good,
                0 => Tone::Plain,
                _ => Tone::Bad,
            },
            cells: vec![
                html! { (tongue.say_with(label, &[("n", one.count())])) },
                html! { (net) },
                html! { (tongue.decimal(one.roi_percent)) " %" },
            ],
            ..Row::default()
        }
    };
    let mut rows: Vec<Row> = worth.table.iter().map(|one| row(one, false)).collect();
    rows.extend(worth.at_expected.as_ref().map(|one| row(one, true)));
    html! {
        p { (tongue.say_with("worth-how", &worth.facts())) }
        (table(&Table {
            caption: tongue.say("worth-title").into_owned(),
            columns: vec![
                Column::text(tongue.say("worth-column-outages")),
                Column::number(tongue.say("worth-column-net")),
                Column::number(tongue.say("worth-column-roi")),
            ],
            rows,
            bare: true,
            keep: true,
            ..Table::default()
        }))
        ul.small {
            @for source in &worth.sources {
                li {
                    (tongue.say(&source.given.message())) ": " (tongue.say(&source.origin.message()))
                    @if let Some(n) = source.n { " " (tongue.say_with("worth-n", &[("n", n.into())])) }
                }
            }
        }
        @if let Some(outages) = worth.break_even { p.small { (tongue.say_with("worth-break-even", &[("n", outages.into())])) } }
    }
}

/// The quotes of a customer, for the customer's page; nothing for whoever may not read quotes, or where there is none.
///
/// # Errors
/// What the view refuses.
pub fn customer_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::QuoteRead) {
        return Ok(html! {});
    }
    let list = QuoteList { customer: Some(customer), limit: Some(PANEL_ROWS), ..QuoteList::default() };
    let page = cx.view(list)?;
    if page.rows.is_empty() {
        return Ok(html! {});
    }
    let row = |quote: &QuoteRow| {
        let cells = vec![
            html! { (quote.title) br; span.small { (quote.number) } },
            html! { (cx.tongue().money(quote.net)) },
            html! { (state(cx, quote.state)) },
        ];
        Row::to(format!("/quotes/{}", quote.id), cells)
    };
    let all = format!("/quotes?customer={customer}");
    let body = table(&Table {
        caption: cx.say("quotes-title"),
        columns: vec![
            Column::text(cx.say("quote-column-what")),
            Column::number(cx.say("quote-column-net")),
            Column::text(cx.say("quote-column-state")),
        ],
        rows: page.rows.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("quotes-title"), Some(&html! { a href=(all) { (cx.say("all")) } }), &body))
}
