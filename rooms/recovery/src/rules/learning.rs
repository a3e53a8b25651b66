//! How often units of a product fail, and whether an improvement helped (R36).

use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};

/// Seconds of a year of 365.25 days.
const YEAR_SECONDS: i64 = 31_557_600;

/// One unit as it was watched: from, until, and when it stopped.
#[derive(Debug, Clone)]
pub struct Watched {
    /// The instant from which its stops are on record.
    pub from: Timestamp,
    /// Until which.
    pub until: Timestamp,
    /// When its stops began.
    pub stops: Vec<Timestamp>,
}

/// Stops of units over the time they were watched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sample {
    /// Units watched at all.
    pub units: i64,
    /// Stops that began within the time.
    pub stops: i64,
    /// Seconds for which units were watched, summed.
    pub seconds: i64,
}

impl Sample {
    /// Stops of a unit in a year, to two digits; none without any time of use.
    pub fn per_year(self) -> Option<Decimal> {
        if self.seconds <= 0 {
            return None;
        }
        let exact = Decimal::from(self.stops) * Decimal::from(YEAR_SECONDS) / Decimal::from(self.seconds);
        let mut rate = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rate.rescale(2);
        Some(rate)
    }

    /// Years of use of all units, to one digit.
    pub fn years(self) -> Decimal {
        let exact = Decimal::from(self.seconds.max(0)) / Decimal::from(YEAR_SECONDS);
        let mut years = exact.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        years.rescale(1);
        years
    }

    /// Whether fewer stops fell into the same time of use than in the other sample: compared exactly.
    pub fn is_better_than(self, other: Self) -> bool {
        i128::from(self.stops) * i128::from(other.seconds)
            < i128::from(other.stops) * i128::from(self.seconds)
    }
}

/// What happened to units within a stretch.
pub fn sample<'w>(units: impl IntoIterator<Item = &'w Watched>, from: Timestamp, until: Timestamp) -> Sample {
    let mut sum = Sample::default();
    for unit in units {
        let (begin, end) = (unit.from.max(from), unit.until.min(until));
        let seconds = end.duration_since(begin).as_secs();
        if seconds <= 0 {
            continue;
        }
        sum.units += 1;
        sum.seconds += seconds;
        let within = unit.stops.iter().filter(|at| **at >= begin && **at < end).count();
        sum.stops += i64::try_from(within).unwrap_or(i64::MAX);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn r36_the_rate_of_a_model_is_its_stops_over_the_time_of_use() {
        let (from, until) = (at("2025-01-01T00:00:00Z"), at("2026-01-01T06:00:00Z"));
        let stop = |n: i64| from.checked_add(jiff::SignedDuration::from_hours(n)).unwrap();
        let units: Vec<Watched> = (0..50)
            .map(|n| Watched {
                from,
                until,
                stops: (0..if n < 40 { 2 } else { 0 }).map(|k| stop(100 + 900 * k)).collect(),
            })
            .collect();
        let whole = sample(&units, from, until);
        assert_eq!((whole.units, whole.stops), (50, 80));
        assert_eq!(whole.per_year().unwrap().to_string(), "1.60");
        let early = sample(&units, from, stop(500));
        assert_eq!(early.stops, 40);
        assert!(whole.is_better_than(early) && !early.is_better_than(whole));
        assert_eq!(sample(&units, until, until).per_year(), None);
    }

    proptest! {
        #[test]
        fn what_is_better_is_never_also_worse(a in 0_i64..500, b in 1_i64..1_000_000, c in 0_i64..500, d in 1_i64..1_000_000) {
            let (one, other) = (Sample { units: 1, stops: a, seconds: b }, Sample { units: 1, stops: c, seconds: d });
            prop_assert!(!(one.is_better_than(other) && other.is_better_than(one)));
        }
    }
}
