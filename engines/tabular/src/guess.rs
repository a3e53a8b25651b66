//! What kind of values a column seems to hold, told from its cells one after another.

use crate::cell::{RawCell, RawRow};
use crate::dates::{self, DateOrder};
use crate::numbers::{self, DecimalMark};

/// What a column seems to hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "guess", rename_all = "kebab-case")]
pub enum Guess {
    /// No cell holds anything.
    Empty,
    /// Whole numbers.
    Integer,
    /// Numbers with decimals or grouped thousands.
    Decimal {
        /// The marks that explain every cell; more than one means a person must say.
        marks: Vec<DecimalMark>,
    },
    /// Dates.
    Date {
        /// The orders that explain every cell; more than one means a person must say. Empty for real
        /// workbook dates, which need none.
        orders: Vec<DateOrder>,
        /// Whether some cell has a time of day.
        time: bool,
        /// Whether some year has two digits, so that the century must be stated.
        two_digit_years: bool,
    },
    /// Workbook booleans.
    Boolean,
    /// Anything else, codes with leading zeros included.
    Text,
}

impl Guess {
    /// Whether several readings explain every cell, so that a person must choose.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::Decimal { marks } => marks.len() > 1,
            Self::Date { orders, .. } => orders.len() > 1,
            _ => false,
        }
    }
}

/// One column as detection sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ColumnGuess {
    /// The name that a mapping uses: the header, or the position (`#3`) where that is empty or double.
    pub name: String,
    /// What it seems to hold.
    #[serde(flatten)]
    pub guess: Guess,
    /// Cells that hold something.
    pub filled: u64,
    /// Characters of the longest cell.
    pub longest: usize,
}

/// Whether a text is a number or a date rather than a name.
pub(crate) fn looks_typed(text: &str) -> bool {
    let mut column = Column::default();
    column.see(&RawCell::Text(text.to_owned()));
    !matches!(column.guess(), Guess::Text | Guess::Empty)
}

/// The cells of one column so far: which readings still explain all of them.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub filled: u64,
    pub longest: usize,
    integer: bool,
    point: bool,
    comma: bool,
    orders: [bool; 3],
    native_date: bool,
    text_date: bool,
    boolean: bool,
    time: bool,
    two_digit_years: bool,
    year_first: bool,
}

impl Default for Column {
    fn default() -> Self {
        Self {
            filled: 0,
            longest: 0,
            integer: true,
            point: true,
            comma: true,
            orders: [true; 3],
            native_date: true,
            text_date: false,
            boolean: true,
            time: false,
            two_digit_years: false,
            year_first: true,
        }
    }
}

impl Column {
    pub fn see(&mut self, cell: &RawCell) {
        if cell.is_blank() || matches!(cell, RawCell::Fault(_)) {
            return;
        }
        self.filled += 1;
        self.longest = self.longest.max(cell.to_text().chars().count());
        let kind = std::mem::discriminant(cell);
        self.boolean &= kind == std::mem::discriminant(&RawCell::Boolean(true));
        self.native_date &= matches!(cell, RawCell::DateTime(_));
        match cell {
            RawCell::Text(text) => self.see_text(text.trim()),
            RawCell::Number(number) => {
                self.integer &= number.fract().is_zero();
                self.orders = [false; 3];
            }
            RawCell::DateTime(moment) => {
                self.no_number();
                self.time |= moment.time() != jiff::civil::Time::midnight();
            }
            _ => {
                self.no_number();
                self.orders = [false; 3];
            }
        }
    }

    fn no_number(&mut self) {
        (self.integer, self.point, self.comma) = (false, false, false);
    }

    fn see_text(&mut self, text: &str) {
        let coded = text.trim_start_matches(['-', '+']);
        let code =
            coded.len() > 1 && coded.starts_with('0') && coded.bytes().all(|byte| byte.is_ascii_digit());
        if code || text.len() > 40 {
            self.no_number();
        }
        if self.point || self.comma {
            self.integer &= numbers::is_plain(text);
            self.point &= numbers::parse(text, DecimalMark::Point).is_ok();
            self.comma &= numbers::parse(text, DecimalMark::Comma).is_ok();
        }
        for (possible, order) in self.orders.iter_mut().zip(DateOrder::ALL) {
            let written = if *possible { dates::parse(text, Some(order), Some(1970)).ok() } else { None };
            *possible = written.is_some();
            self.text_date |= *possible;
            self.year_first &= written.is_none_or(|written| written.year_first);
            self.time |= written.is_some_and(|written| written.time.is_some());
            self.two_digit_years |= written.is_some_and(|written| written.two_digit_year);
        }
    }

    pub fn guess(&self) -> Guess {
        if self.filled == 0 {
            return Guess::Empty;
        }
        if self.boolean {
            return Guess::Boolean;
        }
        let date = |orders| Guess::Date { orders, time: self.time, two_digit_years: self.two_digit_years };
        if self.native_date {
            return date(Vec::new());
        }
        if self.point || self.comma {
            let possible = [(self.point, DecimalMark::Point), (self.comma, DecimalMark::Comma)];
            let marks =
                possible.into_iter().filter(|(possible, _)| *possible).map(|(_, mark)| mark).collect();
            return if self.integer { Guess::Integer } else { Guess::Decimal { marks } };
        }
        let orders: Vec<_> = self
            .orders
            .iter()
            .zip(DateOrder::ALL)
            .filter(|(possible, _)| **possible)
            .map(|(_, order)| order)
            .collect();
        if self.text_date && !orders.is_empty() {
            return date(if self.year_first { vec![DateOrder::Ymd] } else { orders });
        }
        Guess::Text
    }
}

/// The guesses of all columns so far.
#[derive(Debug, Default)]
pub(crate) struct Columns(pub Vec<Column>);

impl Columns {
    pub fn see(&mut self, row: &RawRow) {
        for (column, cell) in self.0.iter_mut().zip(&row.cells) {
            column.see(cell);
        }
    }
}
