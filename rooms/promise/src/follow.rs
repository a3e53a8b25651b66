//! What this room does when others act: a merge moves promises and statements; whoever leaves hands theirs over.

use accord_kernel::{Act, Context, Happened, Outcome, Reaction};
use accord_room_customer::{self as customer, PutAway, StillOpen};
use accord_room_people::{Handover, Held, PersonId};
use accord_store::Tx;
use uuid::Uuid;

use crate::{PromiseId, ledger, record};

/// Moves everything owed to a merged customer to the one that goes on (R2).
pub const MERGE: Reaction = Reaction { name: "promise.follow_merge", on: "customer.merge", run: merge };

/// What a person still owes (R3).
pub const HANDOVER: Handover = Handover { name: "promises", held_by };

fn merge(tx: &mut Tx, _: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    loop {
        // Each page leaves the merged customer, so the first page is always the next.
        let rows = record::page_of(tx, Some(from), PromiseId(Uuid::nil()), 500)?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            row.customer_id = into;
            tx.update(&mut row)?;
            ledger::index(tx, &row)?;
        }
    }
    for mut row in record::statements_to_move(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    for mut row in record::clarifications_to_move(tx, from)? {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    Ok(())
}

fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let promises = record::held_by(tx, person)?.into_iter();
    let mut held: Vec<Held> = promises
        .map(|row| Held { kind: "promise".to_owned(), label: row.number, id: row.id.into() })
        .collect();
    let clarifications = record::clarifications_held_by(tx, person)?.into_iter();
    held.extend(clarifications.map(|row| Held {
        kind: "clarification".to_owned(),
        label: row.number,
        id: row.id.into(),
    }));
    Ok(held)
}

/// What is owed to a customer stands in the way of putting it away.
pub const OPEN: StillOpen = StillOpen { name: "promises", of: still_open };

/// Promises looked through.
const OPEN_MAX: i64 = 500;

fn still_open(tx: &mut Tx, _: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    let open = record::open_of(tx, away.customer, OPEN_MAX)?.into_iter();
    let there = open.filter(|row| away.concerns(row.site_id));
    Ok(there.map(|row| Held { kind: "promise".to_owned(), label: row.number, id: row.id.into() }).collect())
}
