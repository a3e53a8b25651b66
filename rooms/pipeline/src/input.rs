//! Reading what comes from outside: texts trimmed and bounded, dates within the years of business, amounts not negative.

use accord_kernel::{Money, Outcome, Refusal};
pub(crate) use accord_room_people::check::{NAME_MAX, WORDING_MAX, some as optional, text};
use jiff::civil::Date;

/// Most products of an opportunity.
pub(crate) const ITEMS_MAX: usize = 100;

/// An optional text that is stored empty.
pub(crate) fn words(pointer: &str, text: Option<&str>, max: usize) -> Outcome<String> {
    Ok(optional(pointer, text, max)?.unwrap_or_default())
}

/// A date within the years that business dates may have.
pub(crate) fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1970..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err(Refusal::field(pointer, "pipeline.date_range").with("from", 1970).with("to", 2200))
    }
}

/// An amount of nought or more.
pub(crate) fn amount(pointer: &str, money: Money) -> Outcome<Money> {
    if money.minor < 0 { Err(Refusal::field(pointer, "pipeline.negative")) } else { Ok(money) }
}

/// A whole number between two limits.
pub(crate) fn whole(pointer: &str, number: i64, from: i64, to: i64) -> Outcome<i64> {
    if (from..=to).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_bounded_and_plain() {
        assert_eq!(text("/a", "  Line 2 ", NAME_MAX).unwrap(), "Line 2");
        let rule = |refusal: Refusal| refusal.fields.first().unwrap().rule;
        assert_eq!(rule(text("/a", " \n ", NAME_MAX).unwrap_err()), "field.empty");
        assert_eq!(rule(text("/a", &"é".repeat(NAME_MAX + 1), NAME_MAX).unwrap_err()), "field.too_long");
        assert_eq!(rule(text("/a", "a\nb", NAME_MAX).unwrap_err()), "field.control_characters");
        assert_eq!(text("/a", "a\nb", WORDING_MAX).unwrap(), "a\nb");
        assert!(date("/d", jiff::civil::date(1969, 12, 31)).is_err());
        assert_eq!(rule(whole("/n", 0, 1, 5).unwrap_err()), "field.range");
    }
}
