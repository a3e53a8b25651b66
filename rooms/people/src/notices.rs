//! Telling people: a notice in the program, a letter by their wish, and a head who hears what nobody acknowledged.

use accord_kernel::{Act, Context, Fact, Outcome, Schedule, Tongue};
use accord_store::{Json, Tx};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;
use uuid::Uuid;

use crate::{
    NoticeId, PersonId, facts,
    record::{
        notice::{self, Letter, NoticeRow, Selling, Thread},
        person::{self, PersonRow},
    },
    roles,
    rules::{cover::Covers, quiet},
    terms::{MailWish, PersonState},
};

/// What somebody is to be told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Whose matter it is. While they are on leave the cover is told too and has to act.
    pub person: PersonId,
    /// Message key, `notice-…`, in the locales of the room that tells.
    pub kind: &'static str,
    /// Facts of the message. No personal field of a customer's contact.
    pub facts: Vec<(&'static str, Fact)>,
    /// Path of the page to go to.
    pub href: Option<String>,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// When nobody has acknowledged it for so long, the head hears of it.
    pub ack_within: Option<SignedDuration>,
}

impl Notice {
    /// A notice that needs no acknowledgement.
    pub fn new(person: PersonId, kind: &'static str, facts: Vec<(&'static str, Fact)>) -> Self {
        Self { person, kind, facts, href: None, customer: None, ack_within: None }
    }
    /// With a page to go to.
    #[must_use]
    pub fn at(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// About a customer.
    #[must_use]
    pub fn about(mut self, customer: impl Into<Uuid>) -> Self {
        self.customer = Some(customer.into());
        self
    }
    /// To be acknowledged within so long, or the head hears of it.
    #[must_use]
    pub fn acknowledged_within(mut self, within: SignedDuration) -> Self {
        self.ack_within = Some(within);
        self
    }
}

/// Who covers whom at an instant.
///
/// # Errors
/// What the database refuses.
pub fn covers(tx: &mut Tx, at: Timestamp) -> Outcome<Covers> {
    Ok(Covers::new(person::covers_at(tx, at)?))
}

/// Who has the owner's work at an instant: the owner, or while on leave the cover, or the cover's cover (R20). Nothing
/// is moved in the data, so it is the owner's again after the leave. For lists take [`covers`] once.
///
/// # Errors
/// What the database refuses.
pub fn responsible(tx: &mut Tx, _ctx: &Context, owner: PersonId, at: Timestamp) -> Outcome<PersonId> {
    Ok(covers(tx, at)?.responsible(owner))
}

/// Persons who have a role, by its word, and are with the company: `heads(tx, "head_of_service")`.
///
/// # Errors
/// What the database refuses.
pub fn heads(tx: &mut Tx, role: &str) -> Outcome<Vec<PersonId>> {
    person::persons_with_role(tx, role)
}

/// Who hears what this person leaves lying: the holders of the roles that the person's roles escalate to, on up to
/// where somebody is; the administrators when nobody else is there. Never the person alone.
///
/// # Errors
/// What the database refuses.
pub fn heads_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonId>> {
    let mut words = person::escalation_roles(tx, person)?;
    for _ in 0..roles::SEEDED.len() {
        let mut found = Vec::new();
        for word in &words {
            found.extend(heads(tx, word)?.into_iter().filter(|head| *head != person));
        }
        if !found.is_empty() {
            found.sort_unstable();
            found.dedup();
            return Ok(found);
        }
        let mut above = Vec::new();
        for word in &words {
            if let Some(role) = crate::record::company::role_named(tx, word)? {
                above.extend(role.escalates_to);
            }
        }
        if above.is_empty() {
            break;
        }
        words = above;
    }
    let admins = heads(tx, roles::ADMINISTRATOR)?;
    Ok(admins.into_iter().filter(|head| *head != person).collect())
}

/// Tells somebody: whoever has the work now, and its owner when that is somebody else. When the person has left the
/// company, those above are told. Returns the notice of whoever has to act.
///
/// # Errors
/// What the database refuses.
pub fn notify(tx: &mut Tx, act: &mut Act<'_>, notice: Notice) -> Outcome<Vec<NoticeId>> {
    let covers = covers(tx, act.now)?;
    let owner = person::person(tx, notice.person)?;
    if owner.state == PersonState::Disabled {
        let mut ids = Vec::new();
        for head in heads_of(tx, notice.person)? {
            let at = covers.responsible(head);
            ids.push(tell(tx, act, &notice, at, true)?);
        }
        return Ok(ids);
    }
    let responsible = covers.responsible(notice.person);
    let mut ids = vec![tell(tx, act, &notice, responsible, true)?];
    if responsible != notice.person {
        ids.push(tell(tx, act, &notice, notice.person, false)?);
    }
    Ok(ids)
}

