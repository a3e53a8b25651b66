//! What a line and an order come to.
//!
//! Quantities are whole thousandths of a unit, prices whole ten-thousandths of the currency's main unit, so that
//! both are exact. A line's net amount is rounded once, half away from zero, to the currency's digits; each tax is
//! computed from the rounded net amount and rounded once. A cancelling line keeps a positive quantity: its kind
//! gives the sign.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// What a line of an order is.
    pub enum LineKind as "order-line-kind" {
        /// A product, delivered.
        Goods = "goods",
        /// Takes back an earlier line or a part of it.
        Cancellation = "cancellation",
        /// Freight, packing, a service at a price of its own: nothing to make and nothing to ship.
        Charge = "charge",
    }
}

/// Digits of a quantity after the point.
pub const QUANTITY_SCALE: u32 = 3;
/// Digits of a unit price after the point.
pub const PRICE_SCALE: u32 = 4;

/// A tax on a line as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    /// Its name as it stands on papers, for example `ICMS`.
    pub name: String,
    /// Its rate in per cent.
    #[serde(with = "rust_decimal::serde::str")]
    pub percent: Decimal,
    /// The tax in minor units.
    pub amount_minor: i64,
}

/// A line as totals see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Gives the sign.
    pub kind: LineKind,
    /// Net amount in minor units, never negative.
    pub net_minor: i64,
    /// Its taxes.
    pub taxes: Vec<TaxLine>,
}

/// What an order comes to, in minor units of its currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Without taxes.
    pub net_minor: i64,
    /// Each tax by name and rate, in the order of first appearance.
    pub taxes: Vec<TaxLine>,
    /// With taxes.
    pub gross_minor: i64,
}

/// The whole number of a scale for a decimal; nothing when it has more digits or is out of range.
pub fn scaled(value: Decimal, scale: u32) -> Option<i64> {
    let value = value.normalize();
    if value.scale() > scale {
        return None;
    }
    value.checked_mul(Decimal::from(10_i64.checked_pow(scale)?))?.to_i64()
}

/// The decimal of a scaled whole number, without trailing noughts.
pub fn unscaled(value: i64, scale: u32) -> Decimal {
    Decimal::new(value, scale).normalize()
}

/// Quantity times unit price, rounded half away from zero to the currency's digits. Nothing when out of range.
pub fn net(quantity_milli: i64, unit_price_e4: i64, digits: u32) -> Option<i64> {
    let product = i128::from(quantity_milli).checked_mul(i128::from(unit_price_e4))?;
    let exact = Decimal::try_from_i128_with_scale(product, QUANTITY_SCALE + PRICE_SCALE).ok()?;
    minor(exact, digits)
}

/// The tax of a net amount at a rate in per cent, rounded half away from zero. Nothing when out of range.
pub fn tax(net_minor: i64, percent: Decimal) -> Option<i64> {
    minor(Decimal::from(net_minor).checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED)?, 0)
}

fn minor(exact: Decimal, digits: u32) -> Option<i64> {
    let rounded = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    rounded.checked_mul(Decimal::from(10_i64.checked_pow(digits)?))?.to_i64()
}

/// The sum of an order's lines; nothing when it is out of range.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a Priced>) -> Option<Totals> {
    let mut sum = Totals::default();
    for line in lines {
        let sign = if line.kind == LineKind::Cancellation { -1 } else { 1 };
        let net = line.net_minor.checked_mul(sign)?;
        sum.net_minor = sum.net_minor.checked_add(net)?;
        sum.gross_minor = sum.gross_minor.checked_add(net)?;
        for tax in &line.taxes {
            let amount = tax.amount_minor.checked_mul(sign)?;
            sum.gross_minor = sum.gross_minor.checked_add(amount)?;
            match sum.taxes.iter_mut().find(|known| known.name == tax.name && known.percent == tax.percent) {
                Some(known) => known.amount_minor = known.amount_minor.checked_add(amount)?,
                None => sum.taxes.push(TaxLine { amount_minor: amount, ..tax.clone() }),
            }
        }
    }
    Some(sum)
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
        // 2.5 hours at 33.3333 is 83.33325; 1.5 at 0.0300 is 0.045.
        assert_eq!(net(2_500, 333_333, 2), Some(8_333));
        assert_eq!(net(1_500, 300, 2), Some(5));
        assert_eq!(net(1_500, 10_000, 0), Some(2));
        assert_eq!(net(3_000, 12_345, 3), Some(3_704));
        assert_eq!(net(0, 12_345, 2), Some(0));
        assert_eq!(net(i64::MAX, i64::MAX, 2), None);
    }

    #[test]
    fn a_tax_is_rounded_once_from_the_rounded_net() {
        assert_eq!(tax(8_333, decimal("18")), Some(1_500));
        assert_eq!(tax(250, decimal("7.5")), Some(19));
        assert_eq!(tax(250, Decimal::ZERO), Some(0));
    }

    #[test]
    fn more_digits_than_are_kept_are_refused_not_rounded() {
        assert_eq!(scaled(decimal("1.500"), QUANTITY_SCALE), Some(1_500));
        assert_eq!(scaled(decimal("1.5000"), QUANTITY_SCALE), Some(1_500));
        assert_eq!(scaled(decimal("1.5001"), QUANTITY_SCALE), None);
        assert_eq!(unscaled(1_500, QUANTITY_SCALE).to_string(), "1.5");
    }

    #[test]
    fn a_cancelling_line_is_positive_and_its_kind_takes_it_back() {
        let tax = |amount| vec![TaxLine { name: "VAT".into(), percent: decimal("19"), amount_minor: amount }];
        let lines = [
            Priced { kind: LineKind::Goods, net_minor: 40_000, taxes: tax(7_600) },
            Priced { kind: LineKind::Charge, net_minor: 500, taxes: Vec::new() },
            Priced { kind: LineKind::Cancellation, net_minor: 10_000, taxes: tax(1_900) },
        ];
        let sum = totals(&lines).unwrap();
        assert_eq!((sum.net_minor, sum.gross_minor), (30_500, 36_200));
        assert_eq!(sum.taxes, tax(5_700));
    }

    proptest! {
        #[test]
        fn a_line_taken_back_whole_leaves_nothing(quantity in 1_i64..1_000_000, price in 0_i64..10_000_000_000, rate in 0_i64..4_000) {
            let net_minor = net(quantity, price, 2).unwrap();
            let percent = Decimal::new(rate, 2);
            let taxes = vec![TaxLine { name: "T".into(), percent, amount_minor: tax(net_minor, percent).unwrap() }];
            let there = Priced { kind: LineKind::Goods, net_minor, taxes: taxes.clone() };
            let back = Priced { kind: LineKind::Cancellation, net_minor, taxes };
            let sum = totals([&there, &back]).unwrap();
            prop_assert_eq!((sum.net_minor, sum.gross_minor), (0, 0));
        }
    }
}
