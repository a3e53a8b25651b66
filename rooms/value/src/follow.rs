//! What this room does when others act: a merge moves the value profiles.

use accord_kernel::{Act, Happened, Outcome, Reaction};
use accord_room_customer as customer;
use accord_store::Tx;

use crate::record;

/// Moves the profiles of a merged customer to the one that goes on (R2).
pub const MERGE: Reaction = Reaction { name: "value.follow_merge", on: "customer.merge", run: merge };

fn merge(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in record::profiles_of(tx, from)? {
        row.customer_id = into;
        // Both knew why: the surviving record's words speak, the other's stay readable beside them.
        if record::profile_of_scope(tx, into, &row.scope_key)?.is_some() {
            row.scope_key = format!("merged:{}", row.id);
        }
        tx.update(&mut row)?;
    }
    for mut row in record::cost_reasons_of(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    Ok(())
}
