//! What this room does when something happens in a room below.

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_customer as customer;
use accord_store::Tx;

use crate::record;

/// Registers the reactions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.reaction(Reaction { name: "asset.customer_merged", on: "customer.merge", run: merged });
}

/// Units of a merged customer belong to the record that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in record::of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
        record::index(tx, &row)?;
        act.chain(into);
    }
    Ok(())
}
