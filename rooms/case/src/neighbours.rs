//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Context, Fact, Outcome, Refusal, Sphere};
use accord_room_customer::{self as customer, CustomerId, SiteId, SiteState, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};

use crate::record::{CaseRow, open_of_owner};

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::{author, tell};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Role word of the desk.
const DESK: &str = "help_desk";
/// Within so long somebody has to take note of what is urgent.
pub(crate) const TAKE_NOTE: SignedDuration = SignedDuration::from_mins(15);
/// Open cases counted for the load of one.
const LOAD_MAX: i64 = 200;

/// Zone of a site; the customer's first one in use, else the company's.
pub(crate) fn zone_of(tx: &mut Tx, ctx: &Context, of: CustomerId, site: Option<SiteId>) -> Outcome<String> {
    if let Some(site) = site {
        return Ok(customer::site(tx, site)?.zone);
    }
    let first = customer::sites_of(tx, of)?.into_iter().find(|site| site.state == SiteState::Active);
    Ok(first.map_or_else(|| ctx.company_zone.clone(), |site| site.zone))
}

/// The calendar on which the clocks of a case run, read on the clock of its site.
pub(crate) fn calendar_of(tx: &mut Tx, row: &CaseRow) -> Outcome<Calendar> {
    if row.around_clock {
        return always(&row.zone);
    }
    if let Some(id) = row.calendar_id {
        return people::calendar_in(tx, Some(id), &row.zone);
    }
    working_calendar(tx, row)
}

/// Round the clock in a zone.
pub(crate) fn always(zone: &str) -> Outcome<Calendar> {
    Calendar::always(zone).map_err(|error| Refusal::defect(error.to_string()))
}

/// The working hours of the site of a case; ours, in its zone, while nobody knows it.
pub(crate) fn working_calendar(tx: &mut Tx, row: &CaseRow) -> Outcome<Calendar> {
    match row.site_id {
        Some(site) => {
            let site = customer::site(tx, site)?;
            customer::site_calendar(tx, &site)
        }
        None => people::calendar_in(tx, None, &row.zone),
    }
}

/// Who owns a new case (R29): whoever of service picks up; for everybody else the desk on duty, the one with the least
/// open cases first; nobody there: the account's service owner, then a head of service. Never nobody.
pub(crate) fn owner_of_new(tx: &mut Tx, ctx: &Context, of: CustomerId) -> Outcome<PersonId> {
    let serves = matches!(ctx.principal.sphere, Sphere::AfterSales | Sphere::Both);
    if let Some(person) = author(ctx).filter(|_| serves) {
        return Ok(person);
    }
    let covers = people::covers(tx, ctx.now)?;
    let mut best: Option<(bool, usize, PersonId)> = None;
    for person in people::heads(tx, DESK)? {
        if covers.is_away(person) {
            continue;
        }
        let row = people::person(tx, person)?;
        let off = !people::calendar(tx, row.calendar_id)?.is_working_at(ctx.now);
        let open = open_of_owner(tx, person, LOAD_MAX)?.len();
        if best.is_none_or(|now| (off, open, person) < now) {
            best = Some((off, open, person));
        }
    }
    if let Some((_, _, person)) = best {
        return Ok(person);
    }
    service_owner(tx, ctx, of)
}

/// Who answers for a customer in service.
pub(crate) fn service_owner(tx: &mut Tx, ctx: &Context, of: CustomerId) -> Outcome<PersonId> {
    let found = match customer::owner_of(tx, of, TeamSphere::AfterSales)? {
        Some(owner) => Some(owner),
        None => heads_of_service(tx)?.first().copied(),
    };
    if let Some(found) = found.or_else(|| author(ctx)) {
        return Ok(found);
    }
    let administrators = people::heads(tx, people::roles::ADMINISTRATOR)?;
    administrators.first().copied().ok_or_else(|| Refusal::defect(format!("nobody answers for {of}")))
}

/// Who leads a customer in sales; open when nobody does.
pub(crate) fn sales_owner(tx: &mut Tx, of: CustomerId) -> Outcome<Option<PersonId>> {
    customer::owner_of(tx, of, TeamSphere::Sales)
}

/// Heads of service.
pub(crate) fn heads_of_service(tx: &mut Tx) -> Outcome<Vec<PersonId>> {
    people::heads(tx, HEAD_OF_SERVICE)
}

/// The desk, and those who answer for it.
pub(crate) fn desk(tx: &mut Tx) -> Outcome<Vec<PersonId>> {
    let mut all = people::heads(tx, DESK)?;
    all.extend(heads_of_service(tx)?);
    Ok(all)
}

/// The owner where they are still with the company, else whoever answers for the customer in service.
pub(crate) fn still_there(tx: &mut Tx, ctx: &Context, person: PersonId, of: CustomerId) -> Outcome<PersonId> {
    if people::person(tx, person)?.state.has_left() {
        return service_owner(tx, ctx, of);
    }
    Ok(person)
}

/// An instant that has come; the database's precision.
pub(crate) fn past(pointer: &str, at: Option<Timestamp>, now: Timestamp) -> Outcome<Timestamp> {
    match at {
        Some(at) if at > now => Err(Refusal::field(pointer, "case.in_future")),
        Some(at) => Ok(at),
        None => Ok(now),
    }
}

/// A word to colleagues about a case; what must not be missed is acknowledged within [`TAKE_NOTE`].
pub(crate) fn about_case(kind: &'static str, row: &CaseRow) -> people::Word {
    people::Word::new(kind, format!("/cases/{}", row.id))
        .with("number", row.number.clone())
        .with("what", row.what.chars().take(160).collect::<String>())
        .with("severity", Fact::Word(row.severity.message()))
        .about(row.customer_id)
}
