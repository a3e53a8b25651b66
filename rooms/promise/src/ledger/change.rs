//! Changes of an open promise: a new due, a new owner, told, harm. What was before stays (R65).

use accord_kernel::{Act, Money, Outcome, Refusal};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use serde_json::json;

use super::{Asking, as_event, facts, forecast, gate, make, notices, plan, said, sentence, wrong};
use crate::{
    PromiseRow,
    id::{Change, Kind, PromiseId},
    input::{self, Telling, WORDING_MAX},
    neighbours,
    record::{self, ChangeRow},
    rules::{
        due::{self, Wish},
        ending::{self, NewDue},
        own_time,
    },
};

/// A new due.
#[derive(Debug, Clone)]
pub struct NewDate {
    /// When it is due now.
    pub due: Wish,
    /// How the customer has it now. When open, the room whose promise it is words it anew, and where none does, the
    /// words stay.
    pub wording: Option<String>,
    /// Why.
    pub reason: String,
    /// How a person told the customer; without it nothing is re-dated (R24).
    pub told: Option<Telling>,
    /// Whether the customer accepted it; an accepted earlier due is what counts from then on.
    pub accepted: bool,
    /// What the customer said.
    pub customer_words: Option<String>,
    /// Whether this is the confirmation checkpoint, which alone makes a ship date earlier (T4).
    pub at_checkpoint: bool,
    /// How the gate is passed.
    pub asking: Asking,
}

/// One line of a promise's history.
pub(super) struct Entry {
    pub what: Change,
    pub before: Option<String>,
    pub after: Option<String>,
    pub reason: String,
    pub customer_words: Option<String>,
}

pub(super) fn note(tx: &mut Tx, act: &Act<'_>, row: &PromiseRow, entry: Entry) -> Outcome<()> {
    tx.insert(&ChangeRow {
        id: act.new_id(),
        promise_id: row.id,
        what: entry.what,
        before_value: entry.before,
        after_value: entry.after,
        reason: entry.reason,
        customer_words: entry.customer_words,
        person_id: neighbours::author(act),
        changed_at: act.now,
        version: 1,
    })?;
    Ok(())
}

/// A due as the history keeps it: the date where one was told, else the instant.
pub(super) fn due_text(row: &PromiseRow) -> String {
    row.due_on.map_or_else(|| row.due_at.to_string(), |on| on.to_string())
}

/// Gives a promise a new due that the customer was told. What it is measured by never becomes later (R24, R65).
///
/// # Errors
/// `promise.ended`, `promise.due_past`, `promise.redate_untold`, `promise.earlier_by_checkpoint`,
/// `promise.not_feasible`.
pub fn redate(tx: &mut Tx, act: &mut Act<'_>, promise: PromiseId, new: NewDate) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.redate", row.customer_id, |tx, act| redate_here(tx, act, row, new))
}

/// As [`redate`], as the event of the running action.
pub(crate) fn redate_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    new: NewDate,
) -> Outcome<PromiseRow> {
    let reason = input::text("/reason", &new.reason, WORDING_MAX)?;
    let words = input::some("/customer_words", new.customer_words.as_deref(), WORDING_MAX)?;
    let pointer = input::due_pointer(new.due);
    let place = neighbours::place(tx, act, row.customer_id, row.site_id)?;
    let due =
        due::due(new.due, &place.calendar).map_err(|_| Refusal::field(pointer, "promise.due_too_far"))?;
    let due = due.still_ahead(act.now).ok_or_else(|| Refusal::field(pointer, "promise.due_past"))?;
    let asked = NewDue {
        present: row.due_at,
        wanted: due.at,
        told: new.told.is_some(),
        by_checkpoint_only: row.kind == Kind::Ship,
        at_checkpoint: new.at_checkpoint,
    };
    ending::may_redate(row.state, &asked, act.now).map_err(|why| wrong(&row, why, pointer))?;
    let question = gate::Question {
        customer: row.customer_id,
        kind: row.kind,
        subject: subject(&row),
        wish: new.due,
        due_at: due.at,
        calendar: &place.calendar,
        retry: ("promise.redate", json!({ "promise": row.id, "version": row.version, "reason": reason })),
    };
    let passed = gate::pass(tx, act, &new.asking, &question)?;
    let before = due_text(&row);
    let worded = match input::some("/wording", new.wording.as_deref(), WORDING_MAX)? {
        Some(given) => Some(given),
        None => sentence::sentence(tx, act, &row, new.due)?,
    };
    let reworded = worded.is_some();
    row.wording = worded.unwrap_or(row.wording);
    row.due_at = due.at;
    row.due_on = due.on;
    row.measured_at = due::measured(row.measured_at, due.limit_at, new.accepted);
    row.turn += 1;
    row.tell_by = None;
    row.told_at = new.told.map(|told| told.at).or(row.told_at);
    row.told_channel = new.told.map(|told| told.channel).or(row.told_channel);
    if passed.override_reason.is_some() {
        row.override_by = neighbours::author(act);
        row.override_reason = passed.override_reason;
    }
    forecast::settle(&mut row, act.now, &place.calendar)?;
    tx.update(&mut row)?;
    if reworded {
        super::index(tx, &row)?;
    }
    let after = Some(due_text(&row));
    note(
        tx,
        act,
        &row,
        Entry { what: Change::Redated, before: Some(before), after, reason, customer_words: words },
    )?;
    facts(act, &row);
    act.fact("accepted", new.accepted);
    plan::forget(tx, act, &row)?;
    plan::plan(tx, act, &row, &place.calendar)?;
    forecast::plan_tell(tx, act, &row)?;
    said::corrected_by_promise(tx, act, &row)?;
    notices::redated(tx, act, &row, &passed.deliverers)?;
    Ok(row)
}

