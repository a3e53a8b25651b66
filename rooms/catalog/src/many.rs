//! Which acts on a product may be done to many at once, and how each is given back what it had.

use accord_kernel::{Bulk, Outcome, Refusal, Registry, Standing, store::Tx};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::{id::ProductId, record};

/// Registers them.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(Bulk {
        name: "product.archive",
        view: "catalog.products",
        entity: "product",
        action: "product.archive",
        asks: &[],
        stand: archive,
    });
}

fn archive(tx: &mut Tx, _: &Map<String, JsonValue>, row: Uuid) -> Outcome<Standing> {
    let product = record::find(tx, ProductId(row))?.ok_or_else(Refusal::absent)?;
    Ok(Standing {
        customer: None,
        label: format!("{} · {}", product.code, product.name),
        mark: product.version.to_string(),
        version: Some(product.version),
        input: json!({ "product": product.id, "version": product.version }),
        back: vec![("product.restore", json!({ "product": product.id }))],
    })
}
