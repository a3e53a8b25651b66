//! How a promise ends, and what may still be done to it. There is no way to delete one and none to back-date one.

use jiff::Timestamp;

use crate::id::State;

/// Why something cannot be done to a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It has ended already.
    Ended(State),
    /// It cannot have happened before the promise was made.
    BeforeMade,
    /// It cannot have happened after now.
    InFuture,
    /// The new due is in the past.
    DuePast,
    /// The new due is the present one.
    SameDue,
    /// The customer was not told the new due.
    Untold,
    /// A ship date becomes earlier at the checkpoint only (T4).
    EarlierByCheckpoint,
}

/// Whether it is still owed.
///
/// # Errors
/// [`Wrong::Ended`].
pub fn still_open(state: State) -> Result<(), Wrong> {
    if state == State::Open { Ok(()) } else { Err(Wrong::Ended(state)) }
}

/// How it ends when it was kept at `happened`: measured to the earliest due the customer was told and accepted, not to
/// the present one (R24, R65).
///
/// # Errors
/// [`Wrong::Ended`], [`Wrong::BeforeMade`] or [`Wrong::InFuture`].
pub fn kept(
    state: State,
    made_at: Timestamp,
    measured_at: Timestamp,
    happened: Timestamp,
    now: Timestamp,
) -> Result<State, Wrong> {
    still_open(state)?;
    if happened < made_at {
        return Err(Wrong::BeforeMade);
    }
    if happened > now {
        return Err(Wrong::InFuture);
    }
    Ok(if happened <= measured_at { State::Kept } else { State::KeptLate })
}

/// A new due as somebody wants it.
#[derive(Debug, Clone, Copy)]
pub struct NewDue {
    /// The present due.
    pub present: Timestamp,
    /// The wanted due.
    pub wanted: Timestamp,
    /// Whether the customer was told by a person.
    pub told: bool,
    /// Whether only the checkpoint may make it earlier.
    pub by_checkpoint_only: bool,
    /// Whether this is the checkpoint.
    pub at_checkpoint: bool,
}

/// Whether a promise may get a new due.
///
/// # Errors
/// What stands against it.
pub fn may_redate(state: State, new: &NewDue, now: Timestamp) -> Result<(), Wrong> {
    still_open(state)?;
    if new.wanted <= now {
        return Err(Wrong::DuePast);
    }
    if new.wanted == new.present {
        return Err(Wrong::SameDue);
    }
    if new.wanted < new.present && new.by_checkpoint_only && !new.at_checkpoint {
        return Err(Wrong::EarlierByCheckpoint);
    }
    if !new.told {
        return Err(Wrong::Untold);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn t(second: i64) -> Timestamp {
        Timestamp::from_second(1_780_000_000 + second).unwrap()
    }

    #[test]
    fn kept_at_the_very_instant_is_kept_and_a_moment_later_is_late() {
        assert_eq!(kept(State::Open, t(0), t(100), t(100), t(200)), Ok(State::Kept));
        let just_after = t(100) + SignedDuration::from_micros(1);
        assert_eq!(kept(State::Open, t(0), t(100), just_after, t(200)), Ok(State::KeptLate));
    }

    #[test]
    fn nothing_happens_before_it_was_made_or_after_now() {
        assert_eq!(kept(State::Open, t(10), t(100), t(9), t(200)), Err(Wrong::BeforeMade));
        assert_eq!(kept(State::Open, t(10), t(100), t(201), t(200)), Err(Wrong::InFuture));
    }

    #[test]
    fn what_has_ended_stays_as_it_ended() {
        for state in State::ALL.iter().copied().filter(|state| *state != State::Open) {
            assert_eq!(kept(state, t(0), t(9), t(5), t(9)), Err(Wrong::Ended(state)));
            let new = NewDue {
                present: t(50),
                wanted: t(90),
                told: true,
                by_checkpoint_only: false,
                at_checkpoint: false,
            };
            assert_eq!(may_redate(state, &new, t(9)), Err(Wrong::Ended(state)));
        }
    }

    #[test]
    fn a_new_due_is_told_and_a_ship_date_comes_forward_at_the_checkpoint_only() {
        let new = NewDue {
            present: t(50),
            wanted: t(90),
            told: true,
            by_checkpoint_only: true,
            at_checkpoint: false,
        };
        assert_eq!(may_redate(State::Open, &new, t(9)), Ok(()));
        assert_eq!(may_redate(State::Open, &NewDue { told: false, ..new }, t(9)), Err(Wrong::Untold));
        let earlier = NewDue { wanted: t(40), ..new };
        assert_eq!(may_redate(State::Open, &earlier, t(9)), Err(Wrong::EarlierByCheckpoint));
        assert_eq!(may_redate(State::Open, &NewDue { at_checkpoint: true, ..earlier }, t(9)), Ok(()));
        assert_eq!(may_redate(State::Open, &NewDue { wanted: t(9), ..new }, t(9)), Err(Wrong::DuePast));
        assert_eq!(may_redate(State::Open, &NewDue { wanted: t(50), ..new }, t(9)), Err(Wrong::SameDue));
    }

    proptest! {
        #[test]
        fn kept_never_depends_on_when_it_is_recorded(measured in 0_i64..1_000, happened in 0_i64..1_000, later in 0_i64..1_000) {
            let first = kept(State::Open, t(0), t(measured), t(happened), t(happened));
            let then = kept(State::Open, t(0), t(measured), t(happened), t(happened + later));
            prop_assert_eq!(first, then);
            prop_assert_eq!(first == Ok(State::Kept), happened <= measured);
        }
    }
}
