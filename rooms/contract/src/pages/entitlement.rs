//! What a unit is entitled to, with the precedence as it is written in the rule.

use accord_face::{
    Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::tag,
        panel::{dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{minutes, response, stops};
use crate::{
    rules::entitlement::Standing,
    views::{CoverStanding, Entitlement, EntitlementFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/assets/{asset}/entitlement",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let at = cx.ask("at").and_then(|text| text.parse().ok());
    let found = cx.view(Entitlement { asset: cx.id("asset")?, at })?;
    let mut line = vec![html! { (found.number) }, html! { (cx.instant(found.at)) }];
    if let Some(site) = &found.site {
        line.push(html! { (site.name) });
    }
    let main = html! {
        (page_head(None, &found.name, &dots(&line), &html! {}))
        (counts(cx, &found))
        (panel(&cx.say("entitlement-weighed"), None, &weighed(cx, &found)))
        (panel(&cx.say("entitlement-precedence"), None, &precedence(cx)))
    };
    let page = Page::new(cx.say("entitlement-title"), main);
    Ok(match cx.home("asset", found.asset) {
        Some(href) => page.below(found.name.clone(), href),
        None => page,
    })
}

/// The one answer, big: which cover, its clocks, why.
fn counts(cx: &PageCx<'_, '_>, found: &EntitlementFacts) -> Markup {
    let Some(cover) = found.counts.and_then(|place| found.covers.get(place)) else {
        return notice(
            Tone::Warn,
            &cx.say("entitlement-none"),
            &html! { (cx.say("entitlement-none-text")) },
            &[],
        );
    };
    let clocks = &cover.clocks;
    let mut pairs = vec![(
        cx.say("entitlement-response"),
        html! { strong { (response(cx, clocks.response_minutes, clocks.cover)) } },
    )];
    if let Some(at) = clocks.response_due_at {
        pairs.push((cx.say("entitlement-response-due"), html! { strong { (cx.instant(at)) } }));
    }
    if let Some(span) = clocks.restore_minutes {
        let due = clocks.restore_due_at.map(|at| cx.instant(at)).unwrap_or_default();
        pairs.push((cx.say("entitlement-restore"), html! { (minutes(cx, span)) " " (due) }));
    }
    if clocks.clock_stop.is_some() {
        pairs.push((cx.say("entitlement-stops"), html! { (stops(cx, clocks.clock_stop)) }));
    }
    pairs.push((cx.say("entitlement-why"), html! { (cx.say(&found.chosen.message())) }));
    if let Some(site) = &found.sold_for {
        pairs.push((
            cx.say("entitlement-moved"),
            html! { (cx.say_with("entitlement-moved-text", &[("site", site.name.as_str().into())])) },
        ));
    }
    let aside = html! { (tag(Tone::Good, &cx.say(&cover.kind.message()))) };
    let title = cover.plan.clone().unwrap_or_else(|| cx.say(&cover.kind.message()));
    panel(&title, Some(&aside), &facts(&pairs))
}

fn weighed(cx: &PageCx<'_, '_>, found: &EntitlementFacts) -> Markup {
    let row = |cover: &CoverStanding| {
        let tone = match cover.standing {
            Standing::Counts => Tone::Good,
            Standing::Weaker => Tone::Plain,
            Standing::NotYet | Standing::NoMore => Tone::Warn,
        };
        Row {
            cells: vec![
                tag(tone, &cx.say(&cover.standing.message())),
                html! {
                    (cover.plan.clone().unwrap_or_else(|| cx.say(&cover.kind.message())))
                    @if let (Some(id), Some(number)) = (cover.contract, &cover.number) { " " a href={ "/contracts/" (id) } { (number) } }
                },
                html! { (cx.say(&cover.kind.message())) },
                html! { (response(cx, cover.clocks.response_minutes, cover.clocks.cover)) },
                html! { (cx.date(cover.from_on)) " – " (cx.date(cover.until_on)) },
                html! { @if cover.steps_up > 0 { (cx.say_with("entitlement-of-assembly", &[("unit", cover.unit_name.as_str().into())])) } @else { (cx.say("entitlement-own")) } },
            ],
            ..Row::default()
        }
    };
    if found.covers.is_empty() {
        return html! { p { (cx.say("entitlement-nothing")) } };
    }
    table(&Table {
        caption: cx.say("entitlement-weighed"),
        columns: ["standing", "cover", "kind", "response", "days", "of"]
            .map(|name| Column::text(cx.say(&format!("entitlement-column-{name}"))))
            .to_vec(),
        rows: found.covers.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

fn precedence(cx: &PageCx<'_, '_>) -> Markup {
    html! { ol { @for n in 1..=5 { li { (cx.say(&format!("entitlement-rule-{n}"))) } } } }
}
