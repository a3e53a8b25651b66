//! The pages of this room: colleagues, the map, roles, leave, settings, notices, and oneself.

mod leave;
mod letters;
mod map;
mod me;
mod notices;
mod operation;
mod people;
mod roles;
mod settings;
mod telling;

use accord_face::{
    Followed, Home, Lookup, Markup, Offer, PageCx,
    parts::{
        Sphere, html,
        mark::{sphere_tag, time},
    },
};
use accord_kernel::{Outcome, Permission, Reader, Registry};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    terms::HomeSphere,
    views::choices::{ChoiceKind, Choices},
};

/// Registers pages, lookups and homes.
pub(crate) fn register(registry: &mut Registry) {
    for page in [
        people::LIST,
        people::ONE,
        map::MAP,
        roles::LIST,
        roles::NEW,
        roles::ONE,
        leave::LEAVE,
        settings::ALL,
        letters::ALL,
        letters::ONE,
        notices::LIST,
        telling::TELLING,
        operation::STUCK,
        me::ME,
    ] {
        registry.extend(page);
    }
    registry.extend(settings::VALUE);
    registry.extend(people::COLUMNS);
    registry.extend(Followed::of("person", Permission::PeopleRead));
    registry.extend(Home { entity: "person", path: "/people/{id}" });
    registry.extend(Home { entity: "role", path: "/roles/{id}" });
    let lookup = |entity, few, find, label| Lookup { entity, few, find, label };
    registry
        .extend(lookup(
            "person",
            false,
            |reader, query, _| offers(reader, ChoiceKind::Person, query),
            |reader, id| label(reader, ChoiceKind::Person, id),
        ))
        .extend(lookup(
            "area",
            true,
            |reader, query, _| offers(reader, ChoiceKind::Area, query),
            |reader, id| label(reader, ChoiceKind::Area, id),
        ))
        .extend(lookup(
            "role",
            true,
            |reader, query, _| offers(reader, ChoiceKind::Role, query),
            |reader, id| label(reader, ChoiceKind::Role, id),
        ))
        .extend(lookup(
            "territory",
            true,
            |reader, query, _| offers(reader, ChoiceKind::Territory, query),
            |reader, id| label(reader, ChoiceKind::Territory, id),
        ))
        .extend(lookup(
            "calendar",
            true,
            |reader, query, _| offers(reader, ChoiceKind::Calendar, query),
            |reader, id| label(reader, ChoiceKind::Calendar, id),
        ));
}

fn offers(reader: &mut Reader<'_>, kind: ChoiceKind, query: &str) -> Outcome<Vec<Offer>> {
    let choices = reader.view(Choices { kind, query: Some(query.to_owned()), id: None })?;
    Ok(choices
        .into_iter()
        .map(|choice| Offer { value: choice.id, label: choice.label, hint: choice.hint })
        .collect())
}

fn label(reader: &mut Reader<'_>, kind: ChoiceKind, id: Uuid) -> Outcome<Option<String>> {
    let choices = reader.view(Choices { kind, query: None, id: Some(id) })?;
    Ok(choices.into_iter().next().map(|choice| choice.label))
}

pub use settings::calendar_form;

/// The look's sphere of a key.
pub(crate) fn look(sphere: HomeSphere) -> Sphere {
    match sphere {
        HomeSphere::Sales => Sphere::Sales,
        HomeSphere::AfterSales => Sphere::Service,
    }
}

/// The look's sphere of a person's posts.
fn look_of(sphere: accord_kernel::Sphere) -> Option<Sphere> {
    match sphere {
        accord_kernel::Sphere::Sales => Some(Sphere::Sales),
        accord_kernel::Sphere::AfterSales => Some(Sphere::Service),
        accord_kernel::Sphere::Both => Some(Sphere::Both),
        accord_kernel::Sphere::None => None,
    }
}

fn sphere_word(cx: &PageCx<'_, '_>, sphere: accord_kernel::Sphere) -> Markup {
    match look_of(sphere) {
        Some(look) => sphere_tag(look, &cx.say(&sphere.message())),
        None => html! { "—" },
    }
}

/// An instant in the reader's words.
fn at(cx: &PageCx<'_, '_>, instant: Timestamp) -> Markup {
    time(&instant.to_string(), &cx.instant(instant))
}
