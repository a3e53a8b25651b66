//! From a wanted date to reservations: the gate of ship and installation dates.
//!
//! [`check`] says whether dates may be promised and what they take; [`reserve`] takes it, and loses honestly when
//! somebody else was faster; [`release`] gives it back. A higher room calls them in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{Act, Context, Outcome, Refusal};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_promise::id::PromiseId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    BookingId, Firmness, OrderAsk, Pool, ReservationId,
    ask::{line_id, line_key},
    capable::{Capable, answer, describe},
    facts::Facts,
    parts,
    record::{
        buckets::{self, BucketKey},
        rows::{PartStock, Reservation},
    },
    rules::{
        calendar::{DateAnswer, ProductionWeek},
        capable::{CapableToPromise, floor_of},
        commitment::{self, Plan, RefusalReason, Wanted},
        key::LineKey,
        order::Supply,
    },
    words,
};

/// Goods that leave together, as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDelivery {
    /// Its lines.
    pub lines: Vec<Uuid>,
    /// When it ships, not later than wanted.
    pub ship: Date,
    /// When it reaches the site.
    pub arrival: Option<Date>,
    /// When its installation starts.
    pub install: Option<Date>,
    /// When its installation can be done: an estimate.
    pub install_done: Option<Date>,
}

/// What dates take. Nothing is taken yet.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The dates it makes possible, in the order's own order.
    pub deliveries: Vec<PlannedDelivery>,
    takes: Vec<PlannedTake>,
    /// How often the hours of each crew had changed when the plan was made: territory, skill, turn.
    turns: Vec<(Uuid, Uuid, i64)>,
    ask: OrderAsk,
}

/// Dates that may be promised, with the facts on which that rests.
pub struct Checked {
    /// What they take.
    pub plan: Planned,
    facts: Facts,
    found: CapableToPromise,
}

impl Checked {
    /// What is possible at the earliest, by the same facts: as [`crate::capable`] before anything was taken.
    pub fn earliest(&self, ctx: &Context) -> Capable {
        describe(&self.facts, &self.plan.ask, ctx, &self.found)
    }
}

/// What one bucket gives.
#[derive(Debug, Clone)]
struct PlannedTake {
    bucket: BucketKey,
    week: Date,
    amount: i64,
    /// What the bucket can give; open where there is always room.
    capacity: Option<i64>,
    line: Uuid,
    realises_on: Date,
    not_before: Date,
    due_on: Date,
}

/// For what is reserved.
#[derive(Debug, Clone)]
pub struct Refs {
    /// The order.
    pub order: Uuid,
    /// For whom.
    pub customer: CustomerId,
    /// Where.
    pub site: Option<SiteId>,
    /// How much harm a broken promise does: the order's value in minor units will do.
    pub harm: i64,
    /// Ship and installation promise of each line that has one.
    pub promises: BTreeMap<Uuid, (Option<PromiseId>, Option<PromiseId>)>,
}

/// How firmly is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// For a date that a customer was told.
    Committed,
    /// For a date that was offered, until that instant.
    Offer(Timestamp),
    /// For a date that is only aimed at.
    Target,
}

impl Hold {
    fn word(self) -> (Firmness, Option<Timestamp>) {
        match self {
            Self::Committed => (Firmness::Committed, None),
            Self::Offer(until) => (Firmness::Offer, Some(until)),
            Self::Target => (Firmness::Target, None),
        }
    }
}

/// Whether these dates may be promised, and what they take. Lines without a wish are planned for their earliest.
///
/// # Errors
/// 409 `capacity.too_early` or `capacity.beyond_horizon` with the earliest dates as facts, what limits them in the
/// detail ([`crate::Capable`]), and the earliest as a possibility; `capacity.no_region` for an installation date
/// where no crew is known to go; as [`crate::capable`].
pub fn check(tx: &mut Tx, ctx: &Context, ask: &OrderAsk, wanted: &Wanted) -> Outcome<Planned> {
    let facts = Facts::load(tx, ctx, ask)?;
    Ok(check_loaded(&facts, ctx, ask, wanted)?.0)
}

/// As [`check`], keeping what the answer rests on.
///
/// # Errors
/// As [`check`].
pub fn check_closely(tx: &mut Tx, ctx: &Context, ask: &OrderAsk, wanted: &Wanted) -> Outcome<Checked> {
    let facts = Facts::load(tx, ctx, ask)?;
    let (plan, found) = check_loaded(&facts, ctx, ask, wanted)?;
    Ok(Checked { plan, facts, found })
}

