//! One message, and what a person can do with it.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef, PreEscaped,
    parts::{
        Tone, html,
        menu::{Weight, buttons},
        panel::{columns, disclosure, dots, facts, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::list::state;
use crate::{
    id::MailReason,
    views::{MailFacts, OneMail},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/mail/{message}",
    permission: Permission::CaseRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let mail = cx.view(OneMail { message: cx.id("message")? })?;
    let acts = acts(cx, &mail)?;
    let subject = if mail.subject.is_empty() { cx.say("mail-without-subject") } else { mail.subject.clone() };
    let who = if mail.from_name.is_empty() { mail.from_address.clone() } else { mail.from_name.clone() };
    let line = vec![html! { (who) }, html! { (cx.instant(mail.received_at)) }];
    let main = html! {
        (page_head(None, &subject, &dots(&line), &state(cx, mail.state, mail.stranger)))
        (why(cx, &mail))
        (buttons(&acts))
        (columns(&written(cx, &mail), &beside(cx, &mail)))
    };
    let mut page =
        Page::new(subject, main).below(cx.say("desk-title"), "/desk").below(cx.say("mail-title"), "/mail");
    if let Some(of) = &mail.customer {
        page = page.live(of.id);
    }
    Ok(page)
}

/// Why a person has to look, and what is proposed.
fn why(cx: &PageCx<'_, '_>, mail: &MailFacts) -> Markup {
    let reason = match (mail.reason, mail.stranger) {
        (Some(reason), _) => cx.say(&reason.message()),
        (None, true) => cx.say("mail-stranger"),
        (None, false) => return html! {},
    };
    let mut text = if mail.needs_look { cx.say("mail-look-text") } else { String::new() };
    if mail.reason.is_some_and(is_about_trust) {
        text = cx.say("mail-trust-text");
    }
    let tone = if mail.needs_look { Tone::Warn } else { Tone::Plain };
    notice(tone, &reason, &html! { (text) }, &[])
}

fn is_about_trust(reason: MailReason) -> bool {
    use MailReason::{CaseOfAnother, IdReused, NotProved, TokenOfAnother, TokenUnsound};
    matches!(reason, CaseOfAnother | IdReused | NotProved | TokenOfAnother | TokenUnsound)
}

fn acts(cx: &mut PageCx<'_, '_>, mail: &MailFacts) -> Outcome<Vec<Markup>> {
    if !cx.may(Permission::CaseWrite) {
        return Ok(Vec::new());
    }
    let form = |action: &'static str, only: &[&str]| {
        ActionForm::new(action).fixed("message", mail.id).fixed("version", mail.version).only(only)
    };
    let back = format!("/mail/{}", mail.id);
    let mut list = Vec::new();
    if mail.stranger {
        let mut tie = form("mail.tie", &["customer", "name"]).next(back.clone());
        if let [only] = mail.proposed.as_slice() {
            tie = tie.value("customer", only.id);
        }
        if !mail.from_name.is_empty() {
            tie = tie.value("name", &mail.from_name);
        }
        list.push(tie.dialog(cx, Weight::Primary)?);
    }
    if mail.case.is_none() {
        let mut put = form("mail.put_into_case", &["case"]).next(back.clone());
        if let Some(proposed) = mail.proposed_case {
            put = put.value("case", proposed);
        }
        let mut open = form("mail.open_case", &["customer", "severity"]).next(back.clone());
        if let [only] = mail.proposed.as_slice() {
            open = open.value("customer", only.id);
        }
        let first = if mail.needs_look { Weight::Primary } else { Weight::Plain };
        list.push(open.dialog(cx, first)?);
        list.push(put.dialog(cx, Weight::Plain)?);
    }
    if mail.needs_look {
        list.push(form("mail.set_aside", &["reason"]).next("/mail").dialog(cx, Weight::Quiet)?);
    }
    Ok(list)
}

fn written(cx: &PageCx<'_, '_>, mail: &MailFacts) -> Markup {
    let text = |words: &str| html! { @for line in words.lines() { (line) br; } };
    html! {
        (panel(&cx.say("mail-words"), None, &html! {
            @if mail.written.is_empty() { p { (cx.say("mail-without-words")) } } @else { p { (text(&mail.written)) } }
            @if !mail.folded.is_empty() {
                (disclosure("mail-folded", &cx.say("mail-folded"), false, &html! { p.small { (text(&mail.folded)) } }))
            }
            @if let Some(clean) = &mail.html {
                // Only the engine's cleaner makes this text: no script, style, picture or form is left in it.
                (disclosure("mail-html", &cx.say("mail-html"), false, &html! { div.laid-out { (PreEscaped(clean)) } }))
            }
            @if mail.cut { p.small { (cx.say("mail-cut")) } }
        }))
    }
}

fn beside(cx: &PageCx<'_, '_>, mail: &MailFacts) -> Markup {
    let mut pairs = vec![
        (cx.say("mail-from"), html! { (mail.from_name) " " span.small { (mail.from_address) } }),
        (cx.say("mail-to"), html! { (mail.alias) }),
        (cx.say("mail-column-received"), html! { (cx.instant(mail.received_at)) }),
    ];
    if let Some(at) = mail.written_at {
        pairs.push((cx.say("mail-written"), html! { (cx.instant(at)) }));
    }
    let link = |id: accord_room_case::CaseId, number: &Option<String>| {
        let number = number.clone().unwrap_or_default();
        html! { a href={ "/cases/" (id) } { (number) } }
    };
    if let Some(of) = &mail.customer {
        let home = cx.home("customer", of.id);
        pairs.push((
            cx.say("mail-customer"),
            html! { @match home { Some(href) => a href=(href) { (of.name) }, None => (of.name) } },
        ));
    }
    if let Some(id) = mail.case {
        pairs.push((cx.say("mail-column-case"), link(id, &mail.number)));
    }
    if let Some(id) = mail.proposed_case {
        pairs.push((cx.say("mail-refers-to"), link(id, &mail.proposed_number)));
    }
    if let Some(who) = &mail.decided_by {
        let words = mail.decided_words.clone().unwrap_or_default();
        pairs.push((cx.say("mail-decided"), html! { (who.name) " " (words) }));
    }
    html! {
        (panel(&cx.say("mail-facts"), None, &facts(&pairs)))
        @if !mail.proposed.is_empty() {
            (panel(&cx.say("mail-proposed"), None, &html! {
                p.small { (cx.say("mail-proposed-text")) }
                ul.plain role="list" { @for of in &mail.proposed {
                    li { @match cx.home("customer", of.id) { Some(href) => a href=(href) { (of.name) }, None => (of.name) } }
                } }
            }))
        }
        @if !mail.files.is_empty() {
            (panel(&cx.say("files-title"), None, &html! {
                ul.plain role="list" { @for file in &mail.files {
                    li { (file.name) " " span.small { (file.content_type) ", " (accord_room_customer::pages::size(cx, file.size)) } }
                } }
                @if mail.case.is_none() { p.small { (cx.say("mail-files-later")) } }
            }))
        }
    }
}
