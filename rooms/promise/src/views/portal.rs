//! What the customer sees of promises: the wording they got, the due they were told, how it stands. This type has no
//! internal field, so none can leave by it (R5).

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{Kind, State},
    record,
};

/// Ended promises are shown for so many days.
const ENDED_DAYS: i64 = 90;
/// Most rows.
const ROWS_MAX: i64 = 200;

/// A promise as the customer sees it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalPromise {
    /// Number, to refer to.
    pub number: String,
    /// What kind.
    pub kind: Kind,
    /// The wording as they got it.
    pub wording: String,
    /// When it is due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// The civil date of the due, where a date was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Zone of the due.
    pub zone: String,
    /// How it stands.
    pub state: State,
    /// When it was kept.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
}

/// What was promised to us: what is open, and what ended lately. A contact's own customer, and no other.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalPromises {}

fn own(ctx: &Context) -> Outcome<CustomerId> {
    ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)
}

impl View for PortalPromises {
    const NAME: &'static str = "portal.promises";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Vec<PortalPromise>;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own(ctx)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PortalPromise>> {
        let customer = customer::load(tx, own(ctx)?)?.id;
        let since =
            ctx.now.checked_sub(SignedDuration::from_hours(24 * ENDED_DAYS)).unwrap_or(Timestamp::MIN);
        let rows = record::told_to(tx, customer, since, ROWS_MAX)?;
        Ok(rows
            .into_iter()
            .map(|row| PortalPromise {
                number: row.number,
                kind: row.kind,
                wording: row.wording,
                due_at: row.due_at,
                due_on: row.due_on,
                zone: row.zone,
                state: row.state,
                ended_at: row.ended_at,
            })
            .collect())
    }
}
