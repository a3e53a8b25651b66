//! Read models of the installed base.

mod list;
mod one;

pub use list::{AssetChoice, AssetChoices, AssetLine, AssetList, AssetPage, CustomerRef, SiteRef};
pub use one::{
    AcceptanceFacts, AssetFacts, AssetRef, CounterFacts, LifeEntry, LifeKind, OneAsset, OutageFacts,
    PlaceFacts, WarrantyOf, WarrantyTerms,
};

use accord_kernel::Registry;
use accord_room_people::paging::{leaf, limit};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<AssetList>().view::<OneAsset>().view::<AssetChoices>().view::<WarrantyOf>();
}
