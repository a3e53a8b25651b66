//! Texts of letters: which may hold, and what becomes of one when its places are filled. A text reads nothing but the places
//! that its letter declares: it is no program, and what is put into a place is never looked at again.

use std::collections::BTreeMap;

use accord_kernel::{Fact, Outcome, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check;

/// Longest subject, in characters.
pub const SUBJECT_MAX: usize = 150;
/// Longest body, in characters.
pub const BODY_MAX: usize = 4_000;

/// A letter's words with places in braces: `{company} invites you`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// Its subject, one line.
    pub subject: String,
    /// Its body, plain text.
    pub body: String,
}

/// Whether a text must have a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may.
    Free,
    /// Its body must.
    Body,
    /// Its subject must.
    Subject,
}

/// What a rule must know of a place.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Name, as it stands in braces.
    pub name: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// It may not stand in a subject: a link, several lines.
    pub body_only: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Place(&'t str),
}

/// The pieces of a text. `{{` and `}}` stand for the brace itself. The error is the line, from 1, of a brace that has no
/// partner or holds no name.
fn pieces(text: &str) -> Result<Vec<Piece<'_>>, usize> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let line =
        |rest: &str| 1 + text.get(..text.len() - rest.len()).map_or(0, |read| read.matches('\n').count());
    while let Some(at) = rest.find(['{', '}']) {
        let (words, from) = rest.split_at(at);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        let twice = from.starts_with("{{") || from.starts_with("}}");
        let end = if twice { Some(1) } else { from.strip_prefix('{').and_then(|after| after.find('}')) };
        let inside = match (twice, end) {
            (true, _) => {
                pieces.push(Piece::Words(from.get(..1).unwrap_or_default()));
                rest = from.get(2..).unwrap_or_default();
                continue;
            }
            (false, Some(end)) => from.get(1..=end).unwrap_or_default(),
            (false, None) => return Err(line(from)),
        };
        let name = inside.trim();
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || name.len() > 40 || !name.chars().all(sound) {
            return Err(line(from));
        }
        pieces.push(Piece::Place(name));
        rest = from.get(inside.len() + 2..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    Ok(pieces)
}

fn places<'t>(pieces: &[Piece<'t>]) -> Vec<&'t str> {
    let place = |piece: &Piece<'t>| match piece {
        Piece::Place(name) => Some(*name),
        Piece::Words(_) => None,
    };
    pieces.iter().filter_map(place).collect()
}

/// Names as one writes them: `{company}, {until}`.
fn in_braces(names: &[&str]) -> String {
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}

/// A text that may hold, with the space around it taken away.
///
/// # Errors
/// For `/subject` or `/body`: `field.empty`, `field.too_long`, `field.control_characters` (a line break in the subject is
/// one), `letter.braces`, `letter.unknown_place`, `letter.place_only_in_body`, `letter.place_missing`.
pub fn check(slots: &[Slot], subject: &str, body: &str) -> Outcome<Text> {
    let subject = check::text("/subject", subject, SUBJECT_MAX)?;
    if subject.contains(['\u{2028}', '\u{2029}']) {
        return Err(Refusal::field("/subject", "field.control_characters"));
    }
    let body = check::text("/body", body, BODY_MAX)?.replace('\r', "\n");
    let known: Vec<&str> = slots.iter().map(|slot| slot.name).collect();
    for (pointer, text, need) in [("/subject", &subject, Need::Subject), ("/body", &body, Need::Body)] {
        let pieces =
            pieces(text).map_err(|line| Refusal::field(pointer, "letter.braces").with("line", line))?;
        let named = places(&pieces);
        if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
            return Err(Refusal::field(pointer, "letter.unknown_place")
                .with("place", in_braces(&[unknown]))
                .with("known", in_braces(&known)));
        }
        let not_here = |name: &&&str| slots.iter().any(|slot| slot.name == **name && slot.body_only);
        if let Some(name) = named.iter().find(not_here).filter(|_| need == Need::Subject) {
            return Err(
                Refusal::field(pointer, "letter.place_only_in_body").with("place", in_braces(&[name]))
            );
        }
        let missing: Vec<&str> = slots
            .iter()
            .filter(|slot| slot.need == need && !named.contains(&slot.name))
            .map(|slot| slot.name)
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::field(pointer, "letter.place_missing").with("places", in_braces(&missing)));
        }
    }
    Ok(Text { subject, body })
}

