//! What can be read of cases. Each view is the page's data and the API's answer.

mod call;
mod data;
mod one;
mod portal;
mod queue;

pub use call::{CallFacts, CandidateFacts, FindCaller, UnitFacts};
pub use data::{CommunicationPlans, PlanFacts, Replies, ReplyFacts};
pub use one::{
    CaseFacts, ChangeFacts, ClockFacts, CrisisBrief, CrisisFacts, CrisisOf, CrisisStanding, EntryFacts,
    OneCase, PauseFacts, ReleaseFacts, TaskFacts, WishFacts,
};
pub use portal::{PortalCase, PortalCases, PortalWord};
pub use queue::{CaseChoices, CaseLine, CasePage, CaseQueue, Choice, DeskLoad, LoadFacts};

use std::collections::BTreeMap;

use accord_kernel::{Outcome, Refusal, Registry};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<CaseQueue>()
        .view::<CaseChoices>()
        .view::<DeskLoad>()
        .view::<OneCase>()
        .view::<CrisisOf>()
        .view::<CrisisStanding>()
        .view::<FindCaller>()
        .view::<CommunicationPlans>()
        .view::<Replies>()
        .view::<PortalCases>();
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

fn limit(asked: Option<i64>, usual: i64, most: i64) -> Outcome<i64> {
    let limit = asked.unwrap_or(usual);
    if (1..=most).contains(&limit) {
        Ok(limit)
    } else {
        Err(Refusal::field("/limit", "field.range").with("from", 1_i64).with("to", most))
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
