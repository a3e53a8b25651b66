//! The read models of this room.

mod clarification;
mod figure;
mod list;
mod one;
mod portal;
mod risk;
mod statement;
mod watch;

pub use clarification::{ClarificationLine, ListClarifications};
pub use figure::{KeptAnswer, KeptPromises, MissedLine, RateLine};
pub use list::{
    LateCount, ListPromises, MyLate, MyPromises, PromiseChoice, PromiseChoices, PromiseLine, PromisePage,
};
pub use one::{ChangeLine, MarkLine, OnePromise, PromiseFacts};
pub use portal::{PortalPromise, PortalPromises};
pub use risk::{AtRisk, RiskLine};
pub use statement::{ListStatements, StatementLine};
pub use watch::{Policies, PolicyLine};

use std::collections::BTreeMap;

use accord_kernel::{Outcome, Refusal};
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
/// Rows are counted exactly to here.
const COUNT_EXACT_TO: i64 = 1_000;

/// A person as lists show them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Who {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
}

/// A customer as lists show them.
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

/// The wanted number of rows.
fn limit(wanted: Option<i64>) -> Outcome<i64> {
    match wanted {
        None => Ok(LIMIT),
        Some(n) if (1..=LIMIT_MAX).contains(&n) => Ok(n),
        Some(_) => Err(Refusal::field("/limit", "promise.limit_range").with("max", LIMIT_MAX)),
    }
}

/// A place in a list as opaque text.
fn cursor(at: Timestamp, id: Uuid) -> String {
    format!("{}.{id}", at.as_microsecond())
}

fn place<T: From<Uuid>>(after: Option<&String>) -> Outcome<Option<(Timestamp, T)>> {
    let Some(text) = after else { return Ok(None) };
    let parsed = text.split_once('.').and_then(|(at, id)| {
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, T::from(Uuid::parse_str(id).ok()?)))
    });
    parsed.map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// Takes the row that shows that there are more off the end.
fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}
