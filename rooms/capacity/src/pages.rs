//! The pages of capacity, and the pieces that pages above put together with their own. They read views only.

mod board;
mod crews;
mod parts_page;
mod pieces;
mod slots;
mod when;

pub use pieces::{limits_list, ruler_loads};

use accord_face::{Followed, Lookup, Offer};
use accord_kernel::{Outcome, Permission, Reader, Registry};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::Crews;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(board::PAGE)
        .extend(slots::PAGE)
        .extend(crews::PAGE)
        .extend(when::PAGE)
        .extend(parts_page::LIST)
        .extend(parts_page::ONE)
        .extend(Followed::of("product", Permission::CapacityRead))
        .extend(Followed::of("territory", Permission::CapacityRead))
        .extend(Lookup { entity: "crew_member", few: true, find: find_member, label: member_label });
}

fn members(reader: &mut Reader<'_>) -> Outcome<Vec<Offer>> {
    let crews = reader.view(Crews::default())?;
    let offers = crews.regions.into_iter().flat_map(|region| {
        let name = region.name;
        region.members.into_iter().map(move |member| Offer {
            value: member.member.into(),
            label: member.name,
            hint: format!("{name}, {}", member.skill_name),
        })
    });
    Ok(offers.collect())
}

fn find_member(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let wanted = accord_store::search::fold(query.trim());
    let mut found = members(reader)?;
    found.retain(|offer| accord_store::search::fold(&offer.label).contains(&wanted));
    Ok(found)
}

fn member_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    Ok(members(reader)?.into_iter().find(|offer| offer.value == id).map(|offer| offer.label))
}
