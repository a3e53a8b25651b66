//! Ending a promise. There is no action that deletes one.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::Channel;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PromiseAnswer, make, touches};
use crate::{
    NewPromise, PromiseRow,
    id::PromiseId,
    input::{self, Telling},
    ledger::{self, Ending},
    record,
};

/// Records that a promise was kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepPromise {
    /// The promise.
    pub promise: PromiseId,
    /// What shows that it was kept.
    pub evidence: String,
    /// When it happened, if earlier than now; both times are kept.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// Version that was seen.
    pub version: i64,
}

impl Action for KeepPromise {
    const NAME: &'static str = "promise.keep";
    const PERMISSION: Permission = Permission::PromiseKeep;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PromiseAnswer> {
        let row = record::load(tx, self.promise)?;
        ledger::at_version(&row, self.version)?;
        ledger::by_hand(&row)?;
        let ending = Ending { at: self.at, evidence: self.evidence };
        Ok(PromiseAnswer::of(&ledger::keep_here(tx, act, row, ending)?))
    }
}

/// Records honestly that a promise is broken, with the reason, and makes the one that takes its place.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakPromise {
    /// The promise.
    pub promise: PromiseId,
    /// Why it is not kept.
    pub reason: String,
    /// Wording of what takes its place, as the customer gets it; empty when nothing does.
    pub instead_wording: Option<String>,
    /// Due of what takes its place, an instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// Due of what takes its place, a civil date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// How the customer was told.
    pub told: Option<Channel>,
    /// Reason to promise against the check; for the named head only.
    pub override_reason: Option<String>,
    /// Go on although something else was said about the same subject.
    #[serde(default)]
    pub confirm: bool,
    /// Version that was seen.
    pub version: i64,
}

/// A broken promise and what takes its place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BreakAnswer {
    /// The broken promise.
    pub broken: PromiseAnswer,
    /// What takes its place.
    pub instead: Option<PromiseAnswer>,
}

impl BreakPromise {
    fn instead(&self, row: &PromiseRow, act: &Act<'_>) -> Outcome<Option<NewPromise>> {
        let Some(wording) = self.instead_wording.as_deref().map(str::trim).filter(|text| !text.is_empty())
        else {
            if self.due_at.is_some() || self.due_on.is_some() {
                return Err(Refusal::field("/instead_wording", "field.required"));
            }
            return Ok(None);
        };
        let due = input::due(self.due_at, self.due_on)?;
        Ok(Some(NewPromise {
            contact: row.contact_id,
            site: row.site_id,
            about: row.about(),
            subject: row.subject.0.clone(),
            basis: row.basis.clone(),
            told: self.told.map(|channel| Telling { channel, at: act.now }),
            asking: make::asking(self.override_reason.as_deref())?,
            confirm: self.confirm,
            harm: row.harm(),
            ..NewPromise::new(row.customer_id, row.kind, wording, due, row.owner_id)
        }))
    }
}

impl Action for BreakPromise {
    const NAME: &'static str = "promise.break";
    const PERMISSION: Permission = Permission::PromiseKeep;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BreakAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BreakAnswer> {
        let row = record::load(tx, self.promise)?;
        ledger::at_version(&row, self.version)?;
        ledger::by_hand(&row)?;
        let instead = self.instead(&row, act)?;
        // Whoever may only record endings makes no new promise by this way.
        if instead.is_some() && !act.principal.may(Permission::PromiseMake) {
            return Err(Refusal::forbidden("permission").with("permission", Permission::PromiseMake.word()));
        }
        let (broken, instead) = ledger::break_here(tx, act, row, &self.reason, instead)?;
        Ok(BreakAnswer {
            broken: PromiseAnswer::of(&broken),
            instead: instead.as_ref().map(PromiseAnswer::of),
        })
    }
}

/// Records that the customer released us from a promise, in the customer's own words.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasePromise {
    /// The promise.
    pub promise: PromiseId,
    /// What the customer said.
    pub customer_words: String,
    /// Version that was seen.
    pub version: i64,
}

impl Action for ReleasePromise {
    const NAME: &'static str = "promise.release";
    const PERMISSION: Permission = Permission::PromiseKeep;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PromiseAnswer> {
        let row = record::load(tx, self.promise)?;
        ledger::at_version(&row, self.version)?;
        ledger::by_hand(&row)?;
        Ok(PromiseAnswer::of(&ledger::release_here(tx, act, row, &self.customer_words)?))
    }
}
