//! Notices and the post office.

use accord_kernel::Outcome;
use accord_store::{Json, Row, Tx, forget, params, record};
use jiff::Timestamp;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    NoticeId, PersonId,
    letters::{Envelope, Written},
    record::queue::Queue,
};

record! {
    /// What somebody was told.
    pub struct NoticeRow in "notice" shape 1 subject "id" {
        /// Id.
        id: NoticeId,
        /// Whom.
        person_id: PersonId,
        /// Message key.
        kind: String,
        /// Facts of the message; words of others among them.
        @personal facts: Json<JsonValue>,
        /// Where to go.
        href: Option<String>,
        /// The customer it is about.
        customer_id: Option<Uuid>,
        /// When (business time).
        made_at: Timestamp,
        /// By when somebody must have acknowledged it.
        acknowledge_by: Option<Timestamp>,
        /// When it was read.
        read_at: Option<Timestamp>,
        /// When it was acknowledged.
        acknowledged_at: Option<Timestamp>,
        /// When it went to a head, because nobody acknowledged it.
        escalated_at: Option<Timestamp>,
        /// The notice that nobody acknowledged, when this one came of it.
        escalated_from: Option<NoticeId>,
        /// How often the matter went up.
        level: i64,
        /// Row version.
        version: i64,
    }
}

