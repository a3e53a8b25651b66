//! What the room of imports needs beyond the actions.

use accord_kernel::Outcome;
use accord_store::Tx;

use crate::{CustomerId, record};

/// Makes a customer findable anew, after one of its sites was taken back.
///
/// # Errors
/// Absent when there is none.
pub fn reindex(tx: &mut Tx, customer: CustomerId) -> Outcome<()> {
    let row = record::load(tx, customer)?;
    record::index_customer(tx, &row)
}
