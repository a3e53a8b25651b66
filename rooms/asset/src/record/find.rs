//! Units and what belongs to them, and how they are found.

use std::collections::BTreeMap;

use accord_kernel::{Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_store::{Tx, Value, params, search};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{Acceptance, Asset, Outage, Place, ProductWarranty, ReadingRow};
use crate::{
    AssetId,
    rules::{family::DEPTH_MAX, place},
};

/// A unit.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn asset(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<Asset> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A unit of this customer: an id of another customer's is absent.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn asset_of(tx: &mut Tx, customer: CustomerId, id: impl Into<Uuid>) -> Outcome<Asset> {
    Some(asset(tx, id)?).filter(|row| row.customer_id == customer).ok_or_else(Refusal::absent)
}

/// A unit of this customer that a field of an input names. Another customer's and one that is not there are refused
/// alike, so that nobody learns which of them it is (R64).
///
/// # Errors
/// `field.unknown_reference` at the pointer.
pub fn named_asset(
    tx: &mut Tx,
    customer: CustomerId,
    pointer: impl Into<String>,
    id: impl Into<Uuid>,
) -> Outcome<Asset> {
    asset_of(tx, customer, id).map_err(|refusal| refusal.in_field(pointer))
}

/// The units of a customer: those in use first, by model.
///
/// # Errors
/// What the database refuses.
pub fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Asset>> {
    let mut rows: Vec<Asset> =
        tx.select("WHERE customer_id = ?1 ORDER BY model_key, id", params![customer])?;
    rows.sort_by_key(|row| row.retired_on.is_some());
    Ok(rows)
}

/// The units in use at a site now.
///
/// # Errors
/// What the database refuses.
pub fn of_site(tx: &mut Tx, site: SiteId) -> Outcome<Vec<Asset>> {
    Ok(tx.select("WHERE site_id = ?1 AND retired_on IS NULL ORDER BY model_key, id", params![site])?)
}

/// The units that came with a line of an order.
///
/// # Errors
/// What the database refuses.
pub fn of_order_line(tx: &mut Tx, line: Uuid) -> Outcome<Vec<Asset>> {
    Ok(tx.select("WHERE order_line_id = ?1 ORDER BY id", params![line])?)
}

/// The units that came with an order.
///
/// # Errors
/// What the database refuses.
pub fn of_order(tx: &mut Tx, order: Uuid) -> Outcome<Vec<Asset>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY id", params![order])?)
}

/// Whether a customer had a unit of ours before a day, in service or accepted, other than those that came with an order:
/// then they have bought from us before, whether or not that order is on record here.
///
/// # Errors
/// What the database refuses.
pub fn had_of_ours(
    tx: &mut Tx,
    customer: CustomerId,
    before: Date,
    except_order: Option<Uuid>,
) -> Outcome<bool> {
    let mut values = params![customer, before].to_vec();
    let mut sql = "SELECT 1 FROM asset WHERE customer_id = ?1 AND origin = 'ours'
        AND (in_service_on < ?2 OR accepted_on < ?2)"
        .to_owned();
    if let Some(order) = except_order {
        values.push(Value::Uuid(order));
        sql.push_str(" AND (order_id IS NULL OR order_id <> ?3)");
    }
    sql.push_str(" LIMIT 1");
    Ok(tx.query_one(&sql, &values)?.is_some())
}

/// Number and name of several units; unknown ids are left out.
///
/// # Errors
/// What the database refuses.
pub fn labels(tx: &mut Tx, ids: &[AssetId]) -> Outcome<BTreeMap<AssetId, (String, String)>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        let tail = format!("WHERE id IN ({marks})");
        for row in tx.select::<Asset>(&tail, &values)? {
            found.insert(row.id, (row.number.clone(), row.name()));
        }
    }
    Ok(found)
}

