//! Read models of the installed base.

mod list;
mod one;

pub use list::{AssetChoice, AssetChoices, AssetLine, AssetList, AssetPage, CustomerRef, SiteRef};
pub use one::{
    AcceptanceFacts, AssetFacts, AssetRef, CounterFacts, LifeEntry, LifeKind, OneAsset, OutageFacts,
    PlaceFacts, WarrantyOf, WarrantyTerms,
};

use accord_kernel::{Outcome, Refusal, Registry};

/// Most rows of one answer.
const LIMIT_MAX: i64 = 200;
/// Rows when nobody says how many.
const LIMIT: i64 = 50;
/// Rows are counted exactly to here.
const COUNT_EXACT_TO: i64 = 1_000;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<AssetList>().view::<OneAsset>().view::<AssetChoices>().view::<WarrantyOf>();
}

fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT);
    if (1..=LIMIT_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", LIMIT_MAX))
    }
}
