//! What this room does when something happens elsewhere, and what persons hold here.

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_customer as customer;
use accord_room_people::{Handover, Held, PersonId};
use accord_store::Tx;

use crate::record::{
    asked_of, contributions_with, demonstrations_for, opportunities_of, programmes_held, programmes_of,
    pursued_by,
};

/// Registers reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "pipeline.customer_merged", on: "customer.merge", run: merged })
        .extend(Handover { name: "opportunity", held_by: opportunities_held })
        .extend(Handover { name: "programme", held_by: held_programmes })
        .extend(Handover { name: "demonstration", held_by: demonstrations_held });
}

/// What is pursued with a merged customer belongs to the record that goes on (R2). As what a win counted stays as it
/// was told: both records may have had a first one.
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in opportunities_of(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
        row.index(tx)?;
        act.chain(into);
    }
    for mut row in demonstrations_for(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    for mut row in programmes_of(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
        row.index(tx)?;
    }
    for mut row in contributions_with(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    Ok(())
}

fn opportunities_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let held = pursued_by(tx, person)?.into_iter().map(|one| Held {
        kind: "opportunity".to_owned(),
        label: format!("{} {}", one.number, one.title),
        id: one.id.into(),
    });
    Ok(held.collect())
}

fn demonstrations_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let held = asked_of(tx, person)?.into_iter().map(|one| Held {
        kind: "demonstration".to_owned(),
        label: one.number,
        id: one.id.into(),
    });
    Ok(held.collect())
}

fn held_programmes(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let held = programmes_held(tx, person)?.into_iter().map(|one| Held {
        kind: "programme".to_owned(),
        label: format!("{} {}", one.number, one.name),
        id: one.id.into(),
    });
    Ok(held.collect())
}
