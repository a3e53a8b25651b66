//! Every bound on what comes from outside, as a named constant, and [`Limits`] to lower or raise
//! them per call. A bound that is passed is an error that names it; nothing is cut silently.

/// Largest cell, in bytes of decoded text: 1 MiB.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// Largest row, in bytes of decoded text.
pub const MAX_ROW_BYTES: usize = 4 << 20;
/// Most columns of a table.
pub const MAX_COLUMNS: usize = 1_000;
/// Most rows of a table, the header included.
pub const MAX_ROWS: u64 = 2_000_000;
/// Most bytes that a compressed file (gzip, or all parts of an XLSX) may become.
pub const MAX_INFLATED_BYTES: u64 = 2 << 30;
/// How many times its own size a compressed file may become, once it is past [`RATIO_GRACE_BYTES`].
pub const MAX_INFLATE_RATIO: u64 = 100;
/// Compressed files may become this large whatever their ratio: short repetitive tables are honest.
pub const RATIO_GRACE_BYTES: u64 = 16 << 20;
/// Most parts (files) inside an XLSX.
pub const MAX_PARTS: usize = 4_096;
/// Largest part of an XLSX that is held in memory (shared strings, styles); sheets are streamed.
pub const MAX_HELD_PART_BYTES: u64 = 32 << 20;
/// Most shared strings of an XLSX, since each costs memory even when empty.
pub const MAX_SHARED_STRINGS: u64 = 1_000_000;
/// Rows that detection reads before it settles for what it has seen.
pub const DETECT_ROWS: u64 = 100_000;
/// Rows that detection shows as samples.
pub const SAMPLE_ROWS: usize = 10;
/// Characters of a cell that are repeated in a report or sample.
pub const EXCERPT_CHARS: usize = 60;
/// Largest mapping file, in bytes.
pub const MAX_MAPPING_BYTES: usize = 256 << 10;
/// Most rows that grouping puts into one document, or keeps as one key's disagreement.
pub const MAX_GROUP_ROWS: usize = 100_000;

/// The bounds of one call. [`Limits::default`] is right for files from people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// See [`MAX_CELL_BYTES`].
    pub cell_bytes: usize,
    /// See [`MAX_ROW_BYTES`].
    pub row_bytes: usize,
    /// See [`MAX_COLUMNS`].
    pub columns: usize,
    /// See [`MAX_ROWS`].
    pub rows: u64,
    /// See [`MAX_INFLATED_BYTES`].
    pub inflated_bytes: u64,
    /// See [`DETECT_ROWS`].
    pub detect_rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: MAX_CELL_BYTES,
            row_bytes: MAX_ROW_BYTES,
            columns: MAX_COLUMNS,
            rows: MAX_ROWS,
            inflated_bytes: MAX_INFLATED_BYTES,
            detect_rows: DETECT_ROWS,
        }
    }
}

/// The beginning of a value, short enough for a report, control characters made visible as blanks.
pub(crate) fn excerpt(value: &str) -> String {
    let mut short: String =
        value.chars().take(EXCERPT_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(EXCERPT_CHARS).is_some() {
        short.push('…');
    }
    short
}
