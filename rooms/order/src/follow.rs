//! What this room does when something happens elsewhere, and what it holds against others.

use accord_kernel::{Act, Context, Guard, Happened, Intent, Outcome, Reaction, Refusal, Registry, Status};
use accord_room_customer::{self as customer, CustomerId, PutAway, StillOpen, TeamSphere};
use accord_room_people::{Handover, Held, PersonId};
use accord_room_promise::{self as promise, About, Kind, PromiseId, PromiseRow, Sentence, State, Wish};
use accord_store::Tx;
use serde::de::DeserializeOwned;
use serde_json::{Value as JsonValue, json};

use crate::{
    OrderState,
    booking::{NewDate, set_date},
    commitment::{fits_installation, order_of, rebook, sentence},
    record::{
        Order, find, lines_of_promise, of_customer, open_checkpoints_of, open_checkpoints_of_customer,
        open_tasks_of, orders_of,
    },
    release,
    rules::dates::DateWhat,
};

/// Registers guards, reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .guard(Guard { name: "order.dates_are_told_by_orders", check: dates_are_told_by_orders })
        .guard(Guard { name: "order.ships_before_installation", check: ships_before_installation })
        .reaction(Reaction { name: "order.customer_merged", on: "customer.merge", run: merged })
        .reaction(Reaction { name: "order.team_changed", on: "customer.assign", run: team_changed })
        .reaction(Reaction { name: "order.promise_redated", on: "promise.redate", run: promise_redated })
        .reaction(Reaction { name: "order.promise_released", on: "promise.release", run: promise_ended })
        .reaction(Reaction { name: "order.promise_broken", on: "promise.break", run: promise_ended })
        .extend(Sentence { name: "order.dates", of: sentence })
        .extend(Handover { name: "order.checkpoints", held_by: checkpoints_held })
        .extend(Handover { name: "order.tasks", held_by: tasks_held })
        .extend(StillOpen { name: "orders", of: still_open });
}

/// The ship date of an order is told by `order.commit_date`, which takes what it needs; a promise made beside it, or in
/// the place of a broken one, would hold nothing.
fn dates_are_told_by_orders(tx: &mut Tx, _: &Context, intent: &Intent<'_>) -> Outcome<()> {
    let told = match intent.action.name {
        "promise.make" => made(intent.input),
        "promise.break" if takes_its_place(intent.input) => broken(tx, intent.input)?,
        _ => None,
    };
    let Some((Kind::Ship | Kind::Install, about)) = told else { return Ok(()) };
    let Some(order) = order_of(tx, &about)? else { return Ok(()) };
    Err(Refusal::conflict("order.told_by_order").possible_action(
        "commit_date",
        Vec::new(),
        "order.commit_date",
        json!({ "order": order }),
    ))
}

/// The day on which goods leave may be told anew in the ledger; it has to fit the installation that stands told all the
/// same (R24).
fn ships_before_installation(tx: &mut Tx, ctx: &Context, intent: &Intent<'_>) -> Outcome<()> {
    if intent.action.name != "promise.redate" {
        return Ok(());
    }
    let Some(row) = named(tx, intent.input)? else { return Ok(()) };
    let on = || read(intent.input, "due_on").map(Wish::On);
    match on().or_else(|| read(intent.input, "due_at").map(Wish::At)) {
        Some(due) if row.kind == Kind::Ship && row.state == State::Open => {
            fits_installation(tx, ctx, &row, due)
        }
        _ => Ok(()),
    }
}

fn read<T: DeserializeOwned>(input: &JsonValue, name: &str) -> Option<T> {
    input.get(name).cloned().and_then(|value| serde_json::from_value(value).ok())
}

/// What is promised, and about what.
fn made(input: &JsonValue) -> Option<(Kind, About)> {
    Some((read(input, "kind")?, read(input, "about")?))
}

/// The promise that is to be broken, and what it is about.
fn broken(tx: &mut Tx, input: &JsonValue) -> Outcome<Option<(Kind, About)>> {
    Ok(named(tx, input)?.and_then(|row| Some((row.kind, row.about()?))))
}

/// The promise that an action names; what is not there is refused by the action itself.
fn named(tx: &mut Tx, input: &JsonValue) -> Outcome<Option<PromiseRow>> {
    let Some(id) = read::<PromiseId>(input, "promise") else { return Ok(None) };
    match promise::load(tx, id) {
        Ok(row) => Ok(Some(row)),
        Err(refusal) if refusal.status == Status::Absent => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Whether a broken promise is to be followed by another.
fn takes_its_place(input: &JsonValue) -> bool {
    ["instead_wording", "due_at", "due_on"]
        .iter()
        .any(|name| input.get(*name).and_then(JsonValue::as_str).is_some_and(|text| !text.trim().is_empty()))
}

/// Orders of a merged customer belong to the record that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    for mut order in orders_of(tx, from)? {
        order.customer_id = into;
        tx.update(&mut order)?;
        order.index(tx)?;
        act.chain(into);
    }
    Ok(())
}

