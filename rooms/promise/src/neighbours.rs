//! What this room asks of the rooms below it, in one place: persons and cover, calendars, notices, settings; customers,
//! sites, teams.

use accord_business_time::Calendar;
use accord_kernel::{Context, Outcome, Permission, Refusal};
use accord_room_customer::{self as customer, CustomerId, SiteId, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::Timestamp;

use crate::id::{Kind, Rung};

pub use accord_room_people::author;

/// The place whose zone and hours a due is read at.
pub struct Place {
    /// The customer's site; `None` is the company's own calendar.
    pub site: Option<SiteId>,
    /// Its working calendar, which names its zone.
    pub calendar: Calendar,
}

/// The place of a promise: the named site, else the customer's first site in use, else our own.
pub fn place(tx: &mut Tx, ctx: &Context, of: CustomerId, site: Option<SiteId>) -> Outcome<Place> {
    let site = match site {
        Some(site) => Some(customer::named_site(tx, of, "/site", site)?),
        None => {
            customer::sites_of(tx, of)?.into_iter().find(|site| site.state == customer::SiteState::Active)
        }
    };
    match site {
        Some(site) => Ok(Place { site: Some(site.id), calendar: customer::site_calendar(tx, &site)? }),
        None => Ok(Place { site: None, calendar: company_calendar(tx, ctx)? }),
    }
}

/// The company's own working calendar.
pub fn company_calendar(tx: &mut Tx, _ctx: &Context) -> Outcome<Calendar> {
    people::company_calendar(tx)
}

/// The working calendar of a person.
pub fn person_calendar(tx: &mut Tx, person: PersonId) -> Outcome<Calendar> {
    let row = people::person(tx, person)?;
    people::calendar(tx, row.calendar_id)
}

/// Who answers for what this person owns at an instant.
pub fn responsible(tx: &mut Tx, ctx: &Context, owner: PersonId, at: Timestamp) -> Outcome<PersonId> {
    people::responsible(tx, ctx, owner, at)
}

/// Whom a rung of the ladder tells about an owner's promise. Nobody in a post tells the heads of sales: never nobody.
pub fn rung(tx: &mut Tx, ctx: &Context, owner: PersonId, rung: Rung) -> Outcome<Vec<PersonId>> {
    let persons = match rung {
        Rung::Owner => vec![responsible(tx, ctx, owner, ctx.now)?],
        Rung::OwnerHead => people::heads_of(tx, owner)?,
        Rung::HeadOfSales => people::heads(tx, "head_of_sales")?,
        Rung::HeadOfManufacturing => people::heads(tx, "head_of_manufacturing")?,
        Rung::HeadOfService => people::heads(tx, "head_of_service")?,
    };
    if persons.is_empty() { people::heads(tx, "head_of_sales") } else { Ok(persons) }
}

/// Who may promise a kind against its check, when the check does not say (R20).
pub fn override_permission(kind: Kind) -> Permission {
    match kind {
        Kind::Ship | Kind::Part => Permission::OverrideManufacturing,
        Kind::Install | Kind::Visit | Kind::Response | Kind::OnSite | Kind::Restore | Kind::Close => {
            Permission::OverrideService
        }
        Kind::CallBack | Kind::Update | Kind::Document | Kind::Free => Permission::OverrideSales,
    }
}

/// The person who owes the customer one answer: the sales owner, else the service owner, else the speaker, else a
/// head; never nobody.
pub fn answerer(tx: &mut Tx, of: CustomerId, speaker: Option<PersonId>) -> Outcome<PersonId> {
    let team = customer::team(tx, of)?;
    if let Some(owner) =
        team.half(TeamSphere::Sales).owner.or(team.half(TeamSphere::AfterSales).owner).or(speaker)
    {
        return Ok(owner);
    }
    let heads = people::heads(tx, "head_of_sales")?;
    heads.first().copied().ok_or_else(|| Refusal::conflict("clarification.nobody"))
}
