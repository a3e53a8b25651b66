//! Orders against a slow model that tries everything.
//!
//! The model knows only what a date means: a unit may leave on a day if some week's slot is usable by then; a
//! job may start on a day if its minutes can be laid out without interruption. It tries every way there is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use accord_room_capacity::rules::bucket::{Bucket, WeekBuckets};
use accord_room_capacity::rules::calendar::{DateAnswer, DayBasis, DaySpan, Horizon, WorkingDays, days};
use accord_room_capacity::rules::capable::{CapableToPromise, capable_to_promise};
use accord_room_capacity::rules::commitment::{Plan, Wanted, WantedDates, check_commitment};
use accord_room_capacity::rules::installation::{Place, VisitRules};
use accord_room_capacity::rules::order::{Books, Line, OrderRequest, SiteSupply, Supply};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use support::{Weekdays, installed, line, order, product, sums, supply, week};

const DAYS: i64 = 34;
const PRODUCTS: [&str; 2] = ["a", "b"];
const SKILLS: [&str; 2] = ["s", "t"];

/// A small world as plain figures.
#[derive(Debug, Clone)]
struct World {
    today: Date,
    ordered_ago: i64,
    closed: [BTreeSet<i64>; 3],
    leads: [DaySpan; 2],
    by_slots: [bool; 2],
    slots: [Vec<(u32, u32)>; 2],
    crews: [Vec<(u32, u32)>; 2],
    transport: DaySpan,
    ready_from: Option<i64>,
    rules: VisitRules,
    lines: Vec<Wish>,
}

/// A line: product, quantity, days since it was ordered where it was ordered later, day of materials, minutes of each
/// skill.
#[derive(Debug, Clone)]
struct Wish(usize, u32, Option<i64>, Option<i64>, [u32; 2]);

impl World {
    fn day(&self, offset: i64) -> Date {
        self.today.saturating_add(offset.days())
    }

    fn until(&self) -> Date {
        self.day(DAYS)
    }

    fn horizon(&self) -> Horizon {
        Horizon::new(self.today, self.until()).unwrap()
    }

    fn calendars(&self) -> [Weekdays; 3] {
        self.closed.clone().map(|closed| Weekdays(closed.into_iter().map(|day| self.day(day)).collect()))
    }

    fn request(&self) -> OrderRequest {
        let wishes = self.lines.iter().enumerate();
        let lines = wishes.map(|(index, Wish(wanted, quantity, ago, materials, minutes))| {
            let mut line = line(&index.to_string(), PRODUCTS[*wanted], *quantity);
            line.ordered_on = ago.map(|ago| self.day(-ago.min(self.ordered_ago)));
            line.materials_from = materials.map(|day| self.day(day));
            SKILLS.iter().zip(minutes).fold(line, |line, (skill, minutes)| installed(line, skill, *minutes))
        });
        order(self.day(-self.ordered_ago), lines.collect())
    }

    fn supply<'a>(&self, calendars: &'a [Weekdays; 3]) -> Supply<'a> {
        let [plant, site, crew] = calendars;
        let products = [0, 1].map(|i| (PRODUCTS[i], product(self.leads[i], self.by_slots[i], plant)));
        let place = Place { site, crew, rules: self.rules };
        let site = SiteSupply {
            transport: self.transport,
            carrier: site,
            region: "south".into(),
            ready_from: self.ready_from.map(|day| self.day(day)),
            place,
        };
        let mut supply = supply(products.into(), Some(site));
        for i in 0..2 {
            support::slots(&mut supply, PRODUCTS[i], support::weeks(self.today, &self.slots[i]));
            support::crews(&mut supply, SKILLS[i], support::weeks(self.today, &self.crews[i]));
        }
        supply
    }
}

fn span() -> impl Strategy<Value = DaySpan> {
    (0_u16..16, any::<bool>()).prop_map(|(days, working)| DaySpan {
        days,
        basis: if working { DayBasis::Working } else { DayBasis::Calendar },
    })
}

