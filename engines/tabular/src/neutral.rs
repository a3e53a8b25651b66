//! Text that a spreadsheet program would run as a formula is made harmless by an apostrophe in
//! front, and can be restored exactly: text that already has apostrophes before a formula gets one
//! more, so that taking one off is always right.

use std::borrow::Cow;

const MARK: char = '\'';

/// Whether a spreadsheet program might run this text: it begins, also after blanks, control or
/// invisible characters, with `=` `+` `-` `@` (or their full-width forms), or with tab or CR.
#[must_use]
pub fn is_formula_like(text: &str) -> bool {
    text.starts_with(['\t', '\r'])
        || text
            .trim_start_matches(is_skipped)
            .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{2212}'])
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// The text with an apostrophe in front, if it needs one.
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if is_formula_like(text.trim_start_matches(MARK)) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Undoes [`neutralise`].
#[must_use]
pub fn restore(text: &str) -> &str {
    match text.strip_prefix(MARK) {
        Some(rest) if is_formula_like(rest.trim_start_matches(MARK)) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hidden_formulas_are_found() {
        for text in [
            "=1+1",
            "+49 30",
            "-2",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "  =1",
            "\n=1",
            "\u{a0}=1",
            "\u{200b}=1",
            "\u{feff}@x",
            "\u{1}=1",
            "＝1",
            " \t -1",
            "\0=1",
        ] {
            assert!(is_formula_like(text), "{text:?}");
            assert!(!is_formula_like(&neutralise(text)), "{text:?}");
        }
        for text in ["", "a=b", "1-2", "x@y.z", "'", "''", "  a", "é"] {
            assert_eq!(neutralise(text), text);
        }
    }

    proptest! {
        #[test]
        fn neutral_text_is_harmless_and_comes_back(text in "['=+@\\- \t\ra]{0,8}|\\PC{0,12}") {
            let neutral = neutralise(&text).into_owned();
            prop_assert!(!is_formula_like(&neutral));
            prop_assert_eq!(restore(&neutral), text);
        }
    }
}
