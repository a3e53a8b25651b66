//! Which encoding a text file has, told from all of its bytes: a file is UTF-8 as a whole, or not at
//! all; some of each is refused, since one half of the names would be damaged silently.

use std::fmt;
use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::TabularError;

const CHUNK: usize = 64 << 10;
/// The legacy guess needs no more than this much of the text that is not ASCII.
const GUESS_BYTES: usize = 1 << 20;

/// A character encoding by its WHATWG name or label (`UTF-8`, `windows-1252`, `latin1`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self(UTF_8);

    /// The encoding with this label, if it can hold text.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Encoding::for_label_no_replacement(label.trim().as_bytes()).map(Self)
    }

    /// The encoding's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub(crate) fn encoding(self) -> &'static Encoding {
        self.0
    }
}

impl fmt::Debug for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for Charset {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Charset {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        Self::from_label(&label)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown encoding {label:?}")))
    }
}

/// What the bytes of a whole text file say about its encoding.
pub(crate) struct Survey {
    bom: Option<Charset>,
    without_bom: Option<Charset>,
    utf8_line: Option<u64>,
    other_line: Option<u64>,
    guess: Charset,
}

impl Survey {
    /// Reads all of `input`.
    pub fn of(input: &mut dyn Read) -> Result<Self, TabularError> {
        let mut audit = Utf8Audit::default();
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        let mut budget = GUESS_BYTES;
        let mut chunk = vec![0; CHUNK];
        let (mut bom, mut without_bom) = (None, None);
        let mut first = true;
        loop {
            let filled = fill(input, &mut chunk)?;
            let bytes = chunk.get(..filled).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            if first {
                first = false;
                bom = Encoding::for_bom(bytes).map(|(encoding, _)| Charset(encoding));
                without_bom = if bom.is_none() { utf16_without_bom(bytes) } else { None };
            }
            audit.feed(bytes);
            if budget > 0 && !bytes.is_ascii() {
                detector.feed(bytes, false);
                budget = budget.saturating_sub(bytes.len());
            }
        }
        audit.finish();
        detector.feed(b"", true);
        let guess = Charset(detector.guess(None, Utf8Detection::Deny));
        Ok(Self { bom, without_bom, utf8_line: audit.utf8_line, other_line: audit.other_line, guess })
    }

    /// Whether the file begins with a byte-order mark.
    pub fn has_bom(&self) -> bool {
        self.bom.is_some()
    }

    /// The encoding to read by: the stated one unless the bytes contradict it, else the found one.
    pub fn settle(&self, stated: Option<Charset>) -> Result<Charset, TabularError> {
        let found = self.bom.or(self.without_bom);
        if let Some(stated) = stated {
            let contradiction = found.filter(|found| *found != stated).or_else(|| self.plainly_utf8(stated));
            return match contradiction {
                Some(found) => Err(TabularError::EncodingContradiction {
                    stated: stated.name().to_owned(),
                    found: found.name().to_owned(),
                }),
                None => Ok(stated),
            };
        }
        if let Some(found) = found.filter(|found| *found != Charset::UTF_8) {
            return Ok(found);
        }
        match (self.utf8_line, self.other_line) {
            (_, None) => Ok(Charset::UTF_8),
            (Some(utf8_line), Some(other_line)) => Err(TabularError::MixedEncoding { utf8_line, other_line }),
            (None, Some(_)) => Ok(self.guess),
        }
    }

    /// Every non-ASCII character of the file is right in UTF-8, which no other encoding's text is.
    fn plainly_utf8(&self, stated: Charset) -> Option<Charset> {
        (stated != Charset::UTF_8
            && self.without_bom.is_none()
            && self.utf8_line.is_some()
            && self.other_line.is_none())
        .then_some(Charset::UTF_8)
    }
}

/// Reads until the buffer is full or the input ends.
pub(crate) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, TabularError> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(filled)
}

/// Text in UTF-16 without a mark has a zero in nearly every second byte, as long as it is mostly Latin.
fn utf16_without_bom(bytes: &[u8]) -> Option<Charset> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros_at = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let mostly = pairs * 3 / 5;
    if odd > mostly && even * 10 < odd {
        Some(Charset(UTF_16LE))
    } else if even > mostly && odd * 10 < even {
        Some(Charset(UTF_16BE))
    } else {
        None
    }
}

/// Finds the first line that is right and the first that is wrong in UTF-8, chunk by chunk.
#[derive(Default)]
struct Utf8Audit {
    carry: Vec<u8>,
    lines: u64,
    utf8_line: Option<u64>,
    other_line: Option<u64>,
}

impl Utf8Audit {
    fn feed(&mut self, bytes: &[u8]) {
        let joined;
        let mut rest = if self.carry.is_empty() {
            bytes
        } else {
            joined = [std::mem::take(&mut self.carry), bytes.to_vec()].concat();
            &joined
        };
        while !rest.is_empty() {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.right(text.as_bytes());
                    return;
                }
                Err(error) => {
                    let (right, wrong) = rest.split_at(error.valid_up_to());
                    self.right(right);
                    let Some(length) = error.error_len() else {
                        self.carry = wrong.to_vec();
                        return;
                    };
                    self.other_line.get_or_insert(self.lines + 1);
                    rest = wrong.get(length..).unwrap_or_default();
                }
            }
        }
    }

    fn finish(&mut self) {
        if !self.carry.is_empty() {
            self.other_line.get_or_insert(self.lines + 1);
        }
    }

    fn right(&mut self, bytes: &[u8]) {
        if self.utf8_line.is_none()
            && let Some(at) = bytes.iter().position(|byte| !byte.is_ascii())
        {
            self.utf8_line = Some(self.lines + 1 + newlines(bytes.get(..at).unwrap_or_default()));
        }
        self.lines += newlines(bytes);
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
