//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod checkpoint;
mod document;
mod list;
mod one;
mod portal;
mod review;

pub use checkpoint::{CheckpointLine, CheckpointList, CheckpointPage};
pub use document::{DocumentOfOrder, OrderDocument, PortalOrderDocument};
pub use list::{Choice, LineChoice, LineChoices, OrderChoices, OrderLine, OrderList, OrderPage};
pub use one::{
    CheckpointFacts, DateEntry, DateHistory, HoldFacts, LineFacts, OneOrder, OrderFacts, TaxFacts,
    TotalFacts, VersionFacts,
};
pub use portal::{PortalLine, PortalOrder, PortalOrders};
pub use review::{
    AccessFacts, AgendaFacts, CausePoint, LoadFacts, MyTasks, PersonFacts, ProgrammeStake, ReviewFacts,
    ReviewPage, SignFacts, TaskFacts, WeekFacts,
};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::paging::{Leaf, leaf, limit, place};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<OrderList>()
        .view::<OneOrder>()
        .view::<DateHistory>()
        .view::<OrderChoices>()
        .view::<LineChoices>()
        .view::<ReviewPage>()
        .view::<MyTasks>()
        .view::<CheckpointList>()
        .view::<DocumentOfOrder>()
        .view::<PortalOrders>()
        .view::<PortalOrderDocument>();
}
