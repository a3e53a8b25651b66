//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
    },
};
use jiff::civil::Date;

use crate::{Origin, views::AssetLine};

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// A length of time in hours and minutes, or that nobody knows it.
pub(super) fn length(cx: &PageCx<'_, '_>, minutes: Option<i64>) -> String {
    match minutes {
        Some(minutes) => cx.say_with(
            "asset-length",
            &[("hours", (minutes / 60).into()), ("minutes", (minutes % 60).into())],
        ),
        None => cx.say("asset-length-unknown"),
    }
}

/// Model and serial number, with what is particular about the unit.
pub(super) fn unit(cx: &PageCx<'_, '_>, line: &AssetLine) -> Markup {
    html! {
        (line.model) @if !line.serial.is_empty() { " " span.small { (line.serial) } }
        (marks(cx, line))
    }
}

/// Whose make it is, and whether it stands still or is out of use.
pub(super) fn marks(cx: &PageCx<'_, '_>, line: &AssetLine) -> Markup {
    let made = match line.origin {
        Origin::Ours => None,
        Origin::Rival => Some((Tone::Warn, line.maker.clone())),
        Origin::Own => Some((Tone::Plain, cx.say(&line.origin.message()))),
    };
    html! {
        @if let Some((tone, text)) = made { " " (tag(tone, &text)) }
        @if line.stopped_since.is_some() { " " (tag(Tone::Bad, &cx.say("outage-state-open"))) }
        @if line.retired_on.is_some() { " " (tag(Tone::Plain, &cx.say("asset-standing-retired"))) }
    }
}
