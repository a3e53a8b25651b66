//! What the watch does because time passes. Each step is taken once for each due and is on record with how late it
//! came; a step for a due that has changed, or a promise that has ended, does nothing.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Touches};
use accord_room_people::PersonId;
use accord_store::{Json, Tx};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::touches;
use crate::{
    PromiseRow,
    id::{PromiseId, Rung, State},
    ledger::{step_word, tell_persons, tell_rung},
    neighbours,
    record::{self, MarkRow},
    rules::watch::Step,
};

/// What a step of the watch did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WatchAnswer {
    /// Whom it told; empty when there was nothing left to do.
    pub told: Vec<PersonId>,
}

/// The promise when a step is still to be taken.
fn pending(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    turn: i64,
    step: &str,
) -> Outcome<Option<PromiseRow>> {
    let row = record::load(tx, promise)?;
    if row.state == State::Open && row.turn == turn && !record::steps_taken(tx, promise, turn)?.contains(step)
    {
        return Ok(Some(row));
    }
    act.quiet();
    Ok(None)
}

fn mark(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    step: String,
    planned_at: Timestamp,
    told: Vec<PersonId>,
) -> Outcome<WatchAnswer> {
    act.fact("promise", row.id);
    act.fact("number", &row.number);
    act.fact("step", &step);
    tx.insert(&MarkRow {
        id: act.new_id(),
        promise_id: row.id,
        turn: row.turn,
        step,
        planned_at,
        fired_at: act.now,
        told: Json(told.iter().map(|person| person.0).collect::<Vec<Uuid>>()),
        version: 1,
    })?;
    Ok(WatchAnswer { told })
}

/// Warns who answers for a promise that so much of its time is used.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarnPromise {
    /// The promise.
    pub promise: PromiseId,
    /// Which of its dues.
    pub turn: i64,
    /// Per cent of its time.
    pub percent: u32,
    /// When it was to come.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned_at: Timestamp,
}

impl Action for WarnPromise {
    const NAME: &'static str = "promise.warn";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = WatchAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WatchAnswer> {
        let step = step_word(Step::Warn(self.percent));
        let Some(row) = pending(tx, act, self.promise, self.turn, &step)? else {
            return Ok(WatchAnswer { told: Vec::new() });
        };
        let percent = [("percent", self.percent.into())];
        tell_persons(tx, act, &row, &[row.owner_id], "notice-promise-warn", &percent, false)?;
        let told = vec![neighbours::responsible(tx, act, row.owner_id, act.now)?];
        mark(tx, act, &row, step, self.planned_at, told)
    }
}

/// Marks that a promise is due and not kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FallDue {
    /// The promise.
    pub promise: PromiseId,
    /// Which of its dues.
    pub turn: i64,
    /// When it was to come.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned_at: Timestamp,
}

impl Action for FallDue {
    const NAME: &'static str = "promise.fall_due";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = WatchAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WatchAnswer> {
        let step = step_word(Step::Due);
        match pending(tx, act, self.promise, self.turn, &step)? {
            Some(row) => mark(tx, act, &row, step, self.planned_at, Vec::new()),
            None => Ok(WatchAnswer { told: Vec::new() }),
        }
    }
}

/// Tells a rung of the ladder that a promise is due and not kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalatePromise {
    /// The promise.
    pub promise: PromiseId,
    /// Which of its dues.
    pub turn: i64,
    /// Place of the rung in the ladder, from 0.
    pub place: u32,
    /// Whom it tells.
    pub to: Rung,
    /// When it was to come.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned_at: Timestamp,
}

impl Action for EscalatePromise {
    const NAME: &'static str = "promise.escalate";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = WatchAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WatchAnswer> {
        let step = step_word(Step::Rung { place: self.place, to: self.to });
        let Some(row) = pending(tx, act, self.promise, self.turn, &step)? else {
            return Ok(WatchAnswer { told: Vec::new() });
        };
        let kind = if self.to == Rung::Owner { "notice-promise-due" } else { "notice-promise-late" };
        let told = tell_rung(tx, act, &row, self.to, kind, true)?;
        mark(tx, act, &row, step, self.planned_at, told)
    }
}

/// The customer had to be told of a forecast by now and was not: the head hears of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellCustomerBy {
    /// The promise.
    pub promise: PromiseId,
    /// Which of its dues.
    pub turn: i64,
    /// When it was to come.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned_at: Timestamp,
}

impl Action for TellCustomerBy {
    const NAME: &'static str = "promise.tell_customer_by";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = WatchAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.promise)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WatchAnswer> {
        let step = format!("tell-{}", self.planned_at.as_second());
        let pending = pending(tx, act, self.promise, self.turn, &step)?;
        let Some(row) = pending.filter(|row| row.tell_by == Some(self.planned_at)) else {
            act.quiet();
            return Ok(WatchAnswer { told: Vec::new() });
        };
        let mut told = tell_rung(tx, act, &row, Rung::Owner, "notice-promise-untold", true)?;
        let heads = neighbours::rung(tx, act, row.owner_id, Rung::OwnerHead)?;
        let heads: Vec<PersonId> = heads.into_iter().filter(|head| !told.contains(head)).collect();
        tell_persons(tx, act, &row, &heads, "notice-promise-untold", &[], true)?;
        told.extend(heads);
        mark(tx, act, &row, step, self.planned_at, told)
    }
}
