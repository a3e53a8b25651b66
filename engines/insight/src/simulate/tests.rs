use statrs::distribution::{DiscreteCDF, NegativeBinomial, Poisson};

use super::*;
use crate::worth::Terms;

fn worth(cost: i64, price: i64) -> Worth {
    Worth::new(&Terms {
        stop_cost_per_day: cost.into(),
        hours_without: 31.into(),
        hours_with: 7.into(),
        price: price.into(),
        decimals: 2,
    })
    .unwrap()
}

fn scenario(rate: Belief, length_cv: f64) -> Scenario {
    Scenario { rate, length_cv, years: 100_000, seed: seed("a test's own") }
}

fn float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap()
}

/// Four standard errors of a part seen in 100,000 years.
fn close(seen: f64, true_part: f64) {
    let error = (true_part * (1.0 - true_part) / 100_000.0).sqrt();
    assert!((seen - true_part).abs() < 4.0 * error + 1e-12, "{seen} is not {true_part}");
}

#[test]
fn r14_a_known_rate_is_poisson() {
    // Three outages are needed: 70,000 a piece against 150,000.
    let plan = worth(70_000, 150_000);
    for rate in [0.4, 2.6, 7.9] {
        let spread = run(&plan, &scenario(Belief::Known(rate), 0.0)).unwrap();
        let law = Poisson::new(rate).unwrap();
        close(spread.pays, 1.0 - law.cdf(2));
        let net = |part| law.inverse_cdf(part) as f64 * 70_000.0 - 150_000.0;
        assert_eq!([spread.p10, spread.p50, spread.p90].map(float), [net(0.1), net(0.5), net(0.9)]);
        let error = 70_000.0 * (rate / 100_000.0_f64).sqrt();
        assert!((float(spread.mean) - (rate * 70_000.0 - 150_000.0)).abs() < 4.0 * error);
    }
}

#[test]
fn r14_an_estimated_rate_is_negative_binomial() {
    let plan = worth(70_000, 150_000);
    for (shape, years) in [(0.6, 0.5), (3.5, 1.25), (19.0, 2.4)] {
        let belief = Belief::Estimated(GammaPrior { shape, years });
        let spread = run(&plan, &scenario(belief, 0.0)).unwrap();
        let law = NegativeBinomial::new(shape, years / (years + 1.0)).unwrap();
        close(spread.pays, 1.0 - law.cdf(2));
        let mean = shape / years;
        let error = 70_000.0 * ((mean + mean / years) / 100_000.0_f64).sqrt();
        assert!((float(spread.mean) - (mean * 70_000.0 - 150_000.0)).abs() < 4.0 * error);
    }
}

#[test]
fn r14_lengths_spread_the_year_and_keep_its_mean() {
    let plan = worth(48_000, 40_000);
    let (rate, cv) = (3.2, 0.8_f64);
    let even = run(&plan, &scenario(Belief::Known(rate), 0.0)).unwrap();
    let spread = run(&plan, &scenario(Belief::Known(rate), cv)).unwrap();
    let deviation = 48_000.0 * (rate * (1.0 + cv * cv)).sqrt();
    let error = deviation / 100_000.0_f64.sqrt();
    assert!((float(spread.mean) - (rate * 48_000.0 - 40_000.0)).abs() < 4.0 * error);
    assert!(spread.p90 > even.p90);
    assert_ne!(spread.pays, even.pays);
}

#[test]
fn r14_many_outages_a_year_are_drawn_in_pieces() {
    let spread =
        run(&worth(24, 1), &Scenario { years: 20_000, ..scenario(Belief::Known(400.0), 0.0) }).unwrap();
    assert!((float(spread.mean) - (400.0 * 24.0 - 1.0)).abs() < 4.0 * 24.0 * (400.0 / 20_000.0_f64).sqrt());
    let width = float(spread.p90) - float(spread.p10);
    assert!((width / (2.0 * 1.2816 * 20.0 * 24.0) - 1.0).abs() < 0.05, "{width}");
}

#[test]
fn r14_the_same_seed_gives_the_same_figures_everywhere() {
    let plan = worth(70_000, 150_000);
    let wanted = Scenario {
        rate: Belief::Estimated(GammaPrior { shape: 3.5, years: 1.25 }),
        length_cv: 0.8,
        years: YEARS,
        seed: 7,
    };
    let spread = run(&plan, &wanted).unwrap();
    assert_eq!(spread, run(&plan, &wanted).unwrap());
    assert_ne!(spread, run(&plan, &Scenario { seed: 8, ..wanted }).unwrap());
    let figures = [spread.p10, spread.p50, spread.p90, spread.mean].map(|figure| figure.to_string());
    assert_eq!(
        figures,
        ["-150000.00", "-1137.48", "283586.00", "43356.52"],
        "pinned: a change here changes figures that people have seen"
    );
    assert_eq!(seed(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(seed("a"), 0xaf63_dc4c_8601_ec8c);
    assert_ne!(seed("100000|36|12"), seed("100000|36|13"));
}

#[test]
fn r14_a_year_at_break_even_does_not_pay() {
    let plan = worth(33, 33);
    let spread = run(&plan, &scenario(Belief::Known(1.0), 0.0)).unwrap();
    close(spread.pays, 1.0 - Poisson::new(1.0).unwrap().cdf(1));
    let never = run(&plan, &scenario(Belief::Known(0.0), 0.5)).unwrap();
    assert_eq!((never.pays, never.p90), (0.0, Decimal::from(-33)));
}

#[test]
fn r14_a_scenario_that_cannot_be_is_refused() {
    let plan = worth(33, 33);
    let refused =
        |rate, length_cv, years| run(&plan, &Scenario { rate, length_cv, years, seed: 1 }).unwrap_err();
    assert_eq!(refused(Belief::Known(-1.0), 0.0, 9), SimulateError::Rate);
    assert_eq!(refused(Belief::Known(f64::NAN), 0.0, 9), SimulateError::Rate);
    let none = GammaPrior { shape: 0.0, years: 1.0 };
    assert_eq!(refused(Belief::Estimated(none), 0.0, 9), SimulateError::Rate);
    assert_eq!(refused(Belief::Known(1.0), -0.1, 9), SimulateError::Length);
    assert_eq!(refused(Belief::Known(1.0), 0.0, 0), SimulateError::Size);
    assert_eq!(refused(Belief::Known(1e6), 0.0, 10_000), SimulateError::Size);
}
