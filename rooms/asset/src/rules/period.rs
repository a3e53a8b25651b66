//! Periods that begin with an acceptance (R16).

use jiff::{ToSpan, civil::Date};

/// The most months that a warranty or term may have: fifty years.
pub const MONTHS_MAX: i64 = 600;

/// The first day after `months` whole months from an acceptance: the acceptance date plus so many months, clamped to
/// the month's end. Always counted from the acceptance itself, never from a boundary that was clamped before.
///
/// `None` outside the years a date can have.
pub fn boundary(acceptance: Date, months: i64) -> Option<Date> {
    let months = months.clamp(-MONTHS_MAX * 20, MONTHS_MAX * 20);
    acceptance.checked_add(months.months()).ok()
}

/// The last day of a period of `months` whole months from an acceptance; `None` for a period of no months.
pub fn last_day(acceptance: Date, months: i64) -> Option<Date> {
    if months <= 0 {
        return None;
    }
    boundary(acceptance, months)?.yesterday().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r16_a_boundary_is_the_acceptance_plus_whole_months_clamped_and_never_chained() {
        let leap = date(2028, 2, 29);
        assert_eq!(last_day(leap, 12), Some(date(2029, 2, 27)));
        assert_eq!(boundary(leap, 12), Some(date(2029, 2, 28)));
        assert_eq!(boundary(leap, 48), Some(date(2032, 2, 29)), "not chained from the clamped 28th");
        let august = date(2027, 8, 31);
        assert_eq!(boundary(august, 6), Some(date(2028, 2, 29)));
        assert_eq!(boundary(august, 18), Some(date(2029, 2, 28)));
        assert_eq!(boundary(august, 24), Some(date(2029, 8, 31)));
        assert_eq!(last_day(date(2025, 3, 14), 36), Some(date(2028, 3, 13)));
        assert_eq!(last_day(august, 0), None);
    }

    proptest! {
        #[test]
        fn periods_from_one_acceptance_follow_without_gap_or_overlap(
            offset in 0_i64..20_000, first in 1_i64..61, then in 1_i64..61,
        ) {
            let start = date(1995, 1, 1).saturating_add(offset.days());
            let end = last_day(start, first).unwrap();
            let next = boundary(start, first).unwrap();
            prop_assert_eq!(end.tomorrow().unwrap(), next);
            prop_assert!(next > start);
            prop_assert!(last_day(start, first + then).unwrap() >= next);
            prop_assert!(next.day() == start.day() || next.day() == next.days_in_month());
        }
    }
}
