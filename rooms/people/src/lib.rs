//! The company's people and its own standing facts: who works here, in which areas of the two spheres, with which
//! roles, who covers whom, how they sign in, what they were told, and the settings of the house.
//!
//! It knows nothing of customers but their ids on notices and portal logins; every other room stands on it. It must not
//! know what anybody owns: a room that gives people things to own registers a `Handover`.
//!
//! To add an action: write it in `actions/`, name it in [`room`], and give it its words in `locales/`. A new seeded role
//! goes into [`roles::SEEDED`]; a new permission is the kernel's.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
pub mod check;
pub mod digest;
pub mod facts;
pub mod gate;
pub mod handover;
mod ids;
pub mod letters;
pub mod login;
pub mod mail;
mod notices;
pub mod pages;
pub mod paging;
mod password;
pub mod record;
mod retention;
pub mod roles;
pub mod rules;
pub mod set_up;
pub mod settings;
pub mod sso;
pub mod terms;
pub mod topics;
pub mod views;
mod word;

pub use ids::{
    AreaId, CalendarId, CompanyId, LeaveId, NoticeId, PersonId, PostId, RoleId, SessionId, TerritoryId,
    TokenId, author, mine,
};

pub use digest::{DigestLine, DigestPart};
pub use handover::{Handover, Held};
pub use notices::{
    Notice, OutsideLetter, covers, heads, heads_of, is_letter, notify, reply_key, responsible, settle,
    settle_thing, strike_letters, write_outside, write_selling, write_thread,
};
pub use password::{new_secret, secret_hash};
pub use record::access::by_token;
pub use record::{
    company::{company, the_company},
    notice::{Outbox, Selling, Thread, outbox},
    person::{Belongs, active_person, belongs, home_area, named_person, permissions_now, person},
};
pub use retention::Retention;

pub use topics::NoticeTopic;
pub use word::{Word, tell};

use accord_business_time::Calendar;
use accord_kernel::{Forgetting, Outcome, Registry};
use accord_store::{Record, Tx};
use jiff::Timestamp;

/// Registers the room.
pub fn room(registry: &mut Registry) {
    gate::set_gate(registry, None);
    settings::register(registry, "people-title", settings::OWN);
    letters::register(registry, letters::OWN);
    actions::register(registry);
    views::register(registry);
    pages::register(registry);
    set_up::register(registry);
    digest::register(registry);
    registry
        .tables(&[
            record::company::CalendarRow::TABLE,
            record::company::CompanyRow::TABLE,
            record::company::TerritoryRow::TABLE,
            record::company::AreaRow::TABLE,
            record::company::MapPublicationRow::TABLE,
            record::company::RoleRow::TABLE,
            record::company::SettingRow::TABLE,
            record::letter::LetterTextRow::TABLE,
            record::letter::LetterDraftRow::TABLE,
            record::person::PersonRow::TABLE,
            record::person::PostRow::TABLE,
            record::person::PersonRoleRow::TABLE,
            record::person::PersonTerritoryRow::TABLE,
            record::person::LeaveRow::TABLE,
            record::notice::NoticeRow::TABLE,
            record::telling::TellingRow::TABLE,
            record::set_up::SetUpStepRow::TABLE,
            record::set_up::LogoRow::TABLE,
        ])
        .extend(Forgetting { name: "person", call: actions::erase::erase_again })
        .derived("search_entry (person)", rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}

/// A role that can still be given.
///
/// # Errors
/// Absent when there is none.
pub fn role(tx: &mut Tx, id: RoleId) -> Outcome<RoleId> {
    let row = tx.get::<record::company::RoleRow>(id)?.filter(|row| !row.archived);
    row.map(|row| row.id).ok_or_else(accord_kernel::Refusal::absent)
}

/// A region; `None` when there is none of this id.
///
/// # Errors
/// What the database refuses.
pub fn territory(tx: &mut Tx, id: TerritoryId) -> Outcome<Option<record::company::TerritoryRow>> {
    Ok(tx.get(id)?)
}

/// A working calendar; `None` when there is none of this id.
///
/// # Errors
/// What the database refuses.
pub fn find_calendar(tx: &mut Tx, id: CalendarId) -> Outcome<Option<Calendar>> {
    Ok(tx.get::<record::company::CalendarRow>(id)?.map(|row| row.spec.0))
}

/// A working calendar.
///
/// # Errors
/// Absent when there is none of this id.
pub fn calendar(tx: &mut Tx, id: CalendarId) -> Outcome<Calendar> {
    Ok(record::company::calendar_row(tx, id)?.spec.0)
}

/// The company's own working calendar.
///
/// # Errors
/// Refused by `company.none` before it is set up.
pub fn company_calendar(tx: &mut Tx) -> Outcome<Calendar> {
    let company = the_company(tx)?;
    calendar(tx, company.calendar_id)
}

/// A calendar, or the company's own where none is named, read on the clock of a zone: hours that are agreed for many
/// places are those on each place's clock.
///
/// # Errors
/// As [`calendar`] and [`company_calendar`]; a zone that is not known.
pub fn calendar_in(tx: &mut Tx, id: Option<CalendarId>, zone: &str) -> Outcome<Calendar> {
    let calendar = match id {
        Some(id) => calendar(tx, id)?,
        None => company_calendar(tx)?,
    };
    calendar.in_zone(zone).map_err(|error| accord_kernel::Refusal::defect(error.to_string()))
}

/// The leaves of a person that stand and overlap a stretch: `(from, until)`, in order.
///
/// # Errors
/// What the database refuses.
pub fn leaves_between(
    tx: &mut Tx,
    person: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<(Timestamp, Timestamp)>> {
    let leaves = record::person::leaves_between(tx, person, from, until)?;
    Ok(leaves.into_iter().map(|leave| (leave.from_at, leave.until_at)).collect())
}

fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    let mut made = 0;
    for row in record::list::everybody(tx)? {
        actions::person::put_search(tx, &row)?;
        made += 1;
    }
    Ok(made)
}
