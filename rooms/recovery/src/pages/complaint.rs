//! One complaint: what the customer said, what we owe next, and the way to their "it is well".

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        menu::{Weight, buttons},
        panel::{columns, dots, facts, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{complaints::state, customer};
use crate::{
    id::{Closing, ComplaintState, RemedyState},
    views::{ComplaintFacts, OneComplaint},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/complaints/{complaint}",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked = OneComplaint { complaint: cx.id("complaint")? };
    let one = cx.view(asked)?;
    let acts = acts(cx, &one)?;
    let head = dots(&[
        html! { (one.number) },
        customer(cx, &one.customer),
        html! { @if one.contact.is_empty() { (cx.say(&one.channel.message())) } @else { (one.contact) ", " (cx.say(&one.channel.message())) } },
        html! { (cx.instant(one.opened_at)) },
        html! { (one.owner.name) },
    ]);
    let main = html! {
        (page_head(None, &one.about, &head, &state(cx, one.state, one.remedy_state)))
        (owed(cx, &one))
        (buttons(&acts))
        (columns(&html! { (said(cx, &one)) (remedy(cx, &one)) }, &html! { (cause(cx, &one)) (closing(cx, &one)) }))
    };
    Ok(Page::new(one.number.clone(), main)
        .below(cx.say("complaints-title"), "/complaints")
        .live(one.customer.id))
}

fn owed(cx: &PageCx<'_, '_>, one: &ComplaintFacts) -> Markup {
    let Some(at) = one.due_at.filter(|_| one.state != ComplaintState::Closed) else { return html! {} };
    let key = if one.answered_at.is_none() { "complaint-answer-by" } else { "complaint-propose-by" };
    let tone = if one.late { Tone::Bad } else { Tone::Warn };
    notice(tone, &cx.say_with(key, &[("at", at.into())]), &html! { (cx.say("complaint-owed-text")) }, &[])
}

fn acts(cx: &mut PageCx<'_, '_>, one: &ComplaintFacts) -> Outcome<Vec<Markup>> {
    let back = format!("/complaints/{}", one.id);
    let form = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("complaint", one.id)
            .fixed("version", one.version)
            .only(fields)
            .next(back.clone())
    };
    let cause = form("complaint.name_cause", &["area", "cause"]);
    if one.state == ComplaintState::Closed {
        let mut acts = Vec::new();
        if one.closing == Some(Closing::Reason) {
            acts.push(form("complaint.close", &["customer_words"]).dialog(cx, Weight::Plain)?);
        }
        acts.push(cause.dialog(cx, Weight::Quiet)?);
        return Ok(acts);
    }
    let mut acts = Vec::new();
    if one.remedy_state == RemedyState::Awaiting {
        acts.push(form("complaint.decide_remedy", &["approved", "words"]).dialog(cx, Weight::Primary)?);
    }
    if one.answered_at.is_none() {
        acts.push(form("complaint.answer", &["words", "channel"]).dialog(cx, Weight::Primary)?);
    }
    let propose = form("complaint.propose", &["remedy", "amount", "given"]);
    match one.remedy_state {
        RemedyState::None | RemedyState::Refused if one.answered_at.is_some() => {
            acts.push(propose.dialog(cx, Weight::Primary)?);
        }
        RemedyState::None | RemedyState::Refused => acts.push(propose.dialog(cx, Weight::Plain)?),
        RemedyState::Approved => acts.push(form("complaint.give", &[]).dialog(cx, Weight::Primary)?),
        RemedyState::Awaiting | RemedyState::Given => {}
    }
    if one.answered_at.is_some() {
        let weight = if one.state == ComplaintState::Given { Weight::Primary } else { Weight::Plain };
        acts.push(form("complaint.close", &["customer_words"]).dialog(cx, weight)?);
    }
    acts.push(cause.dialog(cx, Weight::Plain)?);
    acts.push(form("complaint.hand_over", &["owner", "reason"]).dialog(cx, Weight::Quiet)?);
    acts.push(form("complaint.close_by_reason", &["reason"]).dialog(cx, Weight::Quiet)?);
    Ok(acts)
}

fn said(cx: &PageCx<'_, '_>, one: &ComplaintFacts) -> Markup {
    let mut pairs = Vec::new();
    if !one.wanted.is_empty() {
        pairs.push((cx.say("complaint-wanted"), html! { (one.wanted) }));
    }
    if let Some(asset) = one.asset {
        let name = &one.asset_name;
        let unit = html! { @match cx.home("asset", asset) { Some(href) => { a href=(href) { (name) } }, None => { (name) } } };
        pairs.push((cx.say("complaint-unit"), unit));
    }
    if let (Some(answer), Some(at)) = (&one.answer, one.answered_at) {
        let who = one.answered_by.as_ref().map(|who| who.name.as_str()).unwrap_or_default();
        let words = html! { "“" (answer) "”" br; span.small { (who) ", " (cx.instant(at)) } };
        pairs.push((cx.say("complaint-answer"), words));
    }
    panel(&cx.say("complaint-said"), None, &html! { p { "“" (one.said) "”" } (facts(&pairs)) })
}

fn remedy(cx: &PageCx<'_, '_>, one: &ComplaintFacts) -> Markup {
    let authority = one.authority.map(|money| {
        let said = [("limit", cx.tongue().money(money).to_string().into())];
        cx.say_with("complaint-authority", &said)
    });
    let body = html! {
        @match &one.remedy {
            Some(remedy) => {
                p { (remedy) }
                @if let Some(amount) = one.amount { p { (cx.tongue().money(amount)) } }
                p.small { (cx.say(&one.remedy_state.message())) @if let Some(who) = &one.remedy_by { " · " (who.name) } @if let Some(who) = &one.decided_by { " · " (who.name) } @if let Some(words) = &one.decided_words { " “" (words) "”" } }
            },
            None => { p { (cx.say("complaint-no-remedy-yet")) } },
        }
        @if let Some(authority) = authority { p.small { (authority) } }
    };
    panel(&cx.say("complaint-remedy"), None, &body)
}

fn cause(cx: &PageCx<'_, '_>, one: &ComplaintFacts) -> Markup {
    let body = match (one.cause_area, &one.cause) {
        (Some(area), Some(cause)) => html! { p { strong { (cx.say(&area.message())) } " " (cause) } },
        _ => html! { p { (cx.say("complaint-no-cause")) } },
    };
    panel(&cx.say("complaint-cause"), None, &body)
}

fn closing(cx: &PageCx<'_, '_>, one: &ComplaintFacts) -> Markup {
    let (Some(closing), Some(words), Some(at)) = (one.closing, &one.closing_words, one.closed_at) else {
        return html! {};
    };
    let who = one.closed_by.as_ref().map(|who| format!("{}, ", who.name)).unwrap_or_default();
    let body = html! { p { "“" (words) "”" } p.small { (who) (cx.instant(at)) } };
    panel(&cx.say(&closing.message()), None, &body)
}
