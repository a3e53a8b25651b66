//! What counts as kept, and the measured chance of keeping a date.

use accord_kernel::MetricValue;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::id::State;

/// How one promise counts in the period in which it was to be kept (requirements, Part 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// In time.
    InTime,
    /// Kept, but after the date the customer was first told.
    Late,
    /// Honestly broken.
    Broken,
    /// Released by the customer, but only after the due: counts as broken.
    ReleasedAfterDue,
    /// Not kept yet and past its due.
    OpenPastDue,
    /// Not to be counted: not due yet, or released by the customer before the due.
    NotCounted,
}

impl Verdict {
    /// Whether it counts in the figure at all.
    pub fn counts(self) -> bool {
        self != Self::NotCounted
    }
    /// Whether it counts on the good side.
    pub fn good(self) -> bool {
        self == Self::InTime
    }
    /// The message key that says why.
    pub fn message(self) -> &'static str {
        match self {
            Self::InTime => "promise-verdict-in-time",
            Self::Late => "promise-verdict-late",
            Self::Broken => "promise-verdict-broken",
            Self::ReleasedAfterDue => "promise-verdict-released-after-due",
            Self::OpenPastDue => "promise-verdict-open-past-due",
            Self::NotCounted => "promise-verdict-not-counted",
        }
    }
}

/// How a promise counts at `now`. What is due later is not counted, even when it has ended already: so no figure is
/// made better or worse by looking at it early.
pub fn verdict(state: State, measured_at: Timestamp, ended_at: Option<Timestamp>, now: Timestamp) -> Verdict {
    if measured_at >= now {
        return Verdict::NotCounted;
    }
    match state {
        State::Open => Verdict::OpenPastDue,
        State::Kept => Verdict::InTime,
        State::KeptLate => Verdict::Late,
        State::Broken => Verdict::Broken,
        State::Released if ended_at.is_some_and(|ended| ended > measured_at) => Verdict::ReleasedAfterDue,
        State::Released => Verdict::NotCounted,
    }
}

/// A kept rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// Kept in time.
    pub good: i64,
    /// Counted.
    pub n: i64,
    /// Of these, open and past due.
    pub open: i64,
}

impl Rate {
    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict) {
        self.n += i64::from(verdict.counts());
        self.good += i64::from(verdict.good());
        self.open += i64::from(verdict == Verdict::OpenPastDue);
    }
    /// Per cent, rounded half up to one digit, once; `None` when there is nothing to count.
    pub fn percent(self) -> Option<Decimal> {
        MetricValue::percent(self.good, self.n)
    }
}

/// The measured chance of keeping a date: the plain share kept among the company's own promises of the kind that have
/// fallen due, with the number it rests on. No correction is made; a small number is said instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chance {
    /// Kept in time.
    pub kept: i64,
    /// Fallen due.
    pub n: i64,
}

impl Chance {
    /// Per cent to one digit; `None` when nothing of the kind has fallen due yet.
    pub fn percent(self) -> Option<Decimal> {
        MetricValue::percent(self.kept, self.n)
    }
    /// Whether it rests on too few to be relied on.
    pub fn is_thin(self, enough: i64) -> bool {
        self.n < enough
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn t(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).unwrap()
    }

    #[test]
    fn each_ending_counts_as_the_readings_say() {
        let now = t(1_000);
        let due = t(100);
        assert_eq!(verdict(State::Kept, due, Some(t(90)), now), Verdict::InTime);
        assert_eq!(verdict(State::KeptLate, due, Some(t(110)), now), Verdict::Late);
        assert_eq!(verdict(State::Broken, due, Some(t(10)), now), Verdict::Broken);
        assert_eq!(verdict(State::Released, due, Some(t(101)), now), Verdict::ReleasedAfterDue);
        assert_eq!(verdict(State::Released, due, Some(t(100)), now), Verdict::NotCounted);
        assert_eq!(verdict(State::Open, due, None, now), Verdict::OpenPastDue);
        assert_eq!(verdict(State::Open, t(1_000), None, now), Verdict::NotCounted);
        assert_eq!(verdict(State::Kept, t(1_001), Some(t(90)), now), Verdict::NotCounted);
    }

    #[test]
    fn the_rate_is_rounded_once_and_names_the_open_ones() {
        let mut rate = Rate::default();
        for _ in 0..9 {
            rate.count(Verdict::InTime);
        }
        for verdict in [Verdict::Late, Verdict::Broken, Verdict::OpenPastDue, Verdict::OpenPastDue] {
            rate.count(verdict);
        }
        for verdict in [Verdict::ReleasedAfterDue, Verdict::Late, Verdict::Late, Verdict::NotCounted] {
            rate.count(verdict);
        }
        assert_eq!(rate, Rate { good: 9, n: 16, open: 2 });
        assert_eq!(rate.percent().unwrap().to_string(), "56.3");
        assert_eq!(Rate::default().percent(), None);
    }

    #[test]
    fn a_chance_says_when_it_is_thin() {
        assert!(Chance { kept: 29, n: 29 }.is_thin(30));
        assert!(!Chance { kept: 1, n: 30 }.is_thin(30));
        assert_eq!(Chance::default().percent(), None);
    }

    proptest! {
        /// Pushing the present due out is not among the facts: only the measured one is.
        #[test]
        fn a_verdict_never_turns_good_with_time(state in 0_usize..5, due in 0_i64..100, ended in 0_i64..200, a in 0_i64..300, b in 0_i64..300) {
            let state = State::ALL[state];
            let ended = (state != State::Open).then(|| t(ended));
            let (early, late) = (t(a.min(b)), t(a.max(b)));
            let first = verdict(state, t(due), ended, early);
            let then = verdict(state, t(due), ended, late);
            prop_assert!(first == then || first == Verdict::NotCounted);
        }
    }
}
