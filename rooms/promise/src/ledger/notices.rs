//! Whom to tell of what happens to a promise. Facts are numbers, dates and the wording; no contact's name.

use accord_kernel::{Act, Fact, Outcome};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::Tx;
use jiff::SignedDuration;

use crate::{PromiseRow, id::Rung, neighbours, settings};

fn facts(row: &PromiseRow) -> Vec<(&'static str, Fact)> {
    let due = row.due_on.map_or(Fact::Instant(row.due_at), Fact::Date);
    vec![
        ("number", Fact::Text(row.number.clone())),
        ("wording", Fact::Text(row.wording.clone())),
        ("due", due),
        ("kind", Fact::Word(row.kind.message())),
    ]
}

/// The page of a promise.
fn page(row: &PromiseRow) -> String {
    format!("/promises/{}", row.number)
}

/// Tells some persons, each once. With `ack`, each must acknowledge or the next head hears of it.
pub(crate) fn tell_persons(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    persons: &[PersonId],
    kind: &'static str,
    more: &[(&'static str, Fact)],
    ack: bool,
) -> Outcome<()> {
    let within =
        if ack { Some(settings::get::<i64>(tx, act, &settings::ACKNOWLEDGE_MINUTES)?) } else { None };
    let mut told: Vec<PersonId> = Vec::new();
    for person in persons {
        if told.contains(person) {
            continue;
        }
        told.push(*person);
        let mut said = facts(row);
        said.extend_from_slice(more);
        let mut notice = Notice::new(*person, kind, said).at(page(row)).about(row.customer_id);
        if let Some(minutes) = within {
            notice = notice.acknowledged_within(SignedDuration::from_mins(minutes));
        }
        people::notify(tx, act, notice)?;
    }
    Ok(())
}

/// Tells a rung of the ladder; returns whom.
pub(crate) fn tell_rung(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    rung: Rung,
    kind: &'static str,
    ack: bool,
) -> Outcome<Vec<PersonId>> {
    let persons = neighbours::rung(tx, act, row.owner_id, rung)?;
    tell_persons(tx, act, row, &persons, kind, &[], ack)?;
    Ok(persons)
}

/// The owner hears of a promise that somebody else made; an override is told at once to those who must deliver (R20).
pub(super) fn made(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, deliverers: &[PersonId]) -> Outcome<()> {
    let actor = neighbours::author(act);
    if row.override_reason.is_some() {
        overridden(tx, act, row, deliverers)?;
    }
    if actor != Some(row.owner_id) && !(row.override_reason.is_some() && deliverers.contains(&row.owner_id)) {
        tell_persons(tx, act, row, &[row.owner_id], "notice-promise-made", &[], false)?;
    }
    Ok(())
}

fn overridden(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, deliverers: &[PersonId]) -> Outcome<()> {
    let actor = neighbours::author(act);
    let mut persons: Vec<PersonId> =
        deliverers.iter().copied().filter(|person| Some(*person) != actor).collect();
    if persons.is_empty() && actor != Some(row.owner_id) {
        persons.push(row.owner_id);
    }
    let reason = [("reason", Fact::Text(row.override_reason.clone().unwrap_or_default()))];
    tell_persons(tx, act, row, &persons, "notice-promise-override", &reason, true)
}

/// The owner hears when somebody else gave the promise a new due.
pub(super) fn redated(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &PromiseRow,
    deliverers: &[PersonId],
) -> Outcome<()> {
    if row.override_reason.is_some() && !deliverers.is_empty() {
        overridden(tx, act, row, deliverers)?;
    }
    tell_others(tx, act, row, "notice-promise-redated")
}

/// The new owner is told.
pub(super) fn handed(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    tell_others(tx, act, row, "notice-promise-handed")
}

/// The owner hears how it ended when somebody else recorded it.
pub(super) fn ended(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    // It has ended: nobody's word that it is in hand is waited for any more.
    people::settle_thing(tx, act, &page(row))?;
    let state = [("state", Fact::Word(row.state.message()))];
    if neighbours::author(act) == Some(row.owner_id) {
        return Ok(());
    }
    tell_persons(tx, act, row, &[row.owner_id], "notice-promise-ended", &state, false)
}

fn tell_others(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow, kind: &'static str) -> Outcome<()> {
    if neighbours::author(act) == Some(row.owner_id) {
        return Ok(());
    }
    tell_persons(tx, act, row, &[row.owner_id], kind, &[], false)
}

/// A forecast passes the due: the owner at once, and the head of the function (R24).
pub(super) fn endangered(tx: &mut Tx, act: &mut Act<'_>, row: &PromiseRow) -> Outcome<()> {
    let expected = row.forecast_on.map(Fact::Date).or(row.forecast_at.map(Fact::Instant));
    let mut more = vec![("forecast", expected.unwrap_or(Fact::Instant(row.due_at)))];
    more.push(("reason", Fact::Text(row.forecast_reason.clone().unwrap_or_default())));
    more.push(("tell_by", Fact::Instant(row.tell_by.unwrap_or(row.due_at))));
    tell_persons(tx, act, row, &[row.owner_id], "notice-promise-endangered", &more, true)?;
    let mut heads = neighbours::rung(tx, act, row.owner_id, Rung::OwnerHead)?;
    heads.retain(|head| *head != row.owner_id);
    tell_persons(tx, act, row, &heads, "notice-promise-endangered", &more, false)
}
