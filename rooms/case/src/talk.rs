//! What is said about a case, and the promise of the next word (R32).

use accord_kernel::{Act, Outcome, Schedule};
use accord_room_customer::{self as customer, Channel};
use accord_room_people as people;
use accord_room_promise::{self as promise, Ending, PromiseId, Telling};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    actions::UPDATE_LATE,
    clocks::{move_update, promise_update},
    id::{EntryKind, Severity},
    letters, mail,
    neighbours::{about_case, author, sales_owner, tell, working_calendar},
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
    watch(tx, act, row, made.id, at)
}

/// The desk hears of it when a promised word does not come.
fn watch(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, owed: PromiseId, at: Timestamp) -> Outcome<()> {
    let grace: i64 = settings::get(tx, act, &settings::UPDATE_GRACE)?;
    let due_at = at.checked_add(SignedDuration::from_mins(grace)).unwrap_or(at);
    let input = json!({ "case": row.id, "promise": owed });
    act.schedule(
        tx,
        &Schedule { action: UPDATE_LATE, subject: row.id.into(), step: "update".to_owned(), input, due_at },
    )
}

/// The next word is owed by `at` at the latest: the one that is promised comes sooner, and is kept by nothing but a word.
/// In the place of one that did not come another is owed.
pub(crate) fn owe_by(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut CaseRow,
    at: Timestamp,
    reason: &str,
) -> Outcome<()> {
    let standing = match row.update_promise_id {
        Some(id) => Some(promise::load(tx, id)?).filter(|owed| owed.state == promise::State::Open),
        None => None,
    };
    match standing {
        Some(owed) if owed.due_at <= at => Ok(()),
        Some(owed) => {
            move_update(tx, act, row, owed.id, at, reason)?;
            row.next_update_at = Some(at);
            act.cancel(tx, UPDATE_LATE, row.id)?;
            watch(tx, act, row, owed.id, at)
        }
        None => {
            // That the former one did not come stays to be seen until somebody says something.
            let late = row.update_late;
            promise_next(tx, act, row, at, None)?;
            row.update_late = late;
            Ok(())
        }
    }
}

/// No further word is owed, in the words of whoever needs none.
pub(crate) fn owe_none(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow, words: &str) -> Outcome<()> {
    act.cancel(tx, UPDATE_LATE, row.id)?;
    row.next_update_at = None;
    row.update_late = false;
    let Some(id) = row.update_promise_id.take() else { return Ok(()) };
    if promise::load(tx, id)?.state == promise::State::Open {
        promise::release(tx, act, id, words)?;
    }
    Ok(())
}

/// The promised word came: the promise of it is kept, or kept late. One that was broken stays broken.
fn word_came(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow, evidence: &str) -> Outcome<()> {
    act.cancel(tx, UPDATE_LATE, row.id)?;
    let Some(id) = row.update_promise_id.take() else { return Ok(()) };
    row.next_update_at = None;
    if promise::load(tx, id)?.state == promise::State::Open {
        let short: String = evidence.chars().take(500).collect();
        promise::keep(tx, act, id, Ending { at: None, evidence: short })?;
    }
    Ok(())
}

/// A word to the customer.
#[derive(Debug, Default)]
pub(crate) struct NewWord {
    /// What the customer reads.
    pub words: String,
    /// What whoever leads the account in sales reads; the same when open.
    pub rep_words: Option<String>,
    /// When the next word comes.
    pub next_at: Option<Timestamp>,
    /// Through which channel; that of the communication plan when open.
    pub channel: Option<Channel>,
}

/// Tells the customer how it stands; whoever leads the account in sales hears it at the same moment (R32). The promised
/// word came by it.
pub(crate) fn tell_customer(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut CaseRow,
    new: NewWord,
) -> Outcome<EntryRow> {
    let (_, usual) = rhythm(tx, act, row)?;
    let channel = new.channel.unwrap_or(usual);
    let mut entry = entry(act, row, (EntryKind::Update, new.words));
    entry.rep_words = new.rep_words;
    entry.next_at = new.next_at;
    entry.channel = Some(channel);
    tx.insert(&entry)?;
    word_came(tx, act, row, &entry.words)?;
    if let Some(at) = new.next_at {
        promise_next(tx, act, row, at, Some(channel))?;
    }
    row.contacts += 1;
    row.update_late = false;
    letter(tx, act, row, &entry)?;
    if let Some(rep) = sales_owner(tx, row.customer_id)? {
        let said: String = entry.rep_words.as_deref().unwrap_or(&entry.words).chars().take(300).collect();
        let mut word = about_case("notice-case-update", row).with("words", said);
        if let Some(at) = new.next_at {
            word = word.with("next", at);
        }
        tell(tx, act, &[rep, row.owner_id], &word)?;
    }
    Ok(entry)
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
fn letter(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, entry: &EntryRow) -> Outcome<()> {
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
