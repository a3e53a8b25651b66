//! Messages for endpoints, and the attempts to bring them.

use accord_kernel::{Outcome, Refusal};
use accord_room_people::record::queue::Queue;
use accord_store::{Row, Tx, Value, params};
use jiff::Timestamp;
use uuid::Uuid;

use crate::id::{DeliveryId, DeliveryState, EndpointId, Failing};

/// Messages wait here.
pub(crate) const QUEUE: Queue = Queue("webhook_delivery");

/// A message for an endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) id: DeliveryId,
    pub(crate) endpoint: EndpointId,
    /// The id that the receiver sees, the same whenever it is tried.
    pub(crate) message: Uuid,
    /// The event it tells of; none is a trial.
    pub(crate) event: Option<Uuid>,
    pub(crate) customer: Option<Uuid>,
    pub(crate) name: String,
    /// Business time of what happened.
    pub(crate) made_at: Timestamp,
    pub(crate) state: DeliveryState,
    /// Since it was last put into the queue.
    pub(crate) attempts: i64,
    pub(crate) next_try_at: Timestamp,
    pub(crate) sent_at: Option<Timestamp>,
    /// What the receiver answered last.
    pub(crate) status: Option<i64>,
    pub(crate) error: Option<Failing>,
}

const DELIVERY: &str =
    "id, endpoint_id, message_id, event_id, customer_id, name, made_at, state, attempts, next_try_at,
    sent_at, status, error FROM webhook_delivery";

fn delivery_of(row: &Row) -> Outcome<Delivery> {
    Ok(Delivery {
        id: row.get(0)?,
        endpoint: row.get(1)?,
        message: row.get(2)?,
        event: row.get(3)?,
        customer: row.get(4)?,
        name: row.get(5)?,
        made_at: row.get(6)?,
        state: row.get(7)?,
        attempts: row.get(8)?,
        next_try_at: row.get(9)?,
        sent_at: row.get(10)?,
        status: row.get(11)?,
        error: row.get(12)?,
    })
}

/// Puts a message into the queue; the same message for the same endpoint is there once.
pub(crate) fn put(tx: &mut Tx, one: &Delivery) -> Outcome<()> {
    let sql = "INSERT INTO webhook_delivery (id, endpoint_id, message_id, event_id, customer_id, name, made_at, state, attempts,
        next_try_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9) ON CONFLICT (endpoint_id, message_id) DO NOTHING";
    let values = params![
        one.id,
        one.endpoint,
        one.message,
        one.event,
        one.customer,
        one.name.clone(),
        one.made_at,
        one.state,
        one.next_try_at
    ];
    tx.execute(sql, values)?;
    Ok(())
}

/// A delivery.
///
/// # Errors
/// Absent.
pub(crate) fn delivery(tx: &mut Tx, id: DeliveryId) -> Outcome<Delivery> {
    let row = tx.query_one(&format!("SELECT {DELIVERY} WHERE id = ?1"), params![id])?;
    row.map(|row| delivery_of(&row)).transpose()?.ok_or_else(Refusal::absent)
}

/// Which deliveries to list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrow {
    pub(crate) endpoint: EndpointId,
    pub(crate) state: Option<DeliveryState>,
}

fn wanted(narrow: &Narrow) -> (String, Vec<Value>) {
    let mut values = params![narrow.endpoint].to_vec();
    let mut tail = "WHERE endpoint_id = ?1".to_owned();
    if let Some(state) = narrow.state {
        values.push(Value::Text(state.word().to_owned()));
        tail.push_str(" AND state = ?2");
    }
    (tail, values)
}

