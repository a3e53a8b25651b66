//! The installed base.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    ask::ActionForm,
    list::{kept, list},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        menu::{Weight, button_link},
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, unit};
use crate::{
    Origin, Standing,
    views::{AssetLine, AssetList, AssetPage},
};

/// The columns of the list, as it is given out.
pub(super) const LIST: ListDef = ListDef {
    view: "asset.list",
    page: "/assets",
    columns: &[
        ListColumn::new("field-asset", "number", Shown::Plain).sorted("number"),
        ListColumn::new("field-maker", "maker", Shown::Plain).sorted("maker"),
        ListColumn::new("field-model", "model", Shown::Plain).sorted("model"),
        ListColumn::new("field-serial", "serial", Shown::Plain).sorted("serial"),
        ListColumn::new("field-customer", "customer.name", Shown::Plain),
        ListColumn::new("field-site", "site.name", Shown::Plain),
        ListColumn::new("field-in-service-on", "in_service_on", Shown::Plain).sorted("in_service"),
        ListColumn::new("assets-cover", "warranty_until|contract_ends_on", Shown::Plain),
        ListColumn::new("assets-outages-year", "outages", Shown::Plain),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/assets",
    permission: Permission::AssetRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 10,
        label: "assets-title",
        keys: "g b",
        icon: Some(Icon::Machine),
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: AssetList = cx.params()?;
    let filtered = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    let bar = bar(cx, &view, filtered);
    let add = add_button(cx, view.customer);
    let page = cx.view(view)?;
    let title = cx.say("assets-title");
    let shown = rows(cx, &page, filtered, &add);
    let keys = ["~model", "customer.name", "site.name", "in_service_on", "warranty_until", "outages"];
    let list = list(
        cx,
        &LIST,
        &keys,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("assets-about")) }, &add))
        (bar)
        (list)
    };
    Ok(Page::new(title, main))
}

/// What is asked of a new unit, in the order in which one reads a type plate.
pub(super) const ADD: &[&str] = &[
    "customer",
    "site",
    "origin",
    "maker",
    "product",
    "model",
    "serial",
    "part_of",
    "in_service_on",
    "accepted_on",
    "warranty_months",
    "contract_ends_on",
    "known_from",
    "note",
];

/// Leads to the form of a new unit, of a customer when one is named.
pub(super) fn add_button(cx: &PageCx<'_, '_>, customer: Option<accord_room_customer::CustomerId>) -> Markup {
    if !cx.reader.may_act("asset.add") {
        return html! {};
    }
    let form = ActionForm::new("asset.add").only(ADD).next("/assets/{asset}");
    let form = match customer {
        Some(customer) => form.fixed("customer", customer),
        None => form,
    };
    button_link(Weight::Plain, &Link::new(cx.say("action-asset-add"), form.href()), "")
}

fn bar(cx: &PageCx<'_, '_>, view: &AssetList, filtered: bool) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut origins = vec![any(view.origin.is_none())];
    origins.extend(Origin::ALL.iter().map(|origin| Choice {
        value: origin.word().to_owned(),
        label: cx.say(&origin.message()),
        chosen: view.origin == Some(*origin),
    }));
    let mut standings = vec![any(view.standing.is_none())];
    standings.extend(Standing::ALL.iter().map(|standing| Choice {
        value: standing.word().to_owned(),
        label: cx.say(&standing.message()),
        chosen: view.standing == Some(*standing),
    }));
    let stopped = vec![
        any(view.stopped != Some(true)),
        Choice { value: "true".to_owned(), label: cx.say("yes"), chosen: view.stopped == Some(true) },
    ];
    filters(&Filters {
        action: "/assets".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("assets-find"),
                value: view.query.clone().unwrap_or_default(),
            },
            Filter::One { name: "origin".to_owned(), label: cx.say("field-origin"), choices: origins },
            Filter::One { name: "standing".to_owned(), label: cx.say("assets-standing"), choices: standings },
            Filter::One { name: "stopped".to_owned(), label: cx.say("outage-state-open"), choices: stopped },
            Filter::Day {
                name: "contract_by".to_owned(),
                label: cx.say("assets-contract-by"),
                value: view.contract_by.map(|on| on.to_string()).unwrap_or_default(),
            },
        ],
        keep: kept(cx, &["customer", "site", "product"]),
        clear: filtered.then(|| Link::new(cx.say("list-clear"), "/assets")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &AssetPage, filtered: bool, add: &Markup) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("assets-none-title"), &cx.say("assets-none"), &[])
    } else {
        empty_state(&cx.say("assets-empty-title"), &cx.say("assets-empty"), std::slice::from_ref(add))
    };
    Table {
        caption: cx.say("assets-title"),
        columns: vec![
            Column::text(cx.say("field-asset")),
            Column::text(cx.say("field-customer")),
            Column::text(cx.say("field-site")),
            Column::text(cx.say("field-in-service-on")),
            Column::text(cx.say("assets-cover")),
            Column::number(cx.say("assets-outages-year")),
        ],
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, line: &AssetLine) -> Row {
    let tone = if line.stopped_since.is_some() { Tone::Bad } else { Tone::Plain };
    Row {
        tone,
        ..Row::to(
            format!("/assets/{}", line.id),
            vec![
                unit(cx, line),
                html! { (line.customer.name) },
                html! { @if let Some(site) = &line.site { (site.name) } @else { "–" } },
                day(cx, line.in_service_on),
                day(cx, line.warranty_until.or(line.contract_ends_on)),
                html! { (cx.tongue().number(line.outages)) },
            ],
        )
    }
}
