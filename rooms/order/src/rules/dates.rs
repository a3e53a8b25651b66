//! The dates of an order line: what the customer requires, what was committed, what we aim at, what is forecast.
//!
//! Only the committed date leaves the house (T20). Only the confirmation checkpoint moves it earlier (T4). Every
//! committed date is kept, and "on time" is measured against the earliest the customer was ever told and accepted,
//! so that pushing a date out never repairs the figure (R24).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

accord_kernel::word_enum! {
    /// Which of a line's dates.
    pub enum DateWhat as "order-date" {
        /// What the customer asks for.
        Required = "required",
        /// What the customer was told.
        Committed = "committed",
        /// What we aim at, inside only.
        Target = "target",
        /// What we now expect, inside only.
        Forecast = "forecast",
        /// When it left.
        Shipped = "shipped",
    }
}

accord_kernel::word_enum! {
    /// By what a committed date is to move.
    pub enum MoveBy as "order-date-move" {
        /// The customer is told a date: at entry, in the review, or a later one with its reason.
        Telling = "telling",
        /// The confirmation checkpoint, accepted by the customer.
        Checkpoint = "checkpoint",
    }
}

/// What a wanted committed date means beside the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommittedMove {
    /// No date was told before.
    First,
    /// The date that stands.
    Same,
    /// Later than what stands: the customer has to be told why.
    Later,
    /// Earlier, by a confirmed checkpoint.
    Earlier,
    /// Earlier, and not by a checkpoint: refused.
    OnlyByCheckpoint,
}

/// How a committed date may move.
pub fn committed_move(stands: Option<Date>, wanted: Date, by: MoveBy) -> CommittedMove {
    match stands {
        None => CommittedMove::First,
        Some(stands) if wanted == stands => CommittedMove::Same,
        Some(stands) if wanted > stands => CommittedMove::Later,
        Some(_) if by == MoveBy::Checkpoint => CommittedMove::Earlier,
        Some(_) => CommittedMove::OnlyByCheckpoint,
    }
}

/// Whether a customer would be told an earlier day than we expect to keep ourselves.
pub fn told_before_expected(told: Date, expected: Option<Date>) -> bool {
    expected.is_some_and(|expected| told < expected)
}

/// Whether a day is no aim: what the customer was told comes before it, so to expect it is a forecast (R24).
pub fn aims_after_told(aim: Date, told: Option<Date>) -> bool {
    told.is_some_and(|told| aim > told)
}

/// A committed date in its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// The customer was told.
    pub told: bool,
    /// The customer accepted it: by silence to a first date, by words to a changed one.
    pub accepted: bool,
}

/// The day against which delivery is measured: the earliest ever told and accepted. Nothing when none was.
pub fn measured_against(history: &[Told]) -> Option<Date> {
    history.iter().filter(|date| date.told && date.accepted).map(|date| date.on).min()
}

/// How a delivery stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing was ever promised, so nothing can be kept or broken.
    NeverTold,
    /// Shipped by the day that counts.
    OnTime,
    /// Shipped after it.
    Late,
    /// Not shipped, and the day has passed.
    OpenAndLate,
    /// Not shipped, and the day is still to come.
    Open,
}

/// How a delivery stands: `against` is [`measured_against`], `today` the civil day at the site.
pub fn delivery(against: Option<Date>, shipped: Option<Date>, today: Date) -> Delivery {
    match (against, shipped) {
        (None, _) => Delivery::NeverTold,
        (Some(against), Some(shipped)) if shipped <= against => Delivery::OnTime,
        (Some(_), Some(_)) => Delivery::Late,
        (Some(against), None) if today > against => Delivery::OpenAndLate,
        (Some(_), None) => Delivery::Open,
    }
}

/// Whole days from one day to another; negative when the other lies before.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn told(on: Date) -> Told {
        Told { on, told: true, accepted: true }
    }

    #[test]
    fn t04_only_the_checkpoint_moves_a_committed_date_earlier() {
        let stands = Some(date(2029, 6, 18));
        let earlier = date(2029, 5, 21);
        assert_eq!(committed_move(None, earlier, MoveBy::Telling), CommittedMove::First);
        assert_eq!(committed_move(stands, date(2029, 6, 18), MoveBy::Telling), CommittedMove::Same);
        assert_eq!(committed_move(stands, date(2029, 6, 19), MoveBy::Telling), CommittedMove::Later);
        assert_eq!(committed_move(stands, earlier, MoveBy::Telling), CommittedMove::OnlyByCheckpoint);
        assert_eq!(committed_move(stands, earlier, MoveBy::Checkpoint), CommittedMove::Earlier);
    }

    #[test]
    fn r24_a_day_after_the_told_one_is_no_aim_and_no_day_before_the_expected_one_is_told() {
        let (told, later) = (date(2029, 6, 18), date(2029, 6, 19));
        assert!(aims_after_told(later, Some(told)));
        assert!(!aims_after_told(told, Some(told)) && !aims_after_told(later, None));
        assert!(told_before_expected(told, Some(later)));
        assert!(!told_before_expected(later, Some(later)) && !told_before_expected(told, None));
    }

    #[test]
    fn r24_a_date_pushed_out_never_repairs_the_figure() {
        let first = date(2029, 6, 18);
        let history = [told(first), told(date(2029, 7, 9))];
        assert_eq!(measured_against(&history), Some(first));
        assert_eq!(delivery(Some(first), Some(date(2029, 7, 2)), date(2029, 8, 1)), Delivery::Late);
    }

    #[test]
    fn an_earlier_date_counts_only_once_it_was_accepted() {
        let offered = Told { on: date(2029, 5, 21), told: true, accepted: false };
        let history = [told(date(2029, 6, 18)), offered];
        assert_eq!(measured_against(&history), Some(date(2029, 6, 18)));
        let accepted = [history[0], told(date(2029, 5, 21)), told(date(2029, 6, 4))];
        assert_eq!(measured_against(&accepted), Some(date(2029, 5, 21)));
        assert_eq!(measured_against(&[Told { told: false, ..history[0] }]), None);
    }

    #[test]
    fn a_delivery_is_late_only_after_the_day() {
        let day = Some(date(2029, 6, 18));
        assert_eq!(delivery(day, None, date(2029, 6, 18)), Delivery::Open);
        assert_eq!(delivery(day, None, date(2029, 6, 19)), Delivery::OpenAndLate);
        assert_eq!(delivery(day, day, date(2029, 6, 19)), Delivery::OnTime);
        assert_eq!(delivery(None, day, date(2029, 6, 19)), Delivery::NeverTold);
    }

    #[test]
    fn days_are_counted_over_months_and_leap_days() {
        assert_eq!(days_between(date(2026, 3, 30), date(2026, 4, 27)), 28);
        assert_eq!(days_between(date(2028, 2, 28), date(2028, 3, 1)), 2);
        assert_eq!(days_between(date(2026, 5, 11), date(2026, 4, 27)), -14);
    }

    proptest! {
        #[test]
        fn what_is_told_later_never_loosens(days in prop::collection::vec((0_i32..400, any::<bool>(), any::<bool>()), 0..12)) {
            let start = date(2030, 1, 1);
            let history: Vec<Told> = days
                .iter()
                .map(|(day, told, accepted)| Told { on: start.saturating_add(jiff::Span::new().days(*day)), told: *told, accepted: *accepted })
                .collect();
            let mut best = None;
            for end in 0..=history.len() {
                let now = measured_against(&history[..end]);
                prop_assert!(best.is_none() || now <= best);
                best = now.or(best);
            }
        }
    }
}