/// A new sales owner has the open checkpoints of the account.
fn team_changed(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(customer) = event.customer.map(CustomerId) else { return Ok(()) };
    let Some(owner) = customer::owner_of(tx, customer, TeamSphere::Sales)? else { return Ok(()) };
    for mut row in open_checkpoints_of_customer(tx, customer)?.into_iter().filter(|row| row.owner_id != owner)
    {
        act.chain(row.owner_id);
        act.chain(owner);
        row.owner_id = owner;
        tx.update(&mut row)?;
    }
    Ok(())
}

/// A ship date that was moved in the ledger moves on its lines; what it takes is planned anew where that is possible.
fn promise_redated(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<PromiseId>("promise") else { return Ok(()) };
    let row = promise::load(tx, id)?;
    let accepted = event.fact::<bool>("accepted").unwrap_or(false);
    let (day, reason) = (row.due_day(), promise::why_redated(tx, id)?);
    let mut moved = None;
    for mut line in lines_of_promise(tx, id)? {
        let changed = if line.ship_promise_id == Some(id) {
            let date =
                NewDate { what: DateWhat::Committed, on: Some(day), reason: &reason, told: true, accepted };
            set_date(tx, act, &mut line, &date)?
        } else {
            let changed = line.install_committed_on != Some(day);
            line.install_committed_on = Some(day);
            changed
        };
        if changed {
            tx.update(&mut line)?;
            moved = Some(line.order_id);
        }
    }
    let Some(order) = moved else { return Ok(()) };
    let order = find(tx, order)?;
    let mut lines = crate::record::lines(tx, order.id)?;
    // The customer was told already; without room the order keeps the places it has and the watch shows the risk.
    let taken = act.attempt(tx, |tx, act| rebook(tx, act, &order, &mut lines))?;
    act.fact("order", order.id);
    act.fact("replanned", taken.is_ok());
    match taken {
        Err(refusal) if !refusal.rule.starts_with("capacity.") => Err(refusal),
        _ => Ok(()),
    }
}

/// A date that the customer released, or that was honestly broken, stands no longer: the order needs a new one.
fn promise_ended(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<PromiseId>("promise") else { return Ok(()) };
    let row = promise::load(tx, id)?;
    if !matches!(row.state, State::Released | State::Broken) {
        return Ok(());
    }
    let reason = row.ending.clone().unwrap_or_default();
    let mut order = None;
    for mut line in lines_of_promise(tx, id)?.into_iter().filter(|line| line.is_due()) {
        if line.ship_promise_id == Some(id) {
            let date =
                NewDate { what: DateWhat::Committed, on: None, reason: &reason, told: true, accepted: false };
            set_date(tx, act, &mut line, &date)?;
            line.ship_promise_id = None;
        } else {
            line.install_promise_id = None;
            line.install_committed_on = None;
        }
        tx.update(&mut line)?;
        order = Some(line.order_id);
    }
    match order {
        Some(order) => {
            act.fact("order", order);
            release::refresh(tx, act, order)
        }
        None => Ok(()),
    }
}

fn checkpoints_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let mut held = Vec::new();
    for row in open_checkpoints_of(tx, person)? {
        let number = find(tx, row.order_id)?.number;
        held.push(Held {
            kind: "checkpoint".to_owned(),
            label: format!("{number} {}", row.due_on),
            id: row.id.into(),
        });
    }
    Ok(held)
}

fn tasks_held(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let tasks = open_tasks_of(tx, &[person], 200)?;
    Ok(tasks
        .into_iter()
        .map(|task| Held { kind: "review_task".to_owned(), label: task.what, id: task.id.into() })
        .collect())
}

/// Orders looked through.
const OPEN_MAX: i64 = 500;

/// Orders that are not done stand in the way of putting their customer away.
fn still_open(tx: &mut Tx, _: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    let done = |order: &Order| matches!(order.state, OrderState::Closed | OrderState::Cancelled);
    let open = of_customer(tx, away.customer, OPEN_MAX)?.into_iter().filter(|order| !done(order));
    let there = open.filter(|order| away.concerns(order.site_id));
    Ok(there.map(|row| Held { kind: "order".to_owned(), label: row.number, id: row.id.into() }).collect())
}