fn wish() -> impl Strategy<Value = Wish> {
    let minutes = prop_oneof![Just(0), 1_u32..7];
    let later = proptest::option::weighted(0.3, 0_i64..9);
    let materials = proptest::option::weighted(0.3, 0_i64..25);
    (0_usize..2, 1_u32..4, later, materials, [minutes.clone(), minutes]).prop_map(
        |(product, quantity, later, materials, minutes)| Wish(product, quantity, later, materials, minutes),
    )
}

fn world() -> impl Strategy<Value = World> {
    let closed = proptest::collection::btree_set(0_i64..=DAYS, 0..12);
    let slots = proptest::collection::vec((0_u32..4, 0_u32..3), 3..7);
    let crews = proptest::collection::vec((0_u32..21, 0_u32..9), 3..7);
    let rules = (proptest::option::of(1_u32..5), proptest::option::of(1_u16..4), 0_u32..4);
    let facts = (
        0_i64..400,
        0_i64..9,
        [closed.clone(), closed.clone(), closed],
        [span(), span()],
        [any::<bool>(), any::<bool>()],
        [slots.clone(), slots],
        [crews.clone(), crews],
    );
    let rest = (
        span().prop_map(|span| DaySpan { days: span.days / 4, ..span }),
        proptest::option::weighted(0.3, 0_i64..30),
        rules,
        proptest::collection::vec(wish(), 1..4),
    );
    (facts, rest).prop_map(|(facts, rest)| {
        let (start, ordered_ago, closed, leads, by_slots, slots, crews) = facts;
        let (transport, ready_from, (minutes_a_day, weeks_at_most, minutes_a_week_at_least), lines) = rest;
        let rules = VisitRules { minutes_a_day, weeks_at_most, minutes_a_week_at_least };
        let today = date(2026, 1, 1).saturating_add(start.days());
        World {
            today,
            ordered_ago,
            closed,
            leads,
            by_slots,
            slots,
            crews,
            transport,
            ready_from,
            rules,
            lines,
        }
    })
}

/// The slow model.
struct Model<'a> {
    world: &'a World,
    plant: &'a Weekdays,
    site: &'a Weekdays,
    crew: &'a Weekdays,
    request: OrderRequest,
}

impl<'a> Model<'a> {
    fn new(world: &'a World, calendars: &'a [Weekdays; 3]) -> Self {
        let [plant, site, crew] = calendars;
        Self { world, plant, site, crew, request: world.request() }
    }

    fn count(span: DaySpan, from: Date, calendar: &Weekdays, until: Date) -> Option<Date> {
        let mut day = from;
        let mut left = span.days;
        loop {
            let counts = span.basis == DayBasis::Calendar || calendar.is_working(day);
            if left == 0 && counts {
                return (day <= until).then_some(day);
            }
            day = day.tomorrow().unwrap();
            if day > until {
                return None;
            }
            if left > 0 && (span.basis == DayBasis::Calendar || calendar.is_working(day)) {
                left -= 1;
                if left == 0 {
                    return Some(day);
                }
            }
        }
    }

    /// The first day on which a line could leave the plant if slots were no matter.
    fn floor(&self, line: &Line) -> Option<Date> {
        let lead = self.world.leads[PRODUCTS.iter().position(|name| *name == line.product.as_str()).unwrap()];
        let ordered = line.ordered_on(self.request.order_date);
        let led = Self::count(lead, ordered, self.plant, self.world.until());
        let led = if lead.days == 0 { Some(ordered) } else { led }?;
        let floor = led.max(self.world.today).max(line.materials_from.unwrap_or(led));
        days(floor, self.world.until()).find(|day| self.plant.is_working(*day))
    }

    /// Whether all lines can be ready on a day.
    fn ready_by(&self, lines: &[Line], day: Date) -> bool {
        self.ready_each(&lines.iter().map(|line| (line, day)).collect::<Vec<_>>())
    }