/// Acknowledges, in the name of what was done, every notice of a kind about a customer: whoever does what a notice asks
/// for need not say besides that it is in hand, and nobody above is told.
///
/// # Errors
/// What the database refuses.
pub fn settle(tx: &mut Tx, act: &mut Act<'_>, kind: &str, customer: impl Into<Uuid>) -> Outcome<()> {
    for mut row in notice::open_about(tx, kind, customer.into())? {
        row.acknowledged_at = Some(act.now);
        row.read_at = row.read_at.or(Some(act.now));
        tx.update(&mut row)?;
        act.cancel(tx, "notice.escalate", row.id)?;
    }
    Ok(())
}

/// How often a matter goes up before it rests with the last who was told.
const LEVEL_MAX: i64 = 3;

/// Tells those above what nobody acknowledged. Returns whom.
pub(crate) fn escalate(tx: &mut Tx, act: &mut Act<'_>, row: &NoticeRow) -> Outcome<Vec<PersonId>> {
    if row.level >= LEVEL_MAX {
        return Ok(Vec::new());
    }
    let covers = covers(tx, act.now)?;
    let window = row.acknowledge_by.map(|by| by.duration_since(row.made_at));
    let mut told: Vec<PersonId> =
        heads_of(tx, row.person_id)?.into_iter().map(|head| covers.responsible(head)).collect();
    told.sort_unstable();
    told.dedup();
    for head in &told {
        let above = NoticeRow {
            person_id: *head,
            acknowledge_by: window.and_then(|window| act.now.checked_add(window).ok()),
            escalated_from: Some(row.id),
            level: row.level + 1,
            ..fresh(act, row.clone())
        };
        write(tx, act, &above)?;
    }
    Ok(told)
}

/// A new notice with the words of another.
fn fresh(act: &Act<'_>, row: NoticeRow) -> NoticeRow {
    NoticeRow {
        id: act.new_id(),
        made_at: act.now,
        acknowledge_by: None,
        read_at: None,
        acknowledged_at: None,
        escalated_at: None,
        escalated_from: None,
        level: 0,
        version: 1,
        ..row
    }
}

fn tell(tx: &mut Tx, act: &mut Act<'_>, notice: &Notice, to: PersonId, acts: bool) -> Outcome<NoticeId> {
    let within = notice.ack_within.filter(|_| acts);
    let row = NoticeRow {
        id: act.new_id(),
        person_id: to,
        kind: notice.kind.to_owned(),
        facts: Json(facts::store(&notice.facts)),
        href: notice.href.clone(),
        customer_id: notice.customer,
        made_at: act.now,
        acknowledge_by: within.and_then(|within| act.now.checked_add(within).ok()),
        read_at: None,
        acknowledged_at: None,
        escalated_at: None,
        escalated_from: None,
        level: 0,
        version: 1,
    };
    write(tx, act, &row)?;
    Ok(row.id)
}

fn write(tx: &mut Tx, act: &mut Act<'_>, row: &NoticeRow) -> Outcome<()> {
    tx.insert(row)?;
    act.chain(row.person_id);
    if let Some(due_at) = row.acknowledge_by {
        let plan = Schedule {
            action: "notice.escalate",
            subject: row.id.into(),
            step: "acknowledge".to_owned(),
            input: json!({ "notice": row.id }),
            due_at,
        };
        act.schedule(tx, &plan)?;
    }
    let reader = person::person(tx, row.person_id)?;
    write_letter(tx, act, row, &reader)
}

fn write_letter(tx: &mut Tx, act: &mut Act<'_>, row: &NoticeRow, to: &PersonRow) -> Outcome<()> {
    let urgent = row.acknowledge_by.is_some();
    let wanted = match to.mail_wish {
        MailWish::All => true,
        MailWish::Urgent => urgent,
        MailWish::None => false,
    };
    let Some(address) = to.email.as_ref().filter(|_| wanted) else { return Ok(()) };
    let said = said(tx, &act.words.tongue(to.language, &to.zone), row)?;
    let zone = TimeZone::get(&to.zone).unwrap_or(TimeZone::UTC);
    let not_before = if urgent { act.wall } else { quiet::not_before(act.wall, &zone, to.quiet()) };
    let letter = Letter {
        id: act.new_id(),
        subject_id: to.id.into(),
        recipient: address.clone(),
        subject: one_line(&said),
        body: said,
        path: row.href.clone(),
        attempts: 0,
        selling: None,
        thread: Thread { automatic: true, ..Thread::default() },
    };
    notice::post(tx, &letter, act.wall, not_before)
}

