//! Whether outages come more often, or less, as equipment ages.
//!
//! The power law (Crow, Duane): the expected number of outages of a unit by age t is lambda t^beta,
//! fitted by maximum likelihood to several units, each watched to its own end (time-truncated). Beta
//! above one means that it gets worse. The likelihood ratio against a constant rate says whether that
//! is more than chance; Laplace's test asks the same another way.

use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;
use thiserror::Error;

use crate::solve;
use crate::system::{System, event_count};

/// Below this probability of chance alone, a trend counts as shown.
pub const LEVEL: f64 = 0.05;
/// Fewer outages than this show no trend, whatever the ratio: its distribution is not yet what it is
/// for many.
pub const LEAST_EVENTS: usize = 10;

/// Why no trend can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TrendError {
    /// No outage, or a single one: a trend needs two.
    #[error("a trend needs at least two outages")]
    TooFew,
    /// All outages at the last moment: the likelihood has no top.
    #[error("all outages are at the end of the observation")]
    AtTheEnd,
}

/// A fitted power law, and the constant rate it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PowerLaw {
    /// Outages.
    pub events: usize,
    /// Units.
    pub systems: usize,
    /// Time watched, all units together.
    pub total_time: f64,
    /// The exponent.
    pub beta: f64,
    /// Its standard error, from the curvature of the likelihood.
    pub se_beta: f64,
    /// Expected outages of a unit by age one.
    pub lambda: f64,
    /// Log-likelihood of the power law.
    pub log_likelihood: f64,
    /// Outages per unit of time, if constant.
    pub constant_rate: f64,
    /// Log-likelihood of the constant rate.
    pub constant_log_likelihood: f64,
    /// Twice the difference of the two.
    pub likelihood_ratio: f64,
    /// Probability of such a ratio, or a greater one, by chance.
    pub p: f64,
    /// Slope of the logarithm of lambda along beta at the top, for forecasts.
    #[serde(skip)]
    lambda_slope: f64,
}

/// Laplace's test for a trend.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Laplace {
    /// Standard normal if the rate is constant; positive when outages come late.
    pub z: f64,
    /// Two-sided probability of such a value by chance.
    pub p: f64,
}

impl PowerLaw {
    /// Fits the power law to these units.
    ///
    /// # Errors
    /// Fewer than two outages, or all of them at the end of the observation.
    pub fn fit(systems: &[System]) -> Result<Self, TrendError> {
        let count = event_count(systems);
        if count < 2 {
            return Err(TrendError::TooFew);
        }
        let events = count as f64;
        let longest = systems.iter().map(System::end).fold(0.0, f64::max);
        // Time in parts of the longest observation, so that no power grows out of range.
        let logs: f64 = systems.iter().flat_map(System::events).map(|time| (time / longest).ln()).sum();
        let score = |beta: f64| events / beta + logs - events * Sums::at(systems, longest, beta).mean_log();
        let (low, high) = solve::bracket_decreasing(score, 1.0, 1e-6, 1e6).ok_or(TrendError::AtTheEnd)?;
        let beta = solve::root(|log_beta| score(log_beta.exp()), low.ln(), high.ln()).exp();
        let sums = Sums::at(systems, longest, beta);
        let log_lambda = (events / sums.power).ln() - beta * longest.ln();
        let log_times: f64 = systems.iter().flat_map(System::events).map(|time| time.ln()).sum();
        let total_time: f64 = systems.iter().map(System::end).sum();
        let log_likelihood = events * (log_lambda + beta.ln()) + (beta - 1.0) * log_times - events;
        let constant_rate = events / total_time;
        let constant_log_likelihood = events * constant_rate.ln() - events;
        let likelihood_ratio = (2.0 * (log_likelihood - constant_log_likelihood)).max(0.0);
        Ok(Self {
            events: count,
            systems: systems.len(),
            total_time,
            beta,
            se_beta: (events / (beta * beta) + events * sums.log_variance()).sqrt().recip(),
            lambda: log_lambda.exp(),
            log_likelihood,
            constant_rate,
            constant_log_likelihood,
            likelihood_ratio,
            // The chi-square tail of one degree of freedom, right far out.
            p: erfc((likelihood_ratio / 2.0).sqrt()),
            lambda_slope: -(sums.mean_log() + longest.ln()),
        })
    }

    /// Whether a trend counts as shown.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.events >= LEAST_EVENTS && self.p < LEVEL
    }

    /// Expected outages of a unit between two ages.
    #[must_use]
    pub fn expected(&self, from: f64, to: f64) -> f64 {
        self.lambda * (to.max(0.0).powf(self.beta) - from.max(0.0).powf(self.beta))
    }

    /// Standard error of the logarithm of [`PowerLaw::expected`]: what the count and the exponent
    /// leave open.
    #[must_use]
    pub fn log_error(&self, from: f64, to: f64) -> f64 {
        let power_log = |time: f64| if time > 0.0 { time.powf(self.beta) * time.ln() } else { 0.0 };
        let between = self.expected(from, to) / self.lambda;
        let slope = self.lambda_slope + (power_log(to) - power_log(from)) / between;
        (1.0 / self.events as f64 + (slope * self.se_beta).powi(2)).sqrt()
    }
}

/// Sums over the units' ends, weighted by their power.
struct Sums {
    power: f64,
    log: f64,
    log_squared: f64,
}

impl Sums {
    fn at(systems: &[System], longest: f64, beta: f64) -> Self {
        let mut sums = Self { power: 0.0, log: 0.0, log_squared: 0.0 };
        for system in systems {
            let log = (system.end() / longest).ln();
            let power = (beta * log).exp();
            sums.power += power;
            sums.log += power * log;
            sums.log_squared += power * log * log;
        }
        sums
    }

