//! Surveys: how well was this done, from 1 to 5, asked of the contact for whom it was done (R25, R33, R43; T15).
//!
//! A room above asks by [`ask`] when its work is done: a rule names the contact (who signed, who called), so that nobody
//! picks whom to ask. The question goes out by a link that needs no signing in; looking at the link counts nothing, and
//! an answer counts once. A customer in crisis is asked later: sending is commercial, so whatever guard holds it back is
//! asked again until it lets it pass. The event `survey.answer` (facts `survey`, `subject_kind`, `subject`, `contact`,
//! `rating`, `words`) tells the rooms above.
//!
//! It must not know installations, cases or visits: a subject is a kind and an id. To ask about another kind of work: a
//! word in [`SubjectKind`], its messages, and a figure in `figures` where one is to be declared.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod asking;
mod figures;
mod follow;
mod id;
mod input;
mod letters;
mod link;
mod pages;
pub mod record;
pub mod rules;
pub mod settings;
pub mod views;

pub use actions::ANSWERED;
pub use asking::{Ask, ask, withdraw};
pub use id::{SubjectKind, SurveyId, SurveyState};
pub use record::{SurveyRow, of_subject, survey};

use accord_kernel::Registry;
use accord_store::Record;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "survey",
        kinds: &["notice-survey-"],
        off: true,
    });
    actions::register(registry);
    views::register(registry);
    figures::register(registry);
    follow::register(registry);
    pages::register(registry);
    link::register(registry);
    accord_room_people::settings::register(registry, "surveys-title", settings::OWN);
    accord_room_people::letters::register(registry, letters::OWN);
    registry
        .tables(&[SurveyRow::TABLE, record::ScoreRow::TABLE])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
