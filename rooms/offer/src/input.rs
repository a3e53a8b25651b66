//! Reading what comes from outside: texts trimmed and bounded, figures exact, dates within the years of business.

use accord_kernel::{Outcome, Refusal};
pub(crate) use accord_room_catalog::input::same_version;
pub(crate) use accord_room_people::check::{NAME_MAX, WORDING_MAX, some, text};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::rules::{
    amount::{PRICE_SCALE, QUANTITY_SCALE, scaled},
    span::Span,
};

/// Most lines of a quote.
pub(crate) const LINES_MAX: usize = 200;
/// Most taxes of a quote.
pub(crate) const TAXES_MAX: usize = 10;

/// A date within the years that business dates may have.
pub(crate) fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1970..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err(Refusal::field(pointer, "offer.date_range").with("from", 1970).with("to", 2200))
    }
}

/// A stretch of days that does not end before it begins.
pub(crate) fn span(pointer: &str, from: Date, until: Option<Date>) -> Outcome<Span> {
    let from = date("/valid_from", from)?;
    let until = until.map(|until| date(pointer, until)).transpose()?;
    Span::new(from, until).ok_or_else(|| Refusal::field(pointer, "offer.ends_before").with("from", from))
}

/// A positive quantity in thousandths.
pub(crate) fn quantity(pointer: &str, quantity: Decimal) -> Outcome<i64> {
    let milli = scaled(quantity, QUANTITY_SCALE)
        .ok_or_else(|| Refusal::field(pointer, "offer.digits").with("digits", QUANTITY_SCALE))?;
    if milli <= 0 || milli > 1_000_000_000_000 {
        return Err(Refusal::field(pointer, "offer.quantity"));
    }
    Ok(milli)
}

/// A price above nought, in ten-thousandths.
pub(crate) fn price(pointer: &str, price: Decimal) -> Outcome<i64> {
    let e4 = scaled(price, PRICE_SCALE)
        .ok_or_else(|| Refusal::field(pointer, "offer.digits").with("digits", PRICE_SCALE))?;
    if !(1..=100_000_000_000_000).contains(&e4) {
        return Err(Refusal::field(pointer, "offer.price"));
    }
    Ok(e4)
}

/// A rate from nought to a hundred per cent with at most so many digits after the point.
pub(crate) fn percent(pointer: &str, percent: Decimal, digits: u32) -> Outcome<Decimal> {
    let percent = percent.normalize();
    if percent.is_sign_negative() || percent > Decimal::ONE_HUNDRED || percent.scale() > digits {
        return Err(Refusal::field(pointer, "offer.percent").with("digits", digits));
    }
    Ok(percent)
}

/// An exchange rate: above nought, at most eight digits after the point.
pub(crate) fn rate(pointer: &str, rate: Decimal) -> Outcome<Decimal> {
    let rate = rate.normalize();
    if rate <= Decimal::ZERO || rate.scale() > 8 || rate > Decimal::from(1_000_000) {
        return Err(Refusal::field(pointer, "offer.rate"));
    }
    Ok(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(refusal: &Refusal) -> &str {
        refusal.fields.first().unwrap().rule
    }

    #[test]
    fn figures_are_exact_and_above_nought() {
        let decimal = |text: &str| Decimal::from_str_exact(text).unwrap();
        assert_eq!(quantity("/q", decimal("2.5")).unwrap(), 2_500);
        assert_eq!(rule(&quantity("/q", decimal("0")).unwrap_err()), "offer.quantity");
        assert_eq!(rule(&quantity("/q", decimal("-1")).unwrap_err()), "offer.quantity");
        assert_eq!(rule(&price("/p", decimal("0")).unwrap_err()), "offer.price");
        assert_eq!(rule(&price("/p", decimal("-96000")).unwrap_err()), "offer.price");
        assert_eq!(rule(&price("/p", decimal("1.00001")).unwrap_err()), "offer.digits");
        assert_eq!(rule(&percent("/d", decimal("100.5"), 2).unwrap_err()), "offer.percent");
        assert_eq!(rule(&rate("/r", decimal("0")).unwrap_err()), "offer.rate");
        let from = jiff::civil::date(2027, 1, 2);
        let ends = span("/valid_until", from, Some(jiff::civil::date(2027, 1, 1))).unwrap_err();
        assert_eq!(rule(&ends), "offer.ends_before");
    }
}
