//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::{self as customer, CustomerId, SiteId, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::{Word, author, tell};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Zone of a site; the company's when there is none.
pub(crate) fn zone_of(tx: &mut Tx, ctx: &Context, site: Option<SiteId>) -> Outcome<String> {
    match site {
        Some(site) => Ok(customer::site(tx, site)?.zone),
        None => Ok(ctx.company_zone.clone()),
    }
}

/// The civil day of an instant in a zone by name.
pub(crate) fn day_in(zone: &str, at: Timestamp) -> Date {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(at).date()
}

/// The civil day it is now at a site; the company's day when there is none.
pub(crate) fn today_at(tx: &mut Tx, ctx: &Context, site: Option<SiteId>) -> Outcome<Date> {
    let zone = zone_of(tx, ctx, site)?;
    Ok(day_in(&zone, ctx.now))
}

/// The calendar by which work at a site is counted: its own, or the company's.
pub(crate) fn calendar_at(tx: &mut Tx, site: Option<SiteId>) -> Outcome<Calendar> {
    match site {
        Some(site) => {
            let site = customer::site(tx, site)?;
            customer::site_calendar(tx, &site)
        }
        None => people::company_calendar(tx),
    }
}

/// The first instant of a civil day in a zone.
///
/// # Errors
/// A defect outside the calendar, which entering prevents.
pub(crate) fn start_of(day: Date, zone: &str) -> Outcome<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    day.to_zoned(zone).map(|at| at.timestamp()).map_err(|error| Refusal::defect(error.to_string()))
}

/// Who answers for a customer in service: the account's service owner, else a head of service, else whoever acts.
pub(crate) fn service_owner(tx: &mut Tx, ctx: &Context, id: CustomerId) -> Outcome<PersonId> {
    if let Some(owner) = customer::owner_of(tx, id, TeamSphere::AfterSales)? {
        return Ok(owner);
    }
    if let Some(head) = people::heads(tx, HEAD_OF_SERVICE)?.first() {
        return Ok(*head);
    }
    fallback(tx, ctx, id)
}

/// Who answers for a customer in sales: the account's sales owner, else as in service.
pub(crate) fn sales_owner(tx: &mut Tx, ctx: &Context, id: CustomerId) -> Outcome<PersonId> {
    if let Some(owner) = customer::owner_of(tx, id, TeamSphere::Sales)? {
        return Ok(owner);
    }
    if let Some(owner) = customer::owner_of(tx, id, TeamSphere::AfterSales)? {
        return Ok(owner);
    }
    if let Some(head) = people::heads(tx, "head_of_sales")?.first() {
        return Ok(*head);
    }
    fallback(tx, ctx, id)
}

fn fallback(tx: &mut Tx, ctx: &Context, id: CustomerId) -> Outcome<PersonId> {
    if let Some(person) = author(ctx) {
        return Ok(person);
    }
    let administrators = people::heads(tx, people::roles::ADMINISTRATOR)?;
    administrators.first().copied().ok_or_else(|| Refusal::defect(format!("nobody answers for {id}")))
}

/// Heads of service.
pub(crate) fn heads_of_service(tx: &mut Tx) -> Outcome<Vec<PersonId>> {
    people::heads(tx, HEAD_OF_SERVICE)
}
