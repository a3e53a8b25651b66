//! Promises and their changes.

use std::collections::BTreeMap;

use accord_kernel::{Context, Currency, Money, Outcome, Refusal, Sphere};
use accord_room_customer::{Channel, ContactId, CustomerId, SiteId};
use accord_room_people::{AreaId, PersonId, paging::By};
use accord_store::{Column, Json, Tx, Value, params, record, walk::Walk};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{
    id::{Change, Kind, PromiseChangeId, PromiseId, State},
    input::About,
    rules::figures::Chance,
};

record! {
    /// A promise (R20).
    pub struct PromiseRow in "promise" shape 2 upgrade promise_before_2 {
        /// Id.
        id: PromiseId,
        /// Short number for people.
        number: String,
        /// To whom.
        customer_id: CustomerId,
        /// To which of their people.
        contact_id: Option<ContactId>,
        /// About which of their sites; its zone and hours are those of the due.
        site_id: Option<SiteId>,
        /// What kind.
        kind: Kind,
        /// What it is about: the kind of thing.
        about_kind: Option<String>,
        /// What it is about: its id.
        about_id: Option<Uuid>,
        /// What the check of its kind was asked.
        subject: Json<JsonValue>,
        /// The wording as the customer got it.
        wording: String,
        /// Who made it; `None` is the program.
        maker_id: Option<PersonId>,
        /// Who keeps it; during leave the cover answers.
        owner_id: PersonId,
        /// Sphere of the maker then.
        sphere: Sphere,
        /// Home area of the owner then.
        area_id: Option<AreaId>,
        /// What it rests on.
        basis: String,
        /// When it was made.
        made_at: Timestamp,
        /// The due the customer was first told.
        first_due_at: Timestamp,
        /// Its civil date, where a date was told.
        first_due_on: Option<Date>,
        /// The present due, as the watch takes it.
        due_at: Timestamp,
        /// Its civil date, where a date was told.
        due_on: Option<Date>,
        /// To when it is measured: the last instant of the earliest due ever told and accepted.
        measured_at: Timestamp,
        /// Zone of the due (IANA).
        zone: String,
        /// How it stands.
        state: State,
        /// When it ended, as it happened.
        ended_at: Option<Timestamp>,
        /// When that was recorded.
        ended_recorded_at: Option<Timestamp>,
        /// Who recorded it.
        ended_by: Option<PersonId>,
        /// Evidence, reason, or the customer's words.
        ending: Option<String>,
        /// When the customer was told.
        told_at: Option<Timestamp>,
        /// Through which channel.
        told_channel: Option<Channel>,
        /// Whether a check was asked.
        checked: bool,
        /// Who made it against the check.
        override_by: Option<PersonId>,
        /// Why.
        override_reason: Option<String>,
        /// Measured chance when it was made: kept in time.
        chance_kept: i64,
        /// Measured chance when it was made: fallen due.
        chance_n: i64,
        /// Harm to the customer when it is not kept, minor units.
        harm_minor: Option<i64>,
        /// Currency of the harm.
        harm_currency: Option<Currency>,
        /// When it is expected to be kept.
        forecast_at: Option<Timestamp>,
        /// The civil date of that, where a date was given.
        forecast_on: Option<Date>,
        /// Why.
        forecast_reason: Option<String>,
        /// By when the customer must be told of the forecast.
        tell_by: Option<Timestamp>,
        /// The promise that was broken before this one took its place.
        follows: Option<PromiseId>,
        /// How often it got a new due.
        turn: i64,
        /// Since when its clock stands still for a cause at the customer's.
        paused_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// Before, no clock could stand still.
fn promise_before_2(shape: i64, row: &mut serde_json::Map<String, JsonValue>) {
    if shape < 2 {
        row.insert("paused_at".to_owned(), JsonValue::Null);
    }
}

impl PromiseRow {
    /// What it is about.
    pub fn about(&self) -> Option<About> {
        Some(About { kind: self.about_kind.clone()?, id: self.about_id? })
    }
    /// The civil day of its due, at its own place.
    pub fn due_day(&self) -> Date {
        let zone = || TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        self.due_on.unwrap_or_else(|| zone().to_datetime(self.due_at).date())
    }
    /// Stated harm.
    pub fn harm(&self) -> Option<Money> {
        Some(Money::new(self.harm_minor?, self.harm_currency?))
    }
    /// Measured chance when it was made.
    pub fn chance(&self) -> Chance {
        Chance { kept: self.chance_kept, n: self.chance_n }
    }
    /// Whether it is open and past its due.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state == State::Open && self.paused_at.is_none() && self.due_at < now
    }
}

record! {
    /// One change of a promise; what was before stays.
    pub struct ChangeRow in "promise_change" shape 1 {
        /// Id.
        id: PromiseChangeId,
        /// The promise.
        promise_id: PromiseId,
        /// What was changed.
        what: Change,
        /// What it was: a date, an instant, an id, a word.
        before_value: Option<String>,
        /// What it became.
        after_value: Option<String>,
        /// Why.
        reason: String,
        /// What the customer said.
        customer_words: Option<String>,
        /// Who; `None` is the program.
        person_id: Option<PersonId>,
        /// When.
        changed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// A promise.
///
/// # Errors
/// Absent.
pub fn load(tx: &mut Tx, id: PromiseId) -> Outcome<PromiseRow> {
    tx.get::<PromiseRow>(id)?.ok_or_else(Refusal::absent)
}

/// Who made promises, of those that a person made.
///
/// # Errors
/// What the database refuses.
pub fn makers(tx: &mut Tx, ids: &[PromiseId]) -> Outcome<BTreeMap<PromiseId, PersonId>> {
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, ids.iter().copied());
    let sql = format!("SELECT id, maker_id FROM promise WHERE id IN ({list}) AND maker_id IS NOT NULL");
    tx.query(&sql, &values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The changes of a promise, in order.
pub(crate) fn changes(tx: &mut Tx, id: PromiseId) -> Outcome<Vec<ChangeRow>> {
    Ok(tx.select("WHERE promise_id = ?1 ORDER BY changed_at, id", params![id])?)
}

/// Why a promise has the due that it has now, as the customer was told; empty while it has its first.
///
/// # Errors
/// What the database refuses.
pub fn why_redated(tx: &mut Tx, id: PromiseId) -> Outcome<String> {
    let last: Option<ChangeRow> = tx.select_one(
        "WHERE promise_id = ?1 AND what = ?2 ORDER BY changed_at DESC, id DESC LIMIT 1",
        params![id, Change::Redated],
    )?;
    Ok(last.map(|change| change.reason).unwrap_or_default())
}

/// Open promises to a customer, the next due first.
///
/// # Errors
/// What the database refuses.
pub fn open_of(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<PromiseRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 AND state = 'open' ORDER BY due_at, id LIMIT ?2",
        params![customer, limit.clamp(1, 1_000)],
    )?)
}

/// All promises about a thing (an order line, a part), the first made first.
///
/// # Errors
/// What the database refuses.
pub fn about(tx: &mut Tx, kind: &str, id: impl Into<Uuid>) -> Outcome<Vec<PromiseRow>> {
    let id: Uuid = id.into();
    Ok(tx.select("WHERE about_id = ?1 AND about_kind = ?2 ORDER BY made_at, id", params![id, kind])?)
}

/// Open promises that a person owes now: their own and those of everybody they cover, the next due first.
///
/// # Errors
/// What the database refuses.
pub fn due_of(
    tx: &mut Tx,
    persons: &[PersonId],
    until: Option<Timestamp>,
    limit: i64,
) -> Outcome<Vec<PromiseRow>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = params![until.unwrap_or(Timestamp::MAX), limit.clamp(1, 1_000)].to_vec();
    let list = accord_store::listed(&mut values, persons.iter().copied());
    let tail = format!(
        "WHERE owner_id IN ({list}) AND state = 'open' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2"
    );
    Ok(tx.select(&tail, &values)?)
}

/// How many open promises a person owns, and the first of them.
pub(crate) fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PromiseRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state = 'open' ORDER BY due_at, id LIMIT 200", params![person])?)
}

