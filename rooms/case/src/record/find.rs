//! Finding cases, clocks, pauses, tasks and crises.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_customer::{ContactId, CustomerId, sight_filter};
use accord_room_people::{PersonId, paging::By};
use accord_room_promise::PromiseId;
use accord_store::{Column, Row, Tx, Value, params, search, walk::Walk};
use jiff::Timestamp;
use uuid::Uuid;

use super::{CaseRow, ChangeRow, ClockRow, CrisisRow, PauseRow, ReleaseRow, TaskRow, WishRow};
use crate::id::{CaseChangeId, CaseId, CaseState, CaseTaskId, Change, CrisisId, Severity};

/// A case.
///
/// # Errors
/// Absent.
pub fn load(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<CaseRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// When somebody last said that they have seen the queue.
pub(crate) fn looked_at(tx: &mut Tx, person: PersonId) -> Outcome<Option<Timestamp>> {
    let row = tx.query_one("SELECT looked_at FROM desk_look WHERE person_id = ?1", params![person])?;
    Ok(row.map(|row| row.get(0)).transpose()?)
}

/// Notes that somebody has seen the queue as it was at an instant.
pub(crate) fn look(tx: &mut Tx, person: PersonId, at: Timestamp) -> Outcome<()> {
    let sql = "INSERT INTO desk_look (person_id, looked_at) VALUES (?1, ?2) ON CONFLICT (person_id) DO UPDATE SET looked_at = excluded.looked_at";
    tx.execute(sql, params![person, at])?;
    Ok(())
}

/// Cases of a customer, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<CaseRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 ORDER BY received_at DESC, id DESC LIMIT ?2",
        params![customer, limit],
    )?)
}

/// The cases about a unit of a customer, the first one first.
pub(crate) fn of_unit(tx: &mut Tx, customer: CustomerId, unit: AssetId) -> Outcome<Vec<CaseRow>> {
    let sql = "WHERE customer_id = ?1 AND asset_id = ?2 ORDER BY received_at, id";
    Ok(tx.select(sql, params![customer, unit])?)
}

/// The cases of a contact of a customer.
pub(crate) fn of_contact(tx: &mut Tx, customer: CustomerId, contact: ContactId) -> Outcome<Vec<CaseRow>> {
    Ok(tx.select("WHERE customer_id = ?1 AND contact_id = ?2 ORDER BY id", params![customer, contact])?)
}

/// Every case of a customer, for a merge.
pub(crate) fn page_of(
    tx: &mut Tx,
    customer: Option<CustomerId>,
    after: CaseId,
    limit: i64,
) -> Outcome<Vec<CaseRow>> {
    Ok(match customer {
        Some(customer) => tx.select(
            "WHERE customer_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            params![customer, after, limit],
        )?,
        None => tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?,
    })
}

/// The clocks of a case, in the order of their beginning.
///
/// # Errors
/// What the database refuses.
pub fn clocks_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<ClockRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY started_at, id", params![case])?)
}

/// The clock of a promise.
pub(crate) fn clock_of_promise(tx: &mut Tx, promise: PromiseId) -> Outcome<Option<ClockRow>> {
    Ok(tx.select_one("WHERE promise_id = ?1", params![promise])?)
}

/// The stretches of a case that are the customer's time, in order.
///
/// # Errors
/// What the database refuses.
pub fn pauses_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<PauseRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY from_at, id", params![case])?)
}

/// What became of a case, in order.
pub(crate) fn changes_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<ChangeRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY changed_at, id", params![case])?)
}

/// A case, and each time it was opened again, in order: it is rated after each.
///
/// # Errors
/// What the database refuses.
pub fn openings_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<Uuid>> {
    let changes = changes_of(tx, case)?.into_iter();
    let again = changes.filter(|change| change.what == Change::Reopened).map(|change| change.id.into());
    Ok(std::iter::once(case.into()).chain(again).collect())
}

/// The case that was opened, or opened again, by one of these.
///
/// # Errors
/// What the database refuses.
pub fn case_of_opening(tx: &mut Tx, opening: Uuid) -> Outcome<Option<CaseId>> {
    if let Some(row) = tx.get::<CaseRow>(CaseId(opening))? {
        return Ok(Some(row.id));
    }
    Ok(tx.get::<ChangeRow>(CaseChangeId(opening))?.map(|change| change.case_id))
}

/// Something to be done.
pub(crate) fn task(tx: &mut Tx, id: CaseTaskId) -> Outcome<TaskRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// What is to be done about a case.
///
/// # Errors
/// What the database refuses.
pub fn tasks_of(tx: &mut Tx, case: CaseId) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY due_at, id", params![case])?)
}

/// Open tasks of a person, for a handover.
pub(crate) fn open_tasks_of(tx: &mut Tx, owner: PersonId, limit: i64) -> Outcome<Vec<TaskRow>> {
    Ok(tx.select(
        "WHERE owner_id = ?1 AND state = 'open' ORDER BY due_at, id LIMIT ?2",
        params![owner, limit],
    )?)
}

