//! From an order to capacity and promises, and back: what is possible, what a date takes, what the customer was told.
//!
//! Goods that ship together have one ship promise for the order; goods that ship apart one for each line. The dates of
//! a promise live in the ledger; a line holds the promise's id and the date as it was told.

mod plan;
mod promises;
mod refused;

pub(crate) use plan::{aim, drop_targets, forecast_installation, rebook, stop_aiming};
pub(crate) use promises::{order_of, sentence};
pub(crate) use refused::is_date_refused;

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Act, Context, Fact, Outcome, Refusal};
use accord_room_capacity::{
    self as capacity, AskLine, Capable, Checked, Hold, OrderAsk, rules::commitment::Wanted,
};
use accord_room_catalog as catalog;
use accord_room_customer::{Channel, ContactId};
use accord_room_promise::{PromiseRow, Wish};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    LineId, LineState,
    booking::{NewDate, set_date},
    record::{Line, Order, find, lines},
    rules::{
        dates::{CommittedMove, DateWhat, MoveBy, committed_move},
        price::{LineKind, QUANTITY_SCALE},
    },
};
use plan::{drop_late_targets, note_told, take};
use promises::{asking, carry_forecast, day_of, groups, install_promise, ship_promise};
use refused::{against_check, against_forecast, against_installation};

/// What could be promised at the earliest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Possible {
    /// The earliest dates and what limits them; nothing when nothing is to be shipped or it cannot be said.
    pub capable: Option<Capable>,
    /// Rule by which it cannot be said (no lead time, no territory).
    pub unknown: Option<String>,
    /// The same in words.
    pub unknown_text: Option<String>,
}

impl Possible {
    pub(crate) fn of(capable: Capable) -> Self {
        Self { capable: Some(capable), ..Self::default() }
    }
}

/// What is left of a line after what was taken back, in thousandths.
pub fn left_milli(lines: &[Line], line: &Line) -> i64 {
    let back: i64 = lines
        .iter()
        .filter(|other| other.kind == LineKind::Cancellation && other.cancels_line_id == Some(line.id))
        .map(|other| other.quantity_milli)
        .sum();
    line.quantity_milli - back
}

/// The question of an order to capacity: everything that is still to be shipped. Nothing when nothing is.
pub(crate) fn ask(order: &Order, lines: &[Line], target: bool) -> Option<OrderAsk> {
    let asked: Vec<AskLine> = lines
        .iter()
        .filter(|line| line.is_due())
        .filter_map(|line| {
            let unit = 10_i64.pow(QUANTITY_SCALE);
            let pieces = u32::try_from(left_milli(lines, line).max(0).div_euclid(unit)).ok()?;
            let pieces = pieces + u32::from(left_milli(lines, line).rem_euclid(unit) > 0);
            let mut asked = AskLine::new(line.id, line.product_id?, pieces);
            asked.ordered_on = line.ordered_on;
            asked.required_on = line.required_on;
            Some(asked)
        })
        .filter(|asked| asked.quantity > 0)
        .collect();
    if asked.is_empty() {
        return None;
    }
    Some(OrderAsk {
        order_date: Some(order.ordered_on),
        shipped_apart: order.ship_apart,
        replaces: Some(order.id.0),
        left: lines_left(lines),
        target,
        ..OrderAsk::new(order.customer_id, order.site_id, asked)
    })
}

/// Lines that left: they keep what they used, and the hours in which they are installed.
fn lines_left(lines: &[Line]) -> Vec<Uuid> {
    lines.iter().filter(|line| line.state == LineState::Shipped).map(|line| line.id.0).collect()
}

/// What could be promised for an order at the earliest, its own reservations given back.
pub(crate) fn possible(tx: &mut Tx, ctx: &Context, order: &Order, lines: &[Line]) -> Outcome<Possible> {
    let Some(ask) = ask(order, lines, false) else { return Ok(Possible::default()) };
    match capacity::capable(tx, ctx, &ask) {
        Ok(capable) => Ok(Possible::of(capable)),
        Err(refusal) if refusal.rule.starts_with("capacity.") => Ok(Possible {
            capable: None,
            unknown: Some(refusal.rule.to_owned()),
            unknown_text: Some(ctx.tongue().say_with(&Refusal::message(refusal.rule), &refusal.facts)),
        }),
        Err(refusal) => Err(refusal),
    }
}

