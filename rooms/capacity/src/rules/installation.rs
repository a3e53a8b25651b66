//! When a job on site can start, and which minutes of which crew weeks it takes.
//!
//! A job runs without interruption: it takes from its first week what it can and goes on in the very next ones
//! until it is done. It starts on a day on which both the site and the crew work. A week of which only some
//! days are left gives only their share of the crew's minutes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::bucket::{Take, WeekBuckets};
use super::calendar::{AllOf, Horizon, ProductionWeek, WorkingDays, on_or_after};
use super::limit::ShortWeek;

/// How work on a site goes on; settings of the region or of the site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRules {
    /// Minutes that a working day can take, all people on site together; open when only the crew limits it.
    pub minutes_a_day: Option<u32>,
    /// In how many consecutive weeks the job must be done; open when any number will do.
    pub weeks_at_most: Option<u16>,
    /// Nobody travels for less in a week, unless less is left to do.
    pub minutes_a_week_at_least: u32,
}

/// Where and by whom the work is done.
pub struct Place<'a> {
    /// The site's working days.
    pub site: &'a dyn WorkingDays,
    /// The working days of the crew's region.
    pub crew: &'a dyn WorkingDays,
    /// How work goes on there.
    pub rules: VisitRules,
}

/// A job that has found its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The day on which it starts.
    pub start: Date,
    /// The day on which it can be done; an estimate inside its last week, whose days dispatch will fix.
    pub finish: Date,
    /// The minutes it takes, in order of weeks.
    pub takes: Vec<Take>,
}

/// What a search for crew minutes found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSearch {
    /// The first day on which work would be possible at all; `None` beyond the horizon.
    pub first_day: Option<Date>,
    /// The job in its place; `None` beyond the horizon.
    pub run: Option<Run>,
    /// The weeks that were too short for it to start in.
    pub short: Vec<ShortWeek>,
}

/// What a week can give from one of its days on.
struct WeekShare {
    workdays: Vec<Date>,
    crew_days: u32,
    capacity: u32,
    usable: u32,
}

/// Why a job cannot start on a day.
enum Broken {
    /// This week gives nothing, or too little: no start before it can succeed.
    At(ProductionWeek),
    /// It would take too many weeks.
    TooLong,
}

impl Place<'_> {
    fn share(&self, buckets: &WeekBuckets, week: ProductionWeek, from: Date, until: Date) -> WeekShare {
        let both = AllOf(vec![self.site, self.crew]);
        let workdays: Vec<Date> =
            week.dates().filter(|day| (from..=until).contains(day) && both.is_working(*day)).collect();
        let crew_days = week.dates().filter(|day| self.crew.is_working(*day)).fold(0_u32, |sum, _| sum + 1);
        let days_left = u64::try_from(workdays.len()).unwrap_or_default();
        let bucket = buckets.get(week);
        let of_the_crew =
            u64::from(bucket.capacity).saturating_mul(days_left).checked_div(u64::from(crew_days));
        let of_the_site =
            self.rules.minutes_a_day.map_or(u64::MAX, |minutes| u64::from(minutes).saturating_mul(days_left));
        let usable = u64::from(bucket.free()).min(of_the_crew.unwrap_or_default()).min(of_the_site);
        let usable = u32::try_from(usable).unwrap_or(u32::MAX);
        WeekShare { workdays, crew_days, capacity: bucket.capacity, usable }
    }

    /// Runs a job from a day on, which is a working day of site and crew.
    fn run(
        &self,
        buckets: &WeekBuckets,
        minutes: u32,
        start: Date,
        horizon: &Horizon,
    ) -> Result<Run, Broken> {
        let mut run = Run { start, finish: start, takes: Vec::new() };
        let mut left = minutes;
        let mut broken_at = ProductionWeek::of(start);
        for (index, week) in (0_u16..).zip(horizon.weeks_from(start)) {
            if self.rules.weeks_at_most.is_some_and(|most| index >= most) {
                return Err(Broken::TooLong);
            }
            broken_at = week;
            let share = self.share(buckets, week, start.max(week.monday()), horizon.until());
            if share.usable < self.rules.minutes_a_week_at_least.clamp(1, left.max(1)) {
                return Err(Broken::At(week));
            }
            let amount = share.usable.min(left);
            run.takes.push(Take { week, amount });
            left = left.saturating_sub(amount);
            if left == 0 {
                run.finish = share.day_done(amount, self.rules.minutes_a_day).unwrap_or(start);
                return Ok(run);
            }
        }
        Err(Broken::At(broken_at))
    }
}

impl WeekShare {
    /// The day on which so many minutes of the week are worked off.
    fn day_done(&self, amount: u32, minutes_a_day: Option<u32>) -> Option<Date> {
        let by_crew = u64::from(amount)
            .saturating_mul(u64::from(self.crew_days))
            .div_ceil(u64::from(self.capacity).max(1));
        let by_site = minutes_a_day.map_or(1, |minutes| amount.div_ceil(minutes.max(1)));
        let days = usize::try_from(by_crew.max(u64::from(by_site)).max(1)).ok()?;
        self.workdays.get(days.saturating_sub(1)).or_else(|| self.workdays.last()).copied()
    }
}

/// The soonest place for a job of so many minutes that may start on or after `floor`. A job of no minutes
/// starts and ends on the first working day.
pub fn soonest_run(
    place: &Place<'_>,
    buckets: &WeekBuckets,
    minutes: u32,
    floor: Date,
    horizon: &Horizon,
) -> RunSearch {
    let both = AllOf(vec![place.site, place.crew]);
    let first_day = on_or_after(&both, floor, horizon.until());
    let mut search = RunSearch { first_day, run: None, short: Vec::new() };
    let mut next = first_day;
    while let Some(start) = next {
        if minutes == 0 {
            search.run = Some(Run { start, finish: start, takes: Vec::new() });
            return search;
        }
        let resume = match place.run(buckets, minutes, start, horizon) {
            Ok(run) => {
                search.run = Some(run);
                return search;
            }
            Err(Broken::At(week)) => week,
            Err(Broken::TooLong) => ProductionWeek::of(start),
        };
        let day = resume.next().map(ProductionWeek::monday);
        let after = day.and_then(|day| on_or_after(&both, day, horizon.until()));
        let end = after.map(ProductionWeek::of);
        for week in horizon.weeks_from(start).take_while(|week| end.is_none_or(|end| *week < end)) {
            let free = place.share(buckets, week, start.max(week.monday()), horizon.until()).usable;
            search.short.push(ShortWeek { week, free });
        }
        next = after;
    }
    search
}

/// The latest place for a job that starts on or after `floor` and not later than `by`.
pub fn latest_run(
    place: &Place<'_>,
    buckets: &WeekBuckets,
    minutes: u32,
    floor: Date,
    by: Date,
    horizon: &Horizon,
) -> Option<Run> {
    let both = AllOf(vec![place.site, place.crew]);
    let mut day = by.min(horizon.until());
    while day >= floor {
        if both.is_working(day) {
            if minutes == 0 {
                return Some(Run { start: day, finish: day, takes: Vec::new() });
            }
            if let Ok(run) = place.run(buckets, minutes, day, horizon) {
                return Some(run);
            }
        }
        day = day.yesterday().ok()?;
    }
    None
}
