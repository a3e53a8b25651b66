//! When a case may be closed (R33), and whether it counts as a success: in time and felt right.

use crate::id::CaseState;

/// What closing looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How it stands.
    pub state: CaseState,
    /// The technical result is written down.
    pub has_result: bool,
    /// The customer said that it runs.
    pub confirmed: bool,
    /// What our work left behind is still to be made good.
    pub make_good_open: bool,
    /// They wrote after they had said that it runs, and nobody answered (R43).
    pub unanswered: bool,
}

/// Why it is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is closed or withdrawn.
    Ended,
    /// It does not run yet.
    NotFixed,
    /// The technical result is missing.
    NoResult,
    /// The customer has not said that it runs: fixed, not closed.
    NotConfirmed,
    /// What our work left behind is not made good.
    MakeGoodOpen,
    /// The customer wrote since and has no answer.
    Unanswered,
}

/// Whether it may be closed.
///
/// # Errors
/// What stands against it, the first first.
pub fn may_close(facts: &Facts) -> Result<(), Wrong> {
    match facts.state {
        CaseState::Closed | CaseState::Withdrawn => return Err(Wrong::Ended),
        CaseState::Open => return Err(Wrong::NotFixed),
        CaseState::Fixed => {}
    }
    if !facts.has_result {
        Err(Wrong::NoResult)
    } else if !facts.confirmed {
        Err(Wrong::NotConfirmed)
    } else if facts.make_good_open {
        Err(Wrong::MakeGoodOpen)
    } else if facts.unanswered {
        Err(Wrong::Unanswered)
    } else {
        Ok(())
    }
}

/// Whether a closed case is a success: every clock in time, and rated `good` or more. Without a rating it is none.
pub fn is_success(in_time: bool, rating: Option<i64>, good: i64) -> bool {
    in_time && rating.is_some_and(|rating| rating >= good)
}

#[cfg(test)]
mod tests {
    use super::*;

    const READY: Facts = Facts {
        state: CaseState::Fixed,
        has_result: true,
        confirmed: true,
        make_good_open: false,
        unanswered: false,
    };

    #[test]
    fn r43_what_the_customer_wrote_is_answered_before_the_case_is_closed() {
        assert_eq!(may_close(&Facts { unanswered: true, ..READY }), Err(Wrong::Unanswered));
        let both = Facts { unanswered: true, make_good_open: true, ..READY };
        assert_eq!(may_close(&both), Err(Wrong::MakeGoodOpen));
    }

    #[test]
    fn r33_nothing_is_closed_without_the_customers_word() {
        assert_eq!(may_close(&READY), Ok(()));
        assert_eq!(may_close(&Facts { confirmed: false, ..READY }), Err(Wrong::NotConfirmed));
        assert_eq!(may_close(&Facts { make_good_open: true, ..READY }), Err(Wrong::MakeGoodOpen));
        assert_eq!(may_close(&Facts { has_result: false, ..READY }), Err(Wrong::NoResult));
        assert_eq!(may_close(&Facts { state: CaseState::Open, ..READY }), Err(Wrong::NotFixed));
        assert_eq!(may_close(&Facts { state: CaseState::Withdrawn, ..READY }), Err(Wrong::Ended));
    }

    #[test]
    fn r33_in_time_and_felt_right_or_no_success() {
        assert!(is_success(true, Some(4), 4));
        assert!(!is_success(true, Some(2), 4));
        assert!(!is_success(false, Some(5), 4));
        assert!(!is_success(true, None, 4));
    }
}
