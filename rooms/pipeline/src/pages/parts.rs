//! Small pieces that the pages of this room share.

use accord_face::{
    ActionForm, PageCx,
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::panel,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_customer::CustomerId;
use jiff::civil::Date;

use crate::{
    OpportunityState,
    views::{OpportunityLine, OpportunityList, Sum, WaitingPage},
};

/// What one asks for when an opportunity is opened, in the order in which one tells it.
pub(super) const OPEN_FIELDS: &[&str] = &[
    "customer",
    "title",
    "kind",
    "next_step",
    "next_step_on",
    "value",
    "items",
    "incumbent",
    "weak_points",
    "site",
    "opened_on",
    "owner",
];

/// The pages of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/pipeline", "pipeline-board"),
        ("/opportunities", "pipeline-list"),
        ("/demonstrations", "demos-title"),
        ("/programmes", "programmes-title"),
        ("/pipeline/ends", "pipeline-ends"),
        ("/pipeline/stages", "pipeline-stages"),
    ];
    cx.tabs("pipeline-title", current, &pages)
}

/// The button that opens an opportunity.
pub(super) fn open_button(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.reader.may_act("opportunity.open") {
        return html! {};
    }
    let form = ActionForm::new("opportunity.open").only(OPEN_FIELDS).next("/opportunities/{opportunity}");
    button_link(Weight::Primary, &Link::new(cx.say("action-opportunity-open"), form.href()), "n")
}

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// How an opportunity stands.
pub(super) fn state(cx: &PageCx<'_, '_>, state: OpportunityState) -> Markup {
    let tone = match state {
        OpportunityState::Open => Tone::Plain,
        OpportunityState::Won => Tone::Good,
        OpportunityState::Lost => Tone::Bad,
    };
    tag(tone, &cx.say(&state.message()))
}

/// Whether it stands still, in words.
pub(super) fn still(cx: &PageCx<'_, '_>, line: &OpportunityLine) -> Option<(String, Tone)> {
    if line.no_step {
        return Some((cx.say("opportunity-no-step"), Tone::Bad));
    }
    let late = line.overdue_days?;
    Some((cx.say_with("opportunity-overdue", &[("n", late.into())]), Tone::Bad))
}

/// What comes to what, by currency.
pub(super) fn sums_text(cx: &PageCx<'_, '_>, sums: &[Sum]) -> Vec<String> {
    sums.iter().map(|sum| cx.tongue().money(sum.value).clone()).collect()
}

/// Opportunities in a small table for a panel.
pub(super) fn small_table(cx: &PageCx<'_, '_>, caption: &str, rows: &[OpportunityLine]) -> Markup {
    table(&Table {
        caption: cx.say(caption),
        columns: ["title", "value", "next"]
            .map(|name| {
                let label = cx.say(&format!("opportunity-column-{name}"));
                if name == "value" { Column::number(label) } else { Column::text(label) }
            })
            .to_vec(),
        rows: rows.iter().map(|line| small_row(cx, line)).collect(),
        bare: true,
        ..Table::default()
    })
}

fn small_row(cx: &PageCx<'_, '_>, line: &OpportunityLine) -> Row {
    let next = match (line.state, still(cx, line)) {
        (OpportunityState::Open, Some((text, tone))) => tag(tone, &text),
        (OpportunityState::Open, None) => day(cx, line.next_step_on),
        (other, _) => state(cx, other),
    };
    Row::to(
        format!("/opportunities/{}", line.id),
        vec![
            html! { (line.title) " " span.small { (line.number) } },
            html! { @if let Some(value) = line.value { (cx.tongue().money(value)) } },
            next,
        ],
    )
}

/// What is pursued with a customer, for the customer's page; nothing for whoever may not see the pipeline.
///
/// # Errors
/// What the view refuses.
pub fn customer_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::PipelineRead) {
        return Ok(html! {});
    }
    let list = OpportunityList { customer: Some(customer), limit: Some(6), ..OpportunityList::default() };
    let page = cx.view(list)?;
    let form = ActionForm::new("opportunity.open")
        .fixed("customer", customer)
        .only(OPEN_FIELDS)
        .next("/opportunities/{opportunity}");
    let open = if cx.reader.may_act("opportunity.open") {
        button_link(Weight::Plain, &Link::new(cx.say("action-opportunity-open"), form.href()), "")
    } else {
        html! {}
    };
    let all = format!("/opportunities?customer={customer}");
    let aside = html! { @if page.count > 6 { a href=(all) { (cx.say_with("list-count", &[("n", page.count.into())])) } } };
    let body = html! {
        @if page.rows.is_empty() { p { (cx.say("opportunities-none-here")) } }
        @else { (small_table(cx, "pipeline-title", &page.rows)) }
        (buttons(&[open]))
    };
    Ok(panel(&cx.say("pipeline-title"), Some(&aside), &body))
}

/// What of the pipeline waits, for the page of today: what stands still, and whom to ask again.
pub fn waiting_panels(cx: &PageCx<'_, '_>, waiting: &WaitingPage) -> Markup {
    let shown = |title: &str, n: i64, rows: &[OpportunityLine], all: &str| {
        if rows.is_empty() {
            return html! {};
        }
        let aside = html! { a href=(all) { (n) } };
        panel(&cx.say(title), Some(&aside), &waiting_table(cx, title, rows))
    };
    let again = i64::try_from(waiting.recontact.len()).unwrap_or(i64::MAX);
    let still = if waiting.of_everybody {
        "/opportunities?still=true"
    } else {
        "/opportunities?still=true&mine=true"
    };
    html! {
        (shown("pipeline-ask-again", again, &waiting.recontact, "/opportunities?recontact=true&mine=true"))
        (shown("pipeline-stands-still", waiting.still_count, &waiting.still, still))
    }
}

/// Most rows in a panel; the heading leads to all of them.
const WAITING_SHOWN: usize = 8;

fn waiting_table(cx: &PageCx<'_, '_>, caption: &str, rows: &[OpportunityLine]) -> Markup {
    let row = |line: &OpportunityLine| {
        let why = match (line.state, still(cx, line)) {
            (OpportunityState::Open, Some((text, tone))) => tag(tone, &text),
            _ => html! { (cx.say("opportunity-again")) " " (day(cx, line.recontact_on)) },
        };
        let cells = vec![html! { (line.title) " " small { (line.customer.name) } }, why];
        Row::to(format!("/opportunities/{}", line.id), cells)
    };
    table(&Table {
        caption: cx.say(caption),
        columns: vec![
            Column::text(cx.say("opportunity-column-title")),
            Column::text(cx.say("opportunity-column-next")),
        ],
        rows: rows.iter().take(WAITING_SHOWN).map(row).collect(),
        bare: true,
        keep: true,
        ..Table::default()
    })
}
