//! The dates of a plan: when readiness is due, and what a moved date does to it.

use jiff::{ToSpan, civil::Date};

use crate::id::ItemState;

/// Minutes of a day of work on site.
pub const DAY_MINUTES: i64 = 480;

/// Whole days of work: at least one.
pub fn days_of_work(minutes: i64) -> i64 {
    ((minutes.max(0) + DAY_MINUTES - 1) / DAY_MINUTES).max(1)
}

/// The day so many days before another.
pub fn days_before(on: Date, days: i64) -> Date {
    on.checked_sub(days.days()).unwrap_or(on)
}

/// How the dates of a plan changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// They did not.
    Not,
    /// The first ones.
    First,
    /// Earlier than before: what was ready in time may not be now.
    Earlier,
    /// Later than before.
    Later,
}

/// How a day on which readiness hangs moved.
pub fn moved(before: Option<Date>, now: Date) -> Moved {
    match before {
        None => Moved::First,
        Some(before) if now < before => Moved::Earlier,
        Some(before) if now > before => Moved::Later,
        Some(_) => Moved::Not,
    }
}

/// How a readiness item stands after the dates moved (R25): what was done for another day must be said to hold.
pub fn after_move(state: ItemState, how: Moved) -> ItemState {
    match (state, how) {
        (ItemState::Done, Moved::Earlier | Moved::Later) => ItemState::Recheck,
        (state, _) => state,
    }
}

/// Whether an open item is late on a day.
pub fn is_late(state: ItemState, due: Option<Date>, today: Date) -> bool {
    !state.is_settled() && due.is_some_and(|due| due < today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn work_takes_whole_working_days() {
        assert_eq!(
            [days_of_work(0), days_of_work(480), days_of_work(481), days_of_work(1_900)],
            [1, 1, 2, 4]
        );
    }

    #[test]
    fn r25_what_was_ready_for_another_day_is_checked_again() {
        let day = date(2027, 9, 20);
        assert_eq!(moved(None, day), Moved::First);
        assert_eq!(moved(Some(date(2027, 9, 27)), day), Moved::Earlier);
        assert_eq!(moved(Some(day), day), Moved::Not);
        assert_eq!(after_move(ItemState::Done, Moved::Earlier), ItemState::Recheck);
        assert_eq!(after_move(ItemState::Done, Moved::Not), ItemState::Done);
        assert_eq!(after_move(ItemState::Open, Moved::Earlier), ItemState::Open);
        assert_eq!(after_move(ItemState::NotNeeded, Moved::Later), ItemState::NotNeeded);
    }

    #[test]
    fn late_is_the_day_after_its_due() {
        let due = Some(date(2027, 9, 20));
        assert!(!is_late(ItemState::Open, due, date(2027, 9, 20)));
        assert!(is_late(ItemState::Recheck, due, date(2027, 9, 21)));
        assert!(!is_late(ItemState::Done, due, date(2027, 9, 21)));
        assert!(!is_late(ItemState::Open, None, date(2027, 9, 21)));
    }
}
