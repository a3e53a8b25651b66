//! From when to when cover stands (R16).
//!
//! Every boundary is counted from one anchor, the acceptance: so many whole months after it, clamped to the month's
//! end, never chained from a clamped date. A stretch lasts from one boundary to the day before the next, so that
//! there is no gap and no overlap by construction.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// What covers a unit.
    pub enum CoverKind as "cover-kind" {
        /// A plan that was paid for.
        Paid = "paid",
        /// A plan through the warranty at no extra cost.
        Uplift = "uplift",
        /// The warranty alone, with standard service.
        Warranty = "warranty",
    }
}

/// A stretch of whole months after an anchor: `from_month` included, `to_month` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Months {
    /// First month, 0 begins on the anchor.
    pub from: i64,
    /// The month on which it is over.
    pub to: i64,
}

/// A stretch of civil days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Days {
    /// Whether they share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// Whether a day is one of them.
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

pub use accord_room_asset::rules::boundary;

/// The days of a stretch of months. Nothing when it is empty or outside the calendar.
pub fn days(anchor: Date, months: Months) -> Option<Days> {
    if months.to <= months.from {
        return None;
    }
    let from = boundary(anchor, months.from)?;
    let until = boundary(anchor, months.to)?.checked_sub(1.day()).ok()?;
    Some(Days { from, until })
}

/// What a plan that was sold with a unit gives after its acceptance: its kind and months, in order.
///
/// With the uplift the plan covers the warranty; the paid term begins the day after the warranty in any case.
pub fn sold_with_unit(warranty_months: i64, uplift: bool, term_months: i64) -> Vec<(CoverKind, Months)> {
    let mut stretches = Vec::new();
    if uplift && warranty_months > 0 {
        stretches.push((CoverKind::Uplift, Months { from: 0, to: warranty_months }));
    }
    stretches.push((CoverKind::Paid, Months { from: warranty_months, to: warranty_months + term_months }));
    stretches
}

/// The day so many days before another: by when a value review or a word on renewal is due.
pub fn days_before(day: Date, before: i64) -> Option<Date> {
    day.checked_sub(before.days()).ok()
}

/// The steps that are made towards a day, each with its days before it and the day it falls on: those to come, and of
/// those whose day is over the last one, for today, while the end is still ahead. What is recorded late (a contract brought
/// from another system, an acceptance told weeks after it) asks nobody for what nobody could have done in time, and does
/// not end in silence either (R15, R16).
pub fn steps_ahead(until: Date, before: &[i64], today: Date) -> Vec<(i64, Date)> {
    let mut steps: Vec<(i64, Date)> =
        before.iter().filter_map(|days| Some((*days, days_before(until, *days)?))).collect();
    steps.sort_by_key(|(_, day)| *day);
    let over = steps.iter().filter(|(_, day)| *day < today).count();
    let last_over = over.checked_sub(1).and_then(|at| steps.get(at)).map(|(days, _)| (*days, today));
    let ahead = steps.into_iter().skip(over);
    last_over.filter(|_| until >= today).into_iter().chain(ahead).collect()
}

