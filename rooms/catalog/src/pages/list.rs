//! The products.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    ask::ActionForm,
    list::{kept, list},
    parts::{
        Link, Markup,
        filters::{Choice, Filter, Filters, filters},
        html,
        menu::{Weight, button_link},
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::{
    ProductKind,
    views::{LeadTimeNow, ProductPage, ProductRow, Products},
};

/// The columns of the list, as it is given out.
pub(super) const LIST: ListDef = ListDef {
    view: "catalog.products",
    page: "/products",
    columns: &[
        ListColumn::new("field-name", "name", Shown::Plain).sorted("name"),
        ListColumn::new("field-code", "code", Shown::Plain).sorted("code"),
        ListColumn::new("products-kind", "kind", Shown::Word("product-kind")).sorted("kind"),
        ListColumn::new("field-unit", "unit", Shown::Plain),
        ListColumn::new("products-lead-days", "lead_time.days", Shown::Plain),
        ListColumn::new("products-install-minutes", "install_minutes", Shown::Plain),
        ListColumn::new("field-price", "price", Shown::Money),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/products",
    permission: Permission::CatalogRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Make,
        order: 30,
        label: "products-title",
        keys: "g d",
        icon: None,
        count: None,
    }),
    draw,
};

/// Products and skills stand side by side.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [("/products", "products-title"), ("/products/skills", "skills-title")];
    cx.tabs("products-title", current, &pages)
}

/// A number of days and how they count, in words.
pub(super) fn days(cx: &PageCx<'_, '_>, span: LeadTimeNow) -> String {
    cx.say_with("catalog-days", &[("days", i64::from(span.days).into()), ("count", span.count.word().into())])
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: Products = cx.params()?;
    let filtered = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    let bar = bar(cx, &view, filtered);
    let page = cx.view(view)?;
    let title = cx.say("products-title");
    let shown = rows(cx, &page, filtered);
    let list = list(
        cx,
        &LIST,
        &["name", "code", "kind", "lead_time.days", "install_minutes", "price"],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("products-about")) }, &enter_button(cx)))
        (room_tabs(cx, "/products"))
        (bar)
        (list)
    };
    Ok(Page::new(title, main))
}

fn enter_button(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.reader.may_act("product.enter") {
        return html! {};
    }
    let form = ActionForm::new("product.enter").next("/products/{product}");
    button_link(Weight::Primary, &Link::new(cx.say("action-product-enter"), form.href()), "")
}

fn bar(cx: &PageCx<'_, '_>, view: &Products, filtered: bool) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut kinds = vec![any(view.kind.is_none())];
    kinds.extend(ProductKind::ALL.iter().map(|kind| Choice {
        value: kind.word().to_owned(),
        label: cx.say(&kind.message()),
        chosen: view.kind == Some(*kind),
    }));
    let sold =
        |value: &str, label: &str, chosen| Choice { value: value.to_owned(), label: cx.say(label), chosen };
    filters(&Filters {
        action: "/products".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("products-find"),
                value: view.query.clone().unwrap_or_default(),
            },
            Filter::One { name: "kind".to_owned(), label: cx.say("products-kind"), choices: kinds },
            Filter::One {
                name: "archived".to_owned(),
                label: cx.say("products-sold"),
                choices: vec![
                    sold("", "products-on-sale", !view.archived),
                    sold("true", "products-off-sale", view.archived),
                ],
            },
        ],
        keep: kept(cx, &[]),
        clear: filtered.then(|| Link::new(cx.say("list-clear"), "/products")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &ProductPage, filtered: bool) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("products-none-title"), &cx.say("products-none"), &[])
    } else {
        empty_state(&cx.say("products-empty-title"), &cx.say("products-empty"), &[enter_button(cx)])
    };
    Table {
        caption: cx.say("products-title"),
        columns: vec![
            Column::text(cx.say("field-name")),
            Column::text(cx.say("field-code")),
            Column::text(cx.say("products-kind")),
            Column::text(cx.say("field-lead-time")),
            Column { wide_only: true, ..Column::number(cx.say("products-install-minutes")) },
            Column::number(cx.say("field-price")),
        ],
        rows: page.rows.iter().map(|product| row(cx, product)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, product: &ProductRow) -> Row {
    let lead = match product.lead_time {
        Some(span) => days(cx, span),
        None => cx.say("products-no-lead-time"),
    };
    let price = product.price.map(|price| cx.tongue().money(price)).unwrap_or_default();
    let minutes =
        if product.install_minutes > 0 { cx.tongue().number(product.install_minutes) } else { String::new() };
    Row::to(
        format!("/products/{}", product.id),
        vec![
            html! { (product.name) },
            html! { (product.code) },
            html! { (cx.say(&product.kind.message())) },
            html! { (lead) },
            html! { (minutes) },
            html! { (price) },
        ],
    )
}
