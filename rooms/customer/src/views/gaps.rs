//! Who is without an owner, and how much of the portfolio is covered (R3).

use accord_kernel::{
    Audience, Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Permission, Touches,
    Unit, View,
};
use accord_store::Tx;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::page_of;
use crate::{
    id::{CustomerId, Stage, TeamSphere},
    record::{self, CustomerFilter},
    rules,
};

/// Customers and prospects without a named owner in both spheres.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGaps {
    /// Only those without an owner in this sphere.
    #[serde(default)]
    pub missing_owner: Option<TeamSphere>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// A customer that lacks an owner.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Gap {
    /// Id.
    pub id: CustomerId,
    /// Number for people.
    pub number: String,
    /// Name.
    pub name: String,
    /// Stage of the loop.
    pub stage: Stage,
    /// Spheres without an owner.
    pub missing: Vec<TeamSphere>,
    /// When it was entered.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub entered_at: Timestamp,
}

/// The gap list with the coverage of what the reader sees.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Gaps {
    /// Per cent of customers and prospects with both owners, one digit after the point; none without customers.
    pub coverage_percent: Option<String>,
    /// Customers and prospects in use.
    pub customers: i64,
    /// Those with both owners.
    pub covered: i64,
    /// Those without.
    pub rows: Vec<Gap>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// How many in all, exact to 1,000.
    pub count: i64,
    /// Whether there are more than `count`.
    pub count_capped: bool,
}

impl View for CustomerGaps {
    const NAME: &'static str = "customer.gaps";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Gaps;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Gaps> {
        let filter = CustomerFilter {
            missing_owner: self.missing_owner,
            missing_any: true,
            ..CustomerFilter::default()
        };
        let page = page_of(tx, ctx, &filter, self.limit, (None, self.after.as_deref()))?;
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id.into()).collect();
        let owners = record::owners_of(tx, &ids)?;
        let missing = |customer: CustomerId| {
            let owned = |sphere: TeamSphere| {
                owners.iter().any(|(of, in_sphere, _)| *of == customer && *in_sphere == sphere)
            };
            TeamSphere::ALL.iter().copied().filter(|sphere| !owned(*sphere)).collect()
        };
        let rows = page.rows.iter().map(|row| Gap {
            id: row.id,
            number: row.number.clone(),
            name: row.name.clone(),
            stage: row.stage,
            missing: missing(row.id),
            entered_at: row.entered_at,
        });
        let rows = rows.collect();
        let coverage = record::coverage(tx, ctx.now, &record::sight_filter(ctx, "c.id", 2))?;
        Ok(Gaps {
            coverage_percent: MetricValue::percent(coverage.covered, coverage.customers)
                .map(|percent| percent.to_string()),
            customers: coverage.customers,
            covered: coverage.covered,
            rows,
            next: page.next,
            count: page.count,
            count_capped: page.count_capped,
        })
    }
}

/// Portfolio coverage at the end of a period, or now when it is not over: per cent of customers and prospects in use
/// with a named owner in both spheres (R3).
pub(crate) fn coverage_metric() -> Metric {
    Metric { name: "portfolio_coverage", kind: MetricKind::Outcome, unit: Unit::Percent, run: coverage_value }
}

fn coverage_value(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let end = period.to.checked_add(1.day()).ok().and_then(|day| day.to_zoned(ctx.zone()).ok());
    let at = end.map_or(ctx.now, |end| end.timestamp().min(ctx.now));
    let whole = record::coverage(tx, at, &("TRUE".to_owned(), Vec::new()))?;
    let limit = i64::try_from(MetricValue::ROWS_MAX).unwrap_or(i64::MAX);
    let rows = record::counted(tx, at, limit)?.into_iter().map(|row| MetricRow {
        label: format!("{} {}", row.number, row.name),
        kind: "customer".to_owned(),
        id: row.id.into(),
        good: rules::covered(row.sales, row.after_sales),
        why: why(row.sales, row.after_sales).to_owned(),
    });
    Ok(MetricValue {
        value: MetricValue::percent(whole.covered, whole.customers),
        n: whole.customers,
        beside: vec![("metric-portfolio-coverage-missing".to_owned(), whole.customers - whole.covered)],
        rows: rows.collect(),
    })
}

fn why(sales: bool, after_sales: bool) -> &'static str {
    match (sales, after_sales) {
        (true, true) => "coverage-both",
        (true, false) => "coverage-no-service-owner",
        (false, true) => "coverage-no-sales-owner",
        (false, false) => "coverage-no-owner",
    }
}
