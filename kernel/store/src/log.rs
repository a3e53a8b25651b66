//! The append-only event log: one hash chain per customer (per person or area where there is no customer).

use std::{collections::HashMap, fmt::Write as _};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;
use serde_json::{Map, Value as JsonValue};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Dialect, Error, Field, Image, Result, Row, Table, Tx, Value,
    body::{WrittenImage, columns, facts_of, wanted_images, written_images},
    params,
    secret::{self, KeyState},
    value::push_json_text,
    wanted::Wanted,
};

/// Who did what, as the log keeps it.
#[derive(Debug, Clone)]
pub struct Header {
    /// Id of the event.
    pub id: Uuid,
    /// Name: the action's.
    pub name: String,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// Who did it; `None` is the program itself.
    pub actor: Option<Uuid>,
    /// The author's sphere then: `sales`, `after_sales`, `both` or `none`.
    pub sphere: String,
    /// The face: `page`, `api`, `import`, `clockwork`, `command`.
    pub via: String,
    /// The event that caused this one.
    pub cause: Option<Uuid>,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it was recorded (R61: both are kept).
    pub recorded_at: Timestamp,
    /// Small facts for readers: ids, codes, dates, numbers. Never a personal field.
    pub facts: JsonValue,
}

/// An event as stored.
#[derive(Debug, Clone)]
pub struct Event {
    /// Chain it stands in.
    pub chain: Uuid,
    /// Place in the chain, from 1.
    pub seq: i64,
    /// Its header; `facts` come from the body.
    pub header: Header,
    /// The body's bytes as stored.
    pub body: String,
    /// Its hash.
    pub hash: Vec<u8>,
}

const EVENT_COLUMNS: &str =
    "chain, seq, id, name, customer_id, actor, sphere, via, cause, happened_at, recorded_at, body, hash";

impl Event {
    fn from_row(mut row: Row) -> Result<Self> {
        let body = row.take_text(11)?;
        let facts = facts_of(&body)
            .ok_or_else(|| Error::Corrupt { place: "event.body".to_owned(), expected: "JSON object" })?;
        Ok(Self {
            chain: row.get(0)?,
            seq: row.get(1)?,
            header: Header {
                id: row.get(2)?,
                name: row.take_text(3)?,
                customer: row.get(4)?,
                actor: row.get(5)?,
                sphere: row.take_text(6)?,
                via: row.take_text(7)?,
                cause: row.get(8)?,
                happened_at: row.get(9)?,
                recorded_at: row.get(10)?,
                facts,
            },
            body,
            hash: row.get(12)?,
        })
    }

    /// The rows this event wrote, personal fields opened; a field of an erased person is absent.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the body is not what [`append`] writes.
    pub fn images(&self, tx: &mut Tx) -> Result<Vec<StoredImage>> {
        stored_images(tx, &self.body)
    }

    /// As [`Event::images`], of each row these columns alone: what else a row holds is not read.
    ///
    /// # Errors
    /// As [`Event::images`].
    pub fn images_with(&self, tx: &mut Tx, columns: &[&str]) -> Result<Vec<StoredImage>> {
        let mut wanted = Wanted::new(columns, &[]);
        let images = wanted_images(&self.body, &mut wanted).ok_or_else(no_images)?;
        opened(tx, images, Some(&wanted), &HashMap::new())
    }
}

