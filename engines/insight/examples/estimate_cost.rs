//! What the estimates cost: milliseconds of wall time on one thread.
//!
//! `cargo run --release -p accord-insight --example estimate_cost`
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::hint::black_box;
use std::time::Instant;

use accord_insight::rate::{History, Prior};
use accord_insight::simulate::{self, Belief, Scenario};
use accord_insight::worth::{Terms, Worth};
use accord_insight::{System, mcf, trend::PowerLaw};

fn measure<T>(what: &str, budget_ms: f64, rounds: u32, mut one: impl FnMut() -> T) {
    black_box(one());
    let begun = Instant::now();
    for _ in 0..rounds {
        black_box(one());
    }
    let each = begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(rounds);
    let verdict = if each <= budget_ms { "" } else { "  OVER" };
    println!("{what:<62} {each:>9.3} of {budget_ms:>7.1}{verdict}");
}

/// Figures that look like a fleet's: an even mix, without any generator.
fn mixed(n: u32) -> u32 {
    let mut bits = n.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b;
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2c1b_3c6d);
    bits ^ (bits >> 13)
}

fn main() {
    println!("{:<62} {:>9}    {:>7}", "milliseconds", "each", "budget");
    let terms = Terms {
        stop_cost_per_day: 100_000.into(),
        hours_without: 36.into(),
        hours_with: 12.into(),
        price: 96_000.into(),
        decimals: 2,
    };
    let worth = Worth::new(&terms).unwrap();
    measure("value table, four rows", 0.1, 10_000, || worth.table(3));
    let fleet: Vec<Vec<History>> = (0..1_000)
        .map(|model| {
            (0..1_000)
                .map(|unit| {
                    let mix = mixed(model * 1_000 + unit);
                    let exposure_years = 0.5 + f64::from(mix % 1_000) / 1_000.0;
                    History { exposure_years, events: (mix >> 10) % (1 + model % 7) }
                })
                .collect()
        })
        .collect();
    let belief = Prior::fit(&fleet.iter().map(|units| History::sum(units)).collect::<Vec<_>>())
        .unwrap()
        .posterior(&History { exposure_years: 2.0, events: 5 })
        .belief;
    let scenario =
        Scenario { rate: Belief::Estimated(belief), length_cv: 0.6, years: simulate::YEARS, seed: 1 };
    measure("10,000 simulated years at about 2 outages", 20.0, 20, || simulate::run(&worth, &scenario));
    let often = Scenario { rate: Belief::Known(12.0), ..scenario };
    measure("10,000 simulated years at 12 outages", 20.0, 20, || simulate::run(&worth, &often));
    measure("rates of 1,000 models from 1,000,000 asset-years", 1_000.0, 3, || {
        let models: Vec<History> = fleet.iter().map(|units| History::sum(units)).collect();
        let prior = Prior::fit(&models).unwrap();
        models.iter().map(|model| prior.posterior(model).mean).sum::<f64>()
    });
    measure("  and, in each model, how its 1,000 units differ", 1_000.0, 1, || {
        fleet.iter().filter_map(|units| Prior::fit(units).unwrap().gamma).count()
    });
    let systems: Vec<System> = (0..1_000_u32)
        .map(|unit| {
            let end = 3.0 + f64::from(mixed(unit) % 5_000) / 1_000.0;
            let events = (0..20).map(|n| end * f64::from(1 + mixed(unit * 20 + n) % 9_999) / 10_000.0);
            System::new(end, events.collect()).unwrap()
        })
        .collect();
    measure("power law of 1,000 units with 20,000 outages", 100.0, 5, || PowerLaw::fit(&systems));
    measure("mean cumulative function of the same", 100.0, 5, || mcf::curve(&systems));
}
