//! Taking a call. Three inputs in a crisis; whoever is known is found by anything they say (R29). No price, no upgrade and
//! no comparison stands here (T1).

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Tone,
        filters::{Filter, Filters, filters},
        html,
        mark::tag,
        menu::Weight,
        panel::{columns, dots, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::{
    id::Severity,
    views::{CandidateFacts, FindCaller, UnitFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/call",
    permission: Permission::CaseOpen,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Everyone,
        order: 5,
        label: "case-take-call",
        keys: "g h",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let query = cx.ask("query").unwrap_or_default().to_owned();
    let crisis = ActionForm::new("case.open")
        .fixed("severity", Severity::Stopped)
        .value("who", query.clone())
        .only(&["who", "what", "call_back"])
        .next("/cases/{case}")
        .submit(cx.say("call-crisis-send"))
        .weight(Weight::Primary)
        .draw(cx)?;
    let found = if cx.may(Permission::CaseRead) {
        found(cx, &query)?
    } else {
        html! {}
    };
    let main = html! {
        (page_head(None, &cx.say("case-take-call"), &html! { (cx.say("call-intro")) }, &html! {}))
        (columns(
            &panel(&cx.say("call-crisis"), None, &html! { p { strong { (cx.say("call-crisis-text")) } } (crisis) }),
            &found,
        ))
    };
    Ok(Page::new(cx.say("case-take-call"), main))
}

fn found(cx: &mut PageCx<'_, '_>, query: &str) -> Outcome<Markup> {
    let facts = cx.view(FindCaller { query: Some(query.to_owned()) })?;
    let search = filters(&Filters {
        action: "/call".to_owned(),
        label: cx.say("call-find"),
        filters: vec![Filter::Text {
            name: "query".to_owned(),
            label: cx.say("call-query"),
            value: query.to_owned(),
        }],
        submit_label: cx.say("call-find"),
        ..Filters::default()
    });
    let mut callers = Vec::new();
    for caller in &facts.callers {
        callers.push(candidate(cx, caller)?);
    }
    Ok(html! {
        (panel(&cx.say("call-find"), None, &html! {
            (search)
            @if !query.is_empty() && callers.is_empty() { p { (cx.say("call-nobody")) } }
        }))
        @for caller in &callers { (caller) }
    })
}

fn candidate(cx: &mut PageCx<'_, '_>, caller: &CandidateFacts) -> Outcome<Markup> {
    let form = |cx: &PageCx<'_, '_>, unit: Option<&UnitFacts>| {
        let label = if unit.is_some() { "call-take" } else { "call-take-other" };
        let mut form = ActionForm::new("case.open")
            .fixed("customer", caller.customer.id)
            .value("severity", Severity::Stopped)
            .value("call_back", caller.phone.clone().unwrap_or_default())
            .next("/cases/{case}");
        if let Some(contact) = caller.contact {
            form = form.value("contact", contact);
        }
        let mut only = vec!["what", "severity", "call_back", "contact"];
        match unit {
            Some(unit) => form = form.fixed("asset", unit.id),
            None => only.push("site"),
        }
        form.only(&only).submit(cx.say(label))
    };
    let mut units = Vec::new();
    for unit in &caller.units {
        let take = form(cx, Some(unit)).dialog(cx, Weight::Plain)?;
        units.push(html! {
            strong { (unit.name) } " " span.small { (unit.number) } br;
            @if unit.named { (tag(Tone::Good, &cx.say("call-named"))) " " }
            @match unit.cover {
                Some(cover) => {
                    (unit.plan.clone().unwrap_or_else(|| cx.say(&cover.message())))
                    @if let Some(at) = unit.response_due_at { ", " (cx.say_with("call-answer-by", &[("at", at.into())])) }
                }
                None => { (cx.say("call-no-cover")) }
            }
            (take)
        });
    }
    let without = form(cx, None).dialog(cx, Weight::Quiet)?;
    let mut line = vec![html! { (caller.customer.number) }];
    line.extend(caller.contact_name.iter().map(|name| html! { (name) }));
    line.extend(caller.phone.iter().map(|phone| html! { (phone) }));
    let briefing = format!("/customers/{}/briefing", caller.customer.id);
    let body = html! {
        @if let Some(since) = caller.in_crisis_since {
            (notice(Tone::Bad, &cx.say("crisis-title"), &html! { (cx.say_with("crisis-since", &[("since", since.into())])) }, &[]))
        }
        p { (dots(&line)) }
        ul.plain role="list" { @for unit in &units { li { (unit) } } }
        @if !caller.open.is_empty() {
            p { (cx.say("call-open")) " " @for case in &caller.open { a href={ "/cases/" (case.id) } { (case.label) } " " } }
        }
        (without)
    };
    let aside = html! { a href=(briefing) { (cx.say("call-briefing")) } };
    Ok(panel(&caller.customer.name, Some(&aside), &body))
}
