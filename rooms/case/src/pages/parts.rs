//! Small pieces that the pages of this room share, and what it shows on pages of others.

use accord_face::{
    Markup, PageCx,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link},
        panel::{notice, panel},
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_customer::CustomerId;
use uuid::Uuid;

use crate::{
    id::{CaseState, Severity, WaitsFor},
    views::{CaseQueue, CrisisStanding},
};

/// How badly, in a tinted word.
pub(super) fn severity(cx: &PageCx<'_, '_>, of: Severity) -> Markup {
    let tone = match of {
        Severity::Stopped => Tone::Bad,
        Severity::Limited => Tone::Warn,
        Severity::Disturbed | Severity::Question => Tone::Plain,
    };
    tag(tone, &cx.say(&of.message()))
}

/// How it stands, in a tinted word.
pub(super) fn state(cx: &PageCx<'_, '_>, of: CaseState) -> Markup {
    let tone = match of {
        CaseState::Open => Tone::Plain,
        CaseState::Fixed => Tone::Warn,
        CaseState::Closed => Tone::Good,
        CaseState::Withdrawn => Tone::Plain,
    };
    tag(tone, &cx.say(&of.message()))
}

/// What stands above every page about a customer in crisis (R31): who leads, since when, until when.
pub(super) fn banner(cx: &mut PageCx<'_, '_>, topics: &[Uuid]) -> Outcome<Markup> {
    if topics.is_empty() || !cx.may(Permission::CustomerRead) {
        return Ok(html! {});
    }
    let found = cx.view(CrisisStanding { chains: topics.to_vec() })?;
    // A list of many customers says it line by line.
    let (Some(crisis), 1) = (found.first(), found.len()) else { return Ok(html! {}) };
    let mut text = cx.say_with(
        "crisis-banner",
        &[("since", crisis.began_at.into()), ("customer", crisis.customer.name.as_str().into())],
    );
    text.push(' ');
    text.push_str(&match (crisis.waits_for, crisis.quiet_until) {
        (WaitsFor::Quiet, Some(until)) => cx.say_with("crisis-banner-until", &[("until", until.into())]),
        (waits, _) => {
            let what = accord_kernel::Fact::Word(waits.message());
            cx.say_with("crisis-banner-waits", &[("waits", what)])
        }
    });
    let open =
        button_link(Weight::Plain, &Link::new(crisis.number.clone(), format!("/cases/{}", crisis.case)), "");
    Ok(notice(Tone::Bad, &cx.say("crisis-title"), &html! { (text) }, &[open]))
}

/// The cases of a customer, for the customer's page.
///
/// # Errors
/// What the view refuses.
pub fn cases_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::CaseRead) {
        return Ok(html! {});
    }
    let page = cx.view(CaseQueue { customer: Some(customer), limit: Some(8), ..CaseQueue::default() })?;
    let body = html! {
        @if page.rows.is_empty() { p { (cx.say("cases-none")) } }
        ul.plain role="list" {
            @for line in &page.rows {
                li {
                    a href={ "/cases/" (line.id) } { (line.number) } " "
                    (severity(cx, line.severity)) " " (state(cx, line.state)) " " (line.what)
                }
            }
        }
    };
    Ok(panel(&cx.say("cases-title"), None, &body))
}
