//! Lists of customers: filters, order, keyset, count.

use accord_kernel::{Context, Outcome, Permission, PrincipalKind};
use accord_room_people::paging::{By, SortKey};
use accord_store::{Column, Record, Tx, Value, search, walk::Walk};
use uuid::Uuid;

use super::{COUNT_EXACT_TO, CustomerRow, sight_filter};
use crate::id::{CustomerState, Stage, TeamSphere};

/// What a list of customers is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// Words of name, number, legal id, towns, contacts.
    pub query: Option<String>,
    /// Stage of the loop.
    pub stage: Option<Stage>,
    /// Territory.
    pub territory: Option<Uuid>,
    /// Owner in either sphere.
    pub owner: Option<Uuid>,
    /// No owner in this sphere.
    pub missing_owner: Option<TeamSphere>,
    /// No owner in one sphere or the other.
    pub missing_any: bool,
    /// State; those in use when none.
    pub state: Option<CustomerState>,
}

/// A list of customers being put together. Rows are `customer c`; what is likely to name few of them drives.
#[derive(Default)]
struct Search {
    values: Vec<Value>,
    /// Conditions on `c`, each of which holds.
    conditions: Vec<String>,
    /// Selects of customer ids; every one must name the customer, the first of them is walked.
    drivers: Vec<String>,
    /// Ways in which the reader sees a customer: one of them must hold. Each is walked by its own index, so that a
    /// reader of one territory does not pay for the others.
    ways: Vec<Way>,
}

enum Way {
    Condition(String),
    Driver(String),
}

impl Search {
    fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn and(&mut self, column: &str, value: Value) {
        let place = self.place(value);
        self.conditions.push(format!("{column} = {place}"));
    }

    /// `FROM … WHERE …` for one way.
    fn walked(&self, way: &Way) -> String {
        let mut drivers: Vec<&String> = self.drivers.iter().collect();
        let mut conditions: Vec<String> = self.conditions.clone();
        match way {
            Way::Condition(sql) => conditions.push(sql.clone()),
            Way::Driver(sql) => drivers.push(sql),
        }
        let Some((first, rest)) = drivers.split_first() else {
            return format!("FROM customer c WHERE {}", conditions.join(" AND "));
        };
        conditions.extend(rest.iter().map(|ids| format!("c.id IN ({ids})")));
        // A cross join is walked from left to right, whatever the planner would guess of the sizes.
        format!(
            "FROM ({first}) driver CROSS JOIN customer c WHERE c.id = driver.customer_id AND {}",
            conditions.join(" AND ")
        )
    }

    /// The ways as one: `columns` of each, in order when it has one, at most `limit` of each.
    fn union(&mut self, columns: &str, order: &str, limit: i64) -> String {
        let limit = self.place(Value::Int(limit));
        if let [only] = self.ways.as_slice() {
            // One way is in its order as it comes, and need not be sorted again with others.
            return format!("SELECT {columns} {} {order} LIMIT {limit}", self.walked(only));
        }
        let way = |(number, way): (usize, &Way)| {
            format!("SELECT * FROM (SELECT {columns} {} {order} LIMIT {limit}) way{number}", self.walked(way))
        };
        self.ways.iter().enumerate().map(way).collect::<Vec<_>>().join(" UNION ")
    }
}

fn owner_missing(sphere: TeamSphere) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM account_team t WHERE t.customer_id = c.id AND t.sphere = '{}' AND t.rank = 'owner' AND t.until_at IS NULL)",
        sphere.word()
    )
}

fn ways(search: &mut Search, ctx: &Context) {
    let who = &ctx.principal;
    let restricted = who.kind == PrincipalKind::Person
        && who.may(Permission::CustomerRead)
        && !who.may(Permission::TerritoryAll);
    if !restricted {
        let (sql, values) = sight_filter(ctx, "c.id", search.values.len() + 1);
        search.values.extend(values);
        search.ways.push(Way::Condition(sql));
        return;
    }
    search.ways.push(Way::Condition("c.territory_id IS NULL".to_owned()));
    for territory in &who.territories {
        let place = search.place(Value::Uuid(*territory));
        search.ways.push(Way::Condition(format!("c.territory_id = {place}")));
    }
    let persons =
        accord_store::listed(&mut search.values, std::iter::once(who.id).chain(who.covers.iter().copied()));
    search.ways.push(Way::Driver(format!(
        "SELECT DISTINCT mine.customer_id FROM account_team mine WHERE mine.until_at IS NULL AND mine.person_id IN ({persons})"
    )));
}

