//! One case: its clocks and the next word first, then what was said, then everything else.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Sphere, Tone, html,
        mark::{initials, tag},
        menu::{Weight, buttons},
        panel::{columns, disclosure, dots, facts, notice, page_head, panel, section_title},
        promise::{PromiseCard, owed_grid},
        talk::{Talk, talk},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_customer::{Channel, pages::files_about};
use accord_room_promise::State;
use jiff::{Timestamp, tz::TimeZone};

use super::{
    origin::{came_from, history},
    parts::{severity, state},
};
use crate::{
    CasePart,
    id::{CaseState, Entry, EntryKind, TaskState},
    views::{CaseFacts, ClockFacts, EntryFacts, FilledReplies, FilledReply, OneCase},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/cases/{case}",
    permission: Permission::CaseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let case = cx.view(OneCase { case: cx.id("case")? })?;
    let here = format!("/cases/{}", case.id);
    let acts = acts(cx, &case, &here)?;
    let word = next_word(cx, &case, &here)?;
    let beside = beside(cx, &case)?;
    let above = from_above(cx, &case)?;
    let files = files_about(cx, case.customer.id, ("service_case", case.id.into()))?;
    let main = html! {
        (head(cx, &case))
        (present(cx, &case))
        (section_title(&cx.say("case-clocks"), None))
        (owed_grid(&cx.say("case-clocks"), &clocks(cx, &case)))
        (buttons(&acts))
        (columns(
            &html! {
                (word)
                @match &case.origin {
                    Some(origin) => (panel(&cx.say("case-history"), None, &history(cx, &case, origin))),
                    None => (panel(&cx.say("case-said"), mails(cx, &case).as_ref(), &said(cx, &case))),
                }
                (files)
            },
            &html! { (beside) (above) },
        ))
    };
    Ok(Page::new(case.number.clone(), main).below(cx.say("desk-title"), "/desk").live(case.customer.id))
}

