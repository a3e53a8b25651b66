//! Opportunities in lists, counted and summed.

use std::collections::BTreeSet;

use accord_kernel::{Context, Currency, Outcome};
use accord_room_customer::CustomerId;
use accord_room_people::{PersonId, paging::By};
use accord_store::{Column, Tx, Value, search, walk::Walk};
use jiff::civil::Date;

use super::Opportunity;
use crate::{Kind, OpportunityId, OpportunityState};

/// Which opportunities a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub customer: Option<CustomerId>,
    pub state: Option<OpportunityState>,
    pub stage: Option<String>,
    pub kind: Option<Kind>,
    /// Pursued by one of these.
    pub owners: Option<Vec<PersonId>>,
    pub opened_from: Option<Date>,
    pub opened_to: Option<Date>,
    pub closed_from: Option<Date>,
    pub closed_to: Option<Date>,
    /// Open without a next step, or with one on or before this day.
    pub still_since: Option<Date>,
    /// Lost, to be asked again on or before this day, and not asked yet.
    pub recontact_by: Option<Date>,
    /// Ids found by a text search.
    pub among: Option<Vec<OpportunityId>>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.among.as_ref().is_some_and(Vec::is_empty) || self.owners.as_ref().is_some_and(Vec::is_empty)
    }

    fn sql(&self, ctx: &Context) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        let mut sql = sighted(ctx, "o.customer_id", &mut values);
        if let Some(state) = self.state {
            // Written out: an index over the open ones alone serves only a statement that says so itself.
            sql.push_str(&format!(" AND o.state = '{}'", state.word()));
        }
        let mut and = |text: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {}", text.replace("??", &format!("?{}", values.len()))));
        };
        let word = |word: &str| Value::Text(word.to_owned());
        let day = |on: Date| Value::Text(on.to_string());
        if let Some(customer) = self.customer {
            and("o.customer_id = ??", Value::Uuid(customer.0));
        }
        if let Some(stage) = &self.stage {
            and("o.stage = ??", word(stage));
        }
        if let Some(kind) = self.kind {
            and("o.kind = ??", word(kind.word()));
        }
        for (text, on) in [
            ("o.opened_on >= ??", self.opened_from),
            ("o.opened_on <= ??", self.opened_to),
            ("o.closed_on >= ??", self.closed_from),
            ("o.closed_on <= ??", self.closed_to),
        ] {
            if let Some(on) = on {
                and(text, day(on));
            }
        }
        if let Some(since) = self.still_since {
            and("o.state = 'open' AND (o.next_step_on IS NULL OR o.next_step_on <= ??)", day(since));
        }
        if let Some(by) = self.recontact_by {
            and("o.state = 'lost' AND o.recontacted_at IS NULL AND o.recontact_on <= ??", day(by));
        }
        let owners = self.owners.iter().flatten().map(|id| id.0).collect::<Vec<_>>();
        let among = self.among.iter().flatten().map(|id| id.0).collect::<Vec<_>>();
        for (column, asked, ids) in
            [("o.owner_id", self.owners.is_some(), owners), ("o.id", self.among.is_some(), among)]
        {
            if asked {
                let marks = accord_store::listed(&mut values, ids);
                sql.push_str(&format!(" AND {column} IN ({marks})"));
            }
        }
        (sql, values)
    }
}

/// Restricts a list to the customers whom the reader may see: an SQL condition, never empty, with its values.
pub(super) fn sighted(ctx: &Context, column: &str, values: &mut Vec<Value>) -> String {
    let (sql, more) = accord_room_customer::sight_filter(ctx, column, values.len() + 1);
    values.extend(more);
    if sql.is_empty() { "TRUE".to_owned() } else { sql }
}

