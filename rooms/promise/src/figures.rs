//! The declared figures of this room: promises kept, and the watch's own lateness (R20, R24, R61).

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Refusal, Unit};
use accord_store::Tx;
use jiff::Timestamp;

use crate::{
    PromiseRow,
    id::Kind,
    record,
    rules::figures::{self, Rate, Verdict},
    settings,
};

/// Kept not later than the customer was first told, of all that fell due.
pub const PROMISES_KEPT: Metric =
    Metric { name: "promises_kept", kind: MetricKind::Outcome, unit: Unit::Percent, run: kept };

/// Steps of the watch that came in time, of all that came.
pub const WATCH_IN_TIME: Metric =
    Metric { name: "watch_in_time", kind: MetricKind::Efficiency, unit: Unit::Percent, run: watch_in_time };

/// First and last instant of a period of civil days of the company's zone, the last excluded.
pub(crate) fn bounds(ctx: &Context, period: Period) -> Outcome<(Timestamp, Timestamp)> {
    let out_of_range = |_| Refusal::field("/period", "field.form");
    let after = period.to.tomorrow().map_err(out_of_range)?;
    if after <= period.from {
        return Err(Refusal::field("/to", "promise.period_order"));
    }
    let from = period.from.to_zoned(ctx.zone()).map_err(out_of_range)?.timestamp();
    let to = after.to_zoned(ctx.zone()).map_err(out_of_range)?.timestamp();
    Ok((from, to))
}

/// Promises that were to be kept within a period, each with how it counts.
pub(crate) fn judged(
    tx: &mut Tx,
    ctx: &Context,
    period: Period,
    kind: Option<Kind>,
) -> Outcome<Vec<(PromiseRow, Verdict)>> {
    let (from, to) = bounds(ctx, period)?;
    let rows = record::measured_within(tx, kind, from, to)?;
    let judge = |row: PromiseRow| {
        let verdict = figures::verdict(row.state, row.measured_at, row.ended_at, ctx.now);
        (row, verdict)
    };
    Ok(rows.into_iter().map(judge).filter(|(_, verdict)| verdict.counts()).collect())
}

fn kept(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let judged = judged(tx, ctx, period, None)?;
    let mut rate = Rate::default();
    for (_, verdict) in &judged {
        rate.count(*verdict);
    }
    let mut rows: Vec<MetricRow> = judged
        .into_iter()
        .map(|(row, verdict)| MetricRow {
            label: row.number,
            kind: "promise".to_owned(),
            id: row.id.into(),
            good: verdict.good(),
            why: verdict.message().to_owned(),
        })
        .collect();
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    Ok(MetricValue {
        value: rate.percent(),
        n: rate.n,
        beside: vec![("metric-beside-open-past-due".to_owned(), rate.open)],
        rows,
    })
}

fn watch_in_time(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, to) = bounds(ctx, period)?;
    let seconds: i64 = settings::get(tx, ctx, &settings::WATCH_SECONDS)?;
    let marks = record::marks_within(tx, from, to)?;
    let mut worst = 0;
    let mut rows = Vec::new();
    for mark in marks {
        let late = mark.fired_at.duration_since(mark.planned_at).as_secs().max(0);
        worst = worst.max(late);
        let why = if late <= seconds { "watch-verdict-in-time" } else { "watch-verdict-late" };
        rows.push(MetricRow {
            label: mark.step,
            kind: "promise".to_owned(),
            id: mark.promise_id.into(),
            good: late <= seconds,
            why: why.to_owned(),
        });
    }
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let good = i64::try_from(rows.iter().filter(|row| row.good).count()).unwrap_or(i64::MAX);
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    Ok(MetricValue {
        value: MetricValue::percent(good, n),
        n,
        beside: vec![("metric-beside-worst-lateness-seconds".to_owned(), worst)],
        rows,
    })
}
