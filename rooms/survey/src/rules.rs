//! Pure decisions: what answers are worth, and whether one counts.

use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::id::SurveyState;

/// Answers of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answers.
    pub answers: i64,
    /// Of them with a rating of a satisfied contact.
    pub satisfied: i64,
}

impl Tally {
    /// One more answer.
    pub fn add(&mut self, rating: i64, satisfied_from: i64) {
        self.answers += 1;
        self.satisfied += i64::from(rating >= satisfied_from);
    }

    /// Per cent, rounded half away from zero to one digit, once.
    pub fn percent(self) -> Option<Decimal> {
        share(self.satisfied, self.answers)
    }

    /// Whether something may be said of the score outside: there are enough answers (T15).
    pub fn may_be_claimed(self, sample_min: i64) -> bool {
        self.answers >= sample_min
    }

    /// Whether the score lies below what we hold ourselves to. Compared as it is, not as it is printed: 95.96 % prints
    /// as 96.0 and is below it all the same. Too few answers prove nothing.
    pub fn is_below(self, percent: Decimal, sample_min: i64) -> bool {
        self.may_be_claimed(sample_min)
            && Decimal::from(self.satisfied) * Decimal::ONE_HUNDRED < percent * Decimal::from(self.answers)
    }
}

/// So many of so many in per cent with one digit.
pub fn share(part: i64, whole: i64) -> Option<Decimal> {
    if whole <= 0 {
        return None;
    }
    let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    let mut percent = exact.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    percent.rescale(1);
    Some(percent)
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Counts,
    /// It is the one that counted already: thanks again, and nothing changes.
    Repeated,
    /// Another one counted already.
    Answered,
    /// Its time is over.
    Expired,
    /// It is not asked, or no longer.
    NotAsked,
}

/// Judges an answer to a question in a state. `same` says whether it is word for word the one that counted.
pub fn judge(state: SurveyState, expires_at: Option<Timestamp>, now: Timestamp, same: bool) -> Verdict {
    match state {
        SurveyState::Answered if same => Verdict::Repeated,
        SurveyState::Answered => Verdict::Answered,
        SurveyState::Expired => Verdict::Expired,
        SurveyState::Sent if expires_at.is_some_and(|end| end <= now) => Verdict::Expired,
        SurveyState::Sent => Verdict::Counts,
        SurveyState::Planned | SurveyState::Unreachable | SurveyState::Withdrawn => Verdict::NotAsked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(satisfied: i64, answers: i64) -> Tally {
        Tally { answers, satisfied }
    }

    #[test]
    fn r25_the_score_is_the_share_of_satisfied_answers_with_its_sample() {
        let mut made = Tally::default();
        for rating in
            std::iter::repeat_n(5, 300).chain(std::iter::repeat_n(4, 84)).chain(std::iter::repeat_n(3, 16))
        {
            made.add(rating, 4);
        }
        assert_eq!(made, tally(384, 400));
        assert_eq!(made.percent().unwrap().to_string(), "96.0");
        assert_eq!(tally(9, 16).percent().unwrap().to_string(), "56.3", "half up");
        assert_eq!(tally(0, 0).percent(), None);
    }

    #[test]
    fn r66_too_few_answers_claim_nothing_and_raise_nothing() {
        let limit = Decimal::from(96);
        assert!(!tally(10, 29).may_be_claimed(30) && !tally(10, 29).is_below(limit, 30));
        assert!(tally(10, 30).may_be_claimed(30) && tally(10, 30).is_below(limit, 30));
    }

    #[test]
    fn r25_a_score_is_compared_as_it_is_and_not_as_it_is_printed() {
        let limit = Decimal::from(96);
        assert!(!tally(240, 250).is_below(limit, 30), "exactly the limit is not below it");
        let under = tally(2_399, 2_500);
        assert_eq!(under.percent().unwrap().to_string(), "96.0");
        assert!(under.is_below(limit, 30));
    }

    #[test]
    fn an_answer_counts_once_and_in_its_time() {
        let end: Timestamp = "2026-06-03T10:00:00Z".parse().unwrap();
        let before = "2026-06-03T09:59:59Z".parse().unwrap();
        assert_eq!(judge(SurveyState::Sent, Some(end), before, false), Verdict::Counts);
        assert_eq!(judge(SurveyState::Sent, Some(end), end, false), Verdict::Expired);
        assert_eq!(judge(SurveyState::Answered, Some(end), end, true), Verdict::Repeated);
        assert_eq!(judge(SurveyState::Answered, Some(end), before, false), Verdict::Answered);
        for state in [SurveyState::Planned, SurveyState::Unreachable, SurveyState::Withdrawn] {
            assert_eq!(judge(state, None, before, false), Verdict::NotAsked);
        }
    }

    proptest! {
        #[test]
        fn a_share_lies_between_nought_and_a_hundred(part in 0_i64..5_000, more in 0_i64..5_000) {
            prop_assume!(part + more > 0);
            let percent = share(part, part + more).unwrap();
            prop_assert!(percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED);
            prop_assert_eq!(percent.scale(), 1);
        }
    }
}
