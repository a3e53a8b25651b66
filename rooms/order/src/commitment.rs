//! From an order to capacity and promises, and back: what is possible, what a date takes, what the customer was told.
//!
//! Goods that ship together have one ship promise for the order; goods that ship apart one for each line. The dates of
//! a promise live in the ledger; a line holds the promise's id and the date as it was told.

use std::collections::BTreeMap;

use accord_kernel::{Act, Context, Fact, Outcome, Permission, Refusal};
use accord_room_capacity::{self as capacity, AskLine, Capable, Firmness, Hold, OrderAsk, Planned, Refs};
use accord_room_catalog as catalog;
use accord_room_customer::{self as customer, Channel, ContactId};
use accord_room_people::{self as people, PersonId};
use accord_room_promise::{self as promise, About, Asking, Kind, NewPromise, PromiseId, Telling, Wish};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    LineId,
    booking::{NewDate, set_date},
    neighbours::{HEAD_OF_MANUFACTURING, place_calendar, sales_owner, service_owners},
    record::{Line, Order},
    rules::{
        dates::{CommittedMove, DateWhat, MoveBy, committed_move},
        price::{LineKind, QUANTITY_SCALE},
    },
};

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

/// What is left of a line after what was taken back, in thousandths.
pub(crate) fn left_milli(lines: &[Line], line: &Line) -> i64 {
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
        target,
        ..OrderAsk::new(order.customer_id, order.site_id, asked)
    })
}

