//! Which acts on a promise may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{id::PromiseId, record};

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    let bulk = |name, view| Bulk {
        name,
        view,
        entity: "promise",
        action: "promise.hand_over",
        asks: &["to", "reason"],
        stand: owner,
    };
    registry.extend(bulk("promise.owner", "promise.list")).extend(bulk("promise.mine_owner", "promise.mine"));
}

fn owner(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let promise = record::load(tx, PromiseId(row))?;
    let former: JsonValue = json!({ "promise": promise.id, "to": promise.owner_id });
    Ok(Standing {
        customer: Some(promise.customer_id.into()),
        label: format!("{} · {}", promise.number, promise.wording),
        mark: promise.version.to_string(),
        version: Some(promise.version),
        input: json!({ "promise": promise.id, "version": promise.version }),
        back: vec![("promise.hand_over", former)],
    })
}
