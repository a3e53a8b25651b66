//! The append-only event log: one hash chain per customer (per person or area where there is no customer).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;
use serde_json::{Map, Value as JsonValue};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Dialect, Error, Image, Result, Row, Table, Tx, Value, params,
    secret::{self, KeyState},
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
    fn from_row(row: &Row) -> Result<Self> {
        let body: String = row.get(11)?;
        let mut parsed: Map<String, JsonValue> = serde_json::from_str(&body)
            .map_err(|_| Error::Corrupt { place: "event.body".to_owned(), expected: "JSON object" })?;
        Ok(Self {
            chain: row.get(0)?,
            seq: row.get(1)?,
            header: Header {
                id: row.get(2)?,
                name: row.get(3)?,
                customer: row.get(4)?,
                actor: row.get(5)?,
                sphere: row.get(6)?,
                via: row.get(7)?,
                cause: row.get(8)?,
                happened_at: row.get(9)?,
                recorded_at: row.get(10)?,
                facts: parsed.remove("facts").unwrap_or(JsonValue::Null),
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
        let places: Vec<String> = (1..=some.len()).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "SELECT chain, seq, hash FROM chain_head WHERE chain IN ({}) ORDER BY chain FOR UPDATE",
            places.join(", ")
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
        if tx.dialect() == Dialect::Postgres {
            tx.heads.set(*chain, Head { seq, hash });
        }
    }
    Ok(())
}

/// Writes the event and moves the chain's head: one round trip on PostgreSQL, where the head's row is there and locked.
fn write_link(tx: &mut Tx, chain: Uuid, seq: i64, header: &Header, body: &str, hash: &[u8]) -> Result<()> {
    const INSERT: &str = "INSERT INTO event (chain, seq, id, name, customer_id, actor, sphere, via, cause, happened_at, recorded_at, body, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    const MOVE_AND_INSERT: &str = "WITH moved AS (UPDATE chain_head SET seq = ?2, hash = ?13 WHERE chain = ?1)
        INSERT INTO event (chain, seq, id, name, customer_id, actor, sphere, via, cause, happened_at, recorded_at, body, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    const MOVE: &str = "INSERT INTO chain_head (chain, seq, hash) VALUES (?1, ?2, ?3)
        ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
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
    match tx.dialect() {
        Dialect::Postgres => {
            tx.execute(MOVE_AND_INSERT, values)?;
        }
        Dialect::Sqlite => {
            tx.execute(INSERT, values)?;
            tx.execute(MOVE, params![chain, seq, hash.to_vec()])?;
        }
    }
    Ok(())
}

fn body(tx: &mut Tx, header: &Header, images: &[Image]) -> Result<String> {
    let mut list = Vec::with_capacity(images.len());
    for image in images {
        list.push(image_json(tx, image)?);
    }
    Ok(serde_json::json!({ "facts": header.facts, "images": list }).to_string())
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

fn image_json(tx: &mut Tx, image: &Image) -> Result<JsonValue> {
    let mut out = Map::new();
    out.insert("t".to_owned(), image.table.name.into());
    out.insert("s".to_owned(), image.table.shape.into());
    out.insert("k".to_owned(), image.key.to_string().into());
    out.insert("v".to_owned(), image.version.into());
    let Some(values) = &image.values else {
        return Ok(JsonValue::Object(out));
    };
    let subject = subject_of(image.table, values);
    if subject.is_none() {
        no_personal_field(image.table, values)?;
    }
    let mut open = Map::new();
    let mut personal = Map::new();
    for (field, value) in image.table.fields.iter().zip(values) {
        let target = if field.personal && subject.is_some() { &mut personal } else { &mut open };
        target.insert(field.name.to_owned(), value.to_json());
    }
    out.insert("r".to_owned(), JsonValue::Object(open));
    if let (Some(person), false) = (subject, personal.is_empty()) {
        out.insert("who".to_owned(), person.to_string().into());
        if let Some(key) = secret::key_for_writing(tx, person)? {
            let plain = JsonValue::Object(personal).to_string();
            let sealed = key.seal(&place(image.table.name, image.key), plain.as_bytes())?;
            out.insert("p".to_owned(), BASE64.encode(sealed).into());
        }
    }
    Ok(JsonValue::Object(out))
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
    let corrupt = || Error::Corrupt { place: "event.body".to_owned(), expected: "list of after-images" };
    let parsed: JsonValue = serde_json::from_str(body).map_err(|_| corrupt())?;
    let list = parsed.get("images").and_then(JsonValue::as_array).ok_or_else(corrupt)?;
    let mut out = Vec::with_capacity(list.len());
    for item in list {
        out.push(stored_image(tx, item)?.ok_or_else(corrupt)?);
    }
    Ok(out)
}

fn stored_image(tx: &mut Tx, item: &JsonValue) -> Result<Option<StoredImage>> {
    let text = |name: &str| item.get(name).and_then(JsonValue::as_str);
    let number = |name: &str| item.get(name).and_then(JsonValue::as_i64);
    let (Some(table), Some(shape), Some(key), Some(version)) =
        (text("t"), number("s"), text("k").and_then(|k| Uuid::parse_str(k).ok()), number("v"))
    else {
        return Ok(None);
    };
    let mut row = item.get("r").and_then(JsonValue::as_object).cloned();
    let mut erased = false;
    let mut key_lost = None;
    if let (Some(row), Some(person)) = (&mut row, text("who").and_then(|who| Uuid::parse_str(who).ok())) {
        let opened = match (secret::key_of(tx, person)?, text("p")) {
            (KeyState::Present(key), Some(sealed)) => {
                BASE64.decode(sealed).ok().and_then(|bytes| key.open(&place(table, key_uuid(item)), &bytes))
            }
            (state, sealed) => {
                erased = true;
                key_lost = (sealed.is_some() && matches!(state, KeyState::Absent)).then_some(person);
                None
            }
        };
        if let Some(plain) = opened {
            match serde_json::from_slice::<Map<String, JsonValue>>(&plain) {
                Ok(personal) => row.extend(personal),
                Err(_) => return Ok(None),
            }
        } else if !erased {
            return Ok(None);
        }
    }
    Ok(Some(StoredImage { table: table.to_owned(), shape, key, version, row, erased, key_lost }))
}

fn key_uuid(item: &JsonValue) -> Uuid {
    item.get("k").and_then(JsonValue::as_str).and_then(|k| Uuid::parse_str(k).ok()).unwrap_or_default()
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
    /// Only events before this place (exclusive); `None` starts at the end.
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

/// Events of a chain, newest first.
///
/// # Errors
/// What the database refuses.
pub fn read(tx: &mut Tx, chain: Uuid, slice: &Slice) -> Result<Vec<Event>> {
    let mut sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE chain = ?1 AND seq < ?2");
    let mut values = params![chain, slice.before.unwrap_or(i64::MAX), slice.limit.clamp(1, 1_000)].to_vec();
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
    sql.push_str(" ORDER BY seq DESC LIMIT ?3");
    tx.query(&sql, &values)?.iter().map(Event::from_row).collect()
}

/// Events after a place of the whole log in (chain, seq) order; [`crate::verify`] walks with it.
pub(crate) fn walk(tx: &mut Tx, after: (Uuid, i64), limit: i64) -> Result<Vec<Event>> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM event WHERE (chain, seq) > (?1, ?2) ORDER BY chain, seq LIMIT ?3"
    );
    tx.query(&sql, params![after.0, after.1, limit])?.iter().map(Event::from_row).collect()
}

/// Heads marked as sealed by one statement.
const SEALED_MAX: usize = 250;

/// Seals the heads that moved since the last seal: a root over them, chained to the root before. Returns the new root,
/// or `None` when nothing moved.
///
/// # Errors
/// What the database refuses; [`Error::Retry`] when another node seals at the same moment.
pub fn seal(tx: &mut Tx, now: Timestamp) -> Result<Option<Vec<u8>>> {
    let moved = match tx.dialect() {
        Dialect::Sqlite => "SELECT chain, seq, hash FROM chain_head WHERE sealed_seq < seq ORDER BY chain",
        Dialect::Postgres => {
            "SELECT chain, seq, hash FROM chain_head WHERE sealed_seq < seq ORDER BY chain FOR UPDATE"
        }
    };
    let moved = tx.query(moved, params![])?;
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
        let places: Vec<String> = (1..=some.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("UPDATE chain_head SET sealed_seq = seq WHERE chain IN ({})", places.join(", "));
        let values: Vec<Value> = some.iter().map(|(chain, ..)| Value::Uuid(*chain)).collect();
        tx.execute(&sql, &values)?;
    }
    Ok(Some(root))
}

pub(crate) fn seal_root(previous: &[u8], seq: i64, at: Timestamp, entries: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    hasher.update(at.as_microsecond().to_be_bytes());
    hasher.update(entries.as_bytes());
    hasher.finalize().to_vec()
}
