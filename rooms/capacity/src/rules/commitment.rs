//! The gate: whether a wanted date may be promised, and what it reserves (R18, R20).
//!
//! A date before the earliest is refused with the earliest and its reasons. A date that is possible reserves
//! as late as it can and never later than the date, so that a late promise does not eat an early slot.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;
use super::bucket::{Take, latest_slots};
use super::calendar::{DateAnswer, Horizon, on_or_before, sane};
use super::capable::{
    CapableToPromise, DeliveryAnswer, capable_to_promise, floor_of, plants_of, soonest_delivery, soonest_runs,
};
use super::installation::latest_run;
use super::key::{LineKey, ProductKey, RegionKey, SkillKey};
use super::limit::{Chain, Limit, LimitKind};
use super::order::{Books, Line, OrderRequest, SiteSupply, Supply, work_of};

/// A slot that a plan takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SlotTake {
    /// The product whose slot it is.
    pub product: ProductKey,
    /// Week and units.
    pub take: Take,
    /// The line it is for.
    pub line: LineKey,
}

/// Crew minutes that a plan takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CrewTake {
    /// The region.
    pub region: RegionKey,
    /// The skill.
    pub skill: SkillKey,
    /// Week and minutes.
    pub take: Take,
    /// The line that is installed in them.
    pub line: LineKey,
}

/// The dates that a plan realises for goods that leave together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its lines.
    pub lines: Vec<LineKey>,
    /// The working day on which it ships, on or before the wanted one.
    pub ship: Date,
    /// When it reaches the site.
    pub arrival: Option<Date>,
    /// When its installation starts, the last of its skills.
    pub install: Option<Date>,
    /// When its installation can be done, an estimate.
    pub install_done: Option<Date>,
}

/// What has to be reserved, in the order of buckets in which it may be locked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Production slots.
    pub slots: Vec<SlotTake>,
    /// Crew minutes.
    pub crews: Vec<CrewTake>,
    /// The dates it realises, in the order's own order.
    pub deliveries: Vec<Delivery>,
}

impl Plan {
    pub(crate) fn absorb(&mut self, other: Plan) {
        self.slots.extend(other.slots);
        self.crews.extend(other.crews);
        self.deliveries.extend(other.deliveries);
        self.slots.sort();
        self.crews.sort();
    }
}

/// The dates somebody wants to promise; what is open is left to the rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedDates {
    /// The ship date.
    pub ship: Option<Date>,
    /// The day on which installation starts.
    pub install: Option<Date>,
}

/// The dates wanted for an order and for single lines of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// For every line that has none of its own.
    pub order: WantedDates,
    /// For single lines. Lines that ship together are bound by the earliest.
    pub lines: BTreeMap<LineKey, WantedDates>,
}

impl Wanted {
    /// The same dates for the whole order.
    pub fn whole(ship: Option<Date>, install: Option<Date>) -> Self {
        Self { order: WantedDates { ship, install }, lines: BTreeMap::new() }
    }

    /// The earliest dates of an answer.
    pub(crate) fn earliest(answers: &[DeliveryAnswer]) -> Self {
        let dates = |answer: &DeliveryAnswer| WantedDates {
            ship: answer.ship.date(),
            install: answer.install.and_then(DateAnswer::date),
        };
        let lines = answers
            .iter()
            .flat_map(|answer| answer.lines.iter().map(move |line| (line.clone(), dates(answer))))
            .collect();
        Self { order: WantedDates::default(), lines }
    }

    /// What binds goods that leave together.
    fn of(&self, lines: &[Line]) -> WantedDates {
        let own = |line: &Line| self.lines.get(&line.key).copied().unwrap_or_default();
        let ship = lines.iter().filter_map(|line| own(line).ship.or(self.order.ship)).min();
        let install = lines
            .iter()
            .filter(|line| line.is_installed())
            .filter_map(|line| own(line).install.or(self.order.install))
            .min();
        WantedDates { ship, install }
    }

    fn check(&self, request: &OrderRequest) -> Result<(), CapacityError> {
        for (key, dates) in &self.lines {
            let line = request.lines.iter().find(|line| line.key == *key);
            let line = line.ok_or_else(|| CapacityError::UnknownLine { line: key.clone() })?;
            if dates.install.is_some() && !line.is_installed() {
                return Err(CapacityError::NothingToInstall { line: key.clone() });
            }
        }
        let first = request.lines.first().ok_or(CapacityError::EmptyOrder)?;
        if self.order.install.is_some() && !request.lines.iter().any(Line::is_installed) {
            return Err(CapacityError::NothingToInstall { line: first.key.clone() });
        }
        let dates = std::iter::once(&self.order).chain(self.lines.values());
        dates
            .flat_map(|dates| [dates.ship, dates.install])
            .flatten()
            .try_for_each(|date| sane(date).map(|_| ()))
    }

