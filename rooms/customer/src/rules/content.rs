//! What kind of file some bytes are, judged by the bytes and never by the name.

/// The kinds that are told apart; everything else is `application/octet-stream`.
pub const CONTENT_TYPES: &[&str] = &[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/zip",
    "application/msword",
    "text/plain",
    "application/octet-stream",
];

/// Bytes looked at; more than any signature needs.
const LOOKED_AT: usize = 4_096;

/// The kind of a file by its first bytes. A page of the web (HTML, SVG) is text like any other, so that a browser never
/// runs it.
pub fn content_type(bytes: &[u8]) -> &'static str {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let begins = |signature: &[u8]| start.starts_with(signature);
    let holds = |word: &[u8]| start.windows(word.len()).any(|window| window == word);
    if begins(b"%PDF-") {
        "application/pdf"
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if begins(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        "image/gif"
    } else if begins(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        "image/webp"
    } else if begins(b"PK\x03\x04") {
        match (holds(b"word/"), holds(b"xl/")) {
            (true, _) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (_, true) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/zip",
        }
    } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        "application/msword"
    } else if is_text(start) {
        "text/plain"
    } else {
        "application/octet-stream"
    }
}

fn is_text(start: &[u8]) -> bool {
    let readable = match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character cut in two at the end of what is looked at.
        Err(error) => error.error_len().is_none(),
    };
    readable
        && !start.is_empty()
        && start.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
}

/// Whether a browser may show it in place. Everything else is handed out as a download.
pub fn safe_inline(content_type: &str) -> bool {
    matches!(content_type, "application/pdf" | "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(content_type(b"%PDF-1.7 rest"), "application/pdf");
        assert_eq!(content_type(b"\x89PNG\r\n\x1a\n0000"), "image/png");
        assert_eq!(content_type(b"RIFF1234WEBPVP8 "), "image/webp");
        assert_eq!(
            content_type(b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        );
        assert_eq!(content_type("Pedido nº 7".as_bytes()), "text/plain");
        assert_eq!(content_type(b"MZ\x90\x00\x03"), "application/octet-stream");
        assert_eq!(content_type(b""), "application/octet-stream");
    }

    #[test]
    fn what_a_browser_would_run_is_never_shown_in_place() {
        for page in
            ["<html><script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"]
        {
            assert_eq!(content_type(page.as_bytes()), "text/plain");
            assert!(!safe_inline(content_type(page.as_bytes())));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_known_kind(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(CONTENT_TYPES.contains(&content_type(&bytes)));
        }
    }
}