accord_room_people::sort_keys! {
    /// By what opportunities are sorted.
    pub enum OpportunitySort of Opportunity {
        /// Number.
        Number = "number", By::Text("o.number"), |row| row.number.to_value();
        /// What it is about, letter by letter.
        Title = "title", By::Text("o.title"), |row| row.title.to_value();
        /// First day.
        Opened = "opened", By::Text("o.opened_on"), |row| row.opened_on.to_value();
        /// Day of the next step; without one last.
        Next = "next", By::MaybeText("o.next_step_on"), |row| row.next_step_on.to_value();
        /// Day of its end; open ones last.
        Closed = "closed", By::MaybeText("o.closed_on"), |row| row.closed_on.to_value();
        /// How it stands.
        State = "state", By::Text("o.state"), |row| row.state.to_value();
    }
}

/// A page of opportunities, the newest first unless it is walked otherwise.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    filter: &Filter,
    walk: Option<&Walk>,
    after: Option<(Date, OpportunityId)>,
    limit: i64,
) -> Outcome<Vec<Opportunity>> {
    if filter.is_empty() {
        return Ok(Vec::new());
    }
    let (mut sql, mut values) = filter.sql(ctx);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "o.id", limit);
        return Ok(tx.select(&format!("o WHERE {sql}"), &values)?);
    }
    if let Some((on, id)) = after {
        values.push(Value::Text(on.to_string()));
        values.push(Value::Uuid(id.0));
        sql.push_str(&format!(" AND (o.opened_on, o.id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("o WHERE {sql} ORDER BY o.opened_on DESC, o.id DESC LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// Ids asked about in one statement.
const SEEN_STEP: usize = 500;

/// Those of these opportunities whose customers the reader may see, in the order given.
pub(crate) fn seen(tx: &mut Tx, ctx: &Context, all: Vec<Opportunity>) -> Outcome<Vec<Opportunity>> {
    let mut ids: BTreeSet<OpportunityId> = BTreeSet::new();
    for some in all.chunks(SEEN_STEP) {
        let among = Some(some.iter().map(|one| one.id).collect());
        let (sql, values) = Filter { among, ..Filter::default() }.sql(ctx);
        for row in tx.query(&format!("SELECT o.id FROM opportunity o WHERE {sql}"), &values)? {
            ids.insert(row.get(0)?);
        }
    }
    Ok(all.into_iter().filter(|one| ids.contains(&one.id)).collect())
}

/// The same with what presses most first: no next step, then the next step that is due first.
pub(crate) fn pressing(tx: &mut Tx, ctx: &Context, filter: &Filter, limit: i64) -> Outcome<Vec<Opportunity>> {
    if filter.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, mut values) = filter.sql(ctx);
    values.push(Value::Int(limit));
    let tail = format!(
        "o WHERE {sql} ORDER BY (o.next_step_on IS NOT NULL), o.next_step_on, o.recontact_on, o.opened_on, o.id LIMIT ?{}",
        values.len()
    );
    Ok(tx.select(&tail, &values)?)
}

/// How many a list has, counted to at most `most`.
pub(crate) fn count_up_to(tx: &mut Tx, ctx: &Context, filter: &Filter, most: i64) -> Outcome<i64> {
    if filter.is_empty() {
        return Ok(0);
    }
    let (sql, values) = filter.sql(ctx);
    Ok(tx.count_up_to(&format!("FROM opportunity o WHERE {sql}"), &values, most)?)
}

/// What a list comes to, by currency: how many have a value, and their sum in minor units.
pub(crate) fn sums(tx: &mut Tx, ctx: &Context, filter: &Filter) -> Outcome<Vec<(Currency, i64, i64)>> {
    if filter.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, values) = filter.sql(ctx);
    let sql = format!(
        "SELECT o.currency, COUNT(*), CAST(SUM(o.value_minor) AS BIGINT) FROM opportunity o
        WHERE {sql} AND o.value_minor IS NOT NULL AND o.currency IS NOT NULL GROUP BY o.currency ORDER BY o.currency"
    );
    let mut found = Vec::new();
    for row in tx.query(&sql, &values)? {
        found.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(found)
}

/// Ids of opportunities whose title or number has these words.
pub(crate) fn find_text(tx: &mut Tx, query: &str, limit: i64) -> Outcome<Vec<OpportunityId>> {
    let found = search::find(tx, query, &["opportunity"], limit)?;
    Ok(found.into_iter().map(|entry| OpportunityId(entry.id)).collect())
}
