//! Which picture may be the company's mark. Told by its first bytes, never by what somebody calls it: it is given out
//! under our own address, so nothing that a browser would run may pass.

/// Largest mark, in bytes.
pub const SIZE_MAX: usize = 256 * 1024;

/// What stands against a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is too large.
    Size,
    /// It is no PNG, JPEG or WebP.
    Kind,
}

/// The media type of a picture that may be the mark.
///
/// # Errors
/// What stands against it.
pub fn kind(bytes: &[u8]) -> Result<&'static str, Fault> {
    if bytes.len() > SIZE_MAX {
        return Err(Fault::Size);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok("image/png");
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok("image/jpeg");
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok("image/webp");
    }
    Err(Fault::Kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n...."), Ok("image/png"));
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0]), Ok("image/jpeg"));
        assert_eq!(kind(b"RIFF\x10\0\0\0WEBPVP8 "), Ok("image/webp"));
        assert_eq!(kind(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"), Err(Fault::Kind));
        assert_eq!(kind(b"RIFF\x10\0\0\0AVI "), Err(Fault::Kind));
        assert_eq!(kind(b""), Err(Fault::Kind));
        assert_eq!(kind(&vec![0xff; SIZE_MAX + 1]), Err(Fault::Size));
    }
}
