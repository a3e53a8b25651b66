//! What this room asks of the rooms below it, in one place.

use accord_kernel::Outcome;
use accord_room_asset::{self as asset, AssetId};
use accord_room_customer::{self as customer, CustomerId, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;

/// Who looks after a customer: both owners, else the heads of sales; never nobody.
pub fn owners(tx: &mut Tx, of: CustomerId) -> Outcome<Vec<PersonId>> {
    let team = customer::team(tx, of)?;
    let mut owners: Vec<PersonId> = [TeamSphere::Sales, TeamSphere::AfterSales]
        .into_iter()
        .filter_map(|half| team.half(half).owner)
        .collect();
    owners.dedup();
    if owners.is_empty() { people::heads(tx, "head_of_sales") } else { Ok(owners) }
}

/// What an asset is called.
pub fn asset_label(tx: &mut Tx, id: AssetId) -> Outcome<Option<String>> {
    let unit = asset::asset(tx, id)?;
    Ok(Some(format!("{} {}", unit.number, unit.name())))
}
