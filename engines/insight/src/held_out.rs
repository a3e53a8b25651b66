//! Whether an estimate foretells: estimates made on one period, scored on the next.

use serde::Serialize;

use crate::rate::{GammaPrior, History, Prior, marginal, poisson};

/// Scores of four ways to foretell the second period's counts from the first's. Higher
/// log-likelihood is better, lower deviance is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// One rate for all groups.
    pub pooled: Score,
    /// Each group's own count, with half an outage at the pooled rate added so that none is nought.
    pub raw_plus_half: Score,
    /// Each group's own count as it is; groups that foretell nought and keep to it cost nothing.
    pub raw: f64,
    /// The rate that leans on the fleet.
    pub shrunken: Score,
    /// The same with its uncertainty: log-likelihood of the predictive distribution.
    pub predictive: f64,
}

/// How well rates foretold counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Poisson log-likelihood of the counts.
    pub log_likelihood: f64,
    /// Poisson deviance of the counts.
    pub deviance: f64,
}

/// Scores the ways against each other: each pair is one group's first and second period.
#[must_use]
pub fn compare(prior: &Prior, pairs: &[(History, History)]) -> Comparison {
    let pooled = prior.pooled();
    let half = |first: &History| (f64::from(first.events) + 0.5) / (first.exposure_years + 0.5 / pooled);
    let predictive = |first: &History| {
        prior.gamma.map(|gamma| GammaPrior {
            shape: gamma.shape + f64::from(first.events),
            years: gamma.years + first.exposure_years,
        })
    };
    Comparison {
        pooled: score(pairs, |_| pooled),
        raw_plus_half: score(pairs, half),
        raw: score(pairs, |first| first.raw().unwrap_or(0.0)).log_likelihood,
        shrunken: score(pairs, |first| prior.posterior(first).mean),
        predictive: pairs
            .iter()
            .map(|(first, second)| match predictive(first) {
                Some(gamma) => marginal(gamma, second),
                None => poisson(pooled, second),
            })
            .sum(),
    }
}

fn score(pairs: &[(History, History)], rate: impl Fn(&History) -> f64) -> Score {
    let mut whole = Score { log_likelihood: 0.0, deviance: 0.0 };
    for (first, second) in pairs {
        let mean = rate(first) * second.exposure_years;
        let count = f64::from(second.events);
        let counted = if second.events == 0 { 0.0 } else { count * (count / mean).ln() };
        whole.deviance += 2.0 * (counted - (count - mean));
        whole.log_likelihood += poisson(rate(first), second);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_groups_that_differ_the_leaning_rate_foretells_best() {
        let first = [4, 5, 3, 30, 28, 33, 11, 9, 12, 17];
        let second = [6, 3, 5, 25, 31, 26, 8, 12, 10, 20];
        let history = |events| History { exposure_years: 2.0, events };
        let pairs: Vec<_> = first.iter().zip(second).map(|(a, b)| (history(*a), history(b))).collect();
        let prior = Prior::fit(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>()).unwrap();
        let scores = compare(&prior, &pairs);
        assert!(scores.shrunken.log_likelihood > scores.raw);
        assert!(scores.shrunken.log_likelihood > scores.pooled.log_likelihood);
        assert!(scores.shrunken.deviance < scores.raw_plus_half.deviance);
        assert!(scores.predictive < 0.0);
    }

    #[test]
    fn a_perfect_forecast_has_no_deviance_and_nought_kept_costs_nothing() {
        let pair =
            |events| (History { exposure_years: 1.0, events }, History { exposure_years: 1.0, events });
        let pairs = [pair(0), pair(0), pair(7)];
        let perfect = score(&pairs, |first| first.raw().unwrap());
        assert!(perfect.deviance.abs() < 1e-12);
        let by_hand = 7.0 * 7.0_f64.ln() - 7.0 - (5040.0_f64).ln();
        assert!((perfect.log_likelihood - by_hand).abs() < 1e-12);
    }
}
