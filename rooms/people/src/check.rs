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

/// A text that may be empty, without the space around it. New lines are allowed in what is longer than a name; what shows
/// nothing at all is empty.
///
/// # Errors
/// `field.too_long`; `field.control_characters`, in a name also for marks that turn the order of what follows.
pub fn optional(pointer: &str, value: &str, max: usize) -> Outcome<String> {
    let value = value.trim();
    if value.chars().all(|c| c.is_whitespace() || shows_nothing(c)) {
        return Ok(String::new());
    }
    if value.chars().count() > max {
        return Err(Refusal::field(pointer, "field.too_long").with("max", max));
    }
    let lines = max > NAME_MAX;
    let unfit = |c: char| {
        (c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) || (!lines && turns_the_order(c))
    };
    if value.chars().any(unfit) {
        return Err(Refusal::field(pointer, "field.control_characters"));
    }
    Ok(value.replace("\r\n", "\n"))
}

/// Characters that are drawn as nothing: those that Unicode lets a program ignore in display
/// (`Default_Ignorable_Code_Point` of `DerivedCoreProperties.txt`, Unicode 16), and the blank of Braille.
fn shows_nothing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Embeddings, overrides and isolates of the bidirectional algorithm: `gpj.exe` would read as `exe.jpg`.
fn turns_the_order(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
    fn what_shows_nothing_is_empty_and_a_name_does_not_turn_its_order() {
        for nothing in ["\u{200b}", " \u{202e}\u{feff} ", "\u{2800}\u{e0020}"] {
            assert_eq!(rule(text("/wording", nothing, WORDING_MAX)), "field.empty");
            assert_eq!(some("/note", Some(nothing), NOTE_MAX).unwrap(), None);
        }
        assert_eq!(rule(text("/name", "a\u{202e}gpj.exe", NAME_MAX)), "field.control_characters");
        // A joiner within a word and a mark of direction in prose are what people write.
        assert!(text("/name", "\u{928}\u{94d}\u{200d}", NAME_MAX).is_ok());
        assert!(text("/wording", "שלום \u{2066}H1\u{2069}", WORDING_MAX).is_ok());
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
