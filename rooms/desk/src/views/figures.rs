//! The declared figures: the board, and "how counted" for each (R61).

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::{
    Audience, Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Permission, Refusal,
    Touches, Unit, View,
};
use accord_room_people::settings::today;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    record,
    rules::period::{self, LONGEST_YEARS, PeriodFault},
};

fn asked_period(ctx: &Context, from: Option<Date>, to: Option<Date>) -> Outcome<Period> {
    period::period(from, to, today(ctx)).map_err(|fault| match fault {
        PeriodFault::Backward => Refusal::field("/to", "period.backward"),
        PeriodFault::TooLong => Refusal::field("/from", "period.too_long").with("years", LONGEST_YEARS),
    })
}

/// Every declared figure for a stretch of time.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// First day; twelve months before the last one when left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day; today when left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    #[serde(default)]
    pub to: Option<Date>,
}

/// A number shown beside a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Beside {
    /// Message key of what it counts.
    pub what: String,
    /// How many.
    pub n: i64,
}

/// A figure: never without its sample size.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Figure {
    /// Name.
    pub name: String,
    /// What it says about us.
    pub kind: MetricKind,
    /// Unit.
    pub unit: Unit,
    /// The figure; none when there was nothing to count, which is not nought.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
    /// Sample size.
    pub n: i64,
    /// Numbers beside it.
    pub beside: Vec<Beside>,
}

impl Figure {
    fn new(metric: &Metric, value: &MetricValue) -> Self {
        Self {
            name: metric.name.to_owned(),
            kind: metric.kind,
            unit: metric.unit,
            value: value.value,
            n: value.n,
            beside: value.beside.iter().map(|(what, n)| Beside { what: what.clone(), n: *n }).collect(),
        }
    }
}

/// The board of figures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureBoard {
    /// The stretch of time.
    pub period: Period,
    /// The figures by kind and name.
    pub rows: Vec<Figure>,
}

impl View for Figures {
    const NAME: &'static str = "desk.metrics";
    const PERMISSION: Permission = Permission::MetricRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FigureBoard;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FigureBoard> {
        let period = asked_period(ctx, self.from, self.to)?;
        let mut rows = Vec::new();
        for metric in ctx.registry.metrics() {
            let value = (metric.run)(tx, ctx, period)?;
            rows.push(Figure::new(metric, &value));
        }
        // Outcome and experience stand before efficiency (R62).
        rows.sort_by_key(|figure| figure.kind as u8);
        Ok(FigureBoard { period, rows })
    }
}

/// One figure with the rows it is made of: "how counted".
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneFigure {
    /// Name of the figure.
    pub name: String,
    /// First day; twelve months before the last one when left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day; today when left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    #[serde(default)]
    pub to: Option<Date>,
}

/// A figure and how it was counted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureRows {
    /// The stretch of time.
    pub period: Period,
    /// The figure.
    pub figure: Figure,
    /// The rows it is made of, those that count against it first.
    pub rows: Vec<MetricRow>,
    /// Rows that belong to customers whom the reader does not see; they are counted and not named (R64).
    pub hidden: i64,
    /// Whether there are more rows than are given.
    pub more: bool,
}

impl View for OneFigure {
    const NAME: &'static str = "desk.metric";
    const PERMISSION: Permission = Permission::MetricRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FigureRows;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FigureRows> {
        let period = asked_period(ctx, self.from, self.to)?;
        let metric = ctx.registry.find_metric(&self.name).ok_or_else(Refusal::absent)?;
        let value = (metric.run)(tx, ctx, period)?;
        let figure = Figure::new(metric, &value);
        let more = value.rows.len() >= MetricValue::ROWS_MAX;
        let counted = value.rows.len();
        let rows = named(tx, ctx, value.rows)?;
        let hidden = i64::try_from(counted.saturating_sub(rows.len())).unwrap_or(i64::MAX);
        Ok(FigureRows { period, figure, rows, hidden, more })
    }
}

fn named(tx: &mut Tx, ctx: &Context, rows: Vec<MetricRow>) -> Outcome<Vec<MetricRow>> {
    let mut by_kind: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for row in &rows {
        by_kind.entry(row.kind.clone()).or_default().push(row.id);
    }
    let mut seen: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
    for (kind, ids) in by_kind {
        let names = record::nameable(tx, ctx, &kind, &ids)?;
        seen.insert(kind, names);
    }
    let may = |row: &MetricRow| seen.get(&row.kind).is_some_and(|ids| ids.contains(&row.id));
    Ok(rows.into_iter().filter(may).collect())
}
