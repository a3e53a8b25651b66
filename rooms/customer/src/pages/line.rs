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

use super::{home_of, look_of, panels::nothing};
use crate::{
    id::{CustomerId, TeamSphere},
    rules,
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
const KINDS: [&str; 12] = [
    "contact_log",
    "promise",
    "statement",
    "clarification",
    "order",
    "review",
    "checkpoint",
    "asset",
    "acceptance",
    "portal",
    "site",
    "customer",
];

/// The latest of the time line, with a link to all of it.
///
/// # Errors
/// The view's refusal.
pub fn line_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId, most: i64) -> Outcome<Markup> {
    let asked = Timeline { customer, sphere: None, kind: None, limit: Some(most), after: None };
    let page = cx.view(asked)?;
    let all = html! { a href={ (home_of(customer)) "/line" } { (cx.say("line-all")) } };
    Ok(panel(&cx.say("line-title"), Some(&all), &line_shown(cx, &page.rows)))
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
        next: page
            .next
            .as_deref()
            .map(|after| Link::new(cx.say("line-earlier"), cx.here_with(&[("after", Some(after))]))),
    });
    let main = html! {
        (page_head(None, &title, &html! { (name) }, &html! {}))
        (line_filters(cx, &format!("{}/line", home_of(customer))))
        (line_shown(cx, &page.rows))
        (pages)
    };
    let page =
        Page::new(title, main).below(cx.say("nav-customers"), "/customers").below(name, home_of(customer));
    Ok(page.live(customer))
}

/// By sphere and kind, in the address of the page at `action`.
pub fn line_filters(cx: &PageCx<'_, '_>, action: &str) -> Markup {
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
    filters(&Filters {
        action: action.to_owned(),
        label: cx.say("list-filter"),
        filters: vec![
            Filter::One { name: "sphere".to_owned(), label: cx.say("field-sphere"), choices: spheres },
            Filter::One { name: "kind".to_owned(), label: cx.say("field-kind"), choices: kinds },
        ],
        submit_label: cx.say("list-filter"),
        ..Filters::default()
    })
}

/// Entries that were read already, with their days as headings and long silences named.
pub fn line_shown(cx: &PageCx<'_, '_>, rows: &[TimelineEntry]) -> Markup {
    if rows.is_empty() {
        return nothing(cx, "line-empty", &[]);
    }
    let legend = [
        (Sphere::Sales, "sphere-sales"),
        (Sphere::Service, "sphere-after-sales"),
        (Sphere::Both, "sphere-both"),
    ]
    .map(|(sphere, key)| (sphere, cx.say(key)));
    let mut items = Vec::with_capacity(rows.len() + 8);
    let mut day: Option<Date> = None;
    let mut later = None;
    for row in rows {
        if let Some(days) = later.and_then(|later| rules::named_silence(row.at, later)) {
            items.push(StrandItem::Gap {
                text: cx.say_with("line-silence", &[("n", days.into())]),
                late: false,
            });
        }
        later = Some(row.at);
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
    // What a contact did on the customer's own page has no colleague as its author.
    let nobody = if row.kind == "portal" { "line-customer" } else { "product" };
    let name = row.author.as_ref().map_or_else(|| cx.say(nobody), |author| author.name.clone());
    let mut tags = Vec::new();
    if let Some(recorded) = row.recorded_at {
        tags.push(tag(Tone::Plain, &cx.say_with("line-recorded", &[("at", recorded.into())])));
    }
    for link in row.links.iter().filter(|link| link.kind != "customer") {
        if let (Some(to), Some(label)) = (cx.home(&link.kind, link.id), link.label.as_deref()) {
            tags.push(html! { a.tag href=(to) { (cut(label, TAG_MAX)) } });
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
        text: row.detail.as_deref().map(|text| html! { (cut(text, DETAIL_MAX)) }),
        by: Some(initials(&name)),
        internal: None,
    }
}

/// Characters of a label that fit a tag.
const TAG_MAX: usize = 40;
/// Characters of what was said; the whole stands on the thing's own page.
const DETAIL_MAX: usize = 400;

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_between_letters() {
        let long = "é".repeat(DETAIL_MAX + 1);
        assert_eq!(cut(&long, DETAIL_MAX).chars().count(), DETAIL_MAX);
        assert!(cut(&long, DETAIL_MAX).ends_with("é…"));
        assert_eq!(cut("ção", 3), "ção");
    }
}
