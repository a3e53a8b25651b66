//! The engine against the slow minute-by-minute model, over every zone of the database and
//! above all round changes of the clocks (D14): twenty thousand cases, in the long form a million.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod model;

use accord_business_time::{Calendar, Due, Pause, due, elapsed, percent_at, warn_at, warnings_at};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use model::{Model, all_zones, any_case};
use proptest::prelude::*;

fn secs(n: i64) -> SignedDuration {
    SignedDuration::from_secs(n)
}

/// Pauses as (start after the beginning, length; open where negative), in seconds.
fn pauses_at(start: Timestamp, raw: &[(i64, i64)]) -> Vec<Pause> {
    raw.iter()
        .map(|(after, length)| {
            let from = start + secs(*after);
            Pause { from, until: (*length >= 0).then(|| from + secs(*length)) }
        })
        .collect()
}

fn any_pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let length = prop_oneof![9 => 0_i64..30_000, 1 => Just(-1)];
    proptest::collection::vec((-20_000_i64..120_000, length), 0..6)
}

/// Cases of each property; there are eight.
fn cases() -> u32 {
    if std::env::var_os("ACCORD_TEST_LONG").is_some() { 125_000 } else { 2_500 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn working_time_equals_the_model((model, from) in any_case(), length in 0_i64..300_000) {
        let (calendar, to) = (model.calendar(), from + secs(length));
        let expected = model.running(from, to, &[]);
        prop_assert_eq!(calendar.working_time(from, to), expected);
        prop_assert_eq!(calendar.working_time(to, from), -expected);
        prop_assert_eq!(calendar.is_working_at(from), model.works(from));
    }

    #[test]
    fn advance_equals_the_model((model, from) in any_case(), budget in 0_i64..150_000) {
        let limit = from + secs(5 * 86_400);
        let advanced = model.calendar().advance(from, secs(budget));
        match model.due(from, secs(budget), &[], limit) {
            Some(expected) => prop_assert_eq!(advanced, Ok(expected)),
            None => prop_assert!(advanced.is_err() || advanced.unwrap() >= limit),
        }
    }

    #[test]
    fn advance_lands_on_the_first_second_of_closing_time((model, from) in any_case(), length in 1_i64..300_000) {
        let calendar = model.calendar();
        let worked = calendar.working_time(from, from + secs(length));
        let at = calendar.advance(from, worked).unwrap();
        prop_assert!(at <= from + secs(length));
        prop_assert_eq!(calendar.working_time(from, at), worked);
        if !worked.is_zero() {
            prop_assert!(model.works(at - SignedDuration::from_nanos(1)));
        }
    }

    #[test]
    fn due_with_pauses_equals_the_model(
        (model, start) in any_case(), budget in 0_i64..90_000, raw in any_pauses(), later in 0_i64..150_000,
    ) {
        let (pauses, now) = (pauses_at(start, &raw), start + secs(later));
        let known: Vec<Pause> =
            pauses.iter().copied().filter(|p| p.until.is_some() || p.from <= now).collect();
        let limit = start + secs(6 * 86_400);
        let answer = due(start, secs(budget), &model.calendar(), &pauses, now);
        match (model.due(start, secs(budget), &known, limit), answer) {
            (Some(expected), answer) => prop_assert_eq!(answer, Ok(Due::At(expected))),
            (None, Ok(Due::At(at))) => prop_assert!(at >= limit),
            (None, Ok(Due::Paused { since, remaining })) => {
                prop_assert_eq!(remaining, secs(budget) - model.running(start, limit, &known));
                let stopped = |at: Timestamp| known.iter().any(|p| p.from <= at && p.until.is_none_or(|u| at < u));
                prop_assert!(stopped(since) && !(since > start && stopped(since - secs(1))));
            }
            (None, Err(_)) => {}
        }
    }

    #[test]
    fn elapsed_equals_the_model(
        (model, start) in any_case(), raw in any_pauses(), later in -50_000_i64..200_000,
    ) {
        let (pauses, now) = (pauses_at(start, &raw), start + secs(later));
        prop_assert_eq!(
            elapsed(start, &model.calendar(), &pauses, now),
            Ok(model.running(start, now.max(start), &pauses))
        );
    }

    #[test]
    fn a_warning_comes_when_its_share_has_run(
        (model, start) in any_case(), budget in 1_i64..500, percent in 0_u32..=100, raw in any_pauses(),
    ) {
        let pauses: Vec<Pause> = pauses_at(start, &raw).into_iter().filter(|p| p.until.is_some()).collect();
        let (calendar, limit) = (model.calendar(), start + secs(6 * 86_400));
        let budget = secs(budget * 100);
        let share = secs(budget.as_secs() / 100 * i64::from(percent));
        let warned = percent_at(start, budget, &calendar, &pauses, percent, start);
        if let Some(expected) = model.due(start, share, &pauses, limit) {
            prop_assert_eq!(warned, Ok(Due::At(expected)));
        }
        if let Some(end) = model.due(start, budget, &[], limit) {
            let by_instant = warn_at(start, end, percent, &calendar);
            prop_assert_eq!(by_instant, Ok(model.due(start, share, &[], limit).unwrap()));
            let mut shares = [100 - percent, percent, 0, percent / 2];
            let together = warnings_at(start, end, &shares, &calendar);
            shares.sort_unstable();
            let one_by_one = shares.map(|share| (share, warn_at(start, end, share, &calendar).unwrap()));
            prop_assert_eq!(together, one_by_one);
        }
    }

    #[test]
    fn working_days_equal_the_model((model, at) in any_case(), ahead in 0_i64..9) {
        let calendar = model.calendar();
        let today = model.zone.to_datetime(at).date();
        let then = today + ahead.days();
        let bounds = model.bounds(then);
        prop_assert_eq!(calendar.is_working_day(then), model.working_day(then));
        prop_assert_eq!(calendar.start_of_working_day(then).ok(), bounds.map(|b| b.0));
        prop_assert_eq!(calendar.end_of_working_day(then).ok(), bounds.map(|b| b.1));
    }

    #[test]
    fn counting_working_days_undoes_adding_them((model, at) in any_case(), n in -40_i32..40) {
        let calendar = model.calendar();
        let today = model.zone.to_datetime(at).date();
        if let Ok(then) = calendar.add_working_days(today, n) {
            prop_assert_eq!(calendar.working_days_between(today, then), i64::from(n));
            prop_assert!(n == 0 || calendar.is_working_day(then));
        }
    }
}

/// Every change of the clocks in every zone, 2020 to 2035, with hours that begin and end inside
/// the skipped or repeated hour.
#[test]
fn every_change_of_the_clocks_equals_the_model() {
    let (first, last) = (instant("2020-01-01T00:00:00Z"), instant("2036-01-01T00:00:00Z"));
    let week = vec![vec![(0, 31), (45, 100), (110, 150), (170, 185), (1365, 1410), (1425, 1440)]; 7];
    let mut changes = 0;
    for name in all_zones() {
        let model = Model::new(&name, week.clone());
        let calendar = model.calendar();
        for change in model.zone.following(first).take_while(|change| change.timestamp() < last) {
            let from = change.timestamp() - secs(2 * 3600 + 7);
            let to = change.timestamp() + secs(3 * 3600 + 11);
            let worked = model.running(from, to, &[]);
            assert_eq!(calendar.working_time(from, to), worked, "{name} {from}");
            assert_eq!(
                calendar.advance(from, worked).ok(),
                model.due(from, worked, &[], to),
                "{name} {from}"
            );
            changes += 1;
        }
    }
    assert!(changes > 2000, "only {changes} changes seen: is the zone database there?");
}

/// Samoa had no 30 December 2011.
#[test]
fn a_date_left_out_is_no_working_day() {
    let model = Model::new("Pacific/Apia", vec![vec![(480, 1020)]; 7]);
    let calendar = model.calendar();
    for day in 27..=31 {
        let day = date(2011, 12, day);
        assert_eq!(calendar.is_working_day(day), model.working_day(day), "{day}");
    }
    assert!(!calendar.is_working_day(date(2011, 12, 30)));
    assert_eq!(calendar.next_working_day(date(2011, 12, 29)), Ok(date(2011, 12, 31)));
    assert_eq!(calendar.add_working_days(date(2011, 12, 28), 3), Ok(date(2012, 1, 1)));
    let thursday_noon = instant("2011-12-29T22:00:00Z");
    assert_eq!(calendar.advance(thursday_noon, secs(6 * 3600)), Ok(instant("2011-12-30T19:00:00Z")));
    assert_eq!(
        model.due(thursday_noon, secs(6 * 3600), &[], thursday_noon + secs(3 * 86_400)),
        Some(instant("2011-12-30T19:00:00Z"))
    );
}

/// Pausing and resuming ten thousand times loses not a second.
#[test]
fn ten_thousand_pauses_sum_exactly() {
    let calendar = Calendar::always("Europe/Rome").unwrap();
    let start = instant("2026-03-28T20:00:00Z");
    let pauses: Vec<Pause> = (0..10_000)
        .rev()
        .map(|n| Pause { from: start + secs(n * 10 + 3), until: Some(start + secs(n * 10 + 9)) })
        .collect();
    let answer = due(start, secs(40_000), &calendar, &pauses, start);
    assert_eq!(answer, Ok(Due::At(start + secs(100_000))));
    assert_eq!(elapsed(start, &calendar, &pauses, start + secs(100_000)), Ok(secs(40_000)));
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}
