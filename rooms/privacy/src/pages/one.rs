//! What is held about one, with the two things to do about it: give it out, forget.

use accord_face::{
    ActionForm, Lookup, Markup, Offer, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, empty_state, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Reader};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use super::archive::whom;
use crate::views::{Held, HeldFacts, HeldFile, Standing, WhomKind};

pub(super) const PAGE: PageDef = PageDef {
    path: "/privacy/{kind}/{id}",
    permission: Permission::PrivacyAdminister,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// The files among which those are chosen that stay: what the contact of the form sent.
pub(super) const SENT: Lookup =
    Lookup { entity: "attachment", few: true, find: sent, label: |_, _| Ok(None) };

fn sent(reader: &mut Reader<'_>, _: &str, fixed: &JsonValue) -> Outcome<Vec<Offer>> {
    let contact = fixed.get("contact").and_then(JsonValue::as_str).and_then(|id| Uuid::parse_str(id).ok());
    let Some(id) = contact else { return Ok(Vec::new()) };
    let held = reader.view(Held { kind: WhomKind::Contact, id })?;
    let offer = |file: HeldFile| Offer { value: file.id.0, label: file.name, hint: String::new() };
    Ok(held.files.into_iter().map(offer).collect())
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let (kind, id) = whom(cx)?;
    let held = cx.view(Held { kind, id })?;
    let title = match held.name.as_str() {
        "" => cx.say("privacy-erased-name"),
        name => name.to_owned(),
    };
    let tone = if held.standing == Standing::Erased { Tone::Warn } else { Tone::Plain };
    let mut about =
        vec![html! { (cx.say(&held.kind.message())) }, tag(tone, &cx.say(&held.standing.message()))];
    if let (Some(of), Some(name)) = (held.customer, &held.customer_name) {
        about.push(html! { a href=(cx.home("customer", of).unwrap_or_default()) { (name) } });
    }
    let main = html! {
        (page_head(None, &title, &dots(&about), &buttons(&doing(cx, &held)?)))
        (word(cx, &held))
        (columns(&rows(cx, &held), &files(cx, &held)))
    };
    let page = Page::new(title, main).below(cx.say("privacy-title"), "/privacy");
    Ok(page.live(held.customer.map_or(held.id, |of| of.0)))
}

fn doing(cx: &mut PageCx<'_, '_>, held: &HeldFacts) -> Outcome<Vec<Markup>> {
    if held.standing == Standing::Erased {
        return Ok(Vec::new());
    }
    let archive = format!("/privacy/{}/{}/archive", held.kind.word(), held.id);
    let mut doing = vec![button_link(Weight::Primary, &Link::new(cx.say("privacy-give-out"), archive), "")];
    match (held.kind, held.standing) {
        (WhomKind::Contact, _) => doing.push(
            ActionForm::new("contact.erase")
                .fixed("contact", held.id)
                .fixed("version", held.version)
                .only(if held.files.is_empty() { &["reason"] } else { &["reason", "keep_files"] })
                .dialog(cx, Weight::Danger)?,
        ),
        (WhomKind::Person, Standing::Left) => doing.push(
            ActionForm::new("people.erase")
                .fixed("person", held.id)
                .fixed("version", held.version)
                .only(&["reason"])
                .dialog(cx, Weight::Danger)?,
        ),
        _ => {}
    }
    Ok(doing)
}

/// What there is to know before anything is done.
fn word(cx: &PageCx<'_, '_>, held: &HeldFacts) -> Markup {
    let key = match (held.kind, held.standing) {
        (_, Standing::Erased) => "privacy-word-erased",
        (WhomKind::Contact, _) => "privacy-word-contact",
        (WhomKind::Person, Standing::Here) => "privacy-word-person-here",
        (WhomKind::Person, _) => "privacy-word-person",
        (WhomKind::Customer, _) => "privacy-word-customer",
    };
    notice(Tone::Plain, &cx.say(&format!("{key}-title")), &html! { (cx.say(key)) }, &[])
}

fn rows(cx: &PageCx<'_, '_>, held: &HeldFacts) -> Markup {
    if held.kind == WhomKind::Customer {
        return html! {};
    }
    let list = table(&Table {
        caption: cx.say("privacy-held"),
        columns: vec![
            Column::text(cx.say("privacy-column-what")),
            Column::number(cx.say("privacy-column-rows")),
            Column::text(cx.say("privacy-column-protected")),
        ],
        rows: held
            .tables
            .iter()
            .map(|one| Row {
                cells: vec![
                    html! { code { (one.table) } },
                    html! { (cx.tongue().number(one.rows)) },
                    html! { @if one.protected { (cx.say("privacy-goes")) } @else { (cx.say("privacy-stays")) } },
                ],
                ..Row::default()
            })
            .collect(),
        empty: Some(empty_state(&cx.say("privacy-held-none-title"), &cx.say("privacy-held-none"), &[])),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("privacy-held"), None, &list)
}

fn files(cx: &PageCx<'_, '_>, held: &HeldFacts) -> Markup {
    if held.files.is_empty() {
        return html! {};
    }
    let list = html! {
        ul {
            @for file in &held.files {
                li { a href={ "/files/" (file.id) } { (file.name) } " " small { (cx.say_with("privacy-kilobytes", &[("n", (file.size / 1024 + 1).into())])) } }
            }
        }
    };
    panel(&cx.say("privacy-files"), None, &list)
}
