//! The promises of an order: made, moved, and worded as the customer gets them.

use accord_business_time::date_in_zone;
use accord_kernel::{Act, Context, Fact, Outcome, Status};
use accord_room_capacity::OrderAsk;
use accord_room_customer as customer;
use accord_room_people::{self as people, PersonId};
use accord_room_promise::{self as promise, About, Asking, Kind, NewPromise, PromiseRow, Telling, Wish};
use accord_store::Tx;
use jiff::civil::Date;

use super::Commit;
use crate::{
    LineId, OrderId,
    neighbours::{HEAD_OF_MANUFACTURING, place_calendar, sales_owner, service_owners},
    record::{Line, Order, dates, find, find_line},
    rules::dates::{DateWhat, MoveBy, told_before_expected},
};

/// Message of the sentence about a ship date.
const SHIPS: &str = "order-wording-ship";
/// Message of the sentence about the start of an installation.
const INSTALLS: &str = "order-wording-install";

pub(super) fn asking(
    tx: &mut Tx,
    order: &Order,
    new: &Commit,
    overridden: Option<String>,
) -> Outcome<Asking> {
    let mut deliverers: Vec<PersonId> = people::heads(tx, HEAD_OF_MANUFACTURING)?;
    if new.install_on.is_some() || overridden.is_some() {
        deliverers.extend(service_owners(tx, order)?);
    }
    Ok(Asking::Asked { override_reason: overridden, deliverers })
}

/// Lines that share a promise.
pub(super) fn groups(order: &Order, lines: &[Line], new: &Commit) -> Vec<Vec<LineId>> {
    let told: Vec<LineId> = lines.iter().map(|line| line.id).filter(|id| new.ship.contains_key(id)).collect();
    if order.ship_apart { told.into_iter().map(|id| vec![id]).collect() } else { vec![told] }
}

fn about(order: &Order, group: &[LineId]) -> About {
    match group {
        [line] if order.ship_apart => About { kind: "order_line".to_owned(), id: line.0 },
        _ => About { kind: "order".to_owned(), id: order.id.0 },
    }
}