/// The soonest plan of an order, whatever was wanted: what a date promised against the check takes.
///
/// # Errors
/// 409 `capacity.beyond_horizon` when there is none; as [`check`].
pub fn soonest(tx: &mut Tx, ctx: &Context, ask: &OrderAsk) -> Outcome<Planned> {
    let facts = Facts::load(tx, ctx, ask)?;
    let found = answer(&facts)?;
    match &found.plan {
        Some(plan) => planned(&facts, &facts.supply()?, ask, &Wanted::default(), plan),
        None => Err(refuse(&facts, ask, ctx, &found, &Wanted::default(), RefusalReason::BeyondHorizon)),
    }
}

fn check_loaded(
    facts: &Facts,
    ctx: &Context,
    ask: &OrderAsk,
    wanted: &Wanted,
) -> Outcome<(Planned, CapableToPromise)> {
    let wants_install =
        std::iter::once(&wanted.order).chain(wanted.lines.values()).any(|dates| dates.install.is_some());
    if let Some(open) = facts.install_open.filter(|_| wants_install) {
        return Err(Refusal::conflict(open.rule()));
    }
    let supply = facts.supply()?;
    let (found, outcome) = commitment::check_beside_earliest(&facts.request, &supply, wanted, &facts.horizon)
        .map_err(|error| words::fault(&error, &facts.names))?;
    match outcome {
        Ok(plan) => Ok((planned(facts, &supply, ask, wanted, &plan)?, found)),
        Err(reason) => Err(refuse(facts, ask, ctx, &found, wanted, reason)),
    }
}

/// The refusal of dates: the earliest in its facts, what limits them in its detail.
fn refuse(
    facts: &Facts,
    ask: &OrderAsk,
    ctx: &Context,
    found: &CapableToPromise,
    wanted: &Wanted,
    reason: RefusalReason,
) -> Refusal {
    let dates = || std::iter::once(&wanted.order).chain(wanted.lines.values());
    let wanted_ship = dates().filter_map(|dates| dates.ship).min();
    let wanted_install = dates().filter_map(|dates| dates.install).min();
    let ship = found.ship.date();
    let install = found.install.and_then(DateAnswer::date);
    let by_install = match (wanted_ship, wanted_install) {
        (Some(wanted), _) if ship.is_none_or(|ship| wanted < ship) => false,
        (_, wanted) => wanted.is_some(),
    };
    let refusal = match (reason, if by_install { install } else { ship }) {
        (RefusalReason::TooEarly, Some(earliest)) => {
            Refusal::conflict("capacity.too_early").with("earliest", earliest)
        }
        _ => Refusal::conflict("capacity.beyond_horizon"),
    };
    let mut refusal = refusal.with("until", facts.horizon.until());
    let named = [
        ("wanted_ship", wanted_ship),
        ("wanted_install", wanted_install),
        ("earliest_ship", ship),
        ("earliest_install", install),
    ];
    for (name, date) in named {
        if let Some(date) = date {
            refusal = refusal.with(name, date);
        }
    }
    if let Some(ship) = ship {
        refusal = refusal.possible("ship_on", vec![("earliest", ship.into())]);
    }
    if let Some(install) = install {
        refusal = refusal.possible("install_on", vec![("earliest", install.into())]);
    }
    let detail = serde_json::to_value(describe(facts, ask, ctx, found)).unwrap_or_default();
    refusal.detail(detail)
}

fn planned(
    facts: &Facts,
    supply: &Supply<'_>,
    ask: &OrderAsk,
    wanted: &Wanted,
    plan: &Plan,
) -> Outcome<Planned> {
    let deliveries: Vec<PlannedDelivery> = plan
        .deliveries
        .iter()
        .map(|delivery| PlannedDelivery {
            lines: delivery.lines.iter().map(line_id).collect(),
            ship: delivery.ship,
            arrival: delivery.arrival,
            install: delivery.install,
            install_done: delivery.install_done,
        })
        .collect();
    let mut plan_of = Takes { facts, wanted, deliveries: &deliveries, list: Vec::new() };
    plan_of.slots(plan, supply)?;
    plan_of.crews(plan);
    plan_of.parts();
    let mut takes = plan_of.list;
    takes.sort_by_key(|take| (take.bucket, take.line));
    let crews: BTreeSet<(Uuid, Uuid)> = takes
        .iter()
        .filter(|take| take.bucket.kind == Pool::Crew)
        .map(|take| (take.bucket.pool, take.bucket.skill))
        .collect();
    let turn = |(territory, skill)| (territory, skill, facts.turns.get(&skill).copied().unwrap_or(0));
    let turns = crews.into_iter().map(turn).collect();
    Ok(Planned { deliveries, takes, turns, ask: ask.clone() })
}

