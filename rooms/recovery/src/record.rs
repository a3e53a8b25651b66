//! Tables of this room and their SQL.

pub mod complaint;
pub mod learning;
pub mod observation;
pub mod utterance;

use accord_store::{Record, Table, Value};

/// The recorded tables.
pub(crate) const TABLES: &[&Table] = &[
    utterance::UtteranceRow::TABLE,
    complaint::ComplaintRow::TABLE,
    observation::ObservationRow::TABLE,
    learning::ReviewRow::TABLE,
    learning::ImprovementRow::TABLE,
];

/// Conditions of a list, with their values.
#[derive(Default)]
pub(crate) struct Conditions {
    pub parts: Vec<String>,
    pub values: Vec<Value>,
}

impl Conditions {
    /// With a condition on one value, written `?`.
    pub fn test(&mut self, sql: &str, value: Value) {
        self.values.push(value);
        self.parts.push(sql.replace('?', &format!("?{}", self.values.len())));
    }
    /// With a condition without a value.
    pub fn plain(&mut self, sql: &str) {
        self.parts.push(sql.to_owned());
    }
    /// With what the reader may see.
    pub fn sight(&mut self, ctx: &accord_kernel::Context, column: &str) {
        let (sql, more) = accord_room_customer::sight_filter(ctx, column, self.values.len() + 1);
        if !sql.is_empty() {
            self.parts.push(sql);
            self.values.extend(more);
        }
    }
    /// All of them.
    pub fn sql(&self) -> String {
        if self.parts.is_empty() { "TRUE".to_owned() } else { self.parts.join(" AND ") }
    }
}
