//! An opened file: what it is, its header, and its rows as a stream. The file is read again from its
//! beginning for each pass, so nothing but the current row is held.

use std::io::{Read, Seek, SeekFrom};

use crate::cell::{RawCell, RawRow};
use crate::charset::{Charset, Survey, fill};
use crate::csv_guard::CsvGuard;
use crate::decode::{Decode, Inflate};
use crate::error::TabularError;
use crate::limits::Limits;
use crate::neutral;
use crate::problem::{Problem, ProblemCode};
use crate::sniff;
use crate::source::SourceOptions;
use crate::workbook::Workbook;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// Text with separators.
    Csv,
    /// Text with separators, packed by gzip.
    GzipCsv,
    /// A workbook.
    Xlsx,
}

/// How a file is read, as stated or found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Format {
    /// The kind of file.
    pub container: Container,
    /// Encoding of a text file.
    pub encoding: Option<Charset>,
    /// Whether a text file begins with a byte-order mark.
    pub bom: bool,
    /// Separator of a text file.
    pub separator: Option<char>,
    /// Quote of a text file.
    pub quote: Option<char>,
    /// The sheet read of a workbook.
    pub sheet: Option<String>,
    /// All sheets of a workbook.
    pub sheets: Vec<String>,
    /// The row that names the columns, from 1; 0 for none.
    pub header_row: u64,
}

enum Inner<R: Read + Seek> {
    Text { reader: R, dialect: Dialect },
    Workbook(Box<Workbook<R>>),
}

#[derive(Clone, Copy)]
struct Dialect {
    gzip: bool,
    charset: Charset,
    separator: u8,
    quote: u8,
}

/// An opened file.
pub struct Table<R: Read + Seek> {
    inner: Inner<R>,
    format: Format,
    header: Vec<String>,
    reach: usize,
    options: SourceOptions,
    limits: Limits,
}

impl<R: Read + Seek> Table<R> {
    /// Opens a file: settles what the options leave open, and reads the header. Nothing is refused
    /// later that can be seen now (encoding of the whole file, size of a workbook's parts).
    ///
    /// # Errors
    /// Whatever stops the whole file; see [`TabularError`].
    pub fn open(reader: R, options: &SourceOptions, limits: Limits) -> Result<Self, TabularError> {
        let (inner, format) = open_inner(reader, options, &limits)?;
        let mut table =
            Self { inner, format, header: Vec::new(), reach: 0, options: options.clone(), limits };
        table.read_header()?;
        Ok(table)
    }

    /// How the file is read.
    #[must_use]
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// The columns' headers as they stand, blanks around them cut; `#1`, `#2` if there is no header.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The last column that holds anything in the header or the first rows, named or not; columns up to
    /// here can be meant by position.
    pub(crate) fn reach(&self) -> usize {
        self.reach
    }

    /// The options it was opened with.
    #[must_use]
    pub fn options(&self) -> &SourceOptions {
        &self.options
    }

    /// Whether cells are text, so that numbers and dates need a stated reading.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.inner, Inner::Text { .. })
    }

    fn read_header(&mut self) -> Result<(), TabularError> {
        let first = self.first_rows()?;
        let header_row = self.options.header_row.unwrap_or_else(|| sniff::header_row(&first));
        self.format.header_row = header_row;
        self.reach =
            first.iter().filter(|row| row.number >= header_row).map(RawRow::width).max().unwrap_or(0);
        self.header = if header_row == 0 {
            let width = first.first().map(RawRow::width).ok_or(TabularError::NoHeader { row: 1 })?;
            (1..=width).map(|position| format!("#{position}")).collect()
        } else {
            let row = first.iter().find(|row| row.number == header_row);
            let row = row.ok_or(TabularError::NoHeader { row: header_row })?;
            self.reach = self.reach.max(row.cells.len());
            row.cells.iter().take(row.width()).map(|cell| cell.to_text().trim().to_owned()).collect()
        };
        Ok(())
    }

    /// Everything up to the stated header and some rows below it. A fault below the header is left to
    /// whoever reads that far.
    fn first_rows(&mut self) -> Result<Vec<RawRow>, TabularError> {
        let stated = self.options.header_row.unwrap_or(0);
        let mut first: Vec<RawRow> = Vec::new();
        let mut below = 0;
        let mut rows = self.rows_after(stated.saturating_sub(1))?;
        while below < sniff::HEADER_SEARCH_ROWS {
            match rows.next_row() {
                Ok(Some(row)) => first.push(row.clone()),
                Ok(None) => break,
                Err(_) if first.iter().any(|row| row.number == stated) => break,
                Err(error) => return Err(error),
            }
            below += 1;
        }
        Ok(first)
    }

    /// The rows below the header as they stand, for whoever needs no mapping; each call begins anew.
    ///
    /// # Errors
    /// Whatever stops the whole file; see [`TabularError`].
    pub fn rows(&mut self) -> Result<Rows<'_>, TabularError> {
        self.rows_after(self.format.header_row)
    }

    fn rows_after(&mut self, after: u64) -> Result<Rows<'_>, TabularError> {
        let limits = self.limits;
        let source: Box<dyn RowSource + '_> = match &mut self.inner {
            Inner::Text { reader, dialect } => Box::new(CsvRows::new(reader, *dialect, &limits)?),
            Inner::Workbook(workbook) => workbook.rows(&limits)?,
        };
        Ok(Rows {
            source,
            row: RawRow::default(),
            after,
            blank: 0,
            restore: self.options.neutralised,
            failed: false,
        })
    }
}

