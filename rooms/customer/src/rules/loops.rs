//! The loop of a customer's life with us: a loop and not a line (R2).

use crate::id::Stage;

/// Why a stage cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageRefusal {
    /// It stands there already.
    Same,
    /// It is not the next one, and no reason was given.
    ReasonNeeded {
        /// The next one of the loop.
        next: Stage,
    },
}

/// The stage after this one; after renewing comes understanding again.
pub fn next_stage(stage: Stage) -> Stage {
    match stage {
        Stage::Understand => Stage::Win,
        Stage::Win => Stage::Make,
        Stage::Make => Stage::Install,
        Stage::Install => Stage::Learn,
        Stage::Learn => Stage::Use,
        Stage::Use => Stage::Support,
        Stage::Support => Stage::Renew,
        Stage::Renew => Stage::Understand,
    }
}

/// The cycle number after a step of the loop.
///
/// The next stage needs no reason, any other does. A new cycle begins when a customer who uses what they have turns to
/// something new: a renewal, or another unit that is to be understood, won or made.
///
/// # Errors
/// Why the step is not taken.
pub fn next_cycle(from: Stage, to: Stage, cycle: i64, has_reason: bool) -> Result<i64, StageRefusal> {
    if from == to {
        return Err(StageRefusal::Same);
    }
    if to != next_stage(from) && !has_reason {
        return Err(StageRefusal::ReasonNeeded { next: next_stage(from) });
    }
    let used = matches!(from, Stage::Use | Stage::Support);
    let anew = matches!(to, Stage::Renew | Stage::Understand | Stage::Win | Stage::Make);
    Ok(if used && anew { cycle.saturating_add(1) } else { cycle })
}

/// Whether one place of the loop is further than another: a later cycle, or a later stage of the same one.
pub fn is_further(one: (i64, Stage), other: (i64, Stage)) -> bool {
    one > other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_round_without_reasons_is_exactly_one_cycle() {
        let (mut stage, mut cycle) = (Stage::Understand, 4);
        for _ in Stage::ALL {
            let to = next_stage(stage);
            cycle = next_cycle(stage, to, cycle, false).unwrap();
            stage = to;
        }
        assert_eq!((stage, cycle), (Stage::Understand, 5));
    }

    #[test]
    fn an_added_unit_begins_a_cycle_and_a_step_back_does_not() {
        assert_eq!(next_cycle(Stage::Use, Stage::Win, 2, true), Ok(3));
        assert_eq!(next_cycle(Stage::Support, Stage::Make, 7, true), Ok(8));
        assert_eq!(next_cycle(Stage::Use, Stage::Renew, 1, true), Ok(2));
        assert_eq!(next_cycle(Stage::Renew, Stage::Win, 2, true), Ok(2));
        assert_eq!(next_cycle(Stage::Install, Stage::Win, 1, true), Ok(1));
        assert_eq!(next_cycle(Stage::Support, Stage::Use, 3, true), Ok(3));
    }

    #[test]
    fn further_is_by_cycle_and_then_by_stage() {
        assert!(is_further((2, Stage::Understand), (1, Stage::Renew)));
        assert!(is_further((1, Stage::Use), (1, Stage::Learn)));
        assert!(!is_further((1, Stage::Learn), (1, Stage::Learn)));
    }

    #[test]
    fn leaving_the_order_of_the_loop_needs_a_reason() {
        assert_eq!(
            next_cycle(Stage::Use, Stage::Win, 1, false),
            Err(StageRefusal::ReasonNeeded { next: Stage::Support })
        );
        assert_eq!(next_cycle(Stage::Use, Stage::Use, 1, true), Err(StageRefusal::Same));
    }
}
