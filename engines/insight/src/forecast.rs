//! How many outages the next year will bring: by the trend where one is shown, else by the rate that
//! leans on the fleet.

use serde::{Deserialize, Serialize};

use crate::rate::{INTERVAL, Rate};
use crate::system::System;
use crate::trend::PowerLaw;

/// What a forecast rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "basis")]
pub enum Basis {
    /// No trend is shown: the rate of the group.
    Rate,
    /// The power law of the group, at the unit's age.
    Trend {
        /// Its exponent; above one, outages come more often with age.
        beta: f64,
        /// Probability that chance alone looks like this trend.
        p: f64,
        /// The year lies beyond every age that was watched: the law is carried on.
        beyond_observation: bool,
    },
}

/// Outages expected in the year after an age.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Expected outages.
    pub mean: f64,
    /// Lower end of the interval for the expectation ([`INTERVAL`]).
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What it rests on.
    pub basis: Basis,
}

/// The year that begins at `age_years`, for a unit of the group with these histories (in years) and
/// this rate.
#[must_use]
pub fn next_year(systems: &[System], rate: &Rate, age_years: f64) -> Forecast {
    let plain = Forecast { mean: rate.mean, low: rate.low, high: rate.high, basis: Basis::Rate };
    let age = if age_years.is_finite() { age_years.max(0.0) } else { return plain };
    match PowerLaw::fit(systems) {
        Ok(law) if law.is_shown() => {
            let mean = law.expected(age, age + 1.0);
            let width = (NORMAL_QUANTILE * law.log_error(age, age + 1.0)).exp();
            let watched = systems.iter().map(System::end).fold(0.0, f64::max);
            let beyond_observation = age >= watched;
            let basis = Basis::Trend { beta: law.beta, p: law.p, beyond_observation };
            Forecast { mean, low: mean / width, high: mean * width, basis }
        }
        _ => plain,
    }
}

/// The standard normal's quantile at the upper end of the interval.
const NORMAL_QUANTILE: f64 = 1.644_853_626_951_472_2;
const _: () = assert!(INTERVAL == 0.90, "the quantile belongs to the interval");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::{History, Prior};

    fn rate(systems: &[System]) -> Rate {
        let histories: Vec<History> = systems
            .iter()
            .map(|one| History { exposure_years: one.end(), events: one.events().len() as u32 })
            .collect();
        Prior::fit(&histories).unwrap().posterior(&History::sum(&histories))
    }

    #[test]
    fn without_a_trend_the_year_is_the_rate() {
        let systems = [System::new(10.0, (1..20).map(|n| f64::from(n) / 2.0).collect()).unwrap()];
        let rate = rate(&systems);
        let year = next_year(&systems, &rate, 3.0);
        assert_eq!((year.mean, year.basis), (rate.mean, Basis::Rate));
    }

    #[test]
    fn with_a_trend_an_old_unit_has_more_ahead_than_a_young_one() {
        let systems: Vec<System> = (0..6)
            .map(|unit| {
                let end = 5.0 + f64::from(unit) / 2.0;
                let events = (1..30)
                    .map(|n| (f64::from(n) * 1.7 + f64::from(unit)).sqrt())
                    .filter(|time| *time <= end)
                    .collect();
                System::new(end, events).unwrap()
            })
            .collect();
        let rate = rate(&systems);
        let (young, old) = (next_year(&systems, &rate, 0.0), next_year(&systems, &rate, 6.0));
        assert!(matches!(young.basis, Basis::Trend { beyond_observation: false, .. }));
        assert!(young.mean < rate.mean && rate.mean < old.mean);
        assert!(young.low < young.mean && young.mean < young.high);
        let carried = next_year(&systems, &rate, 20.0);
        assert!(matches!(carried.basis, Basis::Trend { beyond_observation: true, .. }));
        assert!((carried.high / carried.mean).ln() > (old.high / old.mean).ln());
    }
}
