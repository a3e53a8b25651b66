//! The only ways to change something here.

mod answer;
mod send;

pub use answer::{ANSWERED, AnswerGiven, AnswerSurvey, ReplySurvey};
pub(crate) use send::{EXPIRE, KNOCK};
pub use send::{ExpireSurvey, KnockSurvey, SendSurvey};

use accord_kernel::Registry;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<KnockSurvey>()
        .action::<SendSurvey>()
        .action::<ExpireSurvey>()
        .action::<AnswerSurvey>()
        .action::<ReplySurvey>();
}