struct Takes<'a> {
    facts: &'a Facts,
    wanted: &'a Wanted,
    deliveries: &'a [PlannedDelivery],
    list: Vec<PlannedTake>,
}

impl Takes<'_> {
    fn delivery(&self, line: Uuid) -> Option<&PlannedDelivery> {
        self.deliveries.iter().find(|delivery| delivery.lines.contains(&line))
    }

    /// The dates wanted for a line: its own or the order's.
    fn wish(&self, line: &LineKey) -> (Option<Date>, Option<Date>) {
        let own = self.wanted.lines.get(line).copied().unwrap_or_default();
        (own.ship.or(self.wanted.order.ship), own.install.or(self.wanted.order.install))
    }

    fn slots(&mut self, plan: &Plan, supply: &Supply<'_>) -> Outcome<()> {
        for slot in &plan.slots {
            let line = line_id(&slot.line);
            let asked = self.facts.request.lines.iter().find(|asked| asked.key == slot.line);
            let (Some(asked), Some(delivery)) = (asked, self.delivery(line)) else { continue };
            let floor = floor_of(self.facts.request.order_date, asked, supply, &self.facts.horizon)
                .map_err(|error| words::fault(&error, &self.facts.names))?;
            let books = self.facts.books().slots.get(&slot.product);
            let capacity = books.map_or(0, |weeks| weeks.get(slot.take.week).capacity);
            let (ship, _) = self.wish(&slot.line);
            let take = PlannedTake {
                bucket: BucketKey {
                    kind: Pool::Slot,
                    pool: slot.product.as_str().parse().unwrap_or_default(),
                    skill: Uuid::nil(),
                    week: slot.take.week.monday(),
                },
                week: slot.take.week.monday(),
                amount: i64::from(slot.take.amount),
                capacity: Some(i64::from(capacity)),
                line,
                realises_on: delivery.ship,
                not_before: floor.at().unwrap_or(delivery.ship),
                due_on: ship.unwrap_or(delivery.ship),
            };
            self.list.push(take);
        }
        Ok(())
    }

    fn crews(&mut self, plan: &Plan) {
        for crew in &plan.crews {
            let line = line_id(&crew.line);
            let Some(delivery) = self.delivery(line) else { continue };
            let books = self.facts.books().crews.get(&crew.region).and_then(|crews| crews.get(&crew.skill));
            let capacity = books.map_or(0, |weeks| weeks.get(crew.take.week).capacity);
            let starts = delivery.install.unwrap_or(delivery.ship);
            let wishes = delivery.lines.iter().filter_map(|line| self.wish(&line_key(*line)).1);
            let take = PlannedTake {
                bucket: BucketKey {
                    kind: Pool::Crew,
                    pool: crew.region.as_str().parse().unwrap_or_default(),
                    skill: crew.skill.as_str().parse().unwrap_or_default(),
                    week: crew.take.week.monday(),
                },
                week: crew.take.week.monday(),
                amount: i64::from(crew.take.amount),
                capacity: Some(i64::from(capacity)),
                line,
                realises_on: starts,
                not_before: delivery.arrival.unwrap_or(delivery.ship),
                due_on: wishes.min().unwrap_or(starts),
            };
            self.list.push(take);
        }
    }

    /// Pieces out of a store never lack room: what stock does not cover a new supply does, later.
    fn parts(&mut self) {
        for pick in &self.facts.parts {
            let Some(delivery) = self.delivery(pick.line) else { continue };
            let (ship, _) = self.wish(&line_key(pick.line));
            let take = PlannedTake {
                bucket: parts::bucket(pick.stock),
                week: ProductionWeek::of(delivery.ship).monday(),
                amount: i64::from(pick.quantity),
                capacity: None,
                line: pick.line,
                realises_on: delivery.ship,
                not_before: pick.ready,
                due_on: ship.unwrap_or(delivery.ship),
            };
            self.list.push(take);
        }
    }
}

