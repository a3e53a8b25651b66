//! What responses rest on: standing by, ways, parts; and what is sold of them.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        html,
        menu::{Weight, buttons},
        panel::{page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::views::{Rota, RotaPage, StandbyFacts, WayFacts};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contracts/rota",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let page = cx.view(Rota {})?;
    let standby = standby(cx, &page)?;
    let ways = ways(cx, &page)?;
    let parts = parts(cx, &page)?;
    let main = html! {
        (page_head(None, &cx.say("service-rota"), &html! { p { (cx.say("service-rota-text")) } }, &html! {}))
        (room_tabs(cx, "/contracts/rota"))
        (sold(cx, &page))
        (standby)
        (ways)
        (parts)
    };
    Ok(Page::new(cx.say("service-rota"), main).below(cx.say("contracts-title"), "/contracts"))
}

fn columns(cx: &PageCx<'_, '_>, names: &[&str]) -> Vec<Column> {
    names
        .iter()
        .map(|name| {
            Column::text(if name.is_empty() { String::new() } else { cx.say(&format!("rota-column-{name}")) })
        })
        .collect()
}

fn list(cx: &PageCx<'_, '_>, caption: &str, names: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    table(&Table {
        caption: cx.say(caption),
        columns: columns(cx, names),
        rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
        empty: Some(html! { p { (cx.say("rota-none")) } }),
        bare: true,
        ..Table::default()
    })
}

fn sold(cx: &PageCx<'_, '_>, page: &RotaPage) -> Markup {
    let rows = page
        .sold
        .iter()
        .map(|row| {
            vec![
                html! { (row.territory.clone().unwrap_or_else(|| cx.say("rota-no-territory"))) },
                html! { (row.plan) },
                html! { (row.units) },
                html! { (row.people) },
            ]
        })
        .collect();
    panel(&cx.say("rota-sold"), None, &list(cx, "rota-sold", &["territory", "plan", "units", "people"], rows))
}

fn times(cx: &PageCx<'_, '_>, row: &StandbyFacts) -> String {
    let at = |minute: i64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let days = if row.weekdays.len() == 7 {
        cx.say("rota-every-day")
    } else {
        row.weekdays.iter().map(|day| cx.say(&format!("weekday-short-{day}"))).collect::<Vec<_>>().join(" ")
    };
    format!("{days} {}–{}", at(row.from_minute), at(row.until_minute))
}

fn standby(cx: &mut PageCx<'_, '_>, page: &RotaPage) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for row in &page.standbys {
        let end = ActionForm::new("standby.end")
            .fixed("standby", row.id)
            .fixed("version", row.version)
            .only(&["last_day"])
            .next("/contracts/rota")
            .dialog(cx, Weight::Quiet)?;
        rows.push(vec![
            html! { (row.territory) },
            html! { (row.person.name) },
            html! { (times(cx, row)) @if let Some(on) = row.until_on { " " span.small { (cx.say_with("rota-until", &[("on", on.into())])) } } },
            end,
        ]);
    }
    let add = ActionForm::new("standby.set").next("/contracts/rota").dialog(cx, Weight::Plain)?;
    let body =
        html! { (list(cx, "rota-standby", &["territory", "person", "times", ""], rows)) (buttons(&[add])) };
    Ok(panel(&cx.say("rota-standby"), None, &body))
}

fn ways(cx: &mut PageCx<'_, '_>, page: &RotaPage) -> Outcome<Markup> {
    let row = |way: &WayFacts| {
        let from = if way.from.is_empty() { cx.say("rota-people") } else { way.from.clone() };
        vec![
            html! { (from) },
            html! { (way.territory) },
            html! { (cx.say_with("span-minutes", &[("n", way.minutes.into())])) },
        ]
    };
    let rows = page.ways.iter().chain(&page.part_ways).map(row).collect();
    let table = list(cx, "rota-ways", &["from", "territory", "minutes"], rows);
    let acts = [
        ActionForm::new("travel.set")
            .only(&["territory", "minutes"])
            .next("/contracts/rota")
            .dialog(cx, Weight::Plain)?,
        ActionForm::new("part_reach.set").next("/contracts/rota").dialog(cx, Weight::Plain)?,
    ];
    Ok(panel(&cx.say("rota-ways"), None, &html! { (table) (buttons(&acts)) }))
}

fn parts(cx: &mut PageCx<'_, '_>, page: &RotaPage) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for part in &page.parts {
        let drop = ActionForm::new("critical_part.drop")
            .fixed("product", part.product)
            .fixed("part", part.part)
            .next("/contracts/rota")
            .button(cx, Weight::Quiet);
        rows.push(vec![html! { (part.product_name) }, html! { (part.part_name) }, drop]);
    }
    let add = ActionForm::new("critical_part.add").next("/contracts/rota").dialog(cx, Weight::Plain)?;
    let body = html! { (list(cx, "rota-parts", &["product", "part", ""], rows)) (buttons(&[add])) };
    Ok(panel(&cx.say("rota-parts"), None, &body))
}