    /// Whether each line can be ready on its day: tries every way to give slots to units.
    fn ready_each(&self, lines: &[(&Line, Date)]) -> bool {
        (0..2).all(|product| {
            let mine: Vec<_> =
                lines.iter().filter(|(line, _)| line.product.as_str() == PRODUCTS[product]).collect();
            if !mine.iter().all(|(line, day)| self.floor(line).is_some_and(|floor| floor <= *day)) {
                return false;
            }
            let slots = self.world.slots[product].iter();
            let mut free: Vec<u32> = slots.map(|(capacity, taken)| capacity.saturating_sub(*taken)).collect();
            let units: Vec<(Date, Date)> = mine
                .iter()
                .flat_map(|(line, day)| {
                    std::iter::repeat_n((self.floor(line).unwrap(), *day), line.quantity as usize)
                })
                .collect();
            !self.world.by_slots[product] || self.assign(&units, &mut free, 0)
        })
    }

    fn assign(&self, units: &[(Date, Date)], free: &mut [u32], from: usize) -> bool {
        let Some((unit, rest)) = units.split_first() else { return true };
        let (floor, by) = *unit;
        for index in from..free.len() {
            let monday = week(self.world.today).monday().saturating_add((7 * index as i64).days());
            let sunday = monday.saturating_add(6.days());
            let usable = days(monday, sunday.min(by)).any(|day| self.plant.is_working(day));
            if free[index] == 0 || !usable || sunday < floor {
                continue;
            }
            free[index] -= 1;
            // Units of one line are alike, so they need not be tried in every order.
            let next = if rest.first() == Some(unit) { index } else { 0 };
            let fits = self.assign(rest, free, next);
            free[index] += 1;
            if fits {
                return true;
            }
        }
        false
    }

    fn earliest_ship(&self, lines: &[Line]) -> Option<Date> {
        days(self.world.today, self.world.until())
            .find(|day| self.plant.is_working(*day) && self.ready_by(lines, *day))
    }

    fn arrival(&self, ship: Date) -> Option<Date> {
        Self::count(self.world.transport, ship, self.site, self.world.until())
    }

    /// The minutes of a skill that a week can give from a day on.
    fn usable(&self, skill: usize, index: usize, from: Date) -> u32 {
        let monday = week(self.world.today).monday().saturating_add((7 * index as i64).days());
        let all: Vec<Date> = days(monday, monday.saturating_add(6.days())).collect();
        let crew_days = all.iter().filter(|day| self.crew.is_working(**day)).count() as u32;
        let left = all
            .iter()
            .filter(|day| {
                **day >= from
                    && **day <= self.world.until()
                    && self.crew.is_working(**day)
                    && self.site.is_working(**day)
            })
            .count() as u32;
        let (capacity, taken) = self.world.crews[skill].get(index).copied().unwrap_or_default();
        if left == 0 {
            return 0;
        }
        let site = self.world.rules.minutes_a_day.map_or(u32::MAX, |minutes| minutes * left);
        (capacity * left / crew_days).min(capacity.saturating_sub(taken)).min(site)
    }

    /// Whether so many minutes can be done from this week on, in every possible layout.
    fn lay_out(&self, skill: usize, index: usize, from: Date, left: u32, weeks: u16) -> bool {
        if left == 0 {
            return true;
        }
        if self.world.rules.weeks_at_most.is_some_and(|most| weeks >= most) || index > 8 {
            return false;
        }
        let least = self.world.rules.minutes_a_week_at_least.max(1).min(left);
        let most = self.usable(skill, index, from).min(left);
        (least..=most).any(|part| self.lay_out(skill, index + 1, from, left - part, weeks + 1))
    }

