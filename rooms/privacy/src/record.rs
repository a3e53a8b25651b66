//! The recorded tables as their declarations say them, and the read log. SQL stands nowhere else in this room.

use std::collections::{BTreeMap, BTreeSet};

use accord_kernel::Outcome;
use accord_store::{Kind, Table, Tx, Value, log, params};
use jiff::Timestamp;
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

/// Rows read in one step.
const STEP: i64 = 500;

/// A row by column.
pub(crate) type RowJson = Map<String, JsonValue>;

/// Columns of a table by which its rows are about a contact: whatever id of theirs it holds.
pub(crate) fn about_contact(table: &Table) -> Vec<&'static str> {
    table.fields.iter().filter(|field| field.kind == Kind::Uuid).map(|field| field.name).collect()
}

/// Columns by which its rows are about a colleague. What they own or wrote is the company's, and not about them.
pub(crate) fn about_colleague(table: &Table) -> Vec<&'static str> {
    let is = |name: &str| Some(name) == table.subject || name == "person_id";
    let uuids = table.fields.iter().filter(|field| field.kind == Kind::Uuid);
    uuids.map(|field| field.name).filter(|name| is(name)).collect()
}

/// How many rows of a table name somebody in one of these columns.
pub(crate) fn count_about(tx: &mut Tx, table: &Table, columns: &[&str], who: Uuid) -> Outcome<i64> {
    let Some(condition) = condition(columns) else { return Ok(0) };
    let sql = format!("SELECT COUNT(*) FROM {} WHERE {condition}", table.name);
    Ok(tx.query_one(&sql, params![who])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Goes through the rows of a table that name somebody in one of these columns.
pub(crate) fn each_about(
    tx: &mut Tx,
    table: &'static Table,
    columns: &[&str],
    who: Uuid,
    each: &mut dyn FnMut(RowJson) -> Outcome<()>,
) -> Outcome<()> {
    let Some(condition) = condition(columns) else { return Ok(()) };
    let sql = format!(
        "SELECT {} FROM {} WHERE ({condition}) AND id > ?2 ORDER BY id LIMIT ?3",
        table.columns(),
        table.name
    );
    let mut after = Uuid::nil();
    loop {
        let rows = tx.query(&sql, params![who, after, STEP])?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.get(0)?;
        for row in &rows {
            each(table.json(row))?;
        }
    }
}

fn condition(columns: &[&str]) -> Option<String> {
    let parts: Vec<String> = columns.iter().map(|column| format!("{column} = ?1")).collect();
    (!parts.is_empty()).then(|| parts.join(" OR "))
}

/// A row by its id; `None` when it was removed again.
pub(crate) fn one(tx: &mut Tx, table: &'static Table, id: Uuid) -> Outcome<Option<RowJson>> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", table.columns(), table.name);
    Ok(tx.query_one(&sql, params![id])?.map(|row| table.json(&row)))
}

/// Every row that an event of a chain wrote, by table; `each` is told of the events, the latest first.
pub(crate) fn of_chain(
    tx: &mut Tx,
    chain: Uuid,
    each: &mut dyn FnMut(&log::Header) -> Outcome<()>,
) -> Outcome<BTreeMap<String, BTreeSet<Uuid>>> {
    let mut rows: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
    let mut before = None;
    loop {
        let slice = log::Slice { before, limit: STEP, ..log::Slice::default() };
        let events = log::read(tx, chain, &slice)?;
        let Some(last) = events.last() else { return Ok(rows) };
        before = Some(last.seq);
        for event in &events {
            each(&event.header)?;
            for image in log::stored_images(tx, &event.body)? {
                rows.entry(image.table).or_default().insert(image.key);
            }
        }
    }
}

/// One look at somebody's data.
#[derive(Debug, Clone)]
pub(crate) struct ReadRow {
    pub(crate) id: Uuid,
    pub(crate) at: Timestamp,
    pub(crate) principal: Uuid,
    pub(crate) customer: Option<Uuid>,
    pub(crate) view: String,
    pub(crate) via: String,
    pub(crate) reason: Option<String>,
}

/// What the read log is narrowed by.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Narrow {
    pub(crate) principal: Option<Uuid>,
    pub(crate) customer: Option<Uuid>,
    pub(crate) with_reason: bool,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

/// Looks, the latest first, before a place.
pub(crate) fn reads(
    tx: &mut Tx,
    narrow: &Narrow,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Outcome<Vec<ReadRow>> {
    let (mut sql, mut values) = filter(narrow);
    if let Some((at, id)) = before {
        values.extend_from_slice(params![at, id]);
        sql.push_str(&format!(" AND (read_at, id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let sql = format!(
        "SELECT id, read_at, principal, customer_id, view, via, reason FROM read_log WHERE {sql}
         ORDER BY read_at DESC, id DESC LIMIT ?{}",
        values.len()
    );
    tx.query(&sql, &values)?
        .iter()
        .map(|row| {
            Ok(ReadRow {
                id: row.get(0)?,
                at: row.get(1)?,
                principal: row.get(2)?,
                customer: row.get(3)?,
                view: row.get(4)?,
                via: row.get(5)?,
                reason: row.get(6)?,
            })
        })
        .collect()
}

/// How many looks there are, counted to a limit.
pub(crate) fn reads_counted(tx: &mut Tx, narrow: &Narrow, limit: i64) -> Outcome<i64> {
    let (sql, values) = filter(narrow);
    Ok(tx.count_up_to(&format!("FROM read_log WHERE {sql}"), &values, limit)?)
}

fn filter(narrow: &Narrow) -> (String, Vec<Value>) {
    let (mut parts, mut values) = (vec!["TRUE".to_owned()], Vec::new());
    let mut also = |part: &str, value: Value| {
        values.push(value);
        parts.push(format!("{part} ?{}", values.len()));
    };
    if let Some(principal) = narrow.principal {
        also("principal =", Value::Uuid(principal));
    }
    if let Some(customer) = narrow.customer {
        also("customer_id =", Value::Uuid(customer));
    }
    if let Some(from) = narrow.from {
        also("read_at >=", Value::Int(from.as_microsecond()));
    }
    if let Some(until) = narrow.until {
        also("read_at <", Value::Int(until.as_microsecond()));
    }
    if narrow.with_reason {
        parts.push("reason IS NOT NULL".to_owned());
    }
    (parts.join(" AND "), values)
}

/// Forgets looks from before an instant.
pub(crate) fn drop_reads(tx: &mut Tx, before: Timestamp, most: i64) -> Outcome<u64> {
    let sql = "DELETE FROM read_log WHERE id IN
        (SELECT id FROM read_log WHERE read_at < ?1 ORDER BY read_at, id LIMIT ?2)";
    Ok(tx.execute(sql, params![before, most])?)
}
