//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod billing;
mod coaching;
mod contract;
mod document;
mod entitlement;
mod offer;
mod portal;
mod ready;
mod tasks;
mod worth;

pub use billing::{Billing, BillingPage, BillingRow};
pub use coaching::{CoachingFacts, CoachingPage, Coachings, RateFacts};
pub use contract::{
    ContractChoice, ContractChoices, ContractFacts, ContractLineFacts, ContractList, ContractPage,
    ContractRowFacts, CoverFacts, OneContract, UnitFacts,
};
pub use document::{
    ContractDocument, DocumentOfContract, PortalContractDocument, PortalOutage, PortalStatement,
};
pub use entitlement::{Clocks, CoverStanding, Entitlement, EntitlementFacts, SiteFacts, entitlement_of};
pub use offer::{
    Attach, AttachFacts, AttachRow, CallLine, CallList, DecisionFacts, OrderService, PlanOffer, ServiceLine,
    ServiceOffer, WindowFactsShown,
};
pub use portal::{PortalContract, PortalContracts, PortalCover, PortalPayment, PortalPlan, portal_contracts};
pub use ready::{
    EngineerFacts, MissingFacts, PartFacts, Readiness, ReadinessFacts, Rota, RotaPage, SoldFacts,
    StandbyFacts, StretchFacts, WayFacts,
};
pub use tasks::{TaskFacts, TaskList, TaskPage};
pub use worth::{Contribution, Revenue, RevenueFacts, RevenueSums, StatementFacts, ValueStatement};

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
        .view::<OrderService>()
        .view::<CallList>()
        .view::<Attach>()
        .view::<ContractList>()
        .view::<OneContract>()
        .view::<ContractChoices>()
        .view::<Entitlement>()
        .view::<Billing>()
        .view::<ValueStatement>()
        .view::<Revenue>()
        .view::<TaskList>()
        .view::<Coachings>()
        .view::<Readiness>()
        .view::<Rota>()
        .view::<DocumentOfContract>()
        .view::<PortalContracts>()
        .view::<PortalContractDocument>();
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

/// The two parts of a place in a list, as `next` gave it.
fn place<A: std::str::FromStr, B: std::str::FromStr>(after: Option<&str>) -> Outcome<Option<(A, B)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (a, b) = text.split_once('_')?;
        Some((a.parse().ok()?, b.parse().ok()?))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}
