//! What may follow what, and until when. Pure.

use jiff::{SignedDuration, Timestamp};

use crate::id::{RowState, RunState};

/// What somebody wants of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Count, or count anew with something else said.
    Count,
    /// Do it.
    Do,
    /// Let go of it.
    Drop,
    /// Take it back.
    Undo,
    /// Go on with what was stopped.
    GoOn,
}

/// Why a wish is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The run stands where this cannot be.
    NotNow,
    /// No row would be changed.
    NoRow,
    /// The time to take it back is over.
    TooLate,
}

/// How a run stands.
#[derive(Debug, Clone, Copy)]
pub struct Stand {
    /// Its state.
    pub state: RunState,
    /// It was stopped there.
    pub stopped: bool,
    /// Rows that would be done, or were.
    pub rows: i64,
    /// Until when it may be taken back.
    pub undo_until: Option<Timestamp>,
}

/// The state in which a run goes on.
///
/// # Errors
/// The fault.
pub fn follows(stand: Stand, wish: Wish, now: Timestamp) -> Result<RunState, Fault> {
    match (wish, stand.state) {
        (Wish::Count, RunState::Chosen | RunState::Counted) => Ok(RunState::Counting),
        (Wish::Do, RunState::Counted) if stand.rows == 0 => Err(Fault::NoRow),
        (Wish::Do, RunState::Counted) => Ok(RunState::Doing),
        (Wish::Drop, RunState::Chosen | RunState::Counted) => Ok(RunState::Dropped),
        (Wish::Drop, RunState::Counting) if stand.stopped => Ok(RunState::Dropped),
        // What was stopped half way is taken back as well: the rows that were done.
        (Wish::Undo, RunState::Done) => in_time(stand, now),
        (Wish::Undo, RunState::Doing) if stand.stopped => in_time(stand, now),
        (Wish::GoOn, state) if stand.stopped => Ok(state),
        _ => Err(Fault::NotNow),
    }
}

fn in_time(stand: Stand, now: Timestamp) -> Result<RunState, Fault> {
    match stand.undo_until {
        Some(until) if now > until => Err(Fault::TooLate),
        _ if stand.rows == 0 => Err(Fault::NoRow),
        _ => Ok(RunState::Undoing),
    }
}

/// Until when an act that begins now can be taken back.
pub fn undo_until(now: Timestamp, hours: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(now)
}

/// The rows that the program takes up in a state, and how the run stands when none is left.
pub fn part(state: RunState) -> Option<(RowState, RunState)> {
    match state {
        RunState::Counting => Some((RowState::Chosen, RunState::Counted)),
        RunState::Doing => Some((RowState::Fits, RunState::Done)),
        RunState::Undoing => Some((RowState::Done, RunState::Undone)),
        _ => None,
    }
}

/// Whether somebody changed a row between the look that was taken at it and now.
pub fn touched(seen: Option<&str>, now: &str) -> bool {
    seen != Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_done_before_it_was_counted_and_nothing_twice() {
        let now = at("2027-03-01T10:00:00Z");
        let stand = |state, rows| Stand { state, stopped: false, rows, undo_until: None };
        assert_eq!(follows(stand(RunState::Chosen, 0), Wish::Do, now), Err(Fault::NotNow));
        assert_eq!(follows(stand(RunState::Chosen, 0), Wish::Count, now), Ok(RunState::Counting));
        assert_eq!(follows(stand(RunState::Counted, 0), Wish::Do, now), Err(Fault::NoRow));
        assert_eq!(follows(stand(RunState::Counted, 3), Wish::Do, now), Ok(RunState::Doing));
        for state in [RunState::Doing, RunState::Done, RunState::Undoing, RunState::Undone, RunState::Dropped]
        {
            assert_eq!(follows(stand(state, 3), Wish::Do, now), Err(Fault::NotNow), "{state:?}");
            assert_eq!(follows(stand(state, 3), Wish::Count, now), Err(Fault::NotNow), "{state:?}");
            assert_eq!(follows(stand(state, 3), Wish::Drop, now), Err(Fault::NotNow), "{state:?}");
        }
    }

    #[test]
    fn taking_back_has_an_end_and_what_was_stopped_goes_on_or_back() {
        let began = at("2027-03-01T10:00:00Z");
        let until = undo_until(began, 36);
        assert_eq!(until, at("2027-03-02T22:00:00Z"));
        let done = Stand { state: RunState::Done, stopped: false, rows: 2, undo_until: Some(until) };
        assert_eq!(follows(done, Wish::Undo, until), Ok(RunState::Undoing), "the last instant counts");
        assert_eq!(follows(done, Wish::Undo, at("2027-03-02T22:00:01Z")), Err(Fault::TooLate));
        assert_eq!(follows(Stand { rows: 0, ..done }, Wish::Undo, began), Err(Fault::NoRow));
        let broken = Stand { state: RunState::Doing, stopped: true, ..done };
        assert_eq!(follows(broken, Wish::Undo, began), Ok(RunState::Undoing));
        assert_eq!(follows(broken, Wish::GoOn, began), Ok(RunState::Doing));
        let running = Stand { stopped: false, ..broken };
        assert_eq!(follows(running, Wish::Undo, began), Err(Fault::NotNow));
        assert_eq!(follows(running, Wish::GoOn, began), Err(Fault::NotNow));
    }

    #[test]
    fn a_row_is_untouched_only_when_it_stands_as_it_was_seen() {
        assert!(!touched(Some("4"), "4"));
        assert!(touched(Some("4"), "5"));
        assert!(touched(None, "5"));
    }
}
