//! Working time as a sequence of real intervals, and the two questions that read it.
//!
//! A zone is a row of stretches with a constant offset. Inside one, wall clock and real time run
//! alike, so each date's hours become instants by one addition; at its end the walk reads the
//! date afresh. That alone makes skipped, repeated and left-out times right, one step a day.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use crate::{Calendar, Hours, TimeError};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const IDLE_LIMIT: SignedDuration = SignedDuration::from_hours(24 * 3653);
const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 36_525);

/// A real interval of working time, end excluded, and the civil date it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) date: Date,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

/// The working intervals of a calendar from one instant on, in order of real time. The limit only
/// says where to stop looking: the last date may reach past it.
pub(crate) struct Walk<'a> {
    calendar: &'a Calendar,
    from: Timestamp,
    limit: Timestamp,
    offset_ends: Timestamp,
    date: Date,
    midnight: Timestamp,
    hours: std::slice::Iter<'a, Hours>,
    days_visited: usize,
    over: bool,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(calendar: &'a Calendar, from: Timestamp, limit: Timestamp) -> Self {
        let mut walk = Self {
            calendar,
            from,
            limit,
            offset_ends: from,
            date: Date::ZERO,
            midnight: from,
            hours: [].iter(),
            days_visited: 0,
            over: from >= limit,
        };
        if !walk.over {
            walk.enter_offset(from);
        }
        walk
    }

    fn enter_offset(&mut self, at: Timestamp) {
        let zone = self.calendar.zone();
        let offset = zone.to_offset(at);
        self.from = self.from.max(at);
        self.offset_ends = zone.following(at).next().map_or(Timestamp::MAX, |next| next.timestamp());
        self.date = offset.to_datetime(at).date();
        match offset.to_timestamp(self.date.to_datetime(Time::midnight())) {
            Ok(midnight) => self.enter_day(self.date, midnight),
            Err(_) => self.over = true,
        }
    }

    fn enter_day(&mut self, date: Date, midnight: Timestamp) {
        self.date = date;
        self.midnight = midnight;
        self.hours = self.calendar.hours_on(date).iter();
        self.days_visited += 1;
        self.over |= midnight >= self.limit;
    }

    fn next_day(&mut self) {
        match (self.midnight.checked_add(DAY), self.date.tomorrow()) {
            (Ok(midnight), _) if midnight >= self.offset_ends => self.enter_offset(self.offset_ends),
            (Ok(midnight), Ok(date)) => self.enter_day(date, midnight),
            _ => self.over = true,
        }
    }

    fn interval(&self, hours: Hours) -> Option<Stretch> {
        let start = self.midnight.checked_add(hours.start_offset()).ok()?.max(self.from);
        let end = self.midnight.checked_add(hours.end_offset()).ok()?;
        let end = end.min(self.offset_ends);
        (start < end).then_some(Stretch { date: self.date, start, end })
    }
}

impl Iterator for Walk<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        while !self.over {
            while let Some(hours) = self.hours.next() {
                if let Some(stretch) = self.interval(*hours) {
                    return Some(stretch);
                }
            }
            self.next_day();
        }
        None
    }
}

