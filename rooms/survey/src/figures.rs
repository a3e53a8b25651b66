//! The declared figures of this room: what customers said, and how many of those who were asked said anything.

use accord_kernel::{Context, Metric, MetricKind, MetricRow, MetricValue, Outcome, Period, Registry, Unit};
use accord_room_customer as customer;
use accord_room_people::settings as company;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    id::{SubjectKind, SurveyState},
    record::{self, Stretch, SurveyRow},
    rules::share,
    settings,
};

/// Satisfied answers about installations, of all answers about them (R25).
pub const INSTALLATIONS: Metric = Metric {
    name: "installation_satisfaction",
    kind: MetricKind::Experience,
    unit: Unit::Percent,
    run: |tx, ctx, period| satisfaction(tx, ctx, period, Some(SubjectKind::Installation)),
};
/// Satisfied answers about visits, of all answers about them.
pub const VISITS: Metric = Metric {
    name: "visit_satisfaction",
    kind: MetricKind::Experience,
    unit: Unit::Percent,
    run: |tx, ctx, period| satisfaction(tx, ctx, period, Some(SubjectKind::Visit)),
};
/// Satisfied answers to every question.
pub const ALL: Metric = Metric {
    name: "survey_satisfaction",
    kind: MetricKind::Experience,
    unit: Unit::Percent,
    run: |tx, ctx, period| satisfaction(tx, ctx, period, None),
};
/// Questions that went out in the period and were answered, of all that went out (T15).
pub const RESPONSE: Metric =
    Metric { name: "survey_response", kind: MetricKind::Experience, unit: Unit::Percent, run: response };

/// Registers the figures.
pub(crate) fn register(registry: &mut Registry) {
    registry.metric(INSTALLATIONS).metric(VISITS).metric(ALL).metric(RESPONSE);
}

/// The instants of a period of civil days in the company's zone.
pub(crate) fn stretch(ctx: &Context, from: Date, to: Date) -> Stretch {
    let zone = TimeZone::get(&ctx.company_zone).unwrap_or(TimeZone::UTC);
    let start = |day: Date, or: Timestamp| day.to_zoned(zone.clone()).map_or(or, |at| at.timestamp());
    let until = to.tomorrow().map_or(Timestamp::MAX, |day| start(day, Timestamp::MAX));
    Stretch { from: start(from, Timestamp::MIN), until }
}

fn satisfaction(
    tx: &mut Tx,
    ctx: &Context,
    period: Period,
    kind: Option<SubjectKind>,
) -> Outcome<MetricValue> {
    let from: i64 = company::get(tx, ctx, &settings::SATISFIED_FROM)?;
    let found = record::answered_within(tx, kind, stretch(ctx, period.from, period.to))?;
    let good = |row: &SurveyRow| row.rating.unwrap_or_default() >= from;
    value(tx, &found, good, |row| format!("survey-rating-{}", row.rating.unwrap_or_default()))
}

fn response(tx: &mut Tx, ctx: &Context, period: Period) -> Outcome<MetricValue> {
    let within = stretch(ctx, period.from, period.to);
    let found = record::sent_within(tx, within)?;
    let good = |row: &SurveyRow| row.state == SurveyState::Answered;
    let mut value = value(tx, &found, good, |row| row.state.message())?;
    let unreachable = record::unreachable(tx, within)?;
    value.beside.push(("survey-beside-unreachable".to_owned(), unreachable));
    Ok(value)
}

fn value(
    tx: &mut Tx,
    found: &[SurveyRow],
    good: impl Fn(&SurveyRow) -> bool,
    why: impl Fn(&SurveyRow) -> String,
) -> Outcome<MetricValue> {
    let n = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let counted = i64::try_from(found.iter().filter(|row| good(row)).count()).unwrap_or(i64::MAX);
    let mut shown: Vec<&SurveyRow> = found.iter().collect();
    shown.sort_by_key(|row| good(row));
    shown.truncate(MetricValue::ROWS_MAX);
    let mut customers: Vec<_> = shown.iter().map(|row| row.customer_id).collect();
    customers.sort_unstable();
    customers.dedup();
    let names = customer::labels(tx, &customers)?;
    let name = |row: &SurveyRow| {
        let found = names.iter().find(|(id, _, _)| *id == row.customer_id);
        found.map(|(_, _, name)| name.clone()).unwrap_or_default()
    };
    let rows = shown
        .into_iter()
        .map(|row| MetricRow {
            label: format!("{} · {}", name(row), row.about),
            kind: "customer".to_owned(),
            id: row.customer_id.into(),
            good: good(row),
            why: why(row),
        })
        .collect();
    Ok(MetricValue { value: share(counted, n), n, beside: Vec::new(), rows })
}
