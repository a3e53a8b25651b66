//! Checks of what somebody typed: length, emptiness, characters, zones, addresses. Limits are those of the house.
//! Higher rooms may use them.

use accord_kernel::{Outcome, Refusal};
use accord_store::search::fold;

/// Names and labels.
pub const NAME_MAX: usize = 200;
/// Wordings and single rules.
pub const WORDING_MAX: usize = 2_000;
/// Notes.
pub const NOTE_MAX: usize = 20_000;

/// A required text without the space around it.
///
/// # Errors
/// `field.empty`, `field.too_long`, `field.control_characters`.
pub fn text(pointer: &str, value: &str, max: usize) -> Outcome<String> {
    let value = optional(pointer, value, max)?;
    if value.is_empty() {
        return Err(Refusal::field(pointer, "field.empty"));
    }
    Ok(value)
}

/// A text that may be empty, without the space around it. New lines are allowed in what is longer than a name.
///
/// # Errors
/// `field.too_long`, `field.control_characters`.
pub fn optional(pointer: &str, value: &str, max: usize) -> Outcome<String> {
    let value = value.trim();
    if value.chars().count() > max {
        return Err(Refusal::field(pointer, "field.too_long").with("max", max));
    }
    let lines = max > NAME_MAX;
    if value.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) {
        return Err(Refusal::field(pointer, "field.control_characters"));
    }
    Ok(value.replace("\r\n", "\n"))
}

/// As [`optional`]; an empty text is none.
///
/// # Errors
/// As [`optional`].
pub fn some(pointer: &str, value: Option<&str>, max: usize) -> Outcome<Option<String>> {
    let text = optional(pointer, value.unwrap_or_default(), max)?;
    Ok((!text.is_empty()).then_some(text))
}

/// An e-mail address, as far as a program can tell: something, `@`, a place; no space, no comma, no angle bracket.
///
/// # Errors
/// `field.form`, and those of [`optional`].
pub fn email(pointer: &str, value: &str) -> Outcome<String> {
    let address = text(pointer, value, NAME_MAX)?;
    let sound = address.split_once('@').is_some_and(|(name, place)| {
        !name.is_empty()
            && !place.is_empty()
            && !place.contains('@')
            && !address.contains(|c: char| c.is_whitespace() || ",;<>()[]\\\"".contains(c))
    });
    if sound { Ok(address) } else { Err(Refusal::field(pointer, "field.form")) }
}

/// How an address is compared: folded, so that case and accents make no second account.
pub fn fold_email(address: &str) -> String {
    fold(address.trim())
}

/// An IANA zone, as the zone database writes it.
///
/// # Errors
/// `field.zone`.
pub fn zone(pointer: &str, value: &str) -> Outcome<String> {
    let zone = accord_business_time::zone(value.trim()).map_err(|_| Refusal::field(pointer, "field.zone"))?;
    zone.iana_name().map(str::to_owned).ok_or_else(|| Refusal::field(pointer, "field.zone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
        outcome.unwrap_err().fields[0].rule
    }

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(text("/name", "  Ana  ", NAME_MAX).unwrap(), "Ana");
        assert_eq!(rule(text("/name", " \t ", NAME_MAX)), "field.empty");
        assert_eq!(rule(text("/name", &"ã".repeat(201), NAME_MAX)), "field.too_long");
        assert!(text("/name", &"ã".repeat(200), NAME_MAX).is_ok());
        assert_eq!(rule(text("/name", "a\u{7}b", NAME_MAX)), "field.control_characters");
        assert_eq!(rule(text("/name", "a\nb", NAME_MAX)), "field.control_characters");
        assert_eq!(text("/note", "a\r\nb", NOTE_MAX).unwrap(), "a\nb");
        assert_eq!(some("/phone", Some("  "), NAME_MAX).unwrap(), None);
    }

    #[test]
    fn addresses_and_zones() {
        assert_eq!(email("/email", " ana@example.org ").unwrap(), "ana@example.org");
        for bad in ["ana", "@x", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a@b,c@d"] {
            assert!(email("/email", bad).is_err(), "{bad}");
        }
        assert_eq!(fold_email("ANA.Conceição@Example.org"), "ana.conceicao@example.org");
        assert_eq!(zone("/zone", "america/sao_paulo").unwrap(), "America/Sao_Paulo");
        assert_eq!(rule(zone("/zone", "Mars/Olympus")), "field.zone");
    }
}
