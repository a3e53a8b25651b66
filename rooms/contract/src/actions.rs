//! The only ways to change something here: each in a file of its own, thin.

mod approve;
mod coaching;
mod decide;
mod end;
mod ready;
mod sell;
mod task;

pub use approve::{ApproveNotOffered, ExtendWindow, ReopenDecision};
pub use coaching::{AskCoaching, CoachingAnswer, HoldCoaching, RemindCoaching};
pub use decide::{DecideService, DecisionAnswer};
pub(crate) use decide::{Decision, decide};
pub use end::{EndContract, ExitContract};
pub use ready::{DropPart, EndStandby, MakeReady, NeedPart, ReadyAnswer, SetReach, SetStandby, SetTravel};
pub use sell::{ContractAnswer, RenewContract, SellContract};
pub use task::{AssignTask, FinishTask, RemindSalesTask, RemindTask, TaskAnswer};

use accord_kernel::Registry;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<DecideService>()
        .action::<ApproveNotOffered>()
        .action::<ReopenDecision>()
        .action::<ExtendWindow>()
        .action::<SellContract>()
        .action::<RenewContract>()
        .action::<ExitContract>()
        .action::<EndContract>()
        .action::<FinishTask>()
        .action::<AssignTask>()
        .action::<RemindTask>()
        .action::<RemindSalesTask>()
        .action::<AskCoaching>()
        .action::<HoldCoaching>()
        .action::<RemindCoaching>()
        .action::<SetStandby>()
        .action::<EndStandby>()
        .action::<SetTravel>()
        .action::<NeedPart>()
        .action::<DropPart>()
        .action::<SetReach>()
        .action::<MakeReady>();
}
