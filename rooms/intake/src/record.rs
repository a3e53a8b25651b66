//! Tables of this room and their SQL.

use std::collections::HashMap;

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::hashes_named;
use accord_room_people::record::{company::TerritoryRow, person::PersonRow};
use accord_store::{Json, Record, Table, Tx, Value, params, record};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    draft::hex,
    id::{Entity, ImportFileId, ImportKind, ImportMode, ImportRunId, RunState, RunStep},
    outcome::{Counts, Fault, Notes},
};

record! {
    /// A run of an import.
    pub struct ImportRun in "import_run" shape 2 upgrade run_before_2 {
        /// Id.
        id: ImportRunId,
        /// What the file holds.
        kind: ImportKind,
        /// The system that the data come from.
        source: String,
        /// Name of the file.
        file_name: String,
        /// SHA-256 of the file as it came, in hexadecimal.
        sha256: String,
        /// The mapping, as TOML.
        mapping: String,
        /// What becomes of wrong rows.
        mode: ImportMode,
        /// How it stands.
        state: RunState,
        /// What it did so far.
        counts: Json<Counts>,
        /// What is said of the file beside the counts.
        notes: Json<Notes>,
        /// When it began.
        started_at: Timestamp,
        /// When its last chunk was written, or it was taken back.
        finished_at: Option<Timestamp>,
        /// Who ran it.
        made_by: Option<Uuid>,
        /// What it is at.
        step: RunStep,
        /// Things of the file gone through in this step; what was broken off goes on behind them.
        items_seen: i64,
        /// Rows of the file below its header, once they were counted.
        rows_all: Option<i64>,
        /// The file lies in the file store, so that the program can go on with it by itself.
        laid: bool,
        /// Who drives it: the word of the one taking up, and nobody else's parts are taken.
        driver: Option<Uuid>,
        /// Until when, by the wall, nobody else may take it up.
        driven_until: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// Runs before the shape had them drove themselves to their end.
fn run_before_2(shape: i64, row: &mut serde_json::Map<String, serde_json::Value>) {
    if shape < 2 {
        let fields = [
            ("step", json!("writing")),
            ("items_seen", json!(0)),
            ("rows_all", json!(null)),
            ("laid", json!(false)),
            ("driver", json!(null)),
            ("driven_until", json!(null)),
        ];
        for (name, value) in fields {
            row.insert(name.to_owned(), value);
        }
    }
}

record! {
    /// A file laid ready for an import.
    pub struct ImportFile in "import_file" shape 1 {
        /// Id.
        id: ImportFileId,
        /// Name as it was given.
        file_name: String,
        /// SHA-256 of its bytes, in hexadecimal: its name in the file store.
        sha256: String,
        /// Bytes.
        size: i64,
        /// What it holds, as far as somebody said it.
        kind: Option<ImportKind>,
        /// The system that it comes from.
        source: String,
        /// The mapping, as TOML; empty while there is none.
        mapping: String,
        /// Who laid it ready.
        added_by: Option<Uuid>,
        /// When.
        added_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Something that a run made or changed.
    pub struct ImportRow in "import_row" shape 1 subject "subject_id" {
        /// Id.
        id: Uuid,
        /// The run.
        run_id: ImportRunId,
        /// Place in the order of the run's writes.
        place: i64,
        /// Kind of thing.
        entity: Entity,
        /// Which thing.
        entity_id: Uuid,
        /// Key in the source.
        source_key: String,
        /// The run entered it.
        created: bool,
        /// The run gave it its key.
        ref_made: bool,
        /// Hash of its row after the run's write, its version aside: another one says that somebody worked with it.
        row_hash: String,
        /// Chain in which its event stands.
        chain: Uuid,
        /// Place of the event there.
        chain_seq: i64,
        /// The person whose key protects what it was before.
        subject_id: Option<Uuid>,
        /// What it was before, when the run changed it and it is no person.
        former: Option<String>,
        /// The same of a person.
        @personal former_personal: Option<String>,
        /// Hash of the content that the source had before.
        former_hash: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A thing's key in another system.
    pub struct ExternalRef in "external_ref" shape 1 {
        /// Id.
        id: Uuid,
        /// The system.
        source: String,
        /// Kind of thing.
        entity: Entity,
        /// Its key there.
        source_key: String,
        /// Which thing.
        entity_id: Uuid,
        /// Hash of what the source said last.
        content_hash: String,
        /// Row version.
        version: i64,
    }
}

/// A run.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn run(tx: &mut Tx, id: ImportRunId) -> Outcome<ImportRun> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Runs, newest first, after a place.
///
/// # Errors
/// What the database refuses.
pub fn runs(tx: &mut Tx, after: Option<(Timestamp, ImportRunId)>, limit: i64) -> Outcome<Vec<ImportRun>> {
    Ok(match after {
        Some((at, id)) => tx.select(
            "WHERE (started_at, id) < (?1, ?2) ORDER BY started_at DESC, id DESC LIMIT ?3",
            params![at, id, limit],
        )?,
        None => tx.select("ORDER BY started_at DESC, id DESC LIMIT ?1", params![limit])?,
    })
}

/// How many runs there are, counted to at most `most`.
///
/// # Errors
/// What the database refuses.
pub fn count_runs(tx: &mut Tx, most: i64) -> Outcome<i64> {
    Ok(tx.count_up_to("FROM import_run", params![], most)?)
}

/// A file laid ready.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn file(tx: &mut Tx, id: ImportFileId) -> Outcome<ImportFile> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The files laid ready last whose bytes are still there.
///
/// # Errors
/// What the database refuses.
pub fn files(tx: &mut Tx, limit: i64) -> Outcome<Vec<ImportFile>> {
    Ok(tx.select("WHERE sha256 <> '' ORDER BY added_at DESC, id DESC LIMIT ?1", params![limit])?)
}

/// Files that were mapped before this one was laid ready, those of its own source first, newest first.
pub(crate) fn mapped_files(
    tx: &mut Tx,
    file: &ImportFile,
    kind: Option<ImportKind>,
    limit: i64,
) -> Outcome<Vec<ImportFile>> {
    let tail =
        "WHERE mapping <> '' AND kind IS NOT NULL AND id <> ?1 ORDER BY added_at DESC, id DESC LIMIT ?2";
    let mut found: Vec<ImportFile> = tx.select(tail, params![file.id, limit])?;
    found.retain(|row| kind.is_none() || row.kind == kind);
    found.sort_by_key(|row| row.source != file.source);
    Ok(found)
}

/// Which of these hashes of the file store a file or a run has.
pub(crate) fn files_named(tx: &mut Tx, hashes: &[String]) -> Outcome<Vec<String>> {
    let mut named = hashes_named(tx, "import_file", "sha256", hashes)?;
    named.extend(hashes_named(tx, "import_run", "sha256", hashes)?);
    Ok(named)
}

/// Every hash of the file store that a file laid ready or a run of one names. A run from the command line has its file's
/// hash too, whose bytes were never ours.
pub(crate) fn files_kept(tx: &mut Tx) -> Outcome<Vec<String>> {
    let sql = "SELECT sha256 FROM import_file WHERE sha256 <> ''
        UNION SELECT sha256 FROM import_run WHERE sha256 <> '' AND laid";
    tx.query(sql, params![])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// What runs made or changed about a thing.
pub(crate) fn rows_about(tx: &mut Tx, thing: Uuid) -> Outcome<Vec<ImportRow>> {
    Ok(tx.select("WHERE entity_id = ?1 ORDER BY id", params![thing])?)
}

/// Runs of a file.
pub(crate) fn runs_with(tx: &mut Tx, sha256: &str) -> Outcome<Vec<ImportRun>> {
    Ok(tx.select("WHERE sha256 = ?1 ORDER BY id", params![sha256.to_owned()])?)
}

/// Layings of a file.
pub(crate) fn files_with(tx: &mut Tx, sha256: &str) -> Outcome<Vec<ImportFile>> {
    Ok(tx.select("WHERE sha256 = ?1 ORDER BY id", params![sha256.to_owned()])?)
}

/// Whether a run of this file waits, or is under way.
pub(crate) fn is_driven(tx: &mut Tx, sha256: &str) -> Outcome<bool> {
    let sql = "SELECT 1 FROM import_run WHERE sha256 = ?1 AND state IN ('waiting', 'running') LIMIT 1";
    Ok(tx.query_one(sql, params![sha256.to_owned()])?.is_some())
}

/// Files that were neither laid ready nor run since an instant.
pub(crate) fn unused_since(tx: &mut Tx, before: Timestamp, limit: i64) -> Outcome<Vec<String>> {
    let sql = "SELECT sha256 FROM (
            SELECT sha256, added_at AS used_at FROM import_file WHERE sha256 <> ''
            UNION ALL SELECT sha256, COALESCE(finished_at, started_at) FROM import_run WHERE sha256 <> '' AND laid
        ) AS used GROUP BY sha256 HAVING MAX(used_at) < ?1 ORDER BY sha256 LIMIT ?2";
    tx.query(sql, params![before, limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The run that waits longest to be taken up: it was just started, or whoever drove it is gone.
pub(crate) fn waiting(tx: &mut Tx, wall: Timestamp) -> Outcome<Option<ImportRun>> {
    let new = tx.select_one("WHERE state = 'waiting' ORDER BY started_at, id LIMIT 1", params![])?;
    if new.is_some() {
        return Ok(new);
    }
    let left = "WHERE state = 'running' AND driven_until < ?1 ORDER BY driven_until, id LIMIT 1";
    Ok(tx.select_one(left, params![wall])?)
}

/// Keeps a part of what is wrong in a file.
pub(crate) fn keep_faults(tx: &mut Tx, run: ImportRunId, place: i64, faults: &[Fault]) -> Outcome<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_string(faults).map_err(|error| Refusal::defect(error.to_string()))?;
    let sql = "INSERT INTO import_fault (run_id, place, faults) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![run, place, text])?;
    Ok(())
}

/// Forgets what was wrong from a place on: it is looked for anew.
pub(crate) fn drop_faults(tx: &mut Tx, run: ImportRunId, from: i64) -> Outcome<()> {
    tx.execute("DELETE FROM import_fault WHERE run_id = ?1 AND place >= ?2", params![run, from])?;
    Ok(())
}

/// The part of what is wrong that follows a place, with its own.
pub(crate) fn faults_after(tx: &mut Tx, run: ImportRunId, place: i64) -> Outcome<Option<(i64, Vec<Fault>)>> {
    let sql =
        "SELECT place, faults FROM import_fault WHERE run_id = ?1 AND place > ?2 ORDER BY place LIMIT 1";
    let Some(row) = tx.query_one(sql, params![run, place])? else { return Ok(None) };
    let text: String = row.get(1)?;
    let faults = serde_json::from_str(&text).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(Some((row.get(0)?, faults)))
}

/// Everything a run made or changed, last first.
pub(crate) fn rows_of(tx: &mut Tx, run: ImportRunId) -> Outcome<Vec<ImportRow>> {
    Ok(tx.select("WHERE run_id = ?1 ORDER BY place DESC", params![run])?)
}

/// Keys asked for in one statement; a fixed number keeps the statement's text the same.
const KEYS: usize = 100;

/// Hash of a row's content, its version aside.
pub(crate) fn row_hash<R: Record>(row: &R) -> String {
    let mut values: Vec<_> = row.to_values().iter().map(Value::to_json).collect();
    values.pop();
    hex(&Sha256::digest(serde_json::Value::Array(values).to_string().as_bytes()))
}

/// Whether a row of a recorded table is there.
pub(crate) fn lives(tx: &mut Tx, table: &Table, id: Uuid) -> Outcome<bool> {
    let sql = format!("SELECT id FROM {} WHERE id = ?1", table.name);
    Ok(tx.query_one(&sql, params![id])?.is_some())
}

/// The references of these keys.
///
/// # Errors
/// What the database refuses.
pub fn refs(
    tx: &mut Tx,
    source: &str,
    entity: Entity,
    keys: &[String],
) -> Outcome<HashMap<String, ExternalRef>> {
    let mut found = HashMap::with_capacity(keys.len());
    let marks = accord_store::marks(3, KEYS);
    let tail = format!("WHERE source = ?1 AND entity = ?2 AND source_key IN ({marks})");
    for some in keys.chunks(KEYS) {
        let mut values = params![source, entity].to_vec();
        values.extend(some.iter().map(|key| Value::Text(key.clone())));
        // The rest repeats the last key.
        let last = values.last().cloned().unwrap_or(Value::Null);
        values.resize(KEYS + 2, last);
        for row in tx.select::<ExternalRef>(&tail, &values)? {
            found.insert(row.source_key.clone(), row);
        }
    }
    Ok(found)
}

/// The reference that a run gave a thing.
pub(crate) fn ref_of(tx: &mut Tx, source: &str, entity: Entity, key: &str) -> Outcome<Option<ExternalRef>> {
    let tail = "WHERE source = ?1 AND entity = ?2 AND source_key = ?3";
    Ok(tx.select_one(tail, params![source, entity, key])?)
}

/// Territories in use by name.
pub(crate) fn territories(tx: &mut Tx) -> Outcome<Vec<TerritoryRow>> {
    Ok(tx.select("WHERE archived = FALSE ORDER BY name LIMIT 5000", params![])?)
}

/// Colleagues, for finding them by mail address.
pub(crate) fn colleagues(tx: &mut Tx) -> Outcome<Vec<PersonRow>> {
    Ok(tx.select("WHERE state = 'active' ORDER BY id LIMIT 20000", params![])?)
}
