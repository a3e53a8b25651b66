//! What can be done in the catalog.

mod product;
mod skill;

pub use product::{
    ArchiveProduct, ChangeProduct, EnterProduct, GivenLeadTime, NewProduct, ProductDone, RestoreProduct,
    SetLeadTime, import_product,
};
pub use skill::{ChangeSkill, EnterSkill, SkillDone};
