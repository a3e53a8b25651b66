//! Lists of customers: filters, order, keyset, count.

use accord_kernel::{Context, Outcome};
use accord_store::{Record, Tx, Value, search};
use uuid::Uuid;

use super::{CustomerRow, count_capped, sight_filter};
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

/// Where and with which values; rows are `customer c`.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn and(&mut self, sql: &str, value: Value) {
        self.values.push(value);
        let place = format!("?{}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace("?#", &place));
    }
    fn and_fixed(&mut self, sql: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
    }
}

fn owner_missing(sphere: TeamSphere) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM account_team t WHERE t.customer_id = c.id AND t.sphere = '{}' AND t.rank = 'owner' AND t.until_at IS NULL)",
        sphere.word()
    )
}

fn condition(tx: &Tx, ctx: &Context, filter: &CustomerFilter) -> Option<Condition> {
    let (sight, values) = sight_filter(ctx, "c.id", 1);
    let mut all = Condition { sql: format!("WHERE {sight}"), values };
    let state = filter.state.unwrap_or(CustomerState::Active);
    all.and("c.state = ?#", Value::Text(state.word().to_owned()));
    if let Some(stage) = filter.stage {
        all.and("c.stage = ?#", Value::Text(stage.word().to_owned()));
    }
    if let Some(territory) = filter.territory {
        all.and("c.territory_id = ?#", Value::Uuid(territory));
    }
    if let Some(owner) = filter.owner {
        let sql = "c.id IN (SELECT t.customer_id FROM account_team t WHERE t.person_id = ?# AND t.rank = 'owner' AND t.until_at IS NULL)";
        all.and(sql, Value::Uuid(owner));
    }
    if let Some(sphere) = filter.missing_owner {
        all.and_fixed(&owner_missing(sphere));
    }
    if filter.missing_any {
        let either =
            format!("({} OR {})", owner_missing(TeamSphere::Sales), owner_missing(TeamSphere::AfterSales));
        all.and_fixed(&either);
    }
    if let Some(query) = filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        // Words without a letter or digit find nothing, as in the search itself.
        let (sql, value) = search::condition(tx, query, all.values.len() + 1)?;
        all.values.push(value);
        all.and_fixed(&format!(
            "c.id IN (SELECT e.customer_id FROM search_entry e WHERE e.kind IN ('customer', 'site', 'contact') AND {sql})"
        ));
    }
    Some(all)
}

/// Customers open to the reader, by name, after `(sort_name, id)` when given.
///
/// # Errors
/// What the database refuses.
pub fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &CustomerFilter,
    after: Option<(&str, Uuid)>,
    limit: i64,
) -> Outcome<Vec<CustomerRow>> {
    let Some(mut all) = condition(tx, ctx, filter) else {
        return Ok(Vec::new());
    };
    if let Some((name, id)) = after {
        all.values.push(Value::Text(name.to_owned()));
        let first = all.values.len();
        all.and(&format!("(c.sort_name, c.id) > (?{first}, ?#)"), Value::Uuid(id));
    }
    all.values.push(Value::Int(limit));
    let columns = CustomerRow::TABLE
        .fields
        .iter()
        .map(|field| format!("c.{}", field.name))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!(
        "SELECT {columns} FROM customer c {} ORDER BY c.sort_name, c.id LIMIT ?{}",
        all.sql,
        all.values.len()
    );
    Ok(tx
        .query(&sql, &all.values)?
        .iter()
        .map(|row| CustomerRow::from_row(row, 0))
        .collect::<accord_store::Result<_>>()?)
}

/// How many there are in the whole list, exact to 1,000; true when there are more.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut Tx, ctx: &Context, filter: &CustomerFilter) -> Outcome<(i64, bool)> {
    match condition(tx, ctx, filter) {
        Some(all) => count_capped(tx, &format!("FROM customer c {}", all.sql), &all.values),
        None => Ok((0, false)),
    }
}
