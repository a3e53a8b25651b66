//! Read models of this room.

mod answers;
mod results;

pub use answers::{AnswerFacts, AnswerPage, MyQuestion, MyQuestions, MySurveys, SurveyAnswers};
pub use results::{GroupScore, KindScore, Results, SurveyResults};

use accord_kernel::{Outcome, Refusal, Registry};

/// Most rows of one answer.
const LIMIT_MAX: i64 = 200;
/// Rows when nobody says how many.
const LIMIT: i64 = 50;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<SurveyResults>().view::<SurveyAnswers>().view::<MySurveys>();
}

fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT);
    if (1..=LIMIT_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", LIMIT_MAX))
    }
}
