//! The pages of the catalog. They read views only.

mod list;
mod one;
mod skills;

use accord_face::{Followed, Home, Lookup, Offer};
use accord_kernel::{Outcome, Permission, Reader, Registry};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::views::{Choice, ProductChoices, SkillChoices};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(skills::PAGE)
        .extend(Followed::of("product", Permission::CatalogRead))
        .extend(Home { entity: "product", path: "/products/{id}" })
        .extend(Lookup { entity: "product", few: false, find: find_product, label: product_label })
        .extend(Lookup { entity: "skill", few: true, find: find_skill, label: skill_label });
}

fn offers(choices: Vec<Choice>) -> Vec<Offer> {
    choices
        .into_iter()
        .map(|choice| Offer { value: choice.id, label: choice.label, hint: choice.hint })
        .collect()
}

fn find_product(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = ProductChoices { query: Some(query.to_owned()), ..ProductChoices::default() };
    Ok(offers(reader.view(asked)?))
}

fn product_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = ProductChoices { id: Some(id.into()), ..ProductChoices::default() };
    Ok(reader.view(asked)?.into_iter().next().map(|choice| choice.label))
}

fn find_skill(reader: &mut Reader<'_>, query: &str, _: &JsonValue) -> Outcome<Vec<Offer>> {
    let asked = SkillChoices { query: Some(query.to_owned()), id: None };
    Ok(offers(reader.view(asked)?))
}

fn skill_label(reader: &mut Reader<'_>, id: Uuid) -> Outcome<Option<String>> {
    let asked = SkillChoices { query: None, id: Some(id.into()) };
    Ok(reader.view(asked)?.into_iter().next().map(|choice| choice.label))
}
