//! What this room asks of the rooms below it, in one place.

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::{self as customer, CustomerId, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use uuid::Uuid;

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

/// An asset that stands at the customer.
pub fn asset_of(_: &mut Tx, _: CustomerId, _: Uuid) -> Outcome<()> {
    Err(Refusal::field("/asset", "field.unknown_reference"))
}

/// What an asset is called.
pub fn asset_label(_: &mut Tx, _: Uuid) -> Outcome<Option<String>> {
    Ok(None)
}