/// Notices of some persons, newest first, before a place.
pub(crate) fn notices(
    tx: &mut Tx,
    persons: &[Uuid],
    unread_only: bool,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Outcome<Vec<NoticeRow>> {
    let mut values = params![limit].to_vec();
    let mut tail =
        format!("WHERE person_id IN ({})", accord_store::listed(&mut values, persons.iter().copied()));
    if unread_only {
        tail.push_str(" AND read_at IS NULL");
    }
    if let Some((at, id)) = before {
        values.extend_from_slice(params![at, id]);
        tail.push_str(&format!(" AND (made_at, id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    tail.push_str(" ORDER BY made_at DESC, id DESC LIMIT ?1");
    Ok(tx.select(&tail, &values)?)
}

/// How many notices of some persons are not read, counted to a limit.
pub(crate) fn unread(tx: &mut Tx, persons: &[Uuid], limit: i64) -> Outcome<i64> {
    let mut values = Vec::new();
    let from = format!(
        "FROM notice WHERE person_id IN ({}) AND read_at IS NULL",
        accord_store::listed(&mut values, persons.iter().copied())
    );
    Ok(tx.count_up_to(&from, &values, limit)?)
}

/// Unread notices of one person, oldest first.
pub(crate) fn unread_of(tx: &mut Tx, person: PersonId, limit: i64) -> Outcome<Vec<NoticeRow>> {
    Ok(tx.select(
        "WHERE person_id = ?1 AND read_at IS NULL ORDER BY made_at, id LIMIT ?2",
        params![person, limit],
    )?)
}

/// Notices of a kind about a customer that nobody has acknowledged, those that went up included.
pub(crate) fn open_about(tx: &mut Tx, kind: &str, customer: Uuid) -> Outcome<Vec<NoticeRow>> {
    let tail = "WHERE customer_id = ?1 AND kind = ?2 AND acknowledge_by IS NOT NULL AND acknowledged_at IS NULL ORDER BY id";
    Ok(tx.select(tail, params![customer, kind])?)
}

/// Notices about one thing that nobody has acknowledged, by the path of its page.
pub(crate) fn open_about_thing(tx: &mut Tx, href: &str) -> Outcome<Vec<NoticeRow>> {
    let tail = "WHERE href = ?1 AND acknowledge_by IS NOT NULL AND acknowledged_at IS NULL ORDER BY id";
    Ok(tx.select(tail, params![href.to_owned()])?)
}

/// Whether somebody was asked for their word on the very matter of a notice: the same message with the same facts, since
/// its thing came up.
pub(crate) fn knows(tx: &mut Tx, person: PersonId, of: &NoticeRow) -> Outcome<bool> {
    let sql = "SELECT 1 FROM notice WHERE person_id = ?1 AND kind = ?2 AND facts = ?3 AND href IS NOT DISTINCT FROM ?4
        AND acknowledge_by IS NOT NULL LIMIT 1";
    let values = params![person, of.kind.clone(), of.facts.clone(), of.href.clone()];
    Ok(tx.query_one(sql, values)?.is_some())
}

/// Most notices that are folded at once.
pub(crate) const FOLDED_MAX: i64 = 500;

/// Notices that are looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lot {
    /// Those that wait for somebody's word, the soonest first.
    Waiting,
    /// Unread ones that need no word, the newest first.
    News,
}

impl Lot {
    /// `WHERE …` of some persons' notices: `list` are their parameters, `?1` is how many.
    fn tail(self, list: &str) -> String {
        match self {
            Self::Waiting => format!(
                "WHERE person_id IN ({list}) AND acknowledge_by IS NOT NULL AND acknowledged_at IS NULL
                ORDER BY acknowledge_by, id LIMIT ?1"
            ),
            Self::News => format!(
                "WHERE person_id IN ({list}) AND read_at IS NULL
                AND (acknowledge_by IS NULL OR acknowledged_at IS NOT NULL) ORDER BY made_at DESC, id DESC LIMIT ?1"
            ),
        }
    }
}

/// What a notice is folded by: whose it is and what about, without its words, which are most of it.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) id: NoticeId,
    pub(crate) person_id: PersonId,
    pub(crate) kind: String,
    pub(crate) href: Option<String>,
    pub(crate) made_at: Timestamp,
    /// None when it need not be acknowledged, or is.
    pub(crate) acknowledge_by: Option<Timestamp>,
    pub(crate) escalated: bool,
}

/// Heads of notices of some persons.
pub(crate) fn heads_of_notices(tx: &mut Tx, persons: &[Uuid], lot: Lot, limit: i64) -> Outcome<Vec<Head>> {
    let mut values = params![limit].to_vec();
    let tail = lot.tail(&accord_store::listed(&mut values, persons.iter().copied()));
    let sql = format!(
        "SELECT id, person_id, kind, href, made_at, acknowledge_by, escalated_at IS NOT NULL FROM notice {tail}"
    );
    let head = |row: &Row| -> Outcome<Head> {
        Ok(Head {
            id: row.get(0)?,
            person_id: row.get(1)?,
            kind: row.get(2)?,
            href: row.get(3)?,
            made_at: row.get(4)?,
            acknowledge_by: if lot == Lot::Waiting { row.get(5)? } else { None },
            escalated: row.get(6)?,
        })
    };
    tx.query(&sql, &values)?.iter().map(head).collect()
}

/// Notices by their ids, in no order.
pub(crate) fn of_ids(tx: &mut Tx, ids: &[NoticeId]) -> Outcome<Vec<NoticeRow>> {
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, ids.iter().copied());
    Ok(tx.select(&format!("WHERE id IN ({list})"), &values)?)
}

/// Notices of some persons that wait for their word, the soonest first.
pub(crate) fn waiting(tx: &mut Tx, persons: &[Uuid], limit: i64) -> Outcome<Vec<NoticeRow>> {
    let mut values = params![limit].to_vec();
    let tail = Lot::Waiting.tail(&accord_store::listed(&mut values, persons.iter().copied()));
    Ok(tx.select(&tail, &values)?)
}

/// How many wait for their word, counted to 1,001.
pub(crate) fn waiting_count(tx: &mut Tx, persons: &[Uuid], limit: i64) -> Outcome<i64> {
    let mut values = Vec::new();
    let from = format!(
        "FROM notice WHERE person_id IN ({}) AND acknowledge_by IS NOT NULL AND acknowledged_at IS NULL",
        accord_store::listed(&mut values, persons.iter().copied())
    );
    Ok(tx.count_up_to(&from, &values, limit)?)
}

/// The post office as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outbox {
    /// Letters that wait.
    pub waiting: i64,
    /// When the oldest of those was made that are due, or were tried in vain.
    pub oldest: Option<Timestamp>,
    /// Letters that were given up.
    pub given_up: i64,
}

