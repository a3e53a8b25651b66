//! Promises that are clocks: a contract makes them, and their due follows from a beginning, a budget of working time, a
//! calendar and pauses (R30). The room that keeps the clock computes; the ledger watches, marks and tells as for any
//! other promise.

use accord_business_time::Calendar;
use accord_kernel::{Act, Outcome};
use accord_room_customer as customer;
use accord_room_people as people;
use accord_store::Tx;
use jiff::Timestamp;

use super::{NewPromise, as_event, change, end, facts, index, make, notices, plan, wrong};
use crate::{
    PromiseRow,
    id::{Change, PromiseId, State},
    input::{self, Telling, WORDING_MAX},
    neighbours::Place,
    record,
    rules::{
        due::{self, Due},
        ending,
    },
};

/// When a clock runs out, as things stand.
#[derive(Debug, Clone)]
pub struct ClockDue {
    /// When it began.
    pub started_at: Timestamp,
    /// When it runs out.
    pub due_at: Timestamp,
    /// The calendar on which it runs, in the zone of the place.
    pub calendar: Calendar,
    /// Its warnings: per cent of its budget, and when so much is used.
    pub warnings: Vec<(u32, Timestamp)>,
    /// Since when it stands still, for a cause at the customer's.
    pub paused_at: Option<Timestamp>,
}

impl ClockDue {
    fn due(&self) -> Due {
        Due { at: self.due_at, limit_at: self.due_at, on: None }
    }
}

/// Why a clock runs out at another time.
#[derive(Debug, Clone, Copy)]
pub struct ClockChange<'t> {
    /// Why.
    pub reason: &'t str,
    /// How the customer has it now, where the words themselves name the time; they stay when open.
    pub wording: Option<&'t str>,
    /// How a person told the customer; open where the new due follows from what they know.
    pub told: Option<Telling>,
}

impl<'t> ClockChange<'t> {
    /// A due that follows from what the customer knows.
    pub const fn because(reason: &'t str) -> Self {
        Self { reason, wording: None, told: None }
    }
}

/// Makes a promise that is a clock. It may have run out already: then the watch says so at once.
///
/// # Errors
/// What a promise refuses.
pub fn make_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut new: NewPromise,
    clock: &ClockDue,
) -> Outcome<PromiseRow> {
    new.customer = customer::load(tx, new.customer)?.id;
    new.wording = input::text("/wording", &new.wording, WORDING_MAX)?;
    new.basis = input::optional("/basis", &new.basis, WORDING_MAX)?;
    people::active_person(tx, new.owner)?;
    let of = new.customer;
    as_event(tx, act, false, "promise.make", of, |tx, act| {
        let place = Place { site: new.site, calendar: clock.calendar.clone() };
        let mut row = make::row(tx, act, new, &place, clock.due())?;
        row.made_at = clock.started_at.min(act.now);
        row.checked = true;
        row.paused_at = clock.paused_at;
        tx.insert(&row)?;
        facts(act, &row);
        if row.paused_at.is_none() {
            plan::plan_clock(tx, act, &row, &clock.warnings, &clock.calendar)?;
        }
        index(tx, &row)?;
        notices::made(tx, act, &row, &[])?;
        Ok(row)
    })
}

/// The clock of a promise stands still, runs again, or has another budget: its due follows, and what it is measured by
/// with it. Time that was used stays used. Where the customer was told an instant, a later one loosens nothing (R24);
/// told another one, they have another due, over which the watch begins anew.
///
/// # Errors
/// `promise.ended`; an empty reason.
pub fn set_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    clock: &ClockDue,
    why: ClockChange<'_>,
) -> Outcome<PromiseRow> {
    let reason = input::text("/reason", why.reason, WORDING_MAX)?;
    let wording = input::some("/wording", why.wording, WORDING_MAX)?;
    let row = record::load(tx, promise)?;
    ending::still_open(row.state).map_err(|wrong_now| wrong(&row, wrong_now, "/promise"))?;
    as_event(tx, act, false, "promise.redate", row.customer_id, |tx, act| {
        let mut row = row;
        let before = Some(change::due_text(&row));
        row.measured_at = if row.kind.is_told_instant() {
            due::measured(row.measured_at, clock.due_at, true)
        } else {
            clock.due_at
        };
        row.due_at = clock.due_at;
        row.paused_at = clock.paused_at;
        row.zone = clock.calendar.zone_name().to_owned();
        if let Some(told) = why.told {
            row.turn += 1;
            row.told_at = Some(told.at);
            row.told_channel = Some(told.channel);
        }
        let reworded = wording.is_some();
        row.wording = wording.unwrap_or(row.wording);
        tx.update(&mut row)?;
        if reworded {
            index(tx, &row)?;
        }
        let entry = change::Entry {
            what: Change::Redated,
            before,
            after: Some(change::due_text(&row)),
            reason,
            customer_words: None,
        };
        change::note(tx, act, &row, entry)?;
        facts(act, &row);
        plan::forget(tx, act, &row)?;
        if row.paused_at.is_none() {
            plan::replan_clock(tx, act, &row, &clock.warnings, &clock.calendar)?;
        }
        if why.told.is_some() {
            notices::redated(tx, act, &row, &[])?;
        }
        Ok(row)
    })
}

/// Ends a clock that was never owed: it was read from a cover that is another's. It counts neither as kept nor as broken,
/// the reason stands in its history, and no words are put into the customer's mouth.
///
/// # Errors
/// `promise.ended`; an empty reason.
pub fn withdraw_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    reason: &str,
) -> Outcome<PromiseRow> {
    let words = input::text("/reason", reason, WORDING_MAX)?;
    let row = record::load(tx, promise)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    as_event(tx, act, false, "promise.release", row.customer_id, |tx, act| {
        let at = act.now;
        let how =
            end::Finish { state: State::Released, at, words, what: Change::Released, customer_words: None };
        end::finish(tx, act, row, how)
    })
}
