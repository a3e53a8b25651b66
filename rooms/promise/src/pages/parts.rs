//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Markup, Sphere as Look, Tone, html,
        mark::{sphere_mark, tag, time},
    },
};
use accord_kernel::{Sphere, Tongue};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{id::State, rules::away::away, views::PromiseLine};

/// The look's sphere.
pub(super) fn look(sphere: Sphere) -> Option<Look> {
    match sphere {
        Sphere::Sales => Some(Look::Sales),
        Sphere::AfterSales => Some(Look::Service),
        Sphere::Both => Some(Look::Both),
        Sphere::None => None,
    }
}

/// A sphere with its mark and name.
pub(super) fn sphere(cx: &PageCx<'_, '_>, sphere: Sphere) -> Markup {
    html! { span.nowrap { @if let Some(look) = look(sphere) { (sphere_mark(look)) " " } (cx.say(&sphere.message())) } }
}

/// A due as it was told: a date for a date.
pub(super) fn due(cx: &PageCx<'_, '_>, at: Timestamp, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.tongue().date_with_day(on)),
        None => time(&at.to_string(), &cx.instant(at)),
    }
}

/// How far away an instant is by the reader's calendar: "in 3 days", "2 hours late".
pub(super) fn distance(tongue: &Tongue<'_>, now: Timestamp, at: Timestamp) -> String {
    said(tongue, now, at, None, &tongue.zone)
}

/// How far away a due is, by the calendar of the place where it is due.
pub(super) fn left(cx: &PageCx<'_, '_>, at: Timestamp, on: Option<Date>, zone: &str) -> String {
    let tongue = cx.tongue();
    let zone = TimeZone::get(zone).unwrap_or_else(|_| tongue.zone.clone());
    said(&tongue, cx.now(), at, on, &zone)
}

fn said(tongue: &Tongue<'_>, now: Timestamp, at: Timestamp, on: Option<Date>, zone: &TimeZone) -> String {
    let way = if at < now { "late" } else { "left" };
    let away = away(now, at, on, zone);
    tongue.say_with(&format!("promise-{way}-{}", away.unit()), &[("n", away.count().into())])
}

/// How a promise stands, in words.
pub(super) fn state(cx: &PageCx<'_, '_>, state: State, late: bool) -> Markup {
    let (tone, key) = match (state, late) {
        (State::Open, true) => (Tone::Bad, "promise-late-and-open".to_owned()),
        (State::Open, false) => (Tone::Plain, state.message()),
        (State::Kept, _) => (Tone::Good, state.message()),
        (State::KeptLate, _) => (Tone::Warn, state.message()),
        (State::Broken, _) => (Tone::Bad, state.message()),
        (State::Released, _) => (Tone::Plain, state.message()),
    };
    tag(tone, &cx.say(&key))
}

/// Tint of a row.
pub(super) fn row_tone(line: &PromiseLine) -> Tone {
    if line.late {
        Tone::Bad
    } else if line.tell_by.is_some() {
        Tone::Warn
    } else {
        Tone::Plain
    }
}

/// Who has it: the owner, and the cover during leave.
pub(super) fn owner(cx: &PageCx<'_, '_>, line: &PromiseLine) -> Markup {
    html! {
        (line.owner.name)
        @if let Some(cover) = &line.covered_by {
            " " span.small { (cx.say_with("promise-covered-by", &[("name", cover.name.as_str().into())])) }
        }
    }
}

/// The tabs over this room's lists.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/promises", "promises-all"),
        ("/promises/mine", "promises-mine"),
        ("/promises/at-risk", "promises-at-risk"),
        ("/promises/kept", "promises-kept"),
        ("/clarifications", "clarifications-title"),
        ("/promises/policies", "policies-title"),
    ];
    cx.tabs("promises-tabs", current, &pages)
}