/// A fact as it may stand in a letter: without control characters but line breaks and tabs.
pub fn clean(said: &str) -> String {
    let said = said.replace("\r\n", "\n").replace('\r', "\n");
    said.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The first line of a text, short enough for a subject.
pub fn one_line(text: &str) -> String {
    let line = text.split(['\n', '\r', '\u{2028}', '\u{2029}']).next().unwrap_or_default();
    if line.chars().count() <= SUBJECT_MAX {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(SUBJECT_MAX - 1).collect();
    short.push('…');
    short
}

/// A text with its places filled. Of what has several lines a subject takes the first.
///
/// # Errors
/// A defect when a place was not given, or the text was never checked.
pub fn filled(text: &Text, said: &BTreeMap<&'static str, String>) -> Outcome<Text> {
    let fill = |text: &str, in_subject: bool| -> Outcome<String> {
        let pieces = pieces(text).map_err(|_| Refusal::defect("a letter's text cannot be read"))?;
        let mut filled = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Place(name) => {
                    let value = said.get(name);
                    let value = value.ok_or_else(|| Refusal::defect(format!("a letter lacks {name}")))?;
                    let value = if in_subject { one_line(value.trim_start()) } else { value.clone() };
                    filled.push_str(&value);
                }
            }
        }
        Ok(filled)
    };
    let subject = one_line(fill(&text.subject, true)?.trim());
    Ok(Text { subject, body: fill(&text.body, false)?.trim_end().to_owned() })
}

/// A place's name as a fact that says itself: what a delivered text is when nothing is put into it.
pub fn itself(name: &'static str) -> (&'static str, Fact) {
    (name, Fact::Text(format!("{{{name}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOTS: &[Slot] = &[
        Slot { name: "company", need: Need::Free, body_only: false },
        Slot { name: "number", need: Need::Subject, body_only: false },
        Slot { name: "link", need: Need::Body, body_only: true },
    ];

    fn rule(outcome: Outcome<Text>) -> (String, &'static str) {
        let refusal = outcome.unwrap_err();
        let field = refusal.fields.first().unwrap();
        (field.pointer.clone(), field.rule)
    }

    #[test]
    fn a_text_holds_with_what_it_cannot_do_without_and_only_its_own_places() {
        let sound = check(SLOTS, "  {number} of { company } ", "Read: {link}\r\n{{sic}}").unwrap();
        assert_eq!(sound.subject, "{number} of { company }");
        assert_eq!(sound.body, "Read: {link}\n{{sic}}");
        let of = |subject: &str, body: &str| {
            let (pointer, rule) = rule(check(SLOTS, subject, body));
            format!("{pointer} {rule}")
        };
        assert_eq!(of(" ", "{link}"), "/subject field.empty");
        assert_eq!(of("{number}", "\n"), "/body field.empty");
        assert_eq!(of("Word", "{link}"), "/subject letter.place_missing");
        assert_eq!(of("{number}", "Nothing to press"), "/body letter.place_missing");
        assert_eq!(of("{number} {link}", "{link}"), "/subject letter.place_only_in_body");
        assert_eq!(of("{number} {price}", "{link}"), "/subject letter.unknown_place");
        assert_eq!(of("{number}", "{link} {margin}"), "/body letter.unknown_place");
        for broken in
            ["{", "}", "{link", "link}", "{}", "{ }", "{{link}", "{$link}", "{NUMBER(link)}", "{li\nnk}"]
        {
            assert_eq!(of("{number}", &format!("{{link}} {broken}")), "/body letter.braces", "{broken}");
        }
        for smuggled in [
            "{number}\r\nBcc: x@evil.example",
            "{number}\nX",
            "{number}\u{85}X",
            "{number}\u{2028}X",
            "{number}\0",
        ] {
            assert_eq!(of(smuggled, "{link}"), "/subject field.control_characters", "{smuggled:?}");
        }
        assert_eq!(of("{number}", "{link}\u{1}"), "/body field.control_characters");
        assert_eq!(of(&format!("{{number}}{}", "a".repeat(143)), "{link}"), "/subject field.too_long");
        assert_eq!(of("{number}", &format!("{{link}}{}", "a".repeat(3_995))), "/body field.too_long");
    }

    #[test]
    fn a_broken_brace_is_named_by_its_line() {
        let refusal = check(SLOTS, "{number}", "{link}\n\n{oh no}").unwrap_err();
        let facts = &refusal.fields.first().unwrap().facts;
        assert!(
            facts.iter().any(|(name, fact)| *name == "line" && *fact == Fact::from(3_usize)),
            "{facts:?}"
        );
    }

    #[test]
    fn what_is_put_into_a_place_is_never_read_again() {
        let text = Text {
            subject: "{number}: {company}".to_owned(),
            body: "<b>{company}</b> {{{link}}}\n\n".to_owned(),
        };
        let said = BTreeMap::from([
            ("company", "{link} { $x }\nSecond".to_owned()),
            ("number", "\r\nBcc: x".to_owned()),
            ("link", "L".to_owned()),
        ]);
        let filled = filled(&text, &said).unwrap();
        assert_eq!(filled.subject, "Bcc: x: {link} { $x }");
        assert_eq!(filled.body, "<b>{link} { $x }\nSecond</b> {L}");
        assert_eq!(clean("a\u{1}b\r\nc\u{2}\td\u{7f}"), "ab\nc\td");
    }

    #[test]
    fn a_long_subject_is_cut() {
        let long = one_line(&"ã".repeat(200));
        assert_eq!((long.chars().count(), long.ends_with('…')), (SUBJECT_MAX, true));
    }
}
