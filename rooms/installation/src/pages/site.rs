//! The access card of a site: the way in, for who goes there, and who was there before (R28).

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{columns, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_customer::{Shift, SiteId};

use crate::{
    access::WayIn,
    views::{SiteVisitors, VisitorFacts, WayInto},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/sites/{site}/way-in",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let site: SiteId = cx.id("site")?;
    let within_hours = cx.ask("within_hours").and_then(|text| text.parse().ok());
    let way = cx.view(WayInto { site, within_hours })?;
    let visitors = cx.view(SiteVisitors { site })?;
    let here = format!("/sites/{site}/way-in");
    let announce = ActionForm::new("site.announce_visitor")
        .fixed("site", site)
        .only(&["person", "arrives_at", "purpose"])
        .next(here.clone())
        .dialog(cx, Weight::Primary)?;
    let mut rows = Vec::new();
    for visitor in &visitors {
        rows.push(row(cx, visitor, &here)?);
    }
    let names = ["who", "when", "what", "told", "came"];
    let list = table(&Table {
        caption: cx.say("site-visitors"),
        columns: names.map(|name| Column::text(cx.say(&format!("site-visitor-{name}")))).to_vec(),
        rows,
        bare: true,
        empty: Some(html! { p { (cx.say("site-visitors-none")) } }),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say_with("site-way-in-of", &[("site", way.name.clone().into())]), &html! { (way.address) }, &html! {}))
        (buttons(&[announce]))
        (columns(&way_panel(cx, &way), &panel(&cx.say("site-visitors"), None, &list)))
    };
    Ok(Page::new(cx.say("site-way-in"), main).below(way.name, format!("/sites/{site}")))
}

fn row(cx: &mut PageCx<'_, '_>, visitor: &VisitorFacts, here: &str) -> Outcome<Row> {
    let came = match visitor.came_at {
        Some(at) => html! { (cx.instant(at)) },
        None => ActionForm::new("site.note_arrival")
            .fixed("visitor", visitor.id)
            .fixed("version", visitor.version)
            .next(here.to_owned())
            .button(cx, Weight::Quiet),
    };
    let cells = vec![
        html! { (visitor.person.name) },
        html! { (cx.instant(visitor.arrives_at)) },
        html! { (visitor.purpose) },
        html! { @if visitor.told.is_empty() { (tag(Tone::Warn, &cx.say("site-told-nobody"))) } @else { (visitor.told.join(", ")) } },
        came,
    ];
    Ok(Row { cells, ..Row::default() })
}

/// The way in, what matters at the door first.
pub(super) fn way_panel(cx: &PageCx<'_, '_>, way: &WayIn) -> Markup {
    let gaps: Vec<String> = way.gaps.iter().map(|gap| cx.say(&gap.message())).collect();
    let mut pairs: Vec<(String, Markup)> = Vec::new();
    let mut words = |key: &str, text: &str| {
        if !text.is_empty() {
            pairs.push((cx.say(key), html! { (text) }));
        }
    };
    words("field-door", &way.door);
    words("field-ring", &way.ring);
    words("field-badge", &way.badge);
    if way.escort {
        words("field-escort", &cx.say("yes"));
    }
    words("field-safety", &way.safety);
    words("field-hours", &way.hours);
    words("field-parking", &way.parking);
    if way.lead_hours > 0 {
        words("field-lead-hours", &cx.tongue().number(way.lead_hours.into()));
    }
    words("field-emergency-path", &way.emergency_path);
    for gate in &way.contacts {
        pairs.push((
            cx.say(&gate.shift.message()),
            html! {
                (gate.name)
                @if let Some(phone) = &gate.phone { " " a href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
                @if way.emergency && gate.shift == Shift::Night { " " (tag(Tone::Warn, &cx.say("site-call-first"))) }
            },
        ));
    }
    if let Some(on) = way.checked_on {
        pairs.push((cx.say("field-checked-on"), html! { (cx.date(on)) }));
    }
    let body = html! {
        @if way.emergency { (notice(Tone::Warn, &cx.say("site-emergency"), &html! { (cx.say_with("site-emergency-text", &[("hours", i64::from(way.lead_hours).into())])) }, &[])) }
        @if !gaps.is_empty() { (notice(Tone::Warn, &cx.say("site-access-lacks"), &html! { (gaps.join(", ")) }, &[])) }
        (facts(&pairs))
        p { a href={ "/sites/" (way.site) } { (way.address) } }
    };
    panel(&cx.say("site-way-in"), None, &body)
}
