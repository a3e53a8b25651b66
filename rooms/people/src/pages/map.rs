//! The map of the company: two spheres side by side, and what stands against publishing (R1).

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Sphere, Tone, html,
        icon::Icon,
        mark::{sphere_mark, tag},
        menu::{Weight, buttons},
        panel::{columns, dots, empty_state, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Fact, Outcome, Permission};

use super::look;
use crate::{
    terms::HomeSphere,
    views::map::{AreaShown, Areas, MapShown},
};

pub(super) const MAP: PageDef = PageDef {
    path: "/map",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 20,
        label: "map-title",
        keys: "g m",
        icon: Some(Icon::Flag),
        count: None,
    }),
    draw: map,
};

fn map(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let map = cx.view(Areas {})?;
    let title = cx.say("map-title");
    let enter = ActionForm::new("area.enter")
        .only(&["name", "sphere", "serves_sphere", "helps"])
        .dialog(cx, Weight::Plain)?;
    let publish = ActionForm::new("map.publish").button(cx, Weight::Primary);
    let unkeyed: Vec<&AreaShown> = map.areas.iter().filter(|area| area.unkeyed).collect();
    let distant: Vec<&AreaShown> = map.areas.iter().filter(|area| area.distant).collect();
    let sales = half(cx, &map, HomeSphere::Sales)?;
    let service = half(cx, &map, HomeSphere::AfterSales)?;
    let open = open(cx, &unkeyed)?;
    let main = html! {
        (page_head(Some(&sphere_mark(Sphere::Both)), &title, &state(cx, &map), &buttons(&[enter, publish])))
        (open)
        @if !distant.is_empty() {
            (notice(Tone::Warn, &cx.say("map-distant-title"), &html! { (named(cx, "map-distant-text", &distant, map.distant_days)) }, &[]))
        }
        @if map.areas.is_empty() {
            (empty_state(&cx.say("map-none"), &cx.say("map-none-text"), &[]))
        } @else {
            (columns(&sales, &service))
        }
    };
    Ok(Page::new(title, main))
}

fn state(cx: &PageCx<'_, '_>, map: &MapShown) -> Markup {
    let Some(at) = map.published_at else { return html! { (cx.say("map-never")) } };
    let by = map.published_by_name.clone().unwrap_or_else(|| "Accord".to_owned());
    let said = cx.say_with("map-published", &[("at", Fact::from(at)), ("by", Fact::from(by))]);
    let changed = html! { @if map.changed { (tag(Tone::Warn, &cx.say("map-changed"))) } };
    dots(&[html! { (said) }, changed])
}

fn named(cx: &PageCx<'_, '_>, key: &str, areas: &[&AreaShown], days: i64) -> String {
    let names = areas.iter().map(|area| Fact::from(area.name.as_str())).collect();
    cx.say_with(key, &[("areas", Fact::List(names)), ("days", Fact::from(days))])
}

fn open(cx: &mut PageCx<'_, '_>, unkeyed: &[&AreaShown]) -> Outcome<Markup> {
    if unkeyed.is_empty() {
        return Ok(html! {});
    }
    let mut cards = Vec::new();
    for area in unkeyed {
        cards.push(card(cx, area)?);
    }
    let text = named(cx, "map-unkeyed-text", unkeyed, 0);
    Ok(html! {
        (notice(Tone::Bad, &cx.say("map-unkeyed-title"), &html! { (text) }, &[]))
        (panel(&cx.say("map-unkeyed"), None, &html! { @for card in &cards { (card) } }))
    })
}

fn half(cx: &mut PageCx<'_, '_>, map: &MapShown, sphere: HomeSphere) -> Outcome<Markup> {
    let mut home = Vec::new();
    let mut serving = Vec::new();
    for area in &map.areas {
        if area.sphere == Some(sphere) {
            home.push(card(cx, area)?);
        } else if area.serves_sphere == Some(sphere) {
            serving.push(card(cx, area)?);
        }
    }
    let mark = sphere_mark(look(sphere));
    Ok(panel(
        &cx.say(&sphere.message()),
        Some(&mark),
        &html! {
            @for card in &home { (card) }
            @if home.is_empty() { p { (cx.say("map-half-empty")) } }
            @if !serving.is_empty() {
                h3 { (cx.say("map-serving")) }
                @for card in &serving { (card) }
            }
        },
    ))
}

fn card(cx: &mut PageCx<'_, '_>, area: &AreaShown) -> Outcome<Markup> {
    let key = ActionForm::new("area.key")
        .fixed("area", area.area)
        .fixed("version", area.version)
        .value("sphere", area.sphere)
        .value("serves_sphere", area.serves_sphere)
        .only(&["sphere", "serves_sphere"])
        .dialog(cx, if area.unkeyed { Weight::Primary } else { Weight::Quiet })?;
    let change = ActionForm::new("area.change")
        .fixed("area", area.area)
        .fixed("version", area.version)
        .value("name", &area.name)
        .value("helps", &area.helps)
        .value("metric", &area.metric)
        .only(&["name", "helps", "metric", "archived"])
        .dialog(cx, Weight::Quiet)?;
    let people = cx.say_with("map-people", &[("n", area.people.into())]);
    let mut marks = vec![html! { a href={ "/people?area=" (area.area) } { (people) } }];
    if let Some(metric) = &area.metric {
        marks.push(html! { (cx.say(&format!("metric-{}", metric.replace(['.', '_'], "-")))) });
    }
    if area.distant {
        marks.push(tag(Tone::Warn, &cx.say("map-distant")));
    }
    Ok(html! {
        article {
            h3 { (area.name) }
            @if !area.helps.is_empty() { p { (area.helps) } }
            (dots(&marks))
            (buttons(&[key, change]))
        }
    })
}
