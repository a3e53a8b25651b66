//! Visits beside what they are for: on the page of a case and of an installation, with the way to plan one.

use accord_face::{
    ActionForm, Markup, PageCx,
    parts::{
        Link, html,
        menu::{Weight, button_link, buttons},
        panel::panel,
    },
};
use accord_kernel::{Outcome, Permission, Registry};
use accord_room_case::{CasePart, views::CaseFacts};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_installation::{InstallationPart, views::InstallationFacts};
use uuid::Uuid;

use super::list::{PLAN, visits_table};
use crate::{Purpose, cases::KIND, views::VisitList};

/// How many are shown.
const SHOWN: i64 = 10;
/// What an installation is called as the thing that a visit is for.
const INSTALLATION: &str = "installation";

/// Registers both parts.
pub(super) fn register(registry: &mut Registry) {
    registry.extend(CasePart { draw: of_case }).extend(InstallationPart { draw: of_installation });
}

/// What a visit is for.
struct For {
    customer: CustomerId,
    site: Option<SiteId>,
    kind: &'static str,
    subject: Uuid,
    form: ActionForm,
    open: bool,
}

fn of_case(cx: &mut PageCx<'_, '_>, case: &CaseFacts) -> Outcome<Markup> {
    let form = ActionForm::new("visit.plan")
        .value("purpose", Purpose::Repair)
        .value("task", &case.what)
        .value("asset", case.asset)
        .value("contact", case.contact);
    let open = case.restored_at.is_none() && case.closed_at.is_none();
    draw(
        cx,
        For { customer: case.customer.id, site: case.site, kind: KIND, subject: case.id.into(), form, open },
    )
}

fn of_installation(cx: &mut PageCx<'_, '_>, one: &InstallationFacts) -> Outcome<Markup> {
    let form = ActionForm::new("visit.plan")
        .value("purpose", Purpose::Install)
        .value("task", &one.title)
        .value("asset", one.asset);
    let (customer, subject) = (one.customer.id, one.id.into());
    let open = one.finished_on.is_none();
    draw(cx, For { customer, site: one.site, kind: INSTALLATION, subject, form, open })
}

fn draw(cx: &mut PageCx<'_, '_>, what: For) -> Outcome<Markup> {
    if !cx.may(Permission::VisitRead) {
        return Ok(html! {});
    }
    let asked = VisitList {
        customer: Some(what.customer),
        subject: Some(what.subject),
        limit: Some(SHOWN),
        ..VisitList::default()
    };
    let page = cx.view(asked)?;
    let mut acts = Vec::new();
    if what.open {
        let mut form = what
            .form
            .fixed("customer", what.customer)
            .fixed("subject_kind", what.kind)
            .fixed("subject", what.subject)
            .only(PLAN)
            .next(cx.address.clone());
        if let Some(site) = what.site {
            form = form.value("site", site);
        }
        acts.push(form.dialog(cx, Weight::Plain)?);
    }
    if let Some(href) = what.site.and_then(|site| cx.home("site_way_in", site)) {
        acts.push(button_link(Weight::Quiet, &Link::new(cx.say("visit-how-in"), href), ""));
    }
    if page.rows.is_empty() && acts.is_empty() {
        return Ok(html! {});
    }
    let list = if page.rows.is_empty() {
        html! { p { (cx.say("visits-none-for-this")) } }
    } else {
        visits_table(cx, &page.rows, true)
    };
    Ok(panel(&cx.say("visits-title"), None, &html! { (list) (buttons(&acts)) }))
}