/// The rows that each of these events wrote, of each row these columns alone. Words out of which somebody was struck are
/// read as they stand now in `tables`. The keys of all persons are asked for together.
///
/// # Errors
/// As [`Event::images`].
pub fn images_of(
    tx: &mut Tx,
    events: &[Event],
    tables: &[&'static Table],
    columns: &[&str],
) -> Result<Vec<Vec<StoredImage>>> {
    let mut wanted = Wanted::new(columns, tables);
    let mut written = Vec::with_capacity(events.len());
    let mut persons = Vec::new();
    for event in events {
        let images = wanted_images(&event.body, &mut wanted).ok_or_else(no_images)?;
        let opens = |image: &&WrittenImage<'_>| image.r.is_some() && wanted.personal_of(&image.t.0).is_some();
        persons.extend(images.iter().filter(opens).filter_map(|image| image.who));
        written.push(images);
    }
    let keys = secret::keys_of(tx, &persons)?;
    written.into_iter().map(|images| opened(tx, images, Some(&wanted), &keys)).collect()
}

/// An after-image as read back.
#[derive(Debug, Clone)]
pub struct StoredImage {
    /// Table name.
    pub table: String,
    /// Shape of the row when it was written.
    pub shape: i64,
    /// Row id.
    pub key: Uuid,
    /// Row version.
    pub version: i64,
    /// Column values; `None` when the row was removed.
    pub row: Option<Map<String, JsonValue>>,
    /// True when personal columns could not be opened because the person was erased.
    pub erased: bool,
    /// The person whose key is missing although nobody erased them: somebody tampered with the keys.
    pub key_lost: Option<Uuid>,
}

/// The last link of a chain.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// Chains locked by one statement.
const LOCK_MAX: usize = 32;

/// Locks the chains in id order and returns nothing: from here on this transaction sees and orders their events alone.
///
/// # Errors
/// What the database refuses.
pub fn lock(tx: &mut Tx, chains: &[Uuid]) -> Result<()> {
    if tx.dialect() == Dialect::Sqlite {
        // The single writer already gives one order.
        return Ok(());
    }
    let mut sorted: Vec<Uuid> =
        chains.iter().copied().filter(|chain| tx.heads.get(*chain).is_none()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    for some in sorted.chunks(LOCK_MAX) {
        let places = crate::marks(1, some.len());
        let sql = format!(
            "SELECT chain, seq, hash FROM chain_head WHERE chain IN ({}) ORDER BY chain FOR UPDATE",
            places
        );
        let values: Vec<Value> = some.iter().copied().map(Value::Uuid).collect();
        for row in tx.query(&sql, &values)? {
            tx.heads.set(row.get(0)?, Head { seq: row.get(1)?, hash: row.get(2)? });
        }
        for chain in some {
            if tx.heads.get(*chain).is_none() {
                begin_chain(tx, *chain)?;
            }
        }
    }
    Ok(())
}

/// Enters the head of a chain that has none yet, or locks the one that somebody else entered meanwhile.
fn begin_chain(tx: &mut Tx, chain: Uuid) -> Result<()> {
    let sql = "INSERT INTO chain_head (chain, seq, hash) VALUES (?1, 0, ?2)
        ON CONFLICT (chain) DO UPDATE SET seq = chain_head.seq RETURNING seq, hash";
    if let Some(row) = tx.query_one(sql, params![chain, Vec::<u8>::new()])? {
        tx.heads.set(chain, Head { seq: row.get(0)?, hash: row.get(1)? });
    }
    Ok(())
}

/// The head of a chain; a chain without events has `seq` 0.
///
/// # Errors
/// What the database refuses.
pub fn head(tx: &mut Tx, chain: Uuid) -> Result<Head> {
    if let Some(head) = tx.heads.get(chain) {
        return Ok(head.clone());
    }
    match tx.query_one("SELECT seq, hash FROM chain_head WHERE chain = ?1", params![chain])? {
        Some(row) => Ok(Head { seq: row.get(0)?, hash: row.get(1)? }),
        None => Ok(Head { seq: 0, hash: Vec::new() }),
    }
}

/// Appends one event to every chain it belongs to; a chain named twice gets it once.
///
/// # Errors
/// What the database refuses.
pub fn append(tx: &mut Tx, chains: &[Uuid], header: &Header, images: &[Image]) -> Result<()> {
    let body = body(tx, header, images)?;
    lock(tx, chains)?;
    for (index, chain) in chains.iter().enumerate() {
        if chains.iter().take(index).any(|earlier| earlier == chain) {
            continue;
        }
        let last = head(tx, *chain)?;
        let seq = last.seq + 1;
        let hash = link_hash(&last.hash, *chain, seq, header, &body);
        write_link(tx, *chain, seq, header, &body, &hash)?;
        // Nobody else moves it before this transaction ends.
        tx.heads.set(*chain, Head { seq, hash });
    }
    Ok(())
}

/// Writes the event, and on PostgreSQL moves the chain's head in the same round trip: its row is there and locked. On SQLite
/// the head is written once, however many events a unit of work appends ([`write_heads`]).
fn write_link(tx: &mut Tx, chain: Uuid, seq: i64, header: &Header, body: &str, hash: &[u8]) -> Result<()> {
    const INSERT: &str = "INSERT INTO event (chain, seq, id, name, customer_id, actor, sphere, via, cause, happened_at, recorded_at, body, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    const MOVE_AND_INSERT: &str = "WITH moved AS (UPDATE chain_head SET seq = ?2, hash = ?13 WHERE chain = ?1)
        INSERT INTO event (chain, seq, id, name, customer_id, actor, sphere, via, cause, happened_at, recorded_at, body, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let values = params![
        chain,
        seq,
        header.id,
        header.name,
        header.customer,
        header.actor,
        header.sphere,
        header.via,
        header.cause,
        header.happened_at,
        header.recorded_at,
        body,
        hash.to_vec()
    ];
    let sql = match tx.dialect() {
        Dialect::Postgres => MOVE_AND_INSERT,
        Dialect::Sqlite => INSERT,
    };
    tx.execute(sql, values)?;
    Ok(())
}

/// Writes the heads of the chains that moved, at the end of a unit of work. Until then the transaction holds them, and
/// nobody else writes; a part that is undone takes its heads back.
pub(crate) fn write_heads(tx: &mut Tx) -> Result<()> {
    const MOVE: &str = "INSERT INTO chain_head (chain, seq, hash) VALUES (?1, ?2, ?3)
        ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
    if tx.dialect() == Dialect::Postgres {
        return Ok(());
    }
    for (chain, Head { seq, hash }) in tx.heads.take() {
        tx.execute(MOVE, params![chain, seq, hash])?;
    }
    Ok(())
}

/// The text of an event, written straight: it is what most of the log consists of.
pub(crate) fn body(tx: &mut Tx, header: &Header, images: &[Image]) -> Result<String> {
    let mut out = String::with_capacity(256 + images.len() * 512);
    out.push_str("{\"facts\":");
    out.push_str(&header.facts.to_string());
    out.push_str(",\"images\":[");
    for (index, image) in images.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_image(tx, &mut out, image)?;
    }
    out.push_str("]}");
    Ok(out)
}

fn place(table: &str, key: Uuid) -> Vec<u8> {
    let mut place = table.as_bytes().to_vec();
    place.push(0);
    place.extend(key.as_bytes());
    place
}

fn subject_of(table: &Table, values: &[Value]) -> Option<Uuid> {
    let column = table.subject?;
    let index = table.fields.iter().position(|field| field.name == column)?;
    match values.get(index) {
        Some(Value::Uuid(id)) => Some(*id),
        _ => None,
    }
}

fn push_image(tx: &mut Tx, out: &mut String, image: &Image) -> Result<()> {
    out.push_str("{\"t\":");
    push_json_text(out, image.table.name);
    // Writing into a string cannot fail.
    let _ = write!(out, ",\"s\":{},\"k\":\"{}\",\"v\":{}", image.table.shape, image.key, image.version);
    let Some(values) = &image.values else {
        out.push('}');
        return Ok(());
    };
    let subject = subject_of(image.table, values);
    if subject.is_none() {
        no_personal_field(image.table, values)?;
    }
    let personal = |field: &Field| field.personal && subject.is_some();
    out.push_str(",\"r\":");
    push_columns(out, image.table, values, |field| !personal(field));
    if let Some(person) = subject.filter(|_| image.table.fields.iter().any(personal)) {
        let _ = write!(out, ",\"who\":\"{person}\"");
        if let Some(key) = secret::key_for_writing(tx, person)? {
            let mut plain = String::new();
            push_columns(&mut plain, image.table, values, personal);
            let sealed = key.seal(&place(image.table.name, image.key), plain.as_bytes())?;
            out.push_str(",\"p\":");
            push_json_text(out, &BASE64.encode(sealed));
        }
    }
    out.push('}');
    Ok(())
}

fn push_columns(out: &mut String, table: &Table, values: &[Value], keep: impl Fn(&Field) -> bool) {
    out.push('{');
    let kept = table.fields.iter().zip(values).filter(|(field, _)| keep(field));
    for (index, (field, value)) in kept.enumerate() {
        if index > 0 {
            out.push(',');
        }
        // The name of a column has nothing that JSON writes otherwise.
        out.push('"');
        out.push_str(field.name);
        out.push_str("\":");
        value.push_json(out);
    }
    out.push('}');
}

/// Without a person whose key would protect them, personal fields would stand in the log for ever.
fn no_personal_field(table: &Table, values: &[Value]) -> Result<()> {
    match table.fields.iter().zip(values).find(|(field, value)| field.personal && **value != Value::Null) {
        Some((field, _)) => {
            Err(Error::Sql(format!("{}.{} is personal and names no person", table.name, field.name)))
        }
        None => Ok(()),
    }
}

/// Reads the after-images of a body.
///
/// # Errors
/// [`Error::Corrupt`] when it is not what [`append`] writes.
pub fn stored_images(tx: &mut Tx, body: &str) -> Result<Vec<StoredImage>> {
    let images = written_images(body, None).ok_or_else(no_images)?;
    opened(tx, images, None, &HashMap::new())
}

fn no_images() -> Error {
    Error::Corrupt { place: "event.body".to_owned(), expected: "list of after-images" }
}

/// Images with what stands under persons' keys. A key that is not among those known is asked for.
fn opened(
    tx: &mut Tx,
    images: Vec<WrittenImage<'_>>,
    wanted: Option<&Wanted<'_>>,
    keys: &HashMap<Uuid, KeyState>,
) -> Result<Vec<StoredImage>> {
    let mut out = Vec::with_capacity(images.len());
    for image in images {
        out.push(stored_image(tx, image, wanted, keys)?.ok_or_else(no_images)?);
    }
    Ok(out)
}

fn stored_image(
    tx: &mut Tx,
    mut image: WrittenImage<'_>,
    wanted: Option<&Wanted<'_>>,
    keys: &HashMap<Uuid, KeyState>,
) -> Result<Option<StoredImage>> {
    let mut row = image.r.take();
    let mut erased = false;
    let mut key_lost = None;
    let personal = image.who.and(wanted).map(|wanted| wanted.personal_of(&image.t.0));
    // Nothing personal of this row is wanted.
    let who = image.who.filter(|_| !matches!(personal, Some(None)));
    if let (Some(row), Some(person)) = (&mut row, who) {
        let asked = if keys.contains_key(&person) { None } else { Some(secret::key_of(tx, person)?) };
        let state = asked.as_ref().or_else(|| keys.get(&person)).unwrap_or(&KeyState::Absent);
        let opened = match (state, &image.p) {
            (KeyState::Present(key), Some(sealed)) => BASE64
                .decode(sealed.0.as_bytes())
                .ok()
                .and_then(|bytes| key.open(&place(&image.t.0, image.k), &bytes)),
            (state, sealed) => {
                erased = true;
                key_lost = (sealed.is_some() && matches!(state, KeyState::Absent)).then_some(person);
                None
            }
        };
        if let Some(plain) = opened {
            match columns(&plain, wanted.map(Wanted::names)) {
                Some(personal) => row.extend(personal),
                None => return Ok(None),
            }
        } else if !erased {
            return Ok(None);
        } else if let Some(Some((table, columns))) = personal {
            row.extend(as_it_stands(tx, table, columns, image.k)?);
        }
    }
    let WrittenImage { t, s: shape, k: key, v: version, .. } = image;
    Ok(Some(StoredImage { table: t.0.into_owned(), shape, key, version, row, erased, key_lost }))
}

/// Columns of a row as they stand now; nothing when it was removed again.
fn as_it_stands(
    tx: &mut Tx,
    table: &Table,
    columns: &[&'static str],
    id: Uuid,
) -> Result<Map<String, JsonValue>> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", columns.join(", "), table.name);
    let Some(row) = tx.query_one(&sql, params![id])? else { return Ok(Map::new()) };
    let values = columns.iter().zip(row.values());
    Ok(values.map(|(name, value)| ((*name).to_owned(), value.to_json())).collect())
}

/// Hash of a link: the hash before it, every column and the body's bytes as stored, each with its length.
pub(crate) fn link_hash(previous: &[u8], chain: Uuid, seq: i64, header: &Header, body: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(previous);
    part(chain.as_bytes());
    part(&seq.to_be_bytes());
    part(header.id.as_bytes());
    part(header.name.as_bytes());
    part(header.customer.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]));
    part(header.actor.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]));
    part(header.sphere.as_bytes());
    part(header.via.as_bytes());
    part(header.cause.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]));
    part(&header.happened_at.as_microsecond().to_be_bytes());
    part(&header.recorded_at.as_microsecond().to_be_bytes());
    part(body.as_bytes());
    hasher.finalize().to_vec()
}

