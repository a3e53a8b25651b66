//! An offered date holds its place until it expires.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Schedule, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{BookingId, Firmness, planning, record::buckets};

/// The action's name, for those who cancel it.
pub(crate) const EXPIRE: &str = "capacity.expire_offer";

/// Gives back what an offer held, when it expires.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireOffer {
    /// What was taken together.
    pub booking: BookingId,
}

impl Action for ExpireOffer {
    const NAME: &'static str = EXPIRE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let held = buckets::of_booking(tx, self.booking)?;
        Ok(held
            .first()
            .map_or_else(|| Touches::chain(self.booking), |held| Touches::customer(held.customer_id)))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let held = buckets::of_booking(tx, self.booking)?;
        let now = act.now;
        let expired = held
            .into_iter()
            .filter(|held| held.hold == Firmness::Offer && held.expires_at.is_some_and(|at| at <= now))
            .collect();
        act.quiet();
        planning::give_back(tx, act, expired)
    }
}

/// Plans the end of an offer.
pub(crate) fn plan_expiry(tx: &mut Tx, act: &mut Act<'_>, booking: BookingId, at: Timestamp) -> Outcome<()> {
    let plan = Schedule {
        action: EXPIRE,
        subject: booking.into(),
        step: "expire".to_owned(),
        input: serde_json::to_value(ExpireOffer { booking }).unwrap_or_default(),
        due_at: at,
    };
    act.schedule(tx, &plan)
}
