//! Weekly buckets, and which of them a number of units takes.
//!
//! A bucket knows how much it holds and how much of it is taken. Nothing ever takes more than is free, so what
//! was promised before is never disturbed; and units that do not all find room take nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;
use super::calendar::{Horizon, ProductionWeek, WorkingDays};
use super::limit::ShortWeek;

/// The capacity of a week and what is taken of it, in units of a product or minutes of a crew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// What the week can give.
    pub capacity: u32,
    /// What is reserved of it. More than the capacity after the capacity fell: see the knock-on rule.
    pub taken: u32,
}

impl Bucket {
    /// What is left.
    pub fn free(self) -> u32 {
        self.capacity.saturating_sub(self.taken)
    }
}

/// An amount out of a week's bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Take {
    /// The week.
    pub week: ProductionWeek,
    /// How much of it, never nought.
    pub amount: u32,
}

/// Buckets by week. A week without a bucket has nothing to give.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeekBuckets(pub BTreeMap<ProductionWeek, Bucket>);

impl WeekBuckets {
    /// The bucket of a week.
    pub fn get(&self, week: ProductionWeek) -> Bucket {
        self.0.get(&week).copied().unwrap_or_default()
    }

    /// Takes all of these amounts or none.
    ///
    /// # Errors
    /// [`CapacityError::Overbooked`] names the first week that has too little left.
    pub fn take(&mut self, takes: &[Take]) -> Result<(), CapacityError> {
        let mut next = self.clone();
        for take in takes {
            let bucket = next.get(take.week);
            let taken =
                bucket.taken.checked_add(take.amount).filter(|taken| *taken <= bucket.capacity).ok_or(
                    CapacityError::Overbooked { week: take.week, free: bucket.free(), asked: take.amount },
                )?;
            next.0.insert(take.week, Bucket { taken, ..bucket });
        }
        *self = next;
        Ok(())
    }

    /// Gives amounts back, for instance those of an order that is about to be planned anew.
    pub fn release(&mut self, takes: &[Take]) {
        for take in takes {
            if let Some(bucket) = self.0.get_mut(&take.week) {
                bucket.taken = bucket.taken.saturating_sub(take.amount);
            }
        }
    }
}

impl FromIterator<(ProductionWeek, Bucket)> for WeekBuckets {
    fn from_iter<I: IntoIterator<Item = (ProductionWeek, Bucket)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

/// What a search for slots found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotSearch {
    /// The slots, in order of weeks; empty when not all units found room.
    pub takes: Vec<Take>,
    /// The day on which the last unit is ready; `None` when that lies beyond the horizon.
    pub ready: Option<Date>,
    /// The weeks that had fewer slots than were still needed, before the last one used.
    pub short: Vec<ShortWeek>,
}

/// The day on which a unit built in this week is ready: the week's first working day, or `floor` when that
/// lies inside the week. `None` when the week is over before `floor`, or the plant is closed all week.
pub fn slot_ready(week: ProductionWeek, floor: Date, plant: &dyn WorkingDays) -> Option<Date> {
    if week.sunday() < floor {
        return None;
    }
    week.usable_from(plant).map(|usable| usable.max(floor))
}

/// The slots in which `units` are ready soonest. `floor` is a working day of the plant before which nothing is
/// ready (lead time, materials). Takes nothing itself: the caller books what it likes.
pub fn soonest_slots(
    buckets: &WeekBuckets,
    units: u32,
    floor: Date,
    plant: &dyn WorkingDays,
    horizon: &Horizon,
) -> SlotSearch {
    let mut search = SlotSearch { takes: Vec::new(), ready: None, short: Vec::new() };
    let mut needed = units;
    for week in horizon.weeks_from(floor) {
        let ready = slot_ready(week, floor, plant).filter(|ready| *ready <= horizon.until());
        let free = if ready.is_some() { buckets.get(week).free() } else { 0 };
        let amount = free.min(needed);
        if amount > 0 {
            search.takes.push(Take { week, amount });
        }
        if amount == needed {
            search.ready = ready;
            return search;
        }
        needed = needed.saturating_sub(amount);
        search.short.push(ShortWeek { week, free });
    }
    search.takes.clear();
    search
}

/// The latest slots in which `units` are still ready by `by`, so that a late date does not eat early slots.
/// `None` when they are not all ready by then.
pub fn latest_slots(
    buckets: &WeekBuckets,
    units: u32,
    floor: Date,
    by: Date,
    plant: &dyn WorkingDays,
) -> Option<Vec<Take>> {
    let mut takes = Vec::new();
    let mut needed = units;
    let first = ProductionWeek::of(floor);
    for (week, bucket) in buckets.0.range(first..=ProductionWeek::of(by.max(floor))).rev() {
        if needed == 0 {
            break;
        }
        let in_time = slot_ready(*week, floor, plant).is_some_and(|ready| ready <= by);
        let amount = if in_time { bucket.free().min(needed) } else { 0 };
        if amount > 0 {
            takes.push(Take { week: *week, amount });
        }
        needed = needed.saturating_sub(amount);
    }
    takes.reverse();
    (needed == 0).then_some(takes)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    struct Plant;
    impl WorkingDays for Plant {
        fn is_working(&self, day: Date) -> bool {
            day.weekday().to_monday_zero_offset() < 5 && day != date(2026, 10, 12)
        }
    }

    fn week(day: i8) -> ProductionWeek {
        ProductionWeek::of(date(2026, 10, day))
    }

    fn one_each() -> WeekBuckets {
        [week(5), week(12), week(19)]
            .map(|week| (week, Bucket { capacity: 1, taken: 0 }))
            .into_iter()
            .collect()
    }

    #[test]
    fn a_slot_is_ready_on_the_weeks_first_working_day() {
        assert_eq!(slot_ready(week(12), date(2026, 10, 1), &Plant), Some(date(2026, 10, 13)));
        assert_eq!(slot_ready(week(12), date(2026, 10, 15), &Plant), Some(date(2026, 10, 15)));
        assert_eq!(slot_ready(week(12), date(2026, 10, 19), &Plant), None);
    }

    #[test]
    fn a_week_that_opens_after_the_day_is_no_help() {
        let floor = date(2026, 10, 6);
        let latest = |by| latest_slots(&one_each(), 1, floor, by, &Plant).map(|takes| takes[0].week);
        assert_eq!(latest(date(2026, 10, 12)), Some(week(5)), "the holiday is before the week's first day");
        assert_eq!(latest(date(2026, 10, 13)), Some(week(12)));
        assert_eq!(latest(date(2026, 10, 5)), None);
    }

    #[test]
    fn takes_are_all_or_nothing_even_within_one_week() {
        let mut buckets = one_each();
        let take = |day, amount| Take { week: week(day), amount };
        let refused = buckets.take(&[take(5, 1), take(12, 1), take(12, 1)]).unwrap_err();
        assert_eq!(refused, CapacityError::Overbooked { week: week(12), free: 0, asked: 1 });
        assert_eq!(buckets, one_each());
        assert!(buckets.take(&[take(5, u32::MAX)]).is_err());
        buckets.take(&[take(5, 1), take(19, 1)]).unwrap();
        buckets.release(&[take(19, 5)]);
        assert_eq!([5, 12, 19].map(|day| buckets.get(week(day)).free()), [0, 1, 1]);
    }
}
