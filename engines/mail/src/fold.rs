//! What the writer wrote, without what they quoted: a case shows the new words, and the whole is one click away.

/// A text in two parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// What was written now.
    pub written: String,
    /// What was quoted, and the signature; may be empty.
    pub folded: String,
}

/// Lines that say that from here on it is an earlier message, in the words of common mail programs, folded.
const BELOW: [&str; 8] = [
    "-----original message-----",
    "-----mensagem original-----",
    "---------- forwarded message",
    "---------- mensagem encaminhada",
    "________________________________",
    "begin forwarded message:",
    "início da mensagem encaminhada:",
    "-------- mensagem original --------",
];

/// Endings of the line above a quotation: `On 3 May, Ana wrote:`.
const WROTE: [&str; 5] = ["wrote:", "escreveu:", "escribió:", "schrieb:", "a écrit :"];

fn begins_the_rest(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    BELOW.iter().any(|mark| line.starts_with(mark))
}

/// Whether a line, or it and the next one, introduce a quotation.
fn introduces(line: &str, next: &str) -> bool {
    let both = format!("{} {}", line.trim(), next.trim());
    let ends = |text: &str| WROTE.iter().any(|mark| text.trim_end().to_lowercase().ends_with(mark));
    let begins = ["on ", "em ", "el ", "am ", "le "];
    let line = line.trim().to_lowercase();
    begins.iter().any(|mark| line.starts_with(mark))
        && (ends(&line) || (!next.trim().is_empty() && ends(&both)))
}

/// Splits a text: quoted lines (`>`), what introduces them, what stands below `Original Message`, and the signature
/// (below `-- `) are folded. When nothing else is left, everything counts as written.
pub fn fold(text: &str) -> Folded {
    let (mut written, mut folded) = (Vec::new(), Vec::new());
    let lines: Vec<&str> = text.lines().collect();
    let mut below = false;
    let mut introduced = false;
    for (place, line) in lines.iter().enumerate() {
        let next = lines.get(place + 1).copied().unwrap_or_default();
        below = below || begins_the_rest(line) || *line == "-- ";
        let starts = introduces(line, next);
        let quoted = line.trim_start().starts_with('>');
        // The second line of what introduces a quotation.
        let second = introduced && WROTE.iter().any(|mark| line.trim_end().to_lowercase().ends_with(mark));
        introduced = starts;
        if below || starts || quoted || second {
            folded.push(*line);
        } else {
            written.push(*line);
        }
    }
    let written = tidy(&written);
    if written.is_empty() {
        return Folded { written: tidy(&lines), folded: String::new() };
    }
    Folded { written, folded: tidy(&folded) }
}

/// Lines without blank ones at both ends, and never more than one blank one in a row.
fn tidy(lines: &[&str]) -> String {
    let mut out = String::new();
    let mut blank = 0;
    for line in lines {
        let line = line.trim_end();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotations_in_both_languages_are_folded() {
        let english = "It runs again.\n\nThanks\n\nOn Mon, 3 May 2027 at 09:12, Halden Service\n<service@halden.example> wrote:\n> How is it?\n> Dora";
        let parts = fold(english);
        assert_eq!(parts.written, "It runs again.\n\nThanks");
        assert!(parts.folded.contains("> How is it?") && parts.folded.contains("wrote:"), "{}", parts.folded);
        let portuguese =
            "A prensa parou de novo.\r\n\r\nEm seg., 3 de mai. de 2027, Suporte escreveu:\r\n> Como está?";
        assert_eq!(fold(portuguese).written, "A prensa parou de novo.");
        let outlook = "Ver abaixo\n\n-----Mensagem Original-----\nDe: Suporte\nAssunto: CASE-1";
        assert_eq!(fold(outlook).written, "Ver abaixo");
    }

    #[test]
    fn answers_between_the_lines_are_kept_and_signatures_folded() {
        let parts = fold("> Which press?\nThe second one.\n> Since when?\nSince ten.\n-- \nAna, +351 9");
        assert_eq!(parts.written, "The second one.\nSince ten.");
        assert!(parts.folded.contains("Ana, +351 9"));
    }

    #[test]
    fn a_text_of_quotations_alone_is_shown() {
        let parts = fold("> only this\n");
        assert_eq!((parts.written.as_str(), parts.folded.as_str()), ("> only this", ""));
        assert_eq!(fold(""), Folded::default());
        assert_eq!(
            fold("On Monday the press stood.\nIt was loud.").written,
            "On Monday the press stood.\nIt was loud."
        );
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-z>\\- \n]{0,400}") {
            let parts = fold(&text);
            let words = |text: &str| { let mut all: Vec<String> = text.split_whitespace().map(str::to_owned).collect(); all.sort(); all };
            let mut both = words(&parts.written);
            both.extend(words(&parts.folded));
            both.sort();
            prop_assert_eq!(both, words(&text));
        }
    }
}