/// A letter to somebody outside: a customer's contact, say.
#[derive(Debug, Clone)]
pub struct OutsideLetter {
    /// Whose letter it is; when they are erased, so is what still waits.
    pub subject: Uuid,
    /// Where it goes.
    pub address: String,
    /// Language in which they are written to.
    pub language: accord_kernel::Language,
    /// Zone in which instants are said (IANA).
    pub zone: String,
    /// Message key of its subject; the body's is the same with `-body` after it.
    pub kind: &'static str,
    /// Facts of both messages.
    pub facts: Vec<(&'static str, Fact)>,
    /// Path of the page to go to.
    pub path: Option<String>,
}

/// Writes a letter to somebody outside, in their language. It goes out after the transaction, at least once.
///
/// # Errors
/// What the database refuses.
pub fn write_outside(tx: &mut Tx, act: &Act<'_>, letter: OutsideLetter) -> Outcome<()> {
    write_as(tx, act, letter, None, Thread::default()).map(|_| ())
}

/// As [`write_outside`], for a letter of a conversation. Returns its id, which is the part of its Message-ID before the `@`.
///
/// # Errors
/// What the database refuses.
pub fn write_thread(tx: &mut Tx, act: &Act<'_>, letter: OutsideLetter, thread: Thread) -> Outcome<Uuid> {
    write_as(tx, act, letter, None, thread)
}

/// Whether a letter of this id is one of ours that went out within the last months, or waits to.
///
/// # Errors
/// What the database refuses.
pub fn is_letter(tx: &mut Tx, id: Uuid) -> Outcome<bool> {
    notice::is_letter(tx, id)
}

/// The key that signs the addresses to which one answers.
///
/// # Errors
/// What the database refuses.
pub fn reply_key(tx: &mut Tx) -> Outcome<[u8; 32]> {
    notice::reply_key(tx)
}

/// As [`write_outside`], for a letter that sells: the guards of its action are asked again at the moment it goes out,
/// and while one stands against it, it waits (R31).
///
/// # Errors
/// What the database refuses.
pub fn write_selling(tx: &mut Tx, act: &Act<'_>, letter: OutsideLetter, selling: Selling) -> Outcome<()> {
    write_as(tx, act, letter, Some(selling), Thread::default()).map(|_| ())
}

fn write_as(
    tx: &mut Tx,
    act: &Act<'_>,
    letter: OutsideLetter,
    selling: Option<Selling>,
    thread: Thread,
) -> Outcome<Uuid> {
    let tongue = act.words.tongue(letter.language, &letter.zone);
    let letter = Letter {
        id: act.new_id(),
        subject_id: letter.subject,
        recipient: letter.address,
        subject: one_line(&tongue.say_with(letter.kind, &letter.facts)),
        body: tongue.say_with(&format!("{}-body", letter.kind), &letter.facts),
        path: letter.path,
        attempts: 0,
        selling,
        thread,
    };
    notice::post(tx, &letter, act.wall, act.wall)?;
    Ok(letter.id)
}

/// A notice in words.
pub(crate) fn said(tx: &mut Tx, tongue: &Tongue<'_>, row: &NoticeRow) -> Outcome<String> {
    let mut facts = facts::load(&row.facts.0);
    facts::resolve(tx, &mut facts)?;
    let said = tongue.say_with(&row.kind, &facts);
    let Some(from) = row.escalated_from else { return Ok(said) };
    let of = match tx.get::<NoticeRow>(from)? {
        Some(before) => person::name_of(tx, before.person_id)?,
        None => String::new(),
    };
    Ok(tongue.say_with("notice-escalated", &[("person", Fact::from(of)), ("matter", Fact::from(said))]))
}

/// Longest subject of a letter.
const SUBJECT_MAX: usize = 150;

/// The first line of a text, short enough for a subject.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SUBJECT_MAX {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(SUBJECT_MAX - 1).collect();
    short.push('…');
    short
}
