//! What stops a whole file. What is wrong with one row is [`crate::RowErrors`], what is wrong with a
//! mapping is [`crate::Problem`]. The `Display` texts are for logs; people get texts by
//! [`TabularError::code`] and [`TabularError::params`].

use std::collections::BTreeMap;
use std::io;

use crate::problem::Problem;

/// Which named bound was passed; see [`crate::limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// Bytes of one cell.
    CellBytes,
    /// Bytes of one row.
    RowBytes,
    /// Columns of the table.
    Columns,
    /// Rows of the table.
    Rows,
    /// Bytes a compressed file becomes.
    InflatedBytes,
    /// How many times its size a compressed file becomes.
    InflateRatio,
    /// Parts of a workbook.
    Parts,
    /// Bytes of a workbook part that is held in memory.
    HeldPartBytes,
    /// Shared strings of a workbook.
    SharedStrings,
    /// Bytes of a mapping file.
    MappingBytes,
    /// Characters that a spreadsheet cell can hold, on export.
    CellChars,
    /// Rows of one document.
    GroupRows,
}

impl Limit {
    /// Stable name for message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::CellBytes => "cell-bytes",
            Self::RowBytes => "row-bytes",
            Self::Columns => "columns",
            Self::Rows => "rows",
            Self::InflatedBytes => "inflated-bytes",
            Self::InflateRatio => "inflate-ratio",
            Self::Parts => "parts",
            Self::HeldPartBytes => "held-part-bytes",
            Self::SharedStrings => "shared-strings",
            Self::MappingBytes => "mapping-bytes",
            Self::CellChars => "cell-chars",
            Self::GroupRows => "group-rows",
        }
    }
}

/// Why a file as a whole cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TabularError {
    /// The reader or writer failed.
    #[error("input or output failed")]
    Io(#[source] io::Error),
    /// A named bound was passed.
    #[error("limit {} of {maximum} passed{}", .limit.code(), .row.map(|r| format!(" in row {r}")).unwrap_or_default())]
    Limit {
        /// Which bound.
        limit: Limit,
        /// Its figure.
        maximum: u64,
        /// The row, where there is one.
        row: Option<u64>,
    },
    /// Some lines are UTF-8 and others are not.
    #[error("mixed encodings: line {utf8_line} is UTF-8, line {other_line} is not")]
    MixedEncoding {
        /// First line with a character that is right in UTF-8.
        utf8_line: u64,
        /// First line that is wrong in UTF-8.
        other_line: u64,
    },
    /// The stated encoding is not what the file shows.
    #[error("stated encoding {stated}, but the file is {found}")]
    EncodingContradiction {
        /// What the options say.
        stated: String,
        /// What the bytes say.
        found: String,
    },
    /// Bytes that the encoding does not have.
    #[error("line {line} is not {encoding}")]
    BadEncoding {
        /// The encoding read by.
        encoding: String,
        /// Line of the first wrong byte.
        line: u64,
    },
    /// A file format that is not read here.
    #[error("format {found} is not supported")]
    UnsupportedFormat {
        /// What it seems to be: `xls`, `ods`, `pdf`, `gzip-xlsx`, `zip`, `binary`.
        found: &'static str,
    },
    /// A quoted cell does not end.
    #[error("the quote opened in line {line} is never closed")]
    UnclosedQuote {
        /// Line where the quote opens.
        line: u64,
    },
    /// Text follows a closing quote before the next separator.
    #[error("text after a closing quote in line {line}")]
    StrayAfterQuote {
        /// The line.
        line: u64,
    },
    /// A NUL character in a text file.
    #[error("NUL character in line {line}")]
    NulCharacter {
        /// The line.
        line: u64,
    },
    /// The gzip stream is damaged or cut off.
    #[error("damaged gzip stream")]
    BadGzip,
    /// The workbook is damaged, encrypted or not made as the format says.
    #[error("damaged workbook: {0}")]
    BadWorkbook(String),
    /// The stated sheet does not exist.
    #[error("no sheet {sheet:?}")]
    SheetNotFound {
        /// The stated name.
        sheet: String,
        /// The names there are.
        sheets: Vec<String>,
    },
    /// The table has no rows, or none where the header should be.
    #[error("no header in row {row}")]
    NoHeader {
        /// The row looked at.
        row: u64,
    },
    /// The mapping does not fit its target or the file.
    #[error("{} problems in the mapping", .0.len())]
    Mapping(Vec<Problem>),
    /// The mapping file is not TOML of the right shape.
    #[error("the mapping file cannot be read: {0}")]
    MappingSyntax(String),
    /// The workbook could not be written.
    #[error("the workbook cannot be written: {0}")]
    Write(String),
}

