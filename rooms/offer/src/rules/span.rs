//! Stretches of civil days: price lists, prices and fact sheets hold from a day until a day, both included; an open end
//! holds until it is ended.

use jiff::civil::Date;

/// From a day until a day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day; open when none.
    pub until: Option<Date>,
}

impl Span {
    /// A stretch whose end is not before its beginning.
    pub fn new(from: Date, until: Option<Date>) -> Option<Self> {
        (until.is_none_or(|until| until >= from)).then_some(Self { from, until })
    }
    /// Whether a day lies in it.
    pub fn has(self, day: Date) -> bool {
        day >= self.from && self.until.is_none_or(|until| day <= until)
    }
    /// Whether some day lies in both.
    pub fn meets(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
    /// Whether every day of it lies in the other.
    pub fn within(self, other: Self) -> bool {
        self.from >= other.from
            && match (self.until, other.until) {
                (_, None) => true,
                (Some(own), Some(until)) => own <= until,
                (None, Some(_)) => false,
            }
    }
    /// The last day on which both still hold, open when neither ends.
    pub fn ends_with(self, other: Self) -> Option<Date> {
        match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ends_belong_to_it() {
        let span = Span::new(date(2027, 3, 1), Some(date(2027, 3, 31))).unwrap();
        assert!(span.has(date(2027, 3, 1)) && span.has(date(2027, 3, 31)));
        assert!(!span.has(date(2027, 2, 28)) && !span.has(date(2027, 4, 1)));
        assert_eq!(Span::new(date(2027, 3, 2), Some(date(2027, 3, 1))), None);
        assert!(Span::new(date(2027, 3, 1), Some(date(2027, 3, 1))).is_some());
    }

    #[test]
    fn one_that_begins_on_the_last_day_of_the_other_overlaps_it() {
        let march = Span::new(date(2027, 3, 1), Some(date(2027, 3, 31))).unwrap();
        assert!(march.meets(Span::new(date(2027, 3, 31), None).unwrap()));
        assert!(!march.meets(Span::new(date(2027, 4, 1), None).unwrap()));
        assert!(march.within(Span::new(date(2027, 1, 1), None).unwrap()));
        assert!(!Span::new(date(2027, 3, 5), None).unwrap().within(march));
    }

    proptest! {
        #[test]
        fn they_meet_exactly_when_a_day_lies_in_both(a in 0_i32..60, b in 0_i32..60, la in prop::option::of(0_i32..30), lb in prop::option::of(0_i32..30)) {
            let day = |n: i32| date(2027, 1, 1) + jiff::Span::new().days(n);
            let span = |from: i32, len: Option<i32>| Span::new(day(from), len.map(|len| day(from + len))).unwrap();
            let (one, two) = (span(a, la), span(b, lb));
            let common = (0..120).any(|n| one.has(day(n)) && two.has(day(n)));
            prop_assert_eq!(one.meets(two), common);
            prop_assert_eq!(two.meets(one), common);
            let whole = (0..120).all(|n| !one.has(day(n)) || two.has(day(n)));
            if one.until.is_some() || two.until.is_none() {
                prop_assert_eq!(one.within(two), whole);
            }
        }
    }
}
