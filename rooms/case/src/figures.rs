//! The declared figures of this room. None is about how fast a person works (R62, T2).

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_store::Tx;
use jiff::Timestamp;

use crate::{
    clocks::in_time,
    record::{CaseRow, closed_within, received_within},
    rules::closing::is_success,
    settings,
};

/// Closed cases that were in time and felt right, of all closed ones (R33).
pub const CASE_SUCCESS: Metric =
    Metric { name: "case_success", kind: MetricKind::Outcome, unit: Unit::Percent, run: success };

/// Closed cases that needed one call of the customer, with one owner, of all closed ones (R29).
pub const ONE_CALL: Metric =
    Metric { name: "one_call", kind: MetricKind::Experience, unit: Unit::Percent, run: one_call };

/// How often customers had to say something again, in the cases of the time (R29).
pub const REPEATED: Metric =
    Metric { name: "customer_repeated", kind: MetricKind::Experience, unit: Unit::Count, run: repeated };

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(CASE_SUCCESS).metric(ONE_CALL).metric(REPEATED);
}

/// First instant, and first instant after, of a period in the company's zone.
fn bounds(ctx: &Context, period: Period) -> (Timestamp, Timestamp) {
    let zone = ctx.zone();
    let start =
        |day: jiff::civil::Date| day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |at| at.timestamp());
    (start(period.from), period.to.tomorrow().map_or(Timestamp::MAX, start))
}

fn row(case: &CaseRow, good: bool, why: &str) -> MetricRow {
    MetricRow {
        label: case.number.clone(),
        kind: "service_case".to_owned(),
        id: case.id.into(),
        good,
        why: why.to_owned(),
    }
}

fn value(mut rows: Vec<MetricRow>, beside: Vec<(String, i64)>) -> MetricValue {
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let good = i64::try_from(rows.iter().filter(|row| row.good).count()).unwrap_or(i64::MAX);
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    MetricValue { value: MetricValue::percent(good, n), n, beside, rows }
}

fn success(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let good: i64 = settings::get(tx, ctx, &settings::GOOD_RATING)?;
    let (from, to) = bounds(ctx, period);
    let mut rows = Vec::new();
    let mut unrated = 0;
    for case in closed_within(tx, from, to)? {
        let timely = in_time(tx, &case)?;
        unrated += i64::from(case.rating.is_none());
        let why = match (timely, case.rating) {
            (_, None) => "case-counted-unrated",
            (false, _) => "case-counted-late",
            (true, Some(rating)) if rating < good => "case-counted-felt-bad",
            (true, Some(_)) => "case-counted-good",
        };
        rows.push(row(&case, is_success(timely, case.rating, good), why));
    }
    Ok(value(rows, vec![("case-beside-unrated".to_owned(), unrated)]))
}

fn one_call(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, to) = bounds(ctx, period);
    let mut rows = Vec::new();
    for case in closed_within(tx, from, to)? {
        let heard = crate::record::entries_of(tx, case.id, 500)?
            .iter()
            .filter(|entry| entry.kind == crate::id::EntryKind::Heard)
            .count();
        let good = heard == 0 && case.repeats == 0 && case.handovers == 0;
        let why = if good {
            "case-counted-one-call"
        } else if case.handovers > 0 {
            "case-counted-handed"
        } else {
            "case-counted-more-calls"
        };
        rows.push(row(&case, good, why));
    }
    Ok(value(rows, Vec::new()))
}

fn repeated(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, to) = bounds(ctx, period);
    let mut rows = Vec::new();
    let (mut n, mut total) = (0, 0);
    for case in received_within(tx, from, to)? {
        n += 1;
        total += case.repeats;
        if case.repeats > 0 {
            rows.push(row(&case, false, "case-counted-repeated"));
        }
    }
    rows.truncate(MetricValue::ROWS_MAX);
    Ok(MetricValue { value: Some(total.into()), n, beside: Vec::new(), rows })
}
