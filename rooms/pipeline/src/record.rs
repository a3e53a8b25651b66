//! Tables, rows and SQL of the pipeline. SQL stands nowhere else in this room.

mod demo;
mod listing;
mod opportunity;
mod programme;

pub use demo::*;
pub(crate) use listing::*;
pub use opportunity::*;
pub use programme::*;

use accord_store::{Record, Table};

/// The recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[
    Opportunity::TABLE,
    StageRow::TABLE,
    Step::TABLE,
    Met::TABLE,
    Seller::TABLE,
    Demonstration::TABLE,
    Contribution::TABLE,
    Programme::TABLE,
    ProgrammeUnit::TABLE,
    Criterion::TABLE,
];
