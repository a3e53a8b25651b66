//! Mail of a case: letters to the customer carry a token in the address to which they answer and refer to what was written
//! before, so that answers find the case again (R32). Whoever takes mail in asks here which case is meant.

use accord_kernel::{Act, Action, Emit, Outcome, Refusal};
use accord_mail::{ReplyKey, TAG_LENGTH};
use accord_room_customer::{self as customer, Channel, ContactId, ContactState};
use accord_room_people::{self as people, OutsideLetter, Thread, letters::LetterDef};
use accord_store::Tx;
use jiff::SignedDuration;

use crate::{
    actions::{CaseAnswer, Hear, ReopenCase},
    id::{CaseId, CaseState},
    letters,
    record::{self, CaseRow, MailRow, load},
};

/// Earlier messages that a letter refers to.
const REFERS_MAX: i64 = 12;
/// Automatic letters to one contact within [`HOUR`]: fewer than three, whatever arrives.
const AUTOMATIC_MAX: i64 = 2;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn key(tx: &mut Tx) -> Outcome<ReplyKey> {
    Ok(ReplyKey::new(people::reply_key(tx)?))
}

/// Writes a letter about a case and keeps by what its answer is known. False when the contact has no address.
pub(crate) fn write(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    (letter, facts): (&'static LetterDef, Vec<(&'static str, accord_kernel::Fact)>),
    automatic: bool,
) -> Outcome<bool> {
    let Some(id) = row.contact_id else { return Ok(false) };
    let contact = customer::contact(tx, id)?;
    let Some(address) = contact.email.filter(|_| contact.state == ContactState::Active) else {
        return Ok(false);
    };
    let token = key(tx)?.token(row.id.into(), id.into());
    let letter = OutsideLetter {
        subject: id.into(),
        address,
        language: contact.language,
        zone: row.zone.clone(),
        letter,
        facts,
        path: Some("/portal".to_owned()),
    };
    let tag = token.chars().take(TAG_LENGTH).collect();
    let refers_to = record::mail_ids(tx, row.id, REFERS_MAX)?;
    let thread = Thread { reply_token: Some(token), refers_to, automatic };
    let letter = people::write_thread(tx, act, letter, thread)?;
    tx.insert(&MailRow {
        id: letter.into(),
        case_id: row.id,
        contact_id: Some(id),
        message_id: letter.to_string(),
        ours: true,
        automatic,
        tag: Some(tag),
        mailed_at: act.now,
        version: 1,
    })?;
    Ok(true)
}

/// Says to the contact that the message is here, which number it has and when the next word comes. A contact gets fewer
/// than three automatic letters in an hour. Returns whether one was written.
///
/// # Errors
/// What the database refuses.
pub fn acknowledge(tx: &mut Tx, act: &mut Act<'_>, case: CaseId) -> Outcome<bool> {
    let row = load(tx, case)?;
    let Some(contact) = row.contact_id else { return Ok(false) };
    let since = act.now.checked_sub(HOUR).unwrap_or(act.now);
    if record::automatic_since(tx, contact, since, AUTOMATIC_MAX)? >= AUTOMATIC_MAX {
        return Ok(false);
    }
    let company = people::the_company(tx)?;
    let owner = people::person(tx, row.owner_id)?.name;
    let facts = vec![
        ("number", row.number.as_str().into()),
        ("company", company.name.into()),
        ("owner", owner.into()),
        ("next", row.next_update_at.unwrap_or(row.next_due_at).into()),
    ];
    write(tx, act, &row, (&letters::RECEIVED, facts), true)
}

/// A message of the customer's belongs to a case: letters about it refer to it from now on.
///
/// # Errors
/// What the database refuses.
pub fn mailed(
    tx: &mut Tx,
    act: &mut Act<'_>,
    case: CaseId,
    contact: Option<ContactId>,
    message_id: &str,
) -> Outcome<()> {
    Ok(tx.insert(&MailRow {
        id: act.new_id(),
        case_id: case,
        contact_id: contact,
        message_id: message_id.to_owned(),
        ours: false,
        automatic: false,
        tag: None,
        mailed_at: act.now,
        version: 1,
    })?)
}

/// The case of one of these messages; the first that is known.
///
/// # Errors
/// What the database refuses.
pub fn of_messages(tx: &mut Tx, message_ids: &[String]) -> Outcome<Option<CaseId>> {
    for id in message_ids {
        if let Some(found) = record::case_of_message(tx, id)? {
            return Ok(Some(found));
        }
        // Our own letters are known by their id, whatever domain they went out under.
        let own = id.split_once('@').and_then(|(local, _)| uuid::Uuid::parse_str(local).ok());
        if let Some(own) = own
            && let Some(found) = tx.get::<MailRow>(own)?.filter(|row| row.ours)
        {
            return Ok(Some(found.case_id));
        }
    }
    Ok(None)
}

/// What a token was given for, when it is one of ours.
///
/// # Errors
/// What the database refuses.
pub fn of_token(tx: &mut Tx, token: &str) -> Outcome<Option<(CaseId, ContactId)>> {
    let tag: String = token.to_ascii_lowercase().chars().take(TAG_LENGTH).collect();
    let Some((case, contact)) = record::of_tag(tx, &tag)? else { return Ok(None) };
    Ok(key(tx)?.is_token_of(token, case.into(), contact.into()).then_some((case, contact)))
}

/// The case of a number for people.
///
/// # Errors
/// What the database refuses.
pub fn of_number(tx: &mut Tx, number: &str) -> Outcome<Option<CaseRow>> {
    record::numbered(tx, number)
}

/// Puts the customer's words into a case within any action: an open one hears them, one that was closed is opened again by
/// them. The customer's chain must be locked.
///
/// # Errors
/// `case.ended` for a case that was withdrawn; a field's refusal.
pub fn customer_wrote(
    tx: &mut Tx,
    act: &mut Act<'_>,
    case: CaseId,
    contact: Option<ContactId>,
    words: &str,
) -> Outcome<CaseAnswer> {
    let row = load(tx, case)?;
    let emit = |name| Emit { name, customer: Some(row.customer_id.into()), chains: Vec::new() };
    match row.state {
        CaseState::Withdrawn => Err(Refusal::conflict("case.ended")
            .with("number", row.number.as_str())
            .with("state", accord_kernel::Fact::Word(row.state.message()))),
        CaseState::Closed => {
            let reopen = ReopenCase { case, version: row.version, words: words.to_owned() };
            act.within(tx, emit(ReopenCase::NAME), |tx, act| reopen.perform(tx, act))?;
            hear(tx, act, emit(Hear::NAME), (case, contact, words))
        }
        CaseState::Open | CaseState::Fixed => hear(tx, act, emit(Hear::NAME), (case, contact, words)),
    }
}

fn hear(
    tx: &mut Tx,
    act: &mut Act<'_>,
    emit: Emit,
    (case, contact, words): (CaseId, Option<ContactId>, &str),
) -> Outcome<CaseAnswer> {
    let hear = Hear { case, words: words.to_owned(), repeated: false, channel: Some(Channel::Mail), contact };
    act.within(tx, emit, |tx, act| hear.perform(tx, act))
}
