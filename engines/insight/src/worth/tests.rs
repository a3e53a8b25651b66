use proptest::prelude::*;

use super::*;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn terms(cost: &str, without: &str, with: &str, price: &str, decimals: u32) -> Terms {
    Terms {
        stop_cost_per_day: dec(cost),
        hours_without: dec(without),
        hours_with: dec(with),
        price: dec(price),
        decimals,
    }
}

fn worth(cost: &str, without: &str, with: &str, price: &str, decimals: u32) -> Worth {
    Worth::new(&terms(cost, without, with, price, decimals)).unwrap()
}

fn lines(worth: &Worth, most: u32) -> Vec<String> {
    worth
        .table(most)
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {} {:?}", row.outages, row.net, row.roi_percent, row.verdict))
        .collect()
}

#[test]
fn r14_the_table_of_the_story_to_the_cent() {
    let story = worth("100000", "36", "12", "96000", 2);
    assert_eq!(story.avoided_per_outage().unwrap().to_string(), "100000.00");
    assert_eq!(
        lines(&story, 3),
        [
            "0 -96000.00 -100.0 NoValue",
            "1 4000.00 4.2 Worth",
            "2 104000.00 108.3 Worth",
            "3 204000.00 212.5 Worth"
        ]
    );
    assert_eq!(story.break_even().unwrap().unwrap().to_string(), "0.96");
    assert!(story.one_recovers() && story.two_double());
    let band = story.prices_of_both_claims(0).unwrap().unwrap();
    assert_eq!((band.0.to_string(), band.1.to_string()), ("95239".into(), "100000".into()));
    assert_eq!(year_of_cover(dec("96000"), 12, 12, 2).unwrap().to_string(), "48000.00");
}

#[test]
fn r14_a_price_that_one_outage_does_not_recover_may_not_say_so() {
    let dear = worth("100000", "36", "12", "130000", 2);
    assert!(!dear.one_recovers() && !dear.two_double());
    assert_eq!(lines(&dear, 1).last().unwrap(), "1 -30000.00 -23.1 NoValue");
    assert_eq!(dear.recovered_by().unwrap(), Some(dec("2")));
    // Just outside the band on either side, and its edges.
    for (price, one, two) in [
        ("95238", true, false),
        ("95239", true, true),
        ("100000", true, true),
        ("100001", false, true),
        ("105263", false, true),
        ("105264", false, false),
    ] {
        let at = worth("100000", "36", "12", price, 2);
        assert_eq!((at.one_recovers(), at.two_double()), (one, two), "{price}");
    }
}

#[test]
fn r14_a_low_cost_of_a_stop_is_no_value_and_an_exact_match_is_break_even() {
    let low = worth("2000", "36", "12", "96000", 2);
    assert_eq!(low.verdict(dec("2.4")).unwrap(), Verdict::NoValue);
    assert_eq!(low.break_even().unwrap(), Some(dec("48.00")));
    let equal = worth("38400", "30", "10", "48000", 2);
    assert_eq!(equal.verdict(dec("1.5")).unwrap(), Verdict::BreakEven);
    assert_eq!(equal.verdict(dec("1.50001")).unwrap(), Verdict::Worth);
    assert_eq!(equal.year(dec("1.5")).unwrap().net, dec("0.00"));
}

#[test]
fn r14_other_currencies_have_their_own_decimals() {
    let yen = worth("3700000", "31", "9.5", "2400001", 0);
    assert_eq!(yen.avoided_per_outage().unwrap().to_string(), "3314583");
    assert_eq!(lines(&yen, 1), ["0 -2400001 -100.0 NoValue", "1 914582 38.1 Worth"]);
    let dinar = worth("8250.125", "20", "7", "4468.818", 3);
    assert_eq!(dinar.avoided_per_outage().unwrap().to_string(), "4468.818");
    // What is shown is alike, what is compared is exact: A is 4468.817708...
    assert_eq!(lines(&dinar, 1).last().unwrap(), "1 0.000 0.0 NoValue");
    assert!(!dinar.one_recovers());
}

