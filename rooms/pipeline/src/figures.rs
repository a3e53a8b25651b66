//! Declared figures: wins of those decided, net-new customers, who unseated whom, the engineer at the demonstration.

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_store::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use rust_decimal::Decimal;

use crate::{
    Kind, OpportunityState,
    record::{Demonstration, Opportunity, beginning_between, decided_between},
    rules::{
        demo::{Counts, counts},
        end::{we_unseated, we_were_unseated},
    },
};

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .metric(Metric {
            name: "opportunities_won",
            kind: MetricKind::Outcome,
            unit: Unit::Percent,
            run: opportunities_won,
        })
        .metric(Metric {
            name: "net_new_wins",
            kind: MetricKind::Outcome,
            unit: Unit::Count,
            run: net_new_wins,
        })
        .metric(Metric {
            name: "incumbents_unseated",
            kind: MetricKind::Outcome,
            unit: Unit::Count,
            run: incumbents_unseated,
        })
        .metric(Metric {
            name: "engineer_at_demonstration",
            kind: MetricKind::Experience,
            unit: Unit::Percent,
            run: engineer_at_demonstration,
        });
}

fn row_of(one: &Opportunity, good: bool, why: impl Into<String>) -> MetricRow {
    MetricRow {
        label: format!("{} · {}", one.number, one.title),
        kind: "opportunity".to_owned(),
        id: one.id.into(),
        good,
        why: why.into(),
    }
}

fn size(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

fn shown(mut rows: Vec<MetricRow>) -> Vec<MetricRow> {
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    rows
}

fn opportunities_won(tx: &mut Tx, _: &Context, period: Period) -> Outcome<MetricValue> {
    let decided = decided_between(tx, period.from, period.to)?;
    let rows: Vec<MetricRow> = decided
        .iter()
        .map(|one| row_of(one, one.state == OpportunityState::Won, one.state.message()))
        .collect();
    let won = size(rows.iter().filter(|row| row.good).count());
    let n = size(rows.len());
    Ok(MetricValue { value: MetricValue::percent(won, n), n, beside: Vec::new(), rows: shown(rows) })
}

fn net_new_wins(tx: &mut Tx, _: &Context, period: Period) -> Outcome<MetricValue> {
    let mut decided = decided_between(tx, period.from, period.to)?;
    decided.retain(|one| one.state == OpportunityState::Won);
    let expansions =
        decided.iter().filter(|one| one.kind == Kind::NetNew && one.counted_as != Some(Kind::NetNew));
    let beside = vec![("metric-beside-net-new-once".to_owned(), size(expansions.count()))];
    let n = size(decided.len());
    decided.retain(|one| one.counted_as == Some(Kind::NetNew));
    let rows: Vec<MetricRow> = decided.iter().map(|one| row_of(one, true, Kind::NetNew.message())).collect();
    Ok(MetricValue { value: Some(Decimal::from(rows.len())), n, beside, rows: shown(rows) })
}

/// "We unseated" and "we were unseated" stand on one report.
fn incumbents_unseated(tx: &mut Tx, _: &Context, period: Period) -> Outcome<MetricValue> {
    let decided = decided_between(tx, period.from, period.to)?;
    let (mut rows, mut lost) = (Vec::new(), 0);
    for one in &decided {
        if we_unseated(one.state, one.kind, &one.incumbent) {
            rows.push(row_of(one, true, "opportunity-we-unseated"));
        } else if we_were_unseated(one.state, one.kind, &one.lost_to) {
            lost += 1;
            rows.push(row_of(one, false, "opportunity-we-were-unseated"));
        }
    }
    let ours = size(rows.len()) - lost;
    Ok(MetricValue {
        value: Some(Decimal::from(ours)),
        n: size(decided.len()),
        beside: vec![("metric-beside-we-were-unseated".to_owned(), lost)],
        rows: shown(rows),
    })
}

/// The instants between which the days of a period lie, in the company's zone.
fn instants(ctx: &Context, period: Period) -> (Timestamp, Timestamp) {
    let start = |on: Date| on.to_zoned(ctx.zone()).map_or(ctx.now, |at| at.timestamp());
    (start(period.from), start(period.to.checked_add(1.day()).unwrap_or(period.to)))
}

fn engineer_at_demonstration(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = instants(ctx, period);
    let (mut rows, mut called, mut unrecorded) = (Vec::new(), 0, 0);
    for demo in beginning_between(tx, from, until)? {
        let past = demo.ends_at <= ctx.now;
        match counts(demo.engineer_id.is_some(), demo.engineer_came, demo.released_at.is_some(), past) {
            Counts::Called => called += 1,
            Counts::Unrecorded => unrecorded += 1,
            verdict => rows.push(demo_row(&demo, verdict == Counts::With)),
        }
    }
    let n = size(rows.len());
    let with = size(rows.iter().filter(|row| row.good).count());
    let beside = vec![
        ("metric-beside-engineer-called".to_owned(), called),
        ("metric-beside-demo-unrecorded".to_owned(), unrecorded),
    ];
    Ok(MetricValue { value: MetricValue::percent(with, n), n, beside, rows: shown(rows) })
}

fn demo_row(demo: &Demonstration, with: bool) -> MetricRow {
    MetricRow {
        label: demo.number.clone(),
        kind: "opportunity".to_owned(),
        id: demo.opportunity_id.into(),
        good: with,
        why: if with { "demo-with-engineer" } else { "demo-without-engineer" }.to_owned(),
    }
}
