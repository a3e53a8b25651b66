//! Checks of what somebody typed, beyond those of the house that the people room gives.

use accord_kernel::{Outcome, Refusal};
use accord_room_people as people;
use accord_store::search;

pub use accord_room_people::check::{NAME_MAX, NOTE_MAX, WORDING_MAX, some, text, zone};

pub use accord_kernel::at_version;

/// As [`some`] for a mail address.
///
/// # Errors
/// `field.form`, `field.too_long`.
pub fn email(pointer: &str, value: Option<&str>) -> Outcome<Option<String>> {
    match some(pointer, value, NAME_MAX)? {
        Some(address) => people::check::email(pointer, &address).map(Some),
        None => Ok(None),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_two_letters_and_an_empty_address_is_none() {
        assert_eq!(country("/country", " br ").unwrap(), "BR");
        for wrong in ["BRA", "B", "4A", ""] {
            assert!(country("/country", wrong).is_err(), "{wrong}");
        }
        assert_eq!(email("/email", Some("  ")).unwrap(), None);
        assert_eq!(email("/email", Some("ana")).unwrap_err().fields[0].rule, "field.form");
    }

    #[test]
    fn legal_ids_are_the_same_with_and_without_punctuation() {
        assert_eq!(legal_key("12.345.678/0001-90"), legal_key("12345678000190"));
        assert_ne!(legal_key("12345678000190"), legal_key("12345678000191"));
    }
}
