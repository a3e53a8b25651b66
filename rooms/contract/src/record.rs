//! Tables of this room and their SQL.
//!
//! | part | what it holds |
//! |---|---|
//! | [`offer`] | decisions for units of orders, the early-sale window, units that became assets |
//! | [`contract`] | contracts, their lines, the cover of each unit |
//! | [`task`] | what is to be done by a day, and coaching |
//! | [`ready`] | standing by, ways, parts that must be near |

pub mod contract;
pub mod offer;
pub mod ready;
pub mod task;

use accord_store::{Record, Table};

/// The recorded tables.
pub(crate) const TABLES: &[&Table] = &[
    offer::DecisionRow::TABLE,
    offer::ExtensionRow::TABLE,
    offer::OrderUnitRow::TABLE,
    task::CoachingRow::TABLE,
    contract::ContractRow::TABLE,
    contract::ContractLineRow::TABLE,
    contract::CoverRow::TABLE,
    task::TaskRow::TABLE,
    ready::StandbyRow::TABLE,
    ready::TravelRow::TABLE,
    ready::CriticalPartRow::TABLE,
    ready::PartReachRow::TABLE,
];
