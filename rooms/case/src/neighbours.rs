//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Fact, Outcome, PrincipalKind, Refusal, Sphere};
use accord_room_customer::{self as customer, CustomerId, SiteId, SiteState, TeamSphere};
use accord_room_people::{self as people, Notice, PersonId, terms::PersonState};
use accord_store::{Error, Record, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use crate::record::{CaseRow, open_of_owner};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Role word of the desk.
const DESK: &str = "help_desk";
/// Within so long somebody has to take note of what is urgent.
const TAKE_NOTE: SignedDuration = SignedDuration::from_mins(15);
/// Open cases counted for the load of one.
const LOAD_MAX: i64 = 200;

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
        return in_zone(people::calendar(tx, id)?, &row.zone);
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
        None => in_zone(people::company_calendar(tx)?, &row.zone),
    }
}

fn in_zone(calendar: Calendar, zone: &str) -> Outcome<Calendar> {
    if calendar.zone_name() == zone {
        return Ok(calendar);
    }
    let week: Vec<_> = jiff::civil::Weekday::Monday
        .cycle_forward()
        .take(7)
        .map(|day| calendar.weekday_hours(day).to_vec())
        .collect();
    let week = week.try_into().map_err(|_| Refusal::defect("a week has seven days"))?;
    Calendar::new(zone, week, calendar.exceptions().clone())
        .map_err(|error| Refusal::defect(error.to_string()))
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
    if people::person(tx, person)?.state == PersonState::Disabled {
        return service_owner(tx, ctx, of);
    }
    Ok(person)
}

/// What colleagues are told: the message, its facts, where to go.
pub(crate) struct Word {
    kind: &'static str,
    facts: Vec<(&'static str, Fact)>,
    href: String,
    customer: CustomerId,
    urgent: bool,
}

impl Word {
    /// A word about a case.
    pub fn of(kind: &'static str, row: &CaseRow) -> Self {
        let facts = vec![
            ("number", Fact::Text(row.number.clone())),
            ("what", Fact::Text(row.what.chars().take(160).collect())),
            ("severity", Fact::Word(row.severity.message())),
        ];
        Self { kind, facts, href: format!("/cases/{}", row.id), customer: row.customer_id, urgent: false }
    }
    /// With a fact.
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
    /// That must be acknowledged soon.
    pub fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }
}

/// Tells these persons, each once; not the one who acts.
pub(crate) fn tell(tx: &mut Tx, act: &mut Act<'_>, persons: &[PersonId], word: &Word) -> Outcome<()> {
    let actor = act.principal.id;
    let mut seen = std::collections::BTreeSet::new();
    for person in persons.iter().filter(|person| person.0 != actor) {
        if !seen.insert(*person) {
            continue;
        }
        let mut notice =
            Notice::new(*person, word.kind, word.facts.clone()).at(word.href.clone()).about(word.customer);
        if word.urgent {
            notice = notice.acknowledged_within(TAKE_NOTE);
        }
        people::notify(tx, act, notice)?;
    }
    Ok(())
}

/// An instant that has come; the database's precision.
pub(crate) fn past(pointer: &str, at: Option<Timestamp>, now: Timestamp) -> Outcome<Timestamp> {
    match at {
        Some(at) if at > now => Err(Refusal::field(pointer, "case.in_future")),
        Some(at) => Ok(at),
        None => Ok(now),
    }
}
