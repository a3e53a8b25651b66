//! Capable-to-promise: the earliest ship and installation date of an order, and what limits them.
//!
//! All lines compete for the same buckets, on a working copy. What is taken already is only ever read, so no
//! answer rests on another order's slot. An order's date is the latest of its lines.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;
use super::bucket::{SlotSearch, soonest_slots};
use super::calendar::{AllOf, DateAnswer, Horizon, WorkingDays, on_or_after};
use super::commitment::{Delivery, Plan, SlotTake, Wanted, by_line, plan_for};
use super::installation::{Run, soonest_run};
use super::key::LineKey;
use super::limit::{Chain, Limit, LimitKind};
use super::order::{Books, Line, OrderRequest, SiteSupply, Supply, work_of};

/// What can be promised at the earliest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapableToPromise {
    /// The day on which the whole order has been shipped: the latest of its deliveries.
    pub ship: DateAnswer,
    /// The day on which the last installation of the order starts; nothing when nothing is installed.
    pub install: Option<DateAnswer>,
    /// How the order's dates come about: the steps to its ship date, then those to its installation date.
    pub limits: Vec<Limit>,
    /// The lines in the order's own order.
    pub lines: Vec<LineAnswer>,
    /// What leaves together, in the order's own order.
    pub deliveries: Vec<DeliveryAnswer>,
    /// What has to be reserved for these dates; nothing when a part of the order lies beyond the horizon,
    /// because an order that cannot be promised as a whole books nothing.
    pub plan: Option<Plan>,
}

/// What can be said of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAnswer {
    /// The line.
    pub line: LineKey,
    /// When it is ready, before it waits for the others.
    pub ready: DateAnswer,
    /// When it ships.
    pub ship: DateAnswer,
    /// When its installation starts.
    pub install: Option<DateAnswer>,
    /// How its ready date comes about.
    pub limits: Vec<Limit>,
}

/// What can be said of goods that leave together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAnswer {
    /// Its lines.
    pub lines: Vec<LineKey>,
    /// When it ships.
    pub ship: DateAnswer,
    /// When it reaches the site; nothing when the customer collects.
    pub arrival: Option<DateAnswer>,
    /// When its installation starts; nothing when nothing is installed.
    pub install: Option<DateAnswer>,
    /// When its installation can be done: an estimate inside that week.
    pub install_done: Option<DateAnswer>,
    /// The steps to its ship date.
    pub ship_limits: Vec<Limit>,
    /// The steps from its ship date to its installation date.
    pub install_limits: Vec<Limit>,
}

/// The earliest dates of an order.
///
/// Shipped together, and for the ship date always, no earlier date exists. Shipped apart, each line's
/// installation is the earliest after those of the lines before it.
///
/// # Errors
/// [`CapacityError`] when the facts contradict themselves; a date that is not possible is an answer, no error.
pub fn capable_to_promise(
    request: &OrderRequest,
    supply: &Supply<'_>,
    horizon: &Horizon,
) -> Result<CapableToPromise, CapacityError> {
    request.check(supply)?;
    let mut books = supply.books.clone();
    let mut soonest = Plan::default();
    let mut answers = Vec::new();
    let mut lines = Vec::new();
    for delivery in request.deliveries() {
        let found = soonest_delivery(request.order_date, delivery, supply, &mut books, horizon)?;
        soonest.absorb(found.plan);
        answers.push(found.answer);
        lines.extend(found.lines);
    }
    let ship = answers.iter().map(|answer| answer.ship).max().ok_or(CapacityError::EmptyOrder)?;
    let install = answers.iter().filter_map(|answer| answer.install).max();
    let limits = order_limits(&answers, ship, install);
    let possible = ship.date().is_some() && install.is_none_or(|install| install.date().is_some());
    let plan = if possible {
        let wanted = Wanted::earliest(&answers);
        Some(plan_for(request, supply, &wanted, horizon)?.unwrap_or(soonest))
    } else {
        None
    };
    Ok(CapableToPromise { ship, install, limits, lines, deliveries: answers, plan })
}

