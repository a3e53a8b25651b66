//! Which acts on a case may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    id::{CaseId, Severity},
    record::{self, CaseRow},
};

const LIST: &str = "case.queue";

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    let bulk =
        |name, action, asks, stand| Bulk { name, view: LIST, entity: "service_case", action, asks, stand };
    registry
        .extend(bulk("case.severity", "case.set_severity", &["severity", "reason"], severity))
        .extend(bulk("case.hand_over", "case.offer_handover", &["to", "words"], hand_over));
}

fn standing(row: CaseRow, back: Vec<(&'static str, JsonValue)>) -> Standing {
    Standing {
        customer: Some(row.customer_id.into()),
        label: format!("{} · {}", row.number, row.what),
        mark: row.version.to_string(),
        version: Some(row.version),
        input: json!({ "case": row.id, "version": row.version }),
        back,
    }
}

fn severity(tx: &mut Tx, asked: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let row = record::load(tx, CaseId(row))?;
    let asked_for = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let new = asked_for("severity").as_str().and_then(Severity::parse);
    // A crisis that began is not ended by lowering the severity again (R31).
    let begins = new.is_some_and(Severity::is_crisis) && !row.worst.is_crisis();
    let former = json!({ "case": row.id, "severity": row.severity, "reason": asked_for("reason") });
    let back = if begins { Vec::new() } else { vec![("case.set_severity", former)] };
    Ok(standing(row, back))
}

/// A colleague who was asked answers; that is not taken back for them.
fn hand_over(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let row = record::load(tx, CaseId(row))?;
    Ok(standing(row, Vec::new()))
}
