//! The declared figures of this room: who was not heard, what was put right, what became of leads.

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

use crate::{
    id::{Closing, Hearing, ObservationState},
    record::{complaint, observation, utterance},
};

/// How many spoke and were not heard (R43).
pub const UNHEARD: Metric =
    Metric { name: "unheard", kind: MetricKind::Experience, unit: Unit::Count, run: unheard };
/// Complaints closed with the customer's word that it is well, of all that were closed (R34).
pub const RECOVERY: Metric =
    Metric { name: "recovery_rate", kind: MetricKind::Outcome, unit: Unit::Percent, run: recovery };
/// Leads from colleagues' observations that were won, of those that ended (R35).
pub const LEADS: Metric =
    Metric { name: "lead_win_rate", kind: MetricKind::Outcome, unit: Unit::Percent, run: leads };

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(UNHEARD).metric(RECOVERY).metric(LEADS);
}

/// The instants of a period of civil days in the company's zone.
pub(crate) fn stretch(ctx: &Context, from: Date, to: Date) -> (Timestamp, Timestamp) {
    let zone = TimeZone::get(&ctx.company_zone).unwrap_or(TimeZone::UTC);
    let start = |day: Date, or: Timestamp| day.to_zoned(zone.clone()).map_or(or, |at| at.timestamp());
    let until = to.tomorrow().map_or(Timestamp::MAX, |day| start(day, Timestamp::MAX));
    (start(from, Timestamp::MIN), until)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn names(
    tx: &mut Tx,
    customers: impl Iterator<Item = CustomerId>,
) -> Outcome<Vec<(CustomerId, String, String)>> {
    let mut list: Vec<CustomerId> = customers.collect();
    list.sort_unstable();
    list.dedup();
    customer::labels(tx, &list)
}

fn name(names: &[(CustomerId, String, String)], id: CustomerId) -> String {
    names.iter().find(|(of, _, _)| *of == id).map(|(_, _, name)| name.clone()).unwrap_or_default()
}

fn unheard(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = stretch(ctx, period.from, period.to);
    let all = utterance::said_within(tx, from, until)?;
    let hearing = |of: Hearing| count(all.iter().filter(|row| row.hearing(ctx.now) == of).count());
    let value = hearing(Hearing::Unheard);
    let beside = vec![
        (Hearing::Waiting.message(), hearing(Hearing::Waiting)),
        (Hearing::Heard.message(), hearing(Hearing::Heard)),
    ];
    let mut shown: Vec<_> = all.iter().collect();
    shown.sort_by_key(|row| row.hearing(ctx.now) != Hearing::Unheard);
    shown.truncate(MetricValue::ROWS_MAX);
    let names = names(tx, shown.iter().map(|row| row.customer_id))?;
    let rows = shown
        .iter()
        .map(|row| {
            let words: String = row.said.chars().take(80).collect();
            MetricRow {
                label: format!("{} · {words}", name(&names, row.customer_id)),
                kind: "customer".to_owned(),
                id: row.customer_id.into(),
                good: row.hearing(ctx.now) != Hearing::Unheard,
                why: row.hearing(ctx.now).message(),
            }
        })
        .collect();
    Ok(MetricValue { value: Some(Decimal::from(value)), n: count(all.len()), beside, rows })
}

fn recovery(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = stretch(ctx, period.from, period.to);
    let all = complaint::closed_within(tx, from, until)?;
    let good = |row: &complaint::ComplaintRow| row.closing == Some(Closing::Satisfied);
    let counted = count(all.iter().filter(|row| good(row)).count());
    let mut shown: Vec<_> = all.iter().collect();
    shown.sort_by_key(|row| good(row));
    shown.truncate(MetricValue::ROWS_MAX);
    let names = names(tx, shown.iter().map(|row| row.customer_id))?;
    let rows = shown
        .iter()
        .map(|row| MetricRow {
            label: format!("{} · {}", row.number, name(&names, row.customer_id)),
            kind: "complaint".to_owned(),
            id: row.id.into(),
            good: good(row),
            why: row.closing.unwrap_or(Closing::Reason).message(),
        })
        .collect();
    let n = count(all.len());
    Ok(MetricValue { value: MetricValue::percent(counted, n), n, beside: Vec::new(), rows })
}

fn leads(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let (from, until) = stretch(ctx, period.from, period.to);
    let all = observation::offered_within(tx, from, until)?;
    let ended =
        |state| matches!(state, ObservationState::Won | ObservationState::Lost | ObservationState::Declined);
    let (over, open): (Vec<_>, Vec<_>) = all.iter().partition(|row| ended(row.state));
    let good = |row: &observation::ObservationRow| row.state == ObservationState::Won;
    let counted = count(over.iter().filter(|row| good(row)).count());
    let beside = vec![("lead-beside-open".to_owned(), count(open.len()))];
    let mut shown = over.clone();
    shown.sort_by_key(|row| good(row));
    shown.truncate(MetricValue::ROWS_MAX);
    let names = names(tx, shown.iter().map(|row| row.customer_id))?;
    let rows = shown
        .iter()
        .map(|row| MetricRow {
            label: format!("{} · {}", row.number, name(&names, row.customer_id)),
            kind: "customer".to_owned(),
            id: row.customer_id.into(),
            good: good(row),
            why: row.state.message(),
        })
        .collect();
    let n = count(over.len());
    Ok(MetricValue { value: MetricValue::percent(counted, n), n, beside, rows })
}
