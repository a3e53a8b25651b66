//! The knock-on: which reservations no longer fit, by harm, and what is possible instead.
//!
//! Capacity falls (leave, a breakdown) or a forecast slips. Neither is an error: what was promised stands until
//! a person tells the customer. This rule says which promises are touched. Where somebody has to give way, the
//! firmest and then the most harmful to break keep their place; nobody who is not touched is moved.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::bucket::{Bucket, Take, WeekBuckets, latest_slots, slot_ready, soonest_slots};
use super::calendar::{DateAnswer, Horizon, ProductionWeek, WorkingDays, on_or_after};
use super::hold::Hold;
use super::installation::{Place, latest_run, soonest_run};
use super::key::{PromiseKey, ReservationKey};

/// A reservation in the buckets of one product, or of one skill in one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its key.
    pub key: ReservationKey,
    /// The promise that it protects, if one was made.
    pub promise: Option<PromiseKey>,
    /// What it takes.
    pub takes: Vec<Take>,
    /// The day that it realises: a unit's ship date, a job's start.
    pub date: Date,
    /// The first day that is still possible for it: a lead time's end, materials, an arrival. Later than
    /// `date` after a slip.
    pub not_before: Date,
    /// The day that was promised, or aimed at.
    pub due: Date,
    /// How much harm a broken promise does; any scale, more is worse.
    pub harm: u64,
    /// How firmly it stands.
    pub hold: Hold,
    /// When it was made; of equals the earlier stands.
    pub made: Timestamp,
}

/// Why a reservation no longer fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "cause")]
pub enum Cause {
    /// These weeks have less than is reserved in them.
    CapacityFell {
        /// The weeks it took from.
        weeks: Vec<ProductionWeek>,
    },
    /// It cannot begin before that day any more.
    Slipped {
        /// The day.
        not_before: Date,
    },
}

/// A reservation that no longer fits, and what is possible for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnockOn {
    /// The reservation.
    pub key: ReservationKey,
    /// Its promise.
    pub promise: Option<PromiseKey>,
    /// Its harm.
    pub harm: u64,
    /// The day that was promised.
    pub due: Date,
    /// Why.
    pub cause: Cause,
    /// The next possible day, with room left for everybody above it in the list.
    pub next: DateAnswer,
    /// What to reserve for it; empty beyond the horizon.
    pub takes: Vec<Take>,
}

impl KnockOn {
    /// Whether the promise can be kept all the same, by moving the reservation only.
    pub fn keeps_promise(&self) -> bool {
        self.next <= DateAnswer::On(self.due)
    }
}

/// The knock-on in the slots of one product. `held` are the reservations that count, in any order.
pub fn slots_knock_on(
    capacity: &BTreeMap<ProductionWeek, u32>,
    held: &[Held],
    plant: &dyn WorkingDays,
    horizon: &Horizon,
) -> Vec<KnockOn> {
    knock_on(capacity, held, horizon, |buckets, hurt, amount| {
        let floor = on_or_after(plant, hurt.not_before.max(horizon.today()), horizon.until())?;
        if let Some(takes) = latest_slots(buckets, amount, floor, hurt.due.min(horizon.until()), plant) {
            let ready = takes.iter().filter_map(|take| slot_ready(take.week, floor, plant)).max();
            return ready.map(|ready| (ready, takes));
        }
        let search = soonest_slots(buckets, amount, floor, plant, horizon);
        search.ready.map(|ready| (ready, search.takes))
    })
}

/// The knock-on in the minutes of one skill in one region; `place_of` says where a reservation's job is done.
pub fn crews_knock_on<'p>(
    capacity: &BTreeMap<ProductionWeek, u32>,
    held: &[Held],
    place_of: impl Fn(&Held) -> &'p Place<'p>,
    horizon: &Horizon,
) -> Vec<KnockOn> {
    knock_on(capacity, held, horizon, |buckets, hurt, minutes| {
        let floor = hurt.not_before.max(horizon.today());
        let place = place_of(hurt);
        latest_run(place, buckets, minutes, floor, hurt.due, horizon)
            .or_else(|| soonest_run(place, buckets, minutes, floor, horizon).run)
            .map(|run| (run.start, run.takes))
    })
}

