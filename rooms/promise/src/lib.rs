//! The ledger of promises: whatever we owe a customer, checked before it is made, seen by everyone, and kept or
//! honestly broken (R20, R23, R24, R65; T4, T8).
//!
//! A promise has its wording as the customer got it, maker, owner (whose cover inherits it during leave), kind, basis,
//! due, first due and outcome. The gate asks the check of its kind before it is made; the watch warns, tells and
//! escalates on business time; statements to a customer are kept by subject so that no two contradict each other
//! unseen.
//!
//! One matter is told in many words: whoever speaks chooses what was said or promised before, and only where nothing
//! was chosen the words are compared. A room above that tells dates in sentences of its own registers a [`Sentence`].
//!
//! It must not know orders, slots, stock, contracts or cases: higher rooms register the checks of their kinds, call
//! the functions of [`ledger`], and read the dates that they owe here by the promise's id.
//!
//! To add a kind of promise: a word in [`id::Kind`], its messages, its default policy in `ledger/plan.rs`, and its check
//! in the room that knows what limits it. To add what may be done to a promise: a rule in [`rules`], a function in
//! [`ledger`], a thin action. Nothing deletes a promise that was made here, and nothing may; what an import brought goes with it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod checks;
pub mod figures;
mod follow;
pub mod id;
mod input;
pub mod ledger;
mod many;
mod neighbours;
pub mod pages;
mod record;
pub mod rules;
pub mod settings;
pub mod views;

pub use id::{ClarificationId, ClarificationState, Kind, PromiseId, State, StatementId, SubjectKind};
pub use input::{About, Telling};
pub use ledger::{
    Asking, ClockChange, ClockDue, Draft, Ending, IMPORTED, ImportedOutcome, NewDate, NewPromise, Sentence,
    break_honestly, draft_of, forecast, hand_over, import_outcomes, keep, knock_on, make, make_clock, redate,
    release, set_clock, set_harm, take_back_outcome, tell, withdraw_clock,
};
pub use record::{
    ChangeRow, ClarificationRow, PromiseRow, StatementRow, about, due_of, load, makers, open_of, why_redated,
};
pub use rules::due::Wish;

use accord_kernel::{Context, Outcome, Registry};
use accord_room_people::PersonId;
use accord_store::{Record, Tx};
use jiff::Timestamp;

/// Registers the room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "promise",
        kinds: &["notice-promise-", "notice-clarification-"],
        off: true,
    });
    register_actions(registry);
    register_views(registry);
    pages::register(registry);
    many::register(registry);
    for check in checks::all() {
        registry.check(check);
    }
    accord_room_people::settings::register(registry, "promises-title", settings::OWN);
    registry
        .reaction(follow::MERGE)
        .extend(follow::HANDOVER)
        .extend(follow::OPEN)
        .metric(figures::PROMISES_KEPT)
        .metric(figures::WATCH_IN_TIME)
        .derived("search_entry (promise)", ledger::rebuild_search)
        .tables(&[
            record::PromiseRow::TABLE,
            record::ChangeRow::TABLE,
            record::PolicyRow::TABLE,
            record::MarkRow::TABLE,
            record::ClarificationRow::TABLE,
            record::StatementRow::TABLE,
        ])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}

fn register_actions(registry: &mut Registry) {
    registry
        .action::<actions::MakePromise>()
        .action::<actions::KeepPromise>()
        .action::<actions::BreakPromise>()
        .action::<actions::ReleasePromise>()
        .action::<actions::RedatePromise>()
        .action::<actions::ForecastPromise>()
        .action::<actions::HandOverPromise>()
        .action::<actions::TellPromise>()
        .action::<actions::SetHarm>()
        .action::<actions::WarnPromise>()
        .action::<actions::FallDue>()
        .action::<actions::EscalatePromise>()
        .action::<actions::TellCustomerBy>()
        .action::<actions::SetPolicy>()
        .action::<actions::SayStatement>()
        .action::<actions::TakeClarification>()
        .action::<actions::AnswerClarification>()
        .action::<actions::ClarificationUntaken>()
        .action::<actions::ClarificationUnanswered>();
}

fn register_views(registry: &mut Registry) {
    registry
        .view::<views::ListPromises>()
        .view::<views::MyPromises>()
        .view::<views::MyLate>()
        .view::<views::OnePromise>()
        .view::<views::PromiseChoices>()
        .view::<views::AtRisk>()
        .view::<views::KeptPromises>()
        .view::<views::ListStatements>()
        .view::<views::ListClarifications>()
        .view::<views::Policies>()
        .view::<views::PortalPromises>();
}

/// Open promises that a person answers for now, by themselves or by cover, the next due first (R20).
///
/// # Errors
/// What the database refuses.
pub fn due_of_person(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    until: Option<Timestamp>,
    limit: i64,
) -> Outcome<Vec<PromiseRow>> {
    let mut persons = vec![person];
    if ctx.principal.id == person.0 {
        persons.extend(ctx.principal.covers.iter().copied().map(PersonId));
    }
    due_of(tx, &persons, until, limit)
}
