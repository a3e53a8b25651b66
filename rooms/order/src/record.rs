//! Tables of this room and their SQL, which stands nowhere else.

mod checkpoint;
mod order;
mod review;
mod waiting;

pub use checkpoint::*;
pub use order::*;
pub use review::*;
pub use waiting::*;

use accord_store::{Record, Table};

/// The recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[
    Order::TABLE,
    OrderVersion::TABLE,
    Line::TABLE,
    LineDate::TABLE,
    Review::TABLE,
    ReviewInvitee::TABLE,
    ReviewItem::TABLE,
    ReviewSign::TABLE,
    ReviewTask::TABLE,
    Checkpoint::TABLE,
];
