//! Read models of this room.

mod choices;
mod field;
mod list;
mod one;
mod places;
mod proposals;

pub use choices::{PlaceChoices, VisitChoice, VisitChoices};
pub use field::{FieldDay, FieldDayFacts, PlacePack, StockPack, VisitPack};
pub use list::{VisitFacts, VisitList, VisitPage};
pub use one::{OneVisit, OneVisitFacts, PersonFacts, ReportFacts, SignatureFacts, TakenFacts};
pub(crate) use one::{signed_hash, step_facts};
pub use places::{KeyFacts, OnePlace, PlaceFacts, PlaceList, PlacePage, PlaceStock};
pub use proposals::{ProposalFacts, VisitProposals, WhyFacts};

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

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<VisitList>()
        .view::<OneVisit>()
        .view::<VisitProposals>()
        .view::<VisitChoices>()
        .view::<FieldDay>()
        .view::<PlaceList>()
        .view::<OnePlace>()
        .view::<PlaceChoices>();
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

    fn whose(&self, id: CustomerId) -> Whose {
        let (number, name) = self.customers.get(&id).cloned().unwrap_or_default();
        Whose { id, number, name }
    }
}

fn limit(asked: Option<i64>) -> Outcome<i64> {
    let limit = asked.unwrap_or(LIMIT);
    if (1..=LIMIT_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", LIMIT_MAX))
}