/// The customers of several units, each once; unknown ids are left out.
///
/// # Errors
/// What the database refuses.
pub fn customers_of(tx: &mut Tx, ids: &[AssetId]) -> Outcome<Vec<CustomerId>> {
    let mut found = std::collections::BTreeSet::new();
    for some in ids.chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        let sql = format!("SELECT DISTINCT customer_id FROM asset WHERE id IN ({marks})");
        for row in tx.query(&sql, &values)? {
            found.insert(row.get(0)?);
        }
    }
    Ok(found.into_iter().collect())
}

/// The direct parts of a unit.
///
/// # Errors
/// What the database refuses.
pub fn parts_of(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Asset>> {
    Ok(tx.select("WHERE parent_id = ?1 ORDER BY model_key, id", params![id])?)
}

/// A unit and every part of it, layer by layer, each once.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn with_parts(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Asset>> {
    Ok(layers(tx, id)?.into_iter().flatten().collect())
}

/// The layers of an assembly: itself, its parts, their parts.
pub(crate) fn layers(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Vec<Asset>>> {
    let mut layers = vec![vec![asset(tx, id)?]];
    while let Some(last) = layers.last()
        && layers.len() <= DEPTH_MAX
    {
        let ids: Vec<AssetId> = last.iter().map(|row| row.id).collect();
        let mut below = Vec::new();
        for id in ids {
            below.extend(parts_of(tx, id)?);
        }
        if below.is_empty() {
            break;
        }
        layers.push(below);
    }
    Ok(layers)
}

/// The units in whose place a unit came.
pub(crate) fn predecessors(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Asset>> {
    Ok(tx.select("WHERE successor_id = ?1 ORDER BY retired_on, id", params![id])?)
}

/// Names of sites; unknown ids are left out.
pub(crate) fn site_names(
    tx: &mut Tx,
    ids: impl Iterator<Item = SiteId>,
) -> Outcome<BTreeMap<SiteId, String>> {
    let wanted: std::collections::BTreeSet<SiteId> = ids.collect();
    let mut found = BTreeMap::new();
    for some in wanted.into_iter().collect::<Vec<_>>().chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        let sql = format!("SELECT id, name FROM site WHERE id IN ({marks})");
        for row in tx.query(&sql, &values)? {
            found.insert(row.get(0)?, row.get(1)?);
        }
    }
    Ok(found)
}

/// A unit's assembly, the assembly of that, and so on, from below.
pub(crate) fn above(tx: &mut Tx, unit: &Asset) -> Outcome<Vec<AssetId>> {
    let mut found = vec![unit.id];
    let mut at = unit.parent_id;
    while let Some(id) = at
        && found.len() <= DEPTH_MAX
    {
        found.push(id);
        at = asset(tx, id)?.parent_id;
    }
    Ok(found)
}

/// The stays of a unit, the first one first.
///
/// # Errors
/// What the database refuses.
pub fn places(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Place>> {
    Ok(tx.select("WHERE asset_id = ?1 ORDER BY from_at", params![id])?)
}

/// Where a unit stood at an instant (R16).
///
/// # Errors
/// What the database refuses.
pub fn site_at(tx: &mut Tx, id: AssetId, at: Timestamp) -> Outcome<Option<SiteId>> {
    let stays: Vec<_> = places(tx, id)?.iter().map(Place::stay).collect();
    Ok(place::site_at(&stays, at))
}

/// A report of an outage.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn outage(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<Outage> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The reports of outages of a unit, the first one first, withdrawn ones too.
///
/// # Errors
/// What the database refuses.
pub fn outages(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Outage>> {
    Ok(tx.select("WHERE asset_id = ?1 ORDER BY began_at, id", params![id])?)
}

/// The report of an outage that lasts still.
pub(crate) fn open_outage(tx: &mut Tx, id: AssetId) -> Outcome<Option<Outage>> {
    Ok(tx.select_one("WHERE asset_id = ?1 AND state = 'open' ORDER BY began_at", params![id])?)
}

/// What the counters of a unit showed, the first reading first.
///
/// # Errors
/// What the database refuses.
pub fn readings(tx: &mut Tx, id: AssetId) -> Outcome<Vec<ReadingRow>> {
    Ok(tx.select("WHERE asset_id = ?1 ORDER BY counter, read_at", params![id])?)
}

/// The acceptances of a unit; the last one holds.
///
/// # Errors
/// What the database refuses.
pub fn acceptances(tx: &mut Tx, id: AssetId) -> Outcome<Vec<Acceptance>> {
    Ok(tx.select("WHERE asset_id = ?1 ORDER BY place", params![id])?)
}

/// A product's own months of warranty.
pub(crate) fn warranty_of(tx: &mut Tx, product: ProductId) -> Outcome<Option<ProductWarranty>> {
    Ok(tx.select_one("WHERE product_id = ?1", params![product])?)
}

/// Makes a unit findable by model, number, maker and serial number, with and without its blanks.
pub(crate) fn index(tx: &mut Tx, row: &Asset) -> Outcome<()> {
    let (entry, text) = search_entry(row);
    Ok(search::put(tx, &entry, &text)?)
}

fn search_entry(row: &Asset) -> (search::Entry, String) {
    let entry = search::Entry {
        kind: "asset".to_owned(),
        id: row.id.0,
        customer: Some(row.customer_id.0),
        label: row.name(),
        hint: row.number.clone(),
    };
    let text = format!("{} {}", row.maker, row.serial_key.as_deref().unwrap_or_default());
    (entry, text)
}

/// Units made findable at a time.
const REBUILD_PAGE: i64 = 500;

/// Makes all units findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'asset'", params![])?;
    let (mut after, mut made) = (Uuid::nil(), 0);
    loop {
        let rows: Vec<Asset> =
            tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, REBUILD_PAGE])?;
        let Some(last) = rows.last() else { return Ok(made) };
        after = last.id.0;
        made += rows.len() as u64;
        search::put_all(tx, rows.iter().map(search_entry).collect())?;
    }
}

