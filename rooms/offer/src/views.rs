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

use std::collections::BTreeMap;

use accord_kernel::{Outcome, Refusal, Registry};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

/// Most rows of one answer.
const LIMIT_MAX: i64 = 200;
/// Rows when nobody says how many.
const LIMIT: i64 = 50;
/// Rows are counted exactly to here.
const COUNT_EXACT_TO: i64 = 1_000;

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

/// A person as answers show them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Who {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
}

/// A customer as answers show them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Whose {
    /// Id.
    pub id: CustomerId,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Names of persons and customers, read once for a whole answer.
#[derive(Debug, Default)]
struct Names {
    persons: BTreeMap<PersonId, String>,
    customers: BTreeMap<CustomerId, (String, String)>,
}

impl Names {
    fn read(tx: &mut Tx, mut persons: Vec<PersonId>, mut customers: Vec<CustomerId>) -> Outcome<Self> {
        persons.sort_unstable();
        persons.dedup();
        customers.sort_unstable();
        customers.dedup();
        let customers = customer::labels(tx, &customers)?.into_iter();
        Ok(Self {
            persons: person::names(tx, &persons)?.into_iter().collect(),
            customers: customers.map(|(id, number, name)| (id, (number, name))).collect(),
        })
    }

    fn who(&self, id: PersonId) -> Who {
        Who { id, name: self.persons.get(&id).cloned().unwrap_or_default() }
    }

    fn maybe(&self, id: Option<PersonId>) -> Option<Who> {
        id.map(|id| self.who(id))
    }

    fn whose(&self, id: CustomerId) -> Whose {
        let (number, name) = self.customers.get(&id).cloned().unwrap_or_default();
        Whose { id, number, name }
    }
}

fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT);
    if (1..=LIMIT_MAX).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", LIMIT_MAX))
    }
}
