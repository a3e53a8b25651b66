//! The products.

use accord_face::{
    ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    ask::ActionForm,
    parts::{
        Link, Markup,
        filters::{Choice, Filter, Filters, filters},
        html,
        menu::{Weight, button_link, buttons},
        panel::{Tab, empty_state, page_head, tabs},
        table::{Column, Pagination, Row, Table, pagination, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, View};

use crate::{
    ProductKind,
    views::{LeadTimeNow, ProductPage, ProductRow, Products},
};

/// The columns of the list, as it is given out.
pub(super) const LIST: ListDef = ListDef {
    view: "catalog.products",
    columns: &[
        ListColumn::new("field-name", "name", Shown::Plain),
        ListColumn::new("field-code", "code", Shown::Plain),
        ListColumn::new("products-kind", "kind", Shown::Word("product-kind")),
        ListColumn::new("field-unit", "unit", Shown::Plain),
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
    let tab = |label: &str, href: &str| Tab {
        label: cx.say(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    tabs(
        &cx.say("products-title"),
        &[tab("products-title", "/products"), tab("skills-title", "/products/skills")],
    )
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
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("products-about")) }, &enter_button(cx)))
        (room_tabs(cx, "/products"))
        (bar)
        (rows(cx, &page, filtered))
        (foot(cx, &page))
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
        clear: filtered.then(|| Link::new(cx.say("list-clear"), "/products")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &ProductPage, filtered: bool) -> Markup {
    let empty = if filtered {
        empty_state(&cx.say("products-none-title"), &cx.say("products-none"), &[])
    } else {
        empty_state(&cx.say("products-empty-title"), &cx.say("products-empty"), &[enter_button(cx)])
    };
    table(&Table {
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
    })
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

fn foot(cx: &PageCx<'_, '_>, page: &ProductPage) -> Markup {
    let next = page.next.as_ref().map(|next| {
        let mut href = cx.here_with(&[]);
        href.push(if href.contains('?') { '&' } else { '?' });
        href.push_str(&format!("after={}", accord_face::page::escape(next)));
        Link::new(cx.say("list-next"), href)
    });
    let first = cx.ask("after").map(|_| Link::new(cx.say("list-first"), cx.here_with(&[])));
    let shown = if page.count_capped {
        cx.say("list-count-capped")
    } else {
        cx.say_with("list-count", &[("n", page.count.into())])
    };
    html! {
        (pagination(&Pagination { label: cx.say("products-title"), shown, exact: None, previous: first, next }))
        @if cx.may(Permission::ExportRun) {
            (buttons(&exports(cx, Products::NAME)))
        }
    }
}

/// Links to exactly what is shown, as files.
fn exports(cx: &PageCx<'_, '_>, view: &str) -> Vec<Markup> {
    let query = cx.here_with(&[]);
    let query = query.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    [("csv", "export-csv"), ("xlsx", "export-xlsx")]
        .map(|(form, label)| {
            button_link(Weight::Quiet, &Link::new(cx.say(label), format!("/export/{view}.{form}{query}")), "")
        })
        .to_vec()
}