/// Deliveries of an endpoint, the latest first, before a place.
pub(crate) fn deliveries(
    tx: &mut Tx,
    narrow: &Narrow,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Outcome<Vec<Delivery>> {
    let (mut tail, mut values) = wanted(narrow);
    if let Some((at, id)) = before {
        values.extend_from_slice(params![at, id]);
        tail.push_str(&format!(" AND (made_at, id) < (?{}, ?{})", values.len() - 1, values.len()));
    }
    values.push(Value::Int(limit));
    let sql = format!("SELECT {DELIVERY} {tail} ORDER BY made_at DESC, id DESC LIMIT ?{}", values.len());
    tx.query(&sql, &values)?.iter().map(delivery_of).collect()
}

/// How many deliveries there are, counted to a limit.
pub(crate) fn deliveries_count(tx: &mut Tx, narrow: &Narrow, limit: i64) -> Outcome<i64> {
    let (tail, values) = wanted(narrow);
    Ok(tx.count_up_to(&format!("FROM webhook_delivery {tail}"), &values, limit)?)
}

/// Puts a delivery into the queue again, as if it had never been tried.
pub(crate) fn again(tx: &mut Tx, id: DeliveryId, wall: Timestamp) -> Outcome<()> {
    let sql = "UPDATE webhook_delivery SET state = 'queued', attempts = 0, next_try_at = ?2, sent_at = NULL WHERE id = ?1";
    tx.execute(sql, params![id, wall])?;
    Ok(())
}

/// Puts what happened since an instant into the queue again; what the receiver took only with `taken_too`. Returns how many.
pub(crate) fn replay(
    tx: &mut Tx,
    endpoint: EndpointId,
    since: Timestamp,
    taken_too: bool,
    wall: Timestamp,
) -> Outcome<u64> {
    let states =
        if taken_too { "('failed', 'held', 'withheld', 'sent')" } else { "('failed', 'held', 'withheld')" };
    let sql = format!(
        "UPDATE webhook_delivery SET state = 'queued', attempts = 0, next_try_at = ?3, sent_at = NULL
        WHERE endpoint_id = ?1 AND made_at >= ?2 AND event_id IS NOT NULL AND state IN {states}"
    );
    Ok(tx.execute(&sql, params![endpoint, since, wall])?)
}

/// Endpoints that are on and have messages due.
pub(crate) fn due(tx: &mut Tx, wall: Timestamp) -> Outcome<Vec<EndpointId>> {
    let sql = "SELECT DISTINCT d.endpoint_id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
        WHERE d.state = 'queued' AND d.next_try_at <= ?1 AND e.state = 'on' ORDER BY d.endpoint_id";
    tx.query(sql, params![wall])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Messages of endpoints that are not on, which must be held, or were held and may go.
const TO_HOLD: &str =
    "state = 'queued' AND endpoint_id IN (SELECT e.id FROM webhook_endpoint e WHERE e.state <> 'on')";
const TO_RELEASE: &str = "state = 'held' AND EXISTS (SELECT 1 FROM webhook_endpoint e
    JOIN webhook_standing s ON s.endpoint_id = e.id
    WHERE e.id = webhook_delivery.endpoint_id AND e.state = 'on' AND s.on_since <= webhook_delivery.made_at)";

/// Whether some message has to be held or released.
pub(crate) fn must_sort(tx: &mut Tx) -> Outcome<bool> {
    for which in [TO_HOLD, TO_RELEASE] {
        if tx.query_one(&format!("SELECT 1 FROM webhook_delivery WHERE {which} LIMIT 1"), &[])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Holds the messages of endpoints that are not on, and lets go what was held of those that are.
pub(crate) fn sort(tx: &mut Tx, wall: Timestamp) -> Outcome<()> {
    tx.execute(&format!("UPDATE webhook_delivery SET state = 'held' WHERE {TO_HOLD}"), &[])?;
    let sql = format!(
        "UPDATE webhook_delivery SET state = 'queued', attempts = 0, next_try_at = ?1 WHERE {TO_RELEASE}"
    );
    tx.execute(&sql, params![wall])?;
    Ok(())
}

/// Claims messages of an endpoint that are due, with what they are.
pub(crate) fn claim(
    tx: &mut Tx,
    endpoint: EndpointId,
    wall: Timestamp,
    lease: Timestamp,
    limit: i64,
) -> Outcome<Vec<Delivery>> {
    let mut claimed = Vec::new();
    for id in QUEUE.claim(tx, Some(("endpoint_id", endpoint.into())), wall, lease, limit)? {
        claimed.push(delivery(tx, DeliveryId(id))?);
    }
    Ok(claimed)
}

/// An attempt to bring a message.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// From 1 on.
    pub(crate) number: i64,
    pub(crate) tried_at: Timestamp,
    /// Milliseconds.
    pub(crate) took_ms: i64,
    pub(crate) status: Option<i64>,
    pub(crate) error: Option<Failing>,
}

/// Notes an attempt.
pub(crate) fn put_attempt(
    tx: &mut Tx,
    delivery: DeliveryId,
    tried_at: Timestamp,
    took_ms: i64,
    status: Option<i64>,
    error: Option<Failing>,
) -> Outcome<()> {
    let sql = "INSERT INTO webhook_attempt (delivery_id, number, tried_at, took_ms, status, error)
        SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5 FROM webhook_attempt WHERE delivery_id = ?1";
    tx.execute(
        sql,
        params![delivery, tried_at, took_ms, status, error.map(Failing::word).map(str::to_owned)],
    )?;
    Ok(())
}

/// The attempts of a delivery, the latest first.
pub(crate) fn attempts(tx: &mut Tx, delivery: DeliveryId) -> Outcome<Vec<Attempt>> {
    let sql = "SELECT number, tried_at, took_ms, status, error FROM webhook_attempt WHERE delivery_id = ?1
        ORDER BY number DESC LIMIT 100";
    tx.query(sql, params![delivery])?
        .iter()
        .map(|row| {
            Ok(Attempt {
                number: row.get(0)?,
                tried_at: row.get(1)?,
                took_ms: row.get(2)?,
                status: row.get(3)?,
                error: row.get(4)?,
            })
        })
        .collect()
}

/// The receiver took it.
pub(crate) fn sent(tx: &mut Tx, id: DeliveryId, wall: Timestamp, status: i64) -> Outcome<()> {
    let sql =
        "UPDATE webhook_delivery SET state = 'sent', sent_at = ?2, status = ?3, error = NULL WHERE id = ?1";
    tx.execute(sql, params![id, wall, status])?;
    Ok(())
}

/// The receiver did not take it: tried again at `next`, or given up.
pub(crate) fn not_sent(
    tx: &mut Tx,
    id: DeliveryId,
    next: Option<Timestamp>,
    status: Option<i64>,
    error: Failing,
) -> Outcome<()> {
    QUEUE.not_sent(tx, id.into(), next, error.word())?;
    tx.execute("UPDATE webhook_delivery SET status = ?2 WHERE id = ?1", params![id, status])?;
    Ok(())
}

/// Its owner may not see what it says.
pub(crate) fn withhold(tx: &mut Tx, id: DeliveryId) -> Outcome<()> {
    let sql = "UPDATE webhook_delivery SET state = 'withheld', error = 'sight' WHERE id = ?1";
    tx.execute(sql, params![id])?;
    Ok(())
}

/// Forgets messages that were made before an instant, and all of an endpoint that is ended.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) -> Outcome<u64> {
    let old = "made_at < ?1 AND state <> 'queued'";
    let sql = format!(
        "DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM webhook_delivery WHERE {old})"
    );
    tx.execute(&sql, params![before])?;
    Ok(tx.execute(&format!("DELETE FROM webhook_delivery WHERE {old}"), params![before])?)
}

/// Forgets every message of an endpoint.
pub(crate) fn drop_of(tx: &mut Tx, endpoint: EndpointId) -> Outcome<()> {
    let sql = "DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM webhook_delivery WHERE endpoint_id = ?1)";
    tx.execute(sql, params![endpoint])?;
    tx.execute("DELETE FROM webhook_delivery WHERE endpoint_id = ?1", params![endpoint])?;
    Ok(())
}

/// How many messages of an endpoint wait, are held, or were given up or withheld; each counted to 1,000.
pub(crate) fn counts(tx: &mut Tx, endpoint: EndpointId) -> Outcome<(i64, i64, i64)> {
    let mut of = |states: &str| -> Outcome<i64> {
        let from = format!("FROM webhook_delivery WHERE endpoint_id = ?1 AND state IN ({states})");
        Ok(tx.count_up_to(&from, params![endpoint], 1_000)?)
    };
    Ok((of("'queued'")?, of("'held'")?, of("'failed', 'withheld'")?))
}

/// The last time an endpoint took a message.
pub(crate) fn last_sent(tx: &mut Tx, endpoint: EndpointId) -> Outcome<Option<Timestamp>> {
    let sql = "SELECT MAX(sent_at) FROM webhook_delivery WHERE endpoint_id = ?1";
    Ok(tx.query_one(sql, params![endpoint])?.map_or(Ok(None), |row| row.get(0))?)
}

/// Messages that wait at endpoints that are on, and the time for which the oldest of them was due.
pub(crate) fn waiting(tx: &mut Tx) -> Outcome<(i64, i64)> {
    let number = |tx: &mut Tx, sql: &str| -> Outcome<i64> {
        Ok(tx.query_one(sql, &[])?.map_or(Ok(0), |row| row.get(0))?)
    };
    let waiting = number(tx, "SELECT COUNT(*) FROM webhook_delivery WHERE state = 'queued'")?;
    let given_up = number(tx, "SELECT COUNT(*) FROM webhook_delivery WHERE state = 'failed'")?;
    Ok((waiting, given_up))
}
