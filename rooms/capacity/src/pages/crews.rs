//! A territory as a place of work: its crews, their hours, and the way there.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, buttons},
        panel::{columns, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};
use accord_room_people::TerritoryId;
use serde_json::json;

use super::pieces::{holders, hours};
use crate::views::{CrewFacts, CrewLoad, Crews, RegionFacts, WeekLoad, Weeks};

pub(super) const PAGE: PageDef = PageDef {
    path: "/capacity/crews/{territory}",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let territory: TerritoryId = cx.id("territory")?;
    let seen = cx.view(Crews { territory: Some(territory) })?;
    let region = seen.regions.into_iter().next().ok_or_else(Refusal::absent)?;
    let weeks = cx.view(Weeks { territory: Some(territory), weeks: Some(13), ..Weeks::default() })?;
    let here = format!("/capacity/crews/{territory}");
    let add = ActionForm::new("capacity.add_crew")
        .fixed("territory", territory)
        .next(&here)
        .dialog(cx, Weight::Primary)?;
    let members = members(cx, &region, &here)?;
    let terms = terms(cx, &region, &here)?;
    let main = html! {
        (page_head(None, &region.name, &html! { (cx.say("capacity-pool-crew")) }, &add))
        (columns(&panel(&cx.say("capacity-crew"), None, &members), &terms))
        @for load in &weeks.crews { (panel(&load.skill_name, None, &hours_of(cx, load))) }
    };
    Ok(Page::new(region.name, main).below(cx.say("capacity-title"), "/capacity").live(territory))
}

fn members(cx: &mut PageCx<'_, '_>, region: &RegionFacts, here: &str) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for member in &region.members {
        let change = ActionForm::new("capacity.change_crew")
            .fixed("member", member.member)
            .fixed("version", member.version)
            .value("minutes", json!({ "weekly": weekly(member), "working_days": working_days(member) }))
            .value("from", member.from)
            .value("until", member.until)
            .next(here)
            .dialog(cx, Weight::Quiet)?;
        let stretch = [(member.from, "capacity-since"), (member.until, "capacity-until")];
        let stretch: Vec<String> = stretch
            .into_iter()
            .filter_map(|(day, key)| Some(cx.say_with(key, &[("day", day?.into())])))
            .collect();
        rows.push(Row {
            cells: vec![
                html! { (member.name) @if !stretch.is_empty() { " " span.small { (stretch.join(", ")) } } },
                html! { (member.skill_name) },
                html! { (hours(cx, weekly(member))) },
                change,
            ],
            ..Row::default()
        });
    }
    Ok(table(&Table {
        caption: cx.say("capacity-crew"),
        columns: vec![
            Column::text(cx.say("field-name")),
            Column::text(cx.say("field-skill")),
            Column::number(cx.say("capacity-a-week")),
            Column::text(""),
        ],
        rows,
        empty: Some(html! { p { (cx.say("capacity-nobody")) } }),
        bare: true,
        ..Table::default()
    }))
}

fn weekly(member: &CrewFacts) -> i64 {
    member.by_weekday.iter().map(|minutes| i64::from(*minutes)).sum()
}

fn working_days(member: &CrewFacts) -> usize {
    member.by_weekday.iter().filter(|minutes| **minutes > 0).count().max(1)
}

fn terms(cx: &mut PageCx<'_, '_>, region: &RegionFacts, here: &str) -> Outcome<Markup> {
    let transport = ActionForm::new("capacity.set_transport")
        .fixed("territory", region.territory)
        .fixed("version", region.version)
        .value("days", region.transport_days)
        .value("count", region.transport_count)
        .next(here)
        .dialog(cx, Weight::Quiet)?;
    let visits = ActionForm::new("capacity.set_visits")
        .fixed("territory", region.territory)
        .fixed("version", region.version)
        .value("crew_calendar", region.crew_calendar)
        .value("day_minutes_max", region.day_minutes_max)
        .value("weeks_max", region.weeks_max)
        .value("week_minutes_min", region.week_minutes_min)
        .next(here)
        .dialog(cx, Weight::Quiet)?;
    let way = match region.transport_days {
        Some(days) => cx.say_with(
            "catalog-days",
            &[("days", days.into()), ("count", region.transport_count.word().into())],
        ),
        None => cx.say("capacity-by-product"),
    };
    let or_any = |text: Option<String>| text.unwrap_or_else(|| cx.say("any"));
    let pairs = [
        (cx.say("capacity-way"), html! { (way) }),
        (
            cx.say("capacity-day-most"),
            html! { (or_any(region.day_minutes_max.map(|minutes| hours(cx, minutes)))) },
        ),
        (
            cx.say("capacity-weeks-most"),
            html! { (or_any(region.weeks_max.map(|weeks| cx.tongue().number(weeks)))) },
        ),
        (cx.say("capacity-week-least"), html! { (hours(cx, region.week_minutes_min)) }),
    ];
    let body = html! { (facts(&pairs)) (buttons(&[transport, visits])) };
    Ok(panel(&cx.say("capacity-terms"), None, &body))
}

fn hours_of(cx: &PageCx<'_, '_>, load: &CrewLoad) -> Markup {
    let row = |week: &WeekLoad| {
        let free = if week.free < 0 {
            tag(Tone::Bad, &cx.say_with("capacity-short", &[("n", hours(cx, -week.free).into())]))
        } else {
            html! { (hours(cx, week.free)) }
        };
        Row {
            tone: if week.free < 0 { Tone::Bad } else { Tone::Plain },
            cells: vec![
                time(&week.week.to_string(), &cx.date(week.week)),
                html! { (hours(cx, week.capacity)) },
                html! { (hours(cx, week.taken)) },
                html! { (hours(cx, week.aimed)) },
                free,
                holders(cx, &week.holders),
            ],
            ..Row::default()
        }
    };
    table(&Table {
        caption: load.skill_name.clone(),
        columns: [
            "capacity-week",
            "capacity-can",
            "capacity-promised",
            "capacity-aimed",
            "capacity-free",
            "capacity-for",
        ]
        .map(|key| Column::text(cx.say(key)))
        .to_vec(),
        rows: load.weeks.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}
