//! A profile is looked at again each year (R11).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Touches};
use accord_room_people::{self as people, Notice};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::profile::{ProfileDone, close};
use crate::{id::ValueProfileId, input, neighbours, record};

/// Says that a profile was looked at and is still right.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewProfile {
    /// The profile.
    pub profile: ValueProfileId,
    /// Row version that was read.
    pub version: i64,
}

impl Action for ReviewProfile {
    const NAME: &'static str = "value.review";
    const PERMISSION: Permission = Permission::ValueWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProfileDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::load_profile(tx, self.profile)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProfileDone> {
        let row = record::load_profile(tx, self.profile)?;
        input::same_version(&row, self.version)?;
        close(tx, act, row, false)
    }
}

/// A profile is a year old: its owners are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDue {
    /// The profile.
    pub profile: ValueProfileId,
    /// The day for which it was planned; a later look makes it void.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

/// Whom it told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewTold {
    /// Persons, by id.
    pub told: Vec<Uuid>,
}

impl Action for ReviewDue {
    const NAME: &'static str = "value.review_due";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ReviewTold;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::load_profile(tx, self.profile)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewTold> {
        let row = record::load_profile(tx, self.profile)?;
        if row.review_due_on != self.due_on {
            act.quiet();
            return Ok(ReviewTold { told: Vec::new() });
        }
        let of = accord_room_customer::load(tx, row.customer_id)?;
        let owners = neighbours::owners(tx, row.customer_id)?;
        act.fact("profile", row.id);
        for owner in &owners {
            let facts = vec![("customer", of.name.as_str().into()), ("since", row.reviewed_on.into())];
            let notice = Notice::new(*owner, "notice-value-review", facts)
                .at(format!("/customers/{}/value", row.customer_id))
                .about(row.customer_id);
            people::notify(tx, act, notice)?;
        }
        Ok(ReviewTold { told: owners.into_iter().map(|owner| owner.0).collect() })
    }
}
