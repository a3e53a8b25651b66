//! What this room asks of the rooms below it, in one place.

use accord_business_time::Calendar;
use accord_kernel::{Act, Context, Outcome, Refusal, Tongue};
use accord_room_customer::{self as customer, CustomerId, CustomerRow, TeamSphere};
use accord_room_people::{self as people, PersonId, settings as company, settings::SettingDef};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Role word of those who answer for sales.
pub(crate) const HEAD_OF_SALES: &str = "head_of_sales";
/// Role word of those who answer for manufacturing.
pub(crate) const HEAD_OF_MANUFACTURING: &str = "head_of_manufacturing";
/// The colleague who acts, where only a person can.
pub(crate) fn a_person(ctx: &Context) -> Outcome<PersonId> {
    author(ctx).ok_or_else(|| Refusal::conflict("hearing.a_person"))
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

pub(crate) use accord_room_people::check::{NOTE_MAX, WORDING_MAX, text};

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::{Word, author, tell};

/// Longest name of a thing.
pub(crate) const ABOUT_MAX: usize = 200;

/// Optional words; blank is empty.
pub(crate) fn words(pointer: &str, words: Option<&str>, max: usize) -> Outcome<String> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => text(pointer, words, max),
        None => Ok(String::new()),
    }
}