fn order_limits(answers: &[DeliveryAnswer], ship: DateAnswer, install: Option<DateAnswer>) -> Vec<Limit> {
    let shipped = answers.iter().find(|answer| answer.ship == ship);
    let installed = install.and_then(|_| answers.iter().find(|answer| answer.install == install));
    let ship_limits = shipped.iter().flat_map(|answer| answer.ship_limits.iter());
    let install_limits = installed.iter().flat_map(|answer| answer.install_limits.iter());
    ship_limits.chain(install_limits).cloned().collect()
}

/// A delivery at its soonest, with the plan that was booked for it.
pub(crate) struct Soonest {
    pub(crate) answer: DeliveryAnswer,
    pub(crate) lines: Vec<LineAnswer>,
    pub(crate) plan: Plan,
}

/// The soonest dates of a delivery; books what they take.
pub(crate) fn soonest_delivery(
    order_date: Date,
    lines: &[Line],
    supply: &Supply<'_>,
    books: &mut Books,
    horizon: &Horizon,
) -> Result<Soonest, CapacityError> {
    let mut plan = Plan::default();
    let mut ready = Vec::new();
    for line in lines {
        ready.push(soonest_line(order_date, line, supply, books, &mut plan, horizon)?);
    }
    let latest = ready.iter().max_by_key(|line| line.ready);
    let mut chain = Chain::start(latest.and_then(|line| line.ready.date()), horizon);
    let plants = plants_of(lines, supply)?;
    chain.step(LimitKind::ShippedTogether, |at| on_or_after(&plants, at, horizon.until()));
    let ship = DateAnswer::from_search(chain.at(), horizon);
    let ship_limits: Vec<Limit> =
        latest.iter().flat_map(|line| line.limits.clone()).chain(chain.into_limits()).collect();
    let mut answer = DeliveryAnswer {
        lines: lines.iter().map(|line| line.key.clone()).collect(),
        ship,
        arrival: None,
        install: None,
        install_done: None,
        ship_limits,
        install_limits: Vec::new(),
    };
    if let Some(site) = &supply.site {
        arrive_and_install(lines, site, books, &mut answer, &mut plan, horizon)?;
    }
    for line in &mut ready {
        line.ship = answer.ship;
        let installed = lines.iter().any(|asked| asked.key == line.line && asked.is_installed());
        line.install = answer.install.filter(|_| installed);
    }
    if let Some(ship) = answer.ship.date() {
        plan.deliveries.push(Delivery {
            lines: answer.lines.clone(),
            ship,
            arrival: answer.arrival.and_then(DateAnswer::date),
            install: answer.install.and_then(DateAnswer::date),
            install_done: answer.install_done.and_then(DateAnswer::date),
        });
    }
    Ok(Soonest { answer, lines: ready, plan })
}

/// The plants that a delivery waits for, as one calendar.
pub(crate) fn plants_of<'s>(lines: &[Line], supply: &'s Supply<'_>) -> Result<AllOf<'s>, CapacityError> {
    let plants = lines.iter().map(|line| Ok(supply.product(&line.product)?.plant as &dyn WorkingDays));
    Ok(AllOf(plants.collect::<Result<Vec<_>, CapacityError>>()?))
}

/// The steps to the first day on which a line could be ready if slots were free.
pub(crate) fn floor_of(
    order_date: Date,
    line: &Line,
    supply: &Supply<'_>,
    horizon: &Horizon,
) -> Result<Chain, CapacityError> {
    let facts = supply.product(&line.product)?;
    let product = line.product.clone();
    let ordered_on = line.ordered_on(order_date);
    let span = facts
        .lead_times
        .in_force(ordered_on)
        .ok_or_else(|| CapacityError::NoLeadTime { product: product.clone(), on: ordered_on })?;
    let mut chain = Chain::start(Some(ordered_on), horizon);
    chain.step(LimitKind::LeadTime { product: product.clone(), span }, |at| {
        if span.days == 0 { Some(at) } else { span.end(at, facts.plant, horizon.until()) }
    });
    chain.not_before(LimitKind::Today, Some(horizon.today()));
    chain.not_before(LimitKind::Materials { product: product.clone() }, line.materials_from);
    chain.step(LimitKind::PlantCalendar { product }, |at| on_or_after(facts.plant, at, horizon.until()));
    Ok(chain)
}

