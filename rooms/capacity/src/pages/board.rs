//! The board: what the next weeks hold, and where more is promised than there is.

use accord_face::{
    Nav, NavGroup, Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{empty_state, notice, page_head, panel},
        ruler::{DateRuler, Mark, MarkKind, date_ruler},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::pieces::{crew_load, hours, overfull, product_load, room_tabs};
use crate::views::{CrewLoad, ProductLoad, WeekLoad, Weeks, WeeksAnswer};

pub(super) const PAGE: PageDef = PageDef {
    path: "/capacity",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Make,
        order: 40,
        label: "capacity-title",
        keys: "g w",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: Weeks = cx.params()?;
    let bar = bar(cx, &view);
    let seen = cx.view(view)?;
    let title = cx.say("capacity-title");
    let acts = acts(cx);
    let nothing = seen.products.is_empty() && seen.crews.is_empty();
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("capacity-about")) }, &buttons(&acts)))
        (room_tabs(cx, "/capacity"))
        @if nothing {
            (empty_state(&cx.say("capacity-empty-title"), &cx.say("capacity-empty"), &acts))
        } @else {
            (alarm(cx, &seen))
            (bar)
            (panel(&cx.say("capacity-load"), None, &ruler(cx, &seen)))
            @if !seen.products.is_empty() { (panel(&cx.say("capacity-pool-slot"), None, &products(cx, &seen.products))) }
            @if !seen.crews.is_empty() { (panel(&cx.say("capacity-pool-crew"), None, &crews(cx, &seen.crews))) }
        }
    };
    Ok(Page::new(title, main))
}

fn acts(cx: &PageCx<'_, '_>) -> Vec<Markup> {
    let link = |action: &'static str, weight: Weight| {
        let form = ActionForm::new(action).next("/capacity");
        let label = cx.say(&accord_face::ask::action_message(action));
        cx.reader.may_act(action).then(|| button_link(weight, &Link::new(label, form.href()), ""))
    };
    [link("capacity.set_slots", Weight::Primary), link("capacity.add_crew", Weight::Plain)]
        .into_iter()
        .flatten()
        .collect()
}

fn bar(cx: &PageCx<'_, '_>, view: &Weeks) -> Markup {
    let weeks = view.weeks.unwrap_or(13);
    let choice = |n: i64| Choice {
        value: n.to_string(),
        label: cx.say_with("capacity-weeks", &[("n", n.into())]),
        chosen: weeks == n,
    };
    filters(&Filters {
        action: "/capacity".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Day {
                name: "from".to_owned(),
                label: cx.say("field-from"),
                value: view.from.map(|day| day.to_string()).unwrap_or_default(),
            },
            Filter::One {
                name: "weeks".to_owned(),
                label: cx.say("field-weeks"),
                choices: [13, 26, 53].map(choice).to_vec(),
            },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

/// Where more is promised than there is, before everything else.
fn alarm(cx: &PageCx<'_, '_>, seen: &WeeksAnswer) -> Markup {
    let slots = seen.products.iter().map(|load| (load.name.clone(), overfull(&load.weeks)));
    let crews = seen
        .crews
        .iter()
        .map(|load| (format!("{}, {}", load.territory_name, load.skill_name), overfull(&load.weeks)));
    let list: Vec<String> = slots
        .chain(crews)
        .filter(|(_, weeks)| *weeks > 0)
        .map(|(name, weeks)| {
            cx.say_with("capacity-over-line", &[("name", name.into()), ("weeks", weeks.into())])
        })
        .collect();
    if list.is_empty() {
        return html! {};
    }
    let text = html! { ul.plain role="list" { @for line in &list { li { (line) } } } };
    let risk = button_link(Weight::Plain, &Link::new(cx.say("capacity-to-risk"), "/promises/at-risk"), "");
    notice(Tone::Bad, &cx.say("capacity-over"), &text, &[risk])
}

fn ruler(cx: &PageCx<'_, '_>, seen: &WeeksAnswer) -> Markup {
    let today = cx.tongue().date_of(cx.now());
    let mark = |date, kind, label: &str| Mark {
        date,
        kind,
        date_text: cx.date(date),
        label: cx.say(label),
        note: String::new(),
    };
    let mut marks = vec![mark(today, MarkKind::Today, "today")];
    if let Some(last) = seen.weeks.last() {
        marks.push(mark(*last, MarkKind::Other(accord_face::parts::Sphere::Both), "capacity-last-week"));
    }
    let mut loads: Vec<_> = seen.products.iter().map(|load| product_load(cx, load)).collect();
    loads.extend(seen.crews.iter().map(|load| crew_load(cx, load)));
    date_ruler(&DateRuler { label: cx.say("capacity-load"), marks, loads, ..DateRuler::default() })
}

/// The first week that has something left.
fn first_free(cx: &PageCx<'_, '_>, weeks: &[WeekLoad]) -> Markup {
    match weeks.iter().find(|week| week.free > 0) {
        Some(week) => time(&week.week.to_string(), &cx.date(week.week)),
        None => tag(Tone::Warn, &cx.say("capacity-nothing-free")),
    }
}

fn over(cx: &PageCx<'_, '_>, weeks: &[WeekLoad]) -> Markup {
    match overfull(weeks) {
        0 => html! {},
        n => tag(Tone::Bad, &cx.say_with("capacity-over-weeks", &[("weeks", n.into())])),
    }
}

fn products(cx: &PageCx<'_, '_>, loads: &[ProductLoad]) -> Markup {
    let row = |load: &ProductLoad| {
        let (taken, capacity) = sums(&load.weeks);
        Row {
            tone: if overfull(&load.weeks) > 0 { Tone::Bad } else { Tone::Plain },
            ..Row::to(
                format!("/capacity/slots/{}", load.product),
                vec![
                    html! { (load.name) " " span.small { (load.code) } },
                    html! { (cx.tongue().number(taken)) " / " (cx.tongue().number(capacity)) },
                    first_free(cx, &load.weeks),
                    over(cx, &load.weeks),
                ],
            )
        }
    };
    table(&Table {
        caption: cx.say("capacity-pool-slot"),
        columns: vec![
            Column::text(cx.say("field-product")),
            Column::number(cx.say("capacity-taken-of")),
            Column::text(cx.say("capacity-first-free")),
            Column::text(""),
        ],
        rows: loads.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

fn crews(cx: &PageCx<'_, '_>, loads: &[CrewLoad]) -> Markup {
    let row = |load: &CrewLoad| {
        let (taken, capacity) = sums(&load.weeks);
        Row {
            tone: if overfull(&load.weeks) > 0 { Tone::Bad } else { Tone::Plain },
            ..Row::to(
                format!("/capacity/crews/{}", load.territory),
                vec![
                    html! { (load.territory_name) },
                    html! { (load.skill_name) },
                    html! { (hours(cx, taken)) " / " (hours(cx, capacity)) },
                    first_free(cx, &load.weeks),
                    over(cx, &load.weeks),
                ],
            )
        }
    };
    table(&Table {
        caption: cx.say("capacity-pool-crew"),
        columns: vec![
            Column::text(cx.say("capacity-territory")),
            Column::text(cx.say("field-skill")),
            Column::number(cx.say("capacity-taken-of")),
            Column::text(cx.say("capacity-first-free")),
            Column::text(""),
        ],
        rows: loads.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

fn sums(weeks: &[WeekLoad]) -> (i64, i64) {
    (weeks.iter().map(|week| week.taken).sum(), weeks.iter().map(|week| week.capacity).sum())
}