/// What could be promised for an order at the earliest, its own reservations given back.
pub(crate) fn possible(tx: &mut Tx, ctx: &Context, order: &Order, lines: &[Line]) -> Outcome<Possible> {
    let Some(ask) = ask(order, lines, false) else { return Ok(Possible::default()) };
    match capacity::capable(tx, ctx, &ask) {
        Ok(capable) => Ok(Possible { capable: Some(capable), ..Possible::default() }),
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
    if order.site_id.is_none() {
        return Ok(false);
    }
    let ids: Vec<_> = lines.iter().filter(|line| line.is_due()).filter_map(|line| line.product_id).collect();
    let products = catalog::find_all(tx, &ids)?;
    Ok(products.values().any(|product| product.installation.0.iter().any(|work| work.minutes > 0)))
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
/// holds and writes the order; the lines are written here.
pub(crate) fn commit(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &mut [Line],
    mut new: Commit,
) -> Outcome<()> {
    bind_together(order, lines, &mut new);
    let moved = moves(order, lines, &new)?;
    let asked = ask(order, lines, false).ok_or_else(|| Refusal::conflict("order.nothing_due"))?;
    let wanted = wanted(lines, &new);
    let (plan, overridden) = match capacity::check(tx, act, &asked, &wanted) {
        Ok(plan) => (plan, None),
        Err(refusal) if is_date_refused(&refusal) => against_check(tx, act, order, &asked, &new, refusal)?,
        Err(refusal) => return Err(refusal),
    };
    let asking = asking(tx, order, &new, overridden)?;
    for group in groups(order, lines, &new) {
        ship_promise(tx, act, order, lines, &group, &new, &asking, &asked)?;
        if let Some(on) = new.install_on {
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
    take(tx, act, order, lines, &plan, Hold::Committed)?;
    if lines.iter().all(|line| !line.is_due() || line.target_on.is_none()) {
        note_plan(lines, &plan);
    }
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        tx.update(line)?;
    }
    act.fact("dates", told_facts(lines, &new));
    Ok(())
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
fn wanted(lines: &[Line], new: &Commit) -> capacity::rules::commitment::Wanted {
    capacity::by_line(lines.iter().filter(|line| line.is_due()).map(|line| {
        let told = new.ship.get(&line.id);
        let install = if told.is_some() {
            new.install_on.or(line.install_committed_on)
        } else {
            line.install_committed_on
        };
        (line.id.0, told.copied().or(line.committed_on), install)
    }))
}

pub(crate) fn is_date_refused(refusal: &Refusal) -> bool {
    matches!(refusal.rule, "capacity.too_early" | "capacity.beyond_horizon")
}

/// A date that the check refuses: only the head of manufacturing goes past it, with a reason, and then the soonest
/// that is possible is taken. Otherwise the refusal names the earliest date and what limits it.
fn against_check(
    tx: &mut Tx,
    act: &Act<'_>,
    order: &Order,
    asked: &OrderAsk,
    new: &Commit,
    refusal: Refusal,
) -> Outcome<(Planned, Option<String>)> {
    let Some(reason) = &new.override_reason else {
        return Err(not_feasible(tx, act, order, asked, refusal));
    };
    if !act.principal.may(Permission::OverrideManufacturing) {
        return Err(Refusal::forbidden("promise.override_not_yours")
            .with("who", Fact::Word("promise-head-manufacturing".to_owned())));
    }
    Ok((capacity::soonest(tx, act, asked)?, Some(reason.clone())))
}

/// The gate's refusal for an order: the earliest ship date, what limits it, and the same act with that date.
fn not_feasible(tx: &mut Tx, ctx: &Context, order: &Order, asked: &OrderAsk, refusal: Refusal) -> Refusal {
    let Ok(capable) = capacity::capable(tx, ctx, asked) else { return refusal };
    let limits = Fact::List(capable.limits.iter().map(|limit| Fact::Text(limit.text.clone())).collect());
    let detail = refusal.detail.clone().unwrap_or_default();
    let who = Fact::Word("promise-head-manufacturing".to_owned());
    let answer = match capable.ship {
        Some(ship) => Refusal::conflict("promise.not_feasible")
            .with("earliest", ship)
            .with("limits", limits)
            .possible_action(
                "promise_earliest",
                vec![("earliest", ship.into())],
                "order.commit_date",
                json!({ "order": order.id, "on": ship }),
            ),
        None => Refusal::conflict("promise.never_feasible").with("limits", limits),
    };
    answer.possible("promise_override", vec![("who", who)]).detail(json!({
        "earliest": capable.ship,
        "earliest_install": capable.install,
        "override_by": Permission::OverrideManufacturing.word(),
        "capable": detail,
    }))
}

fn asking(tx: &mut Tx, order: &Order, new: &Commit, overridden: Option<String>) -> Outcome<Asking> {
    let mut deliverers: Vec<PersonId> = people::heads(tx, HEAD_OF_MANUFACTURING)?;
    if new.install_on.is_some() || overridden.is_some() {
        deliverers.extend(service_owners(tx, order)?);
    }
    Ok(Asking::Asked { override_reason: overridden, deliverers })
}

/// Lines that share a promise.
fn groups(order: &Order, lines: &[Line], new: &Commit) -> Vec<Vec<LineId>> {
    let told: Vec<LineId> = lines.iter().map(|line| line.id).filter(|id| new.ship.contains_key(id)).collect();
    if order.ship_apart { told.into_iter().map(|id| vec![id]).collect() } else { vec![told] }
}

fn about(order: &Order, group: &[LineId]) -> About {
    match group {
        [line] if order.ship_apart => About { kind: "order_line".to_owned(), id: line.0 },
        _ => About { kind: "order".to_owned(), id: order.id.0 },
    }
}

fn in_group<'a>(lines: &'a [Line], group: &'a [LineId]) -> impl Iterator<Item = &'a Line> {
    lines.iter().filter(|line| group.contains(&line.id))
}

fn ship_promise(
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
        Some((id, _)) => promise::redate(tx, act, id, redate(act, on, new, asking))?.id,
        None => {
            let wording = wording(tx, act, order, "order-wording-ship", on, new.wording.as_deref())?;
            let made = new_promise(tx, act, order, group, Kind::Ship, wording, on, new, asking, asked)?;
            promise::make(tx, act, made)?.id
        }
    };
    for line in lines.iter_mut().filter(|line| group.contains(&line.id)) {
        line.ship_promise_id = Some(id);
    }
    Ok(())
}

fn install_promise(
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
        Some((id, _)) => promise::redate(tx, act, id, redate(act, on, new, asking))?.id,
        None => {
            let wording = wording(tx, act, order, "order-wording-install", on, None)?;
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

fn redate(act: &Act<'_>, on: Date, new: &Commit, asking: &Asking) -> promise::NewDate {
    let reason = new.reason.clone().or_else(|| new.customer_words.clone()).unwrap_or_default();
    promise::NewDate {
        due: Wish::On(on),
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
fn note_plan(lines: &mut [Line], plan: &Planned) {
    for line in lines.iter_mut().filter(|line| line.is_due()) {
        if let Some(delivery) = plan.deliveries.iter().find(|delivery| delivery.lines.contains(&line.id.0)) {
            line.install_planned_on = delivery.install;
        }
    }
}

fn told_facts(lines: &[Line], new: &Commit) -> serde_json::Value {
    let list = lines.iter().filter_map(|line| {
        let on = new.ship.get(&line.id)?;
        Some(json!({ "line": line.line_no, "on": on }))
    });
    list.collect()
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
        Err(refusal) if is_date_refused(&refusal) => {
            let mut answer = Refusal::conflict("order.target_not_feasible");
            answer.facts = refusal.facts.clone();
            answer.detail = refusal.detail.clone();
            let earliest = refusal.facts.iter().find_map(|(name, fact)| match fact {
                Fact::Date(date) if *name == "earliest_ship" => Some(*date),
                _ => None,
            });
            return Err(match earliest {
                Some(date) => answer.possible_action(
                    "aim_at",
                    vec![("earliest", date.into())],
                    "order.set_target",
                    json!({ "order": order.id, "on": date }),
                ),
                None => answer,
            });
        }
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
    let taken = tx.attempt(|tx| capacity::reserve(tx, act, &plan, Hold::Target, &refs))?;
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
        return capacity::release(tx, act, order.id.0, None);
    };
    if !told {
        return Ok(());
    }
    let wanted = capacity::by_line(
        lines
            .iter()
            .filter(|line| line.is_due())
            .map(|line| (line.id.0, line.committed_on, line.install_committed_on)),
    );
    let plan = capacity::check(tx, act, &asked, &wanted)?;
    take(tx, act, order, lines, &plan, Hold::Committed)
}