    fn can_start(&self, skill: usize, minutes: u32, start: Date) -> bool {
        let monday = week(self.world.today).monday();
        let index = monday.duration_until(start).as_hours() / 24 / 7;
        self.site.is_working(start)
            && self.crew.is_working(start)
            && self.lay_out(skill, index as usize, start, minutes, 0)
    }

    fn earliest_install(&self, lines: &[Line], ship: Option<Date>) -> Option<DateAnswer> {
        let beyond = DateAnswer::BeyondHorizon { until: self.world.until() };
        let arrival = ship.and_then(|ship| self.arrival(ship));
        let from =
            arrival.map(|day| day.max(self.world.ready_from.map_or(day, |ready| self.world.day(ready))));
        (0..2)
            .filter_map(|skill| {
                let minutes: u32 = lines
                    .iter()
                    .flat_map(|line| line.installation.iter().map(move |work| (line.quantity, work)))
                    .filter(|(_, work)| work.skill.as_str() == SKILLS[skill])
                    .map(|(quantity, work)| quantity * work.minutes_per_unit)
                    .sum();
                let start = from.and_then(|from| {
                    days(from, self.world.until()).find(|day| self.can_start(skill, minutes, *day))
                });
                (minutes > 0).then(|| start.map_or(beyond, DateAnswer::On))
            })
            .max()
    }
}

/// What a plan must never do, whatever it is for.
fn sound(
    world: &World,
    request: &OrderRequest,
    supply: &Supply<'_>,
    plan: &Plan,
) -> Result<(), TestCaseError> {
    let mut books = supply.books.clone();
    books.take(plan).expect("a plan fits into what is free");
    books.release(plan);
    prop_assert_eq!(&books, &supply.books, "what stood before stands after");
    let units = sums(plan.slots.iter().map(|slot| (slot.line.clone(), slot.take.amount)));
    let by_slots = |line: &&Line| {
        world.by_slots[PRODUCTS.iter().position(|name| *name == line.product.as_str()).unwrap()]
    };
    let asked: BTreeMap<_, _> =
        request.lines.iter().filter(by_slots).map(|line| (line.key.clone(), line.quantity)).collect();
    prop_assert_eq!(units, asked, "every unit has its slot, or none");
    let minutes: u32 = plan.crews.iter().map(|crew| crew.take.amount).sum();
    let work: u32 = request
        .lines
        .iter()
        .map(|line| line.quantity * line.installation.iter().map(|work| work.minutes_per_unit).sum::<u32>())
        .sum();
    prop_assert_eq!(minutes, work);
    for delivery in &plan.deliveries {
        prop_assert!(delivery.install.is_none_or(|install| delivery.arrival.unwrap() <= install));
        prop_assert!(delivery.install_done >= delivery.install);
    }
    Ok(())
}

