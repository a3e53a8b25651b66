//! Looks through a workbook's package before it is parsed. The parser holds some parts in memory and
//! trusts figures in them (a declared count of strings, a cell's address); a small hostile file could
//! make it allocate without bound. So every part is unpacked once, within bounds, and its XML checked:
//! sizes, well-formed nesting, no document types, no absurd addresses or counts.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::decode::check_ratio;
use crate::error::{Limit, TabularError};
use crate::limits::{Limits, MAX_HELD_PART_BYTES, MAX_PARTS, MAX_SHARED_STRINGS};

/// Room for a cell's text when every character is escaped, and its markup.
const ESCAPED: u64 = 6;
const MARKUP_BYTES: u64 = 4_096;
const MAX_TAG_BYTES: usize = 2_048;
const MAX_DEPTH: usize = 64;
/// Elements that the parser collects, and that a streamed part therefore must not contain.
const COLLECTED: [&[u8]; 6] = [b"sst", b"si", b"sheet", b"xf", b"definedName", b"Relationship"];

fn damaged(what: &str) -> TabularError {
    TabularError::BadWorkbook(what.to_owned())
}

/// Checks the package.
pub(crate) fn scan<R: Read + Seek>(reader: R, limits: &Limits) -> Result<(), TabularError> {
    let mut archive = ZipArchive::new(reader).map_err(|error| damaged(&error.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(TabularError::limit(Limit::Parts, MAX_PARTS as u64, None));
    }
    let unreadable = |_| damaged("a part's name cannot be read");
    let names = archive.file_names().map(|name| name.map(|name| normal(&name)));
    let names = names.collect::<Result<Vec<String>, _>>().map_err(unreadable)?;
    if !names.iter().any(|name| name == "[content_types].xml") {
        let found = if names.iter().any(|name| name == "mimetype") { "ods" } else { "zip" };
        return Err(TabularError::UnsupportedFormat { found });
    }
    if names.iter().any(|name| name.ends_with("/workbook.bin")) {
        return Err(TabularError::UnsupportedFormat { found: "xlsb" });
    }
    let mut total = 0;
    let mut strings = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(&error.to_string()))?;
        let name = normal(&part.name().map_err(unreadable)?);
        let packed = part.compressed_size();
        let mut check = PartScan::new(&name, limits);
        let mut chunk = vec![0; 32 << 10];
        loop {
            let n = part.read(&mut chunk).map_err(|_| damaged("a part is cut off or damaged"))?;
            let Some(bytes) = chunk.get(..n).filter(|bytes| !bytes.is_empty()) else { break };
            total += n as u64;
            if total > limits.inflated_bytes {
                return Err(TabularError::limit(Limit::InflatedBytes, limits.inflated_bytes, None));
            }
            check.feed(bytes)?;
            check_ratio(check.bytes, packed)?;
        }
        check.finish()?;
        strings += check.strings;
        if strings > MAX_SHARED_STRINGS {
            return Err(TabularError::limit(Limit::SharedStrings, MAX_SHARED_STRINGS, None));
        }
    }
    Ok(())
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Tag,
    Quoted(u8),
    /// A comment or CDATA section, until these three bytes.
    Until([u8; 3]),
    /// A processing instruction.
    Instruction,
}

struct PartScan {
    xml: bool,
    streamed: bool,
    state: State,
    bytes: u64,
    /// Bytes since the last markup boundary: what the parser buffers at once.
    run: u64,
    most: u64,
    last: [u8; 2],
    tag: Vec<u8>,
    /// Names of the open elements, one after another, and where each begins.
    open: Vec<u8>,
    begins: Vec<usize>,
    cell: Option<(usize, u64)>,
    strings: u64,
}

