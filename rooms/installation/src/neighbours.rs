//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Fact, Outcome, PrincipalKind, Refusal};
use accord_room_customer::{self as customer, CustomerId, SiteId, TeamSphere};
use accord_room_people::{self as people, Notice, PersonId};
use accord_store::{Error, Record, Tx};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, json};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Within so long somebody has to take note of what must not be missed.
pub(crate) const TAKE_NOTE: SignedDuration = SignedDuration::from_hours(24);

/// The colleague who acts; open for the program and for a customer's contact.
pub(crate) fn author(ctx: &Context) -> Option<PersonId> {
    (ctx.principal.kind == PrincipalKind::Person).then_some(PersonId(ctx.principal.id))
}

/// Refuses an edit of a version that is no longer the present one; the present row stands in the detail.
pub(crate) fn at_version<R: Record>(row: &R, version: i64) -> Outcome<()> {
    if row.row_version() == version {
        return Ok(());
    }
    let fields = R::TABLE.fields.iter().zip(row.to_values());
    let current: Map<_, _> = fields.map(|(field, value)| (field.name.to_owned(), value.to_json())).collect();
    let error = Error::Stale { table: R::TABLE.name, id: row.key() };
    Err(Refusal::from(error).detail(json!({ "current": current, "sent_version": version })))
}

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

/// What colleagues are told: the message, its facts, where to go.
pub(crate) struct Word {
    pub kind: &'static str,
    pub facts: Vec<(&'static str, Fact)>,
    pub href: String,
    pub customer: Option<CustomerId>,
    pub urgent: bool,
    pub actor_too: bool,
}

impl Word {
    /// A word that leads somewhere.
    pub fn new(kind: &'static str, href: impl Into<String>) -> Self {
        Self { kind, facts: Vec::new(), href: href.into(), customer: None, urgent: false, actor_too: false }
    }
    /// With a fact.
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
    /// About a customer.
    pub fn about(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }
    /// That concerns whoever acts as much as the others.
    pub fn actor_too(mut self) -> Self {
        self.actor_too = true;
        self
    }
    /// That must be acknowledged.
    pub fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }
}

/// Tells these persons, each once; the one who acts only where it concerns them too.
pub(crate) fn tell(tx: &mut Tx, act: &mut Act<'_>, persons: &[PersonId], word: &Word) -> Outcome<()> {
    let actor = act.principal.id;
    let mut seen = std::collections::BTreeSet::new();
    for person in persons.iter().filter(|person| word.actor_too || person.0 != actor) {
        if !seen.insert(*person) {
            continue;
        }
        let mut notice = Notice::new(*person, word.kind, word.facts.clone()).at(word.href.clone());
        if let Some(customer) = word.customer {
            notice = notice.about(customer);
        }
        if word.urgent {
            notice = notice.acknowledged_within(TAKE_NOTE);
        }
        people::notify(tx, act, notice)?;
    }
    Ok(())
}
