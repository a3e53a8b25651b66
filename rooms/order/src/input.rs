//! Reading what comes from outside: texts trimmed and bounded, figures exact, dates within the years of business.

use accord_kernel::{Outcome, Refusal};
pub(crate) use accord_room_people::check::{NAME_MAX, WORDING_MAX, some as optional, text};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::rules::price::{PRICE_SCALE, QUANTITY_SCALE, scaled};

/// Most lines of an order.
pub(crate) const LINES_MAX: usize = 500;
/// Most taxes of a line.
pub(crate) const TAXES_MAX: usize = 10;

/// A date within the years that business dates may have.
pub(crate) fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1970..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err(Refusal::field(pointer, "order.date_range").with("from", 1970).with("to", 2200))
    }
}

/// A positive quantity in thousandths.
pub(crate) fn quantity(pointer: &str, quantity: Decimal) -> Outcome<i64> {
    let milli = scaled(quantity, QUANTITY_SCALE)
        .ok_or_else(|| Refusal::field(pointer, "order.digits").with("digits", QUANTITY_SCALE))?;
    if milli <= 0 || milli > 1_000_000_000_000 {
        return Err(Refusal::field(pointer, "order.quantity"));
    }
    Ok(milli)
}

/// A unit price of nought or more, in ten-thousandths.
pub(crate) fn unit_price(pointer: &str, price: Decimal) -> Outcome<i64> {
    let e4 = scaled(price, PRICE_SCALE)
        .ok_or_else(|| Refusal::field(pointer, "order.digits").with("digits", PRICE_SCALE))?;
    if !(0..=100_000_000_000_000).contains(&e4) {
        return Err(Refusal::field(pointer, "order.price"));
    }
    Ok(e4)
}

/// A tax rate from nought to a hundred per cent with at most four digits after the point.
pub(crate) fn percent(pointer: &str, percent: Decimal) -> Outcome<Decimal> {
    let percent = percent.normalize();
    if percent.is_sign_negative() || percent > Decimal::ONE_HUNDRED || percent.scale() > 4 {
        return Err(Refusal::field(pointer, "order.percent"));
    }
    Ok(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(refusal: &Refusal) -> &str {
        refusal.fields.first().unwrap().rule
    }

    #[test]
    fn texts_are_trimmed_bounded_and_plain() {
        assert_eq!(text("/a", "  PO 7 ", NAME_MAX).unwrap(), "PO 7");
        assert_eq!(rule(&text("/a", " \n ", NAME_MAX).unwrap_err()), "field.empty");
        assert_eq!(rule(&text("/a", &"é".repeat(NAME_MAX + 1), NAME_MAX).unwrap_err()), "field.too_long");
        assert_eq!(rule(&text("/a", "a\nb", NAME_MAX).unwrap_err()), "field.control_characters");
        assert_eq!(text("/a", "a\nb", WORDING_MAX).unwrap(), "a\nb");
        assert_eq!(rule(&text("/a", "a\u{7}b", WORDING_MAX).unwrap_err()), "field.control_characters");
    }

    #[test]
    fn figures_are_exact_and_within_bounds() {
        let decimal = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert_eq!(quantity("/q", decimal("2.5")).unwrap(), 2_500);
        assert_eq!(rule(&quantity("/q", decimal("0")).unwrap_err()), "order.quantity");
        assert_eq!(rule(&quantity("/q", decimal("-1")).unwrap_err()), "order.quantity");
        assert_eq!(rule(&quantity("/q", decimal("0.0005")).unwrap_err()), "order.digits");
        assert_eq!(unit_price("/p", decimal("0")).unwrap(), 0);
        assert_eq!(rule(&unit_price("/p", decimal("-0.01")).unwrap_err()), "order.price");
        assert_eq!(rule(&percent("/t", decimal("100.5")).unwrap_err()), "order.percent");
        assert!(date("/d", jiff::civil::date(1969, 12, 31)).is_err());
    }
}
