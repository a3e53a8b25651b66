//! How often something stops, with small samples drawn towards their fleet (R11, R14, R57).
//!
//! Each group (a model among models, a unit among units of a model) has a rate of its own; the rates
//! of the fleet follow a gamma distribution; counts are Poisson over the time in service. The
//! distribution is fitted to the counts (marginal maximum likelihood), so that a group with little
//! history leans on the fleet and one with much speaks for itself. Where the counts differ no more
//! than chance would make them, every group has the pooled rate.

mod fit;

pub(crate) use fit::{marginal, poisson};

use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{gamma_lr, ln_gamma};
use thiserror::Error;

use crate::solve;

/// The part of belief that lies between [`Rate::low`] and [`Rate::high`].
pub const INTERVAL: f64 = 0.90;
/// From this shape on the normal is right to more digits than anybody reads, and the search is slow.
const NEARLY_NORMAL: f64 = 1e5;

/// What was seen of one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Years in service while somebody watched, all units together.
    pub exposure_years: f64,
    /// Outages in that time.
    pub events: u32,
}

/// Why no rate can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RateError {
    /// There is no time in service at all: nothing was seen, so nothing is said.
    #[error("no time in service was watched")]
    NoExposure,
    /// A time in service that is negative or no number, or outages without any time.
    #[error("a history has outages without time in service, or a time that is none")]
    BadExposure,
}

/// How rates differ in a fleet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Shape and years of the gamma distribution of rates; none where the groups differ no more than
    /// by chance.
    pub gamma: Option<GammaPrior>,
    /// Groups with time in service.
    pub groups: usize,
    /// Outages of all groups.
    pub events: u64,
    /// Years in service of all groups.
    pub exposure_years: f64,
    /// Log-likelihood of the counts under this prior.
    pub log_likelihood: f64,
}

/// A gamma distribution of yearly rates: mean `shape / years`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GammaPrior {
    /// The shape, as if so many outages had been seen before.
    pub shape: f64,
    /// The years, as if in so many years.
    pub years: f64,
}

/// A yearly rate and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// Outages a year, expected.
    pub mean: f64,
    /// Lower end of the [`INTERVAL`].
    pub low: f64,
    /// Upper end of the [`INTERVAL`].
    pub high: f64,
    /// Outages of the group itself.
    pub events: u32,
    /// Years in service of the group itself.
    pub exposure_years: f64,
    /// How uncertain the rate is, for a simulation: a gamma distribution with mean [`Rate::mean`].
    pub belief: GammaPrior,
}

impl History {
    /// What was seen of several groups together.
    #[must_use]
    pub fn sum(histories: &[Self]) -> Self {
        histories.iter().fold(Self { exposure_years: 0.0, events: 0 }, |sum, one| Self {
            exposure_years: sum.exposure_years + one.exposure_years,
            events: sum.events.saturating_add(one.events),
        })
    }

    /// Outages a year as counted, without any leaning; none without time in service.
    #[must_use]
    pub fn raw(&self) -> Option<f64> {
        (self.exposure_years > 0.0).then(|| f64::from(self.events) / self.exposure_years)
    }
}

impl Prior {
    /// Fits how the rates of these groups differ. Groups without time in service and without outages
    /// say nothing and are passed over.
    ///
    /// # Errors
    /// No time in service at all, or a history that cannot be.
    pub fn fit(histories: &[History]) -> Result<Self, RateError> {
        let bad = |one: &History| {
            let years = one.exposure_years;
            !years.is_finite() || years < 0.0 || (years == 0.0 && one.events > 0)
        };
        if histories.iter().any(bad) {
            return Err(RateError::BadExposure);
        }
        let seen: Vec<History> = histories.iter().copied().filter(|one| one.exposure_years > 0.0).collect();
        if seen.is_empty() {
            return Err(RateError::NoExposure);
        }
        Ok(fit::fit(&seen))
    }

    /// Outages a year of all groups together, as counted.
    #[must_use]
    pub fn pooled(&self) -> f64 {
        self.events as f64 / self.exposure_years
    }

    /// The rate of a group with this history, leaning on the fleet. A group of which nothing was seen
    /// has the fleet's rate with all its uncertainty.
    #[must_use]
    pub fn posterior(&self, history: &History) -> Rate {
        let (mean, wide, belief) = match self.gamma {
            Some(prior) => {
                let shape = prior.shape + f64::from(history.events);
                let years = prior.years + history.exposure_years.max(0.0);
                let belief = GammaPrior { shape, years };
                (shape / years, belief, belief)
            }
            None => self.common(),
        };
        let tail = (1.0 - INTERVAL) / 2.0;
        Rate {
            mean,
            low: wide.quantile(tail),
            high: wide.quantile(1.0 - tail),
            events: history.events,
            exposure_years: history.exposure_years,
            belief,
        }
    }

    /// The pooled rate with the interval by Jeffreys; the belief for simulations is moved to the mean
    /// that is shown, but for a fleet that never stopped, where that mean is nought.
    fn common(&self) -> (f64, GammaPrior, GammaPrior) {
        let mean = self.pooled();
        let wide = GammaPrior { shape: self.events as f64 + 0.5, years: self.exposure_years };
        let years = if mean > 0.0 { wide.shape / mean } else { wide.years };
        (mean, wide, GammaPrior { shape: wide.shape, years })
    }
}

impl GammaPrior {
    /// The rate below which this part of the belief lies, for a part between 0 and 1.
    #[must_use]
    pub fn quantile(&self, part: f64) -> f64 {
        if part <= 0.0 {
            return 0.0;
        }
        if part >= 1.0 {
            return f64::INFINITY;
        }
        let scaled = if self.shape > NEARLY_NORMAL { self.by_the_normal(part) } else { self.by_search(part) };
        scaled / self.years
    }

    /// On a logarithmic axis, because most of a small shape's belief lies very close to nought. The
    /// distribution is never above its leading term, which bounds the search from below, and is it,
    /// close to nought.
    fn by_search(&self, part: f64) -> f64 {
        let leading = (part.ln() + ln_gamma(self.shape + 1.0)) / self.shape;
        if leading < -40.0 {
            return leading.exp();
        }
        let highest = (self.shape + 20.0 * self.shape.sqrt() - (1.0 - part).ln() * 4.0 + 20.0).ln();
        solve::root(|log| gamma_lr(self.shape, log.exp()) - part, leading, highest).exp()
    }

    /// Wilson and Hilferty: the cube root is nearly normal.
    fn by_the_normal(&self, part: f64) -> f64 {
        let z = -std::f64::consts::SQRT_2 * erfc_inv(2.0 * part);
        let ninth = 1.0 / (9.0 * self.shape);
        self.shape * (1.0 - ninth + z * ninth.sqrt()).powi(3)
    }
}

#[cfg(test)]
mod tests;
