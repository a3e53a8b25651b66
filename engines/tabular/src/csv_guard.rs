//! Watches CSV text on its way to the CSV reader: bounds cells, columns and rows, refuses quotes that
//! never close, text after a closing quote and NUL, and knows each row's number. The CSV reader alone
//! would take the rest of the file as one cell when a quote is missing, and skips blank lines, so its
//! row numbers would not be those that people see.
//!
//! It must follow the same grammar as the reader: a quote opens only at the beginning of a cell, a
//! doubled quote is one, CR, LF and CRLF end a row, blank lines are no rows.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::error::{Limit, TabularError};
use crate::limits::Limits;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    RowStart,
    CellStart,
    Plain,
    Quoted,
    QuoteClosed,
    BlankAfterQuote,
}

/// Number and first line of one row that is not blank.
#[derive(Clone, Copy)]
pub(crate) struct RowStart {
    pub row: u64,
    pub line: u64,
}

pub(crate) struct CsvGuard<R> {
    inner: R,
    separator: u8,
    quote: u8,
    limits: Limits,
    state: State,
    after_cr: bool,
    rows: u64,
    line: u64,
    quote_line: u64,
    columns: usize,
    cell_bytes: usize,
    row_bytes: usize,
    starts: VecDeque<RowStart>,
    failed: Option<TabularError>,
}

impl<R: Read> CsvGuard<R> {
    pub fn new(inner: R, separator: u8, quote: u8, limits: Limits) -> Self {
        Self {
            inner,
            separator,
            quote,
            limits,
            state: State::RowStart,
            after_cr: false,
            rows: 0,
            line: 1,
            quote_line: 0,
            columns: 0,
            cell_bytes: 0,
            row_bytes: 0,
            starts: VecDeque::new(),
            failed: None,
        }
    }

    /// The start of the next row that the CSV reader returns.
    pub fn next_start(&mut self) -> Option<RowStart> {
        self.starts.pop_front()
    }

    fn passed(&self, limit: Limit, maximum: usize) -> TabularError {
        TabularError::limit(limit, maximum as u64, Some(self.rows + 1))
    }

    fn step(&mut self, byte: u8) -> Result<(), TabularError> {
        if byte == 0 {
            return Err(TabularError::NulCharacter { line: self.line });
        }
        let newline = byte == b'\n' || byte == b'\r';
        let pair = byte == b'\n' && self.after_cr;
        self.after_cr = byte == b'\r';
        if newline && !pair {
            self.line += 1;
        }
        if newline && self.state != State::Quoted {
            return if pair { Ok(()) } else { self.end_row() };
        }
        if self.state == State::RowStart {
            self.starts.push_back(RowStart { row: self.rows + 1, line: self.line });
            self.state = State::CellStart;
        }
        self.row_bytes += 1;
        if self.row_bytes > self.limits.row_bytes {
            return Err(self.passed(Limit::RowBytes, self.limits.row_bytes));
        }
        self.inside(byte)
    }

    /// One byte that belongs to a row.
    fn inside(&mut self, byte: u8) -> Result<(), TabularError> {
        match self.state {
            State::Quoted if byte == self.quote => self.state = State::QuoteClosed,
            State::QuoteClosed if byte == self.quote => {
                self.state = State::Quoted;
                return self.grow();
            }
            State::Quoted => return self.grow(),
            _ if byte == self.separator => {
                self.state = State::CellStart;
                self.cell_bytes = 0;
                self.columns += 1;
                if self.columns >= self.limits.columns {
                    return Err(self.passed(Limit::Columns, self.limits.columns));
                }
            }
            State::CellStart if byte == self.quote => {
                self.state = State::Quoted;
                self.quote_line = self.line;
            }
            State::QuoteClosed | State::BlankAfterQuote if byte == b' ' => {
                self.state = State::BlankAfterQuote
            }
            State::QuoteClosed | State::BlankAfterQuote => {
                return Err(TabularError::StrayAfterQuote { line: self.line });
            }
            _ => {
                self.state = State::Plain;
                return self.grow();
            }
        }
        Ok(())
    }