#[test]
fn r14_an_outage_no_shorter_with_the_plan_is_no_value() {
    for with in ["24", "30"] {
        let useless = worth("50000", "24", with, "1000", 2);
        assert_eq!(useless.break_even().unwrap(), None);
        assert_eq!(useless.recovered_by().unwrap(), None);
        assert_eq!(useless.prices_of_both_claims(2).unwrap(), None);
        assert!(!useless.one_recovers() && !useless.two_double());
        assert!(useless.table(9).unwrap().iter().all(|row| row.verdict == Verdict::NoValue));
    }
}

#[test]
fn r14_figures_that_cannot_be_are_refused_by_name() {
    let refused = |cost, without, with, price, decimals| {
        Worth::new(&terms(cost, without, with, price, decimals)).unwrap_err()
    };
    use Figure::{HoursWith, HoursWithout, Price, StopCostPerDay};
    assert_eq!(refused("0", "9", "3", "5", 2), WorthError::NotPositive(StopCostPerDay));
    assert_eq!(refused("-7", "9", "3", "5", 2), WorthError::NotPositive(StopCostPerDay));
    assert_eq!(refused("7", "0", "3", "5", 2), WorthError::NotPositive(HoursWithout));
    assert_eq!(refused("7", "9", "-3", "5", 2), WorthError::NotPositive(HoursWith));
    assert_eq!(refused("7", "9", "3", "0.00", 2), WorthError::NotPositive(Price));
    assert_eq!(refused("7", "9", "3", "5.001", 2), WorthError::FinerThanCurrency(Price));
    assert_eq!(refused("7", "9", "3", "5", 9), WorthError::Decimals(9));
    assert_eq!(worth("7", "9", "3", "5.000", 0).decimals(), 0);
    let all = Decimal::MAX.to_string();
    let big = Worth::new(&terms(&all, &all, "1", &all, 2));
    assert_eq!(big.unwrap_err(), WorthError::TooLarge);
    let story = worth("100000", "36", "12", "96000", 2);
    assert_eq!(story.year(dec("-1")), Err(WorthError::NotPositive(Figure::Outages)));
}

#[test]
fn r11_the_hour_and_the_response_come_from_the_day() {
    assert_eq!(cost_per_hour(dec("100000"), 2).unwrap().to_string(), "4166.67");
    assert_eq!(cost_per_response(dec("100000"), 240, 2).unwrap().to_string(), "16666.67");
    assert_eq!(cost_per_hour(dec("71500"), 2).unwrap().to_string(), "2979.17");
    // Four rounded hours would make 11916.68.
    assert_eq!(cost_per_response(dec("71500"), 240, 2).unwrap().to_string(), "11916.67");
    assert_eq!(cost_per_response(dec("71500"), 90, 0).unwrap().to_string(), "4469");
    assert!(cost_per_hour(dec("0"), 2).is_err());
    assert!(cost_per_response(dec("5"), 0, 2).is_err());
}

#[test]
fn r16_a_year_of_cover_counts_the_warranty_in() {
    assert_eq!(year_of_cover(dec("61200"), 18, 36, 2).unwrap().to_string(), "13600.00");
    assert_eq!(year_of_cover(dec("61200"), 0, 12, 2).unwrap().to_string(), "61200.00");
    assert_eq!(year_of_cover(dec("1000"), 24, 12, 2).unwrap().to_string(), "333.33");
    assert!(year_of_cover(dec("1000"), 24, 0, 2).is_err());
}

#[test]
fn three_thirds_are_the_whole() {
    let texts = |amount, parts, decimals| -> Vec<String> {
        split(dec(amount), parts, decimals).unwrap().iter().map(ToString::to_string).collect()
    };
    assert_eq!(texts("100", 3, 2), ["33.34", "33.33", "33.33"]);
    assert_eq!(texts("-100", 3, 2), ["-33.34", "-33.33", "-33.33"]);
    assert_eq!(texts("5", 3, 0), ["2", "2", "1"]);
    assert_eq!(texts("0", 2, 3), ["0.000", "0.000"]);
    assert_eq!(split(dec("0.005"), 2, 2), Err(WorthError::FinerThanCurrency(Figure::Price)));
    assert!(split(dec("1"), 0, 2).is_err());
}

