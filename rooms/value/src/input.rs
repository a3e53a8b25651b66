//! Checks of what comes from outside that several actions of this room share.

use accord_kernel::{Money, Outcome, Refusal};
use rust_decimal::Decimal;

pub use accord_room_catalog::input::{number, same_version};
pub use accord_room_people::check::{NAME_MAX, WORDING_MAX, some, text};

pub use accord_room_people::author;

/// An amount above nothing.
///
/// # Errors
/// `value.not_positive`.
pub fn positive(pointer: &str, money: Money) -> Outcome<Money> {
    if money.minor > 0 { Ok(money) } else { Err(Refusal::field(pointer, "value.not_positive")) }
}

/// A decimal with a point, between two bounds, with no more digits than asked.
///
/// # Errors
/// `field.form`, `field.range`, `value.digits`.
pub fn decimal(pointer: &str, typed: &str, from: i64, to: i64, digits: u32) -> Outcome<Decimal> {
    let value = Decimal::from_str_exact(typed.trim()).map_err(|_| Refusal::field(pointer, "field.form"))?;
    if value < Decimal::from(from) || value > Decimal::from(to) {
        return Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to));
    }
    if value.normalize().scale() > digits {
        return Err(Refusal::field(pointer, "value.digits").with("digits", i64::from(digits)));
    }
    Ok(value)
}

/// The same as a whole number of `10^-digits`.
///
/// # Errors
/// As [`decimal`].
pub fn scaled(pointer: &str, typed: &str, from: i64, to: i64, digits: u32) -> Outcome<i64> {
    let mut value = decimal(pointer, typed, from, to, digits)?;
    value.rescale(digits);
    i64::try_from(value.mantissa()).map_err(|_| Refusal::field(pointer, "field.form"))
}

/// Hours as people type them, as whole minutes.
///
/// # Errors
/// As [`decimal`]; `value.minutes` for a part of a minute.
pub fn minutes(pointer: &str, typed: &str, most_hours: i64) -> Outcome<i64> {
    let hours = decimal(pointer, typed, 0, most_hours, 6)?;
    let minutes = (hours * Decimal::from(60)).normalize();
    if minutes.scale() > 0 {
        return Err(Refusal::field(pointer, "value.minutes"));
    }
    i64::try_from(minutes.mantissa()).map_err(|_| Refusal::field(pointer, "field.form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_with_a_point_between_bounds() {
        assert_eq!(scaled("/x", " 1.5 ", 0, 100, 2).unwrap(), 150);
        assert_eq!(scaled("/x", "0.07", 0, 100, 2).unwrap(), 7);
        let rule = |typed: &str| decimal("/x", typed, 0, 100, 2).unwrap_err().fields[0].rule;
        assert_eq!(rule("1.005"), "value.digits");
        assert_eq!(rule("-1"), "field.range");
        assert_eq!(rule("many"), "field.form");
        assert_eq!(rule("1e3"), "field.form");
        assert_eq!(rule("1,5"), "field.form", "marks of a language are the form's to read");
        assert_eq!(minutes("/x", "7.75", 168).unwrap(), 465);
        assert_eq!(minutes("/x", "0.01", 168).unwrap_err().fields[0].rule, "value.minutes");
    }
}
