//! How many minutes a crew has, and what a sales target lacks.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::{ProductionWeek, WorkingDays, days};

/// A person of a crew, as far as capacity is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrewMember {
    /// Minutes of installation work on Monday to Sunday in an ordinary week.
    pub by_weekday: [u32; 7],
    /// First day in the crew, open when always.
    pub from: Option<Date>,
    /// Last day in the crew, open when not known.
    pub until: Option<Date>,
    /// When the person is away.
    pub leave: Vec<Leave>,
}

/// An absence. Several on one day add up, but nobody is away for longer than he works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Date,
    /// Minutes lost on each of the days; open when the whole day is.
    pub minutes_a_day: Option<u32>,
}

impl CrewMember {
    /// Somebody who spreads weekly minutes over the first `working_days` days of the week, from Monday; odd
    /// minutes fall on the first days. More than seven days count as seven, nought as one.
    pub fn evenly(weekly_minutes: u32, working_days: u32) -> Self {
        let spread = working_days.clamp(1, 7);
        let (each, odd) = (weekly_minutes / spread, weekly_minutes % spread);
        let mut member = Self::default();
        for (day, minutes) in (0..spread).zip(member.by_weekday.iter_mut()) {
            *minutes = each.saturating_add(u32::from(day < odd));
        }
        member
    }

    /// The minutes this person can give on a date.
    pub fn minutes_on(&self, date: Date) -> u32 {
        let employed =
            self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until);
        if !employed {
            return 0;
        }
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        let ordinary = self.by_weekday.get(weekday).copied().unwrap_or_default();
        self.leave
            .iter()
            .filter(|leave| leave.from <= date && date <= leave.until)
            .fold(ordinary, |left, leave| leave.minutes_a_day.map_or(0, |lost| left.saturating_sub(lost)))
    }
}

/// The minutes of a crew from one date to another, both included: what each member gives on each day on which
/// the region works, less leave. `region` is the calendar of the crew's region with its holidays.
pub fn crew_minutes_between(
    from: Date,
    until: Date,
    members: &[CrewMember],
    region: &dyn WorkingDays,
) -> u32 {
    days(from, until)
        .filter(|day| region.is_working(*day))
        .flat_map(|day| members.iter().map(move |member| member.minutes_on(day)))
        .fold(0, u32::saturating_add)
}

/// The capacity of a crew's bucket in a week.
pub fn crew_minutes(week: ProductionWeek, members: &[CrewMember], region: &dyn WorkingDays) -> u32 {
    crew_minutes_between(week.monday(), week.sunday(), members, region)
}

/// What a target lacks in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// Minutes that are missing.
    pub minutes: u64,
    /// How many installations cannot be done, a begun one counted whole.
    pub installations: u64,
}

/// What is missing to install so many in a period with so many minutes; `None` when it can be done (R22).
pub fn target_shortage(installations: u32, minutes_each: u32, available: u64) -> Option<Shortage> {
    let needed = u64::from(installations).saturating_mul(u64::from(minutes_each));
    let minutes = needed.saturating_sub(available);
    (minutes > 0)
        .then(|| Shortage { minutes, installations: minutes.div_ceil(u64::from(minutes_each).max(1)) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    struct Rio;
    impl WorkingDays for Rio {
        fn is_working(&self, day: Date) -> bool {
            let carnival = [date(2026, 2, 16), date(2026, 2, 17)];
            day.weekday().to_monday_zero_offset() < 5 && !carnival.contains(&day)
        }
    }

    fn whole(from: Date, until: Date) -> Leave {
        Leave { from, until, minutes_a_day: None }
    }

    #[test]
    fn a_crews_week_is_its_hours_less_holidays_and_leave() {
        let week = ProductionWeek::of(date(2026, 2, 16));
        let full = CrewMember::evenly(2400, 5);
        let mut away = full.clone();
        away.leave =
            vec![whole(date(2026, 2, 1), date(2026, 2, 18)), whole(date(2026, 2, 18), date(2026, 2, 19))];
        let mut doctor = full.clone();
        doctor.leave =
            vec![Leave { from: date(2026, 2, 20), until: date(2026, 2, 20), minutes_a_day: Some(90) }];
        let part_time = CrewMember { by_weekday: [600, 0, 0, 300, 0, 600, 0], ..CrewMember::default() };
        let mut hired = full.clone();
        hired.from = Some(date(2026, 2, 20));
        assert_eq!(crew_minutes(week, std::slice::from_ref(&full), &Rio), 1440);
        assert_eq!(crew_minutes(week, std::slice::from_ref(&away), &Rio), 480);
        assert_eq!(
            crew_minutes(week, &[full, away, doctor, part_time, hired], &Rio),
            1440 + 480 + 1350 + 300 + 480
        );
    }

    #[test]
    fn evenly_loses_no_minute() {
        for working_days in 1..=7 {
            let member = CrewMember::evenly(2003, working_days);
            assert_eq!(member.by_weekday.iter().sum::<u32>(), 2003);
        }
        assert_eq!(CrewMember::evenly(7, 0).by_weekday, [7, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn r22_a_target_says_how_many_installations_are_missing() {
        assert_eq!(
            target_shortage(7, 50 * 60, 260 * 60),
            Some(Shortage { minutes: 90 * 60, installations: 2 })
        );
        assert_eq!(target_shortage(7, 50 * 60, 350 * 60), None);
        assert_eq!(
            target_shortage(10, 40 * 60, 320 * 60),
            Some(Shortage { minutes: 80 * 60, installations: 2 })
        );
        assert_eq!(target_shortage(10, 40 * 60, (320 + 80) * 60), None);
    }
}
