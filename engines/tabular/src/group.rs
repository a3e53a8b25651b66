//! Rows become documents: the lines of an invoice share its number, customer and date. What should be
//! the same in every row of a document is checked, and what is not is reported with every variant;
//! nobody picks one.
//!
//! [`consecutive`] streams documents whose rows stand together, [`keyed`] gathers rows from anywhere in
//! the file, [`Agreement`] watches any fact that should belong to one key (a stock code's description).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::error::{Limit, TabularError};
use crate::limits::MAX_GROUP_ROWS;
use crate::read::{ReadError, Record};
use crate::spec::{FieldValue, RowErrors};

/// The values that identify a document; a field without a value counts as absent, not as equal.
pub type Key = Vec<Option<FieldValue>>;

/// One of several values that a key has in one field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Variant {
    /// The value; `None` where rows have none.
    pub value: Option<FieldValue>,
    /// How many rows say so.
    pub rows: u64,
    /// The first of them.
    pub first_row: u64,
}

/// A field that should be the same in every row of a key and is not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Disagreement {
    /// The key.
    pub key: Key,
    /// The field.
    pub field: String,
    /// Its values in order of first appearance; at least two.
    pub variants: Vec<Variant>,
}

/// Watches whether fields are the same wherever a key appears.
#[derive(Debug, Clone)]
pub struct Agreement {
    key: Vec<String>,
    fields: Vec<String>,
    order: Vec<Key>,
    seen: HashMap<Key, Vec<Vec<Variant>>>,
}

impl Agreement {
    /// Watches `fields` by `key`.
    #[must_use]
    pub fn new(key: &[&str], fields: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { key: owned(key), fields: owned(fields), order: Vec::new(), seen: HashMap::new() }
    }

    /// Takes note of one record.
    pub fn see(&mut self, record: &Record) {
        let key = key_of(&record.fields, &self.key);
        let columns = self.seen.entry(key).or_insert_with_key(|key| {
            self.order.push(key.clone());
            vec![Vec::new(); self.fields.len()]
        });
        for (field, variants) in self.fields.iter().zip(columns) {
            note(variants, record.get(field), record.row);
        }
    }

    /// Number of different keys so far.
    #[must_use]
    pub fn keys(&self) -> usize {
        self.order.len()
    }

    /// Every key with the values on which all its rows agree, in order of first appearance.
    pub fn agreed(&self) -> impl Iterator<Item = (&Key, BTreeMap<String, FieldValue>)> {
        self.order.iter().map(|key| (key, agreed(&self.fields, self.seen.get(key))))
    }

    /// Every field of every key that has more than one value, in order of first appearance.
    #[must_use]
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let of_key = |key: &Key| disagreements(key, &self.fields, self.seen.get(key));
        self.order.iter().flat_map(of_key).collect()
    }
}

fn key_of(fields: &BTreeMap<String, FieldValue>, key: &[String]) -> Key {
    key.iter().map(|name| fields.get(name).cloned()).collect()
}

fn note(variants: &mut Vec<Variant>, value: Option<&FieldValue>, row: u64) {
    match variants.iter_mut().find(|variant| variant.value.as_ref() == value) {
        Some(variant) => variant.rows += 1,
        None => variants.push(Variant { value: value.cloned(), rows: 1, first_row: row }),
    }
}

fn agreed(fields: &[String], columns: Option<&Vec<Vec<Variant>>>) -> BTreeMap<String, FieldValue> {
    let pairs = fields.iter().zip(columns.into_iter().flatten());
    pairs
        .filter_map(|(field, variants)| match variants.as_slice() {
            [Variant { value: Some(value), .. }] => Some((field.clone(), value.clone())),
            _ => None,
        })
        .collect()
}

fn disagreements(key: &Key, fields: &[String], columns: Option<&Vec<Vec<Variant>>>) -> Vec<Disagreement> {
    let pairs = fields.iter().zip(columns.into_iter().flatten());
    pairs
        .filter(|(_, variants)| variants.len() > 1)
        .map(|(field, variants)| Disagreement {
            key: key.clone(),
            field: field.clone(),
            variants: variants.clone(),
        })
        .collect()
}

/// The rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What identifies it.
    pub key: Key,
    /// The header fields on which all rows agree; one they disagree on is absent here.
    pub header: BTreeMap<String, FieldValue>,
    /// The header fields they disagree on.
    pub disagreements: Vec<Disagreement>,
    /// Its rows.
    pub lines: Vec<Record>,
    /// Rows of this document that were refused: without them it is incomplete.
    pub refused: Vec<RowErrors>,
    /// Rows with this key stood elsewhere in the file too ([`consecutive`] only): this is a part.
    pub split: bool,
}

impl Document {
    /// Whether nothing about it is in doubt.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.disagreements.is_empty() && self.refused.is_empty() && !self.split
    }
}

/// Rows of one key, before their header is compared.
struct Open {
    key: Key,
    lines: Vec<Record>,
    refused: Vec<RowErrors>,
}

