//! What happens although no plan covers it: where a plan is missing (R13).

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::{tag, time},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::views::{IncidentFacts, UnmetFacts, UnmetNeeds};

/// Incidents listed under a need.
const LISTED: usize = 20;

pub(super) const PAGE: PageDef = PageDef {
    path: "/plans/unmet",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let page = cx.view(UnmetNeeds::default())?;
    let title = cx.say("unmet-title");
    let about = cx.say_with("unmet-about", &[("enough", page.enough.into()), ("n", page.incidents.into())]);
    let main = html! {
        (page_head(None, &title, &html! { (about) }, &html! {}))
        (room_tabs(cx, "/plans/unmet"))
        @if page.rows.is_empty() { (empty_state(&cx.say("unmet-none-title"), &cx.say("unmet-none"), &[])) }
        @for need in &page.rows { (one(cx, need)) }
    };
    Ok(Page::new(title, main).below(cx.say("nav-plans"), "/plans"))
}

fn one(cx: &PageCx<'_, '_>, need: &UnmetFacts) -> accord_face::Markup {
    let title = match &need.cause {
        Some(cause) => cx.say_with("unmet-cause", &[("cause", cause.as_str().into())]),
        None => cx.say("unmet-hours"),
    };
    let (tone, key) = if need.unmet { (Tone::Bad, "unmet-need") } else { (Tone::Plain, "unmet-few") };
    let mark = tag(tone, &cx.say_with(key, &[("n", need.count.into())]));
    let row = |incident: &IncidentFacts| {
        let mut cells =
            vec![html! { (incident.label) }, time(&incident.at.to_string(), &cx.instant(incident.at))];
        if let Some(home) = cx.home("customer", incident.customer) {
            cells.push(html! { a href=(home) { (cx.say("unmet-customer")) } });
        }
        Row { cells, ..Row::default() }
    };
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("unmet-what")),
            Column::text(cx.say("unmet-when")),
            Column::text(""),
        ],
        rows: need.incidents.iter().take(LISTED).map(row).collect(),
        empty: Some(html! { p { (cx.say("unmet-elsewhere")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&title, Some(&mark), &list)
}
