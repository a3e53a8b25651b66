//! How often a product stops, from the installed base's own history (R14).
//!
//! The products are the groups: one with little history leans on the others (empirical Bayes), and a trend with age is
//! used only where it is shown. A measurement is kept in the process, so that a value table answers while somebody types.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use accord_insight::{
    System,
    rate::{GammaPrior, History, Prior, Rate},
    simulate::Belief,
    trend::PowerLaw,
};
use accord_kernel::{Context, Outcome};
use accord_room_asset::{self as asset, Scope};
use accord_room_catalog::ProductId;
use accord_store::Tx;
use uuid::Uuid;

/// Seconds of an hour.
const HOUR_SECONDS: i64 = 3_600;

/// What is known of a product's outages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The yearly rate.
    pub rate: Rate,
    /// Units in the history.
    pub units: usize,
    /// The trend with age, where one is shown.
    pub trend: Option<PowerLaw>,
}

impl Measured {
    /// Outages expected in the year that begins at an age in years.
    pub fn expected(&self, age: f64) -> f64 {
        self.trend.map_or(self.rate.mean, |law| law.expected(age, age + 1.0))
    }
    /// Between which two numbers nine tenths of the belief in it lie: the interval of the rate, moved with its mean to
    /// that age, so that the number shown lies between the two.
    pub fn band(&self, age: f64) -> (f64, f64) {
        let moved = if self.rate.mean > 0.0 { self.expected(age) / self.rate.mean } else { 1.0 };
        (self.rate.low * moved, self.rate.high * moved)
    }
    /// What is believed of that number, for a simulation: as uncertain as the rate, around the same mean.
    pub fn belief(&self, age: f64) -> Belief {
        let mean = self.expected(age);
        if mean <= 0.0 {
            return Belief::Estimated(self.rate.belief);
        }
        let shape = self.rate.belief.shape;
        Belief::Estimated(GammaPrior { shape, years: shape / mean })
    }
}

/// Measures every product of the installed base.
fn measure(tx: &mut Tx, ctx: &Context) -> Outcome<BTreeMap<ProductId, Measured>> {
    let mut units: BTreeMap<ProductId, Vec<(History, Option<System>)>> = BTreeMap::new();
    for history in asset::histories(tx, ctx, &Scope::Everything)? {
        let Some(product) = history.product else { continue };
        let years = history.exposure_years();
        let events = u32::try_from(history.stops.len()).unwrap_or(u32::MAX);
        // A stop in the very moment in which watching began has no age.
        let ages = history.stop_years().into_iter().filter(|age| *age > 0.0).collect();
        units
            .entry(product)
            .or_default()
            .push((History { exposure_years: years, events }, System::new(years, ages).ok()));
    }
    let sums: BTreeMap<ProductId, History> = units
        .iter()
        .map(|(product, list)| {
            let histories: Vec<History> = list.iter().map(|(history, _)| *history).collect();
            (*product, History::sum(&histories))
        })
        .collect();
    let groups: Vec<History> = sums.values().copied().collect();
    // Without any time in service there is nothing to say, and nothing is said.
    let Ok(prior) = Prior::fit(&groups) else { return Ok(BTreeMap::new()) };
    let measured = units.into_iter().filter_map(|(product, list)| {
        let sum = sums.get(&product)?;
        let count = list.len();
        let systems: Vec<System> = list.into_iter().filter_map(|(_, system)| system).collect();
        let trend = PowerLaw::fit(&systems).ok().filter(PowerLaw::is_shown);
        Some((product, Measured { rate: prior.posterior(sum), units: count, trend }))
    });
    Ok(measured.collect())
}

/// What tells one state of the installed base from another.
type Mark = (Option<Uuid>, Option<Uuid>, i64);

/// What every product's outages say.
type Rates = Arc<BTreeMap<ProductId, Measured>>;

/// The last measurement of this process. A new unit or outage makes it void at once; what was corrected, and the time
/// that passes, within the hour.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Option<(Mark, Rates)>>);

fn mark(tx: &mut Tx, ctx: &Context) -> Outcome<Mark> {
    let (unit, outage) = asset::newest(tx)?;
    Ok((unit, outage, ctx.now.as_second() / HOUR_SECONDS))
}

/// What is known of a product's outages; `None` when nothing of the kind was watched.
///
/// # Errors
/// What the database refuses.
pub fn of_product(tx: &mut Tx, ctx: &Context, product: ProductId) -> Outcome<Option<Measured>> {
    let cache = ctx.registry.extensions::<Cache>().next();
    let mark = mark(tx, ctx)?;
    // Whoever died while holding it left a whole answer or none.
    let held = cache.map(|cache| cache.0.lock().unwrap_or_else(PoisonError::into_inner).clone());
    if let Some(Some((of, all))) = held
        && of == mark
    {
        return Ok(all.get(&product).copied());
    }
    let all = Arc::new(measure(tx, ctx)?);
    if let Some(cache) = cache {
        *cache.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((mark, Arc::clone(&all)));
    }
    Ok(all.get(&product).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses that stopped often while they were new and seldom since.
    fn improving() -> Measured {
        let systems: Vec<System> = (0..12)
            .map(|n| {
                let late = 0.01 * f64::from(n);
                let stops = vec![0.05 + late, 0.2 + late, 0.45 + late, 0.9 + late, 2.1 + late, 5.5 + late];
                System::new(9.0, stops).unwrap()
            })
            .collect();
        let history = History { exposure_years: 108.0, events: 72 };
        let rate = Prior::fit(&[history]).unwrap().posterior(&history);
        let trend = PowerLaw::fit(&systems).ok().filter(PowerLaw::is_shown);
        Measured { rate, units: 12, trend }
    }

    #[test]
    fn r14_the_band_is_of_the_same_belief_as_the_number_it_stands_beside() {
        let measured = improving();
        assert!(measured.trend.is_some_and(|law| law.beta < 1.0), "the trend is shown");
        for age in [0.0, 1.5, 8.0, 14.0] {
            let (low, mean, high) = (measured.band(age).0, measured.expected(age), measured.band(age).1);
            assert!(low < mean && mean < high, "{age}: {low} {mean} {high}");
        }
        assert!(
            measured.band(14.0).1 < measured.rate.low,
            "an old press stops less than the fleet's mean says"
        );
        let even = Measured { trend: None, ..measured };
        assert_eq!(even.band(14.0), (even.rate.low, even.rate.high));
    }
}
