//! A row as the file has it, before any mapping: what CSV says as text and a workbook as typed cells.

use jiff::civil::DateTime;
use rust_decimal::Decimal;

/// Why a workbook cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellFault {
    /// A spreadsheet error such as `#REF!`.
    SpreadsheetError,
    /// A formula whose result is not stored in the file.
    FormulaWithoutResult,
    /// A number beyond exact decimals.
    NumberOutOfRange,
    /// A date that does not exist, such as 29 February 1900.
    ImpossibleDate,
}

/// One cell as the file has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum RawCell {
    /// Nothing there.
    #[default]
    Empty,
    /// Text, not trimmed.
    Text(String),
    /// A workbook number, at the 15 significant digits a spreadsheet program shows.
    Number(Decimal),
    /// A workbook date or date with time, without a zone.
    DateTime(DateTime),
    /// A workbook boolean.
    Boolean(bool),
    /// A cell without a usable value.
    Fault(CellFault),
}

impl RawCell {
    /// Whether the cell holds nothing but blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as text: dates as ISO 8601, numbers with a point, faults as nothing.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty | Self::Fault(_) => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.normalize().to_string(),
            Self::DateTime(moment) if moment.time() == jiff::civil::Time::midnight() => {
                moment.date().to_string()
            }
            Self::DateTime(moment) => moment.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

/// One row as the file has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawRow {
    /// The row's number as a spreadsheet program shows it: from 1, header and blank rows counted.
    pub number: u64,
    /// The first physical line of the row in a text file, from 1.
    pub line: Option<u64>,
    /// The cells.
    pub cells: Vec<RawCell>,
}

impl RawRow {
    /// Number of cells up to the last that is not blank.
    pub(crate) fn width(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1)
    }
}
