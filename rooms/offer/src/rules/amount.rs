//! What a line and a quote come to, by the arithmetic that all papers share, with what quotes add to it: list prices in
//! another currency, discounts, the share of a year that a plan is paid for, equal parts of a payment. Each figure is
//! rounded once, half away from zero.

pub use accord_kernel::amount::{PRICE_SCALE, QUANTITY_SCALE, TaxLine, Totals, scaled, tax, unscaled};
use accord_kernel::amount::{net as plain_net, rounded};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// A tax as it is to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// Its name as it stands on papers, for example `ICMS`.
    pub name: String,
    /// Its rate in per cent.
    #[serde(with = "rust_decimal::serde::str")]
    pub percent: Decimal,
}

/// A line as totals see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Net amount in minor units.
    pub net_minor: i64,
    /// Its taxes.
    pub taxes: Vec<TaxLine>,
}

/// A list price in another currency at a rate (units of that currency for one of the list's), rounded half away from
/// zero to four digits, once. Nothing when out of range.
pub fn converted(list_price_e4: i64, rate: Decimal) -> Option<i64> {
    rounded(Decimal::new(list_price_e4, PRICE_SCALE).checked_mul(rate)?, PRICE_SCALE)
}

/// The unit price that a discount in per cent leaves, rounded half away from zero to four digits.
pub fn discounted(list_price_e4: i64, percent: Decimal) -> Option<i64> {
    let left = Decimal::ONE_HUNDRED.checked_sub(percent)?;
    let exact =
        Decimal::new(list_price_e4, PRICE_SCALE).checked_mul(left)?.checked_div(Decimal::ONE_HUNDRED)?;
    rounded(exact, PRICE_SCALE)
}

/// The discount in per cent that a unit price is below the list price, to two digits, rounded up so that authority is
/// never found by rounding. Nought when the price is not below.
pub fn discount_of(list_price_e4: i64, unit_price_e4: i64) -> Decimal {
    if list_price_e4 <= 0 || unit_price_e4 >= list_price_e4 {
        return Decimal::ZERO;
    }
    let off =
        Decimal::from(list_price_e4 - unit_price_e4) * Decimal::ONE_HUNDRED / Decimal::from(list_price_e4);
    off.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity).normalize()
}

/// Quantity times unit price, for plans times the share of a year that the term is; rounded half away from zero to the
/// currency's digits, once. Nothing when out of range.
pub fn net(quantity_milli: i64, unit_price_e4: i64, term_months: Option<i64>, digits: u32) -> Option<i64> {
    let Some(months) = term_months else { return plain_net(quantity_milli, unit_price_e4, digits) };
    let product = i128::from(quantity_milli).checked_mul(i128::from(unit_price_e4))?;
    let product = product.checked_mul(i128::from(months))?;
    let exact = Decimal::try_from_i128_with_scale(product, QUANTITY_SCALE + PRICE_SCALE).ok()?;
    rounded(exact.checked_div(Decimal::from(12))?, digits)
}

/// The taxes of a net amount.
pub fn taxes(net_minor: i64, rates: &[TaxRate]) -> Option<Vec<TaxLine>> {
    let one = |rate: &TaxRate| {
        Some(TaxLine {
            name: rate.name.clone(),
            percent: rate.percent,
            amount_minor: tax(net_minor, rate.percent)?,
        })
    };
    rates.iter().map(one).collect()
}

/// The sum of a quote's lines; nothing when it is out of range.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a Priced>) -> Option<Totals> {
    let mut sum = Totals::default();
    for line in lines {
        sum.add(1, line.net_minor, &line.taxes)?;
    }
    Some(sum)
}

