//! What the histories say, as figures and as text.

use std::fmt::Write as _;

use accord_insight::{
    System,
    held_out::{Comparison, compare},
    mcf,
    rate::{History, Prior, Rate},
    trend::{Laplace, PowerLaw, laplace},
};
use anyhow::bail;
use serde::Serialize;

use super::{
    Insight,
    gather::{Fleet, days},
};

/// Points of a curve that the text shows.
const POINTS_SHOWN: usize = 10;

/// Everything that was found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// How the groups' rates differ.
    groups_differ: Prior,
    groups: Vec<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_out: Option<HeldOut>,
}

/// One group of units.
#[derive(Debug, Serialize)]
struct Group {
    name: String,
    units: usize,
    /// Outages a year as counted.
    counted: f64,
    /// The group's rate, leaning on the others.
    rate: Rate,
    /// How its units' rates differ.
    units_differ: Prior,
    trend: Option<PowerLaw>,
    laplace: Option<Laplace>,
    curve: Vec<mcf::Point>,
}

/// Estimates on one period, scored on the next.
#[derive(Debug, Serialize)]
struct HeldOut {
    units_differ: Prior,
    scores: Comparison,
}

pub(super) fn report(wanted: &Insight, fleet: &Fleet) -> anyhow::Result<Report> {
    let year = wanted.year();
    if !(year.is_finite() && year > 0.0) {
        bail!("--year must be more than nought");
    }
    let history = |system: &System| History {
        exposure_years: system.end() / year,
        events: u32::try_from(system.events().len()).unwrap_or(u32::MAX),
    };
    let of_units = |units: &mut dyn Iterator<Item = &System>| units.map(history).collect::<Vec<_>>();
    let sums: Vec<History> =
        fleet.values().map(|units| History::sum(&of_units(&mut units.values()))).collect();
    let groups_differ = Prior::fit(&sums)?;
    let mut groups = Vec::new();
    for ((name, units), sum) in fleet.iter().zip(&sums) {
        let systems: Vec<System> = units.values().cloned().collect();
        groups.push(Group {
            name: name.clone(),
            units: units.len(),
            counted: sum.raw().unwrap_or_default(),
            rate: groups_differ.posterior(sum),
            units_differ: Prior::fit(&of_units(&mut units.values()))?,
            trend: PowerLaw::fit(&systems).ok(),
            laplace: laplace(&systems),
            curve: mcf::curve(&systems),
        });
    }
    Ok(Report { groups_differ, groups, held_out: held_out(wanted, fleet)? })
}

fn held_out(wanted: &Insight, fleet: &Fleet) -> anyhow::Result<Option<HeldOut>> {
    let (Some(from), Some(split)) = (wanted.from, wanted.split) else { return Ok(None) };
    let at = days(from, split.into())?;
    let pairs: Vec<(History, History)> = fleet
        .values()
        .flat_map(|units| units.values())
        .map(|system| {
            // An outage at the dividing moment belongs to what comes after it.
            let before = system.events().partition_point(|time| *time < at);
            let after = system.events().len() - before;
            let period = |days: f64, events: usize| History {
                exposure_years: days / wanted.year(),
                events: u32::try_from(events).unwrap_or(u32::MAX),
            };
            (period(at, before), period(system.end() - at, after))
        })
        .collect();
    if pairs.iter().any(|(first, second)| first.exposure_years <= 0.0 || second.exposure_years <= 0.0) {
        bail!("--split must lie between --from and --until");
    }
    let first: Vec<History> = pairs.iter().map(|(first, _)| *first).collect();
    let units_differ = Prior::fit(&first)?;
    Ok(Some(HeldOut { units_differ, scores: compare(&units_differ, &pairs) }))
}

