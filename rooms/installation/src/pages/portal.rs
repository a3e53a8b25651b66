//! The customer's own page of installations: what they see to, and the acceptance they sign.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Link, Markup, Tone,
        agenda::{AgendaItem, agenda},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{disclosure, empty_state, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Status};

use super::{
    parts::{lines, state},
    sign::{refused, shown},
};
use crate::{
    id::{InstallationId, ItemState},
    views::{PortalAcceptanceText, PortalInstallation, PortalInstallations},
};

pub(super) const LIST: PageDef = PageDef {
    path: "/portal/installations",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw,
};

pub(super) const SIGN: PageDef = PageDef {
    path: "/portal/installations/{installation}/sign",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw: sign,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let all = cx.view(PortalInstallations {})?;
    let mut panels = Vec::new();
    for one in &all {
        panels.push(installation(cx, one)?);
    }
    let none =
        empty_state(&cx.say("portal-installations-none-title"), &cx.say("portal-installations-none"), &[]);
    let main = html! {
        (page_head(None, &cx.say("portal-installations"), &html! {}, &html! {}))
        @if panels.is_empty() { (none) }
        @for part in &panels { (part) }
    };
    let page = Page::new(cx.say("portal-installations"), main).below(cx.say("portal-home-crumb"), "/portal");
    Ok(match cx.reader.context.principal.customer {
        Some(customer) => page.live(customer),
        None => page,
    })
}

fn installation(cx: &mut PageCx<'_, '_>, one: &PortalInstallation) -> Outcome<Markup> {
    let mut list = Vec::new();
    for task in &one.tasks {
        let open = matches!(task.state, ItemState::Open | ItemState::Recheck);
        let act = if open {
            let ready = ActionForm::new("portal.installation_ready").fixed("item", task.id);
            ready.next("/portal/installations").dialog(cx, Weight::Plain)?
        } else {
            html! {}
        };
        let late = if task.late {
            tag(Tone::Bad, &cx.say("installation-item-late"))
        } else {
            html! {}
        };
        let due = task.due_on.map(|on| cx.say_with("installation-by", &[("on", on.into())]));
        list.push(AgendaItem {
            title: task.text.clone(),
            text: due.unwrap_or_default(),
            done: task.state.is_settled(),
            state: cx.say(&task.state.message()),
            tag: Some(buttons(&[late, act])),
            href: None,
        });
    }
    let mut acts = Vec::new();
    if one.can_accept {
        let link = Link::new(cx.say("portal-to-sign"), format!("/portal/installations/{}/sign", one.id));
        acts.push(button_link(Weight::Primary, &link, ""));
    }
    let body = html! {
        p { (state(&cx.tongue(), one.state)) " " (one.number) @if let Some(on) = one.finished_on { " · " (cx.date(on)) } }
        @if !list.is_empty() { h3 { (cx.say("portal-your-tasks")) } (agenda(&list)) }
        (buttons(&acts))
        @if let Some(text) = &one.signed_text { (disclosure(&format!("signed-{}", one.id), &cx.say("installation-signed-text"), false, &html! { p { (lines(text)) } })) }
    };
    Ok(panel(&one.title, None, &body))
}

fn sign(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id: InstallationId = cx.id("installation")?;
    let asked = PortalAcceptanceText { installation: id };
    let body = match cx.view(asked) {
        Ok(text) => {
            let form = ActionForm::new("portal.sign_acceptance")
                .fixed("installation", id)
                .fixed("text_hash", &text.text_hash)
                .value("name", &text.signer)
                .only(&["name", "drawing"])
                .weight(Weight::Primary)
                .next("/portal/installations")
                .draw(cx)?;
            html! { (shown(&cx.say("acceptance-title"), &text.text, text.language.word())) (panel(&text.title, None, &form)) }
        }
        Err(refusal) if refusal.status == Status::Conflict => refused(cx, &refusal),
        Err(refusal) => return Err(refusal),
    };
    let main = html! { (page_head(None, &cx.say("acceptance-title"), &html! {}, &html! {})) (body) };
    Ok(Page::new(cx.say("acceptance-title"), main)
        .below(cx.say("portal-home-crumb"), "/portal")
        .below(cx.say("portal-installations"), "/portal/installations"))
}