/// Open cases of a person, for a handover and the load.
pub(crate) fn open_of_owner(tx: &mut Tx, owner: PersonId, limit: i64) -> Outcome<Vec<CaseRow>> {
    Ok(tx
        .select("WHERE owner_id = ?1 AND is_open ORDER BY next_due_at, id LIMIT ?2", params![owner, limit])?)
}

/// The crisis that a customer is in.
///
/// # Errors
/// What the database refuses.
pub fn crisis_of(tx: &mut Tx, customer: impl Into<Uuid>) -> Outcome<Option<CrisisRow>> {
    let customer: Uuid = customer.into();
    Ok(tx.select_one("WHERE customer_id = ?1 AND ended_at IS NULL", params![customer])?)
}

/// A crisis.
pub(crate) fn crisis(tx: &mut Tx, id: CrisisId) -> Outcome<CrisisRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Crises of a customer, for a merge and its page.
pub(crate) fn crises_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<CrisisRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY began_at, id", params![customer])?)
}

/// The cases of a crisis.
pub(crate) fn cases_of_crisis(tx: &mut Tx, id: CrisisId) -> Outcome<Vec<CaseRow>> {
    Ok(tx.select("WHERE crisis_id = ?1 ORDER BY received_at, id", params![id])?)
}

/// What the customer asked for in a crisis.
pub(crate) fn wishes_of(tx: &mut Tx, id: CrisisId) -> Outcome<Vec<WishRow>> {
    Ok(tx.select("WHERE crisis_id = ?1 ORDER BY said_at, id LIMIT 200", params![id])?)
}

/// What the head of service let pass.
pub(crate) fn releases_of(tx: &mut Tx, id: CrisisId) -> Outcome<Vec<ReleaseRow>> {
    Ok(tx.select("WHERE crisis_id = ?1 ORDER BY released_at, id LIMIT 200", params![id])?)
}

/// What the queue is narrowed by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub open_only: bool,
    pub owner: Vec<PersonId>,
    pub severity: Option<Severity>,
    pub state: Option<CaseState>,
    pub customer: Option<CustomerId>,
    pub changed_since: Option<Timestamp>,
    pub late_at: Option<Timestamp>,
}

impl Narrow {
    fn sql(&self, ctx: &Context) -> (String, Vec<Value>) {
        use accord_store::Column;
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut test = |sql: &str, value: Value| {
            values.push(value);
            parts.push(sql.replace('?', &format!("?{}", values.len())));
        };
        if let Some(severity) = self.severity {
            test("c.severity = ?", severity.to_value());
        }
        if let Some(state) = self.state {
            test("c.state = ?", state.to_value());
        }
        if let Some(customer) = self.customer {
            test("c.customer_id = ?", customer.to_value());
        }
        if let Some(since) = self.changed_since {
            test("c.changed_at > ?", since.to_value());
        }
        if let Some(now) = self.late_at {
            test("c.next_due_at < ?", now.to_value());
        }
        if !self.owner.is_empty() {
            let list = accord_store::listed(&mut values, self.owner.iter().copied());
            parts.push(format!("c.owner_id IN ({list})"));
        }
        if self.open_only {
            parts.push("c.is_open".to_owned());
        }
        if self.customer.is_none() {
            let (sight, more) = sight_filter(ctx, "c.customer_id", values.len() + 1);
            if !sight.is_empty() && sight != "TRUE" {
                parts.push(sight);
                values.extend(more);
            }
        }
        let sql = if parts.is_empty() { "TRUE".to_owned() } else { parts.join(" AND ") };
        (sql, values)
    }
}

/// What a list shows of a case: a fifth of what a case holds.
#[derive(Debug, Clone)]
pub struct QueueRow {
    pub(crate) id: CaseId,
    pub(crate) number: String,
    pub(crate) customer_id: CustomerId,
    pub(crate) what: String,
    pub(crate) severity: Severity,
    pub(crate) state: CaseState,
    pub(crate) is_open: bool,
    pub(crate) owner_id: PersonId,
    pub(crate) engineer_id: Option<PersonId>,
    pub(crate) received_at: Timestamp,
    pub(crate) next_due_at: Timestamp,
    pub(crate) update_late: bool,
    pub(crate) changed_at: Timestamp,
}

impl QueueRow {
    const COLUMNS: &str = "c.id, c.number, c.customer_id, c.what, c.severity, c.state, c.is_open, c.owner_id,
        c.engineer_id, c.received_at, c.next_due_at, c.update_late, c.changed_at";

    fn read(row: &Row) -> Outcome<Self> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            customer_id: row.get(2)?,
            what: row.get(3)?,
            severity: row.get(4)?,
            state: row.get(5)?,
            is_open: row.get(6)?,
            owner_id: row.get(7)?,
            engineer_id: row.get(8)?,
            received_at: row.get(9)?,
            next_due_at: row.get(10)?,
            update_late: row.get(11)?,
            changed_at: row.get(12)?,
        })
    }
}

