//! What is said about a case, and the promise of the next word (R32).

use accord_kernel::{Act, Outcome, Schedule};
use accord_room_customer::{self as customer, Channel};
use accord_room_people as people;
use accord_room_promise::{self as promise, Ending, Telling};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    actions::UPDATE_LATE,
    clocks::promise_update,
    id::{EntryKind, Severity},
    letters, mail,
    neighbours::{author, working_calendar},
    record::{CaseRow, EntryRow, plan_of},
    settings,
};

/// How often a customer is told at the present severity, and through which channel.
pub(crate) fn rhythm(tx: &mut Tx, act: &accord_kernel::Context, row: &CaseRow) -> Outcome<(i64, Channel)> {
    if let Some(plan) = plan_of(tx, row.customer_id, row.severity)? {
        return Ok((plan.every_minutes, plan.channel));
    }
    let def = match row.severity {
        Severity::Stopped => &settings::UPDATE_STOPPED,
        Severity::Limited => &settings::UPDATE_LIMITED,
        Severity::Disturbed => &settings::UPDATE_DISTURBED,
        Severity::Question => &settings::UPDATE_QUESTION,
    };
    Ok((settings::get(tx, act, def)?, if row.severity.is_crisis() { Channel::Call } else { Channel::Mail }))
}

/// When the next word should come: so many minutes on, on the site's working hours where nothing stands still.
pub(crate) fn next_word(tx: &mut Tx, ctx: &accord_kernel::Context, row: &CaseRow) -> Outcome<Timestamp> {
    let (minutes, _) = rhythm(tx, ctx, row)?;
    let span = SignedDuration::from_mins(minutes);
    let plain = ctx.now.checked_add(span).unwrap_or(ctx.now);
    if row.severity.is_crisis() {
        return Ok(plain);
    }
    Ok(working_calendar(tx, row)?.advance(ctx.now, span).unwrap_or(plain))
}

/// Promises the next word; the one before is kept by what was said now, or was broken before.
pub(crate) fn promise_next(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut CaseRow,
    at: Timestamp,
    told: Option<Channel>,
) -> Outcome<()> {
    let told = told.map(|channel| Telling { channel, at: act.now });
    let made = promise_update(tx, act, row, at, told)?;
    row.next_update_at = Some(at);
    row.update_promise_id = Some(made.id);
    row.update_late = false;
    let grace: i64 = settings::get(tx, act, &settings::UPDATE_GRACE)?;
    let due_at = at.checked_add(SignedDuration::from_mins(grace)).unwrap_or(at);
    let input = json!({ "case": row.id, "promise": made.id });
    act.schedule(
        tx,
        &Schedule { action: UPDATE_LATE, subject: row.id.into(), step: "update".to_owned(), input, due_at },
    )
}

/// The promised word came: the promise of it is kept, or kept late. One that was broken stays broken.
pub(crate) fn word_came(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow, evidence: &str) -> Outcome<()> {
    act.cancel(tx, UPDATE_LATE, row.id)?;
    let Some(id) = row.update_promise_id.take() else { return Ok(()) };
    row.next_update_at = None;
    if promise::load(tx, id)?.state == promise::State::Open {
        let short: String = evidence.chars().take(500).collect();
        promise::keep(tx, act, id, Ending { at: None, evidence: short })?;
    }
    Ok(())
}

/// Something said, to be written down.
pub(crate) fn entry(act: &Act<'_>, row: &CaseRow, entry: (EntryKind, String)) -> EntryRow {
    let contact = (act.principal.kind == accord_kernel::PrincipalKind::Contact)
        .then(|| customer::ContactId(act.principal.id));
    EntryRow {
        id: act.new_id(),
        case_id: row.id,
        customer_id: row.customer_id,
        kind: entry.0,
        words: entry.1,
        rep_words: None,
        next_at: None,
        channel: None,
        repeated: false,
        person_id: author(act),
        contact_id: contact.or(if entry.0 == EntryKind::Heard { row.contact_id } else { None }),
        said_at: act.now,
        version: 1,
    }
}

/// Writes to the contact what was said, with the time of the next word.
pub(crate) fn letter(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, entry: &EntryRow) -> Outcome<()> {
    let company = people::the_company(tx)?;
    let mut facts = vec![
        ("number", row.number.as_str().into()),
        ("company", company.name.into()),
        ("words", entry.words.as_str().into()),
    ];
    let letter = match entry.next_at {
        Some(at) => {
            facts.push(("next", at.into()));
            &letters::UPDATE
        }
        None => &letters::WORD,
    };
    mail::write(tx, act, row, (letter, facts), false).map(|_| ())
}
