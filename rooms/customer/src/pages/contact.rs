//! One of the customer's people.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{columns, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{
    home_of,
    panels::{author, to_customer},
};
use crate::{
    id::{ContactId, ContactState},
    views::{ContactOfCustomer, ContactPage, TalkFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contacts/{contact}",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let contact: ContactId = cx.id("contact")?;
    let shown = cx.view(ContactPage { contact })?;
    let name = match shown.contact.state {
        ContactState::Erased => cx.say("contact-erased-name"),
        _ => shown.contact.name.clone(),
    };
    let state = match shown.contact.state {
        ContactState::Active => html! {},
        other => tag(Tone::Plain, &cx.say(&other.message())),
    };
    let main = html! {
        (page_head(None, &shown.contact.name, &html! { (shown.contact.job) " " (state) }, &to_customer(&shown.customer.name, shown.customer.id)))
        (columns(&talks_panel(cx, &shown)?, &reach_panel(cx, &shown)?))
    };
    let page = Page::new(name, main)
        .below(cx.say("nav-customers"), "/customers")
        .below(shown.customer.name.clone(), home_of(shown.customer.id));
    Ok(page.live(shown.customer.id))
}

fn talks_panel(cx: &mut PageCx<'_, '_>, shown: &ContactOfCustomer) -> Outcome<Markup> {
    let row = |talk: &TalkFacts| Row {
        cells: vec![
            html! { (cx.instant(talk.happened_at)) },
            html! { (cx.say(&talk.channel.message())) ", " (cx.say(&talk.direction.message())) },
            html! { (talk.said) },
            author(cx, talk.person.as_ref(), None),
        ],
        ..Row::default()
    };
    let list = table(&Table {
        caption: cx.say("contact-talks"),
        bare: true,
        columns: vec![
            Column::text(cx.say("field-happened-at")),
            Column::text(cx.say("field-channel")),
            Column::text(cx.say("field-said")),
            Column::text(cx.say("field-person")),
        ],
        rows: shown.talks.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("contact-talks-none")) } }),
        ..Table::default()
    });
    let log = ActionForm::new("contact_log.add")
        .fixed("customer", shown.customer.id)
        .fixed("contact", shown.contact.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Primary)?;
    Ok(panel(&cx.say("contact-talks"), None, &html! { (list) (buttons(&[log])) }))
}

fn reach_panel(cx: &mut PageCx<'_, '_>, shown: &ContactOfCustomer) -> Outcome<Markup> {
    let contact = &shown.contact;
    let mut pairs = Vec::new();
    if let Some(phone) = &contact.phone {
        pairs.push((cx.say("field-phone"), html! { a href={ "tel:" (phone.replace(' ', "")) } { (phone) } }));
    }
    if let Some(email) = &contact.email {
        pairs.push((cx.say("field-email"), html! { a href={ "mailto:" (email) } { (email) } }));
    }
    pairs.push((cx.say("field-language"), html! { (cx.say(&contact.language.message())) }));
    let mut offers = Vec::new();
    if contact.state == ContactState::Active {
        let change = ActionForm::new("contact.change")
            .fixed("contact", contact.id)
            .fixed("version", contact.version)
            .value("name", &contact.name)
            .value("email", &contact.email)
            .value("phone", &contact.phone)
            .value("language", contact.language)
            .value("job", &contact.job)
            .next(cx.address.clone());
        offers.push(change.dialog(cx, Weight::Plain)?);
        let once = |action: &'static str| {
            ActionForm::new(action).fixed("contact", contact.id).next(cx.address.clone())
        };
        offers.push(once("contact.invite").button(cx, Weight::Plain));
        offers.push(once("contact.leave").fixed("version", contact.version).button(cx, Weight::Quiet));
    }
    if contact.state != ContactState::Erased {
        let erase =
            ActionForm::new("contact.erase").fixed("contact", contact.id).fixed("version", contact.version);
        offers.push(erase.next(cx.address.clone()).dialog(cx, Weight::Danger)?);
    }
    Ok(panel(&cx.say("contact-reach"), None, &html! { (facts(&pairs)) (buttons(&offers)) }))
}
