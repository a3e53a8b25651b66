//! The only ways to change something here: each in a file by its concern, thin.

mod delivered;
mod go_live;
mod item;
mod plan;
mod sign;
mod site;
mod task;
mod template;
mod training;

pub(crate) use delivered::scope;
pub use delivered::{
    CloseGap, GapAnswer, HoldReview, NoteExpectation, NoteService, PlanGap, RemindReview, SetPlanService,
};
pub use go_live::{CheckUsage, GoLive, ReportUsage, SetRelease};
pub use item::{DoItem, FoundFault, ItemAnswer, MendFault, PortalDoItem, SkipItem, UndoItem};
pub use plan::{ApplyTemplate, AssignLead, CancelPlan, MovePlan, PlanAnswer, PlanInstallation};
pub(crate) use sign::own;
pub use sign::{PortalSign, SignAcceptance, SignAnswer};
pub use site::{AccessDue, AnnounceVisitor, NoteArrival, VisitorAnswer};
pub use task::{AssignTask, FinishTask, TaskAnswer, TaskLate};
pub use template::{SetTemplate, TemplateAnswer, WithdrawTemplate};
pub use training::{
    CancelCourse, CourseAnswer, HoldCourse, HowToAnswer, NoteHowTo, PlanCourse, Question, SetCourse, how_to,
};

use accord_kernel::{Outcome, Registry, Touches};
use accord_store::Tx;

use crate::{id::InstallationId, record::plan::installation};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<SetTemplate>()
        .action::<WithdrawTemplate>()
        .action::<PlanInstallation>()
        .action::<MovePlan>()
        .action::<AssignLead>()
        .action::<ApplyTemplate>()
        .action::<CancelPlan>()
        .action::<DoItem>()
        .action::<UndoItem>()
        .action::<SkipItem>()
        .action::<FoundFault>()
        .action::<MendFault>()
        .action::<SignAcceptance>()
        .action::<PortalSign>()
        .action::<PortalDoItem>()
        .action::<GoLive>()
        .action::<SetRelease>()
        .action::<ReportUsage>()
        .action::<CheckUsage>()
        .action::<PlanCourse>()
        .action::<SetCourse>()
        .action::<HoldCourse>()
        .action::<CancelCourse>()
        .action::<NoteHowTo>()
        .action::<FinishTask>()
        .action::<AssignTask>()
        .action::<TaskLate>()
        .action::<SetPlanService>()
        .action::<NoteService>()
        .action::<NoteExpectation>()
        .action::<PlanGap>()
        .action::<CloseGap>()
        .action::<HoldReview>()
        .action::<RemindReview>()
        .action::<AnnounceVisitor>()
        .action::<NoteArrival>()
        .action::<AccessDue>();
}

fn touches(tx: &mut Tx, id: InstallationId) -> Outcome<Touches> {
    Ok(Touches::customer(installation(tx, id)?.customer_id))
}
