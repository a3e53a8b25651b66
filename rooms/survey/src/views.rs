//! Read models of this room.

mod answers;
mod results;

pub use answers::{AnswerFacts, AnswerPage, MyQuestion, MyQuestions, MySurveys, SurveyAnswers};
pub use results::{GroupScore, KindScore, Results, SurveyResults};

use accord_kernel::Registry;
use accord_room_people::paging::limit;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<SurveyResults>().view::<SurveyAnswers>().view::<MySurveys>();
}
