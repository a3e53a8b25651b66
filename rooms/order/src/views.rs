//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod checkpoint;
mod document;
mod list;
mod one;
mod portal;
mod review;

pub use checkpoint::{CheckpointLine, CheckpointList, CheckpointPage};
pub use document::{DocumentOfOrder, OrderDocument, PortalOrderDocument};
pub use list::{Choice, LineChoice, LineChoices, OrderChoices, OrderLine, OrderList, OrderPage};
pub use one::{
    CheckpointFacts, DateEntry, DateHistory, HoldFacts, LineFacts, OneOrder, OrderFacts, TaxFacts,
    TotalFacts, VersionFacts,
};
pub use portal::{PortalLine, PortalOrder, PortalOrders};
pub use review::{
    AccessFacts, AgendaFacts, CausePoint, LoadFacts, MyTasks, PersonFacts, ProgrammeStake, ReviewFacts,
    ReviewPage, SignFacts, TaskFacts, WeekFacts,
};

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
        .view::<OrderList>()
        .view::<OneOrder>()
        .view::<DateHistory>()
        .view::<OrderChoices>()
        .view::<LineChoices>()
        .view::<ReviewPage>()
        .view::<MyTasks>()
        .view::<CheckpointList>()
        .view::<DocumentOfOrder>()
        .view::<PortalOrders>()
        .view::<PortalOrderDocument>();
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

/// The rows of a page out of one more than it holds, and whether there are more.
fn cut<T>(mut rows: Vec<T>, limit: i64) -> (Vec<T>, bool) {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    (rows, more)
}

/// A count as lists say it: exact to a thousand.
fn counted(count: i64) -> (i64, bool) {
    (count.min(COUNT_EXACT_TO), count > COUNT_EXACT_TO)
}
