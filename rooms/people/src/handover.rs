//! A person who leaves hands over everything first (R3). Rooms that give people things to own register what they hold.

use accord_kernel::{Outcome, Registry};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{PersonId, record::person};

/// Something that a person still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Held {
    /// What it is: the entity's word, `customer`, `promise`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// Its id.
    pub id: Uuid,
}

/// What a room knows of things held: `registry.extend(Handover { … })`.
#[derive(Debug, Clone, Copy)]
pub struct Handover {
    /// Name, for the log.
    pub name: &'static str,
    /// What the person holds; at most some hundreds.
    pub held_by: fn(&mut Tx, PersonId) -> Outcome<Vec<Held>>,
}

/// Everything that a person still holds, in every room.
///
/// # Errors
/// What the rooms refuse.
pub fn held(tx: &mut Tx, registry: &Registry, person: PersonId) -> Outcome<Vec<Held>> {
    let mut list = Vec::new();
    for handover in registry.extensions::<Handover>() {
        list.extend((handover.held_by)(tx, person)?);
    }
    Ok(list)
}

/// Leaves that the person covers and that are not over.
pub(crate) fn covered_leaves(tx: &mut Tx, person: PersonId, now: jiff::Timestamp) -> Outcome<Vec<Held>> {
    let mut list = Vec::new();
    for leave in person::covering_after(tx, person, now)? {
        let label = person::name_of(tx, leave.person_id)?;
        list.push(Held { kind: "leave".to_owned(), label, id: leave.id.into() });
    }
    Ok(list)
}
