use super::*;

fn seen(rows: &[(f64, u32)]) -> Vec<History> {
    rows.iter().map(|&(exposure_years, events)| History { exposure_years, events }).collect()
}

/// The likelihood as it is written in books, for comparison.
fn likelihood(shape: f64, years: f64, rows: &[History]) -> f64 {
    rows.iter().map(|one| marginal(GammaPrior { shape, years }, one)).sum()
}

#[test]
fn r11_the_fit_is_the_top_of_the_likelihood() {
    let rows = seen(&[(3.1, 2), (1.0, 9), (12.5, 7), (0.4, 0), (8.0, 31), (5.5, 3), (2.2, 1)]);
    let prior = Prior::fit(&rows).unwrap();
    let gamma = prior.gamma.unwrap();
    assert!((prior.log_likelihood - likelihood(gamma.shape, gamma.years, &rows)).abs() < 1e-9);
    for (by_shape, by_years) in [(1.001, 1.0), (0.999, 1.0), (1.0, 1.001), (1.0, 0.999), (1.001, 1.001)] {
        assert!(prior.log_likelihood > likelihood(gamma.shape * by_shape, gamma.years * by_years, &rows));
    }
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let slope = |step: f64| {
        likelihood(gamma.shape + step, gamma.years, &rows)
            - likelihood(gamma.shape - step, gamma.years, &rows)
    };
    assert!(near(slope(1e-4) / 2e-4, 0.0));
}

#[test]
fn r11_large_counts_take_the_same_road_as_small_ones() {
    let rows = seen(&[(1.0, 900), (1.0, 1_500), (1.0, 1_100), (1.0, 1_320), (1.0, 700)]);
    let gamma = Prior::fit(&rows).unwrap().gamma.unwrap();
    let top = likelihood(gamma.shape, gamma.years, &rows);
    for factor in [0.99, 1.01] {
        assert!(top > likelihood(gamma.shape * factor, gamma.years * factor, &rows));
        assert!(top > likelihood(gamma.shape * factor, gamma.years, &rows));
    }
}

#[test]
fn r11_groups_that_differ_no_more_than_chance_have_the_pooled_rate() {
    let prior = Prior::fit(&seen(&[(2.0, 6), (2.0, 5), (4.0, 13), (1.0, 3)])).unwrap();
    assert!(prior.gamma.is_none());
    let rate = prior.posterior(&History { exposure_years: 1.0, events: 3 });
    assert!((rate.mean - 3.0).abs() < 1e-12);
    assert!(rate.low < 3.0 && 3.0 < rate.high);
    assert!((rate.belief.shape / rate.belief.years - 3.0).abs() < 1e-12);
    // One group alone cannot differ from others.
    assert!(Prior::fit(&seen(&[(40.0, 60)])).unwrap().gamma.is_none());
}

#[test]
fn r11_little_history_leans_on_the_fleet_and_much_speaks_for_itself() {
    let prior = Prior::fit(&seen(&[(10.0, 5), (10.0, 40), (10.0, 18), (10.0, 9), (10.0, 25)])).unwrap();
    let fleet = prior.gamma.unwrap();
    let mean = fleet.shape / fleet.years;
    let little = prior.posterior(&History { exposure_years: 0.1, events: 2 });
    let much = prior.posterior(&History { exposure_years: 1_000.0, events: 20_000 });
    assert!((little.mean - mean).abs() < 0.3 * (20.0 - mean));
    assert!((much.mean - 20.0).abs() < 0.2);
    assert!(much.high - much.low < little.high - little.low);
    let none = prior.posterior(&History { exposure_years: 0.0, events: 0 });
    assert!((none.mean - mean).abs() < 1e-12);
}

#[test]
fn r11_a_fleet_that_never_stopped_has_rate_nought_and_says_how_sure_that_is() {
    let prior = Prior::fit(&seen(&[(3.0, 0), (9.0, 0)])).unwrap();
    let rate = prior.posterior(&History { exposure_years: 3.0, events: 0 });
    assert!(rate.mean.abs() < f64::EPSILON);
    // Half the square of the normal's 97.5 % point, over the years.
    assert!((rate.high - 1.920_729 / 12.0).abs() < 1e-6, "{}", rate.high);
}

#[test]
fn r11_what_cannot_be_is_refused() {
    assert_eq!(Prior::fit(&[]), Err(RateError::NoExposure));
    assert_eq!(Prior::fit(&seen(&[(0.0, 0)])), Err(RateError::NoExposure));
    assert_eq!(Prior::fit(&seen(&[(0.0, 1), (2.0, 1)])), Err(RateError::BadExposure));
    assert_eq!(Prior::fit(&seen(&[(-1.0, 0)])), Err(RateError::BadExposure));
    assert_eq!(Prior::fit(&seen(&[(f64::NAN, 0)])), Err(RateError::BadExposure));
}

#[test]
fn r11_quantiles_are_those_of_known_distributions() {
    // Shape 1 is the exponential.
    let one = GammaPrior { shape: 1.0, years: 4.0 };
    assert!((one.quantile(0.95) - 20.0_f64.ln() / 4.0).abs() < 1e-10);
    assert!((one.quantile(0.05) + 0.95_f64.ln() / 4.0).abs() < 1e-10);
    // A very small shape piles up at nought, and the search still ends.
    assert!(GammaPrior { shape: 1e-5, years: 1.0 }.quantile(0.5) < 1e-12);
    // Everywhere, the part below is the part asked for.
    for shape in [0.005, 0.02, 0.05, 0.5, 3.0, 70.0, 4_000.0, 99_000.0] {
        for part in [0.05, 0.3, 0.95] {
            let rate = GammaPrior { shape, years: 1.0 }.quantile(part);
            let below = if rate > 1e-300 { gamma_lr(shape, rate) } else { part };
            assert!((below - part).abs() < 1e-7, "{shape}: {rate} has {below} below, not {part}");
        }
    }
    // Where the roads meet they agree.
    let quantile = |shape| GammaPrior { shape, years: shape }.quantile(0.95);
    assert!((quantile(100_000.1) / quantile(99_999.9) - 1.0).abs() < 1e-8);
}

#[test]
fn r57_forty_units_and_sixty_outages_are_one_and_a_half_a_year() {
    let units: Vec<History> =
        (0..40).map(|n| History { exposure_years: 1.0, events: if n % 2 == 0 { 2 } else { 1 } }).collect();
    let whole = History::sum(&units);
    assert_eq!(whole, History { exposure_years: 40.0, events: 60 });
    let rate = Prior::fit(&units).unwrap().posterior(&whole);
    assert!((rate.mean - 1.5).abs() < 1e-12);
    assert_eq!((rate.events, rate.exposure_years), (60, 40.0));
}
