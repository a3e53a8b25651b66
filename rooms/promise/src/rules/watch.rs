//! One watch for all dues: warnings by share of working time used, then a ladder after the due (R24).

use accord_business_time::{Calendar, TimeError, warnings_at};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Rung;

/// Most warnings of one policy.
pub const WARNINGS_MAX: usize = 8;
/// Most steps of one ladder.
pub const STEPS_MAX: usize = 8;
/// Longest wait of a step, in working minutes: thirty days round the clock.
pub const MINUTES_MAX: u32 = 30 * 24 * 60;

/// One step of the ladder after the due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderStep {
    /// Working minutes after the due; 0 is at the due itself.
    pub minutes: u32,
    /// Whom it tells.
    pub to: Rung,
}

/// When to warn and whom to tell, for one kind of promise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Per cent of the working time from the promise to its due.
    pub warn_percents: Vec<u32>,
    /// What happens once it is due and not kept.
    pub ladder: Vec<LadderStep>,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyWrong {
    /// A share must lie between 1 and 99 per cent; at 100 it is due.
    Percent,
    /// A share stands twice.
    PercentTwice,
    /// Too many.
    TooMany,
    /// A wait is longer than [`MINUTES_MAX`].
    Minutes,
    /// Two steps say the same.
    StepTwice,
    /// Nobody is told when it is due.
    NobodyTold,
}

/// Whether a policy can be used.
///
/// # Errors
/// What is wrong with it.
pub fn check_policy(policy: &Policy) -> Result<(), PolicyWrong> {
    if policy.warn_percents.len() > WARNINGS_MAX || policy.ladder.len() > STEPS_MAX {
        return Err(PolicyWrong::TooMany);
    }
    if policy.warn_percents.iter().any(|percent| !(1..=99).contains(percent)) {
        return Err(PolicyWrong::Percent);
    }
    if has_twice(&policy.warn_percents) {
        return Err(PolicyWrong::PercentTwice);
    }
    if policy.ladder.is_empty() {
        return Err(PolicyWrong::NobodyTold);
    }
    if policy.ladder.iter().any(|step| step.minutes > MINUTES_MAX) {
        return Err(PolicyWrong::Minutes);
    }
    if has_twice(&policy.ladder) {
        return Err(PolicyWrong::StepTwice);
    }
    Ok(())
}

fn has_twice<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().any(|(at, item)| list.iter().skip(at + 1).any(|other| other == item))
}

/// A step of the watch over one promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many per cent of the time are used.
    Warn(u32),
    /// It is due.
    Due,
    /// A rung of the ladder, by its place in the policy.
    Rung {
        /// Its place, from 0.
        place: u32,
        /// Whom it tells.
        to: Rung,
    },
}

/// A step with its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub step: Step,
    /// When.
    pub at: Timestamp,
}

/// Everything the watch will do about a promise that runs from `from` to `due` on this calendar, in order. Warnings
/// that fall together become the most urgent one; where no working time is left at all, that one is at once. A place
/// where nobody ever works still has its due and its ladder, counted in plain time.
pub fn plan(from: Timestamp, due: Timestamp, calendar: &Calendar, policy: &Policy) -> Vec<Planned> {
    let mut planned: Vec<Planned> = Vec::new();
    for (percent, at) in warnings_at(from, due, &policy.warn_percents, calendar) {
        if at >= due {
            continue;
        }
        planned.retain(|earlier| earlier.at != at);
        planned.push(Planned { step: Step::Warn(percent), at });
    }
    finish(planned, due, calendar, policy)
}

/// As [`plan`], for a clock whose warnings were computed with its budget and pauses. Each share keeps its own warning.
pub fn plan_at(
    warnings: &[(u32, Timestamp)],
    due: Timestamp,
    calendar: &Calendar,
    policy: &Policy,
) -> Vec<Planned> {
    let planned = warnings
        .iter()
        .filter(|(_, at)| *at < due)
        .map(|(percent, at)| Planned { step: Step::Warn(*percent), at: *at })
        .collect();
    finish(planned, due, calendar, policy)
}

fn finish(mut planned: Vec<Planned>, due: Timestamp, calendar: &Calendar, policy: &Policy) -> Vec<Planned> {
    planned.push(Planned { step: Step::Due, at: due });
    for (place, rung) in (0..).zip(&policy.ladder) {
        let at = after(due, rung.minutes, calendar);
        planned.push(Planned { step: Step::Rung { place, to: rung.to }, at });
    }
    planned.sort_by_key(|step| step.at);
    planned
}