fn chained(ctp: &CapableToPromise, request: &OrderRequest) -> Result<(), TestCaseError> {
    for (asked, answer) in request.lines.iter().zip(&ctp.lines) {
        let ordered = asked.ordered_on(request.order_date);
        prop_assert_eq!(
            answer.limits.first().map_or(answer.ready.date(), |first| Some(first.from)),
            Some(ordered)
        );
    }
    let begins = ctp.limits.first().map(|first| first.from);
    prop_assert!(
        begins.is_none_or(|on| request.lines.iter().any(|line| line.ordered_on(request.order_date) == on))
    );
    for pair in ctp.limits.windows(2) {
        prop_assert_eq!(pair[0].to, Some(pair[1].from));
    }
    if let Some(last) = ctp.limits.last() {
        prop_assert_eq!(last.to, ctp.install.unwrap_or(ctp.ship).date());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_earlier_date_exists(world in world()) {
        let calendars = world.calendars();
        let (model, supply) = (Model::new(&world, &calendars), world.supply(&calendars));
        let request = world.request();
        let ctp = capable_to_promise(&request, &supply, &world.horizon()).unwrap();
        let ship = model.earliest_ship(&request.lines);
        prop_assert_eq!(ctp.ship.date(), ship);
        prop_assert_eq!(ctp.install, model.earliest_install(&request.lines, ship));
        prop_assert_eq!(ctp.ship, ctp.lines.iter().map(|line| line.ship).max().unwrap());
        prop_assert!(ctp.lines.iter().all(|line| line.ready <= line.ship));
        chained(&ctp, &request)?;
        let whole = ship.is_some() && ctp.install.is_none_or(|day| day.date().is_some());
        prop_assert_eq!(ctp.plan.is_some(), whole);
        if let Some(plan) = &ctp.plan {
            sound(&world, &request, &supply, plan)?;
            prop_assert_eq!(Some(plan.deliveries[0].ship), ship);
            prop_assert_eq!(plan.deliveries[0].install, ctp.install.and_then(DateAnswer::date));
        }
    }

    #[test]
    fn shipped_apart_the_order_ends_with_its_latest_line(world in world()) {
        let calendars = world.calendars();
        let (model, supply) = (Model::new(&world, &calendars), world.supply(&calendars));
        let mut request = world.request();
        request.shipped_apart = true;
        let ctp = capable_to_promise(&request, &supply, &world.horizon()).unwrap();
        prop_assert_eq!(ctp.ship.date(), model.earliest_ship(&request.lines));
        prop_assert_eq!(ctp.ship, ctp.lines.iter().map(|line| line.ship).max().unwrap());
        prop_assert_eq!(ctp.install, ctp.lines.iter().filter_map(|line| line.install).max());
        if let Some(plan) = &ctp.plan {
            sound(&world, &request, &supply, plan)?;
            for (delivery, line) in plan.deliveries.iter().zip(&ctp.lines) {
                prop_assert!(DateAnswer::On(delivery.ship) <= line.ship);
                prop_assert!(delivery.install.map(DateAnswer::On) <= line.install);
            }
        }
    }

    #[test]
    fn a_date_is_granted_exactly_when_it_can_be_kept(world in world(), ship in 0..=DAYS, install in 0..=DAYS) {
        let calendars = world.calendars();
        let supply = world.supply(&calendars);
        let request = world.request();
        let ctp = capable_to_promise(&request, &supply, &world.horizon()).unwrap();
        let (ship, install) = (world.day(ship), ctp.install.map(|_| world.day(install)));
        let possible = ctp.ship <= DateAnswer::On(ship)
            && ctp.install.is_none_or(|earliest| earliest <= DateAnswer::On(install.unwrap()));
        let wanted = Wanted::whole(Some(ship), install);
        let answer = check_commitment(&request, &supply, &wanted, &world.horizon()).unwrap();
        prop_assert_eq!(answer.is_ok(), possible);
        match answer {
            Ok(plan) => {
                sound(&world, &request, &supply, &plan)?;
                prop_assert!(plan.deliveries[0].ship <= ship);
                prop_assert!(plan.deliveries[0].install <= install);
                as_late_as_possible(&world, &request, &supply, &plan)?;
            }
            Err(refusal) => {
                prop_assert_eq!(refusal.earliest_ship, ctp.ship);
                prop_assert_eq!(refusal.earliest_install, ctp.install);
            }
        }
    }

    #[test]
    fn lines_with_their_own_dates_are_granted_exactly_when_all_can_be_kept(world in world(), due in [0..=DAYS, 0..=DAYS, 0..=DAYS]) {
        let calendars = world.calendars();
        let (model, supply) = (Model::new(&world, &calendars), world.supply(&calendars));
        let mut request = world.request();
        request.shipped_apart = true;
        for line in &mut request.lines {
            line.installation.clear();
        }
        let due: Vec<Date> = due.iter().map(|day| world.day(*day)).collect();
        let mut wanted = Wanted::default();
        for (line, day) in request.lines.iter().zip(&due) {
            wanted.lines.insert(line.key.clone(), WantedDates { ship: Some(*day), install: None });
        }
        let possible = model.ready_each(&request.lines.iter().zip(due).collect::<Vec<_>>());
        let answer = check_commitment(&request, &supply, &wanted, &world.horizon()).unwrap();
        prop_assert_eq!(answer.is_ok(), possible);
        if let Ok(plan) = answer {
            sound(&world, &request, &supply, &plan)?;
        }
    }

    #[test]
    fn more_capacity_never_makes_a_date_later(world in world(), which in 0_usize..2, at in 0_usize..6, more in 1_u32..9) {
        let before_calendars = world.calendars();
        let request = world.request();
        let ask = |world: &World| {
            capable_to_promise(&request, &world.supply(&before_calendars), &world.horizon()).unwrap()
        };
        let before = ask(&world);
        let mut richer = world.clone();
        for rows in [&mut richer.slots[which], &mut richer.crews[which]] {
            if let Some((capacity, _)) = rows.get_mut(at) {
                *capacity += more;
            }
        }
        let after = ask(&richer);
        prop_assert!(after.ship <= before.ship);
        prop_assert!(after.install <= before.install);
    }

    #[test]
    fn a_later_order_never_touches_an_earlier_one(world in world(), wishes in proptest::collection::vec((wish(), 0..=DAYS), 2..6)) {
        let calendars = world.calendars();
        let mut supply = world.supply(&calendars);
        let mut booked: Vec<Plan> = Vec::new();
        for (wish, ship) in wishes {
            let request = World { lines: vec![wish], ..world.clone() }.request();
            let wanted = Wanted::whole(Some(world.day(ship)), None);
            let before = supply.books.clone();
            if let Ok(plan) = check_commitment(&request, &supply, &wanted, &world.horizon()).unwrap() {
                supply.books.take(&plan).unwrap();
                booked.push(plan);
            } else {
                prop_assert_eq!(&supply.books, &before);
            }
        }
        within_capacity(&supply.books, &world.supply(&calendars).books)?;
        for plan in &booked {
            supply.books.release(plan);
        }
        // Empty buckets may have been opened; what is taken is exactly what was taken at first.
        let taken = |books: &Books| -> Vec<u32> {
            books.slots.values().chain(books.crews.values().flat_map(|skills| skills.values()))
                .flat_map(|buckets| buckets.0.values().map(|bucket| bucket.taken).collect::<Vec<_>>()).collect()
        };
        prop_assert_eq!(taken(&supply.books), taken(&world.supply(&calendars).books));
    }
}

fn within_capacity(books: &Books, at_first: &Books) -> Result<(), TestCaseError> {
    let all = |books: &Books| -> Vec<Bucket> {
        let crews = books.crews.values().flat_map(|skills| skills.values());
        books
            .slots
            .values()
            .chain(crews)
            .flat_map(|buckets: &WeekBuckets| buckets.0.values().copied())
            .collect()
    };
    for (after, before) in all(books).into_iter().zip(all(at_first)) {
        prop_assert!(after.taken <= after.capacity.max(before.taken));
    }
    Ok(())
}

/// No unit could be moved to a later week and still be ready in time.
fn as_late_as_possible(
    world: &World,
    request: &OrderRequest,
    supply: &Supply<'_>,
    plan: &Plan,
) -> Result<(), TestCaseError> {
    let mut books = supply.books.clone();
    books.take(plan).unwrap();
    let ship = plan.deliveries[0].ship;
    let calendars = world.calendars();
    for slot in &plan.slots {
        prop_assert!(request.lines.iter().any(|line| line.key == slot.line));
        for (later, bucket) in books.slots[&slot.product].0.range(slot.take.week..).skip(1) {
            let in_time = later.usable_from(&calendars[0]).is_some_and(|day| day <= ship);
            prop_assert!(!in_time || bucket.free() == 0, "{} was free", later);
        }
    }
    Ok(())
}