/// Where a step that stands on a day goes when it is worked out anew as `day`: it moves, but not to a day that is over.
pub fn moved_step(stands: Date, day: Date, today: Date) -> Date {
    day.max(stands.min(today))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r16_steps_whose_day_is_over_are_not_made_but_for_the_last() {
        let until = date(2029, 6, 30);
        let steps = |today| steps_ahead(until, &[100, 50, 20], today);
        let (far, near, nearest) = (date(2029, 3, 22), date(2029, 5, 11), date(2029, 6, 10));
        assert_eq!(steps(date(2029, 1, 1)), [(100, far), (50, near), (20, nearest)]);
        assert_eq!(steps(far), [(100, far), (50, near), (20, nearest)]);
        let today = date(2029, 5, 12);
        assert_eq!(steps(today), [(50, today), (20, nearest)]);
        let today = date(2029, 6, 30);
        assert_eq!(steps(today), [(20, today)]);
        assert_eq!(steps(date(2029, 7, 1)), []);
    }

    #[test]
    fn r16_a_step_moves_with_the_end_and_never_to_a_day_that_is_over() {
        let today = date(2029, 5, 12);
        let later = date(2029, 8, 1);
        assert_eq!(moved_step(later, date(2029, 9, 1), today), date(2029, 9, 1));
        assert_eq!(moved_step(later, date(2029, 6, 1), today), date(2029, 6, 1));
        assert_eq!(moved_step(later, date(2029, 2, 1), today), today);
        // What was due already stays due since then.
        assert_eq!(moved_step(date(2029, 4, 1), date(2029, 2, 1), today), date(2029, 4, 1));
    }

    fn both(anchor: Date, warranty: i64, term: i64) -> Vec<Days> {
        sold_with_unit(warranty, true, term)
            .into_iter()
            .map(|(_, months)| days(anchor, months).unwrap())
            .collect()
    }

    #[test]
    fn r16_uplift_and_paid_term_meet_on_the_day() {
        let got = both(date(2027, 9, 14), 12, 24);
        assert_eq!(got[0], Days { from: date(2027, 9, 14), until: date(2028, 9, 13) });
        assert_eq!(got[1], Days { from: date(2028, 9, 14), until: date(2030, 9, 13) });
    }

    #[test]
    fn r16_accepted_on_a_leap_day_or_a_long_months_end() {
        let got = both(date(2028, 2, 29), 12, 36);
        assert_eq!(got[0].until, date(2029, 2, 27));
        // 48 months after a leap day is a leap day again: nothing was chained from the 28th.
        assert_eq!(got[1], Days { from: date(2029, 2, 28), until: date(2032, 2, 28) });
        let got = both(date(2026, 8, 31), 6, 18);
        assert_eq!(got[0], Days { from: date(2026, 8, 31), until: date(2027, 2, 27) });
        assert_eq!(got[1], Days { from: date(2027, 2, 28), until: date(2028, 8, 30) });
    }

    #[test]
    fn r16_without_the_uplift_the_paid_term_begins_on_the_same_day() {
        let stretches = sold_with_unit(18, false, 12);
        assert_eq!(stretches, [(CoverKind::Paid, Months { from: 18, to: 30 })]);
        assert_eq!(sold_with_unit(0, true, 12), [(CoverKind::Paid, Months { from: 0, to: 12 })]);
    }

    #[test]
    fn w1_reviews_and_revisits_of_the_story() {
        let end = days(date(2026, 4, 10), Months { from: 0, to: 12 }).unwrap().until;
        assert_eq!(end, date(2027, 4, 9));
        assert_eq!(days_before(end, 60), Some(date(2027, 2, 8)));
        assert_eq!(days_before(end, 90), Some(date(2027, 1, 9)));
        assert_eq!(days_before(end, 30), Some(date(2027, 3, 10)));
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1990_i16..2090, 1_i8..=12, 1_i8..=31).prop_filter_map("a day", |(y, m, d)| Date::new(y, m, d).ok())
    }

    proptest! {
        #[test]
        fn r16_no_gap_and_no_overlap_for_any_acceptance(anchor in any_day(), warranty in 1_i64..60, term in 1_i64..120, more in 1_i64..60) {
            let mut stretches = sold_with_unit(warranty, true, term);
            stretches.push((CoverKind::Paid, Months { from: warranty + term, to: warranty + term + more }));
            let days: Vec<Days> = stretches.iter().map(|(_, months)| days(anchor, *months).unwrap()).collect();
            prop_assert_eq!(days[0].from, anchor);
            for pair in days.windows(2) {
                prop_assert!(pair[0].from <= pair[0].until);
                prop_assert_eq!(pair[0].until.tomorrow().unwrap(), pair[1].from);
                prop_assert!(!pair[0].overlaps(pair[1]));
            }
            // A boundary has the anchor's own day of the month, or the month's last one.
            for day in &days {
                prop_assert!(day.from.day() == anchor.day() || day.from == day.from.last_of_month());
            }
        }
    }
}