/// How many of a kind a chance looks at: the last ones are what tells, and the answer stays fast for ever.
const CHANCE_LAST: i64 = 200;

/// The measured chance of a kind: of its last promises that have fallen due within these days, how many were kept
/// by what the customer was first told.
pub(crate) fn chance(tx: &mut Tx, kind: Kind, now: Timestamp, days: i64) -> Outcome<Chance> {
    let since = now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    let sql =
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'kept' THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) FROM
        (SELECT state FROM promise WHERE kind = ?1 AND measured_at < ?2 AND measured_at >= ?3
            AND (state <> 'released' OR ended_at > measured_at)
            ORDER BY measured_at DESC LIMIT ?4) AS last";
    match tx.query_one(sql, params![kind, now, since, CHANCE_LAST])? {
        Some(row) => Ok(Chance { kept: row.get(0)?, n: row.get(1)? }),
        None => Ok(Chance::default()),
    }
}

/// What a list of promises is narrowed by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub owners: Vec<PersonId>,
    /// What one owes oneself is one's work with the customer, wherever that customer is.
    pub own: bool,
    pub customer: Option<CustomerId>,
    pub due_from: Option<Timestamp>,
    pub due_to: Option<Timestamp>,
    pub late_at: Option<Timestamp>,
    pub sphere: Option<Sphere>,
    pub about: Option<Uuid>,
}

