//! What printing answers, whoever prints.

use thiserror::Error;

use crate::model::Document;

/// Prints documents: [`crate::Press`], or something in front of it that adds the house's letterhead.
pub trait Print: Send + Sync {
    /// Prints a document.
    ///
    /// # Errors
    /// A document that is too large, a ragged table, or whatever the typesetter refuses.
    fn print(&self, document: &Document) -> Result<Paper, PaperError>;
}

/// A printed document.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// Characters that no typeface here has; they are printed as a replacement.
    pub replaced: Vec<char>,
}

/// Why a document was not printed.
#[derive(Debug, Error)]
pub enum PaperError {
    /// More rows or more text than one document holds.
    #[error("the document is too large: {rows} rows, {bytes} bytes of text")]
    TooLarge {
        /// Rows of all its tables.
        rows: usize,
        /// Bytes of its text.
        bytes: usize,
    },
    /// A table without columns, or a row with another number of cells.
    #[error("a table has {columns} columns and a row of {cells} cells")]
    Ragged {
        /// Columns of the table.
        columns: usize,
        /// Cells of the row.
        cells: usize,
    },
    /// The typesetter refused: a letterhead's picture that cannot be read, a language that is none, or
    /// a rule of accessibility that is not met. For the log, not for people.
    #[error("the document cannot be set: {0}")]
    Set(String),
}
