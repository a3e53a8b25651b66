//! Where a sale comes from: whether the customer had bought from us before (R8), and who gave something to it (R68).

use accord_kernel::{Context, Outcome};
use accord_room_asset as asset;
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    ContributionKind, EarlierBusiness, OpportunityState, SaleContributions,
    record::{demonstrations_of, opportunities_of},
};

/// What the pipeline knows of those who gave something to a sale.
pub(crate) const CONTRIBUTIONS: SaleContributions = SaleContributions { word: "pipeline", of: contributions };

/// Whether a customer had bought from us before a day, apart from an order: units of ours that stood there, with or
/// without an order on record, or business that a room above knows.
///
/// # Errors
/// What the database refuses.
pub fn bought_before(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    order: Option<Uuid>,
    on: Date,
) -> Outcome<bool> {
    if asset::had_of_ours(tx, customer, on, order)? {
        return Ok(true);
    }
    for room in ctx.registry.extensions::<EarlierBusiness>() {
        if (room.any)(tx, customer, order, on)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whoever pursued what was won, and the engineers who came to its demonstrations.
fn contributions(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<(PersonId, &'static str)>> {
    let mut found = Vec::new();
    for one in opportunities_of(tx, customer)? {
        if one.state != OpportunityState::Won {
            continue;
        }
        found.extend(one.owner_id.map(|owner| (owner, "pursued")));
        for demo in demonstrations_of(tx, one.id)? {
            let came = demo.engineer_id.filter(|_| demo.engineer_came == Some(true));
            found.extend(came.map(|engineer| (engineer, ContributionKind::Demonstrated.word())));
        }
    }
    Ok(found)
}
