//! Tables that people open in spreadsheet programs. Cells are typed, so numbers stay numbers; text
//! that a program would run as a formula is made harmless by [`crate::neutralise`], in workbooks too,
//! since they are saved on as CSV.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{Limit, TabularError};
use crate::neutral::neutralise;
use crate::numbers::DecimalMark;

/// Most characters of a workbook cell.
const XLSX_CELL_CHARS: usize = 32_767;
/// Most rows of a workbook sheet.
const XLSX_ROWS: u32 = 1_048_576;
/// A workbook keeps numbers as binary fractions, exact to this many digits; longer ones go as text.
const XLSX_DIGITS: usize = 15;

/// One cell to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum OutCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal, an amount of money for example; written with all its decimals.
    Decimal(Decimal),
    /// A civil date.
    Date(Date),
    /// A local date and time; the caller has chosen the zone.
    DateTime(DateTime),
    /// Yes or no.
    Boolean(bool),
}

impl From<&str> for OutCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// Between cells; must be ASCII.
    pub separator: char,
    /// Decimal mark of numbers.
    pub decimal_mark: DecimalMark,
    /// Begin with a byte-order mark, without which spreadsheet programs damage accents.
    pub bom: bool,
}

impl Default for CsvStyle {
    /// Comma, point, mark: what programs and people both read.
    fn default() -> Self {
        Self { separator: ',', decimal_mark: DecimalMark::Point, bom: true }
    }
}

/// Writes a CSV file and returns the number of rows below the header. Always UTF-8, CRLF.
///
/// # Errors
/// [`TabularError::Io`] if the writer fails.
pub fn write_csv<W, I>(mut out: W, header: &[&str], rows: I, style: CsvStyle) -> Result<u64, TabularError>
where
    W: Write,
    I: IntoIterator<Item = Vec<OutCell>>,
{
    if style.bom {
        out.write_all("\u{feff}".as_bytes()).map_err(TabularError::from)?;
    }
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(u8::try_from(style.separator).unwrap_or(b','))
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(header.iter().map(|name| csv_text(name)))?;
    let mut written = 0;
    for row in rows {
        writer.write_record(row.iter().map(|cell| csv_cell(cell, style.decimal_mark)))?;
        written += 1;
    }
    writer.flush().map_err(TabularError::from)?;
    Ok(written)
}

/// NUL cannot stand in a CSV file that anything will read again.
fn csv_text(text: &str) -> String {
    neutralise(&text.replace('\0', "\u{fffd}")).into_owned()
}

