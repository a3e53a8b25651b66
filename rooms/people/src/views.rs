//! What can be read of people and the company's standing facts.

pub mod choices;
pub mod house;
pub mod letters;
pub mod map;
pub mod notices;
pub mod operation;
pub mod own;
pub mod persons;
pub mod roles;
pub mod set_up;

use accord_kernel::Registry;

/// Registers every view.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<persons::PersonList>()
        .view::<persons::PersonOne>()
        .view::<own::Me>()
        .view::<own::Sessions>()
        .view::<own::Tokens>()
        .view::<notices::Notices>()
        .view::<notices::NoticeCount>()
        .view::<notices::Told>()
        .view::<notices::Telling>()
        .view::<operation::Stuck>()
        .view::<map::Areas>()
        .view::<house::Company>()
        .view::<house::Roles>()
        .view::<roles::RoleOne>()
        .view::<house::Leaves>()
        .view::<house::Settings>()
        .view::<letters::Letters>()
        .view::<letters::LetterOne>()
        .view::<letters::LetterPreview>()
        .view::<set_up::SetUpSteps>()
        .view::<choices::Choices>();
}
