//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod complaints;
mod leads;
mod learning;
mod listening;
mod portal;

pub use complaints::{ComplaintFacts, ComplaintLine, ComplaintList, ComplaintPage, OneComplaint};
pub use leads::{LeadFacts, LeadList, LeadPage, LeadResults, LeadScore, LeadScores};
pub use learning::{ImprovementFacts, Learning, LearningPage, RateFacts, ReviewFacts};
pub use listening::{Listening, ListeningPage, UtteranceFacts};
pub use portal::{MyComplaints, PortalComplaint, PortalComplaints};

use std::collections::BTreeMap;

use accord_kernel::{Context, Outcome, PrincipalKind, Refusal, Registry};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

/// Most rows of one answer.
const LIMIT_MAX: i64 = 200;
/// Rows when nobody says how many.
const LIMIT: i64 = 50;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .view::<Listening>()
        .view::<ComplaintList>()
        .view::<OneComplaint>()
        .view::<LeadList>()
        .view::<LeadResults>()
        .view::<Learning>()
        .view::<MyComplaints>();
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
    /// Name.
    pub name: String,
}

/// Names of persons and customers, read once for a whole answer.
#[derive(Debug, Default)]
struct Names {
    persons: BTreeMap<PersonId, String>,
    customers: BTreeMap<CustomerId, String>,
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
            customers: customers.map(|(id, _, name)| (id, name)).collect(),
        })
    }

    fn who(&self, id: PersonId) -> Who {
        Who { id, name: self.persons.get(&id).cloned().unwrap_or_default() }
    }

    fn maybe(&self, id: Option<PersonId>) -> Option<Who> {
        id.map(|id| self.who(id))
    }

    fn whose(&self, id: CustomerId) -> Whose {
        Whose { id, name: self.customers.get(&id).cloned().unwrap_or_default() }
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

/// A place in a list, as `next` gave it.
fn place(after: Option<&str>) -> Outcome<Option<(Timestamp, Uuid)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (at, id) = text.split_once('_')?;
        Some((at.parse().ok()?, Uuid::parse_str(id).ok()?))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// Cuts a list that was read one row too far; whether there was that row.
fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

/// The reader and those whom they cover.
fn mine(ctx: &Context) -> Vec<PersonId> {
    if ctx.principal.kind != PrincipalKind::Person {
        return Vec::new();
    }
    let covered = ctx.principal.covers.iter().copied().map(PersonId);
    std::iter::once(PersonId(ctx.principal.id)).chain(covered).collect()
}