/// `at` moved by `by`, or the end of time there is.
pub(crate) fn saturating_add(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

impl Calendar {
    /// Whether people work at an instant.
    #[must_use]
    pub fn is_working_at(&self, at: Timestamp) -> bool {
        let next = saturating_add(at, SignedDuration::from_nanos(1));
        Walk::new(self, at, next).next().is_some_and(|s| s.start == at)
    }

    /// Working time that passes between two instants, in real time; negative if `to` lies before
    /// `from`. An hour skipped by the clocks does not count, an hour repeated counts twice.
    #[must_use]
    pub fn working_time(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if to < from {
            return -self.working_time(to, from);
        }
        Walk::new(self, from, to)
            .take_while(|s| s.start < to)
            .fold(SignedDuration::ZERO, |sum, s| sum.saturating_add(s.end.min(to).duration_since(s.start)))
    }

    /// The first instant at which so much working time has passed since `from`; `from` itself
    /// if the duration is zero. A budget used up exactly at closing time is due at closing time,
    /// not at the next opening.
    ///
    /// # Errors
    /// [`TimeError::NegativeDuration`]; [`TimeError::NoWorkingTime`] if ten years go by without
    /// any; [`TimeError::TooFar`] if a hundred years are not enough.
    pub fn advance(&self, from: Timestamp, duration: SignedDuration) -> Result<Timestamp, TimeError> {
        let mut walk = self.search(from);
        self.advance_on(&mut walk, from, duration)
    }

    /// As [`Calendar::advance`] for several durations in ascending order, in one walk: those that can be reached.
    pub(crate) fn advance_each(
        &self,
        from: Timestamp,
        durations: impl Iterator<Item = SignedDuration>,
    ) -> Vec<Timestamp> {
        let horizon = saturating_add(from, HORIZON);
        let mut walk = self.search(from);
        let mut current: Option<Stretch> = None;
        let mut passed = SignedDuration::ZERO;
        let mut reached = Vec::new();
        'durations: for duration in durations {
            if duration.is_zero() {
                reached.push(from);
                continue;
            }
            loop {
                if let Some(stretch) = current {
                    let length = stretch.end.duration_since(stretch.start);
                    let left = duration - passed;
                    if left <= length {
                        reached.push(saturating_add(stretch.start, left));
                        continue 'durations;
                    }
                    passed += length;
                    walk.limit = saturating_add(stretch.end, IDLE_LIMIT).min(horizon);
                }
                current = walk.next();
                if current.is_none() {
                    break 'durations;
                }
            }
        }
        reached
    }

    fn search(&self, from: Timestamp) -> Walk<'_> {
        Walk::new(self, from, saturating_add(from, IDLE_LIMIT))
    }

    fn advance_on(
        &self,
        walk: &mut Walk<'_>,
        from: Timestamp,
        duration: SignedDuration,
    ) -> Result<Timestamp, TimeError> {
        if duration.is_negative() {
            return Err(TimeError::NegativeDuration { duration });
        }
        if duration.is_zero() {
            return Ok(from);
        }
        let horizon = saturating_add(from, HORIZON);
        let mut left = duration;
        while let Some(stretch) = walk.next() {
            let length = stretch.end.duration_since(stretch.start);
            if left <= length {
                return Ok(saturating_add(stretch.start, left));
            }
            left -= length;
            walk.limit = saturating_add(stretch.end, IDLE_LIMIT).min(horizon);
        }
        let start = self.zone().to_datetime(from).date();
        if walk.limit >= horizon {
            return Err(TimeError::TooFar { from: start });
        }
        Err(TimeError::NoWorkingTime { from: start, until: self.zone().to_datetime(walk.limit).date() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_costs_one_step_a_day_and_one_a_clock_change() {
        let calendar = Calendar::weekdays("Europe/Rome", &["08:00-17:00".parse().unwrap()]).unwrap();
        let from: Timestamp = "2026-01-05T07:00:00Z".parse().unwrap();
        let mut walk = calendar.search(from);
        let due = calendar.advance_on(&mut walk, from, SignedDuration::from_hours(9 * 261)).unwrap();
        assert_eq!(due.to_string(), "2027-01-04T16:00:00Z");
        assert_eq!(walk.days_visited, 365 + 2);
    }

    #[test]
    fn ten_years_of_round_the_clock_cost_one_step_a_day() {
        let calendar = Calendar::always("America/New_York").unwrap();
        let from: Timestamp = "2026-01-05T05:00:00Z".parse().unwrap();
        let mut walk = calendar.search(from);
        calendar.advance_on(&mut walk, from, SignedDuration::from_hours(24 * 3650)).unwrap();
        assert!(walk.days_visited <= 3650 + 20, "{}", walk.days_visited);
    }

    #[test]
    fn hours_that_lie_across_the_end_of_the_search_are_whole() {
        let from: Timestamp = "2026-01-05T07:00:00Z".parse().unwrap();
        let limit = saturating_add(from, IDLE_LIMIT);
        let last_day = crate::date_in_zone(limit, &jiff::tz::TimeZone::UTC);
        let calendar =
            Calendar::weekdays("UTC", &[]).unwrap().with_exception(last_day, &[Hours::ALL_DAY]).unwrap();
        let due = calendar.advance(from, SignedDuration::from_hours(24)).unwrap();
        assert_eq!(due, limit.checked_add(SignedDuration::from_hours(17)).unwrap());
    }

    #[test]
    fn an_empty_calendar_is_given_up_after_ten_years() {
        let calendar = Calendar::weekdays("Europe/Rome", &[]).unwrap();
        let from: Timestamp = "2026-01-05T07:00:00Z".parse().unwrap();
        let mut walk = calendar.search(from);
        let refused = calendar.advance_on(&mut walk, from, SignedDuration::from_secs(1));
        assert_eq!(
            refused,
            Err(TimeError::NoWorkingTime {
                from: jiff::civil::date(2026, 1, 5),
                until: jiff::civil::date(2036, 1, 6)
            })
        );
        assert!(walk.days_visited < 3653 + 30, "{}", walk.days_visited);
    }
}
