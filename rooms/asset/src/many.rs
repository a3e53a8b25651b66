//! Which acts on a unit may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{AssetId, record};

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(Bulk {
        name: "asset.retire",
        view: "asset.list",
        entity: "asset",
        action: "asset.retire",
        asks: &["retired_on", "reason"],
        stand: retire,
    });
}

fn retire(tx: &mut Tx, asked: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let unit = record::asset(tx, AssetId(row))?;
    // Its parts go out of use with it, and an outage ends; that does not come back with the unit.
    let alone = record::with_parts(tx, unit.id)?.len() == 1 && record::open_outage(tx, unit.id)?.is_none();
    let reason: JsonValue = asked.get("reason").cloned().unwrap_or_default();
    let back = alone.then(|| ("asset.reinstate", json!({ "asset": unit.id, "reason": reason })));
    Ok(Standing {
        customer: Some(unit.customer_id.into()),
        label: format!("{} · {} {}", unit.number, unit.model, unit.serial),
        mark: unit.version.to_string(),
        version: Some(unit.version),
        input: json!({ "asset": unit.id, "version": unit.version }),
        back: back.into_iter().collect(),
    })
}
