//! Reading what comes from outside: texts trimmed and bounded, dates within the years of business.

use accord_kernel::{Outcome, Refusal};
use jiff::civil::Date;

/// Longest wording: a reason, notes.
pub(crate) const WORDING_MAX: usize = 2_000;
/// Longest name.
pub(crate) const NAME_MAX: usize = 200;

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

/// A whole number between two limits.
pub(crate) fn number(pointer: &str, number: i64, from: i64, to: i64) -> Outcome<i64> {
    if (from..=to).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to))
    }
}

/// A date within the years that business dates may have.
pub(crate) fn date(pointer: &str, date: Date) -> Outcome<Date> {
    if (1970..=2200).contains(&date.year()) {
        Ok(date)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", 1970_i64).with("to", 2200_i64))
    }
}