fn after(due: Timestamp, minutes: u32, calendar: &Calendar) -> Timestamp {
    let wait = SignedDuration::from_mins(minutes.into());
    let plain = |_: TimeError| due.checked_add(wait).unwrap_or(due);
    calendar.advance(due, wait).unwrap_or_else(plain)
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn office(zone: &str) -> Calendar {
        let hours = [Hours::new(8 * 60, 12 * 60).unwrap(), Hours::new(13 * 60, 17 * 60).unwrap()];
        Calendar::weekdays(zone, &hours).unwrap()
    }

    fn policy(percents: &[u32], ladder: &[(u32, Rung)]) -> Policy {
        Policy {
            warn_percents: percents.to_vec(),
            ladder: ladder.iter().map(|(minutes, to)| LadderStep { minutes: *minutes, to: *to }).collect(),
        }
    }

    #[test]
    fn warnings_count_working_time_over_a_holiday_and_a_change_of_the_clocks() {
        // Chicago: the clocks go forward on Sunday 8 March 2026; Monday 9 March is taken as a holiday.
        let place = office("America/Chicago").with_exception(date(2026, 3, 9), &[]).unwrap();
        let plan = plan(
            at("2026-03-06T14:00:00Z"),
            at("2026-03-10T22:00:00Z"),
            &place,
            &policy(&[25, 50, 75], &[(0, Rung::Owner), (240, Rung::OwnerHead)]),
        );
        let expected = [
            (Step::Warn(25), "2026-03-06T18:00:00Z"),
            (Step::Warn(50), "2026-03-06T23:00:00Z"),
            (Step::Warn(75), "2026-03-10T17:00:00Z"),
            (Step::Due, "2026-03-10T22:00:00Z"),
            (Step::Rung { place: 0, to: Rung::Owner }, "2026-03-10T22:00:00Z"),
            (Step::Rung { place: 1, to: Rung::OwnerHead }, "2026-03-11T17:00:00Z"),
        ];
        assert_eq!(plan, expected.map(|(step, when)| Planned { step, at: at(when) }));
    }

    #[test]
    fn warnings_that_fall_together_become_the_most_urgent_one() {
        let place = office("Europe/Lisbon");
        let plan = plan(
            at("2026-05-16T10:00:00Z"),
            at("2026-05-16T14:00:00Z"),
            &place,
            &policy(&[50, 90], &[(0, Rung::Owner)]),
        );
        assert_eq!(plan.first(), Some(&Planned { step: Step::Warn(90), at: at("2026-05-16T10:00:00Z") }));
        assert_eq!(plan.len(), 3);
    }

    #[test]
    fn a_place_without_hours_still_falls_due() {
        let never = Calendar::weekdays("UTC", &[]).unwrap();
        let plan = plan(
            at("2026-05-16T10:00:00Z"),
            at("2026-05-18T10:00:00Z"),
            &never,
            &policy(&[50], &[(60, Rung::Owner)]),
        );
        let last = plan.last().unwrap();
        assert_eq!(last.at, at("2026-05-18T11:00:00Z"));
    }

    #[test]
    fn a_policy_that_cannot_work_is_refused() {
        let owner = [(0, Rung::Owner)];
        assert_eq!(check_policy(&policy(&[50, 75, 90], &owner)), Ok(()));
        assert_eq!(check_policy(&policy(&[0], &owner)), Err(PolicyWrong::Percent));
        assert_eq!(check_policy(&policy(&[100], &owner)), Err(PolicyWrong::Percent));
        assert_eq!(check_policy(&policy(&[50, 50], &owner)), Err(PolicyWrong::PercentTwice));
        assert_eq!(check_policy(&policy(&[1, 2, 3, 4, 5, 6, 7, 8, 9], &owner)), Err(PolicyWrong::TooMany));
        assert_eq!(check_policy(&policy(&[50], &[])), Err(PolicyWrong::NobodyTold));
        assert_eq!(
            check_policy(&policy(&[50], &[(MINUTES_MAX + 1, Rung::Owner)])),
            Err(PolicyWrong::Minutes)
        );
        assert_eq!(
            check_policy(&policy(&[50], &[(5, Rung::Owner), (5, Rung::Owner)])),
            Err(PolicyWrong::StepTwice)
        );
    }

    /// Working seconds between two instants, second by second by the wall clock: slow and plain.
    fn model_seconds(calendar: &Calendar, from: Timestamp, to: Timestamp) -> i64 {
        let mut count = 0;
        let mut now = from.as_second();
        while now < to.as_second() {
            let local = calendar.zone().to_datetime(Timestamp::from_second(now).unwrap());
            let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap();
            let open = calendar.hours_on(local.date()).iter();
            count += i64::from(
                open.clone().any(|hours| hours.start_minute() <= minute && minute < hours.end_minute()),
            );
            now += 1;
        }
        count
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        /// Over changes of the clocks in three zones: a warning comes at the first second at which its share of the
        /// working seconds has passed.
        #[test]
        fn each_warning_is_right_to_the_second(zone in 0_usize..3, start in 0_i64..200_000, length in 60_i64..200_000, percent in 1_u32..100) {
            let (name, base) = [
                ("America/Chicago", "2026-03-07T06:00:00Z"),
                ("Europe/Lisbon", "2026-10-24T06:00:00Z"),
                ("Australia/Lord_Howe", "2026-04-03T06:00:00Z"),
            ][zone];
            let week = std::array::from_fn(|_| vec![Hours::new(1, 7 * 60 + 13).unwrap(), Hours::new(22 * 60, 24 * 60).unwrap()]);
            let calendar = Calendar::new(name, week, std::collections::BTreeMap::new()).unwrap();
            let from = at(base) + SignedDuration::from_secs(start);
            let due = from + SignedDuration::from_secs(length);
            let plan = plan(from, due, &calendar, &policy(&[percent], &[(0, Rung::Owner)]));
            let total = model_seconds(&calendar, from, due);
            let Some(warning) = plan.iter().find(|step| step.step == Step::Warn(percent)) else {
                // Nothing but the due: the share is only reached there.
                prop_assert!(total > 0);
                return Ok(());
            };
            let reached = |moment: Timestamp| model_seconds(&calendar, from, moment) * 100 >= total * i64::from(percent);
            let second = Timestamp::from_second(warning.at.as_second() + i64::from(warning.at.subsec_nanosecond() > 0)).unwrap();
            prop_assert!(reached(second));
            prop_assert!(second == from || total == 0 || !reached(second - SignedDuration::from_secs(1)));
        }
    }
}
