//! How much one year with a plan can differ from another: a seeded simulation. **An estimate**, in
//! floating point; what is owed comes from [`crate::worth`].
//!
//! Each simulated year draws its rate from what is believed of it, its outages from that rate
//! (Poisson), and for each outage one factor by which it is longer or shorter than usual (lognormal,
//! mean 1): a hard repair is hard with the plan and without, so the factor stretches the hours saved.
//! The net is what was saved less the price. The mean over all years is therefore that of the exact
//! table at the expected number of outages.

mod draw;

use rust_decimal::prelude::{Decimal, FromPrimitive, RoundingStrategy};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rate::GammaPrior;
use crate::worth::Worth;
use draw::Source;

/// Simulated years where nothing else is wanted.
pub const YEARS: u32 = 10_000;
/// The most outages that all simulated years may expect together; beyond, the answer takes too long.
pub const MOST_OUTAGES: f64 = 20_000_000.0;

/// What is believed of a unit's yearly rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Belief {
    /// Known, or set: outages a year.
    Known(f64),
    /// Estimated: [`crate::rate::Rate::belief`].
    Estimated(GammaPrior),
}

/// What is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scenario {
    /// What is believed of the rate.
    pub rate: Belief,
    /// Coefficient of variation of an outage's length; 0 makes all alike.
    pub length_cv: f64,
    /// Years to simulate.
    pub years: u32,
    /// The seed: the same gives the same on every machine. [`seed`] makes one of the inputs.
    pub seed: u64,
}

/// The yearly net, as it spreads. Amounts to the currency's decimals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// One year in ten is below.
    pub p10: Decimal,
    /// One year in two is below.
    pub p50: Decimal,
    /// One year in ten is above.
    pub p90: Decimal,
    /// Mean of all simulated years.
    pub mean: Decimal,
    /// Part of the years in which the plan saved more than its price, 0 to 1.
    pub pays: f64,
    /// Years simulated.
    pub years: u32,
}

/// Why nothing is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SimulateError {
    /// A rate that is negative, no number, or unbounded.
    #[error("the rate is none")]
    Rate,
    /// A coefficient of variation that is negative or no number.
    #[error("the spread of an outage's length is none")]
    Length,
    /// No years, or so many outages that it would take too long.
    #[error("too few years, or too many outages")]
    Size,
    /// An amount beyond every trade.
    #[error("the figures are too large")]
    TooLarge,
}

/// Simulates the yearly net of a plan.
///
/// # Errors
/// A scenario that cannot be, or one that would take too long.
pub fn run(worth: &Worth, scenario: &Scenario) -> Result<Spread, SimulateError> {
    check(scenario)?;
    let (avoided, price) = worth.for_estimate();
    let sigma = libm::sqrt(libm::log1p(scenario.length_cv * scenario.length_cv));
    let shift = -sigma * sigma / 2.0;
    let mut source = Source::new(scenario.seed);
    let mut nets: Vec<f64> = (0..scenario.years)
        .map(|_| {
            let rate = match scenario.rate {
                Belief::Known(rate) => rate,
                Belief::Estimated(belief) => source.gamma(belief.shape) / belief.years,
            };
            let outages = source.poisson(rate);
            let lengths = if sigma > 0.0 {
                (0..outages).map(|_| libm::exp(shift + sigma * source.normal())).sum::<f64>()
            } else {
                outages as f64
            };
            avoided * lengths - price
        })
        .collect();
    let years = f64::from(scenario.years);
    // A year at break-even does not pay, and a rounding in the last digit must not make it.
    let least = price * 1e-9;
    let pays = nets.iter().filter(|net| **net > least).count() as f64 / years;
    let mean = nets.iter().sum::<f64>() / years;
    let decimals = worth.decimals();
    Ok(Spread {
        p10: amount(quantile(&mut nets, 0.1), decimals)?,
        p50: amount(quantile(&mut nets, 0.5), decimals)?,
        p90: amount(quantile(&mut nets, 0.9), decimals)?,
        mean: amount(mean, decimals)?,
        pays,
        years: scenario.years,
    })
}

/// A seed from the inputs, so that the same question has the same answer and another has another
/// (FNV-1a of 64 bits).
#[must_use]
pub fn seed(inputs: &str) -> u64 {
    inputs.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn check(scenario: &Scenario) -> Result<(), SimulateError> {
    let mean = match scenario.rate {
        Belief::Known(rate) => rate,
        Belief::Estimated(belief) if belief.shape > 0.0 && belief.years > 0.0 => belief.shape / belief.years,
        Belief::Estimated(_) => return Err(SimulateError::Rate),
    };
    if !mean.is_finite() || mean < 0.0 {
        return Err(SimulateError::Rate);
    }
    if !scenario.length_cv.is_finite() || scenario.length_cv < 0.0 {
        return Err(SimulateError::Length);
    }
    if scenario.years == 0 || mean * f64::from(scenario.years) > MOST_OUTAGES {
        return Err(SimulateError::Size);
    }
    Ok(())
}

/// The least value that at least this part of all does not exceed.
fn quantile(values: &mut [f64], part: f64) -> f64 {
    let rank = libm::ceil(part * values.len() as f64) as usize;
    let last = values.len().saturating_sub(1);
    if values.is_empty() {
        return f64::NAN;
    }
    *values.select_nth_unstable_by(rank.saturating_sub(1).min(last), f64::total_cmp).1
}

fn amount(value: f64, decimals: u32) -> Result<Decimal, SimulateError> {
    let exact = Decimal::from_f64(value).ok_or(SimulateError::TooLarge)?;
    let mut rounded = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    Ok(rounded)
}

#[cfg(test)]
mod tests;
