//! Whether a customer was heard (R43). Only what a person said counts; an automatic reply is not even a fact here.

use jiff::Timestamp;

use crate::id::Hearing;

/// What is known of an utterance.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// By when a person answers.
    pub answer_due_at: Timestamp,
    /// By when the customer is told what came of it.
    pub outcome_due_at: Timestamp,
    /// When a person answered.
    pub answered_at: Option<Timestamp>,
    /// When the customer was told what came of it.
    pub outcome_at: Option<Timestamp>,
}

/// Whether they were heard. Told the outcome, however late, they were; without an answer or an outcome after its due,
/// they were not.
pub fn hearing(facts: Facts, now: Timestamp) -> Hearing {
    if facts.outcome_at.is_some() {
        return Hearing::Heard;
    }
    let unanswered = facts.answered_at.is_none() && facts.answer_due_at <= now;
    if unanswered || facts.outcome_due_at <= now { Hearing::Unheard } else { Hearing::Waiting }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn r43_no_answer_by_a_person_in_time_is_unheard_and_a_told_outcome_is_heard() {
        let mut facts = Facts {
            answer_due_at: at("2026-05-12T16:00:00Z"),
            outcome_due_at: at("2026-05-18T16:00:00Z"),
            answered_at: None,
            outcome_at: None,
        };
        assert_eq!(hearing(facts, at("2026-05-12T15:59:59Z")), Hearing::Waiting);
        assert_eq!(hearing(facts, at("2026-05-12T16:00:00Z")), Hearing::Unheard);
        facts.answered_at = Some(at("2026-05-12T18:00:00Z"));
        assert_eq!(hearing(facts, at("2026-05-13T08:00:00Z")), Hearing::Waiting);
        assert_eq!(
            hearing(facts, at("2026-05-18T16:00:00Z")),
            Hearing::Unheard,
            "answered, but nothing came of it"
        );
        facts.outcome_at = Some(at("2026-05-20T09:00:00Z"));
        assert_eq!(hearing(facts, at("2026-05-21T09:00:00Z")), Hearing::Heard);
    }
}
