//! The confirmation checkpoint (R19): on its day manufacturing states readiness, service whether it can install,
//! and the owner asks the customer. Only an accepted confirmation moves the committed date; doing nothing moves
//! nothing and is escalated.

use std::collections::BTreeMap;

use accord_business_time::{Calendar, add_months_clamped};
use jiff::{Span, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::LineId;

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

/// When a customer is told that dates are confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Nothing is to be confirmed.
    None,
    /// On this day.
    On(Date),
    /// The day is over, and nobody has: no day can be named until somebody acts.
    Overdue,
}

/// Whether a checkpoint can still be held to its day; one whose day is over is no answer any more (T4).
pub fn stands(state: CheckpointState, due_at: Timestamp, now: Timestamp) -> bool {
    state.is_open() && due_at > now
}

/// When the customer is told that dates are confirmed: the first day that is not over. With the question at the customer
/// nothing is overdue on our side.
pub fn confirmation(known: &[(CheckpointState, Date, Timestamp)], now: Timestamp) -> Confirmation {
    let ahead = known.iter().filter(|(state, _, due_at)| stands(*state, *due_at, now));
    if let Some(on) = ahead.map(|(_, on, _)| *on).min() {
        return Confirmation::On(on);
    }
    let ours = |state: CheckpointState| state.is_open() && state != CheckpointState::Asked;
    if known.iter().any(|(state, ..)| ours(*state)) { Confirmation::Overdue } else { Confirmation::None }
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

/// Goods that are still to be shipped, as a decision at a checkpoint sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goods {
    /// The line.
    pub line: LineId,
    /// What the customer was told.
    pub committed: Option<Date>,
    /// What we aim at.
    pub target: Option<Date>,
}

impl Goods {
    /// The day at which we aim, where the customer was told a later one.
    pub fn aims_earlier(self) -> Option<Date> {
        self.target.filter(|target| self.committed.is_some_and(|told| *target < told))
    }
}

/// What a decision leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    /// Which day.
    Day,
    /// For which goods.
    Lines,
}

/// Which goods the customer's yes moves, each to its day: nobody else's date moves with them (R19). Goods that ship
/// together have one day. Of those that ship apart it is the `named` ones, each to the day given or its own target; with
/// none named those for which we aim earlier, each to its own target, or those that aim at the day given. A day at
/// which none aims belongs to the only one that can be meant.
///
/// # Errors
/// What has to be said to know it.
pub fn moved(
    goods: &[Goods],
    named: &[LineId],
    apart: bool,
    on: Option<Date>,
) -> Result<BTreeMap<LineId, Date>, Unsaid> {
    if !apart {
        let day = on.or_else(|| goods.iter().filter_map(|one| one.target).max()).ok_or(Unsaid::Day)?;
        return Ok(goods.iter().map(|one| (one.line, day)).collect());
    }
    if !named.is_empty() {
        let chosen = goods.iter().filter(|one| named.contains(&one.line));
        return chosen.map(|one| Ok((one.line, on.or(one.target).ok_or(Unsaid::Day)?))).collect();
    }
    let aiming = || goods.iter().filter_map(|one| Some((one.line, one.aims_earlier()?)));
    let Some(day) = on else {
        let each: BTreeMap<LineId, Date> = aiming().collect();
        return if each.is_empty() { Err(Unsaid::Day) } else { Ok(each) };
    };
    let at: BTreeMap<LineId, Date> = aiming().filter(|(_, target)| *target == day).collect();
    if !at.is_empty() {
        return Ok(at);
    }
    let told = goods.iter().filter(|one| one.committed.is_some()).map(|one| one.line);
    let meant: Vec<LineId> = match aiming().next() {
        Some(_) => aiming().map(|(line, _)| line).collect(),
        None => told.collect(),
    };
    match meant[..] {
        [only] => Ok(BTreeMap::from([(only, day)])),
        _ => Err(Unsaid::Lines),
    }
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

    #[test]
    fn t04_a_day_that_is_over_is_named_to_nobody() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (first, then) = (date(2031, 3, 3), date(2031, 4, 7));
        let over = |state| (state, first, at("2031-03-03T20:00:00Z"));
        let ahead = (CheckpointState::Open, then, at("2031-04-07T20:00:00Z"));
        let found = |known: &[_], now: &str| confirmation(known, at(now));
        let (before, after) = ("2031-03-03T19:59:59Z", "2031-03-03T20:00:00Z");
        assert_eq!(found(&[over(CheckpointState::Open), ahead], before), Confirmation::On(first));
        assert_eq!(found(&[over(CheckpointState::Escalated), ahead], after), Confirmation::On(then));
        assert_eq!(found(&[over(CheckpointState::Escalated)], after), Confirmation::Overdue);
        assert_eq!(found(&[over(CheckpointState::Open)], after), Confirmation::Overdue);
        assert_eq!(found(&[over(CheckpointState::Asked)], after), Confirmation::None);
        assert_eq!(found(&[over(CheckpointState::Kept)], before), Confirmation::None);
        assert_eq!(found(&[], after), Confirmation::None);
    }

    fn line(n: u128) -> LineId {
        LineId(uuid::Uuid::from_u128(n))
    }

    fn goods(n: u128, committed: Option<Date>, target: Option<Date>) -> Goods {
        Goods { line: line(n), committed, target }
    }

    #[test]
    fn r19_a_yes_moves_the_goods_that_it_is_about_and_no_others() {
        let (may, june, july) = (date(2031, 5, 5), date(2031, 6, 2), date(2031, 7, 7));
        let control = goods(1, Some(june), Some(may));
        let press = goods(2, Some(july), None);
        let pump = goods(3, Some(july), Some(june));
        let of =
            |list: &[(u128, Date)]| list.iter().map(|(n, on)| (line(*n), *on)).collect::<BTreeMap<_, _>>();
        // With nothing said, each that aims earlier goes to its own target; one that aims at nothing stays.
        assert_eq!(moved(&[control, press], &[], true, None), Ok(of(&[(1, may)])));
        assert_eq!(moved(&[control, press, pump], &[], true, None), Ok(of(&[(1, may), (3, june)])));
        // A day belongs to those that aim at it, or to the only one that can be meant.
        assert_eq!(moved(&[control, press, pump], &[], true, Some(june)), Ok(of(&[(3, june)])));
        let between = date(2031, 5, 19);
        assert_eq!(moved(&[control, press], &[], true, Some(between)), Ok(of(&[(1, between)])));
        assert_eq!(moved(&[control, press, pump], &[], true, Some(between)), Err(Unsaid::Lines));
        // Named ones, and no others.
        assert_eq!(moved(&[control, press, pump], &[line(2)], true, Some(between)), Ok(of(&[(2, between)])));
        assert_eq!(moved(&[control, press, pump], &[line(3)], true, None), Ok(of(&[(3, june)])));
        assert_eq!(moved(&[control, press], &[line(2)], true, None), Err(Unsaid::Day));
        // Nothing aims earlier: whoever asked for it has to say for which goods.
        let told = goods(4, Some(june), None);
        assert_eq!(moved(&[told], &[], true, Some(may)), Ok(of(&[(4, may)])));
        assert_eq!(moved(&[told, press], &[], true, Some(may)), Err(Unsaid::Lines));
        assert_eq!(moved(&[told, press], &[], true, None), Err(Unsaid::Day));
        // What ships together has one day.
        assert_eq!(moved(&[control, press], &[], false, None), Ok(of(&[(1, may), (2, may)])));
        assert_eq!(moved(&[press], &[], false, None), Err(Unsaid::Day));
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