    fn beyond(&self, until: Date) -> bool {
        let dates = std::iter::once(&self.order).chain(self.lines.values());
        dates.flat_map(|dates| [dates.ship, dates.install]).flatten().any(|date| date > until)
    }
}

/// Why a date is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// Before what is possible.
    TooEarly,
    /// After the last day that is planned, where nothing can be reserved.
    BeyondHorizon,
}

/// A refused promise, with what would be possible instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub reason: RefusalReason,
    /// What was wanted.
    pub wanted: Wanted,
    /// The earliest ship date of the order.
    pub earliest_ship: DateAnswer,
    /// The earliest installation date of the order.
    pub earliest_install: Option<DateAnswer>,
    /// How the earliest dates come about.
    pub limits: Vec<Limit>,
    /// The earliest dates delivery by delivery.
    pub deliveries: Vec<DeliveryAnswer>,
}

/// Whether these dates may be promised; if so, what to reserve for them.
///
/// A delivery without any wish is planned for its earliest dates.
///
/// # Errors
/// [`CapacityError`] for facts that contradict themselves. A refused date is the inner [`Refusal`].
pub fn check_commitment(
    request: &OrderRequest,
    supply: &Supply<'_>,
    wanted: &Wanted,
    horizon: &Horizon,
) -> Result<Result<Plan, Box<Refusal>>, CapacityError> {
    let (earliest, outcome) = check_beside_earliest(request, supply, wanted, horizon)?;
    Ok(outcome.map_err(|reason| {
        Box::new(Refusal {
            reason,
            wanted: wanted.clone(),
            earliest_ship: earliest.ship,
            earliest_install: earliest.install,
            limits: earliest.limits,
            deliveries: earliest.deliveries,
        })
    }))
}

/// As [`check_commitment`], with the earliest dates beside the answer that rests on them.
pub(crate) fn check_beside_earliest(
    request: &OrderRequest,
    supply: &Supply<'_>,
    wanted: &Wanted,
    horizon: &Horizon,
) -> Result<(CapableToPromise, Result<Plan, RefusalReason>), CapacityError> {
    wanted.check(request)?;
    let earliest = capable_to_promise(request, supply, horizon)?;
    if wanted.beyond(horizon.until()) {
        return Ok((earliest, Err(RefusalReason::BeyondHorizon)));
    }
    let filled = fill(request, wanted, &earliest);
    if let Some(plan) = plan_for(request, supply, &filled, horizon)? {
        return Ok((earliest, Ok(plan)));
    }
    let soonest = earliest.plan.clone().filter(|plan| keeps(request, plan, &filled));
    Ok((earliest, soonest.ok_or(RefusalReason::TooEarly)))
}

/// Days from the earliest to the required date: nought or more when there is room, less when it cannot be done
/// (R18).
pub fn slack_days(earliest: Date, required: Date) -> i32 {
    earliest
        .duration_until(required)
        .as_hours()
        .checked_div(24)
        .and_then(|days| i32::try_from(days).ok())
        .unwrap_or(0)
}

/// Gives every delivery without a wish its earliest dates.
fn fill(request: &OrderRequest, wanted: &Wanted, earliest: &CapableToPromise) -> Wanted {
    let mut filled = wanted.clone();
    let soonest = Wanted::earliest(&earliest.deliveries);
    for delivery in request.deliveries() {
        if wanted.of(delivery) == WantedDates::default() {
            for line in delivery {
                filled.lines.insert(line.key.clone(), soonest.of(std::slice::from_ref(line)));
            }
        }
    }
    filled
}

/// Whether a plan's dates lie on or before the wanted ones.
fn keeps(request: &OrderRequest, plan: &Plan, wanted: &Wanted) -> bool {
    let in_time = |asked: Option<Date>, got: Option<Date>| match (asked, got) {
        (Some(asked), Some(got)) => got <= asked,
        (Some(_), None) => false,
        (None, _) => true,
    };
    request.deliveries().iter().zip(&plan.deliveries).all(|(lines, got)| {
        let asked = wanted.of(lines);
        in_time(asked.ship, Some(got.ship)) && in_time(asked.install, got.install)
    })
}

