//! What this room does when something happens elsewhere, and what persons hold here.

use accord_kernel::{Act, Context, Happened, Outcome, Reaction, Registry};
use accord_room_customer::{self as customer, ContactId, PutAway, StillOpen};
use accord_room_people::{Handover, Held, PersonId};
use accord_room_promise::PromiseId;
use accord_store::{Tx, secret};
use uuid::Uuid;

use crate::{
    crisis,
    id::{CaseId, ClockKind},
    neighbours::{TAKE_NOTE, about_case, heads_of_service, tell},
    record::{
        clock_of_promise, crises_of, crisis_of, index, load, of_contact, of_customer, open_of_owner,
        open_tasks_of, page_of, tasks_of,
    },
};

/// Registers reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .reaction(Reaction { name: "case.escalate", on: "promise.warn", run: warned })
        .reaction(Reaction { name: "case.customer_merged", on: "customer.merge", run: merged })
        .reaction(Reaction { name: "case.contact_erased", on: "contact.erase", run: erased })
        .extend(Handover { name: "cases", held_by })
        .extend(StillOpen { name: "cases", of: still_open });
}

/// Three quarters of a clock are used: the head of service hears of it, whoever is on it (R30).
fn warned(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(id), Some(step)) = (event.fact::<PromiseId>("promise"), event.fact::<String>("step")) else {
        return Ok(());
    };
    let Some(percent) = step.strip_prefix("warn-").and_then(|text| text.parse::<i64>().ok()) else {
        return Ok(());
    };
    let Some(clock) = clock_of_promise(tx, id)?.filter(|clock| clock.stopped_at.is_none()) else {
        return Ok(());
    };
    if percent < 75 || clock.kind == ClockKind::Close {
        return Ok(());
    }
    let row = load(tx, clock.case_id)?;
    let heads = heads_of_service(tx)?;
    let word = about_case("notice-case-clock", &row)
        .with("percent", percent)
        .with("clock", accord_kernel::Fact::Word(clock.kind.message()))
        .with("due", clock.due_at)
        .acknowledged_within(TAKE_NOTE);
    act.fact("case", row.id);
    act.fact("percent", percent);
    tell(tx, act, &heads, &word)
}

/// What a merged record had belongs to the one that goes on (R2); two crises become one.
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    let standing = crisis_of(tx, into)?;
    for mut row in crises_of(tx, from)? {
        if row.ended_at.is_none() && standing.is_some() {
            row.ended_at = Some(act.now);
        }
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    loop {
        let rows = page_of(tx, Some(from), CaseId(Uuid::nil()), 200)?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            row.customer_id = into;
            if let (Some(standing), Some(_)) = (&standing, row.crisis_id) {
                row.crisis_id = Some(standing.id);
            }
            tx.update(&mut row)?;
            index(tx, &row)?;
            for mut task in tasks_of(tx, row.id)? {
                task.customer_id = into;
                tx.update(&mut task)?;
            }
        }
    }
    match standing {
        Some(standing) => crisis::settle(tx, act, standing.id),
        None => Ok(()),
    }
}

/// Who is forgotten no longer stands in the cases either, neither in their rows nor in the log (R64): name, telephone and
/// address as they were taken down with the call. What was wrong and what was done stays.
fn erased(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(contact), Some(customer)) = (event.fact::<ContactId>("contact"), event.customer) else {
        return Ok(());
    };
    for mut row in of_contact(tx, customer.into(), contact)? {
        // The key goes first: the event of the erasure itself then holds nothing personal any more.
        secret::destroy(tx, row.id.into(), act.wall)?;
        row.caller = String::new();
        row.call_back = String::new();
        tx.update(&mut row)?;
    }
    Ok(())
}

/// Open cases and what is to be done about others.
fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let mut held: Vec<Held> = open_of_owner(tx, person, 200)?
        .into_iter()
        .map(|row| Held { kind: "service_case".to_owned(), label: row.number, id: row.id.into() })
        .collect();
    for task in open_tasks_of(tx, person, 200)? {
        let row = load(tx, task.case_id)?;
        held.push(Held { kind: "service_case".to_owned(), label: row.number, id: row.id.into() });
    }
    Ok(held)
}

/// Cases looked through.
const OPEN_MAX: i64 = 500;

/// Open cases stand in the way of putting their customer away.
fn still_open(tx: &mut Tx, _: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    let open = of_customer(tx, away.customer, OPEN_MAX)?.into_iter().filter(|row| row.is_open);
    let there = open.filter(|row| away.concerns(row.site_id));
    Ok(there
        .map(|row| Held { kind: "service_case".to_owned(), label: row.number, id: row.id.into() })
        .collect())
}
