//! The declared figures of this room: three of them, never one (R15).

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_room_order as order;
use accord_store::Tx;

use crate::{coach::counted, rules::rate::OrderCounts};

/// Orders with equipment for which a plan was offered, of all such orders.
pub const OFFER_RATE: Metric = Metric {
    name: "service_offer_rate",
    kind: MetricKind::Outcome,
    unit: Unit::Percent,
    run: |tx, ctx, period| rate(tx, ctx, period, |_| true, |one| one.offered),
};

/// Orders with equipment for which a plan was accepted, of all such orders.
pub const ATTACH_OF_ORDERS: Metric = Metric {
    name: "service_attach_orders",
    kind: MetricKind::Outcome,
    unit: Unit::Percent,
    run: |tx, ctx, period| rate(tx, ctx, period, |_| true, |one| one.accepted),
};

/// Orders for which a plan was accepted, of those for which one was offered.
pub const ATTACH_OF_OFFERS: Metric = Metric {
    name: "service_attach_offers",
    kind: MetricKind::Outcome,
    unit: Unit::Percent,
    run: |tx, ctx, period| rate(tx, ctx, period, |one| one.offered, |one| one.accepted),
};

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(OFFER_RATE).metric(ATTACH_OF_ORDERS).metric(ATTACH_OF_OFFERS);
}

fn rate(
    tx: &mut Tx,
    _: &Context,
    period: Period,
    among: fn(OrderCounts) -> bool,
    good: fn(OrderCounts) -> bool,
) -> Outcome<MetricValue> {
    let mut rows = Vec::new();
    for (id, one) in counted(tx, period.from, period.to, None)?.into_iter().filter(|(_, one)| among(*one)) {
        let why = match (one.offered, one.accepted) {
            (_, true) => "service-counted-accepted",
            (true, false) => "service-counted-offered",
            (false, false) => "service-counted-not-offered",
        };
        rows.push(MetricRow {
            label: order::find(tx, id)?.number,
            kind: "order".to_owned(),
            id: id.into(),
            good: good(one),
            why: why.to_owned(),
        });
    }
    let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let counted = i64::try_from(rows.iter().filter(|row| row.good).count()).unwrap_or(i64::MAX);
    rows.sort_by_key(|row| row.good);
    rows.truncate(MetricValue::ROWS_MAX);
    Ok(MetricValue { value: MetricValue::percent(counted, n), n, beside: Vec::new(), rows })
}