impl PartScan {
    fn new(name: &str, limits: &Limits) -> Self {
        let xml = [".xml", ".rels"].iter().any(|ending| name.ends_with(ending));
        Self {
            xml,
            streamed: name.contains("worksheets/") && name.ends_with(".xml"),
            state: State::Text,
            bytes: 0,
            run: 0,
            most: limits.cell_bytes as u64 * ESCAPED + MARKUP_BYTES,
            last: [0; 2],
            tag: Vec::new(),
            open: Vec::new(),
            begins: Vec::new(),
            cell: None,
            strings: 0,
        }
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), TabularError> {
        self.bytes += bytes.len() as u64;
        if !self.streamed && self.bytes > MAX_HELD_PART_BYTES {
            return Err(TabularError::limit(Limit::HeldPartBytes, MAX_HELD_PART_BYTES, None));
        }
        if self.xml {
            for byte in bytes {
                self.step(*byte)?;
            }
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), TabularError> {
        let whole = !self.xml || (self.state == State::Text && self.begins.is_empty());
        if whole { Ok(()) } else { Err(damaged("a part ends inside an element")) }
    }

    fn step(&mut self, byte: u8) -> Result<(), TabularError> {
        if byte == 0 {
            return Err(damaged("a part is not UTF-8"));
        }
        self.run += 1;
        let in_cell = self.cell.as_mut().map_or(0, |(_, bytes)| {
            *bytes += 1;
            *bytes
        });
        if self.run > self.most || in_cell > self.most {
            return Err(TabularError::limit(Limit::CellBytes, self.most / ESCAPED, None));
        }
        match self.state {
            State::Text if byte == b'<' => {
                self.state = State::Tag;
                self.tag.clear();
                self.run = 0;
            }
            State::Text => {}
            State::Tag => return self.in_tag(byte),
            State::Quoted(quote) => {
                self.keep(byte);
                if byte == quote {
                    self.state = State::Tag;
                }
            }
            State::Until(end) => self.close_if([self.last[0], self.last[1], byte] == end),
            State::Instruction => self.close_if(self.last[1] == b'?' && byte == b'>'),
        }
        self.last = [self.last[1], byte];
        Ok(())
    }

    fn keep(&mut self, byte: u8) {
        if self.tag.len() < MAX_TAG_BYTES {
            self.tag.push(byte);
        }
    }

    fn close_if(&mut self, closes: bool) {
        if closes {
            self.state = State::Text;
            self.run = 0;
        }
    }

    fn in_tag(&mut self, byte: u8) -> Result<(), TabularError> {
        self.last = [0, 0];
        let closing = self.tag.first() == Some(&b'/');
        if byte == b'>' {
            self.state = State::Text;
            self.run = 0;
            let tag = std::mem::take(&mut self.tag);
            let result = self.element(&tag);
            self.tag = tag;
            return result;
        }
        self.keep(byte);
        match (self.tag.as_slice(), byte) {
            (b"?", _) => self.state = State::Instruction,
            (b"!-", _) => self.state = State::Until(*b"-->"),
            (b"![", _) => self.state = State::Until(*b"]]>"),
            ([b'!', other, ..], _) if !matches!(other, b'-' | b'[') => {
                return Err(damaged("a part declares a document type"));
            }
            (_, b'"' | b'\'') if !closing => self.state = State::Quoted(byte),
            _ => {}
        }
        Ok(())
    }

    /// One whole start, end or empty tag.
    fn element(&mut self, tag: &[u8]) -> Result<(), TabularError> {
        if let Some(name) = tag.strip_prefix(b"/") {
            return self.end(name.trim_ascii_end());
        }
        let empty = tag.last() == Some(&b'/');
        let name_end =
            tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        if self.streamed && COLLECTED.contains(&local) {
            return Err(damaged("a sheet holds what belongs elsewhere"));
        }
        self.check_figures(local, attributes)?;
        self.strings += u64::from(local == b"si");
        if empty {
            return Ok(());
        }
        if self.begins.len() >= MAX_DEPTH {
            return Err(damaged("elements are nested too deeply"));
        }
        if local == b"c" && self.cell.is_none() {
            self.cell = Some((self.begins.len(), 0));
        }
        self.begins.push(self.open.len());
        self.open.extend_from_slice(name);
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), TabularError> {
        let begins = self.begins.pop().ok_or_else(|| damaged("an element ends that never began"))?;
        if self.open.get(begins..) != Some(name) {
            return Err(damaged("elements are not nested"));
        }
        self.open.truncate(begins);
        if self.cell.is_some_and(|(depth, _)| depth == self.begins.len()) {
            self.cell = None;
        }
        Ok(())
    }

    /// Figures that the parser computes with: addresses and counts.
    fn check_figures(&self, local: &[u8], attributes: &[u8]) -> Result<(), TabularError> {
        let key: &[u8] = match local {
            b"c" | b"row" => b"r",
            b"dimension" | b"f" => b"ref",
            b"sst" => b"uniqueCount",
            _ => return Ok(()),
        };
        let right = |value: &[u8]| match local {
            b"c" => is_address(value),
            b"row" => is_count(value, 7),
            b"sst" => is_count(value, 6),
            _ => is_range(value),
        };
        if attributes.len() + local.len() + 1 >= MAX_TAG_BYTES {
            return Err(damaged("a tag is too long"));
        }
        if attribute_values(attributes, key).all(right) {
            Ok(())
        } else {
            Err(damaged("an address or count is absurd"))
        }
    }
}

/// Up to three letters and seven digits.
fn is_address(value: &[u8]) -> bool {
    let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    (1..=3).contains(&letters) && value.get(letters..).is_some_and(|digits| is_count(digits, 7))
}

fn is_count(value: &[u8], most_digits: usize) -> bool {
    (1..=most_digits).contains(&value.len()) && value.iter().all(u8::is_ascii_digit)
}

/// One address, or two with the first not beyond the second.
fn is_range(value: &[u8]) -> bool {
    let parts: Vec<&[u8]> = value.split(|byte| *byte == b':').collect();
    let place = |address: &[u8]| {
        let letters: Vec<u8> =
            address.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_uppercase).collect();
        let digits: Vec<u8> =
            address.iter().copied().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').collect();
        ((letters.len(), letters), (digits.len(), digits))
    };
    match parts.as_slice() {
        [one] => is_address(one),
        [first, last] if is_address(first) && is_address(last) => {
            let (from, to) = (place(first), place(last));
            from.0 <= to.0 && from.1 <= to.1
        }
        _ => false,
    }
}

