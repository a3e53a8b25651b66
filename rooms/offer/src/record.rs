//! Tables of this room and their SQL, which stands nowhere else.

mod listing;
mod price;
mod quote;
mod sheet;
mod sold;

pub(crate) use listing::*;
pub use price::*;
pub use quote::*;
pub use sheet::*;
pub use sold::*;

use accord_store::{Record, Table};

/// The recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[
    PriceList::TABLE,
    PriceEntry::TABLE,
    FactSheet::TABLE,
    Capability::TABLE,
    Quote::TABLE,
    QuoteVersion::TABLE,
    QuoteLine::TABLE,
    QuoteStatement::TABLE,
    QuoteClaim::TABLE,
    Acceptance::TABLE,
    OversellCase::TABLE,
];
