//! Checks of what somebody typed: length, emptiness, characters. Limits are those of the house.

use accord_kernel::{Outcome, Refusal};
use accord_store::{Record, Value, search};
use serde_json::{Map, json};

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

/// A text that may be empty, without the space around it. A new line is allowed in what is longer than a name.
///
/// # Errors
/// `field.too_long`, `field.control_characters`.
pub fn optional(pointer: &str, value: &str, max: usize) -> Outcome<String> {
    let value = value.trim();
    if value.chars().count() > max {
        return Err(Refusal::field(pointer, "field.too_long").with("max", max));
    }
    let lines = max > NAME_MAX;
    let allowed = |c: char| !c.is_control() || (lines && matches!(c, '\n' | '\r' | '\t'));
    if !value.chars().all(allowed) {
        return Err(Refusal::field(pointer, "field.control_characters"));
    }
    Ok(value.replace("\r\n", "\n"))
}

/// As [`optional`]; an empty text is none.
///
/// # Errors
/// As [`optional`].
pub fn some(pointer: &str, value: Option<&String>, max: usize) -> Outcome<Option<String>> {
    let text = optional(pointer, value.map_or("", String::as_str), max)?;
    Ok((!text.is_empty()).then_some(text))
}

/// A mail address, as far as a program can tell: something, `@`, a place.
///
/// # Errors
/// `field.form`.
pub fn email(pointer: &str, value: Option<&String>) -> Outcome<Option<String>> {
    let Some(address) = some(pointer, value, NAME_MAX)? else {
        return Ok(None);
    };
    let sound = address.split_once('@').is_some_and(|(name, place)| {
        !name.is_empty()
            && !place.is_empty()
            && !place.contains('@')
            && !address.contains(char::is_whitespace)
    });
    if !sound {
        return Err(Refusal::field(pointer, "field.form"));
    }
    Ok(Some(address))
}

/// An IANA zone, as the zone database writes it.
///
/// # Errors
/// `field.zone`.
pub fn zone(pointer: &str, value: &str) -> Outcome<String> {
    let zone = accord_business_time::zone(value.trim()).map_err(|_| Refusal::field(pointer, "field.zone"))?;
    zone.iana_name().map(str::to_owned).ok_or_else(|| Refusal::field(pointer, "field.zone"))
}

/// A country by its two letters, upper case.
///
/// # Errors
/// `field.country`.
pub fn country(pointer: &str, value: &str) -> Outcome<String> {
    let code = value.trim().to_ascii_uppercase();
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::field(pointer, "field.country"));
    }
    Ok(code)
}

/// The form in which legal ids are compared: letters and digits, folded, so that punctuation does not make a duplicate.
pub fn legal_key(legal_id: &str) -> String {
    search::fold(legal_id).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// Refuses an edit of a version that is no longer the present one; the present row stands in the refusal's detail.
///
/// # Errors
/// 412 `stale`.
pub fn at_version<R: Record>(row: &R, version: i64) -> Outcome<()> {
    if row.row_version() == version {
        return Ok(());
    }
    let fields = R::TABLE.fields.iter().zip(row.to_values());
    let current: Map<_, _> =
        fields.map(|(field, value): (_, Value)| (field.name.to_owned(), value.to_json())).collect();
    let error = accord_store::Error::Stale { table: R::TABLE.name, id: row.key() };
    Err(Refusal::from(error).detail(json!({ "current": current, "sent_version": version })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_measured_and_free_of_what_cannot_be_shown() {
        assert_eq!(text("/name", "  Moinho Açu ", NAME_MAX).unwrap(), "Moinho Açu");
        let rule = |value: &str, max| text("/name", value, max).unwrap_err().fields[0].rule;
        assert_eq!(rule(" \t ", NAME_MAX), "field.empty");
        assert_eq!(rule(&"é".repeat(201), NAME_MAX), "field.too_long");
        assert!(text("/name", &"é".repeat(200), NAME_MAX).is_ok());
        assert_eq!(rule("a\nb", NAME_MAX), "field.control_characters");
        assert_eq!(rule("a\u{0}b", NOTE_MAX), "field.control_characters");
        assert_eq!(text("/note", "a\r\nb", NOTE_MAX).unwrap(), "a\nb");
    }

    #[test]
    fn addresses_zones_countries() {
        let mail = |text: &str| email("/email", Some(&text.to_owned()));
        assert_eq!(mail(" ").unwrap(), None);
        assert!(mail("ana@moinho.example").unwrap().is_some());
        for wrong in ["ana", "@x", "ana@", "a@b@c", "a b@c"] {
            assert_eq!(mail(wrong).unwrap_err().fields[0].rule, "field.form", "{wrong}");
        }
        assert_eq!(zone("/zone", "america/sao_paulo").unwrap(), "America/Sao_Paulo");
        assert!(zone("/zone", "Mars/Olympus").is_err());
        assert_eq!(country("/country", "br").unwrap(), "BR");
        assert!(country("/country", "BRA").is_err());
    }

    #[test]
    fn legal_ids_are_the_same_with_and_without_punctuation() {
        assert_eq!(legal_key("12.345.678/0001-90"), legal_key("12345678000190"));
        assert_ne!(legal_key("12345678000190"), legal_key("12345678000191"));
    }
}