fn knock_on(
    capacity: &BTreeMap<ProductionWeek, u32>,
    held: &[Held],
    horizon: &Horizon,
    propose: impl Fn(&WeekBuckets, &Held, u32) -> Option<(Date, Vec<Take>)>,
) -> Vec<KnockOn> {
    let this_week = ProductionWeek::of(horizon.today());
    let (slipped, standing): (Vec<&Held>, Vec<&Held>) = held.iter().partition(|held| has_slipped(held));
    let overfull = overfull(capacity, &standing, this_week);
    let (mut touched, safe): (Vec<&Held>, Vec<&Held>) =
        standing.into_iter().partition(|held| held.takes.iter().any(|take| overfull.contains(&take.week)));
    let mut buckets: WeekBuckets =
        capacity.iter().map(|(week, capacity)| (*week, Bucket { capacity: *capacity, taken: 0 })).collect();
    let mut stays = |held: &&Held| buckets.take(&live(held, this_week)).is_ok();
    // Those outside the overfull weeks go first: together they fit, and nobody moves them.
    let mut hurt: Vec<&Held> = safe.into_iter().filter(|held| !stays(held)).collect();
    touched.sort_by(|a, b| keeps_before(a).cmp(&keeps_before(b)));
    hurt.extend(touched.into_iter().filter(|held| !stays(held)));
    hurt.extend(slipped);
    hurt.sort_by(|a, b| told_before(a).cmp(&told_before(b)));
    let mut answers = Vec::new();
    for held in hurt {
        let amount = live(held, this_week).iter().fold(0_u32, |sum, take| sum.saturating_add(take.amount));
        let found = propose(&buckets, held, amount).filter(|(_, takes)| buckets.take(takes).is_ok());
        let (next, takes) = found.map_or((None, Vec::new()), |(date, takes)| (Some(date), takes));
        answers.push(KnockOn {
            key: held.key.clone(),
            promise: held.promise.clone(),
            harm: held.harm,
            due: held.due,
            cause: cause_of(held, &overfull),
            next: DateAnswer::from_search(next, horizon),
            takes,
        });
    }
    answers
}

fn cause_of(held: &Held, overfull: &BTreeSet<ProductionWeek>) -> Cause {
    if has_slipped(held) {
        return Cause::Slipped { not_before: held.not_before };
    }
    let weeks = held.takes.iter().map(|take| take.week).filter(|week| overfull.contains(week)).collect();
    Cause::CapacityFell { weeks }
}

fn has_slipped(held: &Held) -> bool {
    held.date < held.not_before || held.takes.iter().any(|take| take.week.sunday() < held.not_before)
}

/// What is still to be done of a reservation: weeks that are over have been used.
fn live(held: &Held, this_week: ProductionWeek) -> Vec<Take> {
    held.takes.iter().filter(|take| take.week >= this_week).copied().collect()
}

/// The weeks, from this one on, in which more stands than there is room.
fn overfull(
    capacity: &BTreeMap<ProductionWeek, u32>,
    standing: &[&Held],
    this_week: ProductionWeek,
) -> BTreeSet<ProductionWeek> {
    let mut sums: BTreeMap<ProductionWeek, u64> = BTreeMap::new();
    for take in standing.iter().flat_map(|held| live(held, this_week)) {
        let sum = sums.entry(take.week).or_default();
        *sum = sum.saturating_add(u64::from(take.amount));
    }
    let room = |week| u64::from(capacity.get(week).copied().unwrap_or_default());
    sums.iter().filter(|(week, sum)| **sum > room(week)).map(|(week, _)| *week).collect()
}

/// Who keeps the place: the firmest, then the most harmful to break, then the earliest made.
fn keeps_before(held: &Held) -> impl Ord + use<'_> {
    (held.hold.rank(), std::cmp::Reverse(held.harm), held.made, &held.key)
}

/// Who is told first, and chooses first: the most harmful, then the one due first.
fn told_before(held: &Held) -> impl Ord + use<'_> {
    (std::cmp::Reverse(held.harm), held.due, held.made, &held.key)
}