/// Which events of a chain to read.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Only events before this place (exclusive); `None` starts at the end. [`read_by_time`] has a place of its own.
    pub before: Option<i64>,
    /// Only authors of this sphere (`both` always belongs).
    pub sphere: Option<String>,
    /// Only events whose name begins with this word and a dot, for example `promise`.
    pub kind: Option<String>,
    /// Events of these names are left out: housekeeping that nobody did and nobody was told.
    pub without: &'static [&'static str],
    /// Events whose name begins with one of these words and a dot are left out.
    pub without_kinds: Vec<&'static str>,
    /// At most so many.
    pub limit: i64,
}

/// Events of a chain in the order in which they were recorded, newest first.
///
/// # Errors
/// What the database refuses.
pub fn read(tx: &mut Tx, chain: Uuid, slice: &Slice) -> Result<Vec<Event>> {
    let mut sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE chain = ?1 AND seq < ?2");
    let mut values = params![chain, slice.before.unwrap_or(i64::MAX), slice.limit.clamp(1, 1_000)].to_vec();
    narrow(slice, &mut sql, &mut values);
    sql.push_str(" ORDER BY seq DESC LIMIT ?3");
    tx.query(&sql, &values)?.into_iter().map(Event::from_row).collect()
}

/// A place in a chain by time: when an event happened, and its place in the chain among those of the same instant.
pub type Moment = (Timestamp, i64);

