//! Reading what comes from outside: words trimmed and bounded.

use accord_kernel::{Outcome, Refusal};

/// Most characters of a contact's words.
pub(crate) const WORDS_MAX: usize = 4_000;
/// Most characters of what a question is about.
pub(crate) const ABOUT_MAX: usize = 200;

/// Optional words; blank is none. Line breaks stay, other control characters are refused.
pub(crate) fn words(pointer: &str, text: Option<&str>, max: usize) -> Outcome<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let text = text.replace("\r\n", "\n");
    if text.chars().count() > max {
        return Err(Refusal::field(pointer, "field.too_long").with("max", max));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Refusal::field(pointer, "field.control_characters"));
    }
    Ok(Some(text))
}

/// A rating from 1 to 5.
pub(crate) fn rating(rating: i64) -> Outcome<i64> {
    if (1..=5).contains(&rating) {
        Ok(rating)
    } else {
        Err(Refusal::field("/rating", "field.range").with("from", 1_i64).with("to", 5_i64))
    }
}
