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
use accord_room_people::paging::{limit, place};

/// Rows are counted exactly to here.
const COUNT_EXACT_TO: i64 = 1_000;

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

/// The rows of a page out of one more than it holds, and whether there are more.
fn cut<T>(mut rows: Vec<T>, limit: i64) -> (Vec<T>, bool) {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    (rows, more)
}

/// A count as lists say it: exact to a thousand.
fn counted(count: i64) -> (i64, bool) {
    (count.min(COUNT_EXACT_TO), count > COUNT_EXACT_TO)
}
