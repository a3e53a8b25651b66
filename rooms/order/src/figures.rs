//! The declared figure of this room: goods delivered on time, measured against the earliest date the customer was ever
//! told and accepted (R24). A date that was pushed out, and a line that was taken back after its day, repair nothing.

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_room_promise::{self as promise, State};
use accord_store::Tx;
use jiff::civil::Date;

use crate::{
    LineState,
    neighbours::today_at,
    record::{Line, find, lines_with_told_dates, told_dates},
    rules::dates::{Delivery, delivery, measured_against},
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
            if !was_late_when_released(tx, ctx, &line, day)? {
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

/// Whether a line was taken back only after its day had passed.
fn was_late_when_released(tx: &mut Tx, ctx: &Context, line: &Line, day: Date) -> Outcome<bool> {
    let Some(id) = line.ship_promise_id else { return Ok(false) };
    let row = promise::load(tx, id)?;
    let zone = jiff::tz::TimeZone::get(&row.zone).unwrap_or(ctx.zone());
    let ended = row.ended_at.map(|at| zone.to_datetime(at).date());
    Ok(row.state != State::Open && ended.is_some_and(|ended| ended > day))
}