impl Narrow {
    fn sql(&self, ctx: &Context) -> (String, Vec<Value>) {
        let mut parts: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut test = |sql: &str, value: Value| {
            values.push(value);
            parts.push(sql.replace('?', &format!("?{}", values.len())));
        };
        if let Some(state) = self.state {
            test("p.state = ?", state.to_value());
        }
        if let Some(kind) = self.kind {
            test("p.kind = ?", kind.to_value());
        }
        if let Some(customer) = self.customer {
            test("p.customer_id = ?", customer.to_value());
        }
        if let Some(from) = self.due_from {
            test("p.due_at >= ?", from.to_value());
        }
        if let Some(to) = self.due_to {
            test("p.due_at < ?", to.to_value());
        }
        if let Some(now) = self.late_at {
            test("p.state = 'open' AND p.paused_at IS NULL AND p.due_at < ?", now.to_value());
        }
        if let Some(sphere) = self.sphere {
            test("p.sphere IN (?, 'both')", sphere.to_value());
        }
        if let Some(about) = self.about {
            test("p.about_id = ?", about.to_value());
        }
        if !self.owners.is_empty() {
            let list = accord_store::listed(&mut values, self.owners.iter().copied());
            parts.push(format!("p.owner_id IN ({list})"));
        }
        // With a customer the kernel has checked sight already; without one only visible customers are listed.
        if self.customer.is_none() && !self.own {
            let (sql, more) = accord_room_customer::sight_filter(ctx, "p.customer_id", values.len() + 1);
            if !sql.is_empty() {
                parts.push(sql);
                values.extend(more);
            }
        }
        let sql = if parts.is_empty() { "TRUE".to_owned() } else { parts.join(" AND ") };
        (sql, values)
    }
}

accord_room_people::sort_keys! {
    /// By what promises are sorted.
    pub enum PromiseSort of PromiseRow {
        /// Number.
        Number = "number", By::Text("p.number"), |row| row.number.to_value();
        /// When it is due.
        Due = "due", By::Int("p.due_at"), |row| row.due_at.to_value();
        /// When it was made.
        Made = "made", By::Int("p.made_at"), |row| row.made_at.to_value();
        /// What was promised.
        Kind = "kind", By::Text("p.kind"), |row| row.kind.to_value();
        /// How it stands.
        State = "state", By::Text("p.state"), |row| row.state.to_value();
    }
}

