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
