//! Parts by place: what is there, what should be, who can open it.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, buttons},
        panel::{columns, dots, empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use uuid::Uuid;

use super::pieces::room_tabs;
use crate::views::{KeyFacts, OnePlace, PlaceFacts, PlaceList, PlacePage, PlaceStock};

pub(super) const LIST: PageDef = PageDef {
    path: "/parts",
    permission: Permission::VisitRead,
    audience: Audience::Staff,
    nav: None,
    draw: list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/parts/{place}",
    permission: Permission::VisitRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let page = cx.view(PlaceList {})?;
    let visit = cx.ask("visit").and_then(|text| Uuid::parse_str(text).ok());
    let title = cx.say("parts-title");
    let new = ActionForm::new("part_place.set").submit(cx.say("parts-new-place")).next("/parts");
    let new = new.dialog(cx, Weight::Plain)?;
    let mut panels = Vec::new();
    for place in &page.rows {
        panels.push(place_panel(cx, place, visit)?);
    }
    let lacking: Vec<(&PlaceFacts, &PlaceStock)> = page
        .rows
        .iter()
        .flat_map(|place| place.stock.iter().map(move |stock| (place, stock)))
        .filter(|(_, stock)| stock.asked_for > 0)
        .collect();
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("parts-text")) }, &buttons(&[new])))
        (room_tabs(cx, "/parts"))
        (lacking_panel(cx, &lacking))
        @if panels.is_empty() {
            (empty_state(&cx.say("parts-places-none-title"), &cx.say("parts-places-none"), &[]))
        }
        @for panel in &panels { (panel) }
    };
    Ok(Page::new(title, main).below(cx.say("visits-title"), "/visits"))
}

fn lacking_panel(cx: &PageCx<'_, '_>, lacking: &[(&PlaceFacts, &PlaceStock)]) -> Markup {
    let body = html! {
        @if lacking.is_empty() { p { (cx.say("parts-lacking-none")) } }
        ul.plain role="list" {
            @for (place, stock) in lacking {
                li {
                    (tag(Tone::Warn, &cx.tongue().number(stock.asked_for))) " "
                    a href={ "/capacity/parts/" (stock.part) } { (stock.name) } " · " (place.name)
                    @if stock.coming > 0 { " · " (cx.say("parts-column-coming")) " " (cx.tongue().number(stock.coming)) }
                }
            }
        }
    };
    panel(&cx.say("parts-lacking"), None, &body)
}

fn marks(cx: &PageCx<'_, '_>, place: &PlaceFacts) -> Markup {
    let mut all: Vec<Markup> = Vec::new();
    match place.kind {
        Some(kind) => all.push(html! { (cx.say(&kind.message())) }),
        None => all.push(tag(Tone::Warn, &cx.say("parts-no-kind"))),
    }
    if let Some(territory) = &place.territory_name {
        all.push(html! { (territory) });
    }
    if let Some(person) = &place.person {
        all.push(html! { (person.name) });
    }
    if let Some(site) = &place.site_name {
        all.push(html! { (site) });
    }
    if place.kind.is_some() {
        let word = if place.night_access { "parts-night-yes" } else { "parts-night-no" };
        all.push(html! { (cx.say(word)) });
    }
    if let Some(on) = place.shut_on {
        all.push(tag(Tone::Bad, &cx.say_with("parts-shut", &[("on", on.into())])));
    }
    dots(&all)
}

fn stock_table(
    cx: &mut PageCx<'_, '_>,
    place: &PlaceFacts,
    visit: Option<Uuid>,
    back: &str,
) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for stock in &place.stock {
        let act = match visit {
            Some(visit) => ActionForm::new("part.hold")
                .fixed("visit", visit)
                .fixed("stock", stock.stock)
                .value("quantity", 1)
                .next(format!("/visits/{visit}"))
                .dialog(cx, Weight::Plain)?,
            None => {
                let take = ActionForm::new("part.take")
                    .fixed("stock", stock.stock)
                    .only(&["quantity", "visit", "note"])
                    .value("quantity", 1)
                    .next(back)
                    .dialog(cx, Weight::Plain)?;
                if back == "/parts" {
                    buttons(&[take])
                } else {
                    let least = ActionForm::new("part.set_least")
                        .fixed("stock", stock.stock)
                        .value("pieces", stock.least)
                        .next(back)
                        .dialog(cx, Weight::Quiet)?;
                    buttons(&[take, least])
                }
            }
        };
        let why = match (stock.least_set, stock.units) {
            (true, _) => cx.say("parts-least-set"),
            (false, 0) => String::new(),
            (false, units) => cx.say_with("parts-least-units", &[("n", units.into())]),
        };
        let number = |n: i64| cx.tongue().number(n);
        let short = stock.on_hand < stock.least;
        let cells = vec![
            html! { div { a href={ "/capacity/parts/" (stock.part) } { (stock.name) } br; span.small { (stock.code) } } },
            if short {
                tag(Tone::Warn, &number(stock.on_hand))
            } else {
                html! { (number(stock.on_hand)) }
            },
            html! { (number(stock.free)) },
            html! { div { (number(stock.least)) " " span.small { (why) } } },
            html! { (number(stock.asked_for)) },
            html! { (number(stock.coming)) },
            act,
        ];
        rows.push(Row { cells, ..Row::default() });
    }
    let label = |name: &str| cx.say(&format!("parts-column-{name}"));
    Ok(table(&Table {
        caption: place.name.clone(),
        columns: vec![
            Column::text(label("part")),
            Column::number(label("there")),
            Column::number(label("free")),
            Column::number(label("least")),
            Column::number(label("asked")),
            Column::number(label("coming")),
            Column::text(""),
        ],
        rows,
        empty: Some(html! { p { (cx.say("parts-places-none-title")) } }),
        bare: true,
        ..Table::default()
    }))
}

