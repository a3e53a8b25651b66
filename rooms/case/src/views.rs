//! What can be read of cases. Each view is the page's data and the API's answer.

mod call;
mod data;
mod one;
mod origin;
mod portal;
mod queue;

pub use call::{CallFacts, CandidateFacts, FindCaller, UnitFacts};
pub use data::{CommunicationPlans, FillReply, FilledReplies, FilledReply, PlanFacts, Replies, ReplyFacts};
pub use one::{
    CaseFacts, ChangeFacts, ClockFacts, CrisisBrief, CrisisFacts, CrisisOf, CrisisStanding, EntryFacts,
    OneCase, PauseFacts, ReleaseFacts, TaskFacts, WishFacts,
};
pub use origin::{HistoryFacts, OriginFacts};
pub use portal::{PortalCase, PortalCases, PortalWord};
pub use queue::{CaseChoices, CaseLine, CasePage, CaseQueue, Choice, DeskLoad, LoadFacts};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::paging::{leaf, limit, place};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<CaseQueue>()
        .view::<CaseChoices>()
        .view::<DeskLoad>()
        .view::<OneCase>()
        .view::<CrisisOf>()
        .view::<CrisisStanding>()
        .view::<FindCaller>()
        .view::<CommunicationPlans>()
        .view::<Replies>()
        .view::<FilledReplies>()
        .view::<FillReply>()
        .view::<PortalCases>();
}
