//! The only ways to change an order: each in a file of its own, thin; what several of them do is in `booking`,
//! `commitment` and `release`.

mod amend;
mod cancel;
mod checkpoint;
mod dates;
mod enter;
mod lines;
mod release;
mod review;
mod ship;

pub use amend::{AmendOrder, AmendedOrder, LineChange};
pub use cancel::CancelLine;
pub use checkpoint::{
    ActOnCheckpoint, AskForDate, CheckpointAnswer, CheckpointChoice, DateAnswer, EscalateCheckpoint,
    OpenCheckpoint, RemindCheckpoint, RequestCheckpoint, StateReadiness, StateService, TrueAnswer,
};
pub(crate) use checkpoint::{ensure as ensure_checkpoint, overtake as overtake_checkpoints};
pub use dates::{CommitDate, DatesAnswer, LineDates, SetForecast, SetTarget};
pub use enter::{EnterOrder, EnteredOrder};
pub use lines::{LineInput, TaxInput};
pub use release::{ReleaseOrder, StateAnswer};
pub use review::{
    AddPoint, AddTask, Decide, FinishTask, Invite, NotePresence, RemindTask, ReopenReview, ReviewAnswer,
    SignReview, TaskAnswer,
};
pub(crate) use review::{reopen_for_change, start as start_review};
pub use ship::ShipOrder;

use accord_kernel::Registry;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<EnterOrder>()
        .action::<AmendOrder>()
        .action::<CancelLine>()
        .action::<CommitDate>()
        .action::<SetTarget>()
        .action::<SetForecast>()
        .action::<ReleaseOrder>()
        .action::<ShipOrder>()
        .action::<Invite>()
        .action::<NotePresence>()
        .action::<AddPoint>()
        .action::<Decide>()
        .action::<SignReview>()
        .action::<ReopenReview>()
        .action::<AddTask>()
        .action::<FinishTask>()
        .action::<RemindTask>()
        .action::<OpenCheckpoint>()
        .action::<StateReadiness>()
        .action::<StateService>()
        .action::<ActOnCheckpoint>()
        .action::<RequestCheckpoint>()
        .action::<AskForDate>()
        .action::<RemindCheckpoint>()
        .action::<EscalateCheckpoint>();
}