    fn grow(&mut self) -> Result<(), TabularError> {
        self.cell_bytes += 1;
        if self.cell_bytes > self.limits.cell_bytes {
            return Err(self.passed(Limit::CellBytes, self.limits.cell_bytes));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), TabularError> {
        self.rows += 1;
        self.state = State::RowStart;
        (self.columns, self.cell_bytes, self.row_bytes) = (0, 0, 0);
        if self.rows > self.limits.rows {
            return Err(TabularError::limit(Limit::Rows, self.limits.rows, None));
        }
        Ok(())
    }
}

impl<R: Read> Read for CsvGuard<R> {
    /// Hands on everything before a fault first, so that the rows before it can still be reported.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        let n = self.inner.read(buffer)?;
        if n == 0 && self.state == State::Quoted {
            return Err(TabularError::UnclosedQuote { line: self.quote_line }.into());
        }
        for at in 0..n {
            let Some(byte) = buffer.get(at).copied() else { break };
            if let Err(error) = self.step(byte) {
                if at == 0 {
                    return Err(error.into());
                }
                self.failed = Some(error);
                return Ok(at);
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn guarded(text: &str, limits: Limits) -> (Vec<(u64, u64)>, Option<TabularError>) {
        let mut guard = CsvGuard::new(text.as_bytes(), b',', b'"', limits);
        let error = io::copy(&mut guard, &mut io::sink()).err().map(TabularError::from);
        (guard.starts.iter().map(|start| (start.row, start.line)).collect(), error)
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let (starts, error) = guarded("a,b\n\n\"x\ny\",2\r\n3,4\r5,6", Limits::default());
        assert!(error.is_none());
        assert_eq!(starts, [(1, 1), (3, 3), (4, 5), (5, 6)]);
    }

    #[test]
    fn an_unclosed_quote_is_named_by_the_line_where_it_opens() {
        let (_, error) = guarded("a,b\nc,\"d\ne,f\ng,h\n", Limits::default());
        assert!(matches!(error, Some(TabularError::UnclosedQuote { line: 2 })), "{error:?}");
    }

    #[test]
    fn text_after_a_closing_quote_is_refused_but_inch_marks_and_blanks_are_not() {
        let (_, error) = guarded("a,\"b\"c\n", Limits::default());
        assert!(matches!(error, Some(TabularError::StrayAfterQuote { line: 1 })), "{error:?}");
        assert!(guarded("pipe 5\",\"b\" ,c\n", Limits::default()).1.is_none());
    }

    #[test]
    fn nul_is_refused() {
        let (_, error) = guarded("a\nb\0c\n", Limits::default());
        assert!(matches!(error, Some(TabularError::NulCharacter { line: 2 })), "{error:?}");
    }

    #[test]
    fn every_limit_is_named_and_not_reached_too_early() {
        let limits = Limits { cell_bytes: 4, row_bytes: 9, columns: 3, rows: 2, ..Limits::default() };
        let named = |text: &str| match guarded(text, limits).1 {
            None => "fine",
            Some(TabularError::Limit { limit, .. }) => limit.code(),
            Some(other) => panic!("{other}"),
        };
        assert_eq!(named("abcd,\"ef\"\"g\"\nx"), "row-bytes");
        assert_eq!(named("abcd,efgh\nx"), "fine");
        assert_eq!(named("abcde\n"), "cell-bytes");
        assert_eq!(named("a,b,c\nd\n"), "fine");
        assert_eq!(named("a,b,c,d\n"), "columns");
        assert_eq!(named("a\nb\n\n"), "rows");
    }

    proptest! {
        /// The guard and the CSV reader must agree on what a row is, whatever the text.
        #[test]
        fn guard_and_reader_see_the_same_rows(text in "[ab,\"\r\n ]{0,40}") {
            let (starts, error) = guarded(&text, Limits::default());
            prop_assume!(error.is_none());
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false).flexible(true).from_reader(text.as_bytes());
            let lines: usize = reader.records().map(|record| record.map(|_| 1).unwrap_or(0)).sum();
            prop_assert_eq!(starts.len(), lines);
        }
    }
}
