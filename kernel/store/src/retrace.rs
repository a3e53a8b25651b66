//! Going back over what one act did: which rows it and what it caused changed, what they were before, and what was
//! written first since then. The log says it, so that nobody keeps a second list.
//!
//! An act is taken back column by column: what still is as the act left it becomes again what it was before; what was
//! changed since stays as it is now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    Kind, Result, Table, Tx, Value,
    log::{self, Event, Slice, StoredImage},
};

/// Events read in one step.
const STEP: i64 = 500;
/// Ids named in one statement; the rest of a part repeats its last one, so that the statement's text stays the same.
const IDS: usize = 100;

/// A row as the log tells it, without what is personal.
pub type Told = Map<String, JsonValue>;

/// What a row was before an act.
#[derive(Debug, Clone, PartialEq)]
pub enum Before {
    /// Nothing: the act wrote it first.
    New,
    /// This.
    Row(Told),
    /// The chains that were read do not say.
    Unknown,
}

/// What an act, and what it caused, did to one row.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its table.
    pub table: &'static Table,
    /// Its id.
    pub key: Uuid,
    /// What it was.
    pub before: Before,
    /// What it was made; none when it was removed.
    pub after: Option<Told>,
    /// The version before.
    version: i64,
}

/// What an act did, and what was written first since then in the same chain.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Rows that it changed.
    pub steps: Vec<Step>,
    /// Rows that were written first afterwards, by table.
    pub later: Vec<(&'static Table, Uuid)>,
}

