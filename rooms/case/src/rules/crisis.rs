//! When a customer in crisis is served well again (R31): all of its cases confirmed restored, rated well or made good to
//! the customer's satisfaction, and the quiet time since the last confirmation over. Lowering a severity ends nothing.

use jiff::{SignedDuration, Timestamp};

use crate::id::WaitsFor;

/// How the recovery of a case stands, as the room that keeps recoveries says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecoveryState {
    /// There is none.
    #[default]
    None,
    /// Somebody works on it.
    Open,
    /// The customer said that it is put right.
    Satisfied(Timestamp),
}

/// A case of the crisis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struck {
    /// When the customer said that it runs.
    pub confirmed_at: Option<Timestamp>,
    /// How they found it.
    pub rating: Option<i64>,
    /// When they said so.
    pub rated_at: Option<Timestamp>,
    /// How its recovery stands.
    pub recovery: RecoveryState,
}

/// What holds of a crisis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// When it ends, once only time is left.
    pub until: Option<Timestamp>,
}

/// When the crisis ends.
///
/// The first moment at which all hold: confirmed restored; rated `good` or more, or, after a lower rating, recovery
/// closed to the customer's satisfaction; `quiet` since the last confirmation.
pub fn standing(cases: &[Struck], good: i64, quiet: SignedDuration) -> Quiet {
    let mut last = Timestamp::MIN;
    let mut waits: Option<WaitsFor> = None;
    let mut worse = |what: WaitsFor| {
        if waits.is_none_or(|now| rank(what) < rank(now)) {
            waits = Some(what);
        }
    };
    for case in cases {
        let Some(confirmed) = case.confirmed_at else {
            worse(WaitsFor::Confirmation);
            continue;
        };
        last = last.max(confirmed.checked_add(quiet).unwrap_or(Timestamp::MAX));
        let rated_at = case.rated_at.unwrap_or(confirmed);
        match (case.rating, case.recovery) {
            (_, RecoveryState::Open) => worse(WaitsFor::Recovery),
            // What was put right before the case was opened again says nothing of how it went now.
            (None, _) => worse(WaitsFor::Rating),
            (Some(rating), _) if rating >= good => last = last.max(rated_at),
            (Some(_), RecoveryState::Satisfied(at)) if at >= rated_at => last = last.max(at),
            (Some(_), _) => worse(WaitsFor::Recovery),
        }
    }
    match waits {
        Some(waits_for) => Quiet { waits_for, until: None },
        None => Quiet { waits_for: WaitsFor::Quiet, until: Some(last) },
    }
}

fn rank(what: WaitsFor) -> u8 {
    match what {
        WaitsFor::Confirmation => 0,
        WaitsFor::Rating => 1,
        WaitsFor::Recovery => 2,
        WaitsFor::Quiet => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const QUIET: SignedDuration = SignedDuration::from_hours(72);

    fn struck(confirmed: Option<&str>, rating: Option<i64>) -> Struck {
        Struck {
            confirmed_at: confirmed.map(t),
            rating,
            rated_at: confirmed.map(t).filter(|_| rating.is_some()),
            recovery: RecoveryState::None,
        }
    }

    #[test]
    fn r31_confirmed_and_rated_well_ends_after_the_quiet_time() {
        let case = struck(Some("2026-07-18T16:40:00Z"), Some(5));
        let ends = standing(&[case], 4, QUIET);
        assert_eq!(ends, Quiet { waits_for: WaitsFor::Quiet, until: Some(t("2026-07-21T16:40:00Z")) });
        let other = SignedDuration::from_hours(31);
        assert_eq!(standing(&[case], 4, other).until, Some(t("2026-07-19T23:40:00Z")));
    }

    #[test]
    fn r31_a_rating_that_comes_late_ends_it_when_it_comes() {
        let late = Struck {
            rated_at: Some(t("2026-07-25T09:00:00Z")),
            ..struck(Some("2026-07-18T16:40:00Z"), Some(4))
        };
        assert_eq!(standing(&[late], 4, QUIET).until, Some(t("2026-07-25T09:00:00Z")));
    }

    #[test]
    fn r31_a_low_rating_stays_until_recovery_is_closed() {
        let low = struck(Some("2026-07-18T16:40:00Z"), Some(3));
        assert_eq!(standing(&[low], 4, QUIET), Quiet { waits_for: WaitsFor::Recovery, until: None });
        let open = Struck { recovery: RecoveryState::Open, ..low };
        assert_eq!(standing(&[open], 4, QUIET).until, None);
        let early = Struck { recovery: RecoveryState::Satisfied(t("2026-07-19T10:00:00Z")), ..low };
        assert_eq!(standing(&[early], 4, QUIET).until, Some(t("2026-07-21T16:40:00Z")));
        let late = Struck { recovery: RecoveryState::Satisfied(t("2026-08-02T10:00:00Z")), ..low };
        assert_eq!(standing(&[late], 4, QUIET).until, Some(t("2026-08-02T10:00:00Z")));
    }

    #[test]
    fn r31_what_was_put_right_before_counts_for_no_later_rating() {
        let before = RecoveryState::Satisfied(t("2026-07-20T08:00:00Z"));
        let again = |rating, rated: Option<&str>| Struck {
            rating,
            rated_at: rated.map(t),
            recovery: before,
            ..struck(Some("2026-07-29T10:00:00Z"), None)
        };
        let waits = |case| standing(&[case], 4, QUIET).waits_for;
        assert_eq!(waits(again(None, None)), WaitsFor::Rating);
        assert_eq!(waits(again(Some(2), Some("2026-07-29T11:00:00Z"))), WaitsFor::Recovery);
        let good = again(Some(4), Some("2026-07-29T11:00:00Z"));
        assert_eq!(standing(&[good], 4, QUIET).until, Some(t("2026-08-01T10:00:00Z")));
    }

    #[test]
    fn every_case_of_the_crisis_counts_and_the_first_thing_missing_is_named() {
        let good = struck(Some("2026-07-18T16:40:00Z"), Some(5));
        assert_eq!(standing(&[good, struck(None, None)], 4, QUIET).waits_for, WaitsFor::Confirmation);
        let unrated = struck(Some("2026-07-19T16:40:00Z"), None);
        assert_eq!(standing(&[good, unrated], 4, QUIET).waits_for, WaitsFor::Rating);
        let second = struck(Some("2026-07-20T01:00:00Z"), Some(4));
        assert_eq!(standing(&[good, second], 4, QUIET).until, Some(t("2026-07-23T01:00:00Z")));
    }
}
