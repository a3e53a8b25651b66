//! How makers, models and serial numbers are known again: neither case nor blanks nor accents make another one.

use accord_store::search::fold;

use crate::Origin;

/// A name folded: case, accents and repeated blanks do not make another one.
pub fn key(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A serial number folded: neither case nor any blank makes another one. `None` when there is none to compare: no number,
/// or a unit whose maker nobody knows.
pub fn serial_key(origin: Origin, maker_key: &str, serial: &str) -> Option<String> {
    let folded: String = fold(serial).split_whitespace().collect();
    let comparable = !folded.is_empty() && (origin != Origin::Own || !maker_key.is_empty());
    comparable.then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_is_the_same_whatever_its_case_and_blanks() {
        let known = serial_key(Origin::Rival, "borax", "BX 77-001a");
        assert_eq!(known, serial_key(Origin::Rival, "borax", " bx77-\u{a0}001A"));
        assert_ne!(known, serial_key(Origin::Rival, "borax", "BX77001A"));
        assert_eq!(serial_key(Origin::Ours, "", "\t "), None);
        assert_eq!(serial_key(Origin::Own, "", "7"), None, "nobody's numbers cannot be compared");
        assert!(serial_key(Origin::Own, "werk zwei", "7").is_some());
        assert_eq!(key("  Böhm   & Söhne "), "bohm & sohne");
    }
}