/// Something that yields rows; the containers differ only here.
pub(crate) trait RowSource {
    /// Fills `row` with the next row; `false` at the end.
    fn next(&mut self, row: &mut RawRow) -> Result<bool, TabularError>;
}

/// Rows that hold something, one after another.
pub struct Rows<'t> {
    source: Box<dyn RowSource + 't>,
    row: RawRow,
    after: u64,
    blank: u64,
    restore: bool,
    failed: bool,
}

impl Rows<'_> {
    /// The next row that is not blank; nothing after an error.
    ///
    /// # Errors
    /// A row that cannot be read; see [`TabularError`].
    pub fn next_row(&mut self) -> Result<Option<&RawRow>, TabularError> {
        loop {
            if self.failed {
                return Ok(None);
            }
            match self.source.next(&mut self.row) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => {
                    self.failed = true;
                    return Err(error);
                }
            }
            if self.row.number <= self.after {
                continue;
            }
            if self.row.width() > 0 {
                break;
            }
            self.blank += 1;
        }
        if self.restore {
            for cell in &mut self.row.cells {
                if let RawCell::Text(text) = cell {
                    *text = neutral::restore(text).to_owned();
                }
            }
        }
        Ok(Some(&self.row))
    }
}

struct CsvRows<'t> {
    reader: csv::Reader<CsvGuard<Decode<Box<dyn Read + 't>>>>,
    record: csv::StringRecord,
}

impl<'t> CsvRows<'t> {
    fn new<R: Read + Seek>(
        reader: &'t mut R,
        dialect: Dialect,
        limits: &Limits,
    ) -> Result<Self, TabularError> {
        let input = raw_text(reader, dialect.gzip, limits)?;
        let decoded = Decode::new(input, dialect.charset);
        let guarded = CsvGuard::new(decoded, dialect.separator, dialect.quote, *limits);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.separator)
            .quote(dialect.quote)
            .from_reader(guarded);
        Ok(Self { reader, record: csv::StringRecord::new() })
    }
}

impl RowSource for CsvRows<'_> {
    fn next(&mut self, row: &mut RawRow) -> Result<bool, TabularError> {
        if !self.reader.read_record(&mut self.record)? {
            return Ok(false);
        }
        let start = self.reader.get_mut().next_start();
        row.number = start.map_or(row.number + 1, |start| start.row);
        row.line = start.map(|start| start.line);
        row.cells.clear();
        row.cells.extend(self.record.iter().map(|text| match text {
            "" => RawCell::Empty,
            text => RawCell::Text(text.to_owned()),
        }));
        Ok(true)
    }
}

/// The bytes of a text file from its beginning, unpacked.
fn raw_text<'t, R: Read + Seek>(
    reader: &'t mut R,
    gzip: bool,
    limits: &Limits,
) -> Result<Box<dyn Read + 't>, TabularError> {
    reader.seek(SeekFrom::Start(0)).map_err(TabularError::from)?;
    Ok(if gzip { Box::new(Inflate::new(reader, limits)) } else { Box::new(reader) })
}

