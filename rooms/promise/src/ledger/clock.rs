//! Promises that are clocks: a contract makes them, and their due follows from a beginning, a budget of working time, a
//! calendar and pauses (R30). The room that keeps the clock computes; the ledger watches, marks and tells as for any
//! other promise.

use accord_business_time::Calendar;
use accord_kernel::{Act, Outcome};
use accord_room_customer as customer;
use accord_room_people as people;
use accord_store::Tx;
use jiff::Timestamp;

use super::{NewPromise, as_event, change, facts, index, make, notices, plan, wrong};
use crate::{
    PromiseRow,
    id::{Change, PromiseId},
    input::{self, WORDING_MAX},
    neighbours::Place,
    record,
    rules::{due::Due, ending},
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
/// with it. Time that was used stays used.
///
/// # Errors
/// `promise.ended`; an empty reason.
pub fn set_clock(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    clock: &ClockDue,
    reason: &str,
) -> Outcome<PromiseRow> {
    let reason = input::text("/reason", reason, WORDING_MAX)?;
    let row = record::load(tx, promise)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    as_event(tx, act, false, "promise.redate", row.customer_id, |tx, act| {
        let mut row = row;
        let before = Some(change::due_text(&row));
        row.due_at = clock.due_at;
        row.measured_at = clock.due_at;
        row.paused_at = clock.paused_at;
        row.zone = clock.calendar.zone_name().to_owned();
        tx.update(&mut row)?;
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
        Ok(row)
    })
}
