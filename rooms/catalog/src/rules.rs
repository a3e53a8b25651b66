//! What may be said of a product, pure.

use jiff::civil::Date;

use crate::{DayCount, ProductKind};

/// The longest span of days a product may have: ten years.
pub const DAYS_MAX: i64 = 3_650;
/// The most minutes of work a unit may need with one skill: a hundred working weeks.
pub const MINUTES_MAX: i64 = 240_000;

/// A number of days and how they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub days: u16,
    /// How they count.
    pub count: DayCount,
}

/// A lead time and the day from which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// The first day on which orders have it.
    pub from: Date,
    /// The lead time.
    pub span: Span,
}

/// Why a lead time cannot begin on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadTimeFault {
    /// It would change what was in force before today.
    BackDated {
        /// The first day on which it may begin.
        earliest: Date,
    },
    /// The days are not between nought and [`DAYS_MAX`].
    OutOfRange,
}

/// Whether a lead time may begin on `from`. Orders keep the lead time of their own date, so a product with a history
/// is never given another past; the first lead time of a product may begin in the past.
///
/// # Errors
/// Why not.
pub fn lead_time_may_begin(history: &[Effective], from: Date, today: Date) -> Result<(), LeadTimeFault> {
    if from < today && !history.is_empty() {
        return Err(LeadTimeFault::BackDated { earliest: today });
    }
    Ok(())
}

/// The span of a number of days.
///
/// # Errors
/// [`LeadTimeFault::OutOfRange`].
pub fn span(days: i64, count: DayCount) -> Result<Span, LeadTimeFault> {
    let days = u16::try_from(days).ok().filter(|days| i64::from(*days) <= DAYS_MAX);
    days.map(|days| Span { days, count }).ok_or(LeadTimeFault::OutOfRange)
}

/// The lead time in force on a day: of those that begin on one date the one given last. `history` is in the order in
/// which it was given.
pub fn in_force(history: &[Effective], on: Date) -> Option<Span> {
    let mut found: Option<Effective> = None;
    for step in history.iter().filter(|step| step.from <= on) {
        if found.is_none_or(|best| best.from <= step.from) {
            found = Some(*step);
        }
    }
    found.map(|step| step.span)
}

/// Whether a kind can take production slots: only what is built does.
pub fn may_take_slots(kind: ProductKind) -> bool {
    matches!(kind, ProductKind::Equipment | ProductKind::Part)
}

/// Whether a kind is delivered at once when nobody gave it a lead time. A machine or a part without one cannot be
/// promised.
pub fn ready_without_lead_time(kind: ProductKind) -> bool {
    matches!(kind, ProductKind::Service | ProductKind::Software)
}

/// A product's code as it is kept: upper case, inner blanks single. `None` when it is not a code of 1 to 40 letters,
/// digits, and `-_./ `.
pub fn code(text: &str) -> Option<String> {
    let code = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let fits = !code.is_empty()
        && code.chars().count() <= 40
        && code.chars().all(|c| c.is_alphanumeric() || "-_./ ".contains(c));
    fits.then_some(code)
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    use super::*;

    fn step(from: Date, days: u16) -> Effective {
        Effective { from, span: Span { days, count: DayCount::Calendar } }
    }

    #[test]
    fn of_one_date_the_last_given_counts_and_an_order_keeps_its_own() {
        let history = [
            step(date(2025, 3, 1), 30),
            step(date(2026, 1, 1), 70),
            step(date(2025, 9, 1), 44),
            step(date(2026, 1, 1), 63),
        ];
        let days = |on| in_force(&history, on).map(|span| span.days);
        assert_eq!(days(date(2025, 2, 28)), None);
        assert_eq!(days(date(2025, 8, 31)), Some(30));
        assert_eq!(days(date(2025, 12, 31)), Some(44));
        assert_eq!(days(date(2026, 1, 1)), Some(63));
    }

    #[test]
    fn a_history_gets_no_other_past() {
        let today = date(2026, 5, 5);
        assert!(lead_time_may_begin(&[], date(2020, 1, 1), today).is_ok());
        let history = [step(date(2026, 9, 1), 10)];
        let refused = lead_time_may_begin(&history, date(2026, 5, 4), today);
        assert_eq!(refused, Err(LeadTimeFault::BackDated { earliest: today }));
        assert!(lead_time_may_begin(&history, today, today).is_ok());
    }

    #[test]
    fn codes_and_spans_have_bounds() {
        assert_eq!(code("  h1  -a "), Some("H1 -A".to_owned()));
        assert_eq!(code("a\u{0}b"), None);
        assert_eq!(code("  "), None);
        assert_eq!(code(&"x".repeat(41)), None);
        assert!(span(-1, DayCount::Working).is_err());
        assert!(span(3_651, DayCount::Working).is_err());
        assert_eq!(span(3_650, DayCount::Working).unwrap().days, 3_650);
    }

    proptest! {
        #[test]
        fn what_was_in_force_stays_in_force(
            steps in prop::collection::vec((0_i64..400, 0_u16..90), 0..8),
            later in 0_i64..300,
            days in 0_u16..90,
        ) {
            let base = date(2025, 1, 1);
            let today = date(2025, 6, 1);
            let mut history: Vec<Effective> = Vec::new();
            for (offset, days) in steps {
                let from = base.saturating_add(offset.days());
                if lead_time_may_begin(&history, from, today).is_ok() {
                    history.push(step(from, days));
                }
            }
            let before: Vec<_> = (0..151).map(|day: i64| in_force(&history, base.saturating_add(day.days()))).collect();
            if !history.is_empty() {
                history.push(step(today.saturating_add(later.days()), days));
            }
            let after: Vec<_> = (0..151).map(|day: i64| in_force(&history, base.saturating_add(day.days()))).collect();
            prop_assert_eq!(before, after);
        }
    }
}
