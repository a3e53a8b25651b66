//! The tables of this room and their SQL. SQL stands nowhere else in it.

use std::collections::BTreeMap;

use accord_kernel::{Context, Outcome, Refusal, Via};
use accord_room_people::{self as people, PersonId};
use accord_store::{Tx, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use crate::id::{BulkRunId, RowState, RunState};

record! {
    /// An act on many rows.
    pub struct BulkRun in "bulk_run" shape 1 subject "by_id" {
        /// Id.
        id: BulkRunId,
        /// Name of the act.
        bulk: String,
        /// Who does it.
        by_id: PersonId,
        /// Through which face they asked for it.
        via: Via,
        /// What was asked for once, for all rows, as JSON. A reason can name somebody.
        @personal input: String,
        /// How it stands.
        state: RunState,
        /// Rows that were chosen.
        rows_all: i64,
        /// When.
        chosen_at: Timestamp,
        /// When they were counted.
        counted_at: Option<Timestamp>,
        /// When doing it began.
        started_at: Option<Timestamp>,
        /// When its last row was done.
        ended_at: Option<Timestamp>,
        /// Until when it can be taken back.
        undo_until: Option<Timestamp>,
        /// When it was taken back.
        undone_at: Option<Timestamp>,
        /// The rule by which the program could not go on; none while it can.
        stopped: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A row of it.
    pub struct BulkRow in "bulk_row" shape 1 subject "by_id" {
        /// Id.
        id: Uuid,
        /// The act.
        run_id: BulkRunId,
        /// Who does it.
        by_id: PersonId,
        /// Place among the rows.
        place: i64,
        /// Which thing.
        row_id: Uuid,
        /// How it stands.
        state: RowState,
        /// The rule that refused it.
        rule: Option<String>,
        /// The same in words with its facts, in the language of whoever did it.
        @personal why: Option<String>,
        /// How the thing stood when it was last looked at: before the act when it was counted, after it when it was done.
        mark: Option<String>,
        /// The calls that give it back what it had, as JSON.
        @personal back: Option<String>,
        /// Giving it back was tried when it was counted, and would go.
        may_go_back: bool,
        /// Row version.
        version: i64,
    }
}

/// A run.
///
/// # Errors
/// Absent.
pub(crate) fn run(tx: &mut Tx, id: BulkRunId) -> Outcome<BulkRun> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A run of whoever asks; another's is absent.
///
/// # Errors
/// Absent.
pub(crate) fn own(tx: &mut Tx, ctx: &Context, id: BulkRunId) -> Outcome<BulkRun> {
    let run = run(tx, id)?;
    if people::author(ctx) == Some(run.by_id) { Ok(run) } else { Err(Refusal::absent()) }
}

/// The run that the program goes on with next.
pub(crate) fn waiting(tx: &mut Tx) -> Outcome<Option<BulkRun>> {
    let tail =
        "WHERE state IN ('counting', 'doing', 'undoing') AND stopped IS NULL ORDER BY chosen_at, id LIMIT 1";
    Ok(tx.select(tail, params![])?.pop())
}

/// Somebody's runs, newest first.
pub(crate) fn runs_of(tx: &mut Tx, person: PersonId, limit: i64) -> Outcome<Vec<BulkRun>> {
    Ok(tx.select("WHERE by_id = ?1 ORDER BY chosen_at DESC, id DESC LIMIT ?2", params![person, limit])?)
}

/// The next rows of a state, in their order.
pub(crate) fn next_rows(tx: &mut Tx, run: BulkRunId, state: RowState, limit: i64) -> Outcome<Vec<BulkRow>> {
    let tail = "WHERE run_id = ?1 AND state = ?2 ORDER BY place LIMIT ?3";
    Ok(tx.select(tail, params![run, state, limit])?)
}

/// Rows after a place, of any state or of one.
pub(crate) fn rows_after(
    tx: &mut Tx,
    run: BulkRunId,
    state: Option<RowState>,
    after: i64,
    limit: i64,
) -> Outcome<Vec<BulkRow>> {
    Ok(match state {
        Some(state) => tx.select(
            "WHERE run_id = ?1 AND state = ?2 AND place > ?3 ORDER BY place LIMIT ?4",
            params![run, state, after, limit],
        )?,
        None => {
            tx.select("WHERE run_id = ?1 AND place > ?2 ORDER BY place LIMIT ?3", params![run, after, limit])?
        }
    })
}

/// How many rows stand how.
pub(crate) fn counts(tx: &mut Tx, run: BulkRunId) -> Outcome<BTreeMap<RowState, i64>> {
    let sql = "SELECT state, COUNT(*) FROM bulk_row WHERE run_id = ?1 GROUP BY state";
    let mut counts = BTreeMap::new();
    for row in tx.query(sql, params![run])? {
        counts.insert(row.get(0)?, row.get(1)?);
    }
    Ok(counts)
}

/// How many rows of a state would go back.
pub(crate) fn would_go_back(tx: &mut Tx, run: BulkRunId, state: RowState) -> Outcome<i64> {
    let sql = "SELECT COUNT(*) FROM bulk_row WHERE run_id = ?1 AND state = ?2 AND may_go_back = TRUE";
    Ok(tx.query_one(sql, params![run, state])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Why rows of a state are as they are: rule and words, with how many, most first.
pub(crate) fn reasons(tx: &mut Tx, run: BulkRunId, state: RowState) -> Outcome<Vec<(String, String, i64)>> {
    let sql = "SELECT rule, why, COUNT(*) FROM bulk_row WHERE run_id = ?1 AND state = ?2 AND rule IS NOT NULL
        GROUP BY rule, why ORDER BY COUNT(*) DESC, rule, why";
    let mut found = Vec::new();
    for row in tx.query(sql, params![run, state])? {
        found.push((row.get(0)?, row.get::<Option<String>>(1)?.unwrap_or_default(), row.get(2)?));
    }
    Ok(found)
}