/// The unit and the outage that were entered last: whether anything is new since one looked. Ids grow with time.
///
/// # Errors
/// What the database refuses.
pub fn newest(tx: &mut Tx) -> Outcome<(Option<Uuid>, Option<Uuid>)> {
    let mut last = |sql: &str| -> Outcome<Option<Uuid>> {
        Ok(tx.query_one(sql, params![])?.map(|row| row.get(0)).transpose()?)
    };
    Ok((
        last("SELECT id FROM asset ORDER BY id DESC LIMIT 1")?,
        last("SELECT id FROM asset_outage ORDER BY id DESC LIMIT 1")?,
    ))
}

/// Outages that began within a time and were not withdrawn, with their units; the newest first, bounded.
///
/// # Errors
/// What the database refuses.
pub fn outages_between(
    tx: &mut Tx,
    from: Timestamp,
    to: Timestamp,
    limit: i64,
) -> Outcome<Vec<(Outage, Asset)>> {
    let rows: Vec<Outage> = tx.select(
        "WHERE began_at >= ?1 AND began_at < ?2 AND state <> 'withdrawn' ORDER BY began_at DESC, id LIMIT ?3",
        params![from, to, limit],
    )?;
    let mut units: BTreeMap<AssetId, Asset> = BTreeMap::new();
    let ids: std::collections::BTreeSet<AssetId> = rows.iter().map(|row| row.asset_id).collect();
    for some in ids.into_iter().collect::<Vec<_>>().chunks(200) {
        let values: Vec<Value> = some.iter().map(|id| Value::Uuid(id.0)).collect();
        let marks = accord_store::marks(1, values.len());
        for row in tx.select::<Asset>(&format!("WHERE id IN ({marks})"), &values)? {
            units.insert(row.id, row);
        }
    }
    let pair = |row: Outage| units.get(&row.asset_id).cloned().map(|unit| (row, unit));
    Ok(rows.into_iter().filter_map(pair).collect())
}
