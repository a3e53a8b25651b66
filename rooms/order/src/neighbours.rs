//! What this room asks of the rooms below it, in one place.

use accord_business_time::{Calendar, date_in_zone};
use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::{self as customer, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::civil::Date;

use crate::record::Order;

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::author;

/// Role words of those who answer for a function.
pub(crate) const HEAD_OF_SALES: &str = "head_of_sales";
/// Manufacturing.
pub(crate) const HEAD_OF_MANUFACTURING: &str = "head_of_manufacturing";
/// Service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";

/// The calendar by which days of an order are counted: its site's, or the company's.
pub(crate) fn place_calendar(tx: &mut Tx, order: &Order) -> Outcome<Calendar> {
    match order.site_id {
        Some(site) => {
            let site = customer::site(tx, site)?;
            customer::site_calendar(tx, &site)
        }
        None => people::company_calendar(tx),
    }
}

/// The civil day it is now where the order goes.
pub(crate) fn today_at(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<Date> {
    let calendar = place_calendar(tx, order)?;
    Ok(date_in_zone(ctx.now, calendar.zone()))
}

/// A person's working calendar.
pub(crate) fn person_calendar(tx: &mut Tx, person: PersonId) -> Outcome<Calendar> {
    let row = people::person(tx, person)?;
    people::calendar(tx, row.calendar_id)
}

/// Who answers for the order in sales: the account's sales owner, or who entered it, or a head of sales.
pub(crate) fn sales_owner(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<PersonId> {
    if let Some(owner) = customer::owner_of(tx, order.customer_id, TeamSphere::Sales)? {
        return Ok(owner);
    }
    if let Some(person) = order.entered_by.or(author(ctx)) {
        return Ok(person);
    }
    let heads = people::heads(tx, HEAD_OF_SALES)?;
    heads
        .first()
        .copied()
        .ok_or_else(|| Refusal::conflict("order.no_owner").with("number", order.number.clone()))
}

/// Who answers for the order in service: the account's service owner, or the heads of service.
pub(crate) fn service_owners(tx: &mut Tx, order: &Order) -> Outcome<Vec<PersonId>> {
    match customer::owner_of(tx, order.customer_id, TeamSphere::AfterSales)? {
        Some(owner) => Ok(vec![owner]),
        None => people::heads(tx, HEAD_OF_SERVICE),
    }
}

/// Those of all three functions who have to know: sales, manufacturing, service; each person once.
pub(crate) fn all_three(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<Vec<PersonId>> {
    let mut persons = vec![sales_owner(tx, ctx, order)?];
    persons.extend(people::heads(tx, HEAD_OF_MANUFACTURING)?);
    persons.extend(people::heads(tx, HEAD_OF_SERVICE)?);
    persons.extend(service_owners(tx, order)?);
    let mut seen = std::collections::BTreeSet::new();
    persons.retain(|person| seen.insert(*person));
    Ok(persons)
}
