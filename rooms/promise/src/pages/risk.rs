//! Promises in danger, the worst for the customer first, each with what to say.

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{dots, empty_state, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{distance, due, owner, room_tabs};
use crate::views::{AtRisk, RiskLine};

pub(super) const PAGE: PageDef = PageDef {
    path: "/promises/at-risk",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let risk = cx.view(AtRisk { limit: Some(100) })?;
    let title = cx.say("promises-at-risk");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("promises-at-risk-about")) }, &html! {}))
        (room_tabs(cx, "/promises/at-risk"))
        @if risk.rows.is_empty() {
            (empty_state(&cx.say("promises-at-risk-empty-title"), &cx.say("promises-at-risk-empty"), &[]))
        }
        div.stack { @for line in &risk.rows { (card(cx, line)) } }
    };
    Ok(Page::new(title, main).below(cx.say("promises-title"), "/promises"))
}

fn card(cx: &PageCx<'_, '_>, line: &RiskLine) -> Markup {
    let promise = &line.promise;
    let aside = html! { a href={ "/promises/" (promise.number) } { (promise.number) } };
    let tell_by = line.tell_by.map(|at| (cx.instant(at), distance(&cx.tongue(), cx.now(), at)));
    let body = html! {
        p { (promise.wording) }
        (dots(&[
            html! { (cx.say("promise-column-due")) " " (due(cx, promise.due_at, promise.due_on)) },
            html! { (cx.say("promise-expected")) " " (due(cx, promise.forecast_at.unwrap_or(promise.due_at), line.draft_on)) },
            owner(cx, promise),
        ]))
        @if let Some(harm) = line.harm { p { (tag(Tone::Bad, &cx.tongue().money(harm))) " " (cx.say("promise-harm-lost")) } }
        @if let Some(reason) = &line.reason { p { (reason) } }
        @if let Some((at, left)) = tell_by { p { strong { (cx.say("promise-tell-by")) } " " (at) " " span.small { (left) } } }
        blockquote { (line.draft_wording) }
        (tell(cx, line))
    };
    panel(&promise.customer.name, Some(&aside), &body)
}

/// The drafted new due, ready to be recorded once the customer was told.
fn tell(cx: &PageCx<'_, '_>, line: &RiskLine) -> Markup {
    if !cx.reader.may_act("promise.redate") {
        return html! {};
    }
    let href = format!("/promises/{}/redate", line.promise.number);
    buttons(&[button_link(Weight::Primary, &Link::new(cx.say("promise-tell-now"), href), "")])
}
