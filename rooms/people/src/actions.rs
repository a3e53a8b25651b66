//! What can be done with people and the company's standing facts. Thin: load, call rules, write.

pub mod access;
pub mod area;
pub mod calendar;
pub mod company;
pub mod erase;
pub mod leave;
pub mod letter;
pub mod notice;
pub mod operation;
pub mod person;
pub mod place;
pub mod recover;
pub mod role;
pub mod set_up;
pub mod sso;
pub mod standing;
pub mod token;

use accord_kernel::Registry;

pub(crate) use accord_kernel::at_version;

pub(crate) use crate::ids::author;

/// Registers every action.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<company::SetUp>()
        .action::<company::ChangeCompany>()
        .action::<company::SetSetting>()
        .action::<set_up::SettleStep>()
        .action::<set_up::SetLogo>()
        .action::<calendar::DefineCalendar>()
        .action::<calendar::ChangeCalendar>()
        .action::<place::EnterTerritory>()
        .action::<place::ChangeTerritory>()
        .action::<area::EnterArea>()
        .action::<area::ChangeArea>()
        .action::<area::KeyArea>()
        .action::<area::PublishMap>()
        .action::<person::EnterPerson>()
        .action::<person::ChangePerson>()
        .action::<person::Preferences>()
        .action::<person::MarkLeaving>()
        .action::<person::Disable>()
        .action::<person::Enable>()
        .action::<erase::ErasePerson>()
        .action::<standing::AssignRole>()
        .action::<standing::UnassignRole>()
        .action::<standing::SetPost>()
        .action::<standing::DropPost>()
        .action::<standing::SetTerritories>()
        .action::<role::DefineRole>()
        .action::<role::ChangeRole>()
        .action::<leave::PlanLeave>()
        .action::<leave::CancelLeave>()
        .action::<access::OpenSession>()
        .action::<access::NoteFailure>()
        .action::<access::EndSession>()
        .action::<access::EndSessions>()
        .action::<access::SetPassword>()
        .action::<access::Invite>()
        .action::<access::AskReset>()
        .action::<access::SendReset>()
        .action::<recover::Recover>()
        .action::<token::MakeToken>()
        .action::<token::RevokeToken>()
        .action::<notice::ReadNotices>()
        .action::<notice::Acknowledge>()
        .action::<notice::AcknowledgeAll>()
        .action::<notice::Escalate>()
        .action::<notice::ChooseChannel>()
        .action::<notice::TellHeld>()
        .action::<notice::TellDigest>()
        .action::<operation::TryLetterAgain>()
        .action::<operation::TryPlanAgain>()
        .action::<letter::DraftLetter>()
        .action::<letter::DropDraft>()
        .action::<letter::SetLetter>()
        .action::<letter::PutLetterBack>()
        .action::<letter::TryLetter>()
        .action::<sso::Begin>()
        .action::<sso::Take>()
        .action::<sso::Enter>()
        .action::<sso::Bind>()
        .action::<sso::Unbind>();
}
