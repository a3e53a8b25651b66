//! Looks at a file before anybody maps it: how it is read, what its columns seem to hold, what its
//! first rows are. Stated options are taken as they are, so a preview can be made anew whenever a
//! person changes one.

use std::io::{Read, Seek};

use crate::bind::labels;
use crate::cell::RawRow;
use crate::dates::DateOrder;
use crate::error::TabularError;
use crate::guess::{Column, ColumnGuess, Columns, Guess};
use crate::limits::{Limits, SAMPLE_ROWS, excerpt};
use crate::numbers::DecimalMark;
use crate::source::SourceOptions;
use crate::table::{Format, Table};

/// One of the first rows, shortened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SampleRow {
    /// The row as a spreadsheet program numbers it.
    pub row: u64,
    /// The cells, each cut to [`crate::limits::EXCERPT_CHARS`].
    pub cells: Vec<String>,
}

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Detection {
    /// How it is read.
    pub format: Format,
    /// Its columns.
    pub columns: Vec<ColumnGuess>,
    /// Its first rows.
    pub samples: Vec<SampleRow>,
    /// Rows below the header that hold something, as far as was read.
    pub rows: u64,
    /// Whether the whole file was read; if not, guesses rest on the first rows alone.
    pub complete: bool,
}

impl Detection {
    /// The date order that explains every date column, if exactly one does.
    #[must_use]
    pub fn date_order(&self) -> Option<DateOrder> {
        let columns = self.columns.iter().filter_map(|column| match &column.guess {
            Guess::Date { orders, .. } if !orders.is_empty() => Some(orders.as_slice()),
            _ => None,
        });
        only(DateOrder::ALL.to_vec(), columns)
    }

    /// The decimal mark that explains every column of decimals, if exactly one does.
    #[must_use]
    pub fn decimal_mark(&self) -> Option<DecimalMark> {
        let columns = self.columns.iter().filter_map(|column| match &column.guess {
            Guess::Decimal { marks } => Some(marks.as_slice()),
            _ => None,
        });
        only(vec![DecimalMark::Point, DecimalMark::Comma], columns)
    }

    /// The options that read the file as detected; what is ambiguous stays open for a person.
    #[must_use]
    pub fn source_options(&self) -> SourceOptions {
        SourceOptions {
            encoding: self.format.encoding,
            separator: self.format.separator,
            quote: self.format.quote,
            sheet: self.format.sheet.clone(),
            header_row: Some(self.format.header_row),
            date_order: self.date_order(),
            decimal_mark: self.decimal_mark(),
            ..SourceOptions::default()
        }
    }
}

/// The one reading that all columns share; `None` without columns or with several readings left.
fn only<'a, T: Copy + PartialEq + 'a>(mut left: Vec<T>, columns: impl Iterator<Item = &'a [T]>) -> Option<T> {
    let mut any = false;
    for column in columns {
        any = true;
        left.retain(|reading| column.contains(reading));
    }
    match left.as_slice() {
        [one] if any => Some(*one),
        _ => None,
    }
}

/// Looks at a file.
///
/// # Errors
/// Whatever stops the whole file; see [`TabularError`].
pub fn detect<R: Read + Seek>(
    reader: R,
    options: &SourceOptions,
    limits: Limits,
) -> Result<Detection, TabularError> {
    let mut table = Table::open(reader, options, limits)?;
    let names = labels(table.header());
    let mut columns = Columns(vec![Column::default(); names.len()]);
    let mut samples = Vec::new();
    let mut seen = 0;
    let mut complete = true;
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        if seen >= limits.detect_rows {
            complete = false;
            break;
        }
        seen += 1;
        columns.see(row);
        if samples.len() < SAMPLE_ROWS {
            samples.push(sample(row));
        }
    }
    drop(rows);
    let guessed = |(name, column): (String, Column)| ColumnGuess {
        name,
        guess: column.guess(),
        filled: column.filled,
        longest: column.longest,
    };
    let columns = names.into_iter().zip(columns.0).map(guessed).collect();
    Ok(Detection { format: table.format().clone(), columns, samples, rows: seen, complete })
}

fn sample(row: &RawRow) -> SampleRow {
    SampleRow { row: row.number, cells: row.cells.iter().map(|cell| excerpt(&cell.to_text())).collect() }
}
