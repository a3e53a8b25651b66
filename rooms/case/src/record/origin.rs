//! Cases that another system closed: where they came from, and what it wrote down of them.

use accord_kernel::Outcome;
use accord_room_promise::PromiseId;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::id::{CaseHistoryId, CaseId, CaseOriginId};

record! {
    /// Where a case of another system came from, and how it ended there.
    pub struct OriginRow in "case_origin" shape 1 {
        /// Id.
        id: CaseOriginId,
        /// The case.
        case_id: CaseId,
        /// Its number there.
        number: String,
        /// Its last state, in that system's word.
        state: String,
        /// Its last priority, in that system's word.
        priority: Option<String>,
        /// Its category, in that system's word.
        category: Option<String>,
        /// How often it was given to somebody else.
        reassigned: i64,
        /// How often it was opened again.
        reopened: i64,
        /// Whether it met its service level there; open when the system does not say.
        in_time: Option<bool>,
        /// The promise that holds this outcome.
        promise_id: Option<PromiseId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// One update that another system wrote down of a case, in its words.
    pub struct HistoryRow in "case_history" shape 1 {
        /// Id.
        id: CaseHistoryId,
        /// The case.
        case_id: CaseId,
        /// Its place, from 1, as the system gave them out.
        place: i64,
        /// When it was written.
        written_at: Timestamp,
        /// State.
        state: String,
        /// Priority.
        priority: Option<String>,
        /// The team that had it.
        team: Option<String>,
        /// Who had it.
        assignee: Option<String>,
        /// Who wrote it.
        writer: Option<String>,
        /// How often it had been given to somebody else by then.
        reassigned: i64,
        /// How often it had been opened again by then.
        reopened: i64,
        /// Row version.
        version: i64,
    }
}

/// Where a case came from; none for one that was opened here.
///
/// # Errors
/// What the database refuses.
pub fn origin_of(tx: &mut Tx, case: CaseId) -> Outcome<Option<OriginRow>> {
    Ok(tx.select_one("WHERE case_id = ?1", params![case])?)
}

/// What another system wrote down of a case, in its order.
///
/// # Errors
/// What the database refuses.
pub fn history_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<HistoryRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY place, id", params![case])?)
}
