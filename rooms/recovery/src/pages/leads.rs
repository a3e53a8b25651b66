//! What colleagues saw: to be taken up first, with what it is worth to the customer.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Markup, Page, PageCx, PageDef, Shown,
    list::list,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{customer, room_tabs};
use crate::{
    id::{ObservationKind, ObservationState},
    views::{LeadFacts, LeadList, LeadResults},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "observation.list",
    page: "/leads",
    columns: &[
        ListColumn::new("lead-column-state", "state", Shown::Word("observation-state")),
        ListColumn::new("field-number", "number", Shown::Plain),
        ListColumn::new("field-kind", "kind", Shown::Word("observation-kind")),
        ListColumn::new("lead-column-saw", "saw", Shown::Plain),
        ListColumn::new("lead-worth", "value", Shown::Plain),
        ListColumn::new("lead-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("lead-column-seen-by", "seen_by.name", Shown::Plain),
        ListColumn::new("lead-column-owner", "owner.name", Shown::Plain),
        ListColumn::new("field-outcome", "outcome", Shown::Plain),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/leads",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: LeadList = cx.params()?;
    let page = cx.view(asked)?;
    let note = ActionForm::new("observation.note")
        .only(&["customer", "kind", "saw", "value", "asset"])
        .next("/leads")
        .dialog(cx, Weight::Primary)?;
    let mut rows = Vec::new();
    for lead in &page.rows {
        let acts = acts(cx, lead)?;
        rows.push(Row {
            cells: vec![
                state(cx, lead),
                html! { div { strong { (cx.say(&lead.kind.message())) } " " (lead.saw) @if let Some(value) = &lead.value { br; (cx.say("lead-worth")) " " (value) } @if let Some(outcome) = &lead.outcome { br; span.small { "“" (outcome) "”" } } } },
                html! { (customer(cx, &lead.customer)) },
                html! { div { (lead.seen_by.name) br; span.small { (cx.instant(lead.seen_at)) } } },
                html! { @if let Some(owner) = &lead.owner { (owner.name) } @if let Some(speaker) = &lead.speaker { br; span.small { (cx.say_with("lead-speaks", &[("who", speaker.name.as_str().into())])) } } },
                buttons(&acts),
            ],
            ..Row::default()
        });
    }
    let mut columns: Vec<Column> = ["state", "saw", "customer", "seen-by", "owner"]
        .iter()
        .map(|name| Column::text(cx.say(&format!("lead-column-{name}"))))
        .collect();
    columns.push(Column::text(""));
    let shown = Table {
        caption: cx.say("leads-title"),
        columns,
        rows,
        empty: Some(empty_state(&cx.say("leads-none-title"), &cx.say("leads-none"), &[])),
        ..Table::default()
    };
    let list = list(
        cx,
        &LIST,
        &["state", "", "customer.name", "", "", ""],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: None },
    )?;
    let results = results(cx)?;
    let main = html! {
        (page_head(None, &cx.say("leads-title"), &html! { (cx.say("leads-note")) }, &buttons(&[note])))
        (room_tabs(cx, "/leads"))
        (list)
        (results)
    };
    Ok(Page::new(cx.say("leads-title"), main).below(cx.say("listening-title"), "/listening"))
}

fn state(cx: &PageCx<'_, '_>, lead: &LeadFacts) -> Markup {
    let tone = match lead.state {
        ObservationState::Offered if lead.late => Tone::Bad,
        ObservationState::Offered | ObservationState::Held => Tone::Warn,
        ObservationState::Won | ObservationState::Accepted | ObservationState::Done => Tone::Good,
        ObservationState::Seed | ObservationState::Declined | ObservationState::Lost => Tone::Plain,
    };
    html! {
        (tag(tone, &cx.say(&lead.state.message())))
        @if lead.state == ObservationState::Offered {
            @if let Some(at) = lead.accept_due_at { " " span.small { (cx.say_with("lead-by", &[("at", at.into())])) } }
        }
    }
}

fn acts(cx: &mut PageCx<'_, '_>, lead: &LeadFacts) -> Outcome<Vec<Markup>> {
    let form = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("observation", lead.id)
            .fixed("version", lead.version)
            .only(fields)
            .next("/leads")
    };
    let mut acts = Vec::new();
    match lead.state {
        ObservationState::Seed | ObservationState::Held => {
            acts.push(form("observation.add_value", &["value"]).dialog(cx, Weight::Plain)?);
        }
        ObservationState::Offered if lead.kind == ObservationKind::ServiceNews => {
            acts.push(form("observation.report", &["outcome"]).dialog(cx, Weight::Plain)?);
        }
        ObservationState::Offered => {
            let accept = form("observation.accept", &["next_step", "next_step_on", "speaker"]);
            acts.push(accept.dialog(cx, Weight::Plain)?);
            acts.push(form("observation.decline", &["reason"]).dialog(cx, Weight::Quiet)?);
        }
        _ => {}
    }
    if let Some(id) = lead.opportunity
        && let Some(href) = cx.home("opportunity", id)
    {
        acts.push(html! { a href=(href) { (cx.say("lead-opportunity")) } });
    }
    Ok(acts)
}

/// Source, win rate and credit by function.
fn results(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let all = cx.view(LeadResults::default())?;
    if all.rows.is_empty() {
        return Ok(html! {});
    }
    let rows = all
        .rows
        .iter()
        .map(|row| Row {
            cells: vec![
                html! { (cx.say(&row.sphere.message())) },
                html! { (row.leads) },
                html! { (row.accepted) },
                html! { (row.late) },
                html! { (row.won) },
                html! { @match row.win_rate { Some(rate) => { (cx.tongue().decimal(rate)) " %" }, None => { "–" } } },
                html! { (row.credited) },
            ],
            ..Row::default()
        })
        .collect();
    let columns = ["function", "leads", "accepted", "late", "won", "rate", "credited"].map(|name| {
        let label = cx.say(&format!("lead-result-{name}"));
        if name == "function" { Column::text(label) } else { Column::number(label) }
    });
    let list = table(&Table {
        caption: cx.say("lead-results"),
        columns: columns.to_vec(),
        rows,
        bare: true,
        ..Table::default()
    });
    let aside = html! { (cx.date(all.from)) " – " (cx.date(all.to)) };
    Ok(panel(&cx.say("lead-results"), Some(&aside), &list))
}
