//! The customer reads and signs, on the engineer's phone.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        menu::Weight,
        panel::{notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal, Status};
use accord_room_customer::views::ContactChoices;

use super::parts::lines;
use crate::{
    id::InstallationId,
    rules::signature::{HEIGHT, WIDTH, strokes},
    views::{AcceptanceText, OneInstallation},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/installations/{installation}/sign",
    permission: Permission::AcceptanceRecord,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id: InstallationId = cx.id("installation")?;
    let one = cx.view(OneInstallation { installation: id })?;
    let contact = cx.ask("contact").and_then(|text| text.parse().ok()).map(uuid::Uuid::into);
    let body = match contact {
        None => choose(cx, &one.customer.id.to_string(), id)?,
        Some(contact) => {
            let asked = AcceptanceText { installation: id, contact, accepted_on: None };
            match cx.view(asked) {
                Ok(text) => {
                    let form = ActionForm::new("installation.sign")
                        .fixed("installation", id)
                        .fixed("contact", contact)
                        .fixed("text_hash", &text.text_hash)
                        .fixed("accepted_on", text.accepted_on)
                        .only(&["name", "drawing"])
                        .weight(Weight::Primary)
                        .next(format!("/installations/{id}"))
                        .draw(cx)?;
                    html! { (shown(&cx.say("acceptance-title"), &text.text, text.language.word())) (panel(&text.signer, None, &form)) }
                }
                Err(refusal) if refusal.status == Status::Conflict => refused(cx, &refusal),
                Err(refusal) => return Err(refusal),
            }
        }
    };
    let main = html! {
        (page_head(None, &one.title, &html! { (one.customer.name) " · " (one.number) }, &html! {}))
        (body)
    };
    Ok(Page::new(cx.say("acceptance-title"), main)
        .below(cx.say("installations-title"), "/installations")
        .below(one.number, format!("/installations/{id}")))
}

/// The text as it is signed, in its own language.
pub(super) fn shown(title: &str, text: &str, language: &str) -> Markup {
    panel(title, None, &html! { p lang=(language) { (lines(text)) } })
}

/// Why it cannot be signed yet.
pub(super) fn refused(cx: &PageCx<'_, '_>, refusal: &Refusal) -> Markup {
    let text = accord_face::ask::refusal_text(&cx.tongue(), refusal);
    notice(Tone::Warn, &cx.say("acceptance-not-yet"), &html! { (text) }, &[])
}

/// Whoever is there signs.
fn choose(cx: &mut PageCx<'_, '_>, customer: &str, id: InstallationId) -> Outcome<Markup> {
    let customer = customer.parse::<uuid::Uuid>().ok().map(Into::into);
    let found = cx.view(ContactChoices { customer, ..ContactChoices::default() })?;
    let list = found.rows.iter().map(|row| {
        html! { li { a.button href={ "/installations/" (id) "/sign?contact=" (row.id) } { (row.label) } } }
    });
    let list: Vec<Markup> = list.collect();
    let body = html! {
        p { (cx.say("acceptance-who")) }
        @if list.is_empty() { p { (cx.say("acceptance-nobody")) } }
        ul.plain role="list" { @for item in &list { (item) } }
    };
    Ok(panel(&cx.say("acceptance-title"), None, &body))
}

/// A drawn signature as a picture.
pub(super) fn drawn(drawing: &str, name: &str) -> Markup {
    let Some(strokes) = strokes(drawing) else { return html! {} };
    let path = |stroke: &Vec<(i64, i64)>| {
        stroke.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    };
    html! {
        svg.drawn viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width="240" height="80" role="img" aria-label=(name) {
            @for stroke in &strokes {
                polyline points=(path(stroke)) fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" {}
            }
        }
    }
}
