//! Taking out of others' words what says who somebody is (R64): name, mail address, telephone. What the words are about
//! stays. It rather takes a word too many than one too few.

use std::ops::Range;

use accord_store::search::fold;

/// What stands where something was taken out.
pub(crate) const TAKEN_OUT: &str = "[…]";

/// Words of a name shorter than this identify nobody: initials, particles.
const WORD_MIN: usize = 3;
/// Longer particles of names.
const PARTICLES: [&str; 8] = ["dos", "das", "del", "van", "von", "der", "den", "bin"];
/// Digits of a telephone number that are alike however its area is written.
const DIGITS_ALIKE: usize = 8;
/// A shorter number is an extension and stands for anything.
const DIGITS_MIN: usize = 6;

/// By what somebody is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    words: Vec<String>,
    email: Option<String>,
    digits: Option<String>,
}

impl Identity {
    /// From name, mail address and telephone.
    pub(crate) fn new(name: &str, email: Option<&str>, phone: Option<&str>) -> Self {
        let words = tokens(name)
            .filter_map(|range| name.get(range).map(fold))
            .filter(|word| word.chars().count() >= WORD_MIN && !PARTICLES.contains(&word.as_str()))
            .collect();
        let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let alike = digits.len().saturating_sub(DIGITS_ALIKE);
        Self {
            words,
            email: email.map(str::to_ascii_lowercase).filter(|email| !email.is_empty()),
            digits: (digits.len() >= DIGITS_MIN).then(|| digits.get(alike..).unwrap_or_default().to_owned()),
        }
    }

    /// As they are known among others: a word of their name that is another's too says nothing of them alone.
    #[must_use]
    pub(crate) fn among<'n>(&self, others: impl IntoIterator<Item = &'n str>) -> Self {
        let taken: Vec<String> =
            others.into_iter().flat_map(|name| Self::new(name, None, None).words).collect();
        let words = self.words.iter().filter(|word| !taken.contains(word)).cloned().collect();
        Self { words, ..self.clone() }
    }

    /// The text without what identifies them; `None` when there is nothing of it in there.
    pub(crate) fn taken_out_of(&self, text: &str) -> Option<String> {
        let mut found = self.addresses(text);
        found.extend(self.telephones(text));
        found
            .extend(tokens(text).filter(|range| {
                text.get(range.clone()).is_some_and(|word| self.words.contains(&fold(word)))
            }));
        if found.is_empty() {
            return None;
        }
        found.sort_by_key(|range| (range.start, range.end));
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for range in found {
            if range.end <= at {
                continue;
            }
            let between = text.get(at..range.start.max(at)).unwrap_or_default();
            let joined = out.ends_with(TAKEN_OUT) && !between.contains(char::is_alphanumeric);
            if !joined || between.contains('\n') {
                out.push_str(between);
                out.push_str(TAKEN_OUT);
            }
            at = range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Some(out)
    }

    fn addresses(&self, text: &str) -> Vec<Range<usize>> {
        let Some(email) = &self.email else { return Vec::new() };
        // Only letters of ASCII change, so that places stay what they are.
        let lower = text.to_ascii_lowercase();
        lower.match_indices(email.as_str()).map(|(at, found)| at..at + found.len()).collect()
    }

    fn telephones(&self, text: &str) -> Vec<Range<usize>> {
        let Some(alike) = &self.digits else { return Vec::new() };
        let spells = |c: char| c.is_ascii_digit() || "+-()./ \u{a0}".contains(c);
        let runs = runs(text, spells);
        runs.filter_map(|run| {
            let spelled = text.get(run.clone())?;
            let digits: String = spelled.chars().filter(char::is_ascii_digit).collect();
            let first = spelled.find(|c: char| c.is_ascii_digit() || c == '+')?;
            let last = spelled.rfind(|c: char| c.is_ascii_digit())?;
            digits.contains(alike.as_str()).then_some(run.start + first..run.start + last + 1)
        })
        .collect()
    }
}

fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    runs(text, char::is_alphanumeric)
}

/// The longest pieces of a text that are made of such characters alone.
fn runs<'t>(text: &'t str, of: impl Fn(char) -> bool + 't) -> impl Iterator<Item = Range<usize>> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(&of)?;
        let length = text.get(start..)?.find(|c| !of(c)).unwrap_or(text.len() - start);
        from = start + length;
        Some(start..from)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paulo() -> Identity {
        Identity::new(
            "Paulo dos Santos Quintéla",
            Some("P.Quintela@alfa.example"),
            Some("+55 (11) 3265-7718"),
        )
    }

    #[test]
    fn names_addresses_and_telephones_go_however_they_are_written() {
        let out = |text: &str| paulo().taken_out_of(text);
        assert_eq!(out("The pump drips."), None);
        assert_eq!(out("Call paulo, ramal 12").as_deref(), Some("Call […], ramal 12"));
        assert_eq!(
            out("Regards,\nPAULO S. QUINTELA\n11 3265 7718 / p.quintela@ALFA.example").as_deref(),
            Some("Regards,\n[…] S. […]\n[…]")
        );
        assert_eq!(out("Paulo Santos Quintéla asked").as_deref(), Some("[…] asked"));
        assert_eq!(out("(+55 11 3265.7718)").as_deref(), Some("([…])"));
        assert_eq!(out("dos 132657719 e 3265"), None, "a particle, another number, a part of one");
        assert_eq!(out("Paulona's"), None, "a longer word is another");
    }

    #[test]
    fn a_name_that_another_has_too_is_left_to_them() {
        let alone = paulo().among(["Marta Quintela", "Rui"]);
        assert_eq!(
            alone.taken_out_of("Marta Quintela came for Paulo").as_deref(),
            Some("Marta Quintela came for […]")
        );
        assert_eq!(alone.taken_out_of("p.quintela@alfa.example").as_deref(), Some("[…]"));
    }

    #[test]
    fn who_has_no_name_identifies_nothing() {
        assert_eq!(Identity::new("", None, None).taken_out_of("anything 123456789"), None);
        assert_eq!(Identity::new("Al B", None, Some("4711")).taken_out_of("al b 4711"), None);
    }

    proptest! {
        #[test]
        fn nothing_of_the_name_is_left_and_the_rest_is(before in "[a-m ,.\n]{0,20}", after in "[a-m ,.\n]{0,20}") {
            let text = format!("{before} Quintela {after}");
            let left = paulo().taken_out_of(&text).unwrap();
            prop_assert_eq!(left, format!("{before} {TAKEN_OUT} {after}"));
        }

        #[test]
        fn any_text_is_taken(text in ".{0,60}") {
            let once = paulo().taken_out_of(&text);
            prop_assert!(once.is_none_or(|left| paulo().taken_out_of(&left).is_none()));
        }
    }
}