/// The post office at `wall`.
///
/// # Errors
/// What the database refuses.
pub fn outbox(tx: &mut Tx, wall: Timestamp) -> Outcome<Outbox> {
    let number = |tx: &mut Tx, sql: &str| -> Outcome<i64> {
        Ok(tx.query_one(sql, params![])?.map_or(Ok(0), |row| row.get(0))?)
    };
    let waiting = number(tx, "SELECT COUNT(*) FROM mail WHERE state = 'queued'")?;
    let given_up = number(tx, "SELECT COUNT(*) FROM mail WHERE state = 'failed'")?;
    // A letter may wait for the morning; one that was tried in vain waits for nothing but the mail server.
    let sql = "SELECT MIN(made_at) FROM mail WHERE state = 'queued' AND (attempts > 0 OR next_try_at <= ?1)";
    let oldest = tx.query_one(sql, params![wall])?.map_or(Ok(None), |row| row.get(0))?;
    Ok(Outbox { waiting, oldest, given_up })
}

/// A letter that waits.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) id: Uuid,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    /// Path that is put behind the site's own address when it goes out.
    pub(crate) path: Option<String>,
    /// Name of its letter: its text says where the link stands. None for one that was written before letters had names,
    /// whose link follows its text.
    pub(crate) name: Option<String>,
    pub(crate) attempts: i64,
    /// What it sells; the guards are asked again when it goes out.
    pub(crate) selling: Option<Selling>,
    /// The conversation it belongs to.
    pub(crate) thread: Thread,
}

/// The conversation that a letter belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// What stands in the address to which one answers.
    pub reply_token: Option<String>,
    /// Ids of the messages before it, the first one first: of others as they are, of our own letters their id alone, which
    /// gets the domain of our address when the letter goes out.
    pub refers_to: Vec<String>,
    /// A program wrote it: other programs shall not answer (RFC 3834).
    pub automatic: bool,
}

/// By which action a letter sells, to whom, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selling {
    /// Name of the action that wrote it.
    pub action: String,
    /// The customer.
    pub customer: Uuid,
    /// The thing it is about: a quote, say.
    pub item: Uuid,
}

const LETTER: &str =
    "id, recipient, subject, body, path, attempts, action, customer_id, item_id, reply_token,
    refers_to, automatic, letter";

fn letter(row: &Row) -> Outcome<Letter> {
    Ok(Letter {
        id: row.get(0)?,
        recipient: row.get(1)?,
        subject: row.get(2)?,
        body: row.get(3)?,
        path: row.get(4)?,
        attempts: row.get(5)?,
        selling: match (row.get(6)?, row.get(7)?, row.get(8)?) {
            (Some(action), Some(customer), Some(item)) => Some(Selling { action, customer, item }),
            _ => None,
        },
        thread: Thread {
            reply_token: row.get(9)?,
            refers_to: row
                .get::<Option<String>>(10)?
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            automatic: row.get(11)?,
        },
        name: row.get(12)?,
    })
}

/// A letter that goes into the post office: what was written by its name, and the path of its link.
pub(crate) struct Out<'l> {
    pub(crate) id: Uuid,
    pub(crate) name: &'static str,
    pub(crate) written: &'l Written,
    pub(crate) path: Option<String>,
}

/// Puts a letter into the post office; it goes out at once.
pub(crate) fn post(tx: &mut Tx, letter: Out<'_>, envelope: Envelope, wall: Timestamp) -> Outcome<()> {
    let sql = "INSERT INTO mail (id, subject_id, recipient, subject, body, path, made_at, state, attempts, next_try_at, action,
        customer_id, item_id, reply_token, refers_to, automatic, letter)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', 0, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let Envelope { subject, address, selling, thread, .. } = envelope;
    let selling = selling.as_ref();
    let text = letter.written.text();
    tx.execute(
        sql,
        params![
            letter.id,
            subject,
            address,
            text.subject.clone(),
            text.body.clone(),
            letter.path,
            wall,
            wall,
            selling.map(|one| one.action.clone()),
            selling.map(|one| one.customer),
            selling.map(|one| one.item),
            thread.reply_token.clone(),
            (!thread.refers_to.is_empty()).then(|| thread.refers_to.join(" ")),
            thread.automatic,
            letter.name
        ],
    )?;
    Ok(())
}

