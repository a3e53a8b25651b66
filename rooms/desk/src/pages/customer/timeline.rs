//! One line for both spheres: who did what, the days as headings, silences named, filters in the address.

use accord_face::{
    Markup, PageCx,
    parts::{
        Link, Sphere, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{initials, tag},
        panel::{empty_state, panel},
        strand::{StrandEvent, StrandItem, strand},
        table::{Pagination, pagination},
    },
};
use accord_kernel::Fact;
use accord_room_customer::views::TimelineEntry;

use crate::{pages::parts::sphere_of, rules::silence::named_silence, views::CustomerDeskPage};

/// Kinds of entries that can be chosen: the first word of the acts' names.
const KINDS: [&str; 8] =
    ["promise", "statement", "clarification", "contact_log", "order", "checkpoint", "portal", "customer"];

/// Longest detail shown of an entry; the whole is on the thing's own page.
const DETAIL_MAX: usize = 400;

pub(super) fn timeline(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    let rows = &desk.timeline.rows;
    let legend = [
        (Sphere::Sales, cx.say("sphere-sales")),
        (Sphere::Service, cx.say("sphere-after-sales")),
        (Sphere::Both, cx.say("sphere-both")),
    ];
    let shown = if rows.is_empty() {
        empty_state(&cx.say("timeline-none-title"), &cx.say("timeline-none"), &[])
    } else {
        strand(&legend, &items(cx, rows))
    };
    let older = desk
        .timeline
        .next
        .as_deref()
        .map(|after| Link::new(cx.say("timeline-older"), cx.here_with(&[("after", Some(after))])));
    let newest = cx.ask("after").map(|_| Link::new(cx.say("timeline-newest"), cx.here_with(&[])));
    panel(
        &cx.say("timeline-title"),
        None,
        &html! {
            (bar(cx, desk))
            (shown)
            (pagination(&Pagination {
                label: cx.say("timeline-title"),
                previous: newest,
                next: older,
                ..Pagination::default()
            }))
        },
    )
}

fn bar(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    let choice = |name: &str, value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        chosen: cx.ask(name).unwrap_or_default() == value,
    };
    let spheres = vec![
        choice("sphere", "", cx.say("all")),
        choice("sphere", "sales", cx.say("sphere-sales")),
        choice("sphere", "after_sales", cx.say("sphere-after-sales")),
    ];
    let mut kinds = vec![choice("kind", "", cx.say("all"))];
    kinds.extend(
        KINDS
            .iter()
            .map(|kind| choice("kind", kind, cx.say(&format!("timeline-kind-{}", kind.replace('_', "-"))))),
    );
    filters(&Filters {
        action: format!("/customers/{}", desk.record.id),
        label: cx.say("timeline-filter"),
        filters: vec![
            Filter::One { name: "sphere".to_owned(), label: cx.say("timeline-sphere"), choices: spheres },
            Filter::One { name: "kind".to_owned(), label: cx.say("timeline-kind"), choices: kinds },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn items(cx: &PageCx<'_, '_>, rows: &[TimelineEntry]) -> Vec<StrandItem> {
    let tongue = cx.tongue();
    let mut items = Vec::with_capacity(rows.len() * 2);
    let mut day = None;
    let mut later = None;
    for row in rows {
        if let Some(days) = later.and_then(|later| named_silence(row.at, later)) {
            items.push(StrandItem::Gap {
                text: cx.say_with("timeline-silence", &[("n", days.into())]),
                late: false,
            });
        }
        later = Some(row.at);
        let on = tongue.date_of(row.at);
        if day != Some(on) {
            day = Some(on);
            items.push(StrandItem::Day(tongue.date_with_day(on)));
        }
        items.push(StrandItem::Event(event(cx, row)));
    }
    items
}

fn event(cx: &PageCx<'_, '_>, row: &TimelineEntry) -> StrandEvent {
    let tongue = cx.tongue();
    // What a contact did on their own page has no colleague as author.
    let by_customer = row.author.is_none() && row.kind == "portal";
    let who = match &row.author {
        Some(author) => author.name.clone(),
        None if by_customer => cx.say("timeline-customer"),
        None => cx.say("sphere-none"),
    };
    let what = cx.say(&row.title);
    let mut tags = Vec::new();
    if let Some(number) =
        row.links.iter().find_map(|link| link.label.as_deref().filter(|label| is_number(label)))
    {
        tags.push(tag(Tone::Plain, number));
    }
    if let Some(recorded) = row.recorded_at {
        tags.push(tag(Tone::Plain, &cx.say_with("timeline-recorded", &[("at", recorded.into())])));
    }
    let sphere = sphere_of(&row.sphere);
    StrandEvent {
        sphere: sphere.unwrap_or(Sphere::Both),
        sphere_name: cx.say(&format!("sphere-{}", row.sphere.replace('_', "-"))),
        iso: row.at.to_string(),
        time: tongue.time(row.at),
        title: cx.say_with("timeline-entry", &[("who", Fact::Text(who.clone())), ("what", Fact::Text(what))]),
        href: row
            .links
            .iter()
            .find_map(|link| cx.home(&link.kind, link.id))
            .filter(|href| !cx.address.starts_with(href)),
        tags,
        text: row.detail.as_deref().map(|words| html! { (shortened(words)) }),
        by: row.author.as_ref().map(|author| initials(&author.name)),
        internal: None,
    }
}

/// Short numbers such as `P-2031-0007`; names and wordings are no numbers.
fn is_number(label: &str) -> bool {
    label.len() <= 20
        && label.contains('-')
        && label.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= DETAIL_MAX {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(DETAIL_MAX).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_names() {
        assert!(is_number("P-2031-0007") && is_number("CASE-11"));
        assert!(!is_number("Ana-Maria") && !is_number("order") && !is_number(""));
    }

    #[test]
    fn long_words_are_cut_between_letters() {
        let long = "é".repeat(DETAIL_MAX + 1);
        assert_eq!(shortened(&long).chars().count(), DETAIL_MAX + 1);
        assert!(shortened(&long).ends_with('…'));
        assert_eq!(shortened("ção"), "ção");
    }
}
