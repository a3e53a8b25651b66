//! When a clock of a case runs out (R30): a beginning, a budget on a calendar in the site's zone, and pauses for causes
//! at the customer's. A change of the budget keeps the time that was used, since the clock is always computed from its
//! beginning.

use accord_business_time::{Calendar, Due, Pause, TimeError, due, percent_at, warnings_at};
use jiff::{SignedDuration, Timestamp};

/// Shares of the budget at which somebody is warned (R30).
pub const WARNINGS: [u32; 3] = [50, 75, 90];

/// What a clock may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// Minutes of its calendar.
    Minutes(i64),
    /// Until the end of the so-manieth next working day of its calendar.
    WorkingDays(i64),
    /// Until an instant that the customer was told.
    Until(Timestamp),
}

/// A clock as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When it runs out. While it stands still: when it would, if it ran again now.
    pub due_at: Timestamp,
    /// When so many per cent are used.
    pub warnings: Vec<(u32, Timestamp)>,
    /// Since when it stands still.
    pub paused_at: Option<Timestamp>,
}

/// Reads a clock at an instant.
///
/// # Errors
/// What the calendar refuses: no working time at all, out of the years a date can have.
pub fn read(
    started: Timestamp,
    budget: Budget,
    calendar: &Calendar,
    pauses: &[Pause],
    now: Timestamp,
) -> Result<Reading, TimeError> {
    let paused_at =
        pauses.iter().filter(|pause| pause.until.is_none() && pause.from <= now).map(|p| p.from).min();
    // As if an open pause ended now: what is left is then certain to be left.
    let closed: Vec<Pause> = pauses
        .iter()
        .map(|pause| Pause { from: pause.from, until: Some(pause.until.unwrap_or(now.max(pause.from))) })
        .collect();
    let minutes = match budget {
        Budget::Minutes(minutes) => minutes,
        Budget::WorkingDays(days) => {
            let due_at = shifted(end_of_days(started, days, calendar)?, started, &closed, calendar)?;
            return Ok(Reading { warnings: by_time(started, due_at, calendar), due_at, paused_at });
        }
        Budget::Until(at) => {
            return Ok(Reading { warnings: by_time(started, at, calendar), due_at: at, paused_at: None });
        }
    };
    let budget = SignedDuration::from_mins(minutes);
    let due_at = at(due(started, budget, calendar, &closed, now)?, started);
    let mut warnings = Vec::with_capacity(WARNINGS.len());
    for percent in WARNINGS {
        let reached = percent_at(started, budget, calendar, &closed, percent, now)?;
        warnings.push((percent, at(reached, started)));
    }
    Ok(Reading { due_at, warnings, paused_at })
}

fn at(due: Due, started: Timestamp) -> Timestamp {
    // No pause is open here, so there is always an instant.
    due.at().unwrap_or(started)
}

fn end_of_days(started: Timestamp, days: i64, calendar: &Calendar) -> Result<Timestamp, TimeError> {
    let days = u16::try_from(days.clamp(1, 366)).unwrap_or(1);
    calendar.end_of_nth_working_day(started, days)
}

