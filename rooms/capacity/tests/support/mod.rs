//! A small world to ask questions of: calendars as sets of days, orders and supplies in few words.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use accord_room_capacity::rules::bucket::{Bucket, WeekBuckets};
use accord_room_capacity::rules::calendar::{DaySpan, Horizon, ProductionWeek, WorkingDays};
use accord_room_capacity::rules::commitment::Plan;
use accord_room_capacity::rules::installation::{Place, VisitRules};
use accord_room_capacity::rules::lead_time::LeadTimes;
use accord_room_capacity::rules::order::{
    Books, Line, OrderRequest, ProductSupply, SiteSupply, Supply, Work,
};
use jiff::civil::Date;

/// Works Monday to Friday, except on these days.
#[derive(Debug, Clone, Default)]
pub struct Weekdays(pub BTreeSet<Date>);

impl Weekdays {
    pub fn but(closed: &[Date]) -> Self {
        Self(closed.iter().copied().collect())
    }
}

impl WorkingDays for Weekdays {
    fn is_working(&self, day: Date) -> bool {
        day.weekday().to_monday_zero_offset() < 5 && !self.0.contains(&day)
    }
}

pub fn week(day: Date) -> ProductionWeek {
    ProductionWeek::of(day)
}

/// Buckets of consecutive weeks from the one of `first`: capacity and taken.
pub fn weeks(first: Date, rows: &[(u32, u32)]) -> WeekBuckets {
    let start = std::iter::successors(Some(week(first)), |week| week.next());
    start
        .zip(rows)
        .map(|(week, (capacity, taken))| (week, Bucket { capacity: *capacity, taken: *taken }))
        .collect()
}

pub fn line(key: &str, product: &str, quantity: u32) -> Line {
    Line {
        key: key.into(),
        product: product.into(),
        quantity,
        ordered_on: None,
        materials_from: None,
        installation: vec![],
    }
}

pub fn installed(mut line: Line, skill: &str, minutes_per_unit: u32) -> Line {
    line.installation.push(Work { skill: skill.into(), minutes_per_unit });
    line
}

pub fn order(order_date: Date, lines: Vec<Line>) -> OrderRequest {
    OrderRequest { order_date, lines, shipped_apart: false }
}

pub fn product(span: DaySpan, by_slots: bool, plant: &dyn WorkingDays) -> ProductSupply<'_> {
    ProductSupply { lead_times: LeadTimes::since("2000-01-01".parse().unwrap(), span), by_slots, plant }
}

pub fn site<'a>(transport: DaySpan, days: &'a dyn WorkingDays, rules: VisitRules) -> SiteSupply<'a> {
    SiteSupply {
        transport,
        carrier: days,
        region: "south".into(),
        ready_from: None,
        place: Place { site: days, crew: days, rules },
    }
}

pub fn supply<'a>(products: Vec<(&str, ProductSupply<'a>)>, site: Option<SiteSupply<'a>>) -> Supply<'a> {
    let products = products.into_iter().map(|(key, product)| (key.into(), product)).collect();
    Supply { products, site, books: Books::default() }
}

pub fn slots(supply: &mut Supply<'_>, product: &str, buckets: WeekBuckets) {
    supply.books.slots.insert(product.into(), buckets);
}

pub fn crews(supply: &mut Supply<'_>, skill: &str, buckets: WeekBuckets) {
    supply.books.crews.entry("south".into()).or_default().insert(skill.into(), buckets);
}

pub fn three_years(today: Date) -> Horizon {
    Horizon::years(today, 3).unwrap()
}

/// Units by line and week of a plan.
pub fn slot_weeks(plan: &Plan) -> Vec<(String, Date, u32)> {
    plan.slots.iter().map(|slot| (slot.line.to_string(), slot.take.week.monday(), slot.take.amount)).collect()
}

/// Minutes by skill and week of a plan.
pub fn crew_weeks(plan: &Plan) -> Vec<(String, Date, u32)> {
    plan.crews
        .iter()
        .map(|crew| (crew.skill.to_string(), crew.take.week.monday(), crew.take.amount))
        .collect()
}

/// Sums by key.
pub fn sums<K: Ord>(rows: impl IntoIterator<Item = (K, u32)>) -> BTreeMap<K, u32> {
    let mut sums = BTreeMap::new();
    for (key, amount) in rows {
        *sums.entry(key).or_default() += amount;
    }
    sums
}
