//! Telling people: a notice in the program, a letter by their wish, and a head who hears what nobody acknowledged.

use accord_kernel::{Act, Context, Fact, Outcome, Schedule, Tongue};
use accord_store::{Json, Tx};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;
use uuid::Uuid;

use crate::{
    NoticeId, PersonId, digest, facts,
    letters::{self, Envelope, Filling, LetterDef},
    record::{
        notice::{self, NoticeRow, Selling, Thread},
        person::{self, PersonRow},
        telling::{self, TellingRow},
    },
    roles,
    rules::{
        cover::Covers,
        quiet::{self, Moment, Quiet},
        telling as rule,
    },
    terms::{Channel, DigestWish},
    topics,
};

/// What somebody is to be told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Whose matter it is. While they are on leave the cover is told too and has to act.
    pub person: PersonId,
    /// Message key, `notice-…`, in the locales of the room that tells.
    pub kind: &'static str,
    /// Facts of the message. Words of others in them are struck when whoever they name is forgotten.
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
    if owner.state.has_left() {
        let mut ids = Vec::new();
        for head in heads_of(tx, notice.person)? {
            let at = covers.responsible(head);
            ids.extend(tell(tx, act, &notice, at, true)?);
        }
        return Ok(ids);
    }
    let responsible = covers.responsible(notice.person);
    let mut ids = Vec::from_iter(tell(tx, act, &notice, responsible, true)?);
    if responsible != notice.person {
        ids.extend(tell(tx, act, &notice, notice.person, false)?);
    }
    Ok(ids)
}

/// Acknowledges, in the name of what was done, every notice of a kind about a customer: whoever does what a notice asks
/// for need not say besides that it is in hand, and nobody above is told.
///
/// # Errors
/// What the database refuses.
pub fn settle(tx: &mut Tx, act: &mut Act<'_>, kind: &str, customer: impl Into<Uuid>) -> Outcome<()> {
    let open = notice::open_about(tx, kind, customer.into())?;
    take_for_done(tx, act, open)
}

/// As [`settle`], for every notice about one thing, by the path of its page: the thing is done with, so nobody's word that
/// it is in hand is waited for any more. Those who were told keep that they were.
///
/// # Errors
/// What the database refuses.
pub fn settle_thing(tx: &mut Tx, act: &mut Act<'_>, href: &str) -> Outcome<()> {
    let open = notice::open_about_thing(tx, href)?;
    take_for_done(tx, act, open)
}

fn take_for_done(tx: &mut Tx, act: &mut Act<'_>, open: Vec<NoticeRow>) -> Outcome<()> {
    for mut row in open {
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
    // Whoever was told of this very matter already has it before them, or has taken it in hand: once is enough, however
    // many below them left it lying.
    let mut unaware = Vec::new();
    for head in told {
        if !notice::knows(tx, head, row)? {
            unaware.push(head);
        }
    }
    let told = unaware;
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

/// Tells one colleague. None when they switched that kind of notices off; what must be acknowledged cannot be.
fn tell(
    tx: &mut Tx,
    act: &mut Act<'_>,
    notice: &Notice,
    to: PersonId,
    acts: bool,
) -> Outcome<Option<NoticeId>> {
    let within = notice.ack_within.filter(|_| acts);
    let wish = telling::telling(tx, to)?;
    if within.is_none() && chosen(act, &wish, notice.kind) == Some(Channel::Off) {
        return Ok(None);
    }
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
    Ok(Some(row.id))
}

/// What somebody chose for the kind that a message belongs to.
fn chosen(ctx: &Context, wish: &TellingRow, kind: &str) -> Option<Channel> {
    wish.channels.0.get(topics::of(&ctx.registry, kind)).copied()
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
    let Some(address) = to.email.clone() else { return Ok(()) };
    let wish = telling::telling(tx, to.id)?;
    match rule::channel(to.mail_wish, chosen(act, &wish, &row.kind), row.acknowledge_by.is_some()) {
        Channel::Page | Channel::Off => return Ok(()),
        Channel::Digest if wish.digest == DigestWish::None => return Ok(()),
        Channel::Digest => return telling::later(tx, row.id, to.id, None),
        Channel::Mail => {}
    }
    let zone = TimeZone::get(&to.zone).unwrap_or(TimeZone::UTC);
    let calendar = digest::days_off(tx, to, &wish)?;
    let quiet = Quiet { zone: &zone, hours: to.quiet(), days_off: calendar.as_ref() };
    let through = match quiet::moment(act.now, &quiet, row.acknowledge_by) {
        Moment::Held(until) => return telling::later(tx, row.id, to.id, Some(until)),
        Moment::Through => true,
        Moment::Now => false,
    };
    let tongue = act.words.tongue(to.language, &to.zone);
    let mut facts = vec![("text", Fact::from(said(tx, &tongue, row)?))];
    let def = match row.acknowledge_by.filter(|_| through) {
        Some(by) => {
            facts.push(("by", by.into()));
            &letters::THROUGH_QUIET
        }
        None => &letters::NOTICE,
    };
    let with = Filling { facts, path: row.href.clone(), ..Filling::default() };
    letters::post(tx, act, def, envelope_to(to, address), with).map(drop)
}

/// The envelope of a letter to a colleague that a program wrote.
pub(crate) fn envelope_to(to: &PersonRow, address: String) -> Envelope {
    Envelope {
        subject: to.id.into(),
        address,
        language: to.language,
        zone: to.zone.clone(),
        selling: None,
        thread: Thread { automatic: true, ..Thread::default() },
    }
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
    /// Which letter it is.
    pub letter: &'static LetterDef,
    /// What stands in its places; a fact of another name is left out.
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

/// Takes a person out of letters that wait and tell of a matter of their firm; call it before its notices are struck.
///
/// # Errors
/// What the database refuses.
pub fn strike_letters(tx: &mut Tx, customer: Uuid, strike: accord_store::forget::Strike<'_>) -> Outcome<()> {
    notice::strike_letters(tx, customer, strike)
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
    let OutsideLetter { subject, address, language, zone, letter, facts, path } = letter;
    let envelope = Envelope { subject, address, language, zone, selling, thread };
    letters::post(tx, act, letter, envelope, Filling { facts, path, ..Filling::default() })
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
