//! Decides who may look at which customer, for the kernel (R64).

use accord_kernel::{Context, Outcome, Sharing, Sight};
use accord_store::Tx;
use uuid::Uuid;

use crate::{record, rules};

/// Sight of customers by territory, account team and stated reason.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomerSharing;

impl Sharing for CustomerSharing {
    fn sight(&self, tx: &mut Tx, ctx: &Context, customer: Uuid) -> Outcome<Sight> {
        Ok(record::sight_facts(tx, ctx, customer)?.map_or(Sight::Hidden, rules::sight))
    }

    fn canonical(&self, tx: &mut Tx, customer: Uuid) -> Outcome<Uuid> {
        record::canonical(tx, customer)
    }
}

/// Whether a customer may be shown to the reader at all: in their own territory, or by a reason they have stated.
///
/// # Errors
/// What the database refuses.
pub fn in_sight(tx: &mut Tx, ctx: &Context, customer: Uuid) -> Outcome<bool> {
    Ok(matches!(CustomerSharing.sight(tx, ctx, customer)?, Sight::Open | Sight::ByReason(_)))
}
