//! Price lists and their prices.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{dots, empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{in_force, room_tabs, span};
use crate::views::{EntryFacts, OnePriceList, PriceListFacts, PriceLists};

pub(super) const LISTS: PageDef = PageDef {
    path: "/price-lists",
    permission: Permission::QuoteRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_lists,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/price-lists/{price_list}",
    permission: Permission::QuoteRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_one,
};

fn draw_lists(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let lists = cx.view(PriceLists {})?;
    let title = cx.say("price-lists-title");
    let enter =
        ActionForm::new("price_list.enter").next("/price-lists/{price_list}").dialog(cx, Weight::Primary)?;
    let rows = lists.iter().map(|list| {
        Row::to(
            format!("/price-lists/{}", list.id),
            vec![
                html! { (list.name) },
                html! { (list.currency.code()) },
                span(cx, list.valid_from, list.valid_until),
                in_force(cx, list.in_force),
            ],
        )
    });
    let columns = ["name", "currency", "span", "force"]
        .map(|name| Column::text(cx.say(&format!("price-column-{name}"))));
    let list = table(&Table {
        caption: title.clone(),
        columns: columns.to_vec(),
        rows: rows.collect(),
        empty: Some(empty_state(&cx.say("price-lists-empty-title"), &cx.say("price-lists-empty"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("price-lists-about")) }, &enter))
        (room_tabs(cx, "/price-lists"))
        (list)
    };
    Ok(Page::new(title, main).below(cx.say("quotes-title"), "/quotes"))
}

fn draw_one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let list = cx.view(OnePriceList { price_list: cx.id("price_list")? })?;
    let back = format!("/price-lists/{}", list.list.id);
    let form =
        |action: &'static str| ActionForm::new(action).fixed("price_list", list.list.id).next(back.clone());
    let acts = [
        form("price.set")
            .only(&["product", "plan", "unit_price", "valid_from", "valid_until"])
            .dialog(cx, Weight::Primary)?,
        form("price_list.change")
            .fixed("version", list.list.version)
            .value("name", &list.list.name)
            .value("valid_until", list.list.valid_until)
            .dialog(cx, Weight::Plain)?,
    ];
    let entries = entries(cx, &list, &back)?;
    let line = [
        html! { (list.list.currency.code()) },
        span(cx, list.list.valid_from, list.list.valid_until),
        in_force(cx, list.list.in_force),
    ];
    let main = html! { (page_head(None, &list.list.name, &dots(&line), &buttons(&acts))) (entries) };
    let page = Page::new(list.list.name.clone(), main).below(cx.say("price-lists-title"), "/price-lists");
    Ok(page.live(list.list.id))
}

fn entries(cx: &mut PageCx<'_, '_>, list: &PriceListFacts, back: &str) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for entry in &list.entries {
        rows.push(entry_row(cx, entry, back)?);
    }
    let columns = ["what", "price", "span", "force", "acts"].map(|name| match name {
        "price" => Column::number(cx.say("price-column-price")),
        "acts" => Column::text(String::new()),
        name => Column::text(cx.say(&format!("price-column-{name}"))),
    });
    Ok(table(&Table {
        caption: list.list.name.clone(),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("prices-empty-title"), &cx.say("prices-empty"), &[])),
        ..Table::default()
    }))
}

fn entry_row(cx: &mut PageCx<'_, '_>, entry: &EntryFacts, back: &str) -> Outcome<Row> {
    let end = ActionForm::new("price.end")
        .fixed("price_entry", entry.id)
        .fixed("version", entry.version)
        .only(&["valid_until"])
        .next(back)
        .dialog(cx, Weight::Quiet)?;
    let cells = vec![
        html! { (entry.name) " " span.small { (entry.code) } @if entry.plan.is_some() { " " (tag(Tone::Plain, &cx.say("price-a-year"))) } },
        html! { (cx.tongue().decimal(entry.unit_price)) },
        span(cx, entry.valid_from, entry.valid_until),
        in_force(cx, entry.in_force),
        end,
    ];
    Ok(Row { cells, ..Row::default() })
}
