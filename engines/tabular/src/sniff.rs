//! Guesses about the shape of a table that a person confirms: separator, quote, header row.

use crate::cell::{RawCell, RawRow};
use crate::guess::looks_typed;

/// How much text the separator is judged by.
pub(crate) const SAMPLE_BYTES: usize = 64 << 10;
/// How many rows the separator is judged by.
const SAMPLE_RECORDS: usize = 200;
/// How many rows the header is looked for in.
pub(crate) const HEADER_SEARCH_ROWS: usize = 20;

/// In order of preference where two explain the text equally well: a comma is the likeliest to stand
/// inside a cell.
const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// The separator that splits the most rows into the same number of cells; comma if none splits any.
pub(crate) fn separator(sample: &str, truncated: bool, quote: u8) -> u8 {
    if let Some(stated) = sample.strip_prefix("sep=").and_then(|rest| rest.bytes().next())
        && SEPARATORS.contains(&stated)
    {
        return stated;
    }
    let mut best = (0, b',');
    for candidate in SEPARATORS {
        let agreeing = agreeing_rows(sample, truncated, candidate, quote);
        if agreeing > best.0 {
            best = (agreeing, candidate);
        }
    }
    best.1
}

/// How many rows have the most frequent number of cells, if that is more than one.
fn agreeing_rows(sample: &str, truncated: bool, separator: u8, quote: u8) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quote(quote)
        .from_reader(sample.as_bytes());
    let mut widths: Vec<usize> =
        reader.records().take(SAMPLE_RECORDS).filter_map(Result::ok).map(|record| record.len()).collect();
    if truncated && widths.len() < SAMPLE_RECORDS {
        widths.pop();
    }
    match most_frequent(&widths) {
        Some((width, count)) if width > 1 => count,
        _ => 0,
    }
}

/// The most frequent figure with its count; the larger figure wins a tie.
fn most_frequent(figures: &[usize]) -> Option<(usize, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for figure in figures {
        *counts.entry(*figure).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(figure, count)| (*count, *figure))
}

/// The double quote, unless cells are plainly wrapped in single ones.
pub(crate) fn quote(sample: &str) -> u8 {
    let edge =
        |c: char| SEPARATORS.iter().any(|separator| char::from(*separator) == c) || c == '\n' || c == '\r';
    let (mut double, mut opening, mut closing) = (0, 0, 0);
    let mut before = '\n';
    let mut characters = sample.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or('\n');
        double += usize::from(c == '"' && edge(before));
        opening += usize::from(c == '\'' && edge(before));
        closing += usize::from(c == '\'' && edge(after) && !edge(before));
        before = c;
    }
    if double == 0 && opening >= 2 && opening == closing { b'\'' } else { b'"' }
}

/// The row that names the columns: the first that is as wide as most rows, if all its cells are
/// distinct texts; 0 if that row already holds data.
pub(crate) fn header_row(rows: &[RawRow]) -> u64 {
    let widths: Vec<usize> = rows.iter().map(RawRow::width).collect();
    let Some((usual, _)) = most_frequent(&widths) else { return 1 };
    let Some(candidate) = rows.iter().find(|row| row.width() >= usual) else { return 1 };
    let mut seen = std::collections::BTreeSet::new();
    let names = candidate.cells.iter().filter(|cell| !cell.is_blank()).all(|cell| match cell {
        RawCell::Text(text) => !looks_typed(text) && seen.insert(text.trim().to_lowercase()),
        _ => false,
    });
    if names { candidate.number } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_rows_agree_on() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", b','),
            ("name;value\nx;1,5\ny;2,5\nz;3,5\n", b';'),
            ("1,5;2,3\n1,6;2,4\n", b';'),
            ("a\tb\n1,2\t3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("sep=|\na,b|c\n", b'|'),
            ("Report of May, June\n\na;b\n1;2\n3;4\n", b';'),
            ("\"a;b\",c\n\"d;e\",f\n", b','),
            ("one\ntwo\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(separator(text, false, b'"')), char::from(expected), "{text}");
        }
    }

    #[test]
    fn a_sample_cut_in_the_middle_of_a_row_does_not_mislead() {
        assert_eq!(separator("a;b,c;d\n1;2;3\n1;2,5", true, b'"'), b';');
    }

    #[test]
    fn single_quotes_are_taken_only_when_they_wrap_cells() {
        assert_eq!(quote("'a','b'\n'c','d'\n"), b'\'');
        assert_eq!(quote("it's,'tis\n"), b'"');
        assert_eq!(quote("\"a\",'b'\n"), b'"');
    }
}
