//! Changing an open promise.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::Channel;
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{PromiseAnswer, make, touches};
use crate::{
    id::PromiseId,
    input::{self, Telling},
    ledger::{self, NewDate},
    record,
    rules::due::Wish,
};

/// Gives a promise a new due, which a person has told the customer with the reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedatePromise {
    /// The promise.
    pub promise: PromiseId,
    /// New due, an instant; or give a date.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due_at: Option<Timestamp>,
    /// New due, a civil date; or give an instant.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Why, as the customer was told.
    pub reason: String,
    /// The wording as the customer has it now; made anew by the room whose promise it is when open, and where none
    /// makes it, the words stay.
    pub wording: Option<String>,
    /// How the customer was told.
    pub told: Option<Channel>,
    /// Whether the customer accepted it.
    #[serde(default)]
    pub accepted: bool,
    /// What the customer said.
    pub customer_words: Option<String>,
    /// Reason to promise against the check; for the named head only.
    pub override_reason: Option<String>,
    /// Version that was seen.
    pub version: i64,
}

impl Action for RedatePromise {
    const NAME: &'static str = "promise.redate";
    const PERMISSION: Permission = Permission::PromiseMake;
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
        let new = NewDate {
            wording: self.wording,
            due: input::due(self.due_at, self.due_on)?,
            reason: self.reason,
            told: self.told.map(|channel| Telling { channel, at: act.now }),
            accepted: self.accepted,
            customer_words: self.customer_words,
            at_checkpoint: false,
            asking: make::asking(self.override_reason.as_deref())?,
        };
        Ok(PromiseAnswer::of(&ledger::redate_here(tx, act, row, new)?))
    }
}

/// Records when a promise is expected to be kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForecastPromise {
    /// The promise.
    pub promise: PromiseId,
    /// Expected at an instant; or give a date.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub forecast_at: Option<Timestamp>,
    /// Expected on a civil date; or give an instant.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub forecast_on: Option<Date>,
    /// Why.
    pub reason: String,
    /// Version that was seen.
    pub version: i64,
}

impl Action for ForecastPromise {
    const NAME: &'static str = "promise.forecast";
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
        let at = match (self.forecast_at, self.forecast_on) {
            (Some(at), None) => Wish::At(at),
            (None, Some(on)) => Wish::On(on),
            (None, None) => return Err(Refusal::field("/forecast_on", "field.required")),
            (Some(_), Some(_)) => return Err(Refusal::field("/forecast_on", "promise.due_one")),
        };
        Ok(PromiseAnswer::of(&ledger::forecast_here(tx, act, row, at, &self.reason)?))
    }
}

/// Gives a promise another owner.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverPromise {
    /// The promise.
    pub promise: PromiseId,
    /// Who keeps it from now on.
    pub to: PersonId,
    /// Why.
    pub reason: Option<String>,
    /// Version that was seen.
    pub version: i64,
}

impl Action for HandOverPromise {
    const NAME: &'static str = "promise.hand_over";
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
        // One's own, or that of somebody one covers; others' by who manages the watch.
        if !act.principal.answers_for(row.owner_id.into()) && !act.principal.may(Permission::WatchManage) {
            return Err(Refusal::forbidden("promise.not_yours").with("number", row.number));
        }
        let reason = self.reason.unwrap_or_default();
        Ok(PromiseAnswer::of(&ledger::hand_over_here(tx, act, row, self.to, &reason)?))
    }
}

/// Records that the customer was told a promise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellPromise {
    /// The promise.
    pub promise: PromiseId,
    /// How the customer was told.
    pub told: Channel,
    /// When, if earlier than now.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// Go on although something else was said about the same subject.
    #[serde(default)]
    pub confirm: bool,
    /// Version that was seen.
    pub version: i64,
}

impl Action for TellPromise {
    const NAME: &'static str = "promise.tell";
    const PERMISSION: Permission = Permission::PromiseMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PromiseAnswer> {
        let row = record::load(tx, self.promise)?;
        ledger::at_version(&row, self.version)?;
        let told = Telling { channel: self.told, at: self.at.unwrap_or(act.now) };
        Ok(PromiseAnswer::of(&ledger::tell_here(tx, act, row, told, self.confirm)?))
    }
}

/// States what the customer loses when a promise is not kept; it decides what is looked at first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHarm {
    /// The promise.
    pub promise: PromiseId,
    /// The loss; empty takes it back.
    pub harm: Option<Money>,
    /// Version that was seen.
    pub version: i64,
}

impl Action for SetHarm {
    const NAME: &'static str = "promise.set_harm";
    const PERMISSION: Permission = Permission::PromiseMake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromiseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PromiseAnswer> {
        let row = record::load(tx, self.promise)?;
        ledger::at_version(&row, self.version)?;
        Ok(PromiseAnswer::of(&ledger::set_harm_here(tx, act, row, self.harm)?))
    }
}