/// Who else is at it, and who is writing: filled in by the live channel while the page is open.
fn present(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Markup {
    html! {
        p.here data-here={ (case.customer.id) ":/cases/" (case.id) } data-is=(cx.say("case-here")) data-writes=(cx.say("case-writes")) aria-live="polite" hidden {}
    }
}

/// A case beside the queue: what is owed, what one does, what was said. `back` is the address of both together.
pub(super) fn pane(cx: &mut PageCx<'_, '_>, case: &CaseFacts, back: &str) -> Outcome<Markup> {
    let acts = acts(cx, case, back)?;
    let word = next_word(cx, case, back)?;
    let whole = html! { a href={ "/cases/" (case.id) } { (cx.say_with("desk-whole", &[("number", case.number.as_str().into())])) } };
    let body = html! {
        (present(cx, case))
        p { (severity(cx, case.severity)) " " (state(cx, case.state)) " " (case.customer.name) @if let Some(name) = &case.asset_name { " · " (name) } }
        (owed_grid(&cx.say("case-clocks"), &clocks(cx, case)))
        (buttons(&acts))
    };
    Ok(html! {
        (panel(&case.what, Some(&whole), &body))
        (word)
        (panel(&cx.say("case-said"), None, &said(cx, case)))
        (panel(&cx.say("case-who"), None, &facts(&who(cx, case))))
    })
}

/// What rooms above show beside a case: who goes there, and how one gets in.
fn from_above(cx: &mut PageCx<'_, '_>, case: &CaseFacts) -> Outcome<Markup> {
    let parts: Vec<CasePart> = cx.registry().extensions::<CasePart>().copied().collect();
    let mut drawn = Vec::with_capacity(parts.len());
    for part in parts {
        drawn.push((part.draw)(cx, case)?);
    }
    Ok(html! { @for part in &drawn { (part) } })
}

/// The way to what the customer wrote by mail, in full, where mail arrives.
fn mails(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Option<Markup> {
    let wrote = |entry: &EntryFacts| entry.kind == EntryKind::Heard && entry.channel == Some(Channel::Mail);
    let any = case.channel == Entry::Mail || case.entries.iter().any(wrote);
    let href = cx.home("mail_of_case", case.id).filter(|_| any)?;
    Some(html! { a href=(href) { (cx.say("case-mails")) } })
}

/// An instant on the clock of the site.
pub(super) fn there(cx: &PageCx<'_, '_>, case: &CaseFacts, at: Timestamp) -> String {
    let tongue = cx.tongue();
    TimeZone::get(&case.zone).map_or_else(|_| tongue.instant(at), |zone| tongue.instant_in(at, &zone))
}

fn head(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Markup {
    let customer = cx.home("customer", case.customer.id);
    let mut line = vec![
        html! { (case.number) },
        html! { @match &customer { Some(href) => a href=(href) { (case.customer.name) }, None => (case.customer.name) } },
    ];
    line.extend(case.asset_name.iter().map(|name| html! { (name) }));
    line.extend(case.site_name.iter().map(|name| html! { (name) }));
    line.push(html! { (cx.say_with("case-called", &[("at", there(cx, case, case.received_at).into())])) });
    let right = html! { (severity(cx, case.severity)) " " (state(cx, case.state)) };
    page_head(None, &case.what, &dots(&line), &right)
}

fn clocks(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Vec<PromiseCard> {
    let mut cards = Vec::new();
    if let Some(at) = case.next_update_at.filter(|_| case.state == CaseState::Open) {
        let late = case.update_late || at < cx.now();
        cards.push(PromiseCard {
            title: cx.say("case-next-word"),
            sphere: Some(Sphere::Service),
            sphere_name: cx.say("sphere-after-sales"),
            due_iso: at.to_string(),
            due: there(cx, case, at),
            tone: if late { Tone::Bad } else { Tone::Plain },
            state: late.then(|| (cx.say("desk-late-one"), Tone::Bad)),
            owner: case.owner.name.clone(),
            ..PromiseCard::default()
        });
    }
    // What still runs stands first, the nearest at its head.
    let mut clocks: Vec<&ClockFacts> = case.clocks.iter().collect();
    clocks.sort_by_key(|clock| (clock.stopped_at.is_some(), clock.due_at));
    cards.extend(clocks.into_iter().map(|clock| card(cx, case, clock)));
    cards
}

fn card(cx: &PageCx<'_, '_>, case: &CaseFacts, clock: &ClockFacts) -> PromiseCard {
    let (tone, word) = match clock.state {
        _ if clock.paused => (Tone::Warn, Some(cx.say("case-paused"))),
        _ if clock.late => (Tone::Bad, Some(cx.say("desk-late-one"))),
        State::Open => (Tone::Plain, None),
        State::Kept => (Tone::Good, Some(cx.say(&clock.state.message()))),
        State::KeptLate | State::Broken => (Tone::Bad, Some(cx.say(&clock.state.message()))),
        State::Released => (Tone::Plain, Some(cx.say(&clock.state.message()))),
    };
    PromiseCard {
        title: cx.say(&clock.kind.message()),
        sphere: Some(Sphere::Service),
        sphere_name: cx.say("sphere-after-sales"),
        due_iso: clock.due_at.to_string(),
        due: there(cx, case, clock.due_at),
        left: clock
            .stopped_at
            .map(|at| cx.say_with("case-clock-stopped", &[("at", there(cx, case, at).into())]))
            .unwrap_or_default(),
        used: u8::try_from(clock.used_percent).ok(),
        tone,
        state: word.map(|word| (word, tone)),
        owner: clock.number.clone(),
        href: Some(format!("/promises/{}", clock.number)),
        ..PromiseCard::default()
    }
}

/// The one thing that must not be forgotten: the next word, with both wordings visible at once.
fn next_word(cx: &mut PageCx<'_, '_>, case: &CaseFacts, back: &str) -> Outcome<Markup> {
    if !matches!(case.state, CaseState::Open | CaseState::Fixed) {
        return Ok(html! {});
    }
    let mut form = ActionForm::new("case.update")
        .fixed("case", case.id)
        .fixed("version", case.version)
        .only(&["words", "rep_words", "next_at", "channel"])
        .next(back);
    if case.state == CaseState::Open {
        form = form.value("next_at", case.proposed_next_at);
    }
    let replies = cx.view(FilledReplies { case: case.id })?;
    let chosen = cx.ask("reply").map(str::to_owned);
    let chosen = chosen.and_then(|id| replies.iter().find(|reply| reply.id.to_string() == id));
    if let Some(words) = chosen.and_then(|reply| reply.words.as_ref()) {
        form = form.value("words", words);
    }
    let form = form.draw(cx)?;
    let agreed = html! {
        @if !replies.is_empty() {
            (disclosure("case-replies", &cx.say("case-replies"), chosen.is_some(), &html! {
                ul.plain role="list" { @for reply in &replies { li { (agreed(cx, case, reply)) } } }
            }))
        }
    };
    Ok(panel(&cx.say("action-case-update"), None, &html! { (form) (agreed) }))
}

/// Agreed words with the way to take them, or what the case lacks for them.
fn agreed(cx: &PageCx<'_, '_>, case: &CaseFacts, reply: &FilledReply) -> Markup {
    match &reply.words {
        Some(words) => html! {
            a href={ "/cases/" (case.id) "?reply=" (reply.id) } { (reply.title) } " " span.small { (words) }
        },
        None => {
            let lacks: Vec<String> =
                reply.lacks.iter().map(|place| cx.say(&format!("reply-place-{place}"))).collect();
            html! { strong { (reply.title) } " " (tag(Tone::Warn, &cx.say("case-reply-lacks"))) " " span.small { (lacks.join(", ")) } }
        }
    }
}

fn acts(cx: &mut PageCx<'_, '_>, case: &CaseFacts, back: &str) -> Outcome<Vec<Markup>> {
    let form = |action: &'static str, only: &[&str]| {
        ActionForm::new(action)
            .fixed("case", case.id)
            .fixed("version", case.version)
            .about("customer", case.customer.id)
            .only(only)
            .next(back)
    };
    let plain = |action: &'static str, only: &[&str]| {
        ActionForm::new(action).fixed("case", case.id).only(only).next(back)
    };
    let mut list = Vec::new();
    match case.state {
        CaseState::Open => {
            let me = cx.reader.context.principal.id;
            if case.offered_to.as_ref().is_some_and(|who| who.id.0 == me) {
                list.push(form("case.accept_handover", &[]).button(cx, Weight::Primary));
            }
            if case.on_site_at.is_none() {
                // Once somebody is on the way, what comes next is that they are there.
                let (send, there) = match case.engineer {
                    Some(_) => (Weight::Plain, Weight::Primary),
                    None => (Weight::Primary, Weight::Plain),
                };
                list.push(form("case.dispatch", &["engineer", "arrives_at"]).keys("s").dialog(cx, send)?);
                list.push(
                    form("case.respond", &["how", "engineer", "at"]).keys("a").dialog(cx, Weight::Plain)?,
                );
                list.push(form("case.arrive", &["engineer", "at"]).keys("o").dialog(cx, there)?);
            }
            let fields = [
                "result",
                "words",
                "at",
                "cause",
                "collateral",
                "collateral_words",
                "left_right",
                "make_good_by",
            ];
            let weight = if case.on_site_at.is_some() { Weight::Primary } else { Weight::Plain };
            list.push(form("case.restore", &fields).keys("r").value("left_right", true).dialog(cx, weight)?);
            if case.paused {
                list.push(form("case.resume", &["at"]).dialog(cx, Weight::Plain)?);
            } else {
                list.push(form("case.pause", &["cause", "words", "at"]).dialog(cx, Weight::Quiet)?);
            }
        }
        CaseState::Fixed => {
            if case.confirmed_at.is_none() {
                list.push(form("case.confirm", &["words", "at"]).keys("r").dialog(cx, Weight::Primary)?);
            }
            if case.rating.is_none() {
                list.push(form("case.rate", &["rating", "words"]).dialog(cx, Weight::Plain)?);
            }
            if case.confirmed_at.is_some() {
                list.push(form("case.close", &[]).button(cx, Weight::Primary));
            }
            list.push(form("case.reopen", &["words"]).dialog(cx, Weight::Quiet)?);
        }
        // Another system closed it: nobody is asked about it here, and no clock begins again.
        CaseState::Closed if case.origin.is_some() => return Ok(list),
        CaseState::Closed => {
            if case.rating.is_none() {
                list.push(form("case.rate", &["rating", "words"]).dialog(cx, Weight::Plain)?);
            }
            list.push(form("case.reopen", &["words"]).dialog(cx, Weight::Quiet)?);
        }
        CaseState::Withdrawn => return Ok(list),
    }
    if case.state != CaseState::Closed {
        list.push(plain("case.hear", &["words", "repeated", "channel"]).keys("h").dialog(cx, Weight::Quiet)?);
        list.push(plain("case.note", &["words"]).keys("e").dialog(cx, Weight::Quiet)?);
        list.push(form("case.set_severity", &["severity", "reason"]).dialog(cx, Weight::Quiet)?);
        list.push(form("case.name_unit", &["asset", "site", "contact"]).dialog(cx, Weight::Quiet)?);
        list.push(form("case.offer_handover", &["to", "words"]).keys("w").dialog(cx, Weight::Quiet)?);
        list.push(form("case.withdraw", &["reason"]).dialog(cx, Weight::Quiet)?);
    }
    Ok(list)
}

fn said(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Markup {
    if case.entries.is_empty() {
        return html! { p { (cx.say("case-said-none")) } };
    }
    let line = |entry: &EntryFacts| {
        let by = match (&entry.by, entry.kind) {
            (_, EntryKind::Heard) => entry.contact.clone().unwrap_or_else(|| case.caller.clone()),
            (Some(who), _) => who.name.clone(),
            (None, _) => String::new(),
        };
        let mut line = vec![
            html! { (cx.instant(entry.said_at)) },
            tag(
                if entry.kind == EntryKind::Note { Tone::Warn } else { Tone::Plain },
                &cx.say(&entry.kind.message()),
            ),
        ];
        if let Some(at) = entry.next_at {
            line.push(html! { (cx.say_with("case-next-at", &[("at", there(cx, case, at).into())])) });
        }
        if entry.repeated {
            line.push(tag(Tone::Bad, &cx.say("field-repeated")));
        }
        Talk {
            initials: initials(&by),
            by,
            sphere: (entry.kind != EntryKind::Heard).then_some(Sphere::Service),
            facts: line,
            words: entry.words.clone(),
            reply: entry.rep_words.as_ref().map(|words| (cx.say("case-to-rep"), words.clone())),
            act: None,
        }
    };
    talk(&case.entries.iter().map(line).collect::<Vec<_>>())
}

fn beside(cx: &mut PageCx<'_, '_>, case: &CaseFacts) -> Outcome<Markup> {
    let mut tasks = Vec::new();
    for task in &case.tasks {
        let done = if task.state == TaskState::Open {
            ActionForm::new("case.finish_task")
                .fixed("task", task.id)
                .fixed("version", task.version)
                .only(&["words"])
                .next(format!("/cases/{}", case.id))
                .dialog(cx, Weight::Plain)?
        } else {
            html! { (tag(Tone::Good, &cx.say(&task.state.message()))) " " (task.outcome.clone().unwrap_or_default()) }
        };
        tasks.push(html! {
            strong { (cx.say(&task.kind.message())) } " " (task.words) br;
            span.small { (task.owner.name) ", " (cx.instant(task.due_at)) } " " (done)
        });
    }
    Ok(html! {
        @if !tasks.is_empty() {
            (panel(&cx.say("case-tasks"), None, &html! { ul.plain role="list" { @for task in &tasks { li { (task) } } } }))
        }
        (panel(&cx.say("case-who"), None, &facts(&who(cx, case))))
        @match &case.origin {
            Some(origin) => (panel(&cx.say("case-origin"), None, &facts(&came_from(cx, case, origin)))),
            None => {
                (panel(&cx.say("case-cover"), None, &cover(cx, case)))
                @if case.result.is_some() { (panel(&cx.say("case-end"), None, &facts(&end(cx, case)))) }
            }
        }
        @if !case.changes.is_empty() || !case.pauses.is_empty() { (panel(&cx.say("case-changes"), None, &changes(cx, case))) }
    })
}

fn who(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Vec<(String, Markup)> {
    let digits: String = case.call_back.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let mut pairs = vec![
        (cx.say("case-owner"), html! { strong { (case.owner.name) } }),
        (cx.say("field-who"), html! { (case.caller) }),
    ];
    if case.origin.is_some() {
        return pairs;
    }
    // Who wrote may have left no number.
    if !case.call_back.is_empty() {
        pairs.push((cx.say("field-call-back"), html! { a href={ "tel:" (digits) } { (case.call_back) } }));
    }
    if let Some(engineer) = &case.engineer {
        let at = case.arrives_at.map(|at| there(cx, case, at)).unwrap_or_default();
        pairs.push((cx.say("case-sent"), html! { (engineer.name) br; span.small { (at) } }));
    }
    if let Some(helper) = &case.helper {
        pairs.push((cx.say("case-helper"), html! { (helper.name) }));
    }
    if let Some(to) = &case.offered_to {
        pairs.push((cx.say("case-offered"), html! { (to.name) }));
    }
    pairs.push((cx.say("case-contacts"), html! { (case.contacts) }));
    pairs.push((cx.say("metric-customer-repeated"), html! { (case.repeats) }));
    pairs
}

fn cover(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Markup {
    let Some(kind) = case.cover else {
        return html! { p { (cx.say("case-no-cover")) } };
    };
    let plan = case.plan.clone().unwrap_or_else(|| cx.say(&kind.message()));
    html! {
        p {
            strong { (plan) } " " (cx.say(&kind.message()))
            @if let (Some(id), Some(number)) = (case.contract, &case.contract_number) { " " a href={ "/contracts/" (id) } { (number) } }
        }
        @if let Some(stop) = case.clock_stop { p.small { (cx.say(&stop.message())) } }
        @if case.assumed { (notice(Tone::Warn, &cx.say("case-assumed"), &html! { (cx.say("case-assumed-text")) }, &[])) }
    }
}

fn end(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Vec<(String, Markup)> {
    let mut pairs = vec![(cx.say("field-result"), html! { (case.result.clone().unwrap_or_default()) })];
    if let Some(at) = case.restored_at {
        pairs.push((cx.say("case-clock-restore"), html! { (there(cx, case, at)) }));
    }
    if let Some(cause) = &case.cause {
        pairs.push((cx.say("field-cause"), html! { (cause) }));
    }
    if let Some(left) = case.collateral {
        let words = case.collateral_words.clone().unwrap_or_default();
        pairs.push((cx.say("field-collateral"), html! { (cx.say(&left.message())) " " (words) }));
    }
    let confirmed = match case.confirmed_at {
        Some(at) => {
            html! { (there(cx, case, at)) " “" (case.confirmed_words.clone().unwrap_or_default()) "”" }
        }
        None => tag(Tone::Warn, &cx.say("case-not-said")),
    };
    pairs.push((cx.say("case-customer-says"), confirmed));
    if let Some(rating) = case.rating {
        let words = case.rating_words.clone().unwrap_or_default();
        pairs.push((cx.say("case-rating"), html! { strong { (rating) } " / 5 " (words) }));
    }
    pairs
}

fn changes(cx: &PageCx<'_, '_>, case: &CaseFacts) -> Markup {
    html! {
        ul.plain role="list" {
            @for pause in &case.pauses {
                li {
                    (cx.say(&pause.cause.message())) " " (there(cx, case, pause.from_at)) " – "
                    (pause.until_at.map(|at| there(cx, case, at)).unwrap_or_default())
                    @if let Some(words) = &pause.words { " “" (words) "”" }
                }
            }
            @for change in &case.changes {
                li {
                    (cx.say(&change.what.message())) " " span.small { (cx.instant(change.changed_at)) " " (change.by.as_ref().map(|who| who.name.clone()).unwrap_or_default()) }
                    " " (change.reason)
                }
            }
        }
    }
}
