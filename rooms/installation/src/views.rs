//! Read models of this room. What a customer may see stands in `portal` alone, in types of its own.

mod delivered;
mod list;
mod one;
mod portal;
mod site;
mod tasks;
mod templates;
mod training;

pub use delivered::{Columns, ColumnsFacts, DeliveredFacts, ExpectedFacts, GapFacts, ThingFacts};
pub use list::{
    InstallationChoice, InstallationChoices, InstallationList, InstallationPage, InstallationRow,
};
pub use one::{
    AcceptanceFacts, AcceptanceText, FaultFacts, InstallationFacts, ItemFacts, OneInstallation,
    SignatureFacts, SubscriptionFacts,
};
pub use portal::{
    PortalAcceptance, PortalAcceptanceText, PortalInstallation, PortalInstallations, PortalTask,
    portal_installations,
};
pub use site::{SiteVisitors, VisitorFacts, WayInto};
pub use tasks::{DeliveryTasks, ReviewFacts, Reviews, TaskFacts};
pub use templates::{TemplateChoices, TemplateFacts, Templates};
pub use training::{CourseFacts, Courses, OneCourse, SeatFacts};

use std::collections::BTreeMap;

use accord_kernel::{Context, Outcome, PrincipalKind, Refusal, Registry};
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
        .view::<InstallationList>()
        .view::<InstallationChoices>()
        .view::<OneInstallation>()
        .view::<AcceptanceText>()
        .view::<Templates>()
        .view::<TemplateChoices>()
        .view::<Courses>()
        .view::<OneCourse>()
        .view::<Columns>()
        .view::<Reviews>()
        .view::<DeliveryTasks>()
        .view::<WayInto>()
        .view::<SiteVisitors>()
        .view::<PortalInstallations>()
        .view::<PortalAcceptanceText>();
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

/// The reader, and those whom they cover.
fn mine(ctx: &Context) -> Vec<PersonId> {
    if ctx.principal.kind != PrincipalKind::Person {
        return Vec::new();
    }
    let mut all = vec![PersonId(ctx.principal.id)];
    all.extend(ctx.principal.covers.iter().copied().map(PersonId));
    all
}