/// Promises in the order of their due unless they are walked otherwise, after a place.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    walk: Option<&Walk>,
    after: Option<(Timestamp, PromiseId)>,
    limit: i64,
) -> Outcome<Vec<PromiseRow>> {
    let (mut sql, mut values) = narrow.sql(ctx);
    if let Some(walk) = walk {
        walk.finish(&mut sql, &mut values, "p.id", limit);
        return Ok(tx.select(&format!("AS p WHERE {sql}"), &values)?);
    }
    if let Some((due_at, id)) = after {
        values.extend_from_slice(params![due_at, id]);
        sql.push_str(&format!(" AND (p.due_at, p.id) > (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let tail = format!("AS p WHERE {sql} ORDER BY p.due_at, p.id LIMIT ?{}", values.len());
    Ok(tx.select(&tail, &values)?)
}

/// How many there are, counted to a limit.
pub(crate) fn count(tx: &mut Tx, ctx: &Context, narrow: &Narrow, limit: i64) -> Outcome<i64> {
    let (sql, values) = narrow.sql(ctx);
    Ok(tx.count_up_to(&format!("FROM promise p WHERE {sql}"), &values, limit)?)
}

/// Open promises whose forecast passes their due, those of visible customers.
pub(crate) fn at_risk(tx: &mut Tx, ctx: &Context, limit: i64) -> Outcome<Vec<PromiseRow>> {
    let mut values = params![limit].to_vec();
    let (sight, more) = accord_room_customer::sight_filter(ctx, "p.customer_id", values.len() + 1);
    values.extend(more);
    let sight = if sight.is_empty() { String::new() } else { format!(" AND {sight}") };
    let tail = format!(
        "AS p WHERE p.state = 'open' AND p.forecast_at IS NOT NULL AND p.forecast_at > p.due_at{sight} ORDER BY p.due_at, p.id LIMIT ?1"
    );
    Ok(tx.select(&tail, &values)?)
}

/// Promises that were to be kept within a time, for figures.
pub(crate) fn measured_within(
    tx: &mut Tx,
    kind: Option<Kind>,
    from: Timestamp,
    to: Timestamp,
) -> Outcome<Vec<PromiseRow>> {
    let mut values = params![from, to].to_vec();
    let mut tail = "WHERE measured_at >= ?1 AND measured_at < ?2".to_owned();
    if let Some(kind) = kind {
        values.extend_from_slice(params![kind]);
        tail.push_str(" AND kind = ?3");
    }
    tail.push_str(" ORDER BY measured_at, id");
    Ok(tx.select(&tail, &values)?)
}

/// Every promise, of or not of a customer, in pages; for rebuilding the search and for merges.
pub(crate) fn page_of(
    tx: &mut Tx,
    customer: Option<CustomerId>,
    after: PromiseId,
    limit: i64,
) -> Outcome<Vec<PromiseRow>> {
    match customer {
        Some(customer) => Ok(tx.select(
            "WHERE customer_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            params![customer, after, limit],
        )?),
        None => Ok(tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?),
    }
}

/// Those of these promises whose customers are open to the reader, by number.
pub(crate) fn visible(tx: &mut Tx, ctx: &Context, ids: &[PromiseId]) -> Outcome<Vec<PromiseRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, ids.iter().copied());
    let (sight, more) = accord_room_customer::sight_filter(ctx, "p.customer_id", values.len() + 1);
    values.extend(more);
    Ok(tx.select(&format!("AS p WHERE p.id IN ({list}) AND {sight} ORDER BY p.number"), &values)?)
}

/// A promise by its number.
///
/// # Errors
/// Absent.
pub fn by_number(tx: &mut Tx, number: &str) -> Outcome<PromiseRow> {
    tx.select_one("WHERE number = ?1", params![number])?.ok_or_else(Refusal::absent)
}

/// Open promises to a customer that were told, as the customer may see them, and those that ended lately.
pub(crate) fn told_to(
    tx: &mut Tx,
    customer: CustomerId,
    since: Timestamp,
    limit: i64,
) -> Outcome<Vec<PromiseRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 AND told_at IS NOT NULL AND (state = 'open' OR ended_at >= ?2) ORDER BY due_at, id LIMIT ?3",
        params![customer, since, limit],
    )?)
}
