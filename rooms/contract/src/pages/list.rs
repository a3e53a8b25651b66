//! Contracts in a list.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        filters::{Choice, Filter, Filters, filters},
        html,
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, room_tabs, state};
use crate::{id::ContractState, views::ContractList};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "contract.list",
    page: "/contracts",
    columns: &[
        ListColumn::new("contract-column-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("contract-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("contract-column-plans", "plans", Shown::Plain),
        ListColumn::new("contract-column-units", "units", Shown::Plain),
        ListColumn::new("contract-column-price", "price", Shown::Money),
        ListColumn::new("contract-column-from", "from_on", Shown::Plain),
        ListColumn::new("contract-column-until", "until_on", Shown::Plain),
        ListColumn::new("contract-column-state", "state", Shown::Word("contract-state")).sorted("state"),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contracts",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 20,
        label: "contracts-title",
        keys: "g y",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: ContractList = cx.params()?;
    let (query, chosen, ends) = (asked.query.clone(), asked.state, asked.ends_within);
    let page = cx.view(asked)?;
    let mut states = vec![Choice { value: String::new(), label: cx.say("all"), chosen: chosen.is_none() }];
    states.extend(ContractState::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: chosen == Some(*of),
    }));
    let mut within = vec![Choice { value: String::new(), label: cx.say("all"), chosen: ends.is_none() }];
    within.extend([30_i64, 60, 90, 120].iter().map(|days| Choice {
        value: days.to_string(),
        label: cx.say_with("contracts-ends-within", &[("days", (*days).into())]),
        chosen: ends == Some(*days),
    }));
    let form = filters(&Filters {
        action: "/contracts".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("field-query"),
                value: query.unwrap_or_default(),
            },
            Filter::One { name: "state".to_owned(), label: cx.say("field-state"), choices: states },
            Filter::One {
                name: "ends_within".to_owned(),
                label: cx.say("field-ends-within"),
                choices: within,
            },
        ],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["customer"]),
        ..Filters::default()
    });
    let rows = page
        .rows
        .iter()
        .map(|row| {
            Row::to(
                format!("/contracts/{}", row.id),
                vec![
                    html! { (row.number) },
                    html! { (row.customer.name) },
                    html! { (row.plans.join(", ")) },
                    html! { (row.units) },
                    html! { (cx.tongue().money(row.price)) },
                    day(cx, row.from_on),
                    day(cx, row.until_on),
                    state(cx, row.state),
                ],
            )
        })
        .collect();
    let columns = ["number", "customer", "plans", "units", "price", "from", "until", "state"];
    let columns = columns.map(|name| {
        let label = cx.say(&format!("contract-column-{name}"));
        if matches!(name, "units" | "price") { Column::number(label) } else { Column::text(label) }
    });
    let shown = Table {
        caption: cx.say("contracts-title"),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("contracts-none-title"), &cx.say("contracts-none"), &[])),
        ..Table::default()
    };
    let keys = ["number", "customer.name", "plans", "units", "price", "from_on", "until_on", "state"];
    let list = list(
        cx,
        &LIST,
        &keys,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &cx.say("contracts-title"), &html! {}, &html! {}))
        (room_tabs(cx, "/contracts"))
        (form)
        (list)
    };
    Ok(Page::new(cx.say("contracts-title"), main))
}