fn place_panel(cx: &mut PageCx<'_, '_>, place: &PlaceFacts, visit: Option<Uuid>) -> Outcome<Markup> {
    let stock = stock_table(cx, place, visit, "/parts")?;
    let holders: Vec<&str> = place.keys.iter().map(|key| key.person.name.as_str()).collect();
    let say = match place.id {
        Some(_) => html! {},
        None => ActionForm::new("part_place.set")
            .fixed("name", &place.name)
            .next("/parts")
            .dialog(cx, Weight::Plain)?,
    };
    let aside = place.id.map(|id| html! { a href={ "/parts/" (id) } { (cx.say("parts-open")) } });
    let body = html! {
        p { (marks(cx, place)) }
        @if place.kind.is_some_and(crate::PlaceKind::by_key) {
            p.small { (cx.say("parts-keys")) ": " @if holders.is_empty() { (cx.say("parts-keys-none")) } @else { (holders.join(", ")) } }
        }
        (stock) (say)
    };
    Ok(panel(&place.name, aside.as_ref(), &body))
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let page = cx.view(OnePlace { place: cx.id("place")? })?;
    let Some(place) = page.rows.first() else { return Err(accord_kernel::Refusal::absent()) };
    let Some(id) = place.id else { return Err(accord_kernel::Refusal::absent()) };
    let here = format!("/parts/{id}");
    let change = ActionForm::new("part_place.set")
        .fixed("name", &place.name)
        .fixed("version", place.version)
        .value("kind", place.kind)
        .value("territory", place.territory)
        .value("person", place.person.as_ref().map(|who| who.id))
        .value("site", place.site)
        .value("address", &place.address)
        .value("night_access", place.night_access)
        .value("night_note", &place.night_note)
        .next(&here)
        .dialog(cx, Weight::Plain)?;
    let stock = stock_table(cx, place, None, &here)?;
    let keys = keys(cx, place, id.into(), &here)?;
    let left = html! { (panel(&cx.say("parts-column-there"), None, &stock)) (moves(cx, &page)) };
    let about = html! { (marks(cx, place)) @if !place.address.is_empty() { " · " (place.address) } @if !place.night_note.is_empty() { " · " (place.night_note) } };
    let main = html! {
        (page_head(None, &place.name, &about, &buttons(&[change])))
        (columns(&left, &keys))
    };
    Ok(Page::new(place.name.clone(), main).below(cx.say("parts-title"), "/parts").live(Uuid::from(id)))
}

fn keys(cx: &mut PageCx<'_, '_>, place: &PlaceFacts, id: Uuid, here: &str) -> Outcome<Markup> {
    let mut items = Vec::new();
    for key in &place.keys {
        let test = ActionForm::new("part_key.test").fixed("key", key.id).next(here).button(cx, Weight::Quiet);
        let end = ActionForm::new("part_key.end")
            .fixed("key", key.id)
            .fixed("version", key.version)
            .next(here)
            .dialog(cx, Weight::Quiet)?;
        items.push(html! { (key_text(cx, key)) (buttons(&[test, end])) });
    }
    let give = ActionForm::new("part_key.give").fixed("place", id).next(here).dialog(cx, Weight::Plain)?;
    let body = html! {
        @if items.is_empty() { p { (cx.say("parts-keys-none")) } }
        ul.plain role="list" { @for item in &items { li { (item) } } }
        (buttons(&[give]))
    };
    Ok(panel(&cx.say("parts-keys"), None, &body))
}

fn key_text(cx: &PageCx<'_, '_>, key: &KeyFacts) -> Markup {
    html! {
        (key.person.name)
        @if let Some(on) = key.until_on { " · " (cx.say_with("parts-key-until", &[("on", on.into())])) }
        br;
        span.small {
            @if let Some(on) = key.tested_on { (cx.say_with("parts-key-tested", &[("on", on.into())])) }
            @else { (cx.say("parts-key-untested")) }
        }
    }
}

fn moves(cx: &PageCx<'_, '_>, page: &PlacePage) -> Markup {
    let body = html! {
        @if page.moves.is_empty() { p { (cx.say("parts-moves-none")) } }
        ul.plain role="list" {
            @for one in &page.moves {
                li {
                    (time(&one.at.to_string(), &cx.instant(one.at))) " · " (one.quantity) " × " (one.part)
                    @if let Some(person) = &one.person { " · " (person.name) }
                    @if let Some(visit) = one.visit { " · " a href={ "/visits/" (visit) } { (cx.say("field-visit")) } }
                    @if one.returned > 0 { " " (tag(Tone::Plain, &cx.say_with("visit-part-back", &[("n", one.returned.into())]))) }
                }
            }
        }
    };
    panel(&cx.say("parts-moves"), None, &body)
}