/// Whether something of the order is installed on site.
pub(crate) fn is_installed(tx: &mut Tx, order: &Order, lines: &[Line]) -> Outcome<bool> {
    Ok(order.site_id.is_some() && !installed_lines(tx, lines)?.is_empty())
}

/// The lines still to be shipped that somebody has to install. What leaves with them has no installation of its own.
fn installed_lines(tx: &mut Tx, lines: &[Line]) -> Outcome<BTreeSet<LineId>> {
    let ids: Vec<_> = lines.iter().filter(|line| line.is_due()).filter_map(|line| line.product_id).collect();
    let products = catalog::find_all(tx, &ids)?;
    let is_installed = |line: &&Line| {
        let product = line.product_id.and_then(|id| products.get(&id));
        product.is_some_and(|product| product.installation.0.iter().any(|work| work.minutes > 0))
    };
    Ok(lines.iter().filter(|line| line.is_due()).filter(is_installed).map(|line| line.id).collect())
}

/// Dates that a customer is told.
pub(crate) struct Commit {
    /// Ship date of each line.
    pub ship: BTreeMap<LineId, Date>,
    /// Start of the installation of these lines.
    pub install_on: Option<Date>,
    /// To whom it was told.
    pub contact: Option<ContactId>,
    /// How.
    pub channel: Channel,
    /// In which words; the house's own when open.
    pub wording: Option<String>,
    /// Why a date that stands becomes later.
    pub reason: Option<String>,
    /// What the customer said.
    pub customer_words: Option<String>,
    /// By what it moves.
    pub by: MoveBy,
    /// Why it is promised against the check.
    pub override_reason: Option<String>,
}

/// Tells the customer dates: checks them, promises them and takes what they need, all or nothing. The caller refreshes
/// holds and writes the order; the lines are written here. Answers the check that they passed; none where they are
/// promised against it.
pub(crate) fn commit(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    mut new: Commit,
) -> Outcome<Option<Checked>> {
    bind_together(order, lines, &mut new);
    let moved = moves(order, lines, &new)?;
    let past_forecast = against_forecast(act, order, lines, &moved, &new)?;
    let asked = ask(order, lines, false).ok_or_else(|| Refusal::conflict("order.nothing_due"))?;
    let installed = installed_lines(tx, lines)?;
    if new.install_on.is_some() && new.ship.keys().all(|line| !installed.contains(line)) {
        return Err(Refusal::conflict("capacity.nothing_to_install"));
    }
    let wanted = wanted(lines, &installed, &new);
    let found = match capacity::check_closely(tx, act, &asked, &wanted) {
        Ok(checked) => Ok(checked),
        Err(refusal) if is_date_refused(&refusal) => {
            Err(against_check(tx, act, order, &asked, &new, refusal)?)
        }
        Err(refusal) => return Err(refusal),
    };
    if new.install_on.is_none() {
        against_installation(tx, act, order, lines, &installed, &asked, &new.ship)?;
    }
    let (plan, overridden) = match &found {
        Ok(checked) => (&checked.plan, past_forecast),
        Err((plan, reason)) => (plan, reason.clone()),
    };
    let asking = asking(tx, order, &new, overridden)?;
    for group in groups(order, lines, &new) {
        ship_promise(tx, act, order, lines, &group, &new, &asking, &asked)?;
        carry_forecast(tx, act, order, lines, &group)?;
        let group: Vec<LineId> = group.into_iter().filter(|line| installed.contains(line)).collect();
        if let Some(on) = new.install_on.filter(|_| !group.is_empty()) {
            install_promise(tx, act, order, lines, &group, on, &new, &asking, &asked)?;
        }
    }
    let reason = new.reason.as_deref().or(new.customer_words.as_deref()).unwrap_or_default();
    for line in lines.iter_mut() {
        let Some(on) = new.ship.get(&line.id) else { continue };
        let accepted = match moved.get(&line.id) {
            Some(CommittedMove::First | CommittedMove::Earlier) => true,
            _ => new.customer_words.is_some(),
        };
        let date = NewDate { what: DateWhat::Committed, on: Some(*on), reason, told: true, accepted };
        set_date(tx, act, line, &date)?;
    }
    drop_late_targets(tx, act, order, lines, reason)?;
    take(tx, act, order, lines, plan, Hold::Committed)?;
    note_told(lines, plan);
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        tx.update(line)?;
    }
    act.fact("dates", told_facts(lines, &new));
    Ok(found.ok())
}

