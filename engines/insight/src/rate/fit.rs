//! Maximum likelihood of the negative binomial with differing exposures.

use std::collections::BTreeMap;

use statrs::function::gamma::{digamma, ln_gamma};

use super::{GammaPrior, History, Prior};
use crate::solve;

/// A shape above this says that the groups do not differ.
const SHAPE_OF_NO_DIFFERENCE: f64 = 1e7;
/// A shape below this is not distinguished from nought.
const LEAST_SHAPE: f64 = 1e-6;
/// Gaps between counts that are summed term by term; beyond, the digamma function is as exact.
const SUMMED_GAP: u32 = 64;

/// Histories with time in service, at least one.
pub(super) fn fit(seen: &[History]) -> Prior {
    let whole = Counts::new(seen);
    let pooled = whole.events as f64 / whole.years;
    let gamma = whole.gamma(pooled);
    let log_likelihood = match gamma {
        Some(prior) => seen.iter().map(|one| marginal(prior, one)).sum(),
        None => seen.iter().map(|one| poisson(pooled, one)).sum(),
    };
    Prior { gamma, groups: seen.len(), events: whole.events, exposure_years: whole.years, log_likelihood }
}

/// Log-probability of a group's count when its rate comes from the gamma distribution.
pub(crate) fn marginal(prior: GammaPrior, one: &History) -> f64 {
    let (count, years) = (f64::from(one.events), one.exposure_years);
    let whole = prior.years + years;
    let counted = if one.events == 0 { 0.0 } else { count * (years / whole).ln() };
    ln_gamma(prior.shape + count)
        - ln_gamma(prior.shape)
        - ln_gamma(count + 1.0)
        - prior.shape * (years / prior.years).ln_1p()
        + counted
}

/// Log-probability of a group's count at a known rate.
pub(crate) fn poisson(rate: f64, one: &History) -> f64 {
    let mean = rate * one.exposure_years;
    let counted = if one.events == 0 { 0.0 } else { f64::from(one.events) * mean.ln() };
    counted - mean - ln_gamma(f64::from(one.events) + 1.0)
}

/// The groups, and their counts in order, so that each distinct count is summed once.
struct Counts<'a> {
    seen: &'a [History],
    tally: BTreeMap<u32, u32>,
    events: u64,
    years: f64,
}

impl<'a> Counts<'a> {
    fn new(seen: &'a [History]) -> Self {
        let mut tally = BTreeMap::new();
        for one in seen {
            *tally.entry(one.events).or_insert(0) += 1;
        }
        let events = seen.iter().map(|one| u64::from(one.events)).sum();
        let years = seen.iter().map(|one| one.exposure_years).sum();
        Self { seen, tally, events, years }
    }

    /// The gamma distribution that makes the counts most likely, or none where no finite one does:
    /// with the mean at the pooled rate, the likelihood rises away from "all alike" exactly when the
    /// squared deviations exceed the counts.
    fn gamma(&self, pooled: f64) -> Option<GammaPrior> {
        let excess: f64 = self
            .seen
            .iter()
            .map(|one| {
                let count = f64::from(one.events);
                (count - pooled * one.exposure_years).powi(2) - count
            })
            .sum();
        if excess <= 0.0 {
            return None;
        }
        let squares: f64 = self.seen.iter().map(|one| (pooled * one.exposure_years).powi(2)).sum();
        let mut mean = pooled;
        let mut score = |shape: f64| {
            mean = self.best_mean(shape, mean);
            self.shape_score(shape, mean)
        };
        let start = squares / excess;
        let (low, high) = solve::bracket_decreasing(&mut score, start, LEAST_SHAPE, SHAPE_OF_NO_DIFFERENCE)?;
        let shape = solve::root(|log_shape| score(log_shape.exp()), low.ln(), high.ln()).exp();
        let mean = self.best_mean(shape, mean);
        Some(GammaPrior { shape, years: shape / mean })
    }

    /// The most likely mean rate at a given shape: Newton's method on an increasing, concave function.
    fn best_mean(&self, shape: f64, start: f64) -> f64 {
        let events = self.events as f64;
        let mut mean = start;
        for _ in 0..60 {
            let (mut value, mut slope) = (-events, 0.0);
            for one in self.seen {
                let part = 1.0 / (shape + mean * one.exposure_years);
                let weight = (shape + f64::from(one.events)) * one.exposure_years * part;
                value += mean * weight;
                slope += weight * shape * part;
            }
            let next = mean - value / slope;
            let next = if next > 0.0 { next } else { mean / 2.0 };
            let moved = (next - mean).abs();
            mean = next;
            if moved <= 1e-14 * mean {
                break;
            }
        }
        mean
    }

    /// Slope of the log-likelihood along the shape, at the best mean.
    fn shape_score(&self, shape: f64, mean: f64) -> f64 {
        let mut score = 0.0;
        let (mut reached, mut sum) = (0_u32, 0.0);
        for (&count, &groups) in &self.tally {
            // psi(shape + count) - psi(shape), carried on from the count before.
            if count - reached <= SUMMED_GAP {
                sum += (reached..count).map(|n| 1.0 / (shape + f64::from(n))).sum::<f64>();
            } else {
                sum += digamma(shape + f64::from(count)) - digamma(shape + f64::from(reached));
            }
            reached = count;
            score += f64::from(groups) * sum;
        }
        for one in self.seen {
            let expected = mean * one.exposure_years;
            score += (expected - f64::from(one.events)) / (shape + expected) - (expected / shape).ln_1p();
        }
        score
    }
}
