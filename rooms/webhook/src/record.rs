//! Tables, rows and SQL of this room. SQL stands nowhere else in it.

mod delivery;

pub(crate) use delivery::*;

use accord_kernel::{Outcome, Refusal};
use accord_room_people::PersonId;
use accord_store::{
    Json, Record, Table, Tx, params, record,
    secret::{self, KeyState},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::id::{EndpointId, EndpointState, StopReason};

/// Recorded tables of this room.
pub(crate) const TABLES: &[&Table] = &[EndpointRow::TABLE];

record! {
    /// An address outside that hears of events.
    pub struct EndpointRow in "webhook_endpoint" shape 1 {
        /// Id.
        id: EndpointId,
        /// What people call it.
        name: String,
        /// The address. It may hold what opens the receiver's door, so it stands in no log.
        address: String,
        /// Names of the events it hears of.
        kinds: Json<Vec<String>>,
        /// Who answers for it: it hears what this person may see.
        owner_id: PersonId,
        /// Whether it hears of anything.
        state: EndpointState,
        /// Why the program stopped it.
        reason: Option<StopReason>,
        /// When it was made.
        made_at: Timestamp,
        /// Since when it is as it is.
        changed_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// An endpoint that is not ended.
///
/// # Errors
/// Absent.
pub(crate) fn endpoint(tx: &mut Tx, id: EndpointId) -> Outcome<EndpointRow> {
    let row: Option<EndpointRow> = tx.get(id)?;
    row.filter(|row| row.state != EndpointState::Ended).ok_or_else(Refusal::absent)
}

/// Every endpoint that is not ended, by name.
pub(crate) fn endpoints(tx: &mut Tx, limit: i64) -> Outcome<Vec<EndpointRow>> {
    Ok(tx.select("WHERE state <> 'ended' ORDER BY name, id LIMIT ?1", params![limit])?)
}

/// How many endpoints there are.
pub(crate) fn endpoints_count(tx: &mut Tx) -> Outcome<i64> {
    let sql = "SELECT COUNT(*) FROM webhook_endpoint WHERE state <> 'ended'";
    Ok(tx.query_one(sql, &[])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Writes by name what an endpoint hears of; nothing when it is ended.
pub(crate) fn put_kinds(tx: &mut Tx, row: &EndpointRow) -> Outcome<u64> {
    tx.execute("DELETE FROM webhook_kind WHERE endpoint_id = ?1", params![row.id])?;
    if row.state == EndpointState::Ended {
        return Ok(0);
    }
    for name in &row.kinds.0 {
        let sql = "INSERT INTO webhook_kind (name, endpoint_id) VALUES (?1, ?2) ON CONFLICT (name, endpoint_id) DO NOTHING";
        tx.execute(sql, params![name.clone(), row.id])?;
    }
    Ok(u64::try_from(row.kinds.0.len()).unwrap_or(0))
}

/// Rebuilds what endpoints hear of.
pub(crate) fn rebuild_kinds(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM webhook_kind", &[])?;
    let mut made = 0;
    for row in endpoints(tx, i64::MAX)? {
        made += put_kinds(tx, &row)?;
    }
    Ok(made)
}

/// Which endpoints hear of events of these names.
pub(crate) fn listeners(tx: &mut Tx, names: &[&str]) -> Outcome<Vec<(String, EndpointId)>> {
    let mut found = Vec::new();
    for some in names.chunks(NAMES_TOGETHER) {
        let places = accord_store::marks(1, some.len());
        let sql = format!("SELECT name, endpoint_id FROM webhook_kind WHERE name IN ({places})");
        let values: Vec<accord_store::Value> =
            some.iter().map(|name| accord_store::Value::Text((*name).to_owned())).collect();
        for row in tx.query(&sql, &values)? {
            found.push((row.get(0)?, row.get(1)?));
        }
    }
    // Each act asks, and seldom is anybody there: the database need not make ready to sort.
    found.sort();
    Ok(found)
}

/// Names asked for by one statement.
const NAMES_TOGETHER: usize = 50;

/// Since when messages of an endpoint go out, and since when it has taken none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What happened from here on goes out (business time).
    pub(crate) on_since: Timestamp,
    /// Wall time of the first failure after the last success.
    pub(crate) failing_since: Option<Timestamp>,
}

/// How an endpoint stands.
pub(crate) fn standing(tx: &mut Tx, id: EndpointId) -> Outcome<Option<Standing>> {
    let sql = "SELECT on_since, failing_since FROM webhook_standing WHERE endpoint_id = ?1";
    let row = tx.query_one(sql, params![id])?;
    row.map(|row| Ok(Standing { on_since: row.get(0)?, failing_since: row.get(1)? })).transpose()
}

/// From here on its messages go out; failures so far are forgotten.
pub(crate) fn set_on(tx: &mut Tx, id: EndpointId, since: Timestamp) -> Outcome<()> {
    let sql = "INSERT INTO webhook_standing (endpoint_id, on_since, failing_since) VALUES (?1, ?2, NULL)
        ON CONFLICT (endpoint_id) DO UPDATE SET on_since = excluded.on_since, failing_since = NULL";
    tx.execute(sql, params![id, since])?;
    Ok(())
}

/// Notes a success, or the first failure of a row of them. Returns since when it fails.
pub(crate) fn note(tx: &mut Tx, id: EndpointId, took: bool, wall: Timestamp) -> Outcome<Option<Timestamp>> {
    if took {
        let sql = "UPDATE webhook_standing SET failing_since = NULL WHERE endpoint_id = ?1 AND failing_since IS NOT NULL";
        tx.execute(sql, params![id])?;
        return Ok(None);
    }
    let sql =
        "UPDATE webhook_standing SET failing_since = ?2 WHERE endpoint_id = ?1 AND failing_since IS NULL";
    tx.execute(sql, params![id, wall])?;
    Ok(standing(tx, id)?.and_then(|standing| standing.failing_since))
}

/// A secret as it is listed; never the secret itself.
#[derive(Debug, Clone)]
pub(crate) struct SecretLine {
    pub(crate) made_at: Timestamp,
    pub(crate) ends_at: Option<Timestamp>,
}

/// Where a secret is bound to: it opens nowhere else.
fn place(id: Uuid) -> Vec<u8> {
    format!("webhook_secret:{id}").into_bytes()
}

/// Keeps a new secret, encrypted under the endpoint's own key.
pub(crate) fn put_secret(
    tx: &mut Tx,
    id: Uuid,
    endpoint: EndpointId,
    secret: &[u8],
    wall: Timestamp,
) -> Outcome<()> {
    let key = secret::key_for_writing(tx, endpoint.into())?.ok_or_else(Refusal::absent)?;
    let sealed = key.seal(&place(id), secret)?;
    let sql = "INSERT INTO webhook_secret (id, endpoint_id, sealed, made_at) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, params![id, endpoint, sealed, wall])?;
    Ok(())
}

/// Secrets before end at an instant; those that had an end earlier keep it.
pub(crate) fn end_secrets(tx: &mut Tx, endpoint: EndpointId, ends: Timestamp) -> Outcome<()> {
    let sql =
        "UPDATE webhook_secret SET ends_at = ?2 WHERE endpoint_id = ?1 AND (ends_at IS NULL OR ends_at > ?2)";
    tx.execute(sql, params![endpoint, ends])?;
    Ok(())
}

/// Forgets the secrets that have ended.
pub(crate) fn forget_secrets(tx: &mut Tx, wall: Timestamp) -> Outcome<()> {
    tx.execute("DELETE FROM webhook_secret WHERE ends_at IS NOT NULL AND ends_at <= ?1", params![wall])?;
    Ok(())
}

/// Forgets every secret of an endpoint.
pub(crate) fn drop_secrets(tx: &mut Tx, endpoint: EndpointId) -> Outcome<()> {
    tx.execute("DELETE FROM webhook_secret WHERE endpoint_id = ?1", params![endpoint])?;
    Ok(())
}

/// The secrets that sign at an instant, the newest first.
pub(crate) fn secrets(tx: &mut Tx, endpoint: EndpointId, wall: Timestamp) -> Outcome<Vec<Vec<u8>>> {
    let KeyState::Present(key) = secret::key_of(tx, endpoint.into())? else { return Ok(Vec::new()) };
    let sql =
        "SELECT id, sealed FROM webhook_secret WHERE endpoint_id = ?1 AND (ends_at IS NULL OR ends_at > ?2)
        ORDER BY made_at DESC, id DESC LIMIT 5";
    let mut secrets = Vec::new();
    for row in tx.query(sql, params![endpoint, wall])? {
        let sealed: Vec<u8> = row.get(1)?;
        secrets.extend(key.open(&place(row.get(0)?), &sealed));
    }
    Ok(secrets)
}

/// The secrets of an endpoint as they are listed, the newest first.
pub(crate) fn secret_lines(tx: &mut Tx, endpoint: EndpointId, wall: Timestamp) -> Outcome<Vec<SecretLine>> {
    let sql = "SELECT made_at, ends_at FROM webhook_secret WHERE endpoint_id = ?1 AND (ends_at IS NULL OR ends_at > ?2)
        ORDER BY made_at DESC, id DESC LIMIT 5";
    tx.query(sql, params![endpoint, wall])?
        .iter()
        .map(|row| Ok(SecretLine { made_at: row.get(0)?, ends_at: row.get(1)? }))
        .collect()
}
