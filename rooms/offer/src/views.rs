//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own, and feeds the
//! customer's page, the paper and the letter alike.

mod call;
mod choices;
mod document;
mod facts;
mod list;
mod one;
mod portal;
mod price;
mod sheet;

pub use call::{CallCard, CallFacts};
pub use choices::{
    CapabilityChoices, Choice, LineChoices, PriceListChoices, QuoteChoices, UsableClaim, UsableClaims,
};
pub use document::{DocumentOfQuote, PortalDocument, QuoteDocument};
pub use facts::{
    AcceptanceFacts, ClaimFacts, LineFacts, ObstacleFacts, OversellFacts, QuoteFacts, StatementFacts,
    TaxFacts, VersionFacts, VersionLine, WorthFacts,
};
pub use list::{QuoteList, QuotePage, QuoteRow};
pub use one::OneQuote;
pub use portal::{
    PortalClaim, PortalQuote, PortalQuoteLine, PortalQuoteState, PortalQuotes, PortalUplift, offered,
    portal_quotes,
};
pub use price::{EntryFacts, OnePriceList, PriceListFacts, PriceListRow, PriceLists};
pub use sheet::{CapabilityFacts, FactSheets, OneFactSheet, SheetFacts, SheetRow};

pub use accord_room_customer::names::{Who, Whose};

use accord_kernel::Registry;
use accord_room_customer::names::Names;
use accord_room_people::paging::{leaf, limit};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<PriceLists>()
        .view::<OnePriceList>()
        .view::<PriceListChoices>()
        .view::<FactSheets>()
        .view::<OneFactSheet>()
        .view::<CapabilityChoices>()
        .view::<QuoteList>()
        .view::<OneQuote>()
        .view::<QuoteChoices>()
        .view::<LineChoices>()
        .view::<UsableClaims>()
        .view::<CallCard>()
        .view::<DocumentOfQuote>()
        .view::<PortalDocument>()
        .view::<PortalQuotes>();
}