/// Retraces an event that stands in `chain`, with all that it caused there. What rows were before is looked for in this
/// chain and in those of `others`.
///
/// # Errors
/// What the database refuses; an event that cannot be read.
pub fn trace(
    tx: &mut Tx,
    tables: &[&'static Table],
    chain: Uuid,
    event: Uuid,
    others: &[Uuid],
) -> Result<Trace> {
    let since = back_to(tx, chain, event)?;
    let Some(start) = since.last().map(|event| event.seq) else { return Ok(Trace::default()) };
    let known: HashMap<&str, &'static Table> = tables.iter().map(|table| (table.name, *table)).collect();
    let columns: Vec<&str> = columns_of(tables);
    let mut caused = BTreeSet::from([event]);
    let mut trace = Trace::default();
    let mut place: HashMap<(&str, Uuid), usize> = HashMap::new();
    for one in since.iter().rev() {
        let of_it = one.header.id == event || one.header.cause.is_some_and(|cause| caused.contains(&cause));
        let wanted: &[&str] = if of_it { &columns } else { &[] };
        for image in one.images_with(tx, wanted)? {
            let Some(table) = known.get(image.table.as_str()).copied() else { continue };
            if !of_it {
                if image.version == 1 {
                    trace.later.push((table, image.key));
                }
                continue;
            }
            match place.get(&(table.name, image.key)) {
                Some(at) => {
                    if let Some(step) = trace.steps.get_mut(*at) {
                        step.after = upgraded(table, image);
                    }
                }
                None => {
                    place.insert((table.name, image.key), trace.steps.len());
                    trace.steps.push(begun(table, image));
                }
            }
        }
        if of_it {
            caused.insert(one.header.id);
        }
    }
    look_before(tx, &mut trace.steps, &columns, (chain, start), others)?;
    Ok(trace)
}

fn columns_of(tables: &[&'static Table]) -> Vec<&'static str> {
    let open = tables.iter().flat_map(|table| table.fields).filter(|field| !field.personal);
    let names: BTreeSet<&str> = open.map(|field| field.name).collect();
    names.into_iter().collect()
}

/// The events of a chain from its end back to this one, which is the last; nothing when it is not there.
fn back_to(tx: &mut Tx, chain: Uuid, event: Uuid) -> Result<Vec<Event>> {
    let mut all: Vec<Event> = Vec::new();
    loop {
        let before = all.last().map(|event| event.seq);
        let page = log::read(tx, chain, &Slice { before, limit: STEP, ..Slice::default() })?;
        if page.is_empty() {
            return Ok(Vec::new());
        }
        for one in page {
            let found = one.header.id == event;
            all.push(one);
            if found {
                return Ok(all);
            }
        }
    }
}

fn upgraded(table: &Table, image: StoredImage) -> Option<Told> {
    let mut row = image.row?;
    if image.shape < table.shape {
        (table.upgrade)(image.shape, &mut row);
    }
    Some(row)
}

fn begun(table: &'static Table, image: StoredImage) -> Step {
    let (key, version) = (image.key, image.version - 1);
    let before = if version == 0 { Before::New } else { Before::Unknown };
    Step { table, key, before, after: upgraded(table, image), version }
}

/// Finds the versions before, reading each chain backwards until all are found.
fn look_before(
    tx: &mut Tx,
    steps: &mut [Step],
    columns: &[&str],
    (chain, start): (Uuid, i64),
    others: &[Uuid],
) -> Result<()> {
    let mut wanted: HashMap<(String, Uuid, i64), usize> = HashMap::new();
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.before == Before::Unknown) {
        wanted.insert((step.table.name.to_owned(), step.key, step.version), at);
    }
    let places = others.iter().map(|other| (*other, None)).chain([(chain, Some(start))]);
    for (chain, mut before) in places {
        while !wanted.is_empty() {
            let page = log::read(tx, chain, &Slice { before, limit: STEP, ..Slice::default() })?;
            let Some(last) = page.last() else { break };
            before = Some(last.seq);
            for event in &page {
                for image in event.images_with(tx, columns)? {
                    let place = (image.table.clone(), image.key, image.version);
                    if let Some(step) = wanted.remove(&place).and_then(|at| steps.get_mut(at))
                        && let Some(row) = upgraded(step.table, image)
                    {
                        step.before = Before::Row(row);
                    }
                }
            }
        }
    }
    Ok(())
}

impl Step {
    /// A column before and after; none where either is not known.
    pub fn column(&self, name: &str) -> Option<(&JsonValue, &JsonValue)> {
        match (&self.before, &self.after) {
            (Before::Row(before), Some(after)) => Some((before.get(name)?, after.get(name)?)),
            _ => None,
        }
    }

    /// The row taken back, from what it is now: what still is as the act left it becomes what it was before.
    pub fn taken_back(&self, now: &[Value]) -> Vec<Value> {
        let fields = self.table.fields.iter().zip(now);
        fields
            .map(|(field, now)| {
                // The version counts on, and personal columns are none of an act that moves rows.
                let fixed = field.personal || matches!(field.name, "id" | "version");
                let Some((before, after)) = self.column(field.name).filter(|_| !fixed) else {
                    return now.clone();
                };
                if before != after && told(now) == *after {
                    value(field.kind, before).unwrap_or_else(|| now.clone())
                } else {
                    now.clone()
                }
            })
            .collect()
    }
}

/// A value as the event's text was read: reading a number from text may cost its last digit.
fn told(value: &Value) -> JsonValue {
    match value {
        Value::Real(_) => serde_json::from_str(&value.to_json().to_string()).unwrap_or(JsonValue::Null),
        value => value.to_json(),
    }
}

/// A value back from its form in the log.
fn value(kind: Kind, json: &JsonValue) -> Option<Value> {
    use base64::Engine;
    if json.is_null() {
        return Some(Value::Null);
    }
    match kind {
        Kind::Int => json.as_i64().map(Value::Int),
        Kind::Bool => json.as_bool().map(Value::Bool),
        Kind::Real => json.as_f64().map(Value::Real),
        Kind::Text => json.as_str().map(|text| Value::Text(text.to_owned())),
        Kind::Uuid => json.as_str().and_then(|text| text.parse().ok()).map(Value::Uuid),
        Kind::Bytes => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(json.as_str()?).ok()?;
            Some(Value::Bytes(bytes))
        }
    }
}

/// Rows of a table as they stand, by id: their values in column order, typed.
///
/// # Errors
/// What the database refuses.
pub fn rows(tx: &mut Tx, table: &'static Table, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Value>>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(IDS) {
        let marks = crate::marks(1, IDS);
        let sql = format!("SELECT {} FROM {} WHERE id IN ({marks})", table.columns(), table.name);
        let mut values: Vec<Value> = some.iter().copied().map(Value::Uuid).collect();
        let last = values.last().cloned().unwrap_or(Value::Null);
        values.resize(IDS, last);
        for row in tx.query(&sql, &values)? {
            let typed = table.fields.iter().zip(row.values()).map(|(field, value)| field.typed(value));
            found.insert(row.get(0)?, typed.collect());
        }
    }
    Ok(found)
}

/// Writes a row of which the caller knows the table alone, as [`Tx::update`] does: its values as [`rows`] read them, some
/// of them changed.
///
/// # Errors
/// As [`Tx::update`].
pub fn write(tx: &mut Tx, table: &'static Table, values: Vec<Value>) -> Result<()> {
    tx.rewrite(table, values)
}