/// Letters wait here.
const QUEUE: Queue = Queue("mail");

/// Claims letters that are due: until `lease` nobody else takes them, and a crash lets them be tried again.
pub(crate) fn claim(tx: &mut Tx, wall: Timestamp, lease: Timestamp, limit: i64) -> Outcome<Vec<Letter>> {
    let mut claimed = Vec::new();
    for id in QUEUE.claim(tx, None, wall, lease, limit)? {
        let row = tx.query_one(&format!("SELECT {LETTER} FROM mail WHERE id = ?1"), params![id])?;
        claimed.extend(row.map(|row| letter(&row)).transpose()?);
    }
    Ok(claimed)
}

/// A guard stands against the letter: it is tried again later, which is no attempt.
pub(crate) fn hold(tx: &mut Tx, id: Uuid, next: Timestamp) -> Outcome<()> {
    QUEUE.give_back(tx, id, next, Some("held"))
}

/// The letter is out: its words are dropped.
pub(crate) fn sent(tx: &mut Tx, id: Uuid, wall: Timestamp) -> Outcome<()> {
    let sql = "UPDATE mail SET state = 'sent', sent_at = ?2, subject = '', body = '', path = NULL, error = NULL WHERE id = ?1";
    tx.execute(sql, params![id, wall])?;
    Ok(())
}

/// The letter did not go out; with `next` it is tried again then, without it is given up.
pub(crate) fn not_sent(tx: &mut Tx, id: Uuid, next: Option<Timestamp>, error: &str) -> Outcome<()> {
    QUEUE.not_sent(tx, id, next, error)
}

/// Takes a person out of letters that wait and tell of a matter of their firm.
pub(crate) fn strike_letters(tx: &mut Tx, customer: Uuid, strike: forget::Strike<'_>) -> Outcome<()> {
    let sql = "SELECT id, subject, body FROM mail WHERE state = 'queued' AND path IN
        (SELECT href FROM notice WHERE customer_id = ?1 AND href IS NOT NULL)";
    for row in tx.query(sql, params![customer])? {
        let (id, subject, body): (Uuid, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (subject, body) = (strike(&subject).unwrap_or(subject), strike(&body).unwrap_or(body));
        tx.execute("UPDATE mail SET subject = ?2, body = ?3 WHERE id = ?1", params![id, subject, body])?;
    }
    Ok(())
}

/// Whether a letter of this id went out, or waits to.
pub(crate) fn is_letter(tx: &mut Tx, id: Uuid) -> Outcome<bool> {
    Ok(tx.query_one("SELECT 1 FROM mail WHERE id = ?1", params![id])?.is_some())
}

/// The key that signs the addresses to which one answers, made at its first use.
pub(crate) fn reply_key(tx: &mut Tx) -> Outcome<[u8; 32]> {
    let read = |tx: &mut Tx| -> Outcome<Option<Vec<u8>>> {
        Ok(tx
            .query_one("SELECT secret FROM reply_key WHERE id = 1", &[])?
            .map(|row| row.get(0))
            .transpose()?)
    };
    let mut stored = read(tx)?;
    if stored.is_none() {
        let fresh: [u8; 32] = accord_store::secret::random()?;
        let sql = "INSERT INTO reply_key (id, secret) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING";
        tx.execute(sql, params![fresh.to_vec()])?;
        stored = read(tx)?;
    }
    stored
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| accord_kernel::Refusal::defect("no key for replies"))
}

/// Drops every letter to somebody.
pub(crate) fn drop_letters_to(tx: &mut Tx, subject: Uuid) -> Outcome<u64> {
    Ok(tx.execute("DELETE FROM mail WHERE subject_id = ?1", params![subject])?)
}

/// Forgets letters that went out before an instant.
pub(crate) fn forget_letters(tx: &mut Tx, before: Timestamp) -> Outcome<u64> {
    Ok(tx.execute("DELETE FROM mail WHERE state <> 'queued' AND made_at < ?1", params![before])?)
}