/// Events of a chain in the order in which they happened, latest first, from before a moment (exclusive) or from the
/// end: what was told afterwards stands where it belongs. An index of its own makes a page of a long chain as cheap as
/// in [`read`].
///
/// # Errors
/// What the database refuses.
pub fn read_by_time(tx: &mut Tx, chain: Uuid, before: Option<Moment>, slice: &Slice) -> Result<Vec<Event>> {
    let mut sql =
        format!("SELECT {EVENT_COLUMNS} FROM event WHERE chain = ?1 AND (happened_at, seq) < (?2, ?4)");
    let (at, seq) = before.map_or((i64::MAX, i64::MAX), |(at, seq)| (at.as_microsecond(), seq));
    let mut values = params![chain, at, slice.limit.clamp(1, 1_000), seq].to_vec();
    narrow(slice, &mut sql, &mut values);
    sql.push_str(" ORDER BY happened_at DESC, seq DESC LIMIT ?3");
    tx.query(&sql, &values)?.into_iter().map(Event::from_row).collect()
}

/// The conditions of a slice, save its place and its limit.
fn narrow(slice: &Slice, sql: &mut String, values: &mut Vec<Value>) {
    if let Some(sphere) = &slice.sphere {
        values.push(Value::Text(sphere.clone()));
        sql.push_str(&format!(" AND sphere IN (?{}, 'both')", values.len()));
    }
    // Not LIKE, so that no wildcard can be smuggled in; not a range, which PostgreSQL sorts by its locale.
    let mut begins = |kind: &str, compare: &str| {
        let start = format!("{kind}.");
        values.push(Value::Int(i64::try_from(start.chars().count()).unwrap_or(i64::MAX)));
        values.push(Value::Text(start));
        sql.push_str(&format!(" AND substr(name, 1, ?{}) {compare} ?{}", values.len() - 1, values.len()));
    };
    if let Some(kind) = &slice.kind {
        begins(kind, "=");
    }
    for kind in &slice.without_kinds {
        begins(kind, "<>");
    }
    for name in slice.without {
        values.push(Value::Text((*name).to_owned()));
        sql.push_str(&format!(" AND name <> ?{}", values.len()));
    }
}

