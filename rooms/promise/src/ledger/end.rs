//! How promises end: kept, honestly broken, released in the customer's words. There is no other way.

use accord_kernel::{Act, Outcome};
use accord_store::Tx;
use jiff::Timestamp;

use super::{NewPromise, as_event, change, facts, make, notices, plan, said, wrong};
use crate::{
    PromiseRow,
    id::{Change, PromiseId, State},
    input::{self, WORDING_MAX},
    neighbours, record,
    rules::ending,
};

/// How a promise was kept.
#[derive(Debug, Clone)]
pub struct Ending {
    /// When it happened; `None` is now. May be earlier than it is recorded; both are kept (R61).
    pub at: Option<Timestamp>,
    /// What shows it.
    pub evidence: String,
}

/// What takes the place of a broken promise; customer, kind, owner and what it is about stay.
pub type Instead = NewPromise;

/// Records that a promise was kept: kept or kept late by what the customer was first told.
///
/// # Errors
/// `promise.ended`, `promise.before_made`, `promise.in_future`.
pub fn keep(tx: &mut Tx, act: &mut Act<'_>, promise: PromiseId, ending: Ending) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.keep", row.customer_id, |tx, act| keep_here(tx, act, row, ending))
}

/// As [`keep`], as the event of the running action.
pub(crate) fn keep_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: PromiseRow,
    ending: Ending,
) -> Outcome<PromiseRow> {
    let evidence = input::text("/evidence", &ending.evidence, WORDING_MAX)?;
    let at = ending.at.unwrap_or(act.now);
    let state = ending::kept(row.state, row.made_at, row.measured_at, at, act.now)
        .map_err(|why| wrong(&row, why, "/at"))?;
    finish(tx, act, row, Finish { state, at, words: evidence, what: Change::Kept, customer_words: None })
}

/// Records that a promise was broken, with the reason; what takes its place is made through the gate.
///
/// # Errors
/// `promise.ended`; those of [`super::make`] for what takes its place.
pub fn break_honestly(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    reason: &str,
    instead: Option<Instead>,
) -> Outcome<(PromiseRow, Option<PromiseRow>)> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.break", row.customer_id, |tx, act| {
        break_here(tx, act, row, reason, instead)
    })
}

/// As [`break_honestly`], as the event of the running action.
pub(crate) fn break_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: PromiseRow,
    reason: &str,
    instead: Option<Instead>,
) -> Outcome<(PromiseRow, Option<PromiseRow>)> {
    let reason = input::text("/reason", reason, WORDING_MAX)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    let finish_with = Finish {
        state: State::Broken,
        at: act.now,
        words: reason,
        what: Change::Broken,
        customer_words: None,
    };
    let row = finish(tx, act, row, finish_with)?;
    let next = match instead {
        Some(mut new) => {
            new.follows = Some(row.id);
            Some(make(tx, act, new)?)
        }
        None => None,
    };
    Ok((row, next))
}

/// Records that the customer released us, in the customer's words (R20).
///
/// # Errors
/// `promise.ended`; `field.empty` without words.
pub fn release(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    customer_words: &str,
) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.release", row.customer_id, |tx, act| {
        release_here(tx, act, row, customer_words)
    })
}

/// As [`release`], as the event of the running action.
pub(crate) fn release_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: PromiseRow,
    customer_words: &str,
) -> Outcome<PromiseRow> {
    let words = input::text("/customer_words", customer_words, WORDING_MAX)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    let finish_with = Finish {
        state: State::Released,
        at: act.now,
        words: words.clone(),
        what: Change::Released,
        customer_words: Some(words),
    };
    finish(tx, act, row, finish_with)
}

/// How a promise ends.
pub(super) struct Finish {
    pub state: State,
    pub at: Timestamp,
    pub words: String,
    pub what: Change,
    pub customer_words: Option<String>,
}

pub(super) fn finish(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    finish: Finish,
) -> Outcome<PromiseRow> {
    row.state = finish.state;
    row.ended_at = Some(finish.at);
    row.ended_recorded_at = Some(act.now);
    row.ended_by = neighbours::author(act);
    row.ending = Some(finish.words.clone());
    row.tell_by = None;
    tx.update(&mut row)?;
    let entry = change::Entry {
        what: finish.what,
        before: Some(State::Open.word().to_owned()),
        after: Some(finish.state.word().to_owned()),
        reason: finish.words,
        customer_words: finish.customer_words,
    };
    change::note(tx, act, &row, entry)?;
    plan::forget(tx, act, &row)?;
    // A date that is owed no longer does not stand against the next one.
    said::withdraw_of_promise(tx, &row)?;
    facts(act, &row);
    if finish.at < act.now {
        act.happened_at(finish.at);
    }
    notices::ended(tx, act, &row)?;
    Ok(row)
}
