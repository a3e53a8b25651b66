//! The only ways to change something here: thin, each with what it needs of the others below.

mod clock;
mod commercial;
mod data;
mod finish;
mod hand;
mod look;
mod open;
mod portal;
mod work;

pub use clock::{NameUnit, PauseCase, ResumeCase, SetSeverity};
pub use commercial::{ReleaseInCrisis, WishInCrisis};
pub use data::{SetCommunicationPlan, SetReply};
pub use finish::{CloseCase, ConfirmCase, FinishCaseTask, RateCase, ReopenCase, RestoreCase, WithdrawCase};
pub use hand::{AcceptHandover, OfferHandover};
pub use look::SeeQueue;
pub use open::OpenCase;
pub use portal::{ConfirmMine, RateMine, ReportCase, SayInCase};
pub use work::{Arrive, Dispatch, Hear, Note, Respond, Update, UpdateLate};
pub(crate) use work::{UPDATE_LATE, arrive, not_sent, send};

use accord_kernel::{Act, Outcome, Refusal, Registry, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    clocks::settle_next,
    crisis::LiftCrisis,
    id::{CaseId, CaseState},
    neighbours::at_version,
    opening::facts,
    record::{CaseRow, load},
};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<OpenCase>()
        .action::<Respond>()
        .action::<Dispatch>()
        .action::<Arrive>()
        .action::<Note>()
        .action::<Update>()
        .action::<UpdateLate>()
        .action::<Hear>()
        .action::<PauseCase>()
        .action::<ResumeCase>()
        .action::<SetSeverity>()
        .action::<NameUnit>()
        .action::<OfferHandover>()
        .action::<AcceptHandover>()
        .action::<SeeQueue>()
        .action::<RestoreCase>()
        .action::<ReopenCase>()
        .action::<ConfirmCase>()
        .action::<RateCase>()
        .action::<CloseCase>()
        .action::<WithdrawCase>()
        .action::<FinishCaseTask>()
        .action::<WishInCrisis>()
        .action::<ReleaseInCrisis>()
        .action::<LiftCrisis>()
        .action::<SetCommunicationPlan>()
        .action::<SetReply>()
        .action::<ReportCase>()
        .action::<SayInCase>()
        .action::<ConfirmMine>()
        .action::<RateMine>();
}

/// How a case stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseAnswer {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: CaseState,
    /// The nearest of its clocks and its next word.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub next_due_at: Timestamp,
    /// Row version, for the next change.
    pub version: i64,
}

impl CaseAnswer {
    pub(crate) fn of(row: &CaseRow) -> Self {
        Self {
            case: row.id,
            number: row.number.clone(),
            state: row.state,
            next_due_at: row.next_due_at,
            version: row.version,
        }
    }
}

fn touches(tx: &mut Tx, case: CaseId) -> Outcome<Touches> {
    Ok(Touches::customer(load(tx, case)?.customer_id))
}

/// A case that can still be worked on, at the version that was read.
fn standing(tx: &mut Tx, case: CaseId, version: i64) -> Outcome<CaseRow> {
    let row = load(tx, case)?;
    at_version(&row, version)?;
    still_open(&row)?;
    Ok(row)
}

fn still_open(row: &CaseRow) -> Outcome<()> {
    if row.is_open {
        return Ok(());
    }
    Err(Refusal::conflict("case.ended")
        .with("number", row.number.as_str())
        .with("state", accord_kernel::Fact::Word(row.state.message())))
}

/// Writes a changed case, with what comes next on it.
fn keep(tx: &mut Tx, act: &mut Act<'_>, mut row: CaseRow) -> Outcome<CaseAnswer> {
    row.changed_at = act.now;
    settle_next(tx, &mut row)?;
    tx.update(&mut row)?;
    facts(act, &row);
    Ok(CaseAnswer::of(&row))
}
