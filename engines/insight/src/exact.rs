//! Money between input and print: ratios of integers, checked, rounded once, half away from zero.

use num_rational::Ratio;
use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use rust_decimal::Decimal;

/// An exact figure. Every step is checked; `None` means that it grew beyond 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exact(Ratio<i128>);

impl Exact {
    pub(crate) fn whole(number: i128) -> Self {
        Self(Ratio::from_integer(number))
    }

    pub(crate) fn decimal(value: Decimal) -> Option<Self> {
        let scale = 10_i128.checked_pow(value.scale())?;
        Some(Self(Ratio::new(value.mantissa(), scale)))
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    pub(crate) fn over(self, other: Self) -> Option<Self> {
        self.0.checked_div(&other.0).map(Self)
    }

    pub(crate) fn is_positive(self) -> bool {
        self.0.is_positive()
    }

    /// The figure to this many decimals, all of them written, half away from zero.
    pub(crate) fn round(self, decimals: u32) -> Option<Decimal> {
        self.scaled(decimals).and_then(|scaled| written(scaled.round(), decimals))
    }

    /// The greatest figure of this many decimals that is not above.
    pub(crate) fn floor(self, decimals: u32) -> Option<Decimal> {
        self.scaled(decimals).and_then(|scaled| written(scaled.floor(), decimals))
    }

    /// The least figure of this many decimals that is not below.
    pub(crate) fn ceil(self, decimals: u32) -> Option<Decimal> {
        self.scaled(decimals).and_then(|scaled| written(scaled.ceil(), decimals))
    }

    /// The nearest float, for estimates.
    pub(crate) fn approximate(self) -> f64 {
        *self.0.numer() as f64 / *self.0.denom() as f64
    }

    fn scaled(self, decimals: u32) -> Option<Ratio<i128>> {
        let scale = 10_i128.checked_pow(decimals)?;
        self.0.checked_mul(&Ratio::from_integer(scale))
    }
}

fn written(scaled: Ratio<i128>, decimals: u32) -> Option<Decimal> {
    let number = scaled.to_integer();
    let value = Decimal::try_from_i128_with_scale(number, decimals).ok()?;
    // A figure that rounds to nought has no sign.
    Some(if number.is_zero() { value.abs() } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(a: i128, b: i128) -> Exact {
        Exact::whole(a).over(Exact::whole(b)).unwrap()
    }

    #[test]
    fn a_half_goes_away_from_zero_and_less_than_a_half_does_not() {
        for (a, b, decimals, text) in [
            (5, 1_000, 2, "0.01"),
            (-5, 1_000, 2, "-0.01"),
            (4_999_999, 1_000_000_000, 2, "0.00"),
            (-4, 1_000, 2, "0.00"),
            (5_625, 100, 1, "56.3"),
            (2, 3, 3, "0.667"),
            (7, 2, 0, "4"),
        ] {
            assert_eq!(ratio(a, b).round(decimals).unwrap().to_string(), text);
        }
        assert_eq!(ratio(2, 3).floor(2).unwrap().to_string(), "0.66");
        assert_eq!(ratio(2, 3).ceil(2).unwrap().to_string(), "0.67");
        assert_eq!(ratio(4, 1).ceil(2).unwrap().to_string(), "4.00");
    }

    #[test]
    fn what_grows_beyond_all_bounds_is_none() {
        let much = Exact::decimal(Decimal::MAX).unwrap();
        assert!(much.times(much).is_none());
        assert!(much.over(Exact::whole(0)).is_none());
        assert!(much.minus(Exact::whole(-1)).unwrap().round(0).is_none());
    }
}
