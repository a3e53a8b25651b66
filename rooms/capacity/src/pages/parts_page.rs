//! Parts: what is free, what is coming, and how long a supply takes.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    list::foot,
    parts::{
        Link, Markup, Tone,
        filters::{Filter, Filters, filters},
        html,
        mark::{tag, time},
        menu::{Weight, button_link},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_catalog::{
    ProductKind,
    views::{ProductRow, Products},
};

use super::pieces::{limits_list, room_tabs};
use crate::views::{PartAnswer, PartPlace, PartView, ReceiptFacts};

pub(super) const LIST: PageDef = PageDef {
    path: "/capacity/parts",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw: list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/capacity/parts/{part}",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Products = cx.params()?;
    let query = asked.query.clone().unwrap_or_default();
    let page = cx.view(Products { kind: Some(ProductKind::Part), archived: false, ..asked })?;
    let title = cx.say("capacity-parts");
    let row = |part: &ProductRow| {
        Row::to(
            format!("/capacity/parts/{}", part.id),
            vec![html! { (part.name) }, html! { (part.code) }, html! { (part.unit) }],
        )
    };
    let enter = ActionForm::new("product.enter").next("/capacity/parts/{product}");
    let start: Vec<Markup> = cx
        .reader
        .may_act("product.enter")
        .then(|| button_link(Weight::Primary, &Link::new(cx.say("action-product-enter"), enter.href()), ""))
        .into_iter()
        .collect();
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("capacity-parts-about")) }, &html! {}))
        (room_tabs(cx, "/capacity/parts"))
        (filters(&Filters {
            action: "/capacity/parts".to_owned(),
            label: cx.say("list-filters"),
            filters: vec![Filter::Text { name: "query".to_owned(), label: cx.say("products-find"), value: query.clone() }],
            clear: (!query.is_empty()).then(|| Link::new(cx.say("list-clear"), "/capacity/parts")),
            submit_label: cx.say("list-filter"),
            remove_label: cx.say("list-remove-filter"),
            ..Filters::default()
        }))
        (table(&Table {
            caption: title.clone(),
            columns: vec![Column::text(cx.say("field-name")), Column::text(cx.say("field-code")), Column::text(cx.say("field-unit"))],
            rows: page.rows.iter().map(row).collect(),
            empty: Some(empty_state(&cx.say("capacity-parts-empty-title"), &cx.say("capacity-parts-empty"), &start)),
            ..Table::default()
        }))
        (foot(cx, &title, Some((page.count, page.count_capped)), page.next.as_deref()))
    };
    Ok(Page::new(title, main).below(cx.say("capacity-title"), "/capacity"))
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let quantity = cx.ask("quantity").and_then(|text| text.parse().ok()).filter(|n| *n > 0);
    let view = PartView { part: cx.id("part")?, quantity, customer: None, site: None };
    let part = cx.view(view)?;
    let here = format!("/capacity/parts/{}", part.part);
    let set = ActionForm::new("part.set_stock")
        .fixed("product", part.part)
        .next(&here)
        .dialog(cx, Weight::Primary)?;
    let places = places(cx, &part, &here)?;
    let earliest = match part.earliest {
        Some(day) => {
            cx.say_with("capacity-part-earliest", &[("n", part.quantity.into()), ("day", day.into())])
        }
        None => cx.say("capacity-part-not"),
    };
    let main = html! {
        (page_head(None, &part.name, &html! { (part.code) " · " (earliest) }, &set))
        (places)
        @if !part.limits.is_empty() { (panel(&cx.say("capacity-why"), None, &limits_list(&part.limits))) }
        (coming(cx, &part, &here)?)
    };
    Ok(Page::new(part.name, main).below(cx.say("capacity-parts"), "/capacity/parts").live(part.part))
}

fn places(cx: &mut PageCx<'_, '_>, part: &PartAnswer, here: &str) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for place in &part.places {
        let change = ActionForm::new("part.set_stock")
            .fixed("product", part.part)
            .fixed("place", &place.place)
            .fixed("version", place.version)
            .value("on_hand", place.on_hand)
            .value("supply_days", place.supply_days)
            .value("supply_count", place.supply_count)
            .next(here)
            .dialog(cx, Weight::Quiet)?;
        rows.push(Row { cells: cells(cx, place, change), ..Row::default() });
    }
    let list = table(&Table {
        caption: cx.say("capacity-places"),
        columns: vec![
            Column::text(cx.say("field-place")),
            Column::number(cx.say("field-on-hand")),
            Column::number(cx.say("capacity-promised")),
            Column::number(cx.say("capacity-free")),
            Column::text(cx.say("capacity-supply")),
            Column::text(""),
        ],
        rows,
        empty: Some(empty_state(
            &cx.say("capacity-places-empty-title"),
            &cx.say("capacity-places-empty"),
            &[],
        )),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("capacity-places"), None, &list))
}

fn cells(cx: &PageCx<'_, '_>, place: &PartPlace, change: Markup) -> Vec<Markup> {
    let supply = cx.say_with(
        "catalog-days",
        &[("days", place.supply_days.into()), ("count", place.supply_count.word().into())],
    );
    let free = cx.tongue().number(place.free.into());
    vec![
        html! { (place.place) },
        html! { (cx.tongue().number(place.on_hand)) },
        html! { (cx.tongue().number(place.reserved.into())) },
        if place.free == 0 {
            tag(Tone::Warn, &free)
        } else {
            html! { (free) }
        },
        html! { (supply) },
        change,
    ]
}

fn coming(cx: &mut PageCx<'_, '_>, part: &PartAnswer, here: &str) -> Outcome<Markup> {
    let mut rows = Vec::new();
    let mut acts = Vec::new();
    for place in &part.places {
        let submit = cx.say_with("capacity-expect-at", &[("place", place.place.as_str().into())]);
        let expect = ActionForm::new("part.expect").fixed("stock", place.stock).submit(submit).next(here);
        acts.push(expect.dialog(cx, Weight::Plain)?);
        for receipt in &place.receipts {
            rows.push(receipt_row(cx, place, receipt, here)?);
        }
    }
    if part.places.is_empty() {
        return Ok(html! {});
    }
    let list = table(&Table {
        caption: cx.say("capacity-coming"),
        columns: vec![
            Column::text(cx.say("field-place")),
            Column::number(cx.say("field-quantity")),
            Column::text(cx.say("capacity-expected")),
            Column::text(""),
        ],
        rows,
        empty: Some(html! { p { (cx.say("capacity-nothing-coming")) } }),
        bare: true,
        ..Table::default()
    });
    let aside = html! { @for act in &acts { (act) } };
    Ok(panel(&cx.say("capacity-coming"), Some(&aside), &list))
}

fn receipt_row(
    cx: &mut PageCx<'_, '_>,
    place: &PartPlace,
    receipt: &ReceiptFacts,
    here: &str,
) -> Outcome<Row> {
    let take = ActionForm::new("part.receive")
        .fixed("receipt", receipt.receipt)
        .fixed("version", receipt.version)
        .value("quantity", receipt.quantity)
        .next(here)
        .dialog(cx, Weight::Quiet)?;
    let cells = vec![
        html! { (place.place) },
        html! { (cx.tongue().number(receipt.quantity)) },
        time(&receipt.expected_on.to_string(), &cx.date(receipt.expected_on)),
        take,
    ];
    Ok(Row { cells, ..Row::default() })
}