impl TabularError {
    pub(crate) fn limit(limit: Limit, maximum: u64, row: Option<u64>) -> Self {
        Self::Limit { limit, maximum, row }
    }

    /// Stable name of this error for message keys.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "io",
            Self::Limit { .. } => "limit",
            Self::MixedEncoding { .. } => "mixed-encoding",
            Self::EncodingContradiction { .. } => "encoding-contradiction",
            Self::BadEncoding { .. } => "bad-encoding",
            Self::UnsupportedFormat { .. } => "unsupported-format",
            Self::UnclosedQuote { .. } => "unclosed-quote",
            Self::StrayAfterQuote { .. } => "stray-after-quote",
            Self::NulCharacter { .. } => "nul-character",
            Self::BadGzip => "bad-gzip",
            Self::BadWorkbook(_) => "bad-workbook",
            Self::SheetNotFound { .. } => "sheet-not-found",
            Self::NoHeader { .. } => "no-header",
            Self::Mapping(_) => "mapping",
            Self::MappingSyntax(_) => "mapping-syntax",
            Self::Write(_) => "write",
        }
    }

    /// Parameters of the text for people, by name.
    #[must_use]
    pub fn params(&self) -> BTreeMap<&'static str, String> {
        let mut params = BTreeMap::new();
        match self {
            Self::Limit { limit, maximum, row } => {
                params.insert("limit", limit.code().to_owned());
                params.insert("maximum", maximum.to_string());
                if let Some(row) = row {
                    params.insert("row", row.to_string());
                }
            }
            Self::MixedEncoding { utf8_line, other_line } => {
                params.insert("utf8_line", utf8_line.to_string());
                params.insert("other_line", other_line.to_string());
            }
            Self::EncodingContradiction { stated, found } => {
                params.insert("stated", stated.clone());
                params.insert("found", found.clone());
            }
            Self::BadEncoding { encoding, line } => {
                params.insert("encoding", encoding.clone());
                params.insert("line", line.to_string());
            }
            Self::UnsupportedFormat { found } => {
                params.insert("found", (*found).to_owned());
            }
            Self::UnclosedQuote { line } | Self::StrayAfterQuote { line } | Self::NulCharacter { line } => {
                params.insert("line", line.to_string());
            }
            Self::SheetNotFound { sheet, sheets } => {
                params.insert("sheet", sheet.clone());
                params.insert("sheets", sheets.join(", "));
            }
            Self::NoHeader { row } => {
                params.insert("row", row.to_string());
            }
            Self::BadWorkbook(detail) | Self::MappingSyntax(detail) | Self::Write(detail) => {
                params.insert("detail", detail.clone());
            }
            Self::Io(_) | Self::BadGzip | Self::Mapping(_) => {}
        }
        params
    }
}

/// A typed error that travelled through a `Read` comes out as itself again.
impl From<io::Error> for TabularError {
    fn from(error: io::Error) -> Self {
        error.downcast::<Self>().unwrap_or_else(Self::Io)
    }
}

/// Lets a typed error travel through a `Read`.
impl From<TabularError> for io::Error {
    fn from(error: TabularError) -> Self {
        match error {
            TabularError::Io(error) => error,
            other => Self::other(other),
        }
    }
}

impl From<csv::Error> for TabularError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::Io(io::Error::other(format!("{other:?}"))),
        }
    }
}
