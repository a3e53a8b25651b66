//! What can be done with people and the company's standing facts. Thin: load, call rules, write.

pub mod access;
pub mod area;
pub mod calendar;
pub mod company;
pub mod leave;
pub mod notice;
pub mod person;
pub mod place;
pub mod role;
pub mod standing;
pub mod token;

use accord_kernel::{Context, Outcome, Refusal, Registry};
use accord_store::{Error, Record};
use serde_json::{Map, json};

/// Registers every action.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<company::SetUp>()
        .action::<company::ChangeCompany>()
        .action::<company::SetSetting>()
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
        .action::<token::MakeToken>()
        .action::<token::RevokeToken>()
        .action::<notice::ReadNotices>()
        .action::<notice::Acknowledge>()
        .action::<notice::Escalate>();
}

/// Refuses an edit of a version that is no longer the present one (R67: the second is told); the present row stands in
/// the detail.
pub(crate) fn at_version<R: Record>(row: &R, version: i64) -> Outcome<()> {
    if row.row_version() == version {
        return Ok(());
    }
    let fields = R::TABLE.fields.iter().zip(row.to_values());
    let current: Map<_, _> = fields.map(|(field, value)| (field.name.to_owned(), value.to_json())).collect();
    let error = Error::Stale { table: R::TABLE.name, id: row.key() };
    Err(Refusal::from(error).detail(json!({ "current": current, "sent_version": version })))
}

/// The colleague who acts; none for the program.
pub(crate) fn author(ctx: &Context) -> Option<crate::PersonId> {
    crate::PersonId::of(&ctx.principal)
}
