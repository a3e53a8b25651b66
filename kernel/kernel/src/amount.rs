//! What a line of a paper comes to: quantity times price, taxes, sums; exact, each rounded once.
//!
//! Quantities are whole thousandths of a unit, prices whole ten-thousandths of the currency's main unit, so that both
//! are exact. A net amount is rounded once, half away from zero, to the currency's digits; each tax is computed from the
//! rounded net amount and rounded once. The whole is the sum of what was rounded, so that paper and screen never differ
//! by a cent.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// Digits of a quantity after the point.
pub const QUANTITY_SCALE: u32 = 3;
/// Digits of a unit price after the point.
pub const PRICE_SCALE: u32 = 4;

/// A tax with its amount, as it was agreed.
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

/// What a paper comes to, in minor units of its currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Without taxes.
    pub net_minor: i64,
    /// Each tax by name and rate, in the order of first appearance.
    pub taxes: Vec<TaxLine>,
    /// With taxes.
    pub gross_minor: i64,
}

impl Totals {
    /// Adds a line, or takes it back with a sign of -1; nothing when the sum is out of range.
    pub fn add(&mut self, sign: i64, net_minor: i64, taxes: &[TaxLine]) -> Option<()> {
        let net = net_minor.checked_mul(sign)?;
        self.net_minor = self.net_minor.checked_add(net)?;
        self.gross_minor = self.gross_minor.checked_add(net)?;
        for tax in taxes {
            let amount = tax.amount_minor.checked_mul(sign)?;
            self.gross_minor = self.gross_minor.checked_add(amount)?;
            match self.taxes.iter_mut().find(|known| known.name == tax.name && known.percent == tax.percent) {
                Some(known) => known.amount_minor = known.amount_minor.checked_add(amount)?,
                None => self.taxes.push(TaxLine { amount_minor: amount, ..tax.clone() }),
            }
        }
        Some(())
    }
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

/// An exact figure rounded half away from zero to so many digits, as a whole number of the last of them. Nothing when
/// out of range.
pub fn rounded(exact: Decimal, digits: u32) -> Option<i64> {
    let whole = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    whole.checked_mul(Decimal::from(10_i64.checked_pow(digits)?))?.to_i64()
}

/// Quantity times unit price, rounded half away from zero to the currency's digits. Nothing when out of range.
pub fn net(quantity_milli: i64, unit_price_e4: i64, digits: u32) -> Option<i64> {
    let product = i128::from(quantity_milli).checked_mul(i128::from(unit_price_e4))?;
    rounded(Decimal::try_from_i128_with_scale(product, QUANTITY_SCALE + PRICE_SCALE).ok()?, digits)
}

/// The tax of a net amount at a rate in per cent, rounded half away from zero. Nothing when out of range.
pub fn tax(net_minor: i64, percent: Decimal) -> Option<i64> {
    rounded(Decimal::from(net_minor).checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED)?, 0)
}

#[cfg(test)]
mod tests {
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
    fn sums_go_by_name_and_rate_and_stay_within_range() {
        let vat = |amount_minor| TaxLine { name: "VAT".into(), percent: decimal("19"), amount_minor };
        let mut sum = Totals::default();
        assert_eq!(sum.add(1, 40_000, &[vat(7_600)]), Some(()));
        assert_eq!(sum.add(-1, 10_000, &[vat(1_900)]), Some(()));
        assert_eq!((sum.net_minor, sum.gross_minor, sum.taxes.clone()), (30_000, 35_700, vec![vat(5_700)]));
        assert_eq!(sum.add(1, i64::MAX, &[]), None);
    }
}