prop_compose! {
    fn any_terms()(
        decimals in 0_u32..=3,
    )(
        decimals in Just(decimals),
        cost in 1_i64..10_000_000_000,
        without in 1_i64..100_000,
        with in 1_i64..100_000,
        price in 1_i64..1_000_000_000,
    ) -> Terms {
        Terms {
            stop_cost_per_day: Decimal::new(cost, decimals),
            hours_without: Decimal::new(without, 2),
            hours_with: Decimal::new(with, 2),
            price: Decimal::new(price, decimals),
            decimals,
        }
    }
}

proptest! {
    #[test]
    fn the_identities_hold(terms in any_terms(), outages in 0_u32..60) {
        let worth = Worth::new(&terms).unwrap();
        let row = worth.year(outages.into()).unwrap();
        // What is printed adds up to within the one rounding of each.
        let coin = Decimal::new(1, terms.decimals);
        prop_assert!((row.saved - terms.price - row.net).abs() <= coin);
        prop_assert_eq!(worth.year(Decimal::ZERO).unwrap().net, -terms.price);
        prop_assert_eq!(worth.year(Decimal::ZERO).unwrap().roi_percent, Decimal::new(-1000, 1));
        // At the fewest outages that recover it, and one before.
        if let Some(enough) = worth.recovered_by().unwrap() {
            prop_assert!(worth.verdict(enough).unwrap() != Verdict::NoValue);
            prop_assert!(worth.verdict(enough - Decimal::ONE).unwrap() == Verdict::NoValue);
            prop_assert_eq!(worth.one_recovers(), enough == Decimal::ONE);
        } else {
            prop_assert!(terms.hours_with >= terms.hours_without);
            prop_assert_eq!(row.verdict, Verdict::NoValue);
        }
        // Both sentences are true exactly in the band.
        let both = worth.one_recovers() && worth.two_double();
        let band = worth.prices_of_both_claims(terms.decimals).unwrap();
        let inside = band.is_some_and(|(least, most)| least <= terms.price && terms.price <= most);
        prop_assert_eq!(both, inside);
    }

    #[test]
    fn more_outages_a_dearer_stop_a_longer_one_never_lower_the_net(
        terms in any_terms(), outages in 0_u32..60, more in 1_i64..1_000_000,
    ) {
        let (one, other) = (terms.hours_without, terms.hours_with);
        let terms = Terms { hours_without: one.max(other), hours_with: one.min(other), ..terms };
        let net = |terms: &Terms, n: u32| Worth::new(terms).unwrap().year(n.into()).unwrap().net;
        let here = net(&terms, outages);
        prop_assert!(net(&terms, outages + 1) >= here);
        let dearer = Terms { stop_cost_per_day: terms.stop_cost_per_day + Decimal::from(more), ..terms.clone() };
        prop_assert!(net(&dearer, outages) >= here);
        let longer = Terms { hours_without: terms.hours_without + Decimal::new(more, 2), ..terms.clone() };
        prop_assert!(net(&longer, outages) >= here);
        let cheaper = Terms { price: terms.price + Decimal::from(more), ..terms };
        prop_assert!(net(&cheaper, outages) < here);
    }

    #[test]
    fn parts_sum_to_the_whole_and_differ_by_a_coin(
        coins in -1_000_000_000_i64..1_000_000_000, decimals in 0_u32..=4, parts in 1_u32..40,
    ) {
        let amount = Decimal::new(coins, decimals);
        let shares = split(amount, parts, decimals).unwrap();
        prop_assert_eq!(shares.iter().copied().sum::<Decimal>(), amount);
        let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
        prop_assert!(*most - *least <= Decimal::new(1, decimals));
    }
}
