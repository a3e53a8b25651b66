//! Service cases (R29 to R33): one call is enough. Whoever picks up takes three facts; one owner keeps the case to its end;
//! its clocks are promises in the site's own zone; customer and rep hear the same news with the time of the next; it is
//! closed when the customer says so. Customers in crisis are served and not sold to (R31, T1): one guard refuses
//! whatever is commercial for them.
//!
//! It stands on customers, units, promises and contracts. It must not know visits, complaints or parts: they call
//! [`open`], [`arrived`], [`sent`], [`not_sent`], [`recovery_changed`], and register [`RecoveryOpen`]; what they show
//! on its page is a [`CasePart`]; a case is `service_case` with its id to everything that is about it.
//!
//! ```text
//! load(tx, case)                      a case
//! crisis_of(tx, customer)             the crisis a customer is in, if any
//! open(tx, act, new)                  takes a call within another action
//! sent(tx, act, case, engineer, at)   somebody is on the way; arrived(…) is there: clocks stop
//! not_sent(tx, act, case, who, at)    not any more; what the customer was told stays owed
//! recovery_changed(tx, act, case)     what a crisis waits for is looked at again
//! import_cases(tx, act, cases)        keeps what another system closed, with its history and outcome
//! mail::of_messages, of_token, …      which case a message means; mail::customer_wrote puts its words there
//! ```
//!
//! To add the next thing: a rule goes to `rules`, a column to `record` and a migration, an action to a file in `actions`,
//! a new clock to [`ClockKind`], its promise's words, and where it begins and stops.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod clocks;
mod cover;
mod crisis;
mod figures;
mod follow;
mod id;
mod import;
mod letters;
pub mod mail;
mod many;
mod neighbours;
mod opening;
pub mod pages;
mod pursued;
pub mod record;
mod releasable;
mod reply;
pub mod rules;
mod settings;
mod talk;
pub mod views;

pub use clocks::in_time;
pub use crisis::{GUARD, RecoveryOpen, in_crisis, is_good, recovery_changed};
pub use id::*;
pub use import::{ImportedCase, ImportedUpdate, import_cases, take_back_case};
pub use opening::{NewCase, enter_unknown, open};
pub use record::{
    CaseRow, CrisisRow, HistoryRow, OriginRow, case_of_opening, clocks_of, crisis_of, load, of_customer,
    openings_of,
};
pub use rules::crisis::RecoveryState;

use accord_kernel::{Act, Outcome, Registry};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;

/// What a room above shows beside a case. It reads views only, as every page does.
#[derive(Debug, Clone, Copy)]
pub struct CasePart {
    /// Draws it; empty when there is nothing to show.
    pub draw: fn(&mut accord_face::PageCx<'_, '_>, &views::CaseFacts) -> Outcome<accord_face::Markup>,
}

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic { word: "case", kinds: &["notice-case-"], off: true });
    registry.extend(accord_room_people::NoticeTopic {
        word: "crisis",
        kinds: &["notice-crisis-"],
        off: false,
    });
    actions::register(registry);
    views::register(registry);
    follow::register(registry);
    pursued::register(registry);
    figures::register(registry);
    pages::register(registry);
    many::register(registry);
    accord_room_people::settings::register(registry, "cases-title", &settings::OWN);
    accord_room_people::letters::register(registry, letters::OWN);
    registry
        .guard(GUARD)
        .tables(record::TABLES)
        .derived("search_entry (service_case)", record::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}

/// Somebody was sent to a case, by an action of a room above: the customer is told name and arrival time.
///
/// # Errors
/// `case.runs_again`, `promise.due_past`.
pub fn sent(
    tx: &mut Tx,
    act: &mut Act<'_>,
    case: CaseId,
    engineer: PersonId,
    arrives_at: Timestamp,
) -> Outcome<()> {
    let row = load(tx, case)?;
    actions::send(tx, act, row, engineer, arrives_at).map(|_| ())
}

/// Whoever was sent to be there at a time is not any more, by an action of a room above. What the customer was told stays
/// owed; where the case has another word by now, it stays as it is.
///
/// # Errors
/// What the database refuses.
pub fn not_sent(
    tx: &mut Tx,
    act: &mut Act<'_>,
    case: CaseId,
    engineer: PersonId,
    arrives_at: Timestamp,
) -> Outcome<()> {
    let row = load(tx, case)?;
    actions::not_sent(tx, act, row, engineer, arrives_at)
}

/// Somebody is on site, by an action of a room above: response and arrival clocks stop.
///
/// # Errors
/// `case.before_call`.
pub fn arrived(
    tx: &mut Tx,
    act: &mut Act<'_>,
    case: CaseId,
    engineer: PersonId,
    at: Timestamp,
) -> Outcome<()> {
    let row = load(tx, case)?;
    actions::arrive(tx, act, row, Some(engineer), at).map(|_| ())
}