/// The order that a promise is about; nothing when it is about something else, or about what is not there.
pub(crate) fn order_of(tx: &mut Tx, about: &About) -> Outcome<Option<OrderId>> {
    let found = match about.kind.as_str() {
        "order" => find(tx, OrderId(about.id)).map(|order| order.id),
        "order_line" => find_line(tx, LineId(about.id)).map(|line| line.order_id),
        _ => return Ok(None),
    };
    match found {
        Ok(order) => Ok(Some(order)),
        Err(refusal) if refusal.status == Status::Absent => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// The sentence in which the customer has the date of an order: made anew wherever its promise gets another day.
pub(crate) fn sentence(
    tx: &mut Tx,
    ctx: &Context,
    promise: &PromiseRow,
    due: Wish,
) -> Outcome<Option<String>> {
    let key = match promise.kind {
        Kind::Ship => SHIPS,
        Kind::Install => INSTALLS,
        _ => return Ok(None),
    };
    let Some(about) = promise.about() else { return Ok(None) };
    let Some(order) = order_of(tx, &about)? else { return Ok(None) };
    let order = find(tx, order)?;
    let on = day_of(tx, &order, due)?;
    wording(tx, ctx, &order, key, on, None).map(Some)
}

/// The civil day of a due where an order goes.
pub(super) fn day_of(tx: &mut Tx, order: &Order, due: Wish) -> Outcome<Date> {
    match due {
        Wish::On(on) => Ok(on),
        Wish::At(at) => Ok(date_in_zone(at, place_calendar(tx, order)?.zone())),
    }
}

fn in_group<'a>(lines: &'a [Line], group: &'a [LineId]) -> impl Iterator<Item = &'a Line> {
    lines.iter().filter(|line| group.contains(&line.id))
}

pub(super) fn ship_promise(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    group: &[LineId],
    new: &Commit,
    asking: &Asking,
    asked: &OrderAsk,
) -> Outcome<()> {
    let Some(on) = group.iter().find_map(|id| new.ship.get(id)).copied() else { return Ok(()) };
    let standing = in_group(lines, group).find_map(|line| Some((line.ship_promise_id?, line.committed_on)));
    let id = match standing {
        Some((id, was)) if was == Some(on) => id,
        Some((id, _)) => {
            let wording = wording(tx, act, order, SHIPS, on, new.wording.as_deref())?;
            promise::redate(tx, act, id, redate(act, on, new, asking, wording))?.id
        }
        None => {
            let wording = wording(tx, act, order, SHIPS, on, new.wording.as_deref())?;
            let made = new_promise(tx, act, order, group, Kind::Ship, wording, on, new, asking, asked)?;
            promise::make(tx, act, made)?.id
        }
    };
    for line in lines.iter_mut().filter(|line| group.contains(&line.id)) {
        line.ship_promise_id = Some(id);
    }
    Ok(())
}

/// What is expected later than the day that was told stands on the promise too, so that its watch sees it (R24).
pub(super) fn carry_forecast(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &[Line],
    group: &[LineId],
) -> Outcome<()> {
    let Some(id) = in_group(lines, group).find_map(|line| line.ship_promise_id) else { return Ok(()) };
    let expected = in_group(lines, group).filter_map(|line| Some((line.forecast_on?, line.id))).max();
    let Some((on, line)) = expected else { return Ok(()) };
    let row = promise::load(tx, id)?;
    if row.forecast_on == Some(on) || !told_before_expected(row.due_day(), Some(on)) {
        return Ok(());
    }
    let history = dates(tx, order.id)?;
    let said = history.iter().rev().find(|row| row.line_id == line && row.what == DateWhat::Forecast);
    let reason = said.map(|row| row.reason.clone()).unwrap_or_default();
    promise::forecast(tx, act, id, Wish::On(on), &reason)?;
    Ok(())
}

pub(super) fn install_promise(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    group: &[LineId],
    on: Date,
    new: &Commit,
    asking: &Asking,
    asked: &OrderAsk,
) -> Outcome<()> {
    let standing =
        in_group(lines, group).find_map(|line| Some((line.install_promise_id?, line.install_committed_on)));
    let id = match standing {
        Some((id, was)) if was == Some(on) => id,
        Some((id, _)) => {
            let wording = wording(tx, act, order, INSTALLS, on, None)?;
            promise::redate(tx, act, id, redate(act, on, new, asking, wording))?.id
        }
        None => {
            let wording = wording(tx, act, order, INSTALLS, on, None)?;
            let made = new_promise(tx, act, order, group, Kind::Install, wording, on, new, asking, asked)?;
            promise::make(tx, act, made)?.id
        }
    };
    for line in lines.iter_mut().filter(|line| group.contains(&line.id)) {
        line.install_promise_id = Some(id);
        line.install_committed_on = Some(on);
    }
    Ok(())
}

/// A new date, in the words in which the customer has it now: the sentence names the date.
fn redate(act: &Act<'_>, on: Date, new: &Commit, asking: &Asking, wording: String) -> promise::NewDate {
    let reason = new.reason.clone().or_else(|| new.customer_words.clone()).unwrap_or_default();
    promise::NewDate {
        due: Wish::On(on),
        wording: Some(wording),
        reason,
        told: Some(Telling { channel: new.channel, at: act.now }),
        accepted: new.customer_words.is_some(),
        customer_words: new.customer_words.clone(),
        at_checkpoint: new.by == MoveBy::Checkpoint,
        asking: asking.clone(),
    }
}

fn new_promise(
    tx: &mut Tx,
    act: &Act<'_>,
    order: &Order,
    group: &[LineId],
    kind: Kind,
    wording: String,
    on: Date,
    new: &Commit,
    asking: &Asking,
    asked: &OrderAsk,
) -> Outcome<NewPromise> {
    let owner = match kind {
        Kind::Install => service_owners(tx, order)?.first().copied(),
        _ => None,
    };
    let owner = match owner {
        Some(owner) => owner,
        None => sales_owner(tx, act, order)?,
    };
    let about = about(order, group);
    let line = (about.kind == "order_line").then_some(about.id);
    Ok(NewPromise {
        contact: new.contact.or(order.contact_id),
        site: order.site_id,
        about: Some(about),
        subject: asked.subject(line),
        basis: order.number.clone(),
        told: Some(Telling { channel: new.channel, at: act.now }),
        asking: asking.clone(),
        ..NewPromise::new(order.customer_id, kind, &wording, Wish::On(on), owner)
    })
}

/// What the customer is told, in the customer's language, when nobody gave other words.
fn wording(
    tx: &mut Tx,
    ctx: &Context,
    order: &Order,
    key: &str,
    on: Date,
    given: Option<&str>,
) -> Outcome<String> {
    if let Some(words) = given {
        return Ok(words.to_owned());
    }
    let account = customer::load(tx, order.customer_id)?;
    let calendar = place_calendar(tx, order)?;
    let tongue = ctx.words.tongue(account.language, calendar.zone_name());
    let reference = Fact::Text(order.customer_reference.clone());
    Ok(tongue.say_with(
        key,
        &[("number", order.number.clone().into()), ("reference", reference), ("on", on.into())],
    ))
}
