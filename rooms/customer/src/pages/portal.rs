//! The customer's own company, as the customer sees it (R5).

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        html,
        mark::{Who, initials, who},
        panel::{columns, dots, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::look;
use crate::views::PortalCompany;

pub(super) const PAGE: PageDef = PageDef {
    path: "/portal/company",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let company = cx.view(PortalCompany {})?;
    let team = html! {
        ul.plain role="list" {
            @for colleague in &company.team {
                li {
                    (who(&Who {
                        initials: initials(&colleague.name),
                        name: colleague.name.clone(),
                        role: cx.say(&format!("portal-for-{}", colleague.sphere.word().replace('_', "-"))),
                        sphere: Some(look(colleague.sphere)),
                        href: None,
                    }))
                    @if let Some(phone) = &colleague.phone { " " a href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
                }
            }
        }
    };
    let sites = html! {
        ul.plain role="list" {
            @for site in &company.sites { li { strong { (site.name) } br; (site.address.join(", ")) ", " (site.country) } }
        }
    };
    let people = html! {
        ul.plain role="list" {
            @for contact in &company.contacts { li { (contact.name) @if !contact.job.is_empty() { " " small { (contact.job) } } } }
        }
    };
    let left = html! { (panel(&cx.say("portal-team"), None, &team)) };
    let right = html! { (panel(&cx.say("portal-sites"), None, &sites)) (panel(&cx.say("portal-own-people"), None, &people)) };
    let main = html! {
        (page_head(None, &company.name, &dots(&[html! { (company.number) }]), &html! {}))
        (columns(&left, &right))
    };
    Ok(Page::new(company.name.clone(), main))
}
