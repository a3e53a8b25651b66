//! Policies of the watch, and what it did.

use std::collections::BTreeSet;

use accord_kernel::Outcome;
use accord_store::{Json, Tx, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    id::{Kind, PromiseId, WatchMarkId, WatchPolicyId},
    rules::watch::LadderStep,
};

record! {
    /// When to warn and whom to tell, for one kind of promise.
    pub struct PolicyRow in "watch_policy" shape 1 {
        /// Id.
        id: WatchPolicyId,
        /// Kind of promise.
        kind: Kind,
        /// Per cent of the working time to the due.
        warn_percents: Json<Vec<u32>>,
        /// Steps after the due.
        ladder: Json<Vec<LadderStep>>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One step that the watch took.
    pub struct MarkRow in "watch_mark" shape 1 {
        /// Id.
        id: WatchMarkId,
        /// The promise.
        promise_id: PromiseId,
        /// Which of its dues.
        turn: i64,
        /// Which step.
        step: String,
        /// When it was to come.
        planned_at: Timestamp,
        /// When it came.
        fired_at: Timestamp,
        /// Who was told.
        told: Json<Vec<Uuid>>,
        /// Row version.
        version: i64,
    }
}

/// The policy of a kind, when one was set.
pub(crate) fn policy_of(tx: &mut Tx, kind: Kind) -> Outcome<Option<PolicyRow>> {
    Ok(tx.select_one("WHERE kind = ?1", params![kind])?)
}

/// All policies that were set.
pub(crate) fn policies(tx: &mut Tx) -> Outcome<Vec<PolicyRow>> {
    Ok(tx.select("ORDER BY kind", params![])?)
}

/// What the watch did about a promise, in order.
pub(crate) fn marks(tx: &mut Tx, promise: PromiseId) -> Outcome<Vec<MarkRow>> {
    Ok(tx.select("WHERE promise_id = ?1 ORDER BY fired_at, planned_at, id", params![promise])?)
}

/// The steps that were taken already of one due.
pub(crate) fn steps_taken(tx: &mut Tx, promise: PromiseId, turn: i64) -> Outcome<BTreeSet<String>> {
    let sql = "SELECT step FROM watch_mark WHERE promise_id = ?1 AND turn = ?2";
    let rows = tx.query(sql, params![promise, turn])?;
    Ok(rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?)
}

/// Steps that came within a time.
pub(crate) fn marks_within(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Outcome<Vec<MarkRow>> {
    Ok(tx.select("WHERE fired_at >= ?1 AND fired_at < ?2 ORDER BY fired_at, id", params![from, to])?)
}
