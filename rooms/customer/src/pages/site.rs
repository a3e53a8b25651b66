//! A site: where it is, and how one gets through its locked door (R28).

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Markup, Tone, html,
        menu::{Weight, buttons},
        panel::{columns, facts, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{home_of, panels::to_customer};
use crate::{
    access::AccessRecord,
    id::{SiteId, SiteState},
    views::{SiteFacts, SiteOfCustomer, SitePage},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/sites/{site}",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let site: SiteId = cx.id("site")?;
    let shown = cx.view(SitePage { site })?;
    let main = html! {
        (page_head(None, &shown.site.name, &html! { (shown.site.town) ", " (shown.site.country) }, &to_customer(&shown.customer.name, shown.customer.id)))
        (lacking(cx, &shown.site))
        (columns(&access_panel(cx, &shown)?, &address_panel(cx, &shown.site)?))
    };
    let page = Page::new(shown.site.name.clone(), main)
        .below(cx.say("nav-customers"), "/customers")
        .below(shown.customer.name.clone(), home_of(shown.customer.id));
    Ok(page.live(shown.customer.id))
}

/// What the access record lacks, before somebody stands at the door.
fn lacking(cx: &PageCx<'_, '_>, site: &SiteFacts) -> Markup {
    if site.access_gaps.is_empty() {
        return html! {};
    }
    let gaps: Vec<String> = site.access_gaps.iter().map(|gap| cx.say(&gap.message())).collect();
    notice(Tone::Warn, &cx.say("site-access-lacks"), &html! { (gaps.join(", ")) }, &[])
}

fn access_panel(cx: &mut PageCx<'_, '_>, shown: &SiteOfCustomer) -> Outcome<Markup> {
    let body = match &shown.site.access {
        Some(access) => html! { (facts(&known(cx, access, shown))) },
        None => html! { p { (cx.say("site-access-none")) } },
    };
    let form = access_form(cx, &shown.site).dialog(cx, Weight::Primary)?;
    let card = cx.home("site_way_in", shown.site.id);
    let aside = card.map(|href| html! { a href=(href) { (cx.say("site-way-in-card")) } });
    Ok(panel(&cx.say("site-access"), aside.as_ref(), &html! { (body) (buttons(&[form])) }))
}

fn access_form(cx: &PageCx<'_, '_>, site: &SiteFacts) -> ActionForm {
    let form = ActionForm::new("site.set_access")
        .fixed("site", site.id)
        .fixed("version", site.version)
        .next(cx.address.clone());
    let Some(access) = &site.access else { return form };
    // The day of checking is asked for anew: whoever opens the form has just checked.
    form.value("door", &access.door)
        .value("ring", &access.ring)
        .value("contacts", &access.contacts)
        .value("badge", &access.badge)
        .value("escort", access.escort)
        .value("safety", &access.safety)
        .value("hours", &access.hours)
        .value("parking", &access.parking)
        .value("lead_hours", access.lead_hours)
        .value("emergency_path", &access.emergency_path)
}

fn known(cx: &PageCx<'_, '_>, access: &AccessRecord, shown: &SiteOfCustomer) -> Vec<(String, Markup)> {
    let mut pairs = Vec::new();
    let mut words = |key: &str, text: &str| {
        if !text.is_empty() {
            pairs.push((cx.say(key), html! { (text) }));
        }
    };
    words("field-door", &access.door);
    words("field-ring", &access.ring);
    words("field-badge", &access.badge);
    words("field-escort", &cx.say(if access.escort { "yes" } else { "no" }));
    words("field-safety", &access.safety);
    words("field-hours", &access.hours);
    words("field-parking", &access.parking);
    words("field-lead-hours", &cx.tongue().number(access.lead_hours.into()));
    words("field-emergency-path", &access.emergency_path);
    for (gate, contact) in access.contacts.iter().zip(&shown.gate) {
        let phone = contact.phone.as_deref();
        pairs.push((
            cx.say(&gate.shift.message()),
            html! {
                a href={ "/contacts/" (contact.id) } { (contact.name) }
                @if let Some(phone) = phone { " " a href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
            },
        ));
    }
    pairs.push((cx.say("field-checked-on"), html! { (cx.date(access.checked_on)) }));
    pairs
}

fn address_panel(cx: &mut PageCx<'_, '_>, site: &SiteFacts) -> Outcome<Markup> {
    let town = [site.postal_code.as_str(), site.town.as_str(), site.region.as_str()];
    let town: Vec<&str> = town.into_iter().filter(|part| !part.is_empty()).collect();
    let pairs = vec![
        (
            cx.say("field-line1"),
            html! { (site.line1) br; @if !site.line2.is_empty() { (site.line2) br; } (town.join(" ")) br; (site.country) },
        ),
        (cx.say("field-zone"), html! { (site.zone) }),
    ];
    let change = ActionForm::new("site.change")
        .fixed("site", site.id)
        .fixed("version", site.version)
        .value("name", &site.name)
        .value("line1", &site.line1)
        .value("line2", &site.line2)
        .value("postal_code", &site.postal_code)
        .value("town", &site.town)
        .value("region", &site.region)
        .value("country", &site.country)
        .value("zone", &site.zone)
        .value("calendar", site.calendar)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let away = site.state == SiteState::Archived;
    let archive = ActionForm::new(if away { "site.restore" } else { "site.archive" })
        .fixed("site", site.id)
        .fixed("version", site.version)
        .next(cx.address.clone())
        .button(cx, Weight::Quiet);
    Ok(panel(&cx.say("site-address"), None, &html! { (facts(&pairs)) (buttons(&[change, archive])) }))
}