/// What the check is asked again; a promise kept by a person's own time is asked for its present owner.
fn subject(row: &PromiseRow) -> serde_json::Value {
    if own_time::applies(row.kind) {
        return json!({ "kind": row.kind, "owner": row.owner_id, "site": row.site_id });
    }
    row.subject.0.clone()
}

/// Gives a promise another owner, who is told.
///
/// # Errors
/// `promise.ended`; `promise.same_owner`; absent or `people.not_active` for the new owner.
pub fn hand_over(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    to: PersonId,
    reason: &str,
) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.hand_over", row.customer_id, |tx, act| {
        hand_over_here(tx, act, row, to, reason)
    })
}

/// As [`hand_over`], as the event of the running action.
pub(crate) fn hand_over_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    to: PersonId,
    reason: &str,
) -> Outcome<PromiseRow> {
    let reason = input::optional("/reason", reason, WORDING_MAX)?;
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    people::named_person(tx, "/to", to)?;
    if row.owner_id == to {
        return Err(Refusal::field("/to", "promise.same_owner"));
    }
    let before = Some(row.owner_id.to_string());
    row.owner_id = to;
    row.area_id = people::record::person::home_area(tx, to)?;
    tx.update(&mut row)?;
    let entry =
        Entry { what: Change::Owner, before, after: Some(to.to_string()), reason, customer_words: None };
    note(tx, act, &row, entry)?;
    facts(act, &row);
    act.fact("to", to);
    notices::handed(tx, act, &row)?;
    Ok(row)
}

/// Records that the customer was told a promise that was made before.
///
/// # Errors
/// `promise.ended`; `promise.told_already`; `promise.before_made`; `promise.in_future`.
pub fn tell(tx: &mut Tx, act: &mut Act<'_>, promise: PromiseId, told: Telling) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.tell", row.customer_id, |tx, act| tell_here(tx, act, row, told, false))
}

/// As [`tell`], as the event of the running action.
pub(crate) fn tell_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    told: Telling,
    confirm: bool,
) -> Outcome<PromiseRow> {
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    if row.told_at.is_some() {
        return Err(Refusal::conflict("promise.told_already").with("number", row.number.as_str()));
    }
    let why = if told.at < row.made_at { Some(ending::Wrong::BeforeMade) } else { None };
    let why = why.or((told.at > act.now).then_some(ending::Wrong::InFuture));
    if let Some(why) = why {
        return Err(wrong(&row, why, "/at"));
    }
    row.told_at = Some(told.at);
    row.told_channel = Some(told.channel);
    tx.update(&mut row)?;
    let after = Some(told.channel.word().to_owned());
    note(
        tx,
        act,
        &row,
        Entry { what: Change::Told, before: None, after, reason: String::new(), customer_words: None },
    )?;
    said::by_promise(tx, act, &row, confirm)?;
    facts(act, &row);
    Ok(row)
}

/// States what the customer loses when a promise is not kept; `None` takes it back.
///
/// # Errors
/// `promise.ended`; `field.not_positive`.
pub fn set_harm(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    harm: Option<Money>,
) -> Outcome<PromiseRow> {
    let row = record::load(tx, promise)?;
    as_event(tx, act, false, "promise.set_harm", row.customer_id, |tx, act| set_harm_here(tx, act, row, harm))
}

/// As [`set_harm`], as the event of the running action.
pub(crate) fn set_harm_here(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: PromiseRow,
    harm: Option<Money>,
) -> Outcome<PromiseRow> {
    ending::still_open(row.state).map_err(|why| wrong(&row, why, "/promise"))?;
    make::check_harm(harm)?;
    row.harm_minor = harm.map(|money| money.minor);
    row.harm_currency = harm.map(|money| money.currency);
    tx.update(&mut row)?;
    facts(act, &row);
    Ok(row)
}