fn csv_cell(cell: &OutCell, mark: DecimalMark) -> String {
    match cell {
        OutCell::Empty => String::new(),
        OutCell::Text(text) => csv_text(text),
        OutCell::Integer(number) => number.to_string(),
        OutCell::Decimal(number) if mark == DecimalMark::Comma => number.to_string().replace('.', ","),
        OutCell::Decimal(number) => number.to_string(),
        OutCell::Date(date) => date.to_string(),
        OutCell::DateTime(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        OutCell::Boolean(value) => value.to_string(),
    }
}

/// Writes a workbook of one sheet and returns the number of rows below the header.
///
/// # Errors
/// [`TabularError::Limit`] if a text or the number of rows is more than a sheet can hold (nothing is
/// cut), [`TabularError::Write`] if the sheet's name is not possible or the writer fails.
pub fn write_xlsx<W, I>(
    out: W,
    sheet: &str,
    header: &[&str],
    rows: I,
    created: Timestamp,
) -> Result<u64, TabularError>
where
    W: Write + Send,
    I: IntoIterator<Item = Vec<OutCell>>,
{
    let mut workbook = Workbook::new();
    let created = excel_moment(created.to_zoned(TimeZone::UTC).datetime());
    if let Some(created) = created {
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    let page = workbook.add_worksheet();
    page.set_name(sheet).map_err(|error| refused(&error))?;
    page.set_freeze_panes(1, 0).map_err(|error| refused(&error))?;
    let formats = Formats::new();
    let mut line = SheetLine { page, row: 0, formats: &formats };
    for (column, name) in header.iter().enumerate() {
        line.text(column, name, Some(&formats.header))?;
    }
    for row in rows {
        line.row += 1;
        if line.row >= XLSX_ROWS {
            return Err(TabularError::limit(Limit::Rows, u64::from(XLSX_ROWS), None));
        }
        for (column, cell) in row.iter().enumerate() {
            line.cell(column, cell)?;
        }
    }
    let written = u64::from(line.row);
    workbook.save_to_writer(out).map_err(|error| refused(&error))?;
    Ok(written)
}

fn refused(error: &XlsxError) -> TabularError {
    TabularError::Write(error.to_string())
}

struct Formats {
    header: Format,
    date: Format,
    moment: Format,
    decimals: Vec<Format>,
}

impl Formats {
    fn new() -> Self {
        let decimals = |scale: usize| Format::new().set_num_format(format!("0.{}", "0".repeat(scale)));
        Self {
            header: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            decimals: (1..=XLSX_DIGITS).map(decimals).collect(),
        }
    }

    fn of_scale(&self, scale: u32) -> Option<&Format> {
        self.decimals.get((scale as usize).checked_sub(1)?)
    }
}

struct SheetLine<'a> {
    page: &'a mut Worksheet,
    row: u32,
    formats: &'a Formats,
}

impl SheetLine<'_> {
    fn cell(&mut self, column: usize, cell: &OutCell) -> Result<(), TabularError> {
        let formats = self.formats;
        match cell {
            OutCell::Empty => Ok(()),
            OutCell::Text(text) => self.text(column, text, None),
            OutCell::Integer(number) => self.number(column, Decimal::from(*number)),
            OutCell::Decimal(number) => self.number(column, *number),
            OutCell::Date(date) => match excel_moment(date.to_datetime(jiff::civil::Time::midnight())) {
                Some(moment) => self.moment(column, &moment, &formats.date),
                None => self.text(column, &date.to_string(), None),
            },
            OutCell::DateTime(moment) => match excel_moment(*moment) {
                Some(moment) => self.moment(column, &moment, &formats.moment),
                None => self.text(column, &moment.to_string(), None),
            },
            OutCell::Boolean(value) => {
                let at = self.at(column)?;
                self.page.write_boolean(self.row, at, *value).map(|_| ()).map_err(|error| refused(&error))
            }
        }
    }

    fn at(&self, column: usize) -> Result<u16, TabularError> {
        let maximum = 16_384;
        u16::try_from(column).ok().filter(|column| *column < maximum).ok_or_else(|| {
            TabularError::limit(Limit::Columns, u64::from(maximum), Some(u64::from(self.row) + 1))
        })
    }

    fn text(&mut self, column: usize, text: &str, format: Option<&Format>) -> Result<(), TabularError> {
        let text = neutralise(text);
        if text.encode_utf16().count() > XLSX_CELL_CHARS {
            let row = Some(u64::from(self.row) + 1);
            return Err(TabularError::limit(Limit::CellChars, XLSX_CELL_CHARS as u64, row));
        }
        let at = self.at(column)?;
        let written = match format {
            Some(format) => self.page.write_string_with_format(self.row, at, text, format),
            None => self.page.write_string(self.row, at, text),
        };
        written.map(|_| ()).map_err(|error| refused(&error))
    }

    fn number(&mut self, column: usize, number: Decimal) -> Result<(), TabularError> {
        let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
        let binary = number.to_f64().filter(|_| digits <= XLSX_DIGITS);
        let Some(binary) = binary else {
            return self.plain_number(column, &number);
        };
        let at = self.at(column)?;
        let written = match self.formats.of_scale(number.scale()) {
            Some(format) => self.page.write_number_with_format(self.row, at, binary, format),
            None => self.page.write_number(self.row, at, binary),
        };
        written.map(|_| ()).map_err(|error| refused(&error))
    }

    /// A number too long for a workbook number, as text that loses no digit.
    fn plain_number(&mut self, column: usize, number: &Decimal) -> Result<(), TabularError> {
        self.text(column, &number.to_string(), None)
    }

    fn moment(&mut self, column: usize, moment: &ExcelDateTime, format: &Format) -> Result<(), TabularError> {
        let at = self.at(column)?;
        let written = self.page.write_datetime_with_format(self.row, at, moment, format);
        written.map(|_| ()).map_err(|error| refused(&error))
    }
}

/// Workbooks know no year before 1900; seconds are kept, fractions are not.
fn excel_moment(moment: DateTime) -> Option<ExcelDateTime> {
    let small = |value: i8| u8::try_from(value).ok();
    let year = u16::try_from(moment.year()).ok().filter(|year| *year >= 1900)?;
    let date = ExcelDateTime::from_ymd(year, small(moment.month())?, small(moment.day())?).ok()?;
    date.and_hms(u16::from(small(moment.hour())?), small(moment.minute())?, f64::from(moment.second())).ok()
}
