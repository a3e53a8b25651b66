//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Fact, Outcome, PrincipalKind, Refusal, Tongue};
use accord_room_customer::{self as customer, CustomerId, CustomerRow, TeamSphere};
use accord_room_people::{self as people, Notice, PersonId, settings as company, settings::SettingDef};
use accord_store::{Error, Record, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Role word of those who answer for sales.
pub(crate) const HEAD_OF_SALES: &str = "head_of_sales";
/// Role word of those who answer for manufacturing.
pub(crate) const HEAD_OF_MANUFACTURING: &str = "head_of_manufacturing";
/// Within so long somebody has to take note of what must not be missed.
pub(crate) const TAKE_NOTE: SignedDuration = SignedDuration::from_hours(24);

/// The colleague who acts; open for the program and for a customer's contact.
pub(crate) fn author(ctx: &Context) -> Option<PersonId> {
    (ctx.principal.kind == PrincipalKind::Person).then_some(PersonId(ctx.principal.id))
}

/// The colleague who acts, where only a person can.
pub(crate) fn a_person(ctx: &Context) -> Outcome<PersonId> {
    author(ctx).ok_or_else(|| Refusal::conflict("hearing.a_person"))
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

/// The calendar and zone of a customer: those of their first place in use, else our own.
pub(crate) fn calendar(tx: &mut Tx, of: CustomerId) -> Outcome<Calendar> {
    let sites = customer::sites_of(tx, of)?;
    match sites.into_iter().find(|site| site.state == customer::SiteState::Active) {
        Some(site) => customer::site_calendar(tx, &site),
        None => people::company_calendar(tx),
    }
}

/// The end of so many working days from now, where the customer is. A calendar that is never open has no working day:
/// then days count as they come.
pub(crate) fn working_days(
    tx: &mut Tx,
    ctx: &Context,
    of: CustomerId,
    days: &SettingDef,
) -> Outcome<Timestamp> {
    let days: i64 = company::get(tx, ctx, days)?;
    let calendar = calendar(tx, of)?;
    Ok(end_of_working_day(&calendar, ctx.now, days))
}

/// The end of so many working days from now by a calendar.
pub(crate) fn end_of_working_day(calendar: &Calendar, now: Timestamp, days: i64) -> Timestamp {
    let counted = u16::try_from(days).ok().and_then(|days| calendar.end_of_nth_working_day(now, days).ok());
    counted.unwrap_or_else(|| now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(now))
}

/// Speaks the customer's language in the customer's zone.
pub(crate) fn customers_tongue<'a>(tx: &mut Tx, act: &'a Act<'_>, of: &CustomerRow) -> Outcome<Tongue<'a>> {
    let zone = customer::sites_of(tx, of.id)?.into_iter().next().map(|site| site.zone);
    let zone = zone.unwrap_or_else(|| act.company_zone.clone());
    Ok(act.words.tongue(of.language, &zone))
}

/// Who answers for a customer in a half of the team: its owner, else the other half's, else a head. Never nobody.
pub(crate) fn owner(tx: &mut Tx, ctx: &Context, of: CustomerId, half: TeamSphere) -> Outcome<PersonId> {
    let other = match half {
        TeamSphere::Sales => TeamSphere::AfterSales,
        TeamSphere::AfterSales => TeamSphere::Sales,
    };
    for half in [half, other] {
        if let Some(owner) = customer::owner_of(tx, of, half)? {
            return Ok(owner);
        }
    }
    let heads = match half {
        TeamSphere::Sales => [HEAD_OF_SALES, HEAD_OF_SERVICE],
        TeamSphere::AfterSales => [HEAD_OF_SERVICE, HEAD_OF_SALES],
    };
    for role in heads.into_iter().chain([people::roles::ADMINISTRATOR]) {
        if let Some(head) = people::heads(tx, role)?.first() {
            return Ok(*head);
        }
    }
    author(ctx).ok_or_else(|| Refusal::defect(format!("nobody answers for {of}")))
}

/// What colleagues are told: the message, its facts, where to go.
pub(crate) struct Word {
    kind: &'static str,
    facts: Vec<(&'static str, Fact)>,
    href: String,
    customer: Option<CustomerId>,
    urgent: bool,
}

impl Word {
    pub fn new(kind: &'static str, href: impl Into<String>) -> Self {
        Self { kind, facts: Vec::new(), href: href.into(), customer: None, urgent: false }
    }
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
    pub fn about(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }
    pub fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }
}

/// Tells these persons, each once, and not the one who acts.
pub(crate) fn tell(tx: &mut Tx, act: &mut Act<'_>, persons: &[PersonId], word: &Word) -> Outcome<()> {
    let actor = act.principal.id;
    let mut seen = std::collections::BTreeSet::new();
    for person in persons.iter().filter(|person| person.0 != actor) {
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

pub(crate) use accord_room_people::check::{NOTE_MAX, WORDING_MAX, text};

/// Longest name of a thing.
pub(crate) const ABOUT_MAX: usize = 200;

/// Optional words; blank is empty.
pub(crate) fn words(pointer: &str, words: Option<&str>, max: usize) -> Outcome<String> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => text(pointer, words, max),
        None => Ok(String::new()),
    }
}
