//! The stretch of time that a board of figures is about.

use accord_kernel::Period;
use jiff::{ToSpan, civil::Date};

/// A stretch that can be chosen by one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Word in the address; the message is `period-<word>`.
    pub word: &'static str,
    months: i32,
}

/// What can be chosen, shortest first; each ends today.
pub const PRESETS: &[Preset] = &[
    Preset { word: "month", months: 1 },
    Preset { word: "quarter", months: 3 },
    Preset { word: "year", months: 12 },
];

impl Preset {
    /// The stretch that ends today.
    pub fn period(self, today: Date) -> Period {
        let from = today.checked_sub(self.months.months()).and_then(|day| day.checked_add(1.day()));
        Period { from: from.unwrap_or(Date::MIN), to: today }
    }
}

/// Why a stretch cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodFault {
    /// It ends before it begins.
    Backward,
    /// It is longer than [`LONGEST_YEARS`].
    TooLong,
}

/// Longest stretch, in years.
pub const LONGEST_YEARS: i32 = 20;

/// The stretch asked for: the last twelve months where nothing is said.
///
/// # Errors
/// A stretch that ends before it begins, or is too long to be counted.
pub fn period(from: Option<Date>, to: Option<Date>, today: Date) -> Result<Period, PeriodFault> {
    let to = to.unwrap_or(today);
    let from = match from {
        Some(from) => from,
        None => to.checked_sub(12.months()).and_then(|day| day.checked_add(1.day())).unwrap_or(Date::MIN),
    };
    if from > to {
        return Err(PeriodFault::Backward);
    }
    if from.checked_add(LONGEST_YEARS.years()).is_ok_and(|end| end <= to) {
        return Err(PeriodFault::TooLong);
    }
    Ok(Period { from, to })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn without_a_word_it_is_the_last_twelve_months() {
        let today = date(2031, 3, 31);
        assert_eq!(period(None, None, today), Ok(Period { from: date(2030, 4, 1), to: today }));
        let day = date(2030, 1, 5);
        assert_eq!(period(Some(day), Some(day), today), Ok(Period { from: day, to: day }));
    }

    #[test]
    fn presets_end_today_and_have_no_day_twice() {
        let today = date(2031, 8, 15);
        let of = |word: &str| PRESETS.iter().find(|preset| preset.word == word).unwrap().period(today);
        assert_eq!(of("month"), Period { from: date(2031, 7, 16), to: today });
        assert_eq!(of("year"), period(None, None, today).unwrap());
    }

    #[test]
    fn a_stretch_backward_or_without_end_is_refused() {
        let today = date(2031, 8, 15);
        assert_eq!(period(Some(today), Some(date(2031, 8, 14)), today), Err(PeriodFault::Backward));
        assert_eq!(period(Some(date(1900, 1, 1)), None, today), Err(PeriodFault::TooLong));
        assert!(period(Some(date(2011, 8, 16)), None, today).is_ok());
    }
}
