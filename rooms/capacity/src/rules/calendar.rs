//! Weeks, working days and spans of days.
//!
//! What a working day is comes from a calendar (data); here it is only asked. Nothing here knows hours or
//! zones: every date is the civil date of the place it is about.

use accord_business_time::Calendar;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;

/// Whoever can say which dates are working days: a plant, a carrier, a crew's region, a customer's site.
pub trait WorkingDays {
    /// Whether somebody works there on that civil date.
    fn is_working(&self, date: Date) -> bool;
}

impl WorkingDays for Calendar {
    fn is_working(&self, date: Date) -> bool {
        self.is_working_day(date)
    }
}

/// Works only when all of them work: a site and the crew that comes to it, or two plants that ship together.
pub struct AllOf<'a>(pub Vec<&'a dyn WorkingDays>);

impl WorkingDays for AllOf<'_> {
    fn is_working(&self, date: Date) -> bool {
        self.0.iter().all(|calendar| calendar.is_working(date))
    }
}

/// The first working day on or after `date`, looking no further than `until`.
pub fn on_or_after(calendar: &dyn WorkingDays, date: Date, until: Date) -> Option<Date> {
    days(date, until).find(|day| calendar.is_working(*day))
}

/// The last working day on or before `date`, looking no further back than `from`.
pub fn on_or_before(calendar: &dyn WorkingDays, date: Date, from: Date) -> Option<Date> {
    let mut day = date;
    while day >= from {
        if calendar.is_working(day) {
            return Some(day);
        }
        day = day.yesterday().ok()?;
    }
    None
}

/// Every date from `from` to `until`, both included.
pub fn days(from: Date, until: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= until)
}

/// A production or crew week, named by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Date", into = "Date")]
pub struct ProductionWeek(Date);

/// A week was named by another day than its Monday.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no Monday")]
pub struct NotAMonday(pub Date);

impl TryFrom<Date> for ProductionWeek {
    type Error = NotAMonday;

    fn try_from(date: Date) -> Result<Self, NotAMonday> {
        let week = Self::of(date);
        if week.0 == date { Ok(week) } else { Err(NotAMonday(date)) }
    }
}

impl From<ProductionWeek> for Date {
    fn from(week: ProductionWeek) -> Date {
        week.0
    }
}

impl std::fmt::Display for ProductionWeek {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ProductionWeek {
    /// The week in which a date lies.
    pub fn of(date: Date) -> Self {
        let back = i64::from(date.weekday().to_monday_zero_offset());
        Self(date.saturating_sub(back.days()))
    }

    /// Its Monday.
    pub fn monday(self) -> Date {
        self.0
    }

    /// Its Sunday.
    pub fn sunday(self) -> Date {
        self.0.saturating_add(6.days())
    }

    /// The week after it, if the calendar of the world still has one.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(7.days()).ok().map(Self)
    }

    /// The week before it.
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(7.days()).ok().map(Self)
    }

    /// Its seven dates.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        days(self.monday(), self.sunday())
    }

    /// Its first working day, from which a slot of the week may be used. `None` in a closed week.
    pub fn usable_from(self, calendar: &dyn WorkingDays) -> Option<Date> {
        on_or_after(calendar, self.monday(), self.sunday())
    }
}

/// How far ahead dates are searched. An answer beyond it is said to be beyond it, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    today: Date,
    until: Date,
}

impl Horizon {
    /// From today to a last day, at most ten years on.
    ///
    /// # Errors
    /// [`CapacityError::BadHorizon`] when it ends before it begins or is longer than ten years, and
    /// [`CapacityError::DateOutOfRange`] for a day outside the years of business.
    pub fn new(today: Date, until: Date) -> Result<Self, CapacityError> {
        sane(today)?;
        sane(until)?;
        if until < today || today.saturating_add(10.years()) < until {
            return Err(CapacityError::BadHorizon { today, until });
        }
        Ok(Self { today, until })
    }

    /// From today for so many years.
    ///
    /// # Errors
    /// As [`Horizon::new`].
    pub fn years(today: Date, years: i8) -> Result<Self, CapacityError> {
        let until = today
            .checked_add(i64::from(years).years())
            .map_err(|_| CapacityError::DateOutOfRange { date: today })?;
        Self::new(today, until)
    }

    /// The day on which the question is asked, at the place that answers.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The last day that is looked at.
    pub fn until(&self) -> Date {
        self.until
    }

    /// Every week from the one of `from` to the horizon's last.
    pub fn weeks_from(&self, from: Date) -> impl Iterator<Item = ProductionWeek> {
        let last = ProductionWeek::of(self.until);
        std::iter::successors(Some(ProductionWeek::of(from)), |week| week.next())
            .take_while(move |week| *week <= last)
    }
}