/// Takes what was planned; what the order had before as firmly (its promise, or its target), where the ask replaces it,
/// is given back first, but for what left.
///
/// # Errors
/// 409 `capacity.taken_meanwhile` when somebody else was faster, with the earliest dates as they are now.
pub fn reserve(tx: &mut Tx, act: &mut Act<'_>, plan: &Planned, hold: Hold, refs: &Refs) -> Outcome<()> {
    if let Some(order) = plan.ask.replaces {
        // An order may aim earlier than it told: its target stands softly beside its promise, and each replaces its own.
        let aimed = hold == Hold::Target;
        let mut held = buckets::of_order(tx, order)?;
        held.retain(|held| (held.hold == Firmness::Target) == aimed && plan.ask.gives_back(held.line_id));
        give_back(tx, act, held)?;
    }
    let (hold, expires_at) = hold.word();
    if let Some(taken) = take_all(tx, plan, hold)? {
        // The refusal says what is possible now, without what this attempt took before it failed.
        for before in plan.takes.iter().take(taken) {
            buckets::give_back(tx, before.bucket, before.amount, hold)?;
        }
        return Err(lost(tx, act.context(), &plan.ask));
    }
    let mut bookings: BTreeMap<(Uuid, Pool, Uuid, Uuid), BookingId> = BTreeMap::new();
    for take in &plan.takes {
        let group = (take.line, take.bucket.kind, take.bucket.pool, take.bucket.skill);
        let booking = *bookings.entry(group).or_insert_with(|| act.context().new_id());
        let promises = refs.promises.get(&take.line).copied().unwrap_or_default();
        let row = Reservation {
            id: act.new_id(),
            booking_id: booking,
            kind: take.bucket.kind,
            pool_id: take.bucket.pool,
            skill_id: (take.bucket.kind == Pool::Crew).then_some(take.bucket.skill.into()),
            week: take.week,
            amount: take.amount,
            hold,
            expires_at,
            order_id: Some(refs.order),
            line_id: Some(take.line),
            customer_id: refs.customer,
            site_id: refs.site,
            promise_id: if take.bucket.kind == Pool::Crew { promises.1 } else { promises.0 },
            realises_on: take.realises_on,
            not_before: take.not_before,
            due_on: take.due_on,
            harm: refs.harm,
            made_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        if let Some(at) = expires_at {
            crate::actions::plan_expiry(tx, act, booking, at)?;
        }
    }
    Ok(())
}

/// Takes everything from its buckets, in their order. Somebody was faster: how many buckets were taken before.
fn take_all(tx: &mut Tx, plan: &Planned, hold: Firmness) -> Outcome<Option<usize>> {
    for (territory, skill, turn) in &plan.turns {
        if buckets::hold_crew(tx, *territory, *skill, 0)? != *turn {
            return Ok(Some(0));
        }
    }
    for (done, take) in plan.takes.iter().enumerate() {
        if !buckets::take(tx, take.bucket, take.amount, hold, take.capacity)? {
            return Ok(Some(done));
        }
        if take.bucket.kind == Pool::Slot && !buckets::still_fits(tx, take.bucket, hold)? {
            return Ok(Some(done + 1));
        }
    }
    Ok(None)
}

/// The refusal of who was slower, with what is possible now.
fn lost(tx: &mut Tx, ctx: &Context, ask: &OrderAsk) -> Refusal {
    let refusal = Refusal::conflict("capacity.taken_meanwhile");
    let fresh = Facts::load(tx, ctx, ask).and_then(|facts| Ok((answer(&facts)?, facts)));
    let Ok((found, facts)) = fresh else { return refusal };
    let mut refusal =
        refusal.detail(serde_json::to_value(describe(&facts, ask, ctx, &found)).unwrap_or_default());
    if let Some(ship) = found.ship.date() {
        refusal = refusal.with("earliest_ship", ship).possible("ship_on", vec![("earliest", ship.into())]);
    }
    if let Some(install) = found.install.and_then(DateAnswer::date) {
        refusal = refusal
            .with("earliest_install", install)
            .possible("install_on", vec![("earliest", install.into())]);
    }
    refusal
}

/// Plans an order anew for these dates and takes it in one step.
///
/// # Errors
/// As [`check`] and [`reserve`].
pub fn replan(
    tx: &mut Tx,
    act: &mut Act<'_>,
    ask: &OrderAsk,
    wanted: &Wanted,
    hold: Hold,
    refs: &Refs,
) -> Outcome<Planned> {
    let ask = OrderAsk { replaces: Some(refs.order), target: hold == Hold::Target, ..ask.clone() };
    let plan = check(tx, act.context(), &ask, wanted)?;
    reserve(tx, act, &plan, hold, refs)?;
    Ok(plan)
}

/// Gives back what an order took, or one line of it.
///
/// # Errors
/// What the database refuses.
pub fn release(tx: &mut Tx, act: &mut Act<'_>, order: Uuid, line: Option<Uuid>) -> Outcome<()> {
    release_some(tx, act, order, |held| line.is_none() || held.line == line)
}

/// Gives back what an order took and `which` names.
///
/// # Errors
/// What the database refuses.
pub fn release_some(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: Uuid,
    which: impl Fn(&HeldByOrder) -> bool,
) -> Outcome<()> {
    let held = buckets::of_order(tx, order)?;
    let gone: Vec<Reservation> = held.into_iter().filter(|held| which(&HeldByOrder::of(held))).collect();
    give_back(tx, act, gone)
}

/// Uses up what an order, or one line of it, took: parts have left their places. Slots and hours stay in their weeks as
/// what was used.
///
/// # Errors
/// What the database refuses.
pub fn consume(tx: &mut Tx, act: &mut Act<'_>, order: Uuid, line: Option<Uuid>) -> Outcome<()> {
    let held = buckets::of_order(tx, order)?;
    let mine = held.into_iter().filter(|held| line.is_none() || held.line_id == line);
    let (parts, built): (Vec<Reservation>, Vec<Reservation>) = mine.partition(|held| held.kind == Pool::Part);
    for held in &parts {
        leave_place(tx, held)?;
    }
    give_back(tx, act, parts)?;
    // What was only aimed at gives way to promises; what was used does not.
    for mut held in built.into_iter().filter(|held| held.hold != Firmness::Committed) {
        let before = held.hold;
        held.hold = Firmness::Committed;
        held.expires_at = None;
        buckets::give_back(tx, held.bucket(), held.amount, before)?;
        buckets::take(tx, held.bucket(), held.amount, held.hold, None)?;
        tx.update(&mut held)?;
    }
    Ok(())
}

/// Pieces leave their place.
pub(crate) fn leave_place(tx: &mut Tx, held: &Reservation) -> Outcome<()> {
    if let Some(mut stock) = tx.get::<PartStock>(held.pool_id)? {
        stock.on_hand = stock.on_hand.saturating_sub(held.amount).max(0);
        tx.update(&mut stock)?;
    }
    Ok(())
}

/// Gives reservations back, in the order of their buckets.
pub(crate) fn give_back(tx: &mut Tx, act: &mut Act<'_>, mut gone: Vec<Reservation>) -> Outcome<()> {
    gone.sort_by_key(|held| (held.bucket(), held.id));
    for held in &gone {
        buckets::give_back(tx, held.bucket(), held.amount, held.hold)?;
        tx.remove(held)?;
        if held.hold == Firmness::Offer {
            act.cancel(tx, crate::actions::EXPIRE, held.booking_id)?;
        }
    }
    Ok(())
}

/// Says which promises an order's line rests on, once they are made.
///
/// # Errors
/// What the database refuses.
pub fn protect(
    tx: &mut Tx,
    order: Uuid,
    line: Uuid,
    ship: Option<PromiseId>,
    install: Option<PromiseId>,
) -> Outcome<()> {
    for mut held in buckets::of_order(tx, order)?.into_iter().filter(|held| held.line_id == Some(line)) {
        let promise = if held.kind == Pool::Crew { install } else { ship };
        if held.promise_id != promise {
            held.promise_id = promise;
            tx.update(&mut held)?;
        }
    }
    Ok(())
}

/// A reservation that an order holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldByOrder {
    /// Id.
    pub id: ReservationId,
    /// Out of what.
    pub kind: Pool,
    /// The line.
    pub line: Option<Uuid>,
    /// The week's Monday.
    pub week: Date,
    /// Units, minutes or pieces.
    pub amount: i64,
    /// How firmly.
    pub hold: Firmness,
    /// The day that it makes possible.
    pub realises_on: Date,
}

impl HeldByOrder {
    fn of(held: &Reservation) -> Self {
        Self {
            id: held.id,
            kind: held.kind,
            line: held.line_id,
            week: held.week,
            amount: held.amount,
            hold: held.hold,
            realises_on: held.realises_on,
        }
    }
}

/// What an order holds, by kind and week.
///
/// # Errors
/// What the database refuses.
pub fn held_by(tx: &mut Tx, order: Uuid) -> Outcome<Vec<HeldByOrder>> {
    Ok(buckets::of_order(tx, order)?.iter().map(HeldByOrder::of).collect())
}
