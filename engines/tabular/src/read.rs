//! Rows become records, one after another, by a bound mapping.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};

use crate::bind::{Bound, BoundColumn, Feed, Plan, bind};
use crate::cell::{RawCell, RawRow};
use crate::convert::{Fault, Reading, Want};
use crate::error::TabularError;
use crate::limits::excerpt;
use crate::mapping::{Mapping, Repeats, Step};
use crate::spec::{CellError, Code, FieldSpec, FieldType, FieldValue, RowErrors, TargetSpec};
use crate::table::{Rows, Table};

/// One row as typed values.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Record {
    /// The row as a spreadsheet program numbers it.
    pub row: u64,
    /// Its first line in a text file.
    pub line: Option<u64>,
    /// The values by field name; fields without a value are absent.
    pub fields: BTreeMap<String, FieldValue>,
}

impl Record {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&FieldValue> {
        self.fields.get(field)
    }
}

/// What the stream of records can yield besides records.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// One row is refused; the next may be right.
    #[error("row {} is refused with {} errors", .0.row, .0.errors.len())]
    Row(RowErrors),
    /// The file cannot be read any further; nothing follows.
    #[error(transparent)]
    File(#[from] TabularError),
}

/// Streams the rows of a table as records of a target.
///
/// # Errors
/// [`TabularError::Mapping`] with every problem of the mapping, whatever stops the file otherwise.
pub fn read<'t, R: Read + Seek>(
    table: &'t mut Table<R>,
    mapping: &Mapping,
    target: &TargetSpec,
) -> Result<Records<'t>, TabularError> {
    let header = mapping.with_positions(table.header(), table.reach());
    let plan =
        bind(mapping, target, table.options(), &header, table.is_text()).map_err(TabularError::Mapping)?;
    let unique = mapping.repeats == Repeats::Refuse && target.fields.iter().any(|field| field.key);
    Ok(Records { rows: table.rows()?, plan, keys: unique.then(HashMap::new), read: 0, refused: 0 })
}

/// The stream that [`read`] makes.
pub struct Records<'t> {
    rows: Rows<'t>,
    plan: Plan,
    keys: Option<HashMap<(u64, u64), u64>>,
    read: u64,
    refused: u64,
}

impl Records<'_> {
    /// Rows seen so far that hold something, for progress.
    #[must_use]
    pub fn rows_read(&self) -> u64 {
        self.read
    }

    /// Rows refused so far.
    #[must_use]
    pub fn rows_refused(&self) -> u64 {
        self.refused
    }

    /// The second row with a key is refused, naming the first.
    fn check_key(&mut self, record: Record) -> Result<Record, RowErrors> {
        let Some(keys) = &mut self.keys else { return Ok(record) };
        let fields = || self.plan.fields.iter().filter(|bound| bound.field.key);
        let values: Vec<_> = fields().map(|bound| record.get(&bound.field.name)).collect();
        match keys.insert(fingerprint(&values), record.row) {
            None => Ok(record),
            Some(first) => {
                keys.insert(fingerprint(&values), first);
                let names = fields().map(|bound| bound.field.name.as_str()).collect::<Vec<_>>().join(", ");
                let shown = values.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(RowErrors {
                    row: record.row,
                    line: record.line,
                    errors: vec![CellError {
                        column: String::new(),
                        field: names,
                        value: excerpt(&shown),
                        code: Code::DuplicateKey,
                        params: BTreeMap::from([("first_row", first.to_string())]),
                    }],
                    fields: record.fields,
                })
            }
        }
    }
}

/// 128 bits of a key: two million keys in bounded memory, and no two meet by chance.
fn fingerprint(values: &[Option<&FieldValue>]) -> (u64, u64) {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        values.hash(&mut hasher);
        hasher.finish()
    };
    (half(1), half(2))
}

impl Iterator for Records<'_> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let converted = match self.rows.next_row() {
            Ok(None) => return None,
            Ok(Some(row)) => self.plan.record(row),
            Err(error) => return Some(Err(ReadError::File(error))),
        };
        self.read += 1;
        let checked = converted.and_then(|record| self.check_key(record));
        self.refused += u64::from(checked.is_err());
        Some(checked.map_err(ReadError::Row))
    }
}

impl Plan {
    fn record(&self, row: &RawRow) -> Result<Record, RowErrors> {
        let mut errors = Vec::new();
        if let Some(error) = self.check_width(row) {
            errors.push(error);
            return Err(RowErrors { row: row.number, line: row.line, errors, fields: BTreeMap::new() });
        }
        let mut fields = BTreeMap::new();
        for bound in &self.fields {
            match self.value(bound, row) {
                Ok(Some(value)) => {
                    fields.insert(bound.field.name.clone(), value);
                }
                Ok(None) => {}
                Err(fault) => errors.push(cell_error(bound, row, fault)),
            }
        }
        if errors.is_empty() {
            Ok(Record { row: row.number, line: row.line, fields })
        } else {
            Err(RowErrors { row: row.number, line: row.line, errors, fields })
        }
    }

    /// A row with other cells than the header is shifted somewhere; which cell is whose is unknown.
    fn check_width(&self, row: &RawRow) -> Option<CellError> {
        let expected = self.labels.len();
        let (found, code) = match (row.width(), row.cells.len()) {
            (width, _) if width > expected => (width, Code::TooManyCells),
            (_, cells) if cells < expected && row.line.is_some() && !self.short_rows => {
                (cells, Code::TooFewCells)
            }
            _ => return None,
        };
        let params = BTreeMap::from([("expected", expected.to_string()), ("found", found.to_string())]);
        Some(CellError { column: String::new(), field: String::new(), value: String::new(), code, params })
    }