    fn mean_log(&self) -> f64 {
        self.log / self.power
    }

    fn log_variance(&self) -> f64 {
        (self.log_squared / self.power - self.mean_log().powi(2)).max(0.0)
    }
}

/// Laplace's test over several units, each watched to its own end; none without outages.
#[must_use]
pub fn laplace(systems: &[System]) -> Option<Laplace> {
    let (mut late, mut variance) = (0.0, 0.0);
    for system in systems {
        let count = system.events().len() as f64;
        late += system.events().iter().sum::<f64>() - count * system.end() / 2.0;
        variance += count * system.end() * system.end() / 12.0;
    }
    (variance > 0.0).then(|| {
        let z = late / variance.sqrt();
        Laplace { z, p: erfc(z.abs() / std::f64::consts::SQRT_2) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} is not {b}");
    }

    #[test]
    fn one_unit_has_the_closed_form() {
        let times = [1.0, 4.0, 4.5, 7.0, 8.2, 9.9];
        let fit = PowerLaw::fit(&[System::new(10.0, times.to_vec()).unwrap()]).unwrap();
        let beta = 6.0 / times.iter().map(|time| (10.0 / time).ln()).sum::<f64>();
        near(fit.beta, beta);
        near(fit.lambda, 6.0 / 10.0_f64.powf(beta));
        near(fit.se_beta, beta / 6.0_f64.sqrt());
        near(fit.expected(0.0, 10.0), 6.0);
        // At the common end the count is what was seen, so only the count's own error is left.
        near(fit.log_error(0.0, 10.0), 6.0_f64.sqrt().recip());
    }

    #[test]
    fn several_units_are_at_the_top_of_their_likelihood() {
        let systems = [
            System::new(730.0, vec![120.0, 500.0, 690.0]).unwrap(),
            System::new(400.0, vec![333.0]).unwrap(),
            System::new(900.0, vec![80.0, 410.0, 620.0, 800.0, 899.0]).unwrap(),
            System::new(250.0, vec![]).unwrap(),
        ];
        let fit = PowerLaw::fit(&systems).unwrap();
        let likelihood = |lambda: f64, beta: f64| {
            systems
                .iter()
                .map(|one| {
                    one.events().iter().map(|t| (lambda * beta * t.powf(beta - 1.0)).ln()).sum::<f64>()
                        - lambda * one.end().powf(beta)
                })
                .sum::<f64>()
        };
        near(fit.log_likelihood, likelihood(fit.lambda, fit.beta));
        near(fit.constant_log_likelihood, likelihood(9.0 / 2280.0, 1.0));
        for (a, b) in [(1.001, 1.0), (0.999, 1.0), (1.0, 1.0005), (1.0, 0.9995)] {
            assert!(fit.log_likelihood > likelihood(fit.lambda * a, fit.beta * b));
        }
        // The same in another unit of time is the same exponent and the same ratio.
        let years: Vec<System> = systems
            .iter()
            .map(|one| {
                System::new(one.end() / 365.0, one.events().iter().map(|t| t / 365.0).collect()).unwrap()
            })
            .collect();
        let again = PowerLaw::fit(&years).unwrap();
        near(again.beta, fit.beta);
        near(again.likelihood_ratio, fit.likelihood_ratio);
        near(again.expected(1.0, 2.0), fit.expected(365.0, 730.0));
        near(again.log_error(1.0, 2.0), fit.log_error(365.0, 730.0));
    }

    #[test]
    fn an_even_flow_shows_no_trend_and_a_swelling_one_does() {
        let even = System::new(60.0, (1..60).map(f64::from).collect()).unwrap();
        let fit = PowerLaw::fit(std::slice::from_ref(&even)).unwrap();
        assert!(!fit.is_shown() && fit.p > 0.5, "{}", fit.p);
        assert!(laplace(&[even]).unwrap().p > 0.9);
        let swelling = System::new(8.0, (1..60).map(|n| f64::from(n).sqrt()).collect()).unwrap();
        let fit = PowerLaw::fit(std::slice::from_ref(&swelling)).unwrap();
        assert!(fit.is_shown() && (fit.beta - 2.0).abs() < 0.3, "{}", fit.beta);
        let test = laplace(&[swelling]).unwrap();
        assert!(test.z > 3.0 && test.p < 0.01);
    }

    #[test]
    fn tails_far_out_keep_their_digits() {
        // Probabilities of the normal at 4, 7 and 9 standard deviations, both sides.
        for (z, p) in
            [(4.0, 6.334_248_366_624e-5), (7.0, 2.559_625_087_771_67e-12), (9.0, 2.257_176_811_907_67e-19)]
        {
            let q = erfc(z / std::f64::consts::SQRT_2);
            assert!((q / p - 1.0).abs() < 1e-10, "{q} is not {p}");
        }
    }

    #[test]
    fn few_outages_show_nothing_and_none_are_refused() {
        let one = |events: Vec<f64>| [System::new(5.0, events).unwrap()];
        assert_eq!(PowerLaw::fit(&one(vec![])), Err(TrendError::TooFew));
        assert_eq!(PowerLaw::fit(&one(vec![3.0])), Err(TrendError::TooFew));
        assert_eq!(PowerLaw::fit(&one(vec![5.0, 5.0])), Err(TrendError::AtTheEnd));
        assert!(!PowerLaw::fit(&one(vec![4.98, 4.985, 4.99, 5.0])).unwrap().is_shown());
        assert!(laplace(&one(vec![])).is_none());
    }
}
