//! Two at once for the last of something: exactly one gets it, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use std::{sync::Barrier, thread};

use accord_kernel::{Call, Caller, Outcome};
use accord_testing::{House, on_both_databases};
use maker::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// Sends these acts at the same moment, half of them through a second node; answers in order.
fn at_once(house: &House, who: Uuid, inputs: &[Value]) -> Vec<Outcome<Value>> {
    let other = house.second_node(rooms);
    let barrier = Barrier::new(inputs.len());
    thread::scope(|scope| {
        let threads: Vec<_> = inputs
            .iter()
            .enumerate()
            .map(|(index, input)| {
                let kernel = if index % 2 == 0 { &house.kernel } else { &other };
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    kernel
                        .act(&Caller::person(who), Call::new("test.take_dates", input.clone()))
                        .map(|done| done.answer)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn r18_two_requests_for_the_last_slot_at_once_one_gets_it_and_the_other_the_next_date() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-1", 30, 0);
        maker.slots(press, "2027-03-08", "2027-07-26", 1);
        for round in 0..6_u128 {
            let customers = [
                maker.customer("Um"),
                maker.customer("Dois"),
                maker.customer("Três"),
                maker.customer("Quatro"),
            ];
            // 10 March and 30 days is Friday 9 April; one week later in each round.
            let monday = jiff::civil::date(2027, 4, 12)
                .saturating_add(jiff::ToSpan::weeks(i64::try_from(round).unwrap()));
            // Earlier weeks are full, so that only this one can do.
            if round == 0 {
                maker.slots(press, "2027-03-08", "2027-04-05", 0);
            }
            let inputs: Vec<Value> = customers
                .iter()
                .enumerate()
                .map(|(index, (customer, site))| {
                    let order = Uuid::from_u128(round * 10 + u128::try_from(index).unwrap() + 1);
                    json!({ "order": order, "ask": ask(*customer, Some(*site), press, 1), "ship": monday })
                })
                .collect();
            let answers = at_once(house, maker.rep, &inputs);
            let won = answers.iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(won, 1, "round {round} on {}: {answers:?}", house.name());
            for lost in answers.into_iter().filter_map(Result::err) {
                assert!(["capacity.too_early", "capacity.taken_meanwhile"].contains(&lost.rule), "{lost:?}");
                let next = monday.saturating_add(jiff::ToSpan::days(7));
                assert_eq!(fact(&lost, "earliest_ship"), json!(next), "{lost:?}");
            }
            assert_eq!(maker.week(press, &monday.to_string()), (1, 1, 0));
        }
        maker.verify();
    });
}

#[test]
fn two_requests_for_the_last_hours_of_a_crew_at_once_one_gets_them() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-2", 12, 1_200);
        maker.slots(press, "2027-03-08", "2027-07-26", 10);
        maker.crew(maker.fitter, 2_000);
        // A job is done in one week; from Wednesday on a week gives three fifths of its hours, enough for one.
        let rules = json!({ "territory": maker.north, "weeks_max": 1 });
        house.act(maker.crews, "capacity.set_visits", rules).unwrap();
        let customers = [maker.customer("Norte"), maker.customer("Sul"), maker.customer("Leste")];
        let inputs: Vec<Value> = customers
            .iter()
            .zip(1_u128..)
            .map(|((customer, site), order)| {
                json!({
                    "order": Uuid::from_u128(order), "ask": ask(*customer, Some(*site), press, 1), "install": "2027-03-24"
                })
            })
            .collect();
        let answers = at_once(house, maker.rep, &inputs);
        assert_eq!(
            answers.iter().filter(|answer| answer.is_ok()).count(),
            1,
            "{answers:?} on {}",
            house.name()
        );
        for lost in answers.into_iter().filter_map(Result::err) {
            assert_eq!(fact(&lost, "earliest_install"), json!("2027-03-29"), "{lost:?}");
        }
        assert_eq!(maker.crew_week("2027-03-22"), (2_000, 1_200, 0));
        maker.verify();
    });
}

#[test]
fn a_fall_of_capacity_and_a_reservation_at_once_see_each_other() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-3", 5, 0);
        let (customer, site) = maker.customer("Azenha");
        for round in 0..40_u128 {
            let monday = jiff::civil::date(2027, 4, 5)
                .saturating_add(jiff::ToSpan::weeks(i64::try_from(round).unwrap()));
            maker.slots(press, &monday.to_string(), &monday.to_string(), 1);
            let input = json!({
                "order": Uuid::from_u128(round + 1), "ask": ask(customer, Some(site), press, 1), "ship": monday
            });
            let fall = json!({ "product": press, "from": monday, "capacity": 0 });
            let other = house.second_node(rooms);
            let barrier = Barrier::new(2);
            let (taken, fell) = thread::scope(|scope| {
                let take = scope.spawn(|| {
                    barrier.wait();
                    house.act(maker.rep, "test.take_dates", input.clone())
                });
                let fall = scope.spawn(|| {
                    barrier.wait();
                    other.act(&Caller::person(maker.planner), Call::new("capacity.set_slots", fall.clone()))
                });
                (take.join().unwrap(), fall.join().unwrap())
            });
            let fell = fell.unwrap().answer;
            let order = json!(Uuid::from_u128(round + 1));
            let named = fell["touched"].as_array().unwrap().iter().any(|one| one["order"] == order);
            assert_eq!(named, taken.is_ok(), "round {round} on {}: {taken:?} and {fell}", house.name());
        }
        maker.verify();
    });
}