/// `None` when nothing can be found.
fn search_for(tx: &Tx, ctx: &Context, filter: &CustomerFilter) -> Option<Search> {
    let mut all = Search::default();
    let state = filter.state.unwrap_or(CustomerState::Active);
    all.and("c.state", Value::Text(state.word().to_owned()));
    if let Some(stage) = filter.stage {
        all.and("c.stage", Value::Text(stage.word().to_owned()));
    }
    if let Some(territory) = filter.territory {
        all.and("c.territory_id", Value::Uuid(territory));
    }
    if let Some(sphere) = filter.missing_owner {
        all.conditions.push(owner_missing(sphere));
    }
    if filter.missing_any {
        let either = (owner_missing(TeamSphere::Sales), owner_missing(TeamSphere::AfterSales));
        all.conditions.push(format!("({} OR {})", either.0, either.1));
    }
    if let Some(query) = filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        // Words without a letter or digit find nothing, as in the search itself.
        let (sql, value) = search::condition(tx, query, all.values.len() + 1)?;
        all.values.push(value);
        all.drivers.push(format!(
            "SELECT DISTINCT e.customer_id FROM search_entry e WHERE e.kind IN ('customer', 'site', 'contact') AND {sql}"
        ));
    }
    if let Some(owner) = filter.owner {
        let place = all.place(Value::Uuid(owner));
        all.drivers.push(format!(
            "SELECT DISTINCT t.customer_id FROM account_team t WHERE t.person_id = {place} AND t.rank = 'owner' AND t.until_at IS NULL"
        ));
    }
    ways(&mut all, ctx);
    Some(all)
}

accord_room_people::sort_keys! {
    /// By what customers are sorted.
    pub enum CustomerSort of CustomerRow {
        /// Name.
        Name = "name", By::Text("c.sort_name"), |row| row.sort_name.to_value();
        /// Number.
        Number = "number", By::Text("c.number"), |row| row.number.to_value();
        /// When it was entered.
        Entered = "entered", By::Int("c.entered_at"), |row| row.entered_at.to_value();
    }
}

/// From the beginning by name.
pub(crate) fn by_name() -> Walk {
    Walk { by: CustomerSort::Name.by(), down: false, after: None }
}

/// Customers open to the reader, as they are walked.
///
/// # Errors
/// What the database refuses.
pub fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &CustomerFilter,
    walk: &Walk,
    limit: i64,
) -> Outcome<Vec<CustomerRow>> {
    let Some(mut all) = search_for(tx, ctx, filter) else {
        return Ok(Vec::new());
    };
    let mut after = "TRUE".to_owned();
    walk.narrow(&mut after, &mut all.values, "c.id");
    all.conditions.push(after);
    let fields = CustomerRow::TABLE.fields.iter();
    let columns = fields.map(|field| format!("c.{}", field.name)).collect::<Vec<_>>().join(", ");
    let order = walk.order("c.id");
    let union = all.union(&columns, &order, limit);
    let sql = if all.ways.len() > 1 {
        let last = all.place(Value::Int(limit));
        // The ways as one have no name before their columns.
        format!("{union} {} LIMIT {last}", order.replace("c.", ""))
    } else {
        union
    };
    let rows = tx.query(&sql, &all.values)?;
    Ok(rows.iter().map(|row| CustomerRow::from_row(row, 0)).collect::<accord_store::Result<_>>()?)
}

/// How many there are in the whole list, exact to 1,000; true when there are more.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut Tx, ctx: &Context, filter: &CustomerFilter) -> Outcome<(i64, bool)> {
    let Some(mut all) = search_for(tx, ctx, filter) else { return Ok((0, false)) };
    let from = match all.ways.as_slice() {
        [only] => all.walked(only),
        _ => format!("FROM ({}) ways", all.union("c.id", "", COUNT_EXACT_TO + 1)),
    };
    let found = tx.count_up_to(&from, &all.values, COUNT_EXACT_TO + 1)?;
    Ok((found.min(COUNT_EXACT_TO), found > COUNT_EXACT_TO))
}
