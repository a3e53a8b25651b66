//! What this room does when something happens elsewhere, what keeps engineers away, what persons hold here, and the
//! guard of the keys.

use accord_kernel::{Act, Context, Happened, Outcome, Reaction, Registry};
use accord_room_capacity::PartStockId;
use accord_room_contract::PlaceAtNight;
use accord_room_customer::{self as customer, PutAway, StillOpen};
use accord_room_people::{Handover, Held, PersonId};
use accord_room_pipeline::{self as pipeline, EngineerBusy};
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    VisitId, VisitState, cases, delivered, keys, least, propose,
    record::{
        part::{keys_of_person, place, place_named},
        visit::{VisitRow, ahead_of_person, all_of_customer, going, signatures_by, visit},
    },
};

/// Registers it.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .guard(keys::GUARD)
        .extend(EngineerBusy { word: propose::WORD, busy: propose::busy })
        .extend(PlaceAtNight { opens: opens_at_night })
        .extend(delivered::SOURCE)
        .extend(Handover { name: "visit", held_by })
        .extend(StillOpen { name: "visits", of: still_open })
        .reaction(Reaction { name: "visit.customer_merged", on: "customer.merge", run: merged })
        .reaction(Reaction { name: "visit.contact_erased", on: "contact.erase", run: erased });
    for (name, on) in [
        ("visit.engineer_planned", "visit.plan"),
        ("visit.engineer_assigned", "visit.assign"),
        ("visit.engineer_moved", "visit.move"),
    ] {
        registry.reaction(Reaction { name, on, run: called });
    }
    for (name, on) in [
        ("visit.part_taken", "part.take"),
        ("visit.part_returned", "part.return"),
        ("visit.part_received", "part.receive"),
        ("visit.part_counted", "part.set_stock"),
        ("visit.part_least_set", "part.set_least"),
    ] {
        registry.reaction(Reaction { name, on, run: stock_moved });
    }
}

/// Visits to a merged customer belong to the record that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut row in all_of_customer(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
        row.index(tx)?;
        act.chain(into);
    }
    Ok(())
}

/// Name and drawing of whoever is forgotten go; that the words were signed, and when, stays.
fn erased(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(contact) = event.fact::<Uuid>("contact") else { return Ok(()) };
    for mut row in signatures_by(tx, contact)? {
        row.name = String::new();
        row.drawn = String::new();
        tx.update(&mut row)?;
    }
    Ok(())
}

/// A visit for a service call takes whoever goes from the demonstrations of that time (R10, T3).
fn called(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<VisitId>("visit") else { return Ok(()) };
    let row = visit(tx, id)?;
    let (true, Some(from), Some(until)) = (cases::is_call(&row), row.starts_at, row.ends_at) else {
        return Ok(());
    };
    for one in going(tx, row.id)? {
        pipeline::call_away(tx, act, one.person_id, (from, until), &row.number)?;
    }
    Ok(())
}

/// Pieces came or went: whoever brings new ones is asked, or need not be asked any longer.
fn stock_moved(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    match event.fact::<PartStockId>("stock") {
        Some(stock) => least::settle(tx, act, stock),
        None => Ok(()),
    }
}

/// Whether one gets into a place of parts at night, when a response is sold that rests on it.
fn opens_at_night(tx: &mut Tx, name: &str) -> Outcome<bool> {
    Ok(place_named(tx, name)?.is_none_or(|row| row.active && row.night_access))
}

/// Visits that are ahead of somebody, and keys that they hold.
fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let mut held: Vec<Held> = ahead_of_person(tx, person)?
        .into_iter()
        .map(|row| Held { kind: "visit".to_owned(), label: row.number, id: row.id.into() })
        .collect();
    for key in keys_of_person(tx, person, jiff::civil::Date::MAX)? {
        let at = place(tx, key.place_id)?;
        held.push(Held { kind: "part_place".to_owned(), label: at.name, id: at.id.into() });
    }
    Ok(held)
}

/// Visits that are needed, ahead or under way stand in the way of putting their customer away.
fn still_open(tx: &mut Tx, _: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    let over = |row: &VisitRow| matches!(row.state, VisitState::Done | VisitState::Cancelled);
    let open = all_of_customer(tx, away.customer)?.into_iter().filter(|row| !over(row));
    let there = open.filter(|row| away.concerns(Some(row.site_id)));
    Ok(there.map(|row| Held { kind: "visit".to_owned(), label: row.number, id: row.id.into() }).collect())
}
