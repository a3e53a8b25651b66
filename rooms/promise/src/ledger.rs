//! What is done to promises, for the actions of this room and for higher rooms. Each function leaves an event of its
//! own, named as the action that would do it alone, so that reactions and the time line see no difference.
//!
//! To add something that can be done to a promise: a rule in `rules`, a function here, a thin action.

mod change;
mod clock;
mod end;
mod forecast;
mod gate;
mod imported;
mod make;
mod matter;
mod notices;
mod plan;
mod said;
mod sentence;

pub use change::{NewDate, hand_over, redate, set_harm, tell};
pub(crate) use change::{hand_over_here, redate_here, set_harm_here, tell_here};
pub use clock::{ClockChange, ClockDue, make_clock, set_clock, withdraw_clock};
pub use end::{Ending, Instead, break_honestly, keep, release};
pub(crate) use end::{break_here, keep_here, release_here};
pub use forecast::{Draft, draft_of, forecast, knock_on};
pub(crate) use forecast::{forecast_here, harm};
pub use gate::Asking;
pub use imported::{IMPORTED, ImportedOutcome, import_outcomes, take_back_outcome};
pub(crate) use make::make_here;
pub use make::{NewPromise, make};
pub(crate) use matter::{Matter, chosen, taken_up};
pub(crate) use notices::{tell_persons, tell_rung};
pub use plan::default_policy;
pub(crate) use plan::step_word;
pub(crate) use said::{NewStatement, Spoken, answer, checked, say, tell_owner};
pub use sentence::Sentence;
pub(crate) use sentence::sentence;

use accord_kernel::{Act, Emit, Outcome, Refusal};
use accord_store::{Tx, search};

use crate::{PromiseRow, record, rules::ending::Wrong};

pub(crate) use accord_kernel::at_version;

/// Runs work on a promise as an event of its own, unless the running action is the event already.
fn as_event<T>(
    tx: &mut Tx,
    act: &mut Act<'_>,
    own: bool,
    name: &'static str,
    customer: accord_room_customer::CustomerId,
    work: impl FnOnce(&mut Tx, &mut Act<'_>) -> Outcome<T>,
) -> Outcome<T> {
    if own {
        return work(tx, act);
    }
    act.within(tx, Emit { name, customer: Some(customer.into()), chains: Vec::new() }, work)
}

/// Puts what readers of the time line need into the event.
fn facts(act: &mut Act<'_>, row: &PromiseRow) {
    act.fact("promise", row.id);
    act.fact("number", &row.number);
    act.fact("kind", row.kind);
    act.fact("state", row.state);
    act.fact("due_at", row.due_at);
    if let Some(on) = row.due_on {
        act.fact("due_on", on);
    }
}

/// Makes a promise findable by its number and wording.
pub(crate) fn index(tx: &mut Tx, row: &PromiseRow) -> Outcome<()> {
    Ok(search::put(tx, &entry(row), &row.wording)?)
}

/// What the search shows of a promise.
fn entry(row: &PromiseRow) -> search::Entry {
    search::Entry {
        kind: "promise".to_owned(),
        id: row.id.into(),
        customer: Some(row.customer_id.into()),
        label: row.number.clone(),
        hint: row.wording.chars().take(120).collect(),
    }
}

/// Finds every promise again; returns how many.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    let mut after = crate::PromiseId(uuid::Uuid::nil());
    let mut count = 0;
    loop {
        let rows = record::page_of(tx, None, after, 500)?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.id;
        for row in &rows {
            index(tx, row)?;
            count += 1;
        }
    }
}

/// Refuses to move or end by hand what a case keeps: its clocks and updates are answered there (R30).
pub(crate) fn by_hand(row: &PromiseRow) -> Outcome<()> {
    if row.kind.is_clock() || row.about_kind.as_deref() == Some("service_case") {
        return Err(Refusal::conflict("promise.by_its_case").with("number", row.number.as_str()));
    }
    Ok(())
}

/// Says why something cannot be done to a promise.
fn wrong(row: &PromiseRow, wrong: Wrong, pointer: &'static str) -> Refusal {
    use accord_kernel::Fact;
    match wrong {
        Wrong::Ended(state) => Refusal::conflict("promise.ended")
            .with("number", row.number.as_str())
            .with("state", Fact::Word(state.message())),
        Wrong::BeforeMade => Refusal::field(pointer, "promise.before_made").with("made", row.made_at),
        Wrong::InFuture => Refusal::field(pointer, "promise.in_future"),
        Wrong::DuePast => Refusal::field(pointer, "promise.due_past"),
        Wrong::SameDue => Refusal::field(pointer, "promise.same_due"),
        Wrong::Untold => Refusal::conflict("promise.redate_untold").with("number", row.number.as_str()),
        Wrong::EarlierByCheckpoint => {
            Refusal::conflict("promise.earlier_by_checkpoint").with("number", row.number.as_str())
        }
    }
}
