//! What several pages of this room show alike.

use accord_face::{
    Markup, PageCx,
    parts::{
        Tone, html,
        mark::{amount, tag},
    },
};
use accord_kernel::{Language, Money, Permission};
use jiff::civil::Date;

use crate::{
    id::{Confidence, PlanState, Verdict},
    terms::{Card, Cards, Clause},
    views::{VersionFacts, length_text, response_text},
};

/// An amount in the reader's language, as words.
pub(super) fn words(cx: &PageCx<'_, '_>, money: Money) -> String {
    cx.tongue().money(money)
}

/// An amount in the reader's language, in one piece.
pub(super) fn money(cx: &PageCx<'_, '_>, money: Money) -> Markup {
    amount(&cx.tongue().money(money))
}

/// A civil date.
pub(super) fn day(cx: &PageCx<'_, '_>, date: Date) -> Markup {
    accord_face::parts::mark::time(&date.to_string(), &cx.date(date))
}

/// A length in hours where it is whole ones, else in minutes.
pub(super) fn length(cx: &PageCx<'_, '_>, minutes: i64) -> String {
    length_text(&cx.tongue(), minutes)
}

/// "4 hour response, 24 x 7".
pub(super) fn response(cx: &PageCx<'_, '_>, version: &VersionFacts) -> String {
    response_text(&cx.tongue(), version.response_minutes, version.cover)
}

/// Whether the reader reads Portuguese; else English.
pub(super) fn portuguese(cx: &PageCx<'_, '_>) -> bool {
    cx.reader.context.language == Language::Portuguese
}

/// A clause in the reader's language.
pub(super) fn clause<'c>(cx: &PageCx<'_, '_>, clause: &'c Clause) -> &'c str {
    if portuguese(cx) { &clause.pt } else { &clause.en }
}

/// The customer's card in the reader's language.
pub(super) fn customer_card<'c>(cx: &PageCx<'_, '_>, cards: &'c Cards) -> Option<&'c Card> {
    if portuguese(cx) { cards.customer_pt.as_ref() } else { cards.customer_en.as_ref() }
}

/// The colleagues' card in the reader's language.
pub(super) fn colleague_card<'c>(cx: &PageCx<'_, '_>, cards: &'c Cards) -> Option<&'c Card> {
    if portuguese(cx) { cards.colleague_pt.as_ref() } else { cards.colleague_en.as_ref() }
}

pub(super) fn verdict_tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Worth => Tone::Good,
        Verdict::BreakEven | Verdict::Unknown => Tone::Warn,
        Verdict::TooDear | Verdict::NoValue => Tone::Bad,
    }
}

pub(super) fn confidence_tag(cx: &PageCx<'_, '_>, confidence: Confidence) -> Markup {
    let tone = match confidence {
        Confidence::Confirmed => Tone::Good,
        Confidence::Told => Tone::Warn,
        Confidence::OurEstimate => Tone::Bad,
    };
    tag(tone, &cx.say(&confidence.message()))
}

pub(super) fn state_tag(cx: &PageCx<'_, '_>, state: PlanState) -> Markup {
    let tone = match state {
        PlanState::Published => Tone::Good,
        PlanState::Draft => Tone::Warn,
        PlanState::Withdrawn => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

/// The pages of plans and what is said of us.
pub(super) fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [("/plans", "nav-plans"), ("/plans/unmet", "unmet-title"), ("/claims", "claims-title")];
    cx.tabs("plans-pages", current, &pages)
}

/// Whether the reader may write profiles.
pub(super) fn writes(cx: &PageCx<'_, '_>) -> bool {
    cx.may(Permission::ValueWrite)
}

/// A list of short lines.
pub(super) fn lines(items: &[Markup]) -> Markup {
    html! { ul.dots role="list" { @for item in items { li { (item) } } } }
}
