//! Tables of this room and their SQL.
//!
//! | part | what it holds |
//! |---|---|
//! | [`visit`] | visits, who goes, what was found and done, who signed |
//! | [`part`] | places of parts, their keys, pieces taken, pieces asked for |

pub mod part;
pub mod visit;

use accord_store::{Record, Table};

/// The recorded tables.
pub(crate) const TABLES: &[&Table] = &[
    visit::VisitRow::TABLE,
    visit::VisitPersonRow::TABLE,
    visit::ReportRow::TABLE,
    visit::SignatureRow::TABLE,
    part::PlaceRow::TABLE,
    part::KeyRow::TABLE,
    part::MinimumRow::TABLE,
    part::MoveRow::TABLE,
    part::ReplenishRow::TABLE,
];