impl Report {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        match self.write(&mut text) {
            Ok(()) => text,
            Err(error) => error.to_string(),
        }
    }

    fn write(&self, to: &mut String) -> std::fmt::Result {
        writeln!(
            to,
            "{:<16} {:>6} {:>8} {:>12} {:>10} {:>10}   90 % between",
            "group", "units", "outages", "unit-years", "counted", "a year"
        )?;
        for group in &self.groups {
            let rate = &group.rate;
            writeln!(
                to,
                "{:<16} {:>6} {:>8} {:>12.2} {:>10.4} {:>10.4}   {:.4} and {:.4}",
                group.name,
                group.units,
                rate.events,
                rate.exposure_years,
                group.counted,
                rate.mean,
                rate.low,
                rate.high
            )?;
        }
        if self.groups.len() > 1 {
            writeln!(to, "groups: {}", differ(&self.groups_differ))?;
        }
        for group in &self.groups {
            group.write(to)?;
        }
        match &self.held_out {
            Some(held_out) => held_out.write(to),
            None => Ok(()),
        }
    }
}

impl Group {
    fn write(&self, to: &mut String) -> std::fmt::Result {
        writeln!(to, "\n{}", self.name)?;
        writeln!(to, "  units: {}", differ(&self.units_differ))?;
        match &self.trend {
            Some(law) => {
                writeln!(
                    to,
                    "  power law: beta {:.6} (se {:.6}), lambda {:.8e}; constant rate {:.8e}",
                    law.beta, law.se_beta, law.lambda, law.constant_rate
                )?;
                let said = match (law.is_shown(), law.beta > 1.0) {
                    (false, _) => "no trend is shown",
                    (true, true) => "outages come more often with age",
                    (true, false) => "outages come less often with age",
                };
                writeln!(
                    to,
                    "  against a constant rate: likelihood ratio {:.4}, p {}: {said}",
                    law.likelihood_ratio,
                    Probability(law.p)
                )?;
            }
            None => writeln!(to, "  too few outages for a trend")?,
        }
        if let Some(test) = &self.laplace {
            writeln!(to, "  Laplace: z {:.5}, p {}", test.z, Probability(test.p))?;
        }
        self.write_curve(to)
    }

    fn write_curve(&self, to: &mut String) -> std::fmt::Result {
        if self.curve.is_empty() {
            return Ok(());
        }
        writeln!(
            to,
            "  {:>12} {:>8} {:>8} {:>12} {:>12}",
            "time", "at risk", "outages", "mean so far", "se"
        )?;
        let every = self.curve.len().div_ceil(POINTS_SHOWN);
        for (at, point) in self.curve.iter().enumerate() {
            if (at + 1) % every == 0 || at + 1 == self.curve.len() {
                writeln!(
                    to,
                    "  {:>12.3} {:>8} {:>8} {:>12.6} {:>12.6}",
                    point.time, point.at_risk, point.events, point.mean, point.se
                )?;
            }
        }
        Ok(())
    }
}

impl HeldOut {
    fn write(&self, to: &mut String) -> std::fmt::Result {
        let scores = &self.scores;
        writeln!(to, "\nunits before the split: {}", differ(&self.units_differ))?;
        writeln!(to, "{:<28} {:>16} {:>12}", "foretold after the split by", "log-likelihood", "deviance")?;
        for (name, score) in [
            ("one rate for all", scores.pooled),
            ("each one's own, plus a half", scores.raw_plus_half),
            ("rates that lean on the fleet", scores.shrunken),
        ] {
            writeln!(to, "{name:<28} {:>16.3} {:>12.3}", score.log_likelihood, score.deviance)?;
        }
        writeln!(to, "{:<28} {:>16.3}", "each one's own", scores.raw)?;
        writeln!(to, "{:<28} {:>16.3}", "leaning, with uncertainty", scores.predictive)
    }
}

fn differ(prior: &Prior) -> String {
    match prior.gamma {
        Some(gamma) => format!(
            "rates differ, gamma of shape {:.4} and {:.4} years; log-likelihood {:.4}",
            gamma.shape, gamma.years, prior.log_likelihood
        ),
        None => format!("no more different than by chance; {:.4} a year for all", prior.pooled()),
    }
}

/// A probability as people read it: small ones by their magnitude.
struct Probability(f64);

impl std::fmt::Display for Probability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 < 1e-3 { write!(f, "{:.3e}", self.0) } else { write!(f, "{:.5}", self.0) }
    }
}
