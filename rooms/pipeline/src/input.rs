//! Reading what comes from outside: texts trimmed and bounded, dates within the years of business, amounts not negative.

use accord_kernel::{Money, Outcome, Refusal};
use jiff::civil::Date;

/// Longest name, in characters.
pub(crate) const NAME_MAX: usize = 200;
/// Longest wording.
pub(crate) const WORDING_MAX: usize = 2_000;
/// Most products of an opportunity.
pub(crate) const ITEMS_MAX: usize = 100;

/// A required text.
pub(crate) fn text(pointer: &str, text: &str, max: usize) -> Outcome<String> {
    optional(pointer, Some(text), max)?.ok_or_else(|| Refusal::field(pointer, "field.empty"))
}

/// An optional text; blank is none. Wordings may have line breaks, names may not.
pub(crate) fn optional(pointer: &str, text: Option<&str>, max: usize) -> Outcome<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > max {
        return Err(Refusal::field(pointer, "field.too_long").with("max", max));
    }
    let allowed = |c: char| c == '\n' && max > NAME_MAX;
    if text.chars().any(|c| c.is_control() && !allowed(c)) {
        return Err(Refusal::field(pointer, "field.control_characters"));
    }
    Ok(Some(text.to_owned()))
}

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
