//! Who is without an owner, and naming one on the spot (R3).

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    list::foot,
    parts::{
        Markup, html,
        mark::sphere_tag,
        menu::Weight,
        panel::{Stat, empty_state, page_head, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{home_of, look};
use crate::views::{CustomerGaps, Gap, Gaps};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/gaps",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = cx.params::<CustomerGaps>()?;
    let gaps = cx.view(asked)?;
    let title = cx.say("customers-gaps");
    let mut rows = Vec::with_capacity(gaps.rows.len());
    for gap in &gaps.rows {
        rows.push(row(cx, gap)?);
    }
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("field-customer")),
            Column::text(cx.say("field-stage")),
            Column::text(cx.say("customers-gaps-missing")),
            Column::text(cx.say("customers-gaps-name")),
        ],
        rows,
        empty: Some(empty_state(&cx.say("customers-gaps-none"), &cx.say("customers-gaps-none-text"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("customers-gaps-intro")) }, &html! {}))
        (stat_row(&[coverage(cx, &gaps)]))
        (list)
        (foot(cx, &title, Some((gaps.count, gaps.count_capped)), gaps.next.as_deref()))
    };
    Ok(Page::new(title, main).below(cx.say("nav-customers"), "/customers"))
}

fn coverage(cx: &PageCx<'_, '_>, gaps: &Gaps) -> Stat {
    let figure = gaps.coverage_percent.as_deref().and_then(|text| text.parse().ok());
    Stat {
        label: cx.say("metric-portfolio-coverage"),
        value: figure.map_or_else(|| cx.say("none"), |percent| cx.tongue().decimal(percent)),
        unit: if gaps.coverage_percent.is_some() { "%".to_owned() } else { String::new() },
        sample: cx.say_with(
            "customers-gaps-sample",
            &[("covered", gaps.covered.into()), ("customers", gaps.customers.into())],
        ),
        period: cx.say("today"),
        ..Stat::default()
    }
}

fn row(cx: &mut PageCx<'_, '_>, gap: &Gap) -> Outcome<Row> {
    let mut missing = html! {};
    let mut name = html! {};
    for sphere in &gap.missing {
        let words = cx.say(&sphere.message());
        missing = html! { (missing) (sphere_tag(look(*sphere), &words)) " " };
        name = html! { (name) (assign(cx, gap, *sphere)?) " " };
    }
    let cells = vec![
        html! { (gap.name) " " small { (gap.number) } },
        html! { (cx.say(&gap.stage.message())) },
        missing,
        name,
    ];
    Ok(Row::to(home_of(gap.id), cells))
}

fn assign(cx: &mut PageCx<'_, '_>, gap: &Gap, sphere: crate::id::TeamSphere) -> Outcome<Markup> {
    ActionForm::new("customer.assign")
        .fixed("customer", gap.id)
        .fixed("sphere", sphere)
        .fixed("rank", "owner")
        .submit(cx.say(&format!("customers-gaps-name-{}", sphere.word().replace('_', "-"))))
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)
}