impl Open {
    fn new(key: Key) -> Self {
        Self { key, lines: Vec::new(), refused: Vec::new() }
    }

    fn add(&mut self, row: Result<Record, RowErrors>) -> Result<(), TabularError> {
        if self.lines.len() + self.refused.len() >= MAX_GROUP_ROWS {
            let at = row.as_ref().map_or_else(|errors| errors.row, |record| record.row);
            return Err(TabularError::limit(Limit::GroupRows, MAX_GROUP_ROWS as u64, Some(at)));
        }
        match row {
            Ok(record) => self.lines.push(record),
            Err(errors) => self.refused.push(errors),
        }
        Ok(())
    }

    fn close(self, header: &[String], split: bool) -> Document {
        let mut columns = vec![Vec::new(); header.len()];
        for line in &self.lines {
            for (field, variants) in header.iter().zip(&mut columns) {
                note(variants, line.get(field), line.row);
            }
        }
        Document {
            header: agreed(header, Some(&columns)),
            disagreements: disagreements(&self.key, header, Some(&columns)),
            key: self.key,
            lines: self.lines,
            refused: self.refused,
            split,
        }
    }
}

/// The key of a row; refused rows have one if all key fields were right.
fn row_key(row: &Result<Record, RowErrors>, key: &[String]) -> Option<Key> {
    match row {
        Ok(record) => Some(key_of(&record.fields, key)),
        Err(errors) => Some(key_of(&errors.fields, key)).filter(|key| key.iter().all(Option::is_some)),
    }
}

/// Streams documents whose rows stand one after another. A key that comes again later makes a second
/// document marked as split. Refused rows whose document is unknown come as errors of their own.
pub fn consecutive<I>(records: I, key: &[&str], header: &[&str]) -> Consecutive<I::IntoIter>
where
    I: IntoIterator<Item = Result<Record, ReadError>>,
{
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Consecutive {
        records: records.into_iter(),
        key: owned(key),
        header: owned(header),
        open: None,
        closed: HashSet::new(),
        ended: false,
    }
}

/// The stream that [`consecutive`] makes.
pub struct Consecutive<I> {
    records: I,
    key: Vec<String>,
    header: Vec<String>,
    open: Option<Open>,
    closed: HashSet<Key>,
    ended: bool,
}

impl<I> Consecutive<I> {
    fn close(&mut self) -> Option<Document> {
        let open = self.open.take()?;
        let split = !self.closed.insert(open.key.clone());
        Some(open.close(&self.header, split))
    }

    /// Adds a row; a document that it ends is returned.
    fn add(&mut self, key: Key, row: Result<Record, RowErrors>) -> Result<Option<Document>, TabularError> {
        let done = if self.open.as_ref().is_some_and(|open| open.key != key) { self.close() } else { None };
        self.open.get_or_insert_with(|| Open::new(key)).add(row)?;
        Ok(done)
    }
}

impl<I: Iterator<Item = Result<Record, ReadError>>> Iterator for Consecutive<I> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let row = match self.records.next() {
                None => {
                    self.ended = true;
                    break;
                }
                Some(Ok(record)) => Ok(record),
                Some(Err(ReadError::Row(errors))) => Err(errors),
                Some(Err(file)) => {
                    self.ended = true;
                    self.open = None;
                    return Some(Err(file));
                }
            };
            let added = match (row_key(&row, &self.key), row) {
                (Some(key), row) => self.add(key, row),
                (None, Err(errors)) => return Some(Err(ReadError::Row(errors))),
                (None, Ok(_)) => continue,
            };
            match added {
                Ok(None) => {}
                Ok(Some(document)) => return Some(Ok(document)),
                Err(error) => {
                    self.ended = true;
                    self.open = None;
                    return Some(Err(ReadError::File(error)));
                }
            }
        }
        self.close().map(Ok)
    }
}

/// All documents of a file, wherever their rows stand, in order of first appearance, and the refused
/// rows whose document is unknown. Holds all rows in memory.
///
/// # Errors
/// Whatever stops the whole file.
pub fn keyed<I>(
    records: I,
    key: &[&str],
    header: &[&str],
) -> Result<(Vec<Document>, Vec<RowErrors>), TabularError>
where
    I: IntoIterator<Item = Result<Record, ReadError>>,
{
    let owned = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let (key, header) = (owned(key), owned(header));
    let mut open: Vec<Open> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut orphans = Vec::new();
    for row in records {
        let row = match row {
            Ok(record) => Ok(record),
            Err(ReadError::Row(errors)) => Err(errors),
            Err(ReadError::File(error)) => return Err(error),
        };
        let Some(row_key) = row_key(&row, &key) else {
            orphans.extend(row.err());
            continue;
        };
        let place = *places.entry(row_key).or_insert_with_key(|key| {
            open.push(Open::new(key.clone()));
            open.len() - 1
        });
        if let Some(document) = open.get_mut(place) {
            document.add(row)?;
        }
    }
    Ok((open.into_iter().map(|open| open.close(&header, false)).collect(), orphans))
}
