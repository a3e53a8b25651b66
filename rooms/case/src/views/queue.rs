//! The desk's queue by next clock, and how much everybody has. There is no ranking by speed (R62).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_customer::CustomerId;
use accord_room_people::paging::{Sort, next_place, sorted};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, leaf, limit, place};
use crate::{
    id::{CaseId, CaseState, Severity},
    record::{CaseSort, Narrow, QueueRow, count, load, load_by_owner, looked_at, of_id, queue},
};

/// One line of the queue.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CaseLine {
    /// Id.
    pub id: CaseId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Whose,
    /// What is stopped or wrong.
    pub what: String,
    /// How badly.
    pub severity: Severity,
    /// How it stands.
    pub state: CaseState,
    /// Its owner.
    pub owner: Who,
    /// Who was sent.
    pub engineer: Option<Who>,
    /// When the customer called.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub received_at: Timestamp,
    /// The nearest of its clocks and its next word.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub next_due_at: Timestamp,
    /// That has passed.
    pub late: bool,
    /// The promised word did not come.
    pub update_late: bool,
    /// When anything of it changed last.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub changed_at: Timestamp,
    /// It has changed since the reader last said that they have seen the queue.
    pub changed: bool,
}

/// Cases by their next clock.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CasePage {
    /// Rows.
    pub rows: Vec<CaseLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, exact to 1,000.
    pub count: i64,
    /// There are more than that.
    pub count_capped: bool,
    /// When the reader last said that they have seen the queue.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub looked_at: Option<Timestamp>,
}

/// The queue, narrowed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseQueue {
    /// Mine, and those of whom I cover.
    #[serde(default)]
    pub mine: bool,
    /// Those past their next clock.
    #[serde(default)]
    pub late: bool,
    /// Of a severity.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// In a state; open and fixed ones when open.
    #[serde(default)]
    pub state: Option<CaseState>,
    /// Of a customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Changed since then.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub changed_since: Option<Timestamp>,
    /// By what they are sorted, with a minus the other way round; by the next clock when open.
    #[serde(default)]
    pub sort: Option<Sort<CaseSort>>,
    /// Place to go on from.
    #[serde(default)]
    pub after: Option<String>,
    /// Most rows.
    #[serde(default)]
    pub limit: Option<i64>,
}

pub(super) fn lines(
    tx: &mut Tx,
    ctx: &Context,
    rows: Vec<QueueRow>,
    looked_at: Option<Timestamp>,
) -> Outcome<Vec<CaseLine>> {
    let mut persons = Vec::with_capacity(rows.len() * 2);
    for row in &rows {
        persons.push(row.owner_id);
        persons.extend(row.engineer_id);
    }
    let names = Names::read(tx, persons, rows.iter().map(|row| row.customer_id).collect())?;
    Ok(rows
        .into_iter()
        .map(|row| CaseLine {
            id: row.id,
            customer: names.whose(row.customer_id),
            severity: row.severity,
            state: row.state,
            owner: names.who(row.owner_id),
            engineer: names.maybe(row.engineer_id),
            received_at: row.received_at,
            next_due_at: row.next_due_at,
            late: row.is_open && row.next_due_at < ctx.now,
            update_late: row.update_late,
            changed_at: row.changed_at,
            changed: looked_at.is_some_and(|at| row.changed_at > at),
            number: row.number,
            what: row.what,
        })
        .collect())
}

impl View for CaseQueue {
    const NAME: &'static str = "case.queue";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CasePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CasePage> {
        let limit = limit(self.limit)?;
        let owner = if self.mine { accord_room_people::mine(ctx) } else { Vec::new() };
        let customer = match self.customer {
            Some(id) => Some(accord_room_customer::load(tx, id)?.id),
            None => None,
        };
        let narrow = Narrow {
            open_only: self.state.is_none() && customer.is_none(),
            owner,
            severity: self.severity,
            state: self.state,
            customer,
            changed_since: self.changed_since,
            late_at: self.late.then_some(ctx.now),
        };
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after = place::<Timestamp, Uuid>(own)?.map(|(at, id)| (at, CaseId(id)));
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = queue(tx, ctx, &narrow, walk, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count(tx, ctx, &narrow, most))?;
        let last = leaf.rows.last().filter(|_| leaf.more);
        let looked_at = match accord_room_people::author(ctx) {
            Some(person) => looked_at(tx, person)?,
            None => None,
        };
        Ok(CasePage {
            next: next_place(
                sorted.as_ref(),
                last,
                |row| row.id.into(),
                |row| Some(format!("{}_{}", row.next_due_at, row.id)),
            ),
            count: leaf.count,
            count_capped: leaf.count_capped,
            rows: lines(tx, ctx, leaf.rows, looked_at)?,
            looked_at,
        })
    }
}

/// One of several cases to choose from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: CaseId,
    /// What to show.
    pub label: String,
}

/// Cases to choose from: open ones by their next clock, of a customer, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChoices {
    /// Of a customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// This one.
    #[serde(default)]
    pub id: Option<CaseId>,
}

impl View for CaseChoices {
    const NAME: &'static str = "case.choices";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(load(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let rows = match self.id {
            Some(id) => vec![of_id(tx, id)?],
            None => {
                let narrow = Narrow { open_only: true, customer: self.customer, ..Narrow::default() };
                queue(tx, ctx, &narrow, None, None, 20)?
            }
        };
        let label = |row: &QueueRow| {
            let what: String = row.what.chars().take(60).collect();
            format!("{} · {what}", row.number)
        };
        Ok(rows.iter().map(|row| Choice { id: row.id, label: label(row) }).collect())
    }
}

/// How much somebody has.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoadFacts {
    /// Who.
    pub person: Who,
    /// Open cases.
    pub open: i64,
    /// Of these past their next clock.
    pub late: i64,
}

/// How much everybody has: shown to all, so that nobody is left alone with it. How fast anybody is stands nowhere.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskLoad {}

impl View for DeskLoad {
    const NAME: &'static str = "case.load";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<LoadFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<LoadFacts>> {
        let found = load_by_owner(tx, ctx.now)?;
        let names = Names::read(tx, found.iter().map(|(person, ..)| *person).collect(), Vec::new())?;
        let mut all: Vec<LoadFacts> = found
            .into_iter()
            .map(|(person, open, late)| LoadFacts { person: names.who(person), open, late })
            .collect();
        all.sort_by(|a, b| a.person.name.cmp(&b.person.name));
        Ok(all)
    }
}