/// An end of a working day moves by the working time that was the customer's.
fn shifted(
    end: Timestamp,
    started: Timestamp,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Result<Timestamp, TimeError> {
    let budget = calendar.working_time(started, end);
    if pauses.is_empty() || budget.is_zero() {
        return Ok(end);
    }
    Ok(at(due(started, budget, calendar, pauses, end)?, end))
}

fn by_time(started: Timestamp, due_at: Timestamp, calendar: &Calendar) -> Vec<(u32, Timestamp)> {
    warnings_at(started, due_at, &WARNINGS, calendar)
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use proptest::prelude::*;

    use super::*;

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn office(zone: &str) -> Calendar {
        Calendar::weekdays(zone, &[Hours::new(8 * 60, 17 * 60).unwrap()]).unwrap()
    }

    #[test]
    fn r30_four_hours_around_the_clock_count_at_night_on_holidays_and_over_the_change_of_clocks() {
        let chicago = Calendar::always("America/Chicago").unwrap();
        let night = t("2026-07-18T07:10:00Z"); // Saturday 02:10 there.
        let reading = read(night, Budget::Minutes(240), &chicago, &[], night).unwrap();
        assert_eq!(reading.due_at, t("2026-07-18T11:10:00Z"));
        assert_eq!(reading.warnings[1], (75, t("2026-07-18T10:10:00Z")));
        let christmas = t("2026-12-25T19:05:00Z");
        let held = Calendar::always("America/New_York").unwrap();
        assert_eq!(
            read(christmas, Budget::Minutes(240), &held, &[], christmas).unwrap().due_at,
            t("2026-12-25T23:05:00Z")
        );
        // Rome goes one hour forward on 29 March 2026: 01:59 and four real hours are 06:59 there.
        let rome = Calendar::always("Europe/Rome").unwrap();
        let before = t("2026-03-29T00:59:00Z");
        assert_eq!(
            read(before, Budget::Minutes(240), &rome, &[], before).unwrap().due_at,
            t("2026-03-29T04:59:00Z")
        );
    }

    #[test]
    fn r30_standard_cover_is_due_at_the_end_of_the_next_working_day() {
        let saturday = t("2026-07-18T07:10:00Z");
        let reading =
            read(saturday, Budget::WorkingDays(1), &office("America/Chicago"), &[], saturday).unwrap();
        assert_eq!(reading.due_at, t("2026-07-20T22:00:00Z"));
    }

    #[test]
    fn time_of_the_customer_moves_what_is_left_and_an_open_pause_shows_what_would_be() {
        let lisbon = Calendar::always("Europe/Lisbon").unwrap();
        let from = t("2027-02-03T10:00:00Z");
        let closed = [Pause { from: t("2027-02-03T11:00:00Z"), until: Some(t("2027-02-03T11:45:00Z")) }];
        let reading = read(from, Budget::Minutes(180), &lisbon, &closed, t("2027-02-03T12:00:00Z")).unwrap();
        assert_eq!((reading.due_at, reading.paused_at), (t("2027-02-03T13:45:00Z"), None));
        let open = [Pause { from: t("2027-02-03T11:00:00Z"), until: None }];
        let reading = read(from, Budget::Minutes(180), &lisbon, &open, t("2027-02-03T16:30:00Z")).unwrap();
        assert_eq!(reading.due_at, t("2027-02-03T18:30:00Z"));
        assert_eq!(reading.paused_at, Some(t("2027-02-03T11:00:00Z")));
    }

    proptest! {
        /// Another budget keeps what was used: elapsed time at any instant does not depend on the budget.
        #[test]
        fn a_changed_budget_keeps_the_time_used(first in 30_i64..2_000, second in 30_i64..2_000, pause in 0_i64..500, length in 1_i64..500) {
            let calendar = Calendar::always("America/Sao_Paulo").unwrap();
            let from = t("2026-05-04T03:00:00Z");
            let begin = from + SignedDuration::from_mins(pause);
            let pauses = [Pause { from: begin, until: Some(begin + SignedDuration::from_mins(length)) }];
            let now = from + SignedDuration::from_mins(5_000);
            let due = |budget: i64| read(from, Budget::Minutes(budget), &calendar, &pauses, now).unwrap().due_at;
            // The slow model: minute by minute.
            let slow = |budget: i64| {
                let (mut left, mut at) = (budget, 0_i64);
                while left > 0 {
                    if !(pause..pause + length).contains(&at) { left -= 1; }
                    at += 1;
                }
                from + SignedDuration::from_mins(at)
            };
            prop_assert_eq!(due(first), slow(first));
            prop_assert_eq!(due(second), slow(second));
        }
    }
}