fn open_inner<R: Read + Seek>(
    mut reader: R,
    options: &SourceOptions,
    limits: &Limits,
) -> Result<(Inner<R>, Format), TabularError> {
    let gzip = match identify(&mut reader)? {
        Kind::Zip => {
            let workbook = Workbook::open(reader, options.sheet.as_deref(), limits)?;
            let format = Format {
                container: Container::Xlsx,
                encoding: None,
                bom: false,
                separator: None,
                quote: None,
                sheet: Some(workbook.sheet().to_owned()),
                sheets: workbook.sheets().to_vec(),
                header_row: 0,
            };
            return Ok((Inner::Workbook(Box::new(workbook)), format));
        }
        Kind::Gzip => true,
        Kind::Text => false,
    };
    if gzip && starts(&mut *raw_text(&mut reader, true, limits)?)?.starts_with(b"PK\x03\x04") {
        return Err(TabularError::UnsupportedFormat { found: "gzip-xlsx" });
    }
    let survey = Survey::of(&mut *raw_text(&mut reader, gzip, limits)?)?;
    let charset = survey.settle(options.encoding)?;
    let dialect = dialect(&mut reader, gzip, charset, options, limits)?;
    let format = Format {
        container: if gzip { Container::GzipCsv } else { Container::Csv },
        encoding: Some(charset),
        bom: survey.has_bom(),
        separator: Some(char::from(dialect.separator)),
        quote: Some(char::from(dialect.quote)),
        sheet: None,
        sheets: Vec::new(),
        header_row: 0,
    };
    Ok((Inner::Text { reader, dialect }, format))
}

fn dialect<R: Read + Seek>(
    reader: &mut R,
    gzip: bool,
    charset: Charset,
    options: &SourceOptions,
    limits: &Limits,
) -> Result<Dialect, TabularError> {
    let mut sample = vec![0; sniff::SAMPLE_BYTES];
    let filled = fill(&mut Decode::new(raw_text(reader, gzip, limits)?, charset), &mut sample)?;
    sample.truncate(filled);
    let sample = String::from_utf8_lossy(&sample);
    let quote = match options.quote {
        Some(quote) => one_byte(quote)?,
        None => sniff::quote(&sample),
    };
    let separator = match options.separator {
        Some(separator) => one_byte(separator)?,
        None => sniff::separator(&sample, filled == sniff::SAMPLE_BYTES, quote),
    };
    if quote == separator {
        return Err(bad_mark(char::from(quote)));
    }
    Ok(Dialect { gzip, charset, separator, quote })
}

fn one_byte(mark: char) -> Result<u8, TabularError> {
    u8::try_from(mark)
        .ok()
        .filter(|byte| byte.is_ascii() && !matches!(byte, 0 | b'\r' | b'\n'))
        .ok_or_else(|| bad_mark(mark))
}

fn bad_mark(mark: char) -> TabularError {
    TabularError::Mapping(vec![Problem::new(ProblemCode::SeparatorInvalid, "", "", &mark.to_string())])
}

enum Kind {
    Text,
    Gzip,
    Zip,
}

fn starts(input: &mut dyn Read) -> Result<Vec<u8>, TabularError> {
    let mut start = vec![0; 512];
    let filled = fill(input, &mut start)?;
    start.truncate(filled);
    Ok(start)
}

fn identify<R: Read + Seek>(reader: &mut R) -> Result<Kind, TabularError> {
    reader.seek(SeekFrom::Start(0)).map_err(TabularError::from)?;
    let start = starts(reader)?;
    let found = |found| Err(TabularError::UnsupportedFormat { found });
    match start.as_slice() {
        [b'P', b'K', 3, 4, ..] => Ok(Kind::Zip),
        [0x1f, 0x8b, ..] => Ok(Kind::Gzip),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => found("xls"),
        [b'%', b'P', b'D', b'F', ..] => found("pdf"),
        _ => {
            let text = String::from_utf8_lossy(&start)
                .trim_start_matches(['\u{feff}', ' ', '\r', '\n'])
                .to_lowercase();
            match text {
                text if ["<html", "<!doctype", "<table"].iter().any(|tag| text.starts_with(tag)) => {
                    found("html")
                }
                text if text.starts_with("<?xml") => found("xml"),
                _ => Ok(Kind::Text),
            }
        }
    }
}
