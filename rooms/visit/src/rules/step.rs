//! How far a visit is: fixed steps, so that nothing is forgotten with cold hands at night.

use serde::Serialize;

accord_kernel::word_enum! {
    /// A step of a visit, in its order.
    pub enum Step as "visit-step" {
        /// On the way.
        Travel = "travel",
        /// Arrived.
        Arrive = "arrive",
        /// Safe to work.
        Safety = "safety",
        /// Find and mend.
        Work = "work",
        /// Readings and photos.
        Readings = "readings",
        /// Parts.
        Parts = "parts",
        /// Leave it right.
        Leave = "leave",
        /// Summary.
        Summary = "summary",
        /// Signature.
        Sign = "sign",
        /// Done.
        Done = "done",
    }
}

/// What is known of a visit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Somebody set out.
    pub travelled: bool,
    /// Somebody arrived.
    pub arrived: bool,
    /// Safety points that were looked at.
    pub safety: usize,
    /// How many there are.
    pub safety_points: usize,
    /// Something was found, and said what was done.
    pub found: bool,
    /// It was said what was done.
    pub mended: bool,
    /// Readings and photos.
    pub evidence: usize,
    /// Parts taken for it.
    pub parts: usize,
    /// Points of leaving it right that were looked at.
    pub left: usize,
    /// Something is to be made good, and it is said what.
    pub left_note: bool,
    /// There is a summary.
    pub summary: bool,
    /// The words as they stand are signed.
    pub signed: bool,
    /// It was said why nobody signed.
    pub unsigned_reason: bool,
    /// It is over.
    pub done: bool,
}

/// A step with how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct StepState {
    /// Which.
    pub step: Step,
    /// Whether it is done.
    pub done: bool,
    /// Whether the visit can be ended without it.
    pub optional: bool,
}

/// Every step, in order.
pub fn steps(facts: &Facts) -> Vec<StepState> {
    Step::ALL
        .iter()
        .map(|step| {
            let (done, optional) = match step {
                Step::Travel => (facts.travelled || facts.arrived, true),
                Step::Arrive => (facts.arrived, false),
                Step::Safety => (facts.safety >= facts.safety_points, false),
                Step::Work => (facts.found && facts.mended, false),
                Step::Readings => (facts.evidence > 0, true),
                Step::Parts => (facts.parts > 0, true),
                // What is not as it should be is said; it then becomes somebody's task.
                Step::Leave => (facts.left > 0 || facts.left_note, false),
                Step::Summary => (facts.summary, false),
                Step::Sign => (facts.signed || facts.unsigned_reason, false),
                Step::Done => (facts.done, false),
            };
            StepState { step: *step, done, optional }
        })
        .collect()
}

/// The steps without which a visit cannot be ended, in order. Empty: it can.
pub fn open_steps(facts: &Facts) -> Vec<Step> {
    steps(facts)
        .into_iter()
        .filter(|state| !state.done && !state.optional && state.step != Step::Done)
        .map(|state| state.step)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Facts {
        Facts {
            arrived: true,
            safety: 4,
            safety_points: 4,
            found: true,
            mended: true,
            left: 2,
            summary: true,
            signed: true,
            ..Facts::default()
        }
    }

    #[test]
    fn a_visit_ends_when_every_step_that_matters_is_done() {
        assert_eq!(open_steps(&whole()), []);
        assert_eq!(open_steps(&Facts { safety: 3, ..whole() }), [Step::Safety]);
        assert_eq!(open_steps(&Facts { signed: false, ..whole() }), [Step::Sign]);
        assert_eq!(open_steps(&Facts { signed: false, unsigned_reason: true, ..whole() }), []);
        assert_eq!(open_steps(&Facts { left: 0, summary: false, ..whole() }), [Step::Leave, Step::Summary]);
        assert_eq!(open_steps(&Facts { left: 0, left_note: true, ..whole() }), []);
    }

    #[test]
    fn whoever_arrived_has_travelled() {
        let states = steps(&whole());
        assert_eq!(states.len(), Step::ALL.len());
        assert!(states[0].done && states[0].optional);
    }
}
