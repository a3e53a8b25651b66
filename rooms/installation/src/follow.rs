//! What this room does when something happens elsewhere, what it refuses, and what persons hold here.

use accord_kernel::{Act, Context, Guard, Happened, Intent, Outcome, Reaction, Refusal, Registry};
use accord_room_asset::AssetId;
use accord_room_customer::{self as customer, AttachmentId, PutAway, SiteId, StillOpen};
use accord_room_order::{self as order, OrderId};
use accord_room_people::{Handover, Held, PersonId};
use accord_room_promise::PromiseId;
use accord_store::Tx;
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use crate::{
    accepting, access,
    id::ItemId,
    planning::follow_order,
    proving,
    record::{delivered, plan, training, visitor},
    reviews,
    rules::acceptance::open_steps,
};

/// Registers guards, reactions and what persons hold.
pub(crate) fn register(registry: &mut Registry) {
    registry.guard(Guard { name: "installation.steps_before_acceptance", check: steps_before_acceptance });
    for (name, on) in [
        ("installation.order_entered", "order.enter"),
        ("installation.order_amended", "order.amend"),
        ("installation.order_released", "order.release"),
        ("installation.date_committed", "order.commit_date"),
        ("installation.target_set", "order.set_target"),
        ("installation.checkpoint_acted", "checkpoint.act"),
        ("installation.order_shipped", "order.ship"),
        ("installation.line_cancelled", "order.cancel_line"),
    ] {
        registry.reaction(Reaction { name, on, run: order_changed });
    }
    registry
        .reaction(Reaction {
            name: "installation.promise_redated",
            on: "promise.redate",
            run: promise_redated,
        })
        .reaction(Reaction { name: "installation.file_added", on: "attachment.add", run: file_added })
        .reaction(Reaction { name: "installation.unit_accepted", on: "acceptance.record", run: accepted })
        .reaction(Reaction { name: "installation.acceptance_moved", on: "acceptance.correct", run: moved })
        .reaction(Reaction { name: "installation.access_set", on: "site.set_access", run: access_set })
        .reaction(Reaction { name: "installation.customer_merged", on: "customer.merge", run: merged })
        .extend(StillOpen { name: "installations", of: still_open })
        .extend(Handover { name: "installation.plans", held_by });
}

/// A unit with an installation plan is not accepted past an open mandatory step, by whatever way (R25).
fn steps_before_acceptance(tx: &mut Tx, ctx: &Context, intent: &Intent<'_>) -> Outcome<()> {
    if intent.action.name != "acceptance.record" {
        return Ok(());
    }
    let asset = intent.input.get("asset").and_then(|id| id.as_str()).and_then(|id| Uuid::parse_str(id).ok());
    let Some(asset) = asset else { return Ok(()) };
    let Some(row) = plan::of_asset(tx, AssetId(asset))? else { return Ok(()) };
    if !row.is_open() {
        return Ok(());
    }
    let items = plan::items(tx, row.id)?;
    let facts: Vec<_> = items.iter().map(|item| accepting::item_facts(item, ctx.language)).collect();
    let open = open_steps(&facts);
    if open.is_empty() { Ok(()) } else { Err(accepting::open_steps_refusal(&row, &open)) }
}

fn order_changed(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<OrderId>("order") else { return Ok(()) };
    let row = order::find(tx, id)?;
    follow_order(tx, act, &row)
}

fn promise_redated(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<PromiseId>("promise") else { return Ok(()) };
    let mut orders: Vec<OrderId> =
        order::lines_of_promise(tx, id)?.into_iter().map(|line| line.order_id).collect();
    orders.dedup();
    for id in orders {
        let row = order::find(tx, id)?;
        follow_order(tx, act, &row)?;
    }
    Ok(())
}

/// A file that was added for an item proves it, when it is of the kind that was asked for.
fn file_added(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(id) = event.fact::<AttachmentId>("attachment") else { return Ok(()) };
    let file = customer::attachment(tx, id)?;
    if file.about_kind.as_deref() != Some("installation_item") {
        return Ok(());
    }
    let Some(item) = file.about_id.map(ItemId) else { return Ok(()) };
    let Some(row): Option<plan::Item> = tx.get(item)? else { return Ok(()) };
    // Somebody may have named another customer's item: nothing of it is touched.
    if row.customer_id != file.customer_id || !row.evidence.is_file() {
        return Ok(());
    }
    proving::by_file(tx, act, row, &file)
}

/// The customer accepted the unit: its plan is finished, and the reviews have their days.
fn accepted(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(id), Some(on)) = (event.fact::<AssetId>("asset"), event.fact::<Date>("accepted_on")) else {
        return Ok(());
    };
    accepting::finished(tx, act, id, on)?;
    reviews::lay(tx, act, id, on)
}

/// The day of acceptance was corrected: what is counted from it moves.
fn moved(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(id), Some(on)) = (event.fact::<AssetId>("asset"), event.fact::<Date>("accepted_on")) else {
        return Ok(());
    };
    if let Some(mut row) = plan::of_asset(tx, id)?
        && row.finished_on.is_some()
    {
        row.finished_on = Some(on);
        tx.update(&mut row)?;
        act.fact("installation", row.id);
    }
    reviews::lay(tx, act, id, on)
}

fn access_set(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(site), Some(on)) = (event.fact::<SiteId>("site"), event.fact::<Date>("checked_on")) else {
        return Ok(());
    };
    access::plan_check(tx, act, site, on)
}

/// What a merged record had belongs to the one that goes on (R2).
fn merged(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (into, from) = customer::merged_records(event)?;
    let mut any = plan::moved_to(tx, from, into)?;
    any |= training::moved_to(tx, from, into)?;
    any |= delivered::moved_to(tx, from, into)?;
    any |= visitor::moved_to(tx, from, into)?;
    if any {
        act.chain(into);
    }
    Ok(())
}

fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let mut held: Vec<Held> = plan::open_of_lead(tx, person)?
        .into_iter()
        .map(|row| Held { kind: "installation".to_owned(), label: row.number, id: row.id.into() })
        .collect();
    held.extend(training::open_tasks_of(tx, person, 200)?.into_iter().map(|row| Held {
        kind: "delivery_task".to_owned(),
        label: format!("{} {}", row.kind.word(), row.due_on),
        id: row.id.into(),
    }));
    held.extend(delivered::open_reviews_of(tx, person)?.into_iter().map(|row| Held {
        kind: "delivery_review".to_owned(),
        label: format!("{} {}", row.step, row.due_on),
        id: row.id.into(),
    }));
    Ok(held)
}

/// Whether an item can still be worked on.
pub(crate) fn workable(row: &plan::Installation) -> Outcome<()> {
    if row.is_open() {
        return Ok(());
    }
    Err(Refusal::conflict("installation.ended")
        .with("number", row.number.clone())
        .with("state", accord_kernel::Fact::Word(row.state.message()))
        .detail(json!({ "installation": row.id })))
}

/// Plans looked through.
const OPEN_MAX: i64 = 500;

/// Installations that are not done stand in the way of putting their customer away.
fn still_open(tx: &mut Tx, _: &Context, away: PutAway) -> Outcome<Vec<Held>> {
    let open =
        plan::of_customer(tx, away.customer, OPEN_MAX)?.into_iter().filter(plan::Installation::is_open);
    let there = open.filter(|row| away.concerns(row.site_id));
    Ok(there
        .map(|row| Held { kind: "installation".to_owned(), label: row.number, id: row.id.into() })
        .collect())
}