/// The values of every attribute with this name.
fn attribute_values<'a>(attributes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        loop {
            let equals = rest.iter().position(|byte| *byte == b'=')?;
            let (key, after) = rest.split_at(equals);
            let after = after.get(1..)?.trim_ascii_start();
            let quote = *after.first()?;
            let value = after.get(1..)?;
            let end = value.iter().position(|byte| *byte == quote)?;
            let (value, tail) = value.split_at(end);
            rest = tail.get(1..)?;
            if key.trim_ascii() == wanted {
                return Some(value);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, xml: &str) -> String {
        let mut scan = PartScan::new(name, &Limits { cell_bytes: 1_000, ..Limits::default() });
        match scan.feed(xml.as_bytes()).and_then(|()| scan.finish()) {
            Ok(()) => "fine".to_owned(),
            Err(TabularError::Limit { limit, .. }) => limit.code().to_owned(),
            Err(error) => error.to_string().replace("damaged workbook: ", ""),
        }
    }

    #[test]
    fn honest_parts_pass() {
        for xml in [
            "<?xml version=\"1.0\"?><worksheet><dimension ref=\"A1:B12\"/><!-- a > b --><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
            "<a b='>'>x</a>",
            "<x:worksheet><x:c r=\"A1\"><![CDATA[<not a tag>]]></x:c></x:worksheet>",
        ] {
            assert_eq!(part("xl/worksheets/sheet1.xml", xml), "fine", "{xml}");
        }
    }

    #[test]
    fn hostile_parts_do_not() {
        let long = "x".repeat(20_000);
        for (xml, expected) in [
            (format!("<c><t>{long}</t></c>"), "cell-bytes"),
            (format!("<c>{}</c>", "<t>xxxxxxxxxx</t>".repeat(2_000)), "cell-bytes"),
            (format!("<c r=\"{long}\"/>"), "cell-bytes"),
            (format!("<!--{long}-->"), "cell-bytes"),
            ("<c r=\"AAAAAAAA1\"/>".to_owned(), "an address or count is absurd"),
            ("<c r = 'A99999999999'/>".to_owned(), "an address or count is absurd"),
            ("<dimension ref=\"B2:A1\"/>".to_owned(), "an address or count is absurd"),
            ("<c><is></c></is>".to_owned(), "elements are not nested"),
            ("</c>".to_owned(), "an element ends that never began"),
            ("<a><b>".to_owned(), "a part ends inside an element"),
            ("<!DOCTYPE x>".to_owned(), "a part declares a document type"),
            ("<sst>".to_owned(), "a sheet holds what belongs elsewhere"),
            ("<a>".repeat(100), "elements are nested too deeply"),
            ("\0".to_owned(), "a part is not UTF-8"),
        ] {
            let shown: String = xml.chars().take(60).collect();
            assert_eq!(part("xl/worksheets/sheet1.xml", &xml), expected, "{shown}");
        }
        let count = "<sst uniqueCount=\"99999999999\"></sst>";
        assert_eq!(part("xl/sharedStrings.xml", count), "an address or count is absurd");
    }
}
