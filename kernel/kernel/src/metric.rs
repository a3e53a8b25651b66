//! Figures are declared once: boards, scorecards, API and exports read the same declaration (R61).

use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Context, Outcome};

/// What a figure says about us (R62 keeps efficiency below experience).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// What the customer got.
    Outcome,
    /// How the customer felt it.
    Experience,
    /// What it took us.
    Efficiency,
}

/// In what a figure is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent with one digit after the point.
    Percent,
    /// A count.
    Count,
    /// Days.
    Days,
    /// Hours.
    Hours,
}

/// First and last civil day (company's zone), both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
}

/// One row behind a figure: "how counted".
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetricRow {
    /// What it is.
    pub label: String,
    /// Kind of thing, for the link.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Whether it counts on the good side.
    pub good: bool,
    /// Message key that says why.
    pub why: String,
}

/// A figure with its rows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetricValue {
    /// The figure; `None` when there is nothing to count.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
    /// Sample size.
    pub n: i64,
    /// Further counts shown beside the figure: message key and number.
    pub beside: Vec<(String, i64)>,
    /// The rows it is made of, bad ones first; bounded by [`MetricValue::ROWS_MAX`].
    pub rows: Vec<MetricRow>,
}

impl MetricValue {
    /// Rows given with a figure; the whole list is an export.
    pub const ROWS_MAX: usize = 1_000;

    /// Per cent of good rows, rounded half away from zero to one digit, once, at the end.
    pub fn percent(good: i64, n: i64) -> Option<Decimal> {
        if n <= 0 {
            return None;
        }
        let exact = Decimal::from(good) * Decimal::from(100) / Decimal::from(n);
        let mut percent =
            exact.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        percent.rescale(1);
        Some(percent)
    }
}

/// A declared figure.
pub struct Metric {
    /// Name, `promises_kept`; the messages are `metric-<name>` and `metric-<name>-definition`.
    pub name: &'static str,
    /// Kind.
    pub kind: MetricKind,
    /// Unit.
    pub unit: Unit,
    /// Computes it from the record.
    pub run: fn(&mut Tx, &Context, Period) -> Outcome<MetricValue>,
}

#[cfg(test)]
mod tests {
    use super::MetricValue;

    #[test]
    fn per_cent_rounds_half_up_once() {
        assert_eq!(MetricValue::percent(47, 50).unwrap().to_string(), "94.0");
        assert_eq!(MetricValue::percent(8, 8).unwrap().to_string(), "100.0");
        assert_eq!(MetricValue::percent(9, 16).unwrap().to_string(), "56.3");
        assert_eq!(MetricValue::percent(0, 0), None);
    }
}
