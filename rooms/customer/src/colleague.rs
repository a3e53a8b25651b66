//! Colleagues as this room shows them: name, telephone, and who has their work now.

use std::collections::HashMap;

use accord_kernel::{Context, Outcome};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

/// A colleague by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonRef {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
}

/// A colleague, and who has their work while they are away.
#[derive(Debug, Clone)]
pub(crate) struct Colleague {
    /// Who.
    pub(crate) person: PersonRef,
    /// Telephone.
    pub(crate) phone: Option<String>,
    /// Whether they are on leave now.
    pub(crate) away: bool,
    /// Who has their work now; none when it is with themselves.
    pub(crate) cover: Option<PersonRef>,
}

/// Names of these ids, in one query; unknown ids are left out.
pub(crate) fn refs(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = PersonId>,
) -> Outcome<HashMap<PersonId, PersonRef>> {
    let mut wanted: Vec<PersonId> = ids.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let names = people::record::person::names(tx, &wanted)?;
    Ok(names.into_iter().map(|(id, name)| (id, PersonRef { id, name })).collect())
}

/// The few colleagues of a team, with telephones and present covers; unknown ids are left out.
pub(crate) fn colleagues(
    tx: &mut Tx,
    ctx: &Context,
    ids: impl IntoIterator<Item = PersonId>,
) -> Outcome<HashMap<PersonId, Colleague>> {
    let mut found = HashMap::new();
    let mut wanted: Vec<PersonId> = ids.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(found);
    }
    let covers = people::covers(tx, ctx.now)?;
    let names =
        refs(tx, wanted.iter().map(|id| covers.responsible(*id)).filter(|cover| !wanted.contains(cover)))?;
    for id in &wanted {
        let Some(row) = tx.get::<people::record::person::PersonRow>(*id)? else { continue };
        let person = PersonRef { id: *id, name: row.name };
        found.insert(*id, Colleague { person, phone: row.phone, away: covers.is_away(*id), cover: None });
    }
    let known: HashMap<PersonId, PersonRef> =
        found.iter().map(|(id, one)| (*id, one.person.clone())).collect();
    for (id, colleague) in &mut found {
        let cover = covers.responsible(*id);
        if cover != *id {
            colleague.cover = known.get(&cover).or_else(|| names.get(&cover)).cloned();
        }
    }
    Ok(found)
}