/// An event by its id, as it stands in the first of its chains.
///
/// # Errors
/// What the database refuses.
pub fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Event>> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE id = ?1 ORDER BY chain LIMIT 1");
    tx.query_one(&sql, params![id])?.map(Event::from_row).transpose()
}

/// How many events there are, in all chains.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut Tx) -> Result<i64> {
    tx.query_one("SELECT COUNT(*) FROM event", params![])?.map_or(Ok(0), |row| row.get(0))
}

/// Events after a place of the whole log in (chain, seq) order; [`crate::verify`] walks with it.
pub(crate) fn walk(tx: &mut Tx, after: (Uuid, i64), limit: i64) -> Result<Vec<Event>> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM event WHERE (chain, seq) > (?1, ?2) ORDER BY chain, seq LIMIT ?3"
    );
    tx.query(&sql, params![after.0, after.1, limit])?.into_iter().map(Event::from_row).collect()
}

/// Heads marked as sealed by one statement.
const SEALED_MAX: usize = 250;

/// Heads under one seal. After a great import there are many more, and a seal over all of them would hold up every
/// other write and be as long as the list of customers.
const SEAL_MAX: i64 = 5_000;

/// A seal that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its root.
    pub root: Vec<u8>,
    /// Whether it took as many heads as a seal takes, so that more may be left.
    pub full: bool,
}

