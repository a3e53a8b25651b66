//! Coaching, with the offer rate before and after (R54).

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::{
    id::CoachingState,
    views::{Attach, AttachRow, Coachings, RateFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/coaching",
    permission: Permission::ContractWrite,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Together,
        order: 60,
        label: "coaching-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

fn rate(cx: &PageCx<'_, '_>, facts: &RateFacts) -> String {
    match facts.percent {
        Some(percent) => cx.say_with(
            "coaching-percent",
            &[
                ("percent", cx.tongue().decimal(percent).into()),
                ("offered", facts.offered.into()),
                ("orders", facts.orders.into()),
            ],
        ),
        None => cx.say("coaching-no-order"),
    }
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let page = cx.view(Coachings::default())?;
    let ask =
        ActionForm::new("coaching.ask").only(&["words"]).next("/coaching").dialog(cx, Weight::Primary)?;
    let mut rows = Vec::new();
    for one in &page.rows {
        let act = if one.state == CoachingState::Open {
            ActionForm::new("coaching.hold")
                .fixed("coaching", one.id)
                .fixed("version", one.version)
                .only(&["held_on", "notes", "coach"])
                .next("/coaching")
                .dialog(cx, Weight::Plain)?
        } else {
            html! {}
        };
        let tone = if one.state == CoachingState::Open { Tone::Warn } else { Tone::Good };
        rows.push(Row {
            cells: vec![
                html! { (one.rep.name) },
                html! { (tag(tone, &cx.say(&one.state.message()))) " " (cx.say(&one.cause.message())) @if !one.asked.is_empty() { br; "“" (one.asked) "”" } },
                html! { (rate(cx, &one.before)) },
                html! { @match &one.after { Some(after) => { (rate(cx, after)) }, None => { "–" } } },
                html! {
                    @match one.held_on {
                        Some(on) => { (cx.date(on)) @if let Some(coach) = &one.coach { ", " (coach.name) } @if let Some(notes) = &one.notes { br; span.small { (notes) } } },
                        None => { (cx.say_with("coaching-due", &[("on", one.due_on.into())])) },
                    }
                    (act)
                },
            ],
            ..Row::default()
        });
    }
    let columns = ["rep", "why", "before", "after", "held"];
    let list = table(&Table {
        caption: cx.say("coaching-title"),
        columns: columns.map(|name| Column::text(cx.say(&format!("coaching-column-{name}")))).to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("coaching-none-title"), &cx.say("coaching-none"), &[])),
        ..Table::default()
    });
    let own = html! { p { (cx.say_with("coaching-own", &[("rate", rate(cx, &page.own).into())])) } };
    let figures = if cx.may(Permission::MetricRead) {
        attach(cx)?
    } else {
        html! {}
    };
    let main = html! {
        (page_head(None, &cx.say("coaching-title"), &own, &buttons(&[ask])))
        (room_tabs(cx, "/coaching"))
        (list)
        (figures)
    };
    Ok(Page::new(cx.say("coaching-title"), main))
}

/// Offer rate and both attach rates by colleague and product: three figures, never one.
fn attach(cx: &mut PageCx<'_, '_>) -> Outcome<accord_face::Markup> {
    let all = cx.view(Attach::default())?;
    let percent = |cx: &PageCx<'_, '_>, value: Option<rust_decimal::Decimal>| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{} %", cx.tongue().decimal(value)))
    };
    let row = |cx: &PageCx<'_, '_>, row: &AttachRow, label: String| Row {
        cells: vec![
            html! { (label) },
            html! { (row.orders) },
            html! { (percent(cx, row.offer_rate)) },
            html! { (percent(cx, row.attach_of_orders)) },
            html! { (percent(cx, row.attach_of_offers)) },
        ],
        ..Row::default()
    };
    let mut rows = vec![row(cx, &all.all, cx.say("attach-all"))];
    rows.extend(all.by_rep.iter().map(|one| row(cx, one, one.label.clone())));
    rows.extend(all.by_product.iter().map(|one| row(cx, one, one.label.clone())));
    let names = ["who", "orders", "offer", "of-orders", "of-offers"];
    let columns = names.map(|name| {
        let label = cx.say(&format!("attach-column-{name}"));
        if name == "who" { Column::text(label) } else { Column::number(label) }
    });
    let list = table(&Table {
        caption: cx.say("attach-title"),
        columns: columns.to_vec(),
        rows,
        bare: true,
        ..Table::default()
    });
    let aside = html! { (cx.date(all.from)) " – " (cx.date(all.to)) };
    Ok(panel(&cx.say("attach-title"), Some(&aside), &list))
}
