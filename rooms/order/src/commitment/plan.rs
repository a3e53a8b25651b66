//! What an order takes of capacity: for what was told, for what is aimed at, and anew after it changed.

use std::collections::BTreeMap;

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_capacity::{self as capacity, Firmness, Hold, Planned, Pool, Refs};
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

/// Notes when work on site is planned to start on lines for which nothing else is aimed at; inside only.
pub(super) fn note_told(lines: &mut [Line], plan: &Planned) {
    note_plan(lines.iter_mut().filter(|line| line.target_on.is_none()), plan);
}

fn note_plan<'l>(lines: impl Iterator<Item = &'l mut Line>, plan: &Planned) {
    for line in lines.filter(|line| line.is_due()) {
        if let Some(delivery) = plan.deliveries.iter().find(|delivery| delivery.lines.contains(&line.id.0)) {
            line.install_planned_on = delivery.install;
        }
    }
}

/// Whether work on site becomes later than planned by a day on which it is expected: what comes earlier is a target's
/// business.
fn starts_later(planned: Option<Date>, expected: Date) -> bool {
    planned.is_none_or(|planned| expected > planned)
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
    note_plan(lines.iter_mut(), &plan);
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
    let ships = named.iter().map(|line| (*line, ships_on)).collect();
    let starts = expected_starts(tx, act, order, lines, &ships)?;
    let mut promises = BTreeMap::new();
    let mut latest = None;
    for line in lines.iter_mut().filter(|line| named.contains(&line.id) && line.is_due()) {
        let Some(day) = starts.get(&line.id).copied() else { continue };
        if starts_later(line.install_planned_on, day) {
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

/// When the work on lines can start that are expected to ship on these days; nothing while no work is planned at all.
fn expected_starts(
    tx: &mut Tx,
    act: &Act<'_>,
    order: &Order,
    lines: &[Line],
    ships: &BTreeMap<LineId, Date>,
) -> Outcome<BTreeMap<LineId, Date>> {
    if lines.iter().all(|line| line.install_planned_on.is_none() && line.install_committed_on.is_none()) {
        return Ok(BTreeMap::new());
    }
    let Some(mut asked) = ask(order, lines, false) else { return Ok(BTreeMap::new()) };
    for line in &mut asked.lines {
        line.materials_from = ships.get(&LineId(line.line)).copied();
    }
    let found = capacity::capable(tx, act, &asked)?;
    Ok(found.lines.iter().filter_map(|line| Some((LineId(line.line), line.install?))).collect())
}

/// Takes back what was aimed at for lines: what the aim held is free again, and the work on them stands where it stood
/// without it, in the hours that are held for what was told, or on the later day on which it is expected.
pub(crate) fn stop_aiming(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    named: &[LineId],
    reason: &str,
) -> Outcome<()> {
    let mut stopped = Vec::new();
    for line in lines.iter_mut().filter(|line| named.contains(&line.id)) {
        if set_date(tx, act, line, &NewDate::inside(DateWhat::Target, None, reason))? {
            stopped.push(line.id);
        }
    }
    if stopped.is_empty() {
        return Ok(());
    }
    drop_targets_of(tx, act, order, &stopped)?;
    let held = capacity::held_by(tx, order.id.0)?;
    let due: Vec<LineId> = lines.iter().filter(|line| line.is_due()).map(|line| line.id).collect();
    let mut ships = BTreeMap::new();
    for line in lines.iter_mut().filter(|line| stopped.contains(&line.id)) {
        // What ships together is installed together: any of its hours say when.
        let together = |of: LineId| if order.ship_apart { of == line.id } else { due.contains(&of) };
        let hours = held.iter().filter(|held| held.kind == Pool::Crew && held.hold != Firmness::Target);
        let hours = hours.filter(|held| held.line.is_some_and(|of| together(LineId(of))));
        line.install_planned_on = hours.map(|held| held.realises_on).max();
        ships.extend(line.forecast_on.map(|on| (line.id, on)));
    }
    if !ships.is_empty() {
        // Where it cannot be said any more, what is held stands.
        let starts = match expected_starts(tx, act, order, lines, &ships) {
            Err(refusal) if refusal.rule.starts_with("capacity.") => BTreeMap::new(),
            starts => starts?,
        };
        for line in lines.iter_mut().filter(|line| ships.contains_key(&line.id)) {
            let start = starts.get(&line.id).copied();
            if let Some(day) = start.filter(|day| starts_later(line.install_planned_on, *day)) {
                line.install_planned_on = Some(day);
            }
        }
    }
    for line in lines.iter_mut().filter(|line| stopped.contains(&line.id)) {
        tx.update(line)?;
    }
    Ok(())
}

/// A target after the day that the customer was told is none any more.
pub(super) fn drop_late_targets(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    reason: &str,
) -> Outcome<()> {
    let mut dropped = Vec::new();
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        if line.target_on.is_some_and(|aim| aims_after_told(aim, line.committed_on))
            && set_date(tx, act, line, &NewDate::inside(DateWhat::Target, None, reason))?
        {
            dropped.push(line.id);
        }
    }
    if dropped.is_empty() {
        return Ok(());
    }
    drop_targets_of(tx, act, order, &dropped)
}

/// Gives back what targets of these lines hold.
fn drop_targets_of(tx: &mut Tx, act: &mut Act<'_>, order: &Order, lines: &[LineId]) -> Outcome<()> {
    capacity::release_some(tx, act, order.id.0, |held| {
        held.hold == Firmness::Target && held.line.is_some_and(|line| lines.contains(&LineId(line)))
    })
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
