//! `accord verify`: walks the chains and the seals, rebuilds the recorded tables from the events and compares.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value as JsonValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Result, Table, Tx, log, params};

/// Events read at a time.
const PAGE: i64 = 2_000;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Events walked.
    pub events: u64,
    /// Chains walked.
    pub chains: u64,
    /// Seals checked.
    pub seals: u64,
    /// Rows compared.
    pub rows: u64,
    /// Rows whose personal fields are gone because their person was erased.
    pub erased: u64,
    /// The last root, to be kept outside the database.
    pub root: Option<Vec<u8>>,
    /// The first difference, in words that name the place. `None` is a clean database.
    pub difference: Option<String>,
}

struct Expected {
    version: i64,
    /// Hash of the open columns; `None` when the row was removed.
    open: Option<[u8; 32]>,
    /// Hash of the personal columns; `None` when they cannot be read any more.
    personal: Option<[u8; 32]>,
}

/// Checks everything. `root` is a root kept outside (a backup's, a log line's): it must be among the seals.
///
/// # Errors
/// What the database refuses; a difference is not an error but part of the report.
pub fn verify(tx: &mut Tx, tables: &[&'static Table], root: Option<&[u8]>) -> Result<Report> {
    let mut report = Report::default();
    match walk_all(tx, tables, root, &mut report) {
        // Something stored is of no form that the program writes.
        Err(Error::Corrupt { place, expected }) => {
            report.difference = Some(format!("stored value of {place} is not a {expected}"));
        }
        outcome => outcome?,
    }
    Ok(report)
}

fn walk_all(tx: &mut Tx, tables: &[&'static Table], root: Option<&[u8]>, report: &mut Report) -> Result<()> {
    let by_name: HashMap<&str, &'static Table> = tables.iter().map(|table| (table.name, *table)).collect();
    let mut expected: HashMap<(&'static str, Uuid), Expected> = HashMap::new();
    if walk_chains(tx, &by_name, &mut expected, report)? || check_seals(tx, root, report)? {
        return Ok(());
    }
    for table in tables {
        if compare_table(tx, table, &mut expected, report)? {
            return Ok(());
        }
    }
    let mut missing: Vec<_> =
        expected.iter().filter(|(_, row)| row.open.is_some()).map(|(place, _)| place).collect();
    missing.sort_unstable();
    if let Some((table, id)) = missing.first() {
        report.difference = Some(format!("{table} {id}: the events have this row, the table has not"));
    }
    Ok(())
}

/// Returns true when a difference was found.
fn walk_chains(
    tx: &mut Tx,
    tables: &HashMap<&str, &'static Table>,
    expected: &mut HashMap<(&'static str, Uuid), Expected>,
    report: &mut Report,
) -> Result<bool> {
    let mut heads: HashMap<Uuid, (i64, Vec<u8>)> = HashMap::new();
    for row in tx.query("SELECT chain, seq, hash FROM chain_head WHERE seq > 0", params![])? {
        heads.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let mut place = (Uuid::nil(), 0);
    let mut limit = PAGE;
    let mut last: Option<(Uuid, i64, Vec<u8>)> = None;
    loop {
        let page = match log::walk(tx, place, limit) {
            Ok(page) => page,
            // Somewhere in this page is something unreadable: step by step until it is the next one.
            Err(Error::Corrupt { .. }) if limit > 1 => {
                limit = 1;
                continue;
            }
            Err(Error::Corrupt { place: column, .. }) => {
                let which = next_place(tx, place)?;
                report.difference = Some(format!("{which} was altered: {column} cannot be read"));
                return Ok(true);
            }
            Err(error) => return Err(error),
        };
        if page.is_empty() {
            break;
        }
        for event in page {
            place = (event.chain, event.seq);
            report.events += 1;
            let previous = match last.take() {
                Some((chain, seq, hash)) if chain == event.chain => {
                    if event.seq != seq + 1 {
                        report.difference = Some(format!("chain {chain}: event {} is missing", seq + 1));
                        return Ok(true);
                    }
                    hash
                }
                before => {
                    if ends_wrong(before.as_ref(), &mut heads, report) {
                        return Ok(true);
                    }
                    if event.seq != 1 {
                        report.difference = Some(format!("chain {}: event 1 is missing", event.chain));
                        return Ok(true);
                    }
                    Vec::new()
                }
            };
            if log::link_hash(&previous, event.chain, event.seq, &event.header, &event.body) != event.hash {
                report.difference = Some(format!(
                    "event {} of chain {} ({}, id {}) was altered",
                    event.seq, event.chain, event.header.name, event.header.id
                ));
                return Ok(true);
            }
            let images = match event.images(tx) {
                Err(Error::Corrupt { .. }) => {
                    report.difference = Some(format!(
                        "event {} of chain {} (id {}): its personal fields do not open, a key was altered",
                        event.seq, event.chain, event.header.id
                    ));
                    return Ok(true);
                }
                images => images?,
            };
            for image in images {
                if let Some(person) = image.key_lost {
                    report.difference =
                        Some(format!("the key of person {person} is gone although nobody erased them"));
                    return Ok(true);
                }
                let Some(table) = tables.get(image.table.as_str()) else {
                    report.difference =
                        Some(format!("event {} writes the unknown table {}", event.header.id, image.table));
                    return Ok(true);
                };
                remember(table, image, expected);
            }
            last = Some((event.chain, event.seq, event.hash));
        }
    }
    if ends_wrong(last.as_ref(), &mut heads, report) {
        return Ok(true);
    }
    if let Some((chain, _)) = heads.iter().min_by_key(|(chain, _)| **chain) {
        report.difference = Some(format!("chain {chain}: its events are gone"));
        return Ok(true);
    }
    Ok(false)
}

/// Names the event after a place although it cannot be read as a whole.
fn next_place(tx: &mut Tx, after: (Uuid, i64)) -> Result<String> {
    let sql = "SELECT chain, seq FROM event WHERE (chain, seq) > (?1, ?2) ORDER BY chain, seq LIMIT 1";
    let row = tx.query_one(sql, params![after.0, after.1])?;
    let found = row.map(|row| Ok::<_, Error>((row.get::<Uuid>(0)?, row.get::<i64>(1)?)));
    Ok(match found {
        Some(Ok((chain, seq))) => format!("event {seq} of chain {chain}"),
        _ => format!("the event after event {} of chain {}", after.1, after.0),
    })
}

fn ends_wrong(
    last: Option<&(Uuid, i64, Vec<u8>)>,
    heads: &mut HashMap<Uuid, (i64, Vec<u8>)>,
    report: &mut Report,
) -> bool {
    let Some((chain, seq, hash)) = last else {
        return false;
    };
    report.chains += 1;
    match heads.remove(chain) {
        Some((head_seq, head_hash)) if head_seq == *seq && head_hash == *hash => false,
        Some((head_seq, _)) if head_seq == *seq => {
            report.difference =
                Some(format!("chain {chain}: the hash of its head is not that of its last event {seq}"));
            true
        }
        Some((head_seq, _)) => {
            report.difference = Some(format!("chain {chain} ends at event {seq}, its head says {head_seq}"));
            true
        }
        None => {
            report.difference = Some(format!("chain {chain} has events and no head"));
            true
        }
    }
}

fn remember(
    table: &'static Table,
    mut image: log::StoredImage,
    expected: &mut HashMap<(&'static str, Uuid), Expected>,
) {
    let entry = expected.entry((table.name, image.key)).or_insert(Expected {
        version: 0,
        open: None,
        personal: None,
    });
    if image.version < entry.version {
        return;
    }
    entry.version = image.version;
    match &mut image.row {
        None => entry.open = None,
        Some(row) => {
            if image.shape < table.shape {
                (table.upgrade)(image.shape, row);
            }
            entry.open = Some(hash_columns(table, false, |name| row.get(name).cloned()));
            entry.personal =
                (!image.erased).then(|| hash_columns(table, true, |name| row.get(name).cloned()));
        }
    }
}

fn hash_columns(table: &Table, personal: bool, value: impl Fn(&str) -> Option<JsonValue>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for field in table.fields.iter().filter(|field| field.personal == personal) {
        hasher.update(field.name.as_bytes());
        hasher.update([0]);
        hasher.update(value(field.name).unwrap_or(JsonValue::Null).to_string().as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().into()
}

fn compare_table(
    tx: &mut Tx,
    table: &'static Table,
    expected: &mut HashMap<(&'static str, Uuid), Expected>,
    report: &mut Report,
) -> Result<bool> {
    let mut after = None;
    loop {
        // The first page begins with the smallest id there is: a row smuggled in under the nil id is seen too.
        let (than, from) = after.map_or((">=", Uuid::nil()), |id| (">", id));
        let sql =
            format!("SELECT {} FROM {} WHERE id {than} ?1 ORDER BY id LIMIT ?2", table.columns(), table.name);
        let page = tx.query(&sql, params![from, PAGE])?;
        if page.is_empty() {
            return Ok(false);
        }
        for row in page {
            let id: Uuid = row.get(0)?;
            after = Some(id);
            report.rows += 1;
            let columns = table.json(&row);
            let Some(want) = expected.remove(&(table.name, id)) else {
                report.difference =
                    Some(format!("{} {id}: the table has this row, the events have not", table.name));
                return Ok(true);
            };
            let open = hash_columns(table, false, |name| columns.get(name).cloned());
            if want.personal.is_none() {
                report.erased += 1;
            }
            let personal_differs = want
                .personal
                .is_some_and(|hash| hash != hash_columns(table, true, |name| columns.get(name).cloned()));
            if want.open != Some(open) || personal_differs {
                report.difference = Some(format!(
                    "{} {id}: the row differs from version {} in the events",
                    table.name, want.version
                ));
                return Ok(true);
            }
        }
    }
}

fn check_seals(tx: &mut Tx, known: Option<&[u8]>, report: &mut Report) -> Result<bool> {
    let mut previous = Vec::new();
    let mut sealed: HashMap<Uuid, i64> = HashMap::new();
    let mut found = known.is_none();
    let mut seq = 0;
    while let Some(row) = tx.query_one(
        "SELECT seq, sealed_at, entries, root FROM seal WHERE seq > ?1 ORDER BY seq LIMIT 1",
        params![seq],
    )? {
        let (number, at, entries, root): (i64, jiff::Timestamp, String, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if number != seq + 1 || log::seal_root(&previous, number, at, &entries) != root {
            report.difference = Some(format!("seal {number} was altered"));
            return Ok(true);
        }
        let list: Vec<(Uuid, i64, String)> = serde_json::from_str(&entries)
            .map_err(|_| Error::Corrupt { place: "seal.entries".to_owned(), expected: "list of heads" })?;
        for (chain, place, hash) in list {
            let row =
                tx.query_one("SELECT hash FROM event WHERE chain = ?1 AND seq = ?2", params![chain, place])?;
            let held = match row {
                Some(row) => Some(BASE64.encode(row.get::<Vec<u8>>(0)?)),
                None => None,
            };
            if held.as_deref() != Some(hash.as_str()) {
                report.difference = Some(format!(
                    "chain {chain}: event {place}, sealed by seal {number}, is gone or altered"
                ));
                return Ok(true);
            }
            sealed.insert(chain, place);
        }
        found |= known == Some(root.as_slice());
        previous = root;
        seq = number;
        report.seals += 1;
    }
    if let Some(chain) = marked_otherwise(tx, &sealed)? {
        report.difference = Some(format!(
            "chain {chain}: it is marked as sealed elsewhere than the seals say: a seal is gone"
        ));
        return Ok(true);
    }
    if !found {
        report.difference =
            Some("the given root is not among the seals: the end of the log was cut off".to_owned());
        return Ok(true);
    }
    report.root = (!previous.is_empty()).then_some(previous);
    Ok(false)
}

/// A chain whose head is marked as sealed at another place than the last seal that names it.
fn marked_otherwise(tx: &mut Tx, sealed: &HashMap<Uuid, i64>) -> Result<Option<Uuid>> {
    for row in tx.query("SELECT chain, sealed_seq FROM chain_head ORDER BY chain", params![])? {
        let chain: Uuid = row.get(0)?;
        if row.get::<i64>(1)? != sealed.get(&chain).copied().unwrap_or(0) {
            return Ok(Some(chain));
        }
    }
    Ok(None)
}
