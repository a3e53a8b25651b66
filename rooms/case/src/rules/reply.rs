//! Words that are agreed once, with places for the facts of a case: `{number}`, `{unit}`. A place without its fact is never
//! left open, and never filled with a guess.

use std::collections::{BTreeMap, BTreeSet};

/// The places there are.
pub const PLACES: [&str; 11] = [
    "number", "contact", "customer", "what", "unit", "site", "owner", "engineer", "arrives", "next",
    "company",
];

/// A brace that begins no place: what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPlace(pub String);

/// The places in a text.
///
/// # Errors
/// The first one that is none.
pub fn places(text: &str) -> Result<BTreeSet<&'static str>, NoPlace> {
    let mut found = BTreeSet::new();
    for piece in text.split('{').skip(1) {
        let name = piece.split('}').next().unwrap_or_default();
        let known = PLACES.iter().find(|place| **place == name && piece.len() > name.len());
        found.insert(*known.ok_or_else(|| NoPlace(name.chars().take(40).collect()))?);
    }
    Ok(found)
}

/// A text with its places filled.
///
/// # Errors
/// The places whose facts the case lacks, in the order of [`PLACES`].
pub fn fill(text: &str, facts: &BTreeMap<&'static str, String>) -> Result<String, Vec<&'static str>> {
    let wanted = places(text).unwrap_or_default();
    let lacks: Vec<&str> = PLACES
        .iter()
        .copied()
        .filter(|place| wanted.contains(place) && facts.get(place).is_none_or(|fact| fact.trim().is_empty()))
        .collect();
    if !lacks.is_empty() {
        return Err(lacks);
    }
    // Piece by piece, so that a fact with braces in it is not filled again.
    let mut out = String::new();
    for (at, piece) in text.split('{').enumerate() {
        match piece.split_once('}').filter(|_| at > 0) {
            Some((name, rest)) => {
                out.push_str(facts.get(name).map(String::as_str).unwrap_or_default());
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("number", "CASE-7".to_owned()),
            ("contact", "Ana {unit}".to_owned()),
            ("site", " ".to_owned()),
        ])
    }

    #[test]
    fn places_are_filled_once_and_from_facts_alone() {
        let filled = fill("Dear {contact}, {number} is ours. {number}!", &facts());
        assert_eq!(filled.as_deref(), Ok("Dear Ana {unit}, CASE-7 is ours. CASE-7!"));
        assert_eq!(fill("Nothing to fill", &facts()).as_deref(), Ok("Nothing to fill"));
    }

    #[test]
    fn what_the_case_lacks_is_named_and_nothing_is_sent() {
        assert_eq!(fill("{next} {site} {number} {unit}", &facts()), Err(vec!["unit", "site", "next"]));
    }

    #[test]
    fn a_brace_that_is_no_place_is_refused() {
        assert_eq!(places("{number} {unit}").unwrap().len(), 2);
        for (text, name) in
            [("{price}", "price"), ("a { b", " b"), ("{}", ""), ("{number", "number"), ("{{number}}", "")]
        {
            assert_eq!(places(text), Err(NoPlace(name.to_owned())), "{text}");
        }
    }
}