    fn value(&self, bound: &Bound, row: &RawRow) -> Result<Option<FieldValue>, Fault> {
        let column = match &bound.feed {
            Feed::Constant(value) => return Ok(Some(value.clone())),
            Feed::Column(column) => column,
        };
        let value = match self.settle(column, &bound.field, row)? {
            Settled::Nothing => None,
            Settled::Literal(text) => {
                let cell = RawCell::Text(text.to_owned());
                Some(self.want(column, &bound.field, row, &self.literal, false).value(&cell)?)
            }
            Settled::Cell(cell) => {
                Some(self.want(column, &bound.field, row, &self.reading, true).value(&cell)?)
            }
        };
        if value.is_none() && bound.field.required { Err(Code::Required.into()) } else { Ok(value) }
    }

    fn want<'a>(
        &self,
        column: &'a BoundColumn,
        field: &'a FieldSpec,
        row: &RawRow,
        reading: &'a Reading,
        from_file: bool,
    ) -> OwnedWant<'a> {
        let signs = if from_file { column.signs(|index| cell(row, index).to_text()) } else { Vec::new() };
        let currency = match column.currency_index {
            Some(index) => Some(cell(row, index).to_text().trim().to_owned()),
            None => column.rule.currency.clone(),
        };
        let date_only = column.rule.steps.contains(&Step::DateOnly);
        OwnedWant { kind: &field.kind, reading, signs, date_only, currency }
    }

    /// What stands for the field in this row: a value of the mapping's, the cell, or nothing.
    fn settle<'a>(
        &self,
        column: &'a BoundColumn,
        field: &FieldSpec,
        row: &RawRow,
    ) -> Result<Settled<'a>, Fault> {
        let original = cell(row, column.index);
        if let RawCell::Fault(_) = original {
            return Ok(Settled::Cell(original.clone()));
        }
        for (index, condition, value) in &column.when {
            if condition.holds(&cell(row, *index).to_text()) {
                return Ok(Settled::Literal(value));
            }
        }
        if let Some(otherwise) = &column.rule.otherwise {
            return Ok(Settled::Literal(otherwise));
        }
        let cell = self.stepped(column, field, original);
        if self.is_missing(&cell) {
            return Ok(column.rule.default.as_deref().map_or(Settled::Nothing, Settled::Literal));
        }
        if !column.when.is_empty() {
            return Err(Code::NoRuleApplies.into());
        }
        if !column.rule.values.is_empty()
            && let Some(value) = column.rule.values.get(cell.to_text().trim())
        {
            return Ok(Settled::Literal(value));
        }
        Ok(Settled::Cell(cell))
    }

    fn is_missing(&self, cell: &RawCell) -> bool {
        cell.is_blank() || matches!(cell, RawCell::Text(text) if self.is_missing_text(text))
    }

    fn is_missing_text(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty() || self.missing.iter().any(|missing| missing == text)
    }

    /// The cell after the steps that work on text. A workbook's numbers and dates stay typed where the
    /// field is not text.
    fn stepped(&self, column: &BoundColumn, field: &FieldSpec, original: &RawCell) -> RawCell {
        let textual =
            matches!(field.kind, FieldType::Text { .. } | FieldType::Code { .. } | FieldType::Choice { .. });
        let works = column.rule.steps.iter().any(is_text_step);
        let mut text = match original {
            RawCell::Text(text) if works => text.clone(),
            RawCell::Number(_) | RawCell::Boolean(_) if works && textual => original.to_text(),
            other => return other.clone(),
        };
        for step in &column.rule.steps {
            text = match step {
                Step::AddPrefix(_) if self.is_missing_text(&text) => text,
                step => text_step(step, text),
            };
        }
        RawCell::Text(text)
    }
}

enum Settled<'a> {
    Nothing,
    Literal(&'a str),
    Cell(RawCell),
}

/// [`Want`] with the row's own signs and currency.
struct OwnedWant<'a> {
    kind: &'a FieldType,
    reading: &'a Reading,
    signs: Vec<crate::convert::SignStep>,
    date_only: bool,
    currency: Option<String>,
}

impl OwnedWant<'_> {
    fn value(&self, cell: &RawCell) -> Result<FieldValue, Fault> {
        Want {
            kind: self.kind,
            reading: self.reading,
            signs: &self.signs,
            date_only: self.date_only,
            currency: self.currency.as_deref(),
        }
        .value(cell)
    }
}

fn is_text_step(step: &Step) -> bool {
    !matches!(step, Step::DateOnly | Step::Negate | Step::Absolute | Step::NegateIf(_))
}

fn text_step(step: &Step, text: String) -> String {
    match step {
        Step::Trim => text.trim().to_owned(),
        Step::Collapse => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Step::Upper => text.to_uppercase(),
        Step::Lower => text.to_lowercase(),
        Step::StripPrefix(prefix) => text.strip_prefix(prefix.as_str()).map(str::to_owned).unwrap_or(text),
        Step::StripSuffix(suffix) => text.strip_suffix(suffix.as_str()).map(str::to_owned).unwrap_or(text),
        Step::AddPrefix(prefix) => format!("{prefix}{text}"),
        Step::DateOnly | Step::Negate | Step::Absolute | Step::NegateIf(_) => text,
    }
}

fn cell(row: &RawRow, index: usize) -> &RawCell {
    row.cells.get(index).unwrap_or(&RawCell::Empty)
}

fn cell_error(bound: &Bound, row: &RawRow, fault: Fault) -> CellError {
    let (column, value) = match &bound.feed {
        Feed::Column(column) => (column.label.clone(), excerpt(&cell(row, column.index).to_text())),
        Feed::Constant(value) => (String::new(), excerpt(&value.to_string())),
    };
    CellError { column, field: bound.field.name.clone(), value, code: fault.code, params: fault.params }
}
