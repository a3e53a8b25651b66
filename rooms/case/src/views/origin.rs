//! Where a case came from that another system closed, and what it wrote down of it.

use accord_kernel::Outcome;
use accord_room_promise::PromiseId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::CaseId,
    record::{history_of, origin_of},
};

/// One update that another system wrote down, in its words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HistoryFacts {
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub written_at: Timestamp,
    /// State.
    pub state: String,
    /// Priority.
    pub priority: Option<String>,
    /// The team that had it.
    pub team: Option<String>,
    /// Who had it.
    pub assignee: Option<String>,
    /// Who wrote it.
    pub writer: Option<String>,
    /// How often it had been given to somebody else by then.
    pub reassigned: i64,
    /// How often it had been opened again by then.
    pub reopened: i64,
}

/// Where a case came from that another system closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OriginFacts {
    /// Its number there.
    pub number: String,
    /// Its last state there.
    pub state: String,
    /// Its last priority there.
    pub priority: Option<String>,
    /// Its category there.
    pub category: Option<String>,
    /// How often it was given to somebody else.
    pub reassigned: i64,
    /// How often it was opened again.
    pub reopened: i64,
    /// Whether it met its service level there; open when the system does not say.
    pub in_time: Option<bool>,
    /// The promise that holds this outcome.
    pub promise: Option<PromiseId>,
    /// What was written down of it, in its order.
    pub history: Vec<HistoryFacts>,
}

/// Where a case came from; none for one that was opened here.
pub(super) fn origin(tx: &mut Tx, case: CaseId) -> Outcome<Option<OriginFacts>> {
    let Some(row) = origin_of(tx, case)? else { return Ok(None) };
    let history = history_of(tx, case)?;
    Ok(Some(OriginFacts {
        number: row.number,
        state: row.state,
        priority: row.priority,
        category: row.category,
        reassigned: row.reassigned,
        reopened: row.reopened,
        in_time: row.in_time,
        promise: row.promise_id,
        history: history
            .into_iter()
            .map(|update| HistoryFacts {
                written_at: update.written_at,
                state: update.state,
                priority: update.priority,
                team: update.team,
                assignee: update.assignee,
                writer: update.writer,
                reassigned: update.reassigned,
                reopened: update.reopened,
            })
            .collect(),
    }))
}