accord_room_people::sort_keys! {
    /// By what cases are sorted.
    pub enum CaseSort of QueueRow {
        /// Number.
        Number = "number", By::Text("c.number"), |row| row.number.to_value();
        /// The nearest of its clocks and its next word.
        Next = "next", By::Int("c.next_due_at"), |row| row.next_due_at.to_value();
        /// When the customer called.
        Received = "received", By::Int("c.received_at"), |row| row.received_at.to_value();
        /// How badly; the stored words stand in that order.
        Severity = "severity", By::Text("c.severity"), |row| row.severity.to_value();
        /// How it stands.
        State = "state", By::Text("c.state"), |row| row.state.to_value();
    }
}

/// Cases by their next clock unless they are walked otherwise, after a place.
pub(crate) fn queue(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    walk: Option<&Walk>,
    after: Option<(Timestamp, CaseId)>,
    limit: i64,
) -> Outcome<Vec<QueueRow>> {
    let (mut sql, mut values) = narrow.sql(ctx);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "c.id", limit);
        let sql = format!("SELECT {} FROM service_case AS c WHERE {sql}", QueueRow::COLUMNS);
        return tx.query(&sql, &values)?.iter().map(QueueRow::read).collect();
    }
    if let Some((due, id)) = after {
        values.extend_from_slice(params![due, id]);
        sql.push_str(&format!(" AND (c.next_due_at, c.id) > (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let sql = format!(
        "SELECT {} FROM service_case AS c WHERE {sql} ORDER BY c.next_due_at, c.id LIMIT ?{}",
        QueueRow::COLUMNS,
        values.len()
    );
    tx.query(&sql, &values)?.iter().map(QueueRow::read).collect()
}

/// One of them.
pub(crate) fn of_id(tx: &mut Tx, id: CaseId) -> Outcome<QueueRow> {
    let sql = format!("SELECT {} FROM service_case AS c WHERE c.id = ?1", QueueRow::COLUMNS);
    tx.query_one(&sql, params![id])?.as_ref().map(QueueRow::read).transpose()?.ok_or_else(Refusal::absent)
}

/// How many there are, counted to a limit.
pub(crate) fn count(tx: &mut Tx, ctx: &Context, narrow: &Narrow, limit: i64) -> Outcome<i64> {
    let (sql, values) = narrow.sql(ctx);
    Ok(tx.count_up_to(&format!("FROM service_case c WHERE {sql}"), &values, limit)?)
}

/// Open cases of each colleague, with those past their next clock: the load, never a ranking by speed (R62).
pub(crate) fn load_by_owner(tx: &mut Tx, now: Timestamp) -> Outcome<Vec<(PersonId, i64, i64)>> {
    let sql =
        "SELECT owner_id, COUNT(*), COUNT(*) FILTER (WHERE next_due_at < ?1) FROM service_case WHERE is_open
        GROUP BY owner_id ORDER BY owner_id";
    tx.query(sql, params![now])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// What another system closed was never asked about here, so it is in none of the figures of this room.
const OWN: &str = "NOT EXISTS (SELECT 1 FROM case_origin o WHERE o.case_id = service_case.id)";

/// Cases received here within a time, for figures.
pub(crate) fn received_within(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Outcome<Vec<CaseRow>> {
    let tail = format!(
        "WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn' AND {OWN} ORDER BY received_at, id"
    );
    Ok(tx.select(&tail, params![from, to])?)
}

/// Cases closed here within a time, for figures.
pub(crate) fn closed_within(tx: &mut Tx, from: Timestamp, to: Timestamp) -> Outcome<Vec<CaseRow>> {
    let tail = format!(
        "WHERE closed_at IS NOT NULL AND closed_at >= ?1 AND closed_at < ?2 AND state = 'closed' AND {OWN} ORDER BY closed_at, id"
    );
    Ok(tx.select(&tail, params![from, to])?)
}

/// Makes a case findable by its number and what is wrong.
pub(crate) fn index(tx: &mut Tx, row: &CaseRow) -> Outcome<()> {
    let there = super::origin_of(tx, row.id)?.map(|origin| origin.number);
    let (entry, text) = found_by(row, there.as_deref());
    Ok(search::put(tx, &entry, &text)?)
}

/// What the search shows of a case, and by what it finds it: also by the number that it had elsewhere.
pub(crate) fn found_by(row: &CaseRow, number_there: Option<&str>) -> (search::Entry, String) {
    let entry = search::Entry {
        kind: "service_case".to_owned(),
        id: row.id.into(),
        customer: Some(row.customer_id.into()),
        label: row.number.clone(),
        hint: row.what.chars().take(120).collect(),
    };
    (entry, format!("{} {}", row.what, number_there.unwrap_or_default()))
}

/// Makes all cases findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    let (mut after, mut made) = (CaseId(Uuid::nil()), 0);
    loop {
        let rows = page_of(tx, None, after, 500)?;
        let Some(last) = rows.last() else { return Ok(made) };
        after = last.id;
        for row in &rows {
            index(tx, row)?;
            made += 1;
        }
    }
}
