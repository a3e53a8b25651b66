//! Declared figures of this room (R25, R26).

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_store::Tx;

use crate::{
    accepting::first_time_facts, id::PlanKind, record::plan::finished_between, rules::use_well::instructed,
    settings,
};

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .metric(Metric {
            name: "right_first_time",
            kind: MetricKind::Outcome,
            unit: Unit::Percent,
            run: right_first_time,
        })
        .metric(Metric {
            name: "instructed_at_go_live",
            kind: MetricKind::Outcome,
            unit: Unit::Percent,
            run: instructed_at_go_live,
        });
}

/// Of the installations accepted in a period, those that were right first time.
fn right_first_time(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let mut rows = Vec::new();
    for plan in finished_between(tx, PlanKind::Install, period.from, period.to)? {
        let Some((good, facts)) = first_time_facts(tx, ctx, plan.id)? else { continue };
        let why = match facts {
            _ if good => "why-right-first-time",
            facts if facts.returns > 0 => "why-came-again",
            facts if facts.left_open > 0 => "why-fault-left",
            facts if facts.redone > 0 => "why-step-redone",
            _ => "why-stopped-soon",
        };
        rows.push(row(format!("{} {}", plan.number, plan.title), plan.id.into(), good, why));
    }
    Ok(percent(rows))
}

/// Of the software that went live in a period, that whose users were instructed.
fn instructed_at_go_live(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let percent_needed: i64 = settings::get(tx, ctx, &settings::INSTRUCTED_PERCENT)?;
    let mut rows = Vec::new();
    for plan in finished_between(tx, PlanKind::Implement, period.from, period.to)? {
        let good = instructed(plan.trained.unwrap_or(0), plan.seats, percent_needed);
        let why = if good { "why-instructed" } else { "why-not-instructed" };
        rows.push(row(format!("{} {}", plan.number, plan.title), plan.id.into(), good, why));
    }
    Ok(percent(rows))
}

fn row(label: String, id: uuid::Uuid, good: bool, why: &str) -> MetricRow {
    MetricRow { label, kind: "installation".to_owned(), id, good, why: why.to_owned() }
}

fn percent(mut rows: Vec<MetricRow>) -> MetricValue {
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let good = i64::try_from(rows.iter().filter(|row| row.good).count()).unwrap_or(i64::MAX);
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    MetricValue { value: MetricValue::percent(good, n), n, beside: Vec::new(), rows }
}