/// Refuses a new day of a promise of a ship date after which an installation cannot start on the day that stands told,
/// as [`commit`] refuses it: whichever way the customer is told, the two fit (R20, R24).
pub(crate) fn fits_installation(tx: &mut Tx, ctx: &Context, promise: &PromiseRow, due: Wish) -> Outcome<()> {
    let Some(about) = promise.about() else { return Ok(()) };
    let Some(order) = order_of(tx, &about)? else { return Ok(()) };
    let order = find(tx, order)?;
    let lines = lines(tx, order.id)?;
    let on = day_of(tx, &order, due)?;
    let told = lines.iter().filter(|line| line.is_due() && line.ship_promise_id == Some(promise.id));
    let ship: BTreeMap<LineId, Date> = told.map(|line| (line.id, on)).collect();
    let Some(asked) = ask(&order, &lines, false) else { return Ok(()) };
    let installed = installed_lines(tx, &lines)?;
    against_installation(tx, ctx, &order, &lines, &installed, &asked, &ship)
}

/// Goods that ship together are told one date: the earliest of those given.
fn bind_together(order: &Order, lines: &[Line], new: &mut Commit) {
    if order.ship_apart {
        return;
    }
    if let Some(on) = new.ship.values().min().copied() {
        new.ship = lines.iter().filter(|line| line.is_due()).map(|line| (line.id, on)).collect();
    }
}

/// How each line's date moves; refuses what only a checkpoint may do.
fn moves(order: &Order, lines: &[Line], new: &Commit) -> Outcome<BTreeMap<LineId, CommittedMove>> {
    let mut found = BTreeMap::new();
    for line in lines {
        let Some(on) = new.ship.get(&line.id) else { continue };
        found.insert(line.id, committed_move(line.committed_on, *on, new.by));
    }
    let any = |what: CommittedMove| found.values().any(|one| *one == what);
    if any(CommittedMove::OnlyByCheckpoint) {
        let stands = lines
            .iter()
            .filter(|line| new.ship.contains_key(&line.id))
            .filter_map(|line| line.committed_on)
            .max();
        return Err(Refusal::conflict("order.only_checkpoint_moves_earlier")
            .with("stands", stands.map_or(Fact::Word("none".to_owned()), Fact::Date))
            .possible_action(
                "request_checkpoint",
                Vec::new(),
                "checkpoint.request_now",
                json!({ "order": order.id }),
            ));
    }
    if found.values().all(|one| *one == CommittedMove::Same) && new.install_on.is_none() {
        return Err(Refusal::field("/on", "order.same_date"));
    }
    if any(CommittedMove::Later) && new.reason.is_none() {
        return Err(Refusal::field("/reason", "order.later_needs_reason"));
    }
    Ok(found)
}

/// All wanted dates: those that are told now, and those that stand.
fn wanted(lines: &[Line], installed: &BTreeSet<LineId>, new: &Commit) -> Wanted {
    capacity::by_line(lines.iter().filter(|line| line.is_due()).map(|line| {
        let told = new.ship.get(&line.id);
        let install = new.install_on.filter(|_| told.is_some()).or(line.install_committed_on);
        let install = install.filter(|_| installed.contains(&line.id));
        (line.id.0, told.copied().or(line.committed_on), install)
    }))
}

fn told_facts(lines: &[Line], new: &Commit) -> serde_json::Value {
    let list = lines.iter().filter_map(|line| {
        let on = new.ship.get(&line.id)?;
        Some(json!({ "line": line.line_no, "on": on }))
    });
    list.collect()
}
