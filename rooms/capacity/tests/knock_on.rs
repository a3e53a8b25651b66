//! The knock-on of a fall of capacity and of a slip.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;

use accord_room_capacity::rules::bucket::Take;
use accord_room_capacity::rules::calendar::{DateAnswer, Horizon, ProductionWeek};
use accord_room_capacity::rules::hold::Hold;
use accord_room_capacity::rules::installation::{Place, VisitRules};
use accord_room_capacity::rules::knock_on::{Cause, Held, KnockOn, crews_knock_on, slots_knock_on};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use support::{Weekdays, sums, week};

fn held(key: &str, takes: &[(Date, u32)], due: Date, harm: u64) -> Held {
    let takes: Vec<Take> =
        takes.iter().map(|(day, amount)| Take { week: week(*day), amount: *amount }).collect();
    Held {
        key: key.into(),
        promise: Some(key.into()),
        date: takes.last().unwrap().week.monday(),
        takes,
        not_before: date(2026, 6, 1),
        due,
        harm,
        hold: Hold::Committed,
        made: Timestamp::UNIX_EPOCH,
    }
}

fn capacity(rows: &[(Date, u32)]) -> BTreeMap<ProductionWeek, u32> {
    rows.iter().map(|(day, amount)| (week(*day), *amount)).collect()
}

fn keys(answers: &[KnockOn]) -> Vec<&str> {
    answers.iter().map(|answer| answer.key.as_str()).collect()
}

const A: Date = date(2026, 6, 8);
const B: Date = date(2026, 6, 15);
const C: Date = date(2026, 6, 22);
const D: Date = date(2026, 6, 29);

fn horizon() -> Horizon {
    Horizon::new(date(2026, 6, 1), date(2026, 8, 30)).unwrap()
}

#[test]
fn r24_a_machine_breaks_down_and_the_least_harm_is_done() {
    let plant = Weekdays::default();
    let standing = [
        held("small", &[(B, 1)], date(2026, 6, 16), 5),
        held("patient", &[(B, 1)], date(2026, 6, 25), 50),
        held("large", &[(B, 2)], date(2026, 6, 15), 900),
        held("elsewhere", &[(A, 1)], date(2026, 6, 8), 1),
    ];
    let before = capacity(&[(A, 1), (B, 4), (C, 1), (D, 3)]);
    assert_eq!(slots_knock_on(&before, &standing, &plant, &horizon()), []);

    let after = capacity(&[(A, 1), (B, 2), (C, 1), (D, 3)]);
    let answers = slots_knock_on(&after, &standing, &plant, &horizon());
    assert_eq!(keys(&answers), ["patient", "small"], "by harm; the large one keeps its place");
    assert_eq!(answers[0].next, DateAnswer::On(date(2026, 6, 22)));
    assert!(answers[0].keeps_promise(), "moved, not broken");
    assert_eq!(answers[0].cause, Cause::CapacityFell { weeks: vec![week(B)] });
    assert_eq!(answers[1].next, DateAnswer::On(date(2026, 6, 29)), "the free slot of week C is spoken for");
    assert!(!answers[1].keeps_promise());
}

#[test]
fn r24_a_target_gives_way_to_a_commitment_and_the_newer_to_the_older() {
    let plant = Weekdays::default();
    let mut target = held("target", &[(B, 1)], B, 1000);
    target.hold = Hold::Target;
    let older = held("older", &[(B, 1)], B, 7);
    let mut newer = held("newer", &[(B, 1)], B, 7);
    newer.made = "2026-05-01T00:00:00Z".parse().unwrap();
    let answers = slots_knock_on(&capacity(&[(B, 1)]), &[newer, target, older], &plant, &horizon());
    assert_eq!(keys(&answers), ["target", "newer"]);
    assert!(
        answers.iter().all(|answer| answer.next == DateAnswer::BeyondHorizon { until: horizon().until() })
    );
    assert!(answers.iter().all(|answer| answer.takes.is_empty() && !answer.keeps_promise()));
}

#[test]
fn r24_a_slipped_shipment_moves_its_installation_and_nobody_elses() {
    let days = Weekdays::but(&[date(2026, 6, 29)]);
    let place = Place {
        site: &days,
        crew: &days,
        rules: VisitRules { minutes_a_day: Some(480), ..VisitRules::default() },
    };
    let mut late = held("late", &[(A, 600)], date(2026, 6, 10), 3);
    late.not_before = date(2026, 6, 24);
    let other = held("other", &[(C, 2000)], C, 1);
    let room = capacity(&[(A, 2400), (B, 2400), (C, 2400), (D, 2400)]);
    let answers = crews_knock_on(&room, &[late, other], |_| &place, &horizon());
    assert_eq!(keys(&answers), ["late"]);
    assert_eq!(answers[0].cause, Cause::Slipped { not_before: date(2026, 6, 24) });
    assert_eq!(answers[0].next, DateAnswer::On(date(2026, 6, 24)));
    assert_eq!(
        answers[0].takes,
        [Take { week: week(C), amount: 400 }, Take { week: week(D), amount: 200 }],
        "what the other left free, and the next week"
    );
}

