//! What an order takes of capacity: for what was told, for what is aimed at, and anew after it changed.

use std::collections::BTreeMap;

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_capacity::{self as capacity, Firmness, Hold, Planned, Refs};
use accord_room_promise::{self as promise, PromiseId, Wish};
use accord_store::Tx;
use jiff::civil::Date;

use super::{
    ask, installed_lines, lines_left,
    refused::{is_date_refused, target_refused},
};
use crate::{
    LineId,
    booking::{NewDate, set_date},
    record::{Line, Order},
    rules::dates::{DateWhat, aims_after_told},
};

fn refs(order: &Order, lines: &[Line]) -> Refs {
    let promises = lines
        .iter()
        .filter(|line| line.is_due())
        .map(|line| (line.id.0, (line.ship_promise_id, line.install_promise_id)))
        .collect::<BTreeMap<_, (Option<PromiseId>, Option<PromiseId>)>>();
    let harm = lines.iter().filter(|line| line.is_due()).map(|line| line.net_minor).sum();
    Refs { order: order.id.0, customer: order.customer_id, site: order.site_id, harm, promises }
}

/// Takes what a plan needs. What the order held as firmly before is given back first.
pub(crate) fn take(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &[Line],
    plan: &Planned,
    hold: Hold,
) -> Outcome<()> {
    capacity::reserve(tx, act, plan, hold, &refs(order, lines))
}

/// Notes when work on site is planned to start; inside only.
pub(super) fn note_plan(lines: &mut [Line], plan: &Planned) {
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        if let Some(delivery) = plan.deliveries.iter().find(|delivery| delivery.lines.contains(&line.id.0)) {
            line.install_planned_on = delivery.install;
        }
    }
}

/// Aims at a date inside the house: takes what it needs softly and plans the installation by it. No customer is told
/// and no message goes out (T20).
pub(crate) fn aim(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    named: &[LineId],
    on: Date,
    reason: &str,
) -> Outcome<()> {
    let asked = ask(order, lines, true).ok_or_else(|| Refusal::conflict("order.nothing_due"))?;
    let aims = |line: &Line| {
        let own = named.contains(&line.id) || !order.ship_apart;
        if own { Some(on) } else { line.target_on.or(line.committed_on) }
    };
    let wanted = capacity::by_line(
        lines.iter().filter(|line| line.is_due()).map(|line| (line.id.0, aims(line), None)),
    );
    let plan = match capacity::check(tx, act, &asked, &wanted) {
        Ok(plan) => plan,
        Err(refusal) if is_date_refused(&refusal) => return Err(target_refused(order, refusal)),
        Err(refusal) => return Err(refusal),
    };
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        if aims(line) == Some(on) && (named.contains(&line.id) || !order.ship_apart) {
            set_date(tx, act, line, &NewDate::inside(DateWhat::Target, Some(on), reason))?;
        }
    }
    note_plan(lines, &plan);
    // What a target needs may be what the order's own promise holds already: then nothing more is taken.
    let refs = refs(order, lines);
    let taken = act.attempt(tx, |tx, act| capacity::reserve(tx, act, &plan, Hold::Target, &refs))?;
    match taken {
        Err(refusal) if refusal.rule != "capacity.taken_meanwhile" => return Err(refusal),
        outcome => act.fact("reserved", outcome.is_ok()),
    }
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        tx.update(line)?;
    }
    Ok(())
}

/// Moves the planned installation of lines that ship later than thought, and forecasts what the customer was told of
/// it. Answers the new day of these lines' installation.
pub(crate) fn forecast_installation(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    named: &[LineId],
    ships_on: Date,
    reason: &str,
) -> Outcome<Option<Date>> {
    if lines.iter().all(|line| line.install_planned_on.is_none() && line.install_committed_on.is_none()) {
        return Ok(None);
    }
    let Some(mut asked) = ask(order, lines, false) else { return Ok(None) };
    for line in asked.lines.iter_mut().filter(|line| named.contains(&LineId(line.line))) {
        line.materials_from = Some(ships_on);
    }
    let found = capacity::capable(tx, act, &asked)?;
    let mut promises = BTreeMap::new();
    let mut latest = None;
    for line in lines.iter_mut().filter(|line| named.contains(&line.id) && line.is_due()) {
        let Some(day) = found.lines.iter().find(|one| one.line == line.id.0).and_then(|one| one.install)
        else {
            continue;
        };
        // A forecast only ever says when it becomes later than planned; what comes earlier is a target's business.
        if line.install_planned_on.is_none_or(|planned| day > planned) {
            line.install_planned_on = Some(day);
            tx.update(line)?;
            latest = latest.max(Some(day));
        }
        if let Some(id) = line.install_promise_id {
            promises.insert(id, day);
        }
    }
    for (id, day) in promises {
        promise::forecast(tx, act, id, Wish::On(day), reason)?;
    }
    Ok(latest)
}

/// A target after the day that the customer was told is none any more.
pub(super) fn drop_late_targets(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    reason: &str,
) -> Outcome<()> {
    let mut dropped = false;
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        if line.target_on.is_some_and(|aim| aims_after_told(aim, line.committed_on)) {
            dropped |= set_date(tx, act, line, &NewDate::inside(DateWhat::Target, None, reason))?;
        }
    }
    if dropped && lines.iter().all(|line| line.target_on.is_none()) {
        drop_targets(tx, act, order)
    } else {
        Ok(())
    }
}

/// Gives back what the order's targets hold.
pub(crate) fn drop_targets(tx: &mut Tx, act: &mut Act<'_>, order: &Order) -> Outcome<()> {
    capacity::release_some(tx, act, order.id.0, |held| held.hold == Firmness::Target)
}

/// Plans what was told anew after the order changed.
///
/// # Errors
/// As `capacity::check` when a date that was told is not possible any more.
pub(crate) fn rebook(tx: &mut Tx, act: &mut Act<'_>, order: &Order, lines: &mut [Line]) -> Outcome<()> {
    let told = lines.iter().any(|line| line.is_due() && line.committed_on.is_some());
    let Some(asked) = ask(order, lines, false) else {
        let left = lines_left(lines);
        return capacity::release_some(tx, act, order.id.0, |held| {
            held.line.is_none_or(|line| !left.contains(&line))
        });
    };
    if !told {
        return Ok(());
    }
    let installed = installed_lines(tx, lines)?;
    let install = |line: &Line| line.install_committed_on.filter(|_| installed.contains(&line.id));
    let due = lines.iter().filter(|line| line.is_due());
    let wanted = capacity::by_line(due.map(|line| (line.id.0, line.committed_on, install(line))));
    let plan = capacity::check(tx, act, &asked, &wanted)?;
    take(tx, act, order, lines, &plan, Hold::Committed)
}
