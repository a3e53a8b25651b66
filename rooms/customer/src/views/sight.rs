//! Whether the reader may follow a customer's changes.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{id::CustomerId, record};

/// Answers when the reader may see the customer, and refuses like any other read when not (R64). Live pages ask it
/// before they listen to the customer's chain.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSight {
    /// The customer.
    pub chain: CustomerId,
}

/// Nothing but that the reader may.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Seen {
    /// The record that survives, when it was merged.
    pub customer: CustomerId,
}

impl View for CustomerSight {
    const NAME: &'static str = "customer.sight";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Seen;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.chain))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Seen> {
        Ok(Seen { customer: record::load(tx, self.chain)?.id })
    }
}
