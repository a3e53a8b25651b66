//! What this room does when something happens in a room below.

use std::collections::BTreeSet;

use accord_kernel::{Act, Happened, Outcome, Reaction, Registry};
use accord_room_catalog::SkillId;
use accord_room_customer as customer;
use accord_room_people::{LeaveId, TerritoryId};
use accord_room_promise::{
    PromiseRow,
    id::{Kind, PromiseId},
};
use accord_store::Tx;
use jiff::civil::Date;

use crate::{
    Firmness, Pool,
    checks::{PartSubject, part_stores},
    knock, neighbours, parts, planning,
    record::{
        buckets,
        rows::{self, Reservation},
    },
    rules::calendar::ProductionWeek,
};

/// Registers the reactions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.reaction(Reaction { name: "capacity.customer_merged", on: "customer.merge", run: merged });
    for (name, on) in [("capacity.leave_planned", "leave.plan"), ("capacity.leave_cancelled", "leave.cancel")]
    {
        registry.reaction(Reaction { name, on, run: leave });
    }
    registry
        .reaction(Reaction { name: "capacity.calendar_changed", on: "calendar.change", run: calendar })
        .reaction(Reaction { name: "capacity.part_promised", on: "promise.make", run: part_promised })
        .reaction(Reaction { name: "capacity.part_delivered", on: "promise.keep", run: part_delivered })
        .reaction(Reaction { name: "capacity.part_released", on: "promise.release", run: part_released })
        .reaction(Reaction { name: "capacity.part_broken", on: "promise.break", run: part_released });
}

/// What is reserved for a merged customer belongs to the record that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut held in buckets::of_customer(tx, from)? {
        held.customer_id = into;
        tx.update(&mut held)?;
        act.chain(into);
    }
    Ok(())
}

/// Leave takes minutes of crews, or gives them back: the promises that it touches are looked at.
fn leave(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(leave) = event.fact::<LeaveId>("leave") else { return Ok(()) };
    let Some(person) = neighbours::person_of_leave(tx, leave)? else { return Ok(()) };
    let members = rows::crew_of_person(tx, person)?;
    let crews: BTreeSet<(TerritoryId, SkillId)> =
        members.iter().map(|member| (member.territory_id, member.skill_id)).collect();
    for (territory, skill) in crews {
        knock::apply_crews(tx, act, territory, skill)?;
    }
    Ok(())
}

/// A holiday takes minutes of every crew that keeps the calendar. Which crews those are is not asked: all are looked
/// at, and only what no longer fits is touched.
fn calendar(tx: &mut Tx, act: &mut Act<'_>, _: &Happened) -> Outcome<()> {
    let since = crate::facts::horizon(act.context())?.today();
    let crews: BTreeSet<(TerritoryId, SkillId)> =
        rows::crew(tx, None, since)?.iter().map(|member| (member.territory_id, member.skill_id)).collect();
    for (territory, skill) in crews {
        knock::apply_crews(tx, act, territory, skill)?;
    }
    Ok(())
}

/// The promise of an event when it is one of parts that nobody reserved by an order.
fn part_promise(tx: &mut Tx, event: &Happened) -> Outcome<Option<(PromiseRow, PartSubject)>> {
    // The event says it: most promises are of another kind, and none of those is read.
    if event.fact::<Kind>("kind").is_some_and(|kind| kind != Kind::Part) {
        return Ok(None);
    }
    let Some(id) = event.fact::<PromiseId>("promise") else { return Ok(None) };
    let row = accord_room_promise::load(tx, id)?;
    if row.kind != Kind::Part {
        return Ok(None);
    }
    Ok(serde_json::from_value(row.subject.0.clone()).ok().map(|subject| (row, subject)))
}

/// A promised part is no stock for others (R20).
fn part_promised(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some((promise, subject)) = part_promise(tx, event)? else { return Ok(()) };
    if !buckets::of_promise(tx, promise.id)?.is_empty() {
        return Ok(());
    }
    let (_, stores, horizon) = part_stores(tx, act.context(), &subject, promise.customer_id)?;
    let Some((index, answer)) = parts::soonest(&stores, subject.quantity, &horizon) else { return Ok(()) };
    let Some(store) = stores.get(index) else { return Ok(()) };
    let today = horizon.today();
    let due: Date = promise.due_on.unwrap_or_else(|| act.zone().to_datetime(promise.due_at).date());
    let row = Reservation {
        id: act.new_id(),
        booking_id: act.new_id(),
        kind: Pool::Part,
        pool_id: store.stock.id.0,
        skill_id: None,
        week: ProductionWeek::of(today).monday(),
        amount: i64::from(subject.quantity),
        hold: Firmness::Committed,
        expires_at: None,
        order_id: None,
        line_id: None,
        customer_id: promise.customer_id,
        site_id: subject.site,
        promise_id: Some(promise.id),
        realises_on: answer.earliest.date().unwrap_or(due),
        not_before: today,
        due_on: due,
        harm: promise.harm_minor.unwrap_or(0),
        made_at: act.now,
        version: 1,
    };
    buckets::take(tx, row.bucket(), row.amount, row.hold, None)?;
    tx.insert(&row)?;
    act.chain(promise.customer_id);
    // Somebody may have promised the same pieces a moment ago: then this promise is endangered from the start.
    let (_, stores, horizon) = part_stores(tx, act.context(), &subject, promise.customer_id)?;
    let taken = stores.into_iter().find(|after| after.stock.id.0 == row.pool_id);
    if let Some(mut after) = taken {
        after.supply.reserved = after.supply.reserved.saturating_sub(subject.quantity);
        if let Some(next) =
            after.earliest(subject.quantity, &horizon).earliest.date().filter(|next| *next > due)
        {
            let why = act.tongue().say("capacity-cause-part-taken").into_owned();
            neighbours::forecast(tx, act, promise.id, next, &why)?;
        }
    }
    Ok(())
}

/// A delivered part has left its place.
fn part_delivered(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some((promise, _)) = part_promise(tx, event)? else { return Ok(()) };
    for held in buckets::of_promise(tx, promise.id)? {
        planning::leave_place(tx, &held)?;
        act.chain(promise.customer_id);
        planning::give_back(tx, act, vec![held])?;
    }
    Ok(())
}

/// What a broken or released promise held is free again.
fn part_released(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some((promise, _)) = part_promise(tx, event)? else { return Ok(()) };
    let held = buckets::of_promise(tx, promise.id)?;
    if !held.is_empty() {
        act.chain(promise.customer_id);
        planning::give_back(tx, act, held)?;
    }
    Ok(())
}
