//! The declared figures of this room: quotes accepted of those that came to an end, and cases of "not what I was sold"
//! (R21).

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use crate::{
    OversellFinding, QuoteState,
    record::{ended_between, oversell_between, quote},
};

/// Quotes accepted, of all that were answered or ran out in the period.
pub const QUOTES_ACCEPTED: Metric =
    Metric { name: "quotes_accepted", kind: MetricKind::Outcome, unit: Unit::Percent, run: quotes_accepted };

/// Cases of "not what I was sold" raised in the period.
pub const OVERSOLD: Metric =
    Metric { name: "oversold", kind: MetricKind::Experience, unit: Unit::Count, run: oversold };

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(QUOTES_ACCEPTED).metric(OVERSOLD);
}

/// The instants between which a period lies, on the company's clock.
fn bounds(ctx: &Context, period: Period) -> (Timestamp, Timestamp) {
    let start = |day: Date| day.to_zoned(ctx.zone()).map_or(Timestamp::MAX, |start| start.timestamp());
    (start(period.from), period.to.tomorrow().map_or(Timestamp::MAX, start))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn quotes_accepted(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = bounds(ctx, period);
    let ended = ended_between(tx, from, until)?;
    let mut rows: Vec<MetricRow> = ended
        .iter()
        .map(|quote| MetricRow {
            label: format!("{} {}", quote.number, quote.title),
            kind: "quote".to_owned(),
            id: quote.id.into(),
            good: quote.state == QuoteState::Accepted,
            why: quote.state.message(),
        })
        .collect();
    let (good, n) = (count(rows.iter().filter(|row| row.good).count()), count(rows.len()));
    let expired = count(ended.iter().filter(|quote| quote.state == QuoteState::Expired).count());
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    let beside = vec![("metric-beside-quotes-expired".to_owned(), expired)];
    Ok(MetricValue { value: MetricValue::percent(good, n), n, beside, rows })
}

fn oversold(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = bounds(ctx, period);
    let cases = oversell_between(tx, from, until)?;
    let mut rows = Vec::new();
    for case in cases.iter().take(MetricValue::ROWS_MAX) {
        let quote = quote(tx, case.quote_id)?;
        rows.push(MetricRow {
            label: format!("{} {}", quote.number, quote.title),
            kind: "quote".to_owned(),
            id: quote.id.into(),
            good: case.finding == Some(OversellFinding::NotUpheld),
            why: case.finding.map_or_else(|| "oversell-state-open".to_owned(), OversellFinding::message),
        });
    }
    rows.sort_by_key(|row| row.good);
    let upheld = count(cases.iter().filter(|case| case.finding == Some(OversellFinding::Upheld)).count());
    let n = count(cases.len());
    let beside = vec![("metric-beside-oversold-upheld".to_owned(), upheld)];
    Ok(MetricValue { value: Some(Decimal::from(n)), n, beside, rows })
}
