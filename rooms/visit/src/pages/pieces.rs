//! What the pages of this room share.

use accord_face::{
    Markup, PageCx,
    parts::{
        Tone, html,
        mark::{tag, time},
    },
};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    VisitState,
    views::{VisitFacts, Who},
};

/// The tabs of the room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [("/visits", "visits-tab-visits"), ("/parts", "visits-tab-parts")];
    cx.tabs("visits-title", current, &pages)
}

/// An instant by the clock of a site.
pub(super) fn at_site(cx: &PageCx<'_, '_>, at: Timestamp, zone: &str) -> Markup {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    time(&at.to_string(), &cx.tongue().instant_in(at, &zone))
}

/// When a visit begins, by the clock of its site.
pub(super) fn when(cx: &PageCx<'_, '_>, visit: &VisitFacts) -> Markup {
    match visit.starts_at {
        Some(at) => at_site(cx, at, &visit.zone),
        None => html! { span.small { (cx.say("visit-no-time")) } },
    }
}

/// How a visit stands, and whether its time is past.
pub(super) fn state(cx: &PageCx<'_, '_>, visit: &VisitFacts) -> Markup {
    let tone = match visit.state {
        VisitState::Open => Tone::Warn,
        VisitState::Travelling | VisitState::OnSite => Tone::Of(accord_face::parts::Sphere::Service),
        VisitState::Done => Tone::Good,
        VisitState::Planned | VisitState::Cancelled => Tone::Plain,
    };
    html! {
        (tag(tone, &cx.say(&visit.state.message())))
        @if visit.late { " " (tag(Tone::Bad, &cx.say("visit-late"))) }
    }
}

/// Who goes.
pub(super) fn people(cx: &PageCx<'_, '_>, people: &[Who]) -> Markup {
    let names: Vec<&str> = people.iter().map(|who| who.name.as_str()).collect();
    html! {
        @if names.is_empty() { (tag(Tone::Warn, &cx.say("visit-nobody"))) } @else { (names.join(", ")) }
    }
}