fn soonest_line(
    order_date: Date,
    line: &Line,
    supply: &Supply<'_>,
    books: &mut Books,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<LineAnswer, CapacityError> {
    let facts = supply.product(&line.product)?;
    let mut chain = floor_of(order_date, line, supply, horizon)?;
    if let Some(floor) = chain.at().filter(|_| facts.by_slots) {
        let buckets = books.slots_of(&line.product);
        let SlotSearch { takes, ready, short } =
            soonest_slots(buckets, line.quantity, floor, facts.plant, horizon);
        buckets.take(&takes)?;
        plan.slots.extend(takes.into_iter().map(|take| SlotTake {
            line: line.key.clone(),
            product: line.product.clone(),
            take,
        }));
        chain.step(LimitKind::SlotsFull { product: line.product.clone(), weeks: short }, |_| ready);
    }
    let ready = DateAnswer::from_search(chain.at(), horizon);
    Ok(LineAnswer { line: line.key.clone(), ready, ship: ready, install: None, limits: chain.into_limits() })
}

fn arrive_and_install(
    lines: &[Line],
    site: &SiteSupply<'_>,
    books: &mut Books,
    answer: &mut DeliveryAnswer,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<(), CapacityError> {
    let mut chain = Chain::start(answer.ship.date(), horizon);
    chain.step(LimitKind::Transport { span: site.transport }, |at| {
        site.transport.end(at, site.carrier, horizon.until())
    });
    answer.arrival = Some(DateAnswer::from_search(chain.at(), horizon));
    let work = work_of(lines)?;
    if work.is_empty() {
        return Ok(());
    }
    let runs = soonest_runs(lines, &work, site, books, chain, plan, horizon)?;
    answer.install = runs.iter().map(|run| run.start).max();
    answer.install_done = runs.iter().map(|run| run.finish).max();
    answer.install_limits =
        runs.into_iter().max_by_key(|run| run.start).map(|run| run.limits).unwrap_or_default();
    Ok(())
}

/// The place of one skill's job.
pub(crate) struct Placed {
    pub(crate) start: DateAnswer,
    pub(crate) finish: DateAnswer,
    limits: Vec<Limit>,
}

/// The soonest jobs on site after the day at which `chain` stands; books what they take.
pub(crate) fn soonest_runs(
    lines: &[Line],
    work: &BTreeMap<&super::key::SkillKey, u32>,
    site: &SiteSupply<'_>,
    books: &mut Books,
    mut chain: Chain,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<Vec<Placed>, CapacityError> {
    chain.not_before(LimitKind::SiteReady, site.ready_from);
    let mut placed = Vec::new();
    for (skill, minutes) in work {
        let mut chain = chain.clone();
        let mut finish = None;
        if let Some(floor) = chain.at() {
            let buckets = books.crews_of(&site.region, skill);
            let search = soonest_run(&site.place, buckets, *minutes, floor, horizon);
            chain.step(LimitKind::SiteCalendar, |_| search.first_day);
            let kind = LimitKind::CrewsFull {
                region: site.region.clone(),
                skill: (*skill).clone(),
                weeks: search.short,
            };
            chain.step(kind, |_| search.run.as_ref().map(|run| run.start));
            if let Some(Run { finish: done, takes, .. }) = search.run {
                buckets.take(&takes)?;
                finish = Some(done);
                plan.crews.extend(by_line(lines, &site.region, skill, &takes));
            }
        }
        placed.push(Placed {
            start: DateAnswer::from_search(chain.at(), horizon),
            finish: DateAnswer::from_search(finish, horizon),
            limits: chain.into_limits(),
        });
    }
    Ok(placed)
}
