//! What falls due to be invoiced.

use accord_face::{
    Page, PageCx, PageDef,
    list::exports,
    parts::{
        Tone,
        filters::{Filter, Filters, filters},
        html,
        mark::tag,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::{rules::term::CoverKind, views::Billing};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contracts/billing",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Billing = cx.params()?;
    let page = cx.view(asked)?;
    let form = filters(&Filters {
        action: "/contracts/billing".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Day {
                name: "from".to_owned(),
                label: cx.say("field-from"),
                value: page.from.to_string(),
            },
            Filter::Day { name: "to".to_owned(), label: cx.say("field-until"), value: page.to.to_string() },
        ],
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    });
    let rows = page
        .rows
        .iter()
        .map(|row| Row {
            cells: vec![
                html! { (cx.date(row.invoice_on)) },
                html! { a href={ "/contracts/" (row.contract) } { (row.number) } },
                html! { (row.customer.name) },
                html! { (row.plan) " " span.small { (row.unit) } },
                html! { (cx.date(row.from_on)) " – " (cx.date(row.until_on)) },
                html! {
                    (cx.tongue().money(row.amount))
                    @if row.kind == CoverKind::Uplift { " " (tag(Tone::Good, &cx.say("cover-kind-uplift"))) }
                },
                html! { (cx.tongue().money(row.list_value)) },
            ],
            ..Row::default()
        })
        .collect();
    let sums: Vec<String> = page.sums.iter().map(|sum| cx.tongue().money(*sum)).collect();
    let foot = vec![
        html! { strong { (cx.say("billing-sum")) } },
        html! {},
        html! {},
        html! {},
        html! {},
        html! { strong { (sums.join(", ")) } },
        html! {},
    ];
    let names = ["invoice-on", "contract", "customer", "plan", "covers", "amount", "list"];
    let columns = names.map(|name| {
        let label = cx.say(&format!("billing-column-{name}"));
        if matches!(name, "amount" | "list") { Column::number(label) } else { Column::text(label) }
    });
    let list = table(&Table {
        caption: cx.say("contract-billing"),
        columns: columns.to_vec(),
        foot: (!page.rows.is_empty()).then_some(foot),
        rows,
        empty: Some(empty_state(&cx.say("billing-none-title"), &cx.say("billing-none"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("contract-billing"), &html! { p { (cx.say("billing-text")) } }, &exports(cx, "contract.billing")))
        (room_tabs(cx, "/contracts/billing"))
        (form)
        (list)
    };
    Ok(Page::new(cx.say("contract-billing"), main).below(cx.say("contracts-title"), "/contracts"))
}
