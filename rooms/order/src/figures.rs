//! The declared figure of this room: goods delivered on time, measured against the earliest date the customer was ever
//! told and accepted (R24). A date that was pushed out, and a line that was taken back after its day, repair nothing.

use accord_business_time::date_in_zone;
use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_store::Tx;
use jiff::civil::Date;

use crate::{
    LineState,
    neighbours::{place_calendar, today_at},
    record::{Line, Order, find, lines_with_told_dates, told_dates, versions},
    rules::{
        dates::{Delivery, delivery, measured_against},
        version::is_taken_back,
    },
};

/// Goods shipped by the day that counts, of all whose day fell into the period.
pub const DELIVERED_ON_TIME: Metric = Metric {
    name: "delivered_on_time",
    kind: MetricKind::Outcome,
    unit: Unit::Percent,
    run: delivered_on_time,
};

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(DELIVERED_ON_TIME);
}

fn delivered_on_time(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (mut rows, mut open) = (Vec::new(), 0);
    for line in lines_with_told_dates(tx, period.from, period.to)? {
        let Some(day) = measured_against(&told_dates(tx, line.id)?) else { continue };
        if day < period.from || day > period.to {
            continue;
        }
        let order = find(tx, line.order_id)?;
        let today = today_at(tx, ctx, &order)?;
        let verdict = if line.state == LineState::Cancelled {
            if !was_late_when_taken_back(tx, &order, &line, day)? {
                continue;
            }
            Delivery::Late
        } else {
            delivery(Some(day), line.shipped_on, today)
        };
        let why = match verdict {
            Delivery::OnTime => "delivery-on-time",
            Delivery::Late => "delivery-late",
            Delivery::OpenAndLate => "delivery-open-and-late",
            Delivery::Open | Delivery::NeverTold => continue,
        };
        open += i64::from(verdict == Delivery::OpenAndLate);
        rows.push(MetricRow {
            label: format!("{} / {}", order.number, line.line_no),
            kind: "order".to_owned(),
            id: order.id.into(),
            good: verdict == Delivery::OnTime,
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
        beside: vec![("metric-beside-open-past-day".to_owned(), open)],
        rows,
    })
}

/// Whether a line was taken back only after its day had passed. Its own day counts, not the end of its promise, which
/// it may share with lines that are still to come.
fn was_late_when_taken_back(tx: &mut Tx, order: &Order, line: &Line, day: Date) -> Outcome<bool> {
    let agreed = versions(tx, order.id)?;
    let gone = agreed.iter().find(|version| is_taken_back(&version.snapshot.0, line.line_no));
    let Some(gone) = gone else { return Ok(false) };
    Ok(date_in_zone(gone.made_at, place_calendar(tx, order)?.zone()) > day)
}
