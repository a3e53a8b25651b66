//! The time line of both spheres: a panel of the latest, and a page of all (R2).

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Link, Markup, Sphere, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{initials, tag},
        panel::{page_head, panel},
        strand::{StrandEvent, StrandItem, strand},
        table::{Pagination, pagination},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use jiff::civil::Date;

use super::{home_of, list::next_page, look_of, panels::nothing};
use crate::{
    id::{CustomerId, TeamSphere},
    views::{CustomerChoices, Timeline, TimelineEntry},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}/line",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// Kinds that a reader is likely to look for; every other is in "all".
const KINDS: [&str; 8] =
    ["contact_log", "promise", "statement", "order", "review", "checkpoint", "site", "customer"];

/// The latest of the time line, with a link to all of it.
///
/// # Errors
/// The view's refusal.
pub fn line_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId, most: i64) -> Outcome<Markup> {
    let asked = Timeline { customer, sphere: None, kind: None, limit: Some(most), after: None };
    let page = cx.view(asked)?;
    let all = html! { a href={ (home_of(customer)) "/line" } { (cx.say("line-all")) } };
    let body = if page.rows.is_empty() { nothing(cx, "line-empty", &[]) } else { drawn(cx, &page.rows) };
    Ok(panel(&cx.say("line-title"), Some(&all), &body))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let asked = Timeline {
        customer,
        sphere: cx.ask("sphere").and_then(TeamSphere::parse),
        kind: cx.ask("kind").map(str::to_owned),
        limit: None,
        after: cx.ask("after").map(str::to_owned),
    };
    let page = cx.view(asked)?;
    let name = cx.view(CustomerChoices { query: None, id: Some(customer) })?.rows.into_iter().next();
    let name = name.map(|row| row.label).unwrap_or_default();
    let title = cx.say("line-title");
    let pages = pagination(&Pagination {
        label: cx.say("list-filters"),
        shown: String::new(),
        exact: None,
        previous: cx.ask("after").map(|_| Link::new(cx.say("line-latest"), cx.here_with(&[]))),
        next: page.next.as_deref().map(|after| Link::new(cx.say("line-earlier"), next_page(cx, after))),
    });
    let main = html! {
        (page_head(None, &title, &html! { (name) }, &html! {}))
        (filters(&narrowing(cx, customer)))
        @if page.rows.is_empty() { (nothing(cx, "line-empty", &[])) } @else { (drawn(cx, &page.rows)) }
        (pages)
    };
    let page =
        Page::new(title, main).below(cx.say("nav-customers"), "/customers").below(name, home_of(customer));
    Ok(page.live(customer))
}

fn narrowing(cx: &PageCx<'_, '_>, customer: CustomerId) -> Filters {
    let choice = |name: &str, value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        chosen: cx.ask(name).unwrap_or_default() == value,
    };
    let mut spheres = vec![choice("sphere", "", cx.say("all"))];
    spheres.extend(
        TeamSphere::ALL.iter().map(|sphere| choice("sphere", sphere.word(), cx.say(&sphere.message()))),
    );
    let mut kinds = vec![choice("kind", "", cx.say("all"))];
    kinds.extend(
        KINDS
            .iter()
            .map(|kind| choice("kind", kind, cx.say(&format!("line-kind-{}", kind.replace('_', "-"))))),
    );
    Filters {
        action: format!("{}/line", home_of(customer)),
        label: cx.say("list-filter"),
        filters: vec![
            Filter::One { name: "sphere".to_owned(), label: cx.say("field-sphere"), choices: spheres },
            Filter::One { name: "kind".to_owned(), label: cx.say("field-kind"), choices: kinds },
        ],
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    }
}

fn drawn(cx: &PageCx<'_, '_>, rows: &[TimelineEntry]) -> Markup {
    let legend = [
        (Sphere::Sales, "sphere-sales"),
        (Sphere::Service, "sphere-after-sales"),
        (Sphere::Both, "sphere-both"),
    ]
    .map(|(sphere, key)| (sphere, cx.say(key)));
    let mut items = Vec::with_capacity(rows.len() + 8);
    let mut day: Option<Date> = None;
    for row in rows {
        let on = cx.tongue().date_of(row.at);
        if day != Some(on) {
            items.push(StrandItem::Day(cx.tongue().date_with_day(on)));
            day = Some(on);
        }
        items.push(StrandItem::Event(happened(cx, row)));
    }
    strand(&legend, &items)
}

fn happened(cx: &PageCx<'_, '_>, row: &TimelineEntry) -> StrandEvent {
    let sphere = look_of(&row.sphere);
    let name = row.author.as_ref().map_or_else(|| cx.say("product"), |author| author.name.clone());
    let mut tags = Vec::new();
    if let Some(recorded) = row.recorded_at {
        tags.push(tag(Tone::Plain, &cx.say_with("line-recorded", &[("at", recorded.into())])));
    }
    for link in row.links.iter().filter(|link| link.kind != "customer") {
        if let (Some(to), Some(label)) = (cx.home(&link.kind, link.id), link.label.as_deref()) {
            tags.push(html! { a.tag href=(to) { (shortened(label)) } });
        }
    }
    StrandEvent {
        sphere: sphere.unwrap_or(Sphere::Both),
        sphere_name: cx.say(&format!("sphere-{}", row.sphere.replace('_', "-"))),
        iso: row.at.to_string(),
        time: cx.tongue().time(row.at),
        title: cx.say_with("line-did", &[("who", name.clone().into()), ("what", cx.say(&row.title).into())]),
        href: None,
        tags,
        text: row.detail.as_ref().map(|text| html! { (text) }),
        by: Some(initials(&name)),
        internal: None,
    }
}

/// Characters of a label that fit a tag.
const TAG_MAX: usize = 40;

fn shortened(label: &str) -> String {
    if label.chars().count() <= TAG_MAX {
        return label.to_owned();
    }
    label.chars().take(TAG_MAX - 1).chain(['…']).collect()
}