/// An amount in so many parts that differ by one minor unit at most and add up to the whole: what does not divide goes
/// to the first parts.
pub fn parts(whole_minor: i64, count: u32) -> Vec<i64> {
    let count = i64::from(count.max(1));
    let (each, left) = (whole_minor / count, whole_minor % count);
    (0..count).map(|index| each + if index < left.abs() { left.signum() } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_line_is_rounded_once_half_away_from_zero() {
        // 2.5 at 33.3333 is 83.33325; 1.5 at 0.0300 is 0.045.
        assert_eq!(net(2_500, 333_333, None, 2), Some(8_333));
        assert_eq!(net(1_500, 300, None, 2), Some(5));
        assert_eq!(net(1_500, 10_000, None, 0), Some(2));
        assert_eq!(net(3_000, 12_345, None, 3), Some(3_704));
        assert_eq!(net(i64::MAX, i64::MAX, None, 2), None);
    }

    #[test]
    fn a_plan_costs_its_share_of_the_year() {
        // 78,000.00 a year for two units.
        assert_eq!(net(2_000, 780_000_000, Some(12), 2), Some(15_600_000));
        assert_eq!(net(1_000, 780_000_000, Some(18), 2), Some(11_700_000));
        // A third of 100.00 is rounded once: 33.33, and the whole year stays whole.
        assert_eq!(net(1_000, 1_000_000, Some(4), 2), Some(3_333));
        assert_eq!(net(1_000, 1_000_000, Some(4), 3), Some(33_333));
        assert_eq!(net(1_000, 1_000_000, Some(4), 0), Some(33));
    }

    #[test]
    fn a_price_is_converted_once_to_four_digits() {
        assert_eq!(converted(1_000_000, decimal("5.43215")), Some(5_432_150));
        assert_eq!(converted(333_333, decimal("0.3")), Some(100_000));
        assert_eq!(converted(5, decimal("0.5")), Some(3));
        assert_eq!(converted(i64::MAX, decimal("100000")), None);
    }

    #[test]
    fn a_discount_gives_the_unit_price_and_is_found_again_not_smaller() {
        assert_eq!(discounted(8_500_000_000, decimal("4")), Some(8_160_000_000));
        assert_eq!(discounted(333_333, decimal("33.33")), Some(222_233));
        assert_eq!(discount_of(8_500_000_000, 8_160_000_000), decimal("4"));
        assert_eq!(discount_of(30_000, 20_000), decimal("33.34"));
        assert_eq!(discount_of(30_000, 30_001), Decimal::ZERO);
        assert_eq!(discount_of(0, 0), Decimal::ZERO);
    }

    #[test]
    fn taxes_are_rounded_once_each_and_added() {
        let rates = [
            TaxRate { name: "ISS".into(), percent: decimal("4.35") },
            TaxRate { name: "PIS".into(), percent: decimal("0.65") },
        ];
        let lines =
            [8_333, 1_250].map(|net_minor| Priced { net_minor, taxes: taxes(net_minor, &rates).unwrap() });
        let sum = totals(&lines).unwrap();
        assert_eq!(sum.net_minor, 9_583);
        // 362.4855 → 362 and 54.375 → 54; 54.1645 → 54 and 8.125 → 8.
        assert_eq!(sum.taxes.iter().map(|tax| tax.amount_minor).collect::<Vec<_>>(), [416, 62]);
        assert_eq!(sum.gross_minor, 9_583 + 416 + 62);
    }

    #[test]
    fn three_thirds_are_the_whole() {
        assert_eq!(parts(10_000, 3), [3_334, 3_333, 3_333]);
        assert_eq!(parts(-10_001, 3), [-3_334, -3_334, -3_333]);
        assert_eq!(parts(2, 4), [1, 1, 0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_differ_by_one_at_most(whole in -1_000_000_000_000_i64..1_000_000_000_000, count in 1_u32..120) {
            let list = parts(whole, count);
            prop_assert_eq!(list.iter().sum::<i64>(), whole);
            prop_assert!(list.iter().max().unwrap() - list.iter().min().unwrap() <= 1);
        }

        #[test]
        fn the_whole_is_the_sum_of_its_lines(nets in prop::collection::vec(0_i64..10_000_000_000, 1..40), rate in 0_i64..4_000, digits in 0_u32..4) {
            let rates = [TaxRate { name: "T".into(), percent: Decimal::new(rate, 2) }];
            let lines: Vec<Priced> = nets.iter().map(|net_minor| Priced { net_minor: *net_minor, taxes: taxes(*net_minor, &rates).unwrap() }).collect();
            let sum = totals(&lines).unwrap();
            let tax: i64 = lines.iter().flat_map(|line| &line.taxes).map(|tax| tax.amount_minor).sum();
            prop_assert_eq!(sum.net_minor, nets.iter().sum::<i64>());
            prop_assert_eq!(sum.gross_minor, sum.net_minor + tax);
            prop_assert_eq!(sum.taxes.iter().map(|tax| tax.amount_minor).sum::<i64>(), tax);
            // A line is never further than half a minor unit from the exact figure.
            let exact = Decimal::new(1_234_567, 7) * Decimal::from(nets[0] / 1_000);
            let line = net(nets[0] / 1_000, 1_234_567, None, digits).unwrap();
            let off = (Decimal::new(line, digits) - exact / Decimal::ONE).abs();
            prop_assert!(off <= Decimal::new(5, digits + 1));
        }

        #[test]
        fn a_discount_is_never_larger_than_asked(list in 1_i64..1_000_000_000_000, hundredths in 0_i64..=10_000) {
            let percent = Decimal::new(hundredths, 2);
            let unit = discounted(list, percent).unwrap();
            prop_assert!(unit >= 0 && unit <= list);
            let found = discount_of(list, unit);
            // A ten-thousandth of the price is all that rounding may add.
            prop_assert!(found <= percent + Decimal::new(1, 2) + Decimal::from(50) / Decimal::from(list));
        }
    }
}
