//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
    },
};
use accord_kernel::Tongue;
use jiff::civil::Date;

use crate::id::InstallationState;

/// The lists of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/installations", "installations-title"),
        ("/training", "training-title"),
        ("/delivery/reviews", "delivery-reviews"),
        ("/delivery/tasks", "delivery-tasks"),
        ("/installations/templates", "install-templates"),
    ];
    cx.tabs("installations-title", current, &pages)
}

/// A civil date, or a dash.
pub(super) fn day(cx: &PageCx<'_, '_>, on: Option<Date>) -> Markup {
    match on {
        Some(on) => time(&on.to_string(), &cx.date(on)),
        None => html! { "–" },
    }
}

/// How a plan stands.
pub(super) fn state(tongue: &Tongue<'_>, state: InstallationState) -> Markup {
    let tone = match state {
        InstallationState::Planned => Tone::Plain,
        InstallationState::Underway => Tone::Warn,
        InstallationState::Finished => Tone::Good,
        InstallationState::Cancelled => Tone::Plain,
    };
    tag(tone, &tongue.say(&state.message()))
}

/// A text with its line breaks.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for line in text.lines() { (line) br; } }
}