#[test]
fn r24_weeks_that_are_over_are_no_capacity_to_look_for() {
    let days = Weekdays::default();
    let place = Place { site: &days, crew: &days, rules: VisitRules::default() };
    let mut begun = held("begun", &[(A, 900), (B, 300)], A, 3);
    begun.date = A;
    let later = Horizon::new(date(2026, 6, 16), date(2026, 8, 30)).unwrap();
    assert_eq!(crews_knock_on(&capacity(&[(B, 300)]), &[begun.clone()], |_| &place, &later), []);
    let answers = crews_knock_on(&capacity(&[(B, 200), (C, 999)]), &[begun], |_| &place, &later);
    assert_eq!(
        answers[0].takes.iter().map(|take| take.amount).sum::<u32>(),
        300,
        "only the rest is to be done"
    );
}

fn reservation() -> impl Strategy<Value = Held> {
    let takes = proptest::collection::btree_map(0_i64..6, 1_u32..4, 1..3);
    (0_u32..1000, takes, 0_i64..50, 0_i64..30, 0_u64..5, 0_i64..5, 0_u8..3).prop_map(
        |(key, takes, due, not_before, harm, made, hold)| {
            let monday = |offset: i64| A.saturating_add((7 * offset).days());
            let rows: Vec<(Date, u32)> =
                takes.into_iter().map(|(week, amount)| (monday(week), amount)).collect();
            let mut held = held(&key.to_string(), &rows, A.saturating_add(due.days()), harm);
            held.not_before = date(2026, 6, 1).saturating_add(not_before.days());
            held.made = Timestamp::from_second(made).unwrap();
            held.hold =
                [Hold::Committed, Hold::Offer { until: Timestamp::MAX }, Hold::Target][usize::from(hold)];
            held
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_stays_and_who_is_moved_fit_together(
        standing in proptest::collection::btree_map(0_u32..1000, reservation(), 0..9),
        room in proptest::collection::vec(0_u32..9, 6..10),
    ) {
        let standing: Vec<Held> = standing
            .into_iter()
            .map(|(key, held)| Held { key: key.to_string().as_str().into(), ..held })
            .collect();
        let plant = Weekdays::but(&[date(2026, 6, 15)]);
        let room: BTreeMap<ProductionWeek, u32> = room
            .into_iter()
            .enumerate()
            .map(|(index, amount)| (week(A.saturating_add((7 * index as i64).days())), amount))
            .collect();
        let answers = slots_knock_on(&room, &standing, &plant, &horizon());
        let hurt = |held: &Held| answers.iter().find(|answer| answer.key == held.key);
        let now = sums(standing.iter().flat_map(|held| {
            hurt(held).map_or(held.takes.clone(), |answer| answer.takes.clone())
        }).map(|take| (take.week, take.amount)));
        for (week, amount) in now {
            prop_assert!(amount <= room.get(&week).copied().unwrap_or_default(), "{} holds too much", week);
        }
        prop_assert!(answers.windows(2).all(|pair| pair[0].harm >= pair[1].harm));
        let slipped = |held: &Held| {
            held.date < held.not_before || held.takes.iter().any(|take| take.week.sunday() < held.not_before)
        };
        let stands = sums(standing.iter().filter(|held| !slipped(held)).flat_map(|held| held.takes.clone())
            .map(|take| (take.week, take.amount)));
        for held in &standing {
            let overfull = held.takes.iter().any(|take| {
                stands.get(&take.week).copied().unwrap_or_default() > room.get(&take.week).copied().unwrap_or_default()
            });
            let Some(answer) = hurt(held) else {
                prop_assert!(!slipped(held), "a slip is never overlooked");
                continue;
            };
            prop_assert!(slipped(held) || overfull, "nobody is moved without need");
            let moved: u32 = answer.takes.iter().map(|take| take.amount).sum();
            let all: u32 = held.takes.iter().map(|take| take.amount).sum();
            prop_assert_eq!(moved, answer.next.date().map_or(0, |_| all));
            if let Some(next) = answer.next.date() {
                prop_assert!(next >= held.not_before && next >= horizon().today());
            }
        }
    }
}
