//! What orders tell the pipeline: earlier business of a customer, how the promises of a trial's lines stand, and that an
//! order may be the win of something that is pursued (R8, R12).

use accord_kernel::{Act, Context, Happened, Outcome, Reaction, Registry};
use accord_room_customer::CustomerId;
use accord_room_people::{self as people, Notice};
use accord_room_pipeline::{
    EarlierBusiness, ScoreFact, ScorecardSource, Trial, open_opportunities, promise_fact,
};
use accord_room_promise as promise;
use accord_store::Tx;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    OrderId,
    record::{find, has_before, lines},
};

/// Registers what the pipeline asks of orders.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(EarlierBusiness { word: "order", any: earlier, is_theirs })
        .extend(ScorecardSource { word: "order_line", facts: promises_of_lines })
        .reaction(Reaction { name: "order.may_be_a_win", on: "order.enter", run: may_be_a_win });
}

fn earlier(tx: &mut Tx, customer: CustomerId, order: Option<Uuid>, on: Date) -> Outcome<bool> {
    let on = match order {
        Some(order) => find(tx, OrderId(order))?.ordered_on,
        None => on,
    };
    has_before(tx, customer, on)
}

fn is_theirs(tx: &mut Tx, customer: CustomerId, order: Uuid) -> Outcome<bool> {
    let found: Option<crate::Order> = tx.get(OrderId(order))?;
    Ok(found.is_some_and(|order| order.customer_id == customer))
}

/// Promises that were made for single lines; those for the whole order the pipeline knows itself.
fn promises_of_lines(tx: &mut Tx, ctx: &Context, trial: &Trial) -> Outcome<Vec<ScoreFact>> {
    let Some(order) = trial.order else { return Ok(Vec::new()) };
    let mut facts = Vec::new();
    for line in lines(tx, OrderId(order))? {
        for row in promise::about(tx, "order_line", line.id)? {
            facts.extend(promise_fact(&row, ctx.now));
        }
    }
    Ok(facts)
}

/// Whoever pursues something with this customer hears of the order, to say which win it is.
fn may_be_a_win(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let Some(customer) = event.customer.map(CustomerId) else { return Ok(()) };
    let number = event.fact::<String>("number").unwrap_or_default();
    for one in open_opportunities(tx, customer)? {
        // Whoever enters the order knows it.
        let Some(owner) = one.owner_id.filter(|owner| owner.0 != act.principal.id) else { continue };
        let facts = vec![("order", number.clone().into()), ("title", one.title.clone().into())];
        let notice = Notice::new(owner, "notice-order-may-be-a-win", facts)
            .at(format!("/opportunities/{}", one.id))
            .about(customer);
        people::notify(tx, act, notice)?;
    }
    Ok(())
}
