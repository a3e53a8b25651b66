//! The confirmation checkpoint (R19): on its day manufacturing states readiness, service whether it can install,
//! and the owner asks the customer. Only an accepted confirmation moves the committed date; doing nothing moves
//! nothing and is escalated.

use accord_business_time::{Calendar, add_months_clamped};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// How a checkpoint stands.
    pub enum CheckpointState as "checkpoint-state" {
        /// Nobody has acted on it yet.
        Open = "open",
        /// The question lies with the customer.
        Asked = "asked",
        /// Nobody acted in time; the head of sales was told.
        Escalated = "escalated",
        /// The customer accepted the earlier date.
        Confirmed = "confirmed",
        /// The committed date stays.
        Kept = "kept",
        /// The order was shipped or cancelled before it came to that.
        Overtaken = "overtaken",
    }
}

impl CheckpointState {
    /// Whether somebody still has to act.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Asked | Self::Escalated)
    }
}

/// How far after the meeting the checkpoint lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// The same day so many months later, clamped to the month's end.
    Months(i32),
    /// So many days later.
    Days(i32),
}

/// The civil day of a checkpoint: the interval after the meeting, on a working day of its owner, and before
/// `latest` (the last day on which an earlier date can still be offered). Never before the meeting's own day.
pub fn checkpoint_on(meeting: Date, interval: Interval, latest: Date, owner: &Calendar) -> Date {
    let wished = match interval {
        Interval::Months(months) => add_months_clamped(meeting, months).ok(),
        Interval::Days(days) => meeting.checked_add(Span::new().days(days)).ok(),
    };
    let wished = wished.unwrap_or(meeting);
    let day = owner.working_day_on_or_after(wished).unwrap_or(wished);
    if day <= latest {
        return day.max(meeting);
    }
    owner.working_day_on_or_before(latest).unwrap_or(latest).max(meeting)
}

/// What is known on the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Readiness {
    /// What manufacturing stated, in per cent.
    pub percent: Option<i64>,
    /// Whether service can install early; nothing when it has not said.
    pub service_able: Option<bool>,
    /// Whether anything is to be installed at all.
    pub installed: bool,
    /// The per cent that is needed for an earlier date.
    pub threshold: i64,
}

/// Why an earlier date may not be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotReady {
    /// Manufacturing has not stated readiness.
    ReadinessNotStated,
    /// Readiness lies below what is needed.
    ReadinessTooLow,
    /// Service has not said whether it can install.
    ServiceNotStated,
    /// Service cannot install early.
    ServiceUnable,
    /// The date is not earlier than what stands.
    NotEarlier,
    /// The day lies before today.
    InThePast,
}

/// What stands against offering `wanted` instead of `committed` on `today`; empty when nothing does.
pub fn against_earlier(facts: Readiness, wanted: Date, committed: Date, today: Date) -> Vec<NotReady> {
    let mut found = Vec::new();
    match facts.percent {
        None => found.push(NotReady::ReadinessNotStated),
        Some(percent) if percent < facts.threshold => found.push(NotReady::ReadinessTooLow),
        Some(_) => {}
    }
    match facts.service_able {
        _ if !facts.installed => {}
        None => found.push(NotReady::ServiceNotStated),
        Some(false) => found.push(NotReady::ServiceUnable),
        Some(true) => {}
    }
    if wanted >= committed {
        found.push(NotReady::NotEarlier);
    }
    if wanted < today {
        found.push(NotReady::InThePast);
    }
    found
}

#[cfg(test)]
mod tests {
    use accord_business_time::Hours;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn weekdays() -> Calendar {
        Calendar::weekdays("America/Sao_Paulo", &["08:00-17:00".parse::<Hours>().unwrap()]).unwrap()
    }

    #[test]
    fn r19_one_month_on_is_the_same_day_clamped_and_a_working_day() {
        let far = date(2040, 1, 1);
        let on = |meeting, interval| checkpoint_on(meeting, interval, far, &weekdays());
        assert_eq!(on(date(2026, 2, 2), Interval::Months(1)), date(2026, 3, 2));
        assert_eq!(on(date(2026, 2, 2), Interval::Days(28)), date(2026, 3, 2));
        // 31 August + 1 month is 30 September; 31 October 2026 is a Saturday, so the Monday after it.
        assert_eq!(on(date(2026, 8, 31), Interval::Months(1)), date(2026, 9, 30));
        assert_eq!(on(date(2026, 9, 30), Interval::Days(31)), date(2026, 11, 2));
        let holiday = weekdays().with_exception(date(2026, 3, 2), &[]).unwrap();
        assert_eq!(checkpoint_on(date(2026, 2, 2), Interval::Months(1), far, &holiday), date(2026, 3, 3));
    }

    #[test]
    fn a_checkpoint_lies_before_the_date_that_it_could_confirm() {
        let latest = date(2026, 2, 22);
        let on = checkpoint_on(date(2026, 2, 2), Interval::Months(1), latest, &weekdays());
        assert_eq!(on, date(2026, 2, 20));
        let same_day = checkpoint_on(date(2026, 2, 2), Interval::Months(1), date(2026, 1, 30), &weekdays());
        assert_eq!(same_day, date(2026, 2, 2));
    }

    #[test]
    fn everything_that_stands_against_an_earlier_date_is_named() {
        let ready = Readiness { percent: Some(93), service_able: Some(true), installed: true, threshold: 90 };
        let (wanted, committed, today) = (date(2031, 5, 5), date(2031, 6, 2), date(2031, 4, 7));
        let against = |facts| against_earlier(facts, wanted, committed, today);
        assert_eq!(against(ready), []);
        assert_eq!(against(Readiness { percent: Some(90), ..ready }), []);
        assert_eq!(against(Readiness { percent: Some(89), ..ready }), [NotReady::ReadinessTooLow]);
        let unknown = Readiness { percent: None, service_able: None, ..ready };
        assert_eq!(against(unknown), [NotReady::ReadinessNotStated, NotReady::ServiceNotStated]);
        assert_eq!(against(Readiness { service_able: Some(false), ..ready }), [NotReady::ServiceUnable]);
        assert_eq!(against(Readiness { service_able: None, installed: false, ..ready }), []);
        assert_eq!(against_earlier(ready, committed, committed, today), [NotReady::NotEarlier]);
        assert_eq!(against_earlier(ready, date(2031, 4, 6), committed, today), [NotReady::InThePast]);
    }

    proptest! {
        #[test]
        fn a_checkpoint_is_never_before_its_meeting_nor_after_its_latest_day(start in 0_i32..2_000, ahead in 0_i32..200, months in 0_i32..12) {
            let meeting = date(2026, 1, 1).saturating_add(Span::new().days(start));
            let latest = meeting.saturating_add(Span::new().days(ahead));
            let on = checkpoint_on(meeting, Interval::Months(months), latest, &weekdays());
            prop_assert!(on >= meeting && on <= latest.max(meeting));
        }
    }
}