/// Seals heads that moved since the last seal, at most 5,000: a root over them, chained to the root before. `None` when
/// nothing moved.
///
/// # Errors
/// What the database refuses; [`Error::Retry`] when another node seals at the same moment.
pub fn seal(tx: &mut Tx, now: Timestamp) -> Result<Option<Sealed>> {
    let moved = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT chain, seq, hash FROM chain_head WHERE sealed_seq < seq ORDER BY chain LIMIT ?1"
        }
        Dialect::Postgres => {
            "SELECT chain, seq, hash FROM chain_head WHERE sealed_seq < seq ORDER BY chain LIMIT ?1 FOR UPDATE"
        }
    };
    let moved = tx.query(moved, params![SEAL_MAX])?;
    let full = i64::try_from(moved.len()).is_ok_and(|moved| moved == SEAL_MAX);
    if moved.is_empty() {
        return Ok(None);
    }
    let last = tx.query_one("SELECT seq, root FROM seal ORDER BY seq DESC LIMIT 1", params![])?;
    let (last_seq, last_root): (i64, Vec<u8>) = match last {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => (0, Vec::new()),
    };
    let mut entries: Vec<(Uuid, i64, String)> = Vec::with_capacity(moved.len());
    for row in &moved {
        entries.push((row.get(0)?, row.get(1)?, BASE64.encode(row.get::<Vec<u8>>(2)?)));
    }
    let text = serde_json::to_string(&entries).map_err(|error| Error::Sql(error.to_string()))?;
    let root = seal_root(&last_root, last_seq + 1, now, &text);
    let sql = "INSERT INTO seal (seq, sealed_at, entries, root) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (seq) DO NOTHING";
    if tx.execute(sql, params![last_seq + 1, now, text, root.clone()])? == 0 {
        return Err(Error::Retry);
    }
    for some in entries.chunks(SEALED_MAX) {
        let places = crate::marks(1, some.len());
        let sql = format!("UPDATE chain_head SET sealed_seq = seq WHERE chain IN ({places})");
        let values: Vec<Value> = some.iter().map(|(chain, ..)| Value::Uuid(*chain)).collect();
        tx.execute(&sql, &values)?;
    }
    Ok(Some(Sealed { root, full }))
}

pub(crate) fn seal_root(previous: &[u8], seq: i64, at: Timestamp, entries: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    hasher.update(at.as_microsecond().to_be_bytes());
    hasher.update(entries.as_bytes());
    hasher.finalize().to_vec()
}
