//! Small pieces that the pages of this room share.

use accord_face::{
    PageCx,
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{Tab, tabs},
    },
};
use accord_kernel::{Permission, Tongue};
use jiff::civil::Date;

use crate::id::InstallationState;

/// The lists of this room.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let tab = |href: &str, label: &str| Tab {
        label: cx.say(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    let list = [
        tab("/installations", "installations-title"),
        tab("/training", "training-title"),
        tab("/delivery/reviews", "delivery-reviews"),
        tab("/delivery/tasks", "delivery-tasks"),
        tab("/installations/templates", "install-templates"),
    ];
    tabs(&cx.say("installations-title"), &list)
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

/// Links to what is shown as a file, for whoever may take data out.
pub(super) fn export(cx: &PageCx<'_, '_>, view: &str) -> Markup {
    if !cx.may(Permission::ExportRun) {
        return html! {};
    }
    let query = cx.address.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let links = ["csv", "xlsx"].map(|kind| {
        let link = Link::new(cx.say(&format!("export-{kind}")), format!("/export/{view}.{kind}{query}"));
        button_link(Weight::Quiet, &link, "")
    });
    buttons(&links)
}

/// A text with its line breaks.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for line in text.lines() { (line) br; } }
}
