//! Places in a list, as opaque text: whoever reads a list hands it back for the next page.

use accord_kernel::{Outcome, Refusal};
use serde::{Serialize, de::DeserializeOwned};

/// Rows given when no limit is asked for.
const LIMIT_DEFAULT: i64 = 50;
/// Most rows given at once.
const LIMIT_MAX: i64 = 200;

/// The limit asked for.
///
/// # Errors
/// `field.range` beyond 1 to 200.
pub fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Refusal::field("/limit", "field.range").with("min", 1_i64).with("max", LIMIT_MAX));
    }
    Ok(limit)
}

/// Text of a place.
pub fn encode(place: &impl Serialize) -> Option<String> {
    let text = serde_json::to_string(place).ok()?;
    Some(text.bytes().map(|byte| format!("{byte:02x}")).collect())
}

/// The place of a text.
///
/// # Errors
/// `field.form` when it is not one that [`encode`] made.
pub fn decode<T: DeserializeOwned>(after: Option<&str>) -> Outcome<Option<T>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = || {
        let bytes: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| {
                std::str::from_utf8(pair)
                    .ok()
                    .filter(|pair| pair.len() == 2)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        serde_json::from_slice(&bytes?).ok()
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_and_anything_else_is_refused() {
        let text = encode(&("müller & söhne".to_owned(), 7)).unwrap();
        assert_eq!(decode::<(String, i64)>(Some(&text)).unwrap(), Some(("müller & söhne".to_owned(), 7)));
        assert_eq!(decode::<(String, i64)>(None).unwrap(), None);
        for bad in ["x", "zz", "7b7d", "é", &text[..text.len() - 1]] {
            assert!(decode::<(String, i64)>(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn limits() {
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!(limit(Some(200)).unwrap(), 200);
        for bad in [0, -1, 201] {
            assert!(limit(Some(bad)).is_err());
        }
    }
}
