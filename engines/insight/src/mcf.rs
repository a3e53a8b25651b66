//! How many outages a unit has had, on average, by each age: Nelson's mean cumulative function, with
//! the standard errors of Lawless and Nadeau, which hold however the outages of one unit hang together.
//!
//! A unit is at risk through the end of its observation: an outage at that very time still counts.

use serde::{Deserialize, Serialize};

use crate::system::System;

/// One step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Age.
    pub time: f64,
    /// Units still watched at that age.
    pub at_risk: usize,
    /// Outages at that age, all units together.
    pub events: usize,
    /// Outages of a unit up to that age, on average.
    pub mean: f64,
    /// Standard error of the mean.
    pub se: f64,
}

/// The whole curve: one point for each age with an outage, youngest first.
#[must_use]
pub fn curve(systems: &[System]) -> Vec<Point> {
    let mut outages: Vec<(f64, usize)> = systems
        .iter()
        .enumerate()
        .flat_map(|(unit, system)| system.events().iter().map(move |time| (*time, unit)))
        .collect();
    outages.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut exits: Vec<(f64, usize)> =
        systems.iter().enumerate().map(|(unit, system)| (system.end(), unit)).collect();
    exits.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut exits = exits.into_iter().peekable();
    let mut walk = Walk::new(systems.len());
    let mut points = Vec::new();
    for same in outages.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(time, _)) = same.first() else { continue };
        while let Some((_, unit)) = exits.next_if(|(end, _)| *end < time) {
            walk.leave(unit);
        }
        points.push(walk.step(time, same));
    }
    points
}

/// The curve's value at an age: the last step at or before it; none before the first.
#[must_use]
pub fn at(points: &[Point], time: f64) -> Option<&Point> {
    points.partition_point(|point| point.time <= time).checked_sub(1).and_then(|last| points.get(last))
}

/// Each unit's share in the variance is the square of its own sum of deviations. Units at risk have
/// the part of the fleet in common, so it is kept once, and only what is a unit's own is kept with it.
struct Walk {
    own: Vec<f64>,
    /// Sum and sum of squares of `own` over the units at risk.
    sum: f64,
    squares: f64,
    at_risk: usize,
    common: f64,
    /// Squares of the units that have left.
    left: f64,
    mean: f64,
}

impl Walk {
    fn new(units: usize) -> Self {
        Self {
            own: vec![0.0; units],
            sum: 0.0,
            squares: 0.0,
            at_risk: units,
            common: 0.0,
            left: 0.0,
            mean: 0.0,
        }
    }

    fn leave(&mut self, unit: usize) {
        let Some(&own) = self.own.get(unit) else { return };
        self.sum -= own;
        self.squares -= own * own;
        self.at_risk -= 1;
        self.left += (own - self.common).powi(2);
    }

    fn step(&mut self, time: f64, outages: &[(f64, usize)]) -> Point {
        let risk = self.at_risk as f64;
        let average = outages.len() as f64 / risk;
        for &(_, unit) in outages {
            let Some(own) = self.own.get_mut(unit) else { continue };
            self.squares -= *own * *own;
            *own += 1.0 / risk;
            self.squares += *own * *own;
            self.sum += 1.0 / risk;
        }
        self.mean += average;
        self.common += average / risk;
        let here = self.squares - 2.0 * self.common * self.sum + risk * self.common * self.common;
        Point {
            time,
            at_risk: self.at_risk,
            events: outages.len(),
            mean: self.mean,
            se: (self.left + here).max(0.0).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The estimate as it is defined, without any shortcut.
    fn by_definition(systems: &[System], until: f64) -> (f64, f64) {
        let mut times: Vec<f64> =
            systems.iter().flat_map(|one| one.events().to_vec()).filter(|t| *t <= until).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let mut mean = 0.0;
        let mut own = vec![0.0; systems.len()];
        for time in times {
            let risk = systems.iter().filter(|one| one.end() >= time).count() as f64;
            let count = |one: &System| one.events().iter().filter(|t| **t == time).count() as f64;
            let average = systems.iter().map(count).sum::<f64>() / risk;
            mean += average;
            for (unit, one) in systems.iter().enumerate().filter(|(_, one)| one.end() >= time) {
                own[unit] += (count(one) - average) / risk;
            }
        }
        (mean, own.iter().map(|w| w * w).sum::<f64>().sqrt())
    }

    fn fleet() -> Vec<System> {
        [
            (900.0, vec![100.0, 250.0, 250.0, 800.0]),
            (400.0, vec![250.0, 400.0]),
            (650.0, vec![]),
            (400.0, vec![90.0]),
            (1_000.0, vec![650.0, 910.0, 1_000.0]),
        ]
        .into_iter()
        .map(|(end, events)| System::new(end, events).unwrap())
        .collect()
    }

    #[test]
    fn the_curve_is_the_definition_at_every_step() {
        let systems = fleet();
        let points = curve(&systems);
        assert_eq!(points.len(), 8);
        for point in &points {
            let (mean, se) = by_definition(&systems, point.time);
            assert!((point.mean - mean).abs() < 1e-12 && (point.se - se).abs() < 1e-12, "{point:?}");
        }
    }

    #[test]
    fn a_unit_is_at_risk_through_its_last_moment_and_two_at_once_are_two() {
        let points = curve(&fleet());
        let at = |time| *at(&points, time).unwrap();
        assert_eq!((at(250.0).events, at(250.0).at_risk), (3, 5));
        assert_eq!(at(400.0).at_risk, 5);
        assert_eq!(at(650.0).at_risk, 3);
        assert_eq!(at(1_000.0).at_risk, 1);
        assert_eq!(at(649.0), at(400.0));
    }

    #[test]
    fn nothing_seen_has_no_curve_and_nothing_before_the_first_outage() {
        assert!(curve(&[]).is_empty());
        assert!(curve(&[System::new(3.0, vec![]).unwrap()]).is_empty());
        assert!(at(&curve(&fleet()), 10.0).is_none());
    }
}