/// Refuses dates outside the years 1970 to 2200, which no order has and which make searches long.
///
/// # Errors
/// [`CapacityError::DateOutOfRange`].
pub fn sane(date: Date) -> Result<Date, CapacityError> {
    if (1970..=2200).contains(&date.year()) { Ok(date) } else { Err(CapacityError::DateOutOfRange { date }) }
}

/// Which days a span counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayBasis {
    /// Every day.
    Calendar,
    /// Working days of the calendar it is counted in.
    Working,
}

/// A number of days of a basis: a lead time, a transport time, a supply time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DaySpan {
    /// How many.
    pub days: u16,
    /// Of which kind.
    pub basis: DayBasis,
}

impl DaySpan {
    /// So many days, weekends and holidays counted.
    pub fn calendar(days: u16) -> Self {
        Self { days, basis: DayBasis::Calendar }
    }

    /// So many working days.
    pub fn working(days: u16) -> Self {
        Self { days, basis: DayBasis::Working }
    }

    /// The day on which the span that begins on `start` is over. Calendar days may end on any day; working
    /// days end on a working day, nought of them on the first working day on or after `start`. `None` when
    /// that lies after `until`.
    pub fn end(self, start: Date, calendar: &dyn WorkingDays, until: Date) -> Option<Date> {
        match self.basis {
            DayBasis::Calendar => {
                start.checked_add(i64::from(self.days).days()).ok().filter(|end| *end <= until)
            }
            DayBasis::Working if self.days == 0 => on_or_after(calendar, start, until),
            DayBasis::Working => days(start.tomorrow().ok()?, until)
                .filter(|day| calendar.is_working(*day))
                .nth(usize::from(self.days).saturating_sub(1)),
        }
    }
}

/// A date as the answer to "when at the earliest". Compares by time: beyond the horizon is later than any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateAnswer {
    /// On that day.
    On(Date),
    /// Not on or before the last day of the planning horizon.
    BeyondHorizon {
        /// The last day that was looked at.
        until: Date,
    },
}

impl DateAnswer {
    /// The answer for a search that ended at a date or at the horizon.
    pub fn from_search(found: Option<Date>, horizon: &Horizon) -> Self {
        found.map_or(Self::BeyondHorizon { until: horizon.until }, Self::On)
    }

    /// The day, if there is one.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::BeyondHorizon { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    struct Weekdays;
    impl WorkingDays for Weekdays {
        fn is_working(&self, day: Date) -> bool {
            day.weekday().to_monday_zero_offset() < 5 && day != date(2026, 4, 6)
        }
    }
    struct Never;
    impl WorkingDays for Never {
        fn is_working(&self, _: Date) -> bool {
            false
        }
    }

    #[test]
    fn a_week_is_named_by_its_monday_only() {
        let week = ProductionWeek::of(date(2026, 4, 12));
        assert_eq!(week.monday(), date(2026, 4, 6));
        assert_eq!(week.usable_from(&Weekdays), Some(date(2026, 4, 7)));
        assert!(ProductionWeek::try_from(date(2026, 4, 7)).is_err());
        assert_eq!(ProductionWeek::of(Date::MAX).next(), None);
        assert!(ProductionWeek::of(Date::MIN).monday() <= Date::MIN);
    }

    #[test]
    fn spans_end_where_their_basis_says() {
        let until = date(2027, 1, 1);
        let thursday = date(2026, 4, 2);
        assert_eq!(DaySpan::calendar(3).end(thursday, &Weekdays, until), Some(date(2026, 4, 5)));
        assert_eq!(DaySpan::working(2).end(thursday, &Weekdays, until), Some(date(2026, 4, 7)));
        assert_eq!(DaySpan::working(0).end(date(2026, 4, 4), &Weekdays, until), Some(date(2026, 4, 7)));
        assert_eq!(DaySpan::working(1).end(thursday, &Never, until), None);
        assert_eq!(DaySpan::calendar(u16::MAX).end(thursday, &Weekdays, until), None);
    }

    #[test]
    fn a_horizon_is_bounded() {
        assert!(Horizon::years(date(2026, 2, 2), 3).is_ok());
        assert!(Horizon::years(date(2026, 2, 2), 11).is_err());
        assert!(Horizon::new(date(2026, 2, 2), date(2026, 2, 1)).is_err());
        assert!(Horizon::years(date(9999, 2, 2), 1).is_err());
        assert!(Horizon::years(date(1, 1, 1), 1).is_err());
    }
}
