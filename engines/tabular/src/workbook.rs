//! XLSX as a stream of typed rows. The package is scanned within bounds first (`workbook_scan`), so
//! that the reader beneath meets nothing that could exhaust memory.

use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::{Date, DateTime, Time};
use jiff::{RoundMode, Unit};
use rust_decimal::Decimal;

use crate::cell::{CellFault, RawCell, RawRow};
use crate::error::{Limit, TabularError};
use crate::limits::Limits;
use crate::table::RowSource;
use crate::workbook_scan;

pub(crate) struct Workbook<R: Read + Seek> {
    xlsx: Xlsx<BufReader<R>>,
    sheets: Vec<String>,
    sheet: String,
}

fn damaged(error: &XlsxError) -> TabularError {
    TabularError::BadWorkbook(crate::limits::excerpt(&error.to_string()))
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens the stated sheet, or the first visible one.
    pub fn open(reader: R, stated: Option<&str>, limits: &Limits) -> Result<Self, TabularError> {
        let mut reader = BufReader::new(reader);
        workbook_scan::scan(&mut reader, limits)?;
        reader.seek(SeekFrom::Start(0)).map_err(TabularError::from)?;
        let xlsx = Xlsx::new(reader).map_err(|error| damaged(&error))?;
        let worksheets = || xlsx.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheets: Vec<String> = worksheets().map(|sheet| sheet.name.clone()).collect();
        let chosen = match stated {
            Some(stated) => sheets.iter().find(|name| *name == stated),
            None => {
                worksheets().find(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| &sheet.name)
            }
        };
        let Some(sheet) = chosen.cloned() else {
            return Err(TabularError::SheetNotFound { sheet: stated.unwrap_or_default().to_owned(), sheets });
        };
        Ok(Self { xlsx, sheets, sheet })
    }

    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    pub fn rows(&mut self, limits: &Limits) -> Result<Box<dyn RowSource + '_>, TabularError> {
        let cells = self.xlsx.worksheet_cells_reader(&self.sheet).map_err(|error| damaged(&error))?;
        Ok(Box::new(SheetRows { cells, pending: None, limits: *limits, ended: false }))
    }
}

struct SheetRows<'t, R: Read + Seek> {
    cells: XlsxCellReader<'t, BufReader<R>>,
    pending: Option<(u64, usize, RawCell)>,
    limits: Limits,
    ended: bool,
}

impl<R: Read + Seek> SheetRows<'_, R> {
    /// The next cell that holds something, with its row (from 1) and column (from 0).
    fn next_cell(&mut self) -> Result<Option<(u64, usize, RawCell)>, TabularError> {
        while let Some(record) =
            self.cells.next_cell_with_formula_metadata().map_err(|error| damaged(&error))?
        {
            let (row, column) = (u64::from(record.pos.0) + 1, record.pos.1 as usize);
            let cell = match value(record.value) {
                RawCell::Empty if record.formula.is_some() => RawCell::Fault(CellFault::FormulaWithoutResult),
                RawCell::Empty => continue,
                cell => cell,
            };
            self.check(row, column, &cell)?;
            return Ok(Some((row, column, cell)));
        }
        Ok(None)
    }

    fn check(&self, row: u64, column: usize, cell: &RawCell) -> Result<(), TabularError> {
        let passed = |limit, maximum| Err(TabularError::limit(limit, maximum, Some(row)));
        if column >= self.limits.columns {
            return passed(Limit::Columns, self.limits.columns as u64);
        }
        if row > self.limits.rows {
            return passed(Limit::Rows, self.limits.rows);
        }
        match cell {
            RawCell::Text(text) if text.len() > self.limits.cell_bytes => {
                passed(Limit::CellBytes, self.limits.cell_bytes as u64)
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read + Seek> RowSource for SheetRows<'_, R> {
    fn next(&mut self, row: &mut RawRow) -> Result<bool, TabularError> {
        row.cells.clear();
        row.line = None;
        let mut bytes = 0;
        let mut number = None;
        while !self.ended {
            let next = match self.pending.take() {
                Some(pending) => Some(pending),
                None => self.next_cell()?,
            };
            let Some((at, column, cell)) = next else {
                self.ended = true;
                break;
            };
            let current = *number.get_or_insert(at);
            if at > current {
                self.pending = Some((at, column, cell));
                break;
            }
            if at < current || column < row.cells.len() {
                return Err(TabularError::BadWorkbook(format!("cells out of order in row {at}")));
            }
            if let RawCell::Text(text) = &cell {
                bytes += text.len();
            }
            if bytes > self.limits.row_bytes {
                return Err(TabularError::limit(Limit::RowBytes, self.limits.row_bytes as u64, Some(at)));
            }
            row.cells.resize(column, RawCell::Empty);
            row.cells.push(cell);
        }
        let Some(number) = number else { return Ok(false) };
        if number <= row.number && row.number > 0 {
            return Err(TabularError::BadWorkbook(format!("row {number} out of order")));
        }
        row.number = number;
        Ok(true)
    }
}

fn value(value: DataRef<'_>) -> RawCell {
    match value {
        DataRef::Empty => RawCell::Empty,
        DataRef::Int(number) => RawCell::Number(Decimal::from(number)),
        DataRef::Float(number) => shown_number(number),
        DataRef::String(text) => text_cell(&text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(value) => RawCell::Boolean(value),
        DataRef::DateTime(moment) => date_time(moment),
        DataRef::DateTimeIso(text) => iso(&text),
        DataRef::DurationIso(text) => RawCell::Text(text),
        DataRef::Error(_) => RawCell::Fault(CellFault::SpreadsheetError),
    }
}

fn text_cell(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }
}

fn iso(text: &str) -> RawCell {
    let date = || text.parse::<Date>().map(DateTime::from);
    match text.parse::<DateTime>().or_else(|_| date()) {
        Ok(moment) => RawCell::DateTime(moment),
        Err(_) => RawCell::Text(text.to_owned()),
    }
}

/// A spreadsheet stores binary fractions and shows 15 significant digits; what it shows is what people
/// entered and mean (`2.95`, not `2.9500000000000002`).
fn shown_number(number: f64) -> RawCell {
    Decimal::from_scientific(&format!("{number:.14e}"))
        .map_or(RawCell::Fault(CellFault::NumberOutOfRange), |number| RawCell::Number(number.normalize()))
}

fn date_time(moment: ExcelDateTime) -> RawCell {
    if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) {
        return clock(moment);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |value: u8| i8::try_from(value).ok();
    let built = || {
        let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
        let time =
            Time::new(small(hour)?, small(minute)?, small(second)?, i32::from(milli) * 1_000_000).ok()?;
        let exact = date.to_datetime(time);
        // A time of day is a binary fraction too: 13:04 may be stored a millisecond early.
        let near =
            exact.round(jiff::civil::DateTimeRound::new().smallest(Unit::Second).mode(RoundMode::HalfExpand));
        Some(if (2..=998).contains(&milli) { exact } else { near.ok()? })
    };
    built().map_or(RawCell::Fault(CellFault::ImpossibleDate), RawCell::DateTime)
}

/// A time of day or a duration has no date; it is kept as text.
fn clock(moment: ExcelDateTime) -> RawCell {
    let seconds = (moment.as_f64() * 86_400.0).round();
    if !(0.0..1e12).contains(&seconds) {
        return RawCell::Fault(CellFault::ImpossibleDate);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just above")]
    let seconds = seconds as u64;
    RawCell::Text(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}
