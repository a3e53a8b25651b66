//! Which words a customer signs: exactly those that were shown, so that a signature for another text is found (R25).

use sha2::{Digest, Sha256};

/// What stands above the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed<'a> {
    /// Number of the visit.
    pub number: &'a str,
    /// What was found.
    pub found: &'a str,
    /// What was done.
    pub mended: &'a str,
    /// What is still to be made good.
    pub left_note: &'a str,
    /// In one sentence.
    pub summary: &'a str,
}

/// The words as they are hashed: the same on every device, in every language. One line that holds only `--` stands
/// between the parts; a part cannot forge it, since a lone `--` inside a part gets a blank before it.
pub fn words(signed: &Signed<'_>) -> String {
    [signed.number, signed.found, signed.mended, signed.left_note, signed.summary]
        .map(|part| {
            part.trim()
                .lines()
                .map(|line| if line.trim_end() == "--" { " --" } else { line.trim_end() })
                .collect::<Vec<_>>()
                .join("\n")
        })
        .join("\n--\n")
}

/// SHA-256 of the words, in hexadecimal.
pub fn hash(signed: &Signed<'_>) -> String {
    Sha256::digest(words(signed)).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a drawn signature is the path of an SVG and nothing else: moves and lines between whole numbers.
pub fn is_path(drawn: &str) -> bool {
    drawn.len() <= 40_000
        && drawn.split_ascii_whitespace().all(|token| match token {
            "M" | "L" => true,
            number => number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit()),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed<'a>(found: &'a str, mended: &'a str) -> Signed<'a> {
        Signed { number: "V-2031-0009", found, mended, left_note: "", summary: "Runs again" }
    }

    #[test]
    fn another_text_has_another_hash_and_blanks_at_the_ends_do_not_count() {
        let one = hash(&signed("Seal torn", "New seal"));
        assert_eq!(one.len(), 64);
        assert_eq!(one, hash(&signed("  Seal torn \n", "New seal")));
        assert_ne!(one, hash(&signed("Seal torn", "New seal and pump")));
    }

    #[test]
    fn a_part_cannot_pretend_to_be_two() {
        assert_ne!(hash(&signed("a\n--\nb", "")), hash(&signed("a", "b")));
        assert_eq!(words(&signed("a\r\nb  ", "c")), "V-2031-0009\n--\na\nb\n--\nc\n--\n\n--\nRuns again");
    }

    #[test]
    fn a_drawing_is_lines_and_nothing_else() {
        assert!(is_path("M 10 20 L 30 40 M 5 5 L 6 6"));
        assert!(is_path(""));
        for bad in ["M 10 20\"/><script>", "url(x)", "M 10.5 2", "M -3 4", "m 1 2", "M 12345 1"] {
            assert!(!is_path(bad), "{bad}");
        }
        assert!(!is_path(&"L 1 1 ".repeat(10_000)));
    }
}
