//! The list of customers.

use accord_kernel::{Context, Outcome, Permission, Touches, View};
use accord_room_people::{
    PersonId, TerritoryId,
    paging::{self, Sort},
};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    colleague::{PersonRef, refs},
    id::{CustomerId, CustomerState, Stage, TeamSphere},
    record::{self, CustomerFilter, CustomerRow, CustomerSort},
};

/// Customers open to the reader, by name.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerList {
    /// Words of name, number, legal id, towns and contacts; case and accents do not matter.
    #[serde(default)]
    pub query: Option<String>,
    /// Stage of the loop.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Territory.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// Owner in either sphere.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// Without an owner in this sphere.
    #[serde(default)]
    pub missing_owner: Option<TeamSphere>,
    /// State; those in use when left out.
    #[serde(default)]
    pub state: Option<CustomerState>,
    /// By what they are sorted, with a minus the other way round; by name when left out.
    #[serde(default)]
    pub sort: Option<Sort<CustomerSort>>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// A customer in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CustomerLine {
    /// Id.
    pub id: CustomerId,
    /// Number for people.
    pub number: String,
    /// Name.
    pub name: String,
    /// Stage of the loop.
    pub stage: Stage,
    /// How often the loop has begun.
    pub cycle: i64,
    /// State.
    pub state: CustomerState,
    /// Territory.
    pub territory: Option<TerritoryId>,
    /// Who answers for it in sales.
    pub sales_owner: Option<PersonRef>,
    /// Who answers for it in after-sales.
    pub service_owner: Option<PersonRef>,
}

/// A page of the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerLines {
    /// The customers.
    pub rows: Vec<CustomerLine>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// How many in all, exact to 1,000.
    pub count: i64,
    /// Whether there are more than `count`.
    pub count_capped: bool,
}

impl View for CustomerList {
    const NAME: &'static str = "customer.list";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: accord_kernel::Audience = accord_kernel::Audience::Staff;
    type Answer = CustomerLines;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CustomerLines> {
        let filter = CustomerFilter {
            query: self.query,
            stage: self.stage,
            territory: self.territory.map(Uuid::from),
            owner: self.owner.map(Uuid::from),
            missing_owner: self.missing_owner,
            missing_any: false,
            state: self.state,
        };
        let page = page_of(tx, ctx, &filter, self.limit, (self.sort, self.after.as_deref()))?;
        let rows = lines(tx, &page.rows)?;
        Ok(CustomerLines { rows, next: page.next, count: page.count, count_capped: page.count_capped })
    }
}

/// A page of customers with its count.
pub(super) struct Page {
    pub(super) rows: Vec<CustomerRow>,
    pub(super) next: Option<String>,
    pub(super) count: i64,
    pub(super) count_capped: bool,
}

/// Reads one more than asked for, to know whether a page follows; a first page that is not full needs no counting.
pub(super) fn page_of(
    tx: &mut Tx,
    ctx: &Context,
    filter: &CustomerFilter,
    limit: Option<i64>,
    (sort, after): (Option<Sort<CustomerSort>>, Option<&str>),
) -> Outcome<Page> {
    let limit = paging::limit(limit)?;
    let first = after.is_none_or(str::is_empty);
    // By name is how customers are listed anyway.
    let sort = Some(sort.unwrap_or(Sort { by: CustomerSort::Name, down: false }));
    let (sorted, _) = paging::sorted(sort, after)?;
    let Some(sorted) = sorted else { return Err(accord_kernel::Refusal::defect("a list without order")) };
    let mut rows = record::list(tx, ctx, filter, &sorted.walk, limit + 1)?;
    let more = paging::trim(&mut rows, limit);
    let next = rows.last().filter(|_| more).and_then(|last| sorted.next(last, last.id));
    let (count, count_capped) = if first && !more {
        (i64::try_from(rows.len()).unwrap_or(i64::MAX), false)
    } else {
        record::count(tx, ctx, filter)?
    };
    Ok(Page { rows, next, count, count_capped })
}

fn lines(tx: &mut Tx, rows: &[CustomerRow]) -> Outcome<Vec<CustomerLine>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.into()).collect();
    let owners = record::owners_of(tx, &ids)?;
    let known = refs(tx, owners.iter().map(|(_, _, person)| *person))?;
    let owner = |customer: CustomerId, sphere: TeamSphere| {
        let (_, _, person) =
            owners.iter().find(|(of, in_sphere, _)| *of == customer && *in_sphere == sphere)?;
        known.get(person).cloned()
    };
    let line = |row: &CustomerRow| CustomerLine {
        id: row.id,
        number: row.number.clone(),
        name: row.name.clone(),
        stage: row.stage,
        cycle: row.cycle,
        state: row.state,
        territory: row.territory_id,
        sales_owner: owner(row.id, TeamSphere::Sales),
        service_owner: owner(row.id, TeamSphere::AfterSales),
    };
    Ok(rows.iter().map(line).collect())
}
