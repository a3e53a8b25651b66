//! Ids of this room's things. Each has its own type, so that one cannot be taken for another.

use uuid::Uuid;

accord_kernel::id_type! {
    /// Id of the company.
    CompanyId = "company"
}
accord_kernel::id_type! {
    /// Id of a colleague.
    PersonId = "person"
}
accord_kernel::id_type! {
    /// Id of an area of the company.
    AreaId = "area"
}
accord_kernel::id_type! {
    /// Id of a post that a person holds in an area.
    PostId = "post"
}
accord_kernel::id_type! {
    /// Id of a territory.
    TerritoryId = "territory"
}
accord_kernel::id_type! {
    /// Id of a working calendar.
    CalendarId = "calendar"
}
accord_kernel::id_type! {
    /// Id of a role.
    RoleId = "role"
}
accord_kernel::id_type! {
    /// Id of a leave.
    LeaveId = "leave"
}
accord_kernel::id_type! {
    /// Id of a notice.
    NoticeId = "notice"
}
accord_kernel::id_type! {
    /// Id of a session.
    SessionId = "session"
}
accord_kernel::id_type! {
    /// Id of a personal access token.
    TokenId = "token"
}

impl RoleId {
    /// The id of a seeded role: the same in every installation, so that nobody needs to look it up.
    pub fn seeded(word: &str) -> Self {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(format!("accord role {word}"));
        let mut bytes = [0_u8; 16];
        for (target, source) in bytes.iter_mut().zip(digest) {
            *target = source;
        }
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl PersonId {
    /// The person who acts; `None` for the program, nobody, or a customer's contact.
    pub fn of(principal: &accord_kernel::Principal) -> Option<Self> {
        (principal.kind == accord_kernel::PrincipalKind::Person).then_some(Self(principal.id))
    }
}

/// A row id without a meaning of its own (a person's role, a published map).
pub(crate) type RowId = Uuid;

/// The colleague who acts or reads; none for the program and for a customer's contact.
pub fn author(ctx: &accord_kernel::Context) -> Option<PersonId> {
    PersonId::of(&ctx.principal)
}

/// The colleague who reads, and those whom they cover while these are away: whose work is theirs now.
pub fn mine(ctx: &accord_kernel::Context) -> Vec<PersonId> {
    let Some(own) = author(ctx) else { return Vec::new() };
    let covered = ctx.principal.covers.iter().copied().map(PersonId);
    std::iter::once(own).chain(covered).collect()
}
