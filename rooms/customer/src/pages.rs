//! Pages of customers, sites, contacts, gaps; and the panels that the customer's page on the top floor is composed of.
//!
//! Pages read views and nothing else. A new page is a file here, a `PAGE` in it and a line in [`register`].

mod contact;
mod files;
mod gaps;
mod line;
mod list;
mod lookups;
mod panels;
mod site;

pub use files::{files_about, files_panel, files_shown, size};
pub use line::{line_filters, line_panel, line_shown};
pub use panels::{
    contacts_panel, record_panel, sites_panel, stage_panel, stage_ring, team_panel, team_people,
};

use accord_face::{
    Home, PageCx,
    parts::{Markup, Sphere, Tone, html, mark, ring},
};
use accord_kernel::Registry;

use crate::{
    colleague::PersonRef,
    id::{Stage, TeamSphere},
};

/// Registers the pages of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(gaps::PAGE)
        .extend(line::PAGE)
        .extend(files::PAGE)
        .extend(site::PAGE)
        .extend(contact::PAGE)
        .extend(lookups::CUSTOMER)
        .extend(lookups::SITE)
        .extend(lookups::CONTACT)
        .extend(lookups::SINCE_MERGE)
        .extend(Home { entity: "customer", path: "/customers/{id}" })
        .extend(Home { entity: "site", path: "/sites/{id}" })
        .extend(Home { entity: "contact", path: "/contacts/{id}" })
        .extend(Home { entity: "attachment", path: "/files/{id}" });
}

/// The look's sphere of one half of a team.
fn look(sphere: TeamSphere) -> Sphere {
    match sphere {
        TeamSphere::Sales => Sphere::Sales,
        TeamSphere::AfterSales => Sphere::Service,
    }
}

/// The look's sphere of an event's word; the program's own acts have none.
fn look_of(word: &str) -> Option<Sphere> {
    match word {
        "sales" => Some(Sphere::Sales),
        "after_sales" => Some(Sphere::Service),
        "both" => Some(Sphere::Both),
        _ => None,
    }
}

/// The ring's stage of a stage.
fn ring_stage(stage: Stage) -> ring::Stage {
    match stage {
        Stage::Understand => ring::Stage::Understand,
        Stage::Win => ring::Stage::Win,
        Stage::Make => ring::Stage::Make,
        Stage::Install => ring::Stage::Install,
        Stage::Learn => ring::Stage::Learn,
        Stage::Use => ring::Stage::Use,
        Stage::Support => ring::Stage::Support,
        Stage::Renew => ring::Stage::Renew,
    }
}

/// A colleague by name, with their page when there is one.
fn named(cx: &PageCx<'_, '_>, person: &PersonRef) -> Markup {
    match cx.home("person", person.id) {
        Some(to) => html! { a href=(to) { (person.name) } },
        None => html! { (person.name) },
    }
}

/// The owner in a list, or that there is none, which somebody must mend.
fn owner(cx: &PageCx<'_, '_>, person: Option<&PersonRef>) -> Markup {
    match person {
        Some(person) => named(cx, person),
        None => mark::tag(Tone::Warn, &cx.say("customer-no-owner")),
    }
}

/// A customer's own address.
fn home_of(id: impl std::fmt::Display) -> String {
    format!("/customers/{id}")
}
