//! What this room asks of lower rooms, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Act, Outcome, Refusal, Touches};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::{CalendarId, PersonId, TerritoryId};
use accord_room_promise::id::PromiseId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};

/// A calendar by id, or the company's.
pub(crate) fn calendar(tx: &mut Tx, id: Option<CalendarId>) -> Outcome<Calendar> {
    match id {
        Some(id) => accord_room_people::calendar(tx, id),
        None => accord_room_people::company_calendar(tx),
    }
}

/// The leaves of a person that overlap a stretch of civil dates on a calendar.
pub(crate) fn leaves(
    tx: &mut Tx,
    person: PersonId,
    from: Date,
    until: Date,
    calendar: &Calendar,
) -> Outcome<Vec<(Timestamp, Timestamp)>> {
    let instant = |date: Date| {
        date.to_zoned(calendar.zone().clone())
            .map(|zoned| zoned.timestamp())
            .map_err(|error| Refusal::defect(error.to_string()))
    };
    let after = until.tomorrow().unwrap_or(until);
    accord_room_people::leaves_between(tx, person, instant(from)?, instant(after)?)
}

/// The territory of a customer.
pub(crate) fn territory_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Option<TerritoryId>> {
    Ok(accord_room_customer::load(tx, customer)?.territory_id)
}

/// The calendar of a site and the customer it belongs to.
pub(crate) fn site(tx: &mut Tx, site: SiteId) -> Outcome<(CustomerId, Calendar)> {
    let row = accord_room_customer::site(tx, site)?;
    let calendar = accord_room_customer::site_calendar(tx, &row)?;
    Ok((row.customer_id, calendar))
}

/// The name of a territory.
pub(crate) fn territory_name(tx: &mut Tx, territory: TerritoryId) -> Outcome<String> {
    let row = tx.get::<accord_room_people::record::company::TerritoryRow>(territory)?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}

/// The record of a customer that goes on after a merge.
pub(crate) fn canonical(tx: &mut Tx, customer: CustomerId) -> Outcome<CustomerId> {
    Ok(accord_room_customer::load(tx, customer)?.id)
}

/// The calendar of a customer's first site in use, or the company's: where the ledger reads a due without a site.
pub(crate) fn customer_calendar(tx: &mut Tx, customer: CustomerId) -> Outcome<Calendar> {
    use accord_room_customer::{SiteState, site_calendar, sites_of};
    let canonical = canonical(tx, customer)?;
    let site = sites_of(tx, canonical)?.into_iter().find(|site| site.state == SiteState::Active);
    match site {
        Some(site) => site_calendar(tx, &site),
        None => calendar(tx, None),
    }
}

/// Says when a promise is now expected to be kept; the ledger tells its owner and watches that the customer is told.
/// A promise that ended meanwhile needs none.
pub(crate) fn forecast(
    tx: &mut Tx,
    act: &mut Act<'_>,
    promise: PromiseId,
    on: Date,
    reason: &str,
) -> Outcome<()> {
    use accord_room_promise::{id::State, rules::due::Wish};
    let row = accord_room_promise::load(tx, promise)?;
    if row.state == State::Open {
        accord_store::log::lock(tx, &[row.customer_id.0])?;
        accord_room_promise::forecast(tx, act, promise, Wish::On(on), reason)?;
    }
    Ok(())
}

/// Refuses a territory that is not there.
pub(crate) fn known_territory(tx: &mut Tx, territory: TerritoryId) -> Outcome<()> {
    let row = tx.get::<accord_room_people::record::company::TerritoryRow>(territory)?;
    row.map(|_| ()).ok_or_else(Refusal::absent)
}

/// Whom a question is about: the named customer, and the owner of the named site.
pub(crate) fn about(tx: &mut Tx, customer: Option<CustomerId>, of: Option<SiteId>) -> Outcome<Touches> {
    let mut customers: Vec<uuid::Uuid> = customer.into_iter().map(uuid::Uuid::from).collect();
    if let Some(of) = of {
        let owner = uuid::Uuid::from(site(tx, of)?.0);
        if !customers.contains(&owner) {
            customers.push(owner);
        }
    }
    Ok(Touches::customers(customers))
}

/// Whose leave it is.
pub(crate) fn person_of_leave(tx: &mut Tx, leave: accord_room_people::LeaveId) -> Outcome<Option<PersonId>> {
    Ok(tx.get::<accord_room_people::record::person::LeaveRow>(leave)?.map(|row| row.person_id))
}
