//! The catalog: what the company sells, how long it takes to make, and the work of installing it.
//!
//! A product has a code, a kind, lead times by effective date that are never rewritten (R18), the working calendar of
//! the plant or store it leaves from, the way to a customer, and minutes of work on site by skill.
//!
//! It must not know who orders, what is taken of a week, or what was promised: rooms above ask it.
//!
//! Something new to say of a product is one more column in [`record`], one more field in
//! [`actions::NewProduct`] and its check there; a rule about it goes to [`rules`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod id;
pub mod input;
mod many;
mod pages;
pub mod record;
pub mod rules;
pub mod views;

use accord_kernel::Registry;
use accord_store::Record;

pub use actions::import_product;
pub use id::{DayCount, LeadTimeId, ProductId, ProductKind, SkillId};
pub use record::{
    InstallWork, LeadTime, Product, Skill, find, find_all, find_by_code, find_skill, lead_times_of, skills,
};

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry
        .action::<actions::EnterSkill>()
        .action::<actions::ChangeSkill>()
        .action::<actions::EnterProduct>()
        .action::<actions::ChangeProduct>()
        .action::<actions::ArchiveProduct>()
        .action::<actions::RestoreProduct>()
        .action::<actions::SetLeadTime>()
        .view::<views::Products>()
        .view::<views::OneProduct>()
        .view::<views::ProductChoices>()
        .view::<views::SkillChoices>()
        .view::<views::Skills>()
        .tables(&[Skill::TABLE, Product::TABLE, LeadTime::TABLE])
        .derived("search_entry (product)", record::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
    pages::register(registry);
    many::register(registry);
}
