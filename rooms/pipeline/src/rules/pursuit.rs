//! How long something is pursued, and whether it stands still (R7).

use jiff::{ToSpan, civil::Date};

use crate::OpportunityState;

/// A length of time between two civil days, in days and in whole months with the days left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pursuit {
    /// Days in all.
    pub days: i64,
    /// Whole months: so many times the same day of the month, or the last of a shorter one.
    pub months: i64,
    /// Days after those months.
    pub rest_days: i64,
}

/// A day so many whole months later, clamped to the month's end, counted from the first day and never chained.
pub fn months_later(from: Date, months: i64) -> Option<Date> {
    let months = i32::try_from(months).ok()?;
    from.checked_add(months.months()).ok()
}

/// Days from one day to another; negative when it lies before.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// How long it was pursued; nought when it ends before it begins.
pub fn pursuit(from: Date, to: Date) -> Pursuit {
    let days = days_between(from, to).max(0);
    // No month has more than 31 days, so this many whole months have passed for certain.
    let mut months = days / 31;
    let mut reached = months_later(from, months).unwrap_or(from);
    while let Some(next) = months_later(from, months + 1).filter(|next| *next <= to && days > 0) {
        months += 1;
        reached = next;
    }
    Pursuit { days, months, rest_days: days_between(reached, to).max(0) }
}

/// Why an opportunity is on the lists of the rep and of the manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standstill {
    /// Nobody said what comes next.
    NoStep,
    /// The next step is past its day by so many days.
    Overdue(i64),
}

/// Whether an opportunity stands still: open without a next step, or with one past its day by at least `limit` days.
pub fn standstill(
    state: OpportunityState,
    next_step_on: Option<Date>,
    today: Date,
    limit: i64,
) -> Option<Standstill> {
    if state != OpportunityState::Open {
        return None;
    }
    let Some(due) = next_step_on else { return Some(Standstill::NoStep) };
    let late = days_between(due, today);
    (late >= limit.max(1)).then_some(Standstill::Overdue(late))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r07_the_length_of_a_pursuit_in_days_and_in_months_with_days() {
        let length = |from, to| pursuit(from, to);
        assert_eq!(
            length(date(2025, 4, 7), date(2026, 2, 2)),
            Pursuit { days: 301, months: 9, rest_days: 26 }
        );
        assert_eq!(
            length(date(2031, 11, 30), date(2032, 3, 2)),
            Pursuit { days: 93, months: 3, rest_days: 2 }
        );
        // The last of February is one month after the last of January, and no chain is made of it.
        assert_eq!(
            length(date(2031, 1, 31), date(2031, 2, 28)),
            Pursuit { days: 28, months: 1, rest_days: 0 }
        );
        assert_eq!(
            length(date(2031, 1, 31), date(2031, 3, 31)),
            Pursuit { days: 59, months: 2, rest_days: 0 }
        );
        assert_eq!(length(date(2031, 5, 9), date(2031, 5, 9)), Pursuit { days: 0, months: 0, rest_days: 0 });
        assert_eq!(length(date(2031, 5, 9), date(2031, 5, 1)), Pursuit { days: 0, months: 0, rest_days: 0 });
    }

    #[test]
    fn r07_no_step_or_one_past_its_day_for_the_limit_stands_still() {
        let today = date(2031, 8, 20);
        let open = |due| standstill(OpportunityState::Open, due, today, 7);
        assert_eq!(open(None), Some(Standstill::NoStep));
        assert_eq!(open(Some(date(2031, 8, 13))), Some(Standstill::Overdue(7)));
        assert_eq!(open(Some(date(2031, 8, 14))), None);
        assert_eq!(open(Some(date(2031, 9, 1))), None);
        assert_eq!(standstill(OpportunityState::Won, None, today, 7), None);
        let three = standstill(OpportunityState::Open, Some(date(2031, 8, 17)), today, 3);
        assert_eq!(three, Some(Standstill::Overdue(3)));
    }

    proptest! {
        #[test]
        fn months_and_days_add_up_to_the_end(start in 0_i32..20_000, length in 0_i32..5_000) {
            let from = date(2000, 1, 1).checked_add(start.days()).unwrap();
            let to = from.checked_add(length.days()).unwrap();
            let p = pursuit(from, to);
            prop_assert_eq!(p.days, i64::from(length));
            let reached = months_later(from, p.months).unwrap();
            prop_assert_eq!(reached.checked_add(p.rest_days.days()).unwrap(), to);
            prop_assert!(months_later(from, p.months + 1).unwrap() > to);
        }
    }
}