/// The plan for wanted dates, as late as possible; nothing when they cannot all be kept.
pub(crate) fn plan_for(
    request: &OrderRequest,
    supply: &Supply<'_>,
    wanted: &Wanted,
    horizon: &Horizon,
) -> Result<Option<Plan>, CapacityError> {
    let mut books = supply.books.clone();
    let mut plan = Plan::default();
    let mut due = Vec::new();
    for lines in request.deliveries() {
        let alone = soonest_delivery(request.order_date, lines, supply, &mut supply.books.clone(), horizon)?;
        let (Some(earliest), wish) = (alone.answer.ship.date(), wanted.of(lines)) else { return Ok(None) };
        let Some(delivery) = plan_delivery(lines, earliest, wish, supply, &mut books, &mut plan, horizon)?
        else {
            return Ok(None);
        };
        due.extend(lines.iter().map(|line| (line, delivery.ship)));
        plan.deliveries.push(delivery);
    }
    if !plan_slots(request.order_date, due, supply, &mut books, &mut plan, horizon)? {
        return Ok(None);
    }
    plan.slots.sort();
    plan.crews.sort();
    Ok(Some(plan))
}

/// The latest slots for lines that have to be ready by a day. Lines that can begin last choose first: they
/// have the fewest weeks to choose from, and this order finds a plan whenever there is one.
fn plan_slots(
    order_date: Date,
    due: Vec<(&Line, Date)>,
    supply: &Supply<'_>,
    books: &mut Books,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<bool, CapacityError> {
    let mut open = Vec::new();
    for (line, by) in due {
        let Some(floor) = floor_of(order_date, line, supply, horizon)?.at().filter(|floor| *floor <= by)
        else {
            return Ok(false);
        };
        open.push((floor, line, by));
    }
    open.sort_by_key(|(floor, _, _)| std::cmp::Reverse(*floor));
    for (floor, line, by) in open {
        let facts = supply.product(&line.product)?;
        if !facts.by_slots {
            continue;
        }
        let buckets = books.slots_of(&line.product);
        let Some(takes) = latest_slots(buckets, line.quantity, floor, by, facts.plant) else {
            return Ok(false);
        };
        buckets.take(&takes)?;
        plan.slots.extend(takes.into_iter().map(|take| SlotTake {
            product: line.product.clone(),
            take,
            line: line.key.clone(),
        }));
    }
    Ok(true)
}

/// Fixes a delivery's dates and books its crews.
fn plan_delivery(
    lines: &[Line],
    earliest: Date,
    wish: WantedDates,
    supply: &Supply<'_>,
    books: &mut Books,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<Option<Delivery>, CapacityError> {
    let plants = plants_of(lines, supply)?;
    let keys = lines.iter().map(|line| line.key.clone()).collect();
    let by = wish.ship.unwrap_or(horizon.until());
    let Some(latest) = on_or_before(&plants, by.min(horizon.until()), earliest) else { return Ok(None) };
    let Some(site) = &supply.site else {
        return Ok(Some(Delivery {
            lines: keys,
            ship: latest,
            arrival: None,
            install: None,
            install_done: None,
        }));
    };
    let arrival = |ship: Date| site.transport.end(ship, site.carrier, horizon.until());
    let work = work_of(lines)?;
    if work.is_empty() {
        let delivery = Delivery {
            lines: keys,
            ship: latest,
            arrival: arrival(latest),
            install: None,
            install_done: None,
        };
        return Ok(Some(delivery));
    }
    let Some(install_by) = wish.install else {
        let mut chain = Chain::start(Some(latest), horizon);
        chain.step(LimitKind::Transport { span: site.transport }, arrival);
        let placed = soonest_runs(lines, &work, site, books, chain, plan, horizon)?;
        let install = placed.iter().map(|run| run.start).max().and_then(DateAnswer::date);
        let install_done = placed.iter().map(|run| run.finish).max().and_then(DateAnswer::date);
        return Ok(install.map(|day| Delivery {
            lines: keys,
            ship: latest,
            arrival: arrival(latest),
            install: Some(day),
            install_done,
        }));
    };
    let Some((first, last, done)) =
        latest_runs(lines, &work, site, arrival(earliest), install_by, books, plan, horizon)?
    else {
        return Ok(None);
    };
    let mut ship = latest;
    while arrival(ship).is_none_or(|day| day > first) {
        let before = ship.yesterday().ok().and_then(|day| on_or_before(&plants, day, earliest));
        let Some(before) = before else { return Ok(None) };
        ship = before;
    }
    Ok(Some(Delivery {
        lines: keys,
        ship,
        arrival: arrival(ship),
        install: Some(last),
        install_done: Some(done),
    }))
}

/// The minutes of a delivery's job, line by line in the order's own order: where one of them has left, its own stay
/// with it while the others are planned anew.
pub(crate) fn by_line(lines: &[Line], region: &RegionKey, skill: &SkillKey, takes: &[Take]) -> Vec<CrewTake> {
    let needs: Vec<(&LineKey, u32)> = lines
        .iter()
        .map(|line| (&line.key, line.minutes_of(skill)))
        .filter(|(_, minutes)| *minutes > 0)
        .collect();
    let given = shared_out(&needs, takes).into_iter();
    given
        .map(|(line, take)| CrewTake {
            region: region.clone(),
            skill: skill.clone(),
            take,
            line: line.clone(),
        })
        .collect()
}

/// Gives each its need out of the takes, in the order of both; what is more than all needs goes to the last.
fn shared_out<K: Copy>(needs: &[(K, u32)], takes: &[Take]) -> Vec<(K, Take)> {
    let mut open = takes.to_vec();
    let mut given = Vec::new();
    for (place, (who, need)) in needs.iter().enumerate() {
        let mut need = if place + 1 == needs.len() { u32::MAX } else { *need };
        for take in open.iter_mut().filter(|take| take.amount > 0) {
            let amount = take.amount.min(need);
            if amount == 0 {
                break;
            }
            take.amount -= amount;
            need -= amount;
            given.push((*who, Take { week: take.week, amount }));
        }
    }
    given
}

/// The latest jobs that start between arrival and a day: the first start, the last start and the last end.
fn latest_runs(
    lines: &[Line],
    work: &BTreeMap<&SkillKey, u32>,
    site: &SiteSupply<'_>,
    arrival: Option<Date>,
    by: Date,
    books: &mut Books,
    plan: &mut Plan,
    horizon: &Horizon,
) -> Result<Option<(Date, Date, Date)>, CapacityError> {
    let Some(arrival) = arrival else { return Ok(None) };
    let floor = site.ready_from.map_or(arrival, |ready| ready.max(arrival));
    let mut bounds: Option<(Date, Date, Date)> = None;
    for (skill, minutes) in work {
        let buckets = books.crews_of(&site.region, skill);
        let Some(run) = latest_run(&site.place, buckets, *minutes, floor, by, horizon) else {
            return Ok(None);
        };
        buckets.take(&run.takes)?;
        plan.crews.extend(by_line(lines, &site.region, skill, &run.takes));
        let (first, last, done) = bounds.unwrap_or((run.start, run.start, run.finish));
        bounds = Some((first.min(run.start), last.max(run.start), done.max(run.finish)));
    }
    Ok(bounds)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::{calendar::ProductionWeek, order::Work};

    fn line(key: &str, quantity: u32, works: &[(&str, u32)]) -> Line {
        let works =
            works.iter().map(|(skill, minutes)| Work { skill: (*skill).into(), minutes_per_unit: *minutes });
        Line {
            key: key.into(),
            product: "press".into(),
            quantity,
            ordered_on: None,
            materials_from: None,
            installation: works.collect(),
        }
    }

    fn take(monday: Date, amount: u32) -> Take {
        Take { week: ProductionWeek::of(monday), amount }
    }

    #[test]
    fn every_line_has_the_minutes_in_which_it_is_installed_itself() {
        let (first, second) = (date(2028, 5, 8), date(2028, 5, 15));
        let lines = [
            line("1", 2, &[("fitter", 350)]),
            line("2", 1, &[("wirer", 90)]),
            line("3", 1, &[("fitter", 430)]),
        ];
        let given =
            by_line(&lines, &"south".into(), &"fitter".into(), &[take(first, 500), take(second, 630)]);
        let given: Vec<(LineKey, Take)> = given.into_iter().map(|crew| (crew.line, crew.take)).collect();
        assert_eq!(
            given,
            [
                ("1".into(), take(first, 500)),
                ("1".into(), take(second, 200)),
                ("3".into(), take(second, 430)),
            ]
        );
    }

    #[test]
    fn nothing_that_is_taken_is_lost_where_it_is_shared_out() {
        let week = date(2028, 5, 8);
        assert_eq!(
            shared_out(&[('a', 100), ('b', 20)], &[take(week, 150)]),
            [('a', take(week, 100)), ('b', take(week, 50)),]
        );
        assert_eq!(shared_out(&[('a', 100), ('b', 20)], &[take(week, 60)]), [('a', take(week, 60))]);
        assert_eq!(shared_out::<char>(&[], &[take(week, 60)]), []);
    }
}
