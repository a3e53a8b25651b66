//! What is invoiced when (R16, R48). Accord does no accounting: it says which sums fall due, exactly, for whoever does.
//!
//! A term is invoiced in advance, by year, quarter or month. Each part is the difference of two running sums, each
//! rounded once, half away from zero: the parts always sum to the whole, whatever the price.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::term::{Months, boundary, days};

accord_kernel::word_enum! {
    /// How often a paid term is invoiced, always in advance.
    pub enum Interval as "billing-interval" {
        /// Every twelve months.
        Yearly = "yearly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every month.
        Monthly = "monthly",
    }
}

impl Interval {
    /// Months of a part.
    pub fn months(self) -> i64 {
        match self {
            Self::Yearly => 12,
            Self::Quarterly => 3,
            Self::Monthly => 1,
        }
    }
}

/// A part that is invoiced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The day from which it is due to be invoiced: the first day that it covers.
    pub on: Date,
    /// The last day that it covers.
    pub until: Date,
    /// The amount in minor units.
    pub minor: i64,
    /// What it would be at the list price, in minor units.
    pub list_minor: i64,
}

/// What so many months of a yearly price come to, rounded once, half away from zero. Nothing when out of range.
pub fn of_months(year_minor: i64, months: i64) -> Option<i64> {
    let exact =
        Decimal::from(year_minor).checked_mul(Decimal::from(months))?.checked_div(Decimal::from(12))?;
    rounded(exact)
}

fn rounded(exact: Decimal) -> Option<i64> {
    exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
}

/// What of a whole has run up after so many of all months.
fn share(whole: i64, months: i64, of: i64) -> Option<i64> {
    rounded(Decimal::from(whole).checked_mul(Decimal::from(months))?.checked_div(Decimal::from(of))?)
}

/// The parts of a stretch, in order. A stretch without a price (the uplift) is one part of nought, with its list
/// value beside it: the customer sees what it is worth. Nothing when out of range.
pub fn parts(
    anchor: Date,
    stretch: Months,
    interval: Interval,
    minor: i64,
    list_minor: i64,
) -> Option<Vec<Part>> {
    let length = stretch.to - stretch.from;
    if length <= 0 {
        return None;
    }
    if minor == 0 {
        let days = days(anchor, stretch)?;
        return Some(vec![Part { on: days.from, until: days.until, minor: 0, list_minor }]);
    }
    let mut parts = Vec::new();
    let mut done = 0;
    while done < length {
        let next = (done + interval.months()).min(length);
        let until = boundary(anchor, stretch.from + next)?.yesterday().ok()?;
        parts.push(Part {
            on: boundary(anchor, stretch.from + done)?,
            until,
            minor: share(minor, next, length)? - share(minor, done, length)?,
            list_minor: share(list_minor, next, length)? - share(list_minor, done, length)?,
        });
        done = next;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r16_three_thirds_are_the_whole() {
        let year =
            parts(date(2027, 3, 31), Months { from: 12, to: 15 }, Interval::Monthly, 10_000, 12_000).unwrap();
        assert_eq!(year.iter().map(|part| part.minor).collect::<Vec<_>>(), [3_333, 3_334, 3_333]);
        assert_eq!(year.iter().map(|part| part.minor).sum::<i64>(), 10_000);
        assert_eq!(year.iter().map(|part| part.list_minor).sum::<i64>(), 12_000);
        // Counted from the 31st, never from a shorter month's end.
        let days: Vec<Date> = year.iter().map(|part| part.on).collect();
        assert_eq!(days, [date(2028, 3, 31), date(2028, 4, 30), date(2028, 5, 31)]);
    }

    #[test]
    fn r16_the_uplift_is_one_line_of_nought_with_its_list_value() {
        let parts =
            parts(date(2026, 8, 31), Months { from: 0, to: 18 }, Interval::Quarterly, 0, 144_000).unwrap();
        assert_eq!(
            parts,
            [Part { on: date(2026, 8, 31), until: date(2028, 2, 28), minor: 0, list_minor: 144_000 }]
        );
    }

    #[test]
    fn a_term_that_is_no_whole_number_of_years_ends_with_a_shorter_part() {
        let whole = of_months(9_600_000, 18).unwrap();
        assert_eq!(whole, 14_400_000);
        let parts =
            parts(date(2026, 4, 10), Months { from: 12, to: 30 }, Interval::Yearly, whole, whole).unwrap();
        assert_eq!(parts.iter().map(|part| part.minor).collect::<Vec<_>>(), [9_600_000, 4_800_000]);
        assert_eq!(parts[1].until, date(2028, 10, 9));
        assert_eq!(of_months(1, 6), Some(1));
        assert_eq!(of_months(-1, 6), Some(-1));
        assert_eq!(of_months(i64::MAX, i64::MAX), None);
    }

    proptest! {
        #[test]
        fn r16_the_parts_sum_to_the_whole_and_meet(
            minor in 1_i64..1_000_000_000_000, list in 0_i64..1_000_000_000_000, from in 0_i64..60, length in 1_i64..120,
            interval in prop::sample::select(Interval::ALL), day in 1_i8..=28, month in 1_i8..=12, last in any::<bool>(),
        ) {
            let mut anchor = date(2028, month, day);
            if last { anchor = anchor.last_of_month(); }
            let stretch = Months { from, to: from + length };
            let parts = parts(anchor, stretch, interval, minor, list).unwrap();
            prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), minor);
            prop_assert_eq!(parts.iter().map(|part| part.list_minor).sum::<i64>(), list);
            let whole = days(anchor, stretch).unwrap();
            prop_assert_eq!((parts[0].on, parts[parts.len() - 1].until), (whole.from, whole.until));
            for pair in parts.windows(2) {
                prop_assert_eq!(pair[0].until.tomorrow().unwrap(), pair[1].on);
            }
            prop_assert!(parts.iter().all(|part| part.minor >= 0));
        }
    }
}
