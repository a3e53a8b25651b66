//! Places of parts, who holds their keys, pieces that were taken, pieces that were asked for (R37).

use accord_kernel::{Outcome, Refusal};
use accord_room_capacity::PartStockId;
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::{PersonId, TerritoryId};
use accord_store::{Tx, params, record, search};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::id::{
    MoveKind, PartKeyId, PartMinimumId, PartMoveId, PartPlaceId, PlaceKind, ReplenishState, ReplenishmentId,
    VisitId,
};

record! {
    /// A place where parts are kept.
    pub struct PlaceRow in "part_place" shape 1 {
        /// Id.
        id: PartPlaceId,
        /// Name, as the stock there and the ways from it have it.
        name: String,
        /// What kind of place.
        kind: PlaceKind,
        /// For which territory.
        territory_id: Option<TerritoryId>,
        /// Whose store or van.
        person_id: Option<PersonId>,
        /// At which site of a customer.
        site_id: Option<SiteId>,
        /// How one finds it.
        address: String,
        /// Whether one gets in at night and at the weekend.
        night_access: bool,
        /// How one gets in then.
        night_note: String,
        /// Whether it is in use.
        active: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A key that somebody holds.
    pub struct KeyRow in "part_key" shape 1 {
        /// Id.
        id: PartKeyId,
        /// Of which place.
        place_id: PartPlaceId,
        /// Who.
        person_id: PersonId,
        /// First day.
        from_on: Date,
        /// Last day; open for as long as nobody says.
        until_on: Option<Date>,
        /// Day on which it was last tried in the lock.
        tested_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

impl KeyRow {
    /// Whether it is held on every day of a stretch, both ends included.
    pub fn covers(&self, from: Date, until: Date) -> bool {
        self.from_on <= from && self.until_on.is_none_or(|last| last >= until)
    }
}

record! {
    /// How many pieces a place should have, where somebody set it.
    pub struct MinimumRow in "part_minimum" shape 1 {
        /// Id.
        id: PartMinimumId,
        /// The part in its place.
        stock_id: PartStockId,
        /// Pieces.
        pieces: i64,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Pieces that left their place.
    pub struct MoveRow in "part_move" shape 1 {
        /// Id.
        id: PartMoveId,
        /// The part in its place.
        stock_id: PartStockId,
        /// Which way.
        kind: MoveKind,
        /// Pieces.
        quantity: i64,
        /// Pieces of them that came back.
        returned: i64,
        /// For which visit.
        visit_id: Option<VisitId>,
        /// Kind of the thing it was for.
        subject_kind: Option<String>,
        /// Id of that thing.
        subject_id: Option<Uuid>,
        /// For which customer.
        customer_id: Option<CustomerId>,
        /// Who took them.
        person_id: Option<PersonId>,
        /// Why, in words.
        note: String,
        /// When, by the device on which it was said.
        happened_at: Timestamp,
        /// When it was recorded.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Pieces that a place lacks and somebody was asked for.
    pub struct ReplenishRow in "replenishment" shape 1 {
        /// Id.
        id: ReplenishmentId,
        /// The part in its place.
        stock_id: PartStockId,
        /// Pieces.
        quantity: i64,
        /// How it stands.
        state: ReplenishState,
        /// Since when.
        asked_at: Timestamp,
        /// Since when it is over.
        ended_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

impl PlaceRow {
    /// Puts it into the search, or takes it out when it is closed. One at a customer's site is found by whoever may see the
    /// customer.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        if !self.active {
            return Ok(search::remove(tx, "part_place", self.id.0)?);
        }
        let site = self.site_id.map(|site| customer::site(tx, site)).transpose()?;
        let entry = search::Entry {
            kind: "part_place".to_owned(),
            id: self.id.0,
            customer: site.map(|site| site.customer_id.0),
            label: self.name.clone(),
            hint: self.address.lines().next().unwrap_or_default().to_owned(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// Makes every place of parts findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'part_place'", params![])?;
    let rows = tx.select::<PlaceRow>("ORDER BY id", params![])?;
    for row in &rows {
        row.index(tx)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// A place.
///
/// # Errors
/// Absent.
pub fn place(tx: &mut Tx, id: PartPlaceId) -> Outcome<PlaceRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A place by its name, as stock has it.
///
/// # Errors
/// What the database refuses.
pub fn place_named(tx: &mut Tx, name: &str) -> Outcome<Option<PlaceRow>> {
    Ok(tx.select_one("WHERE name = ?1", params![name])?)
}

/// Every place, by kind and name.
///
/// # Errors
/// What the database refuses.
pub fn places(tx: &mut Tx) -> Outcome<Vec<PlaceRow>> {
    Ok(tx.select("WHERE active ORDER BY name LIMIT 2000", params![])?)
}

/// Keys of a place that are not given back before a day.
///
/// # Errors
/// What the database refuses.
pub fn keys_of_place(tx: &mut Tx, place: PartPlaceId, since: Date) -> Outcome<Vec<KeyRow>> {
    let tail = "WHERE place_id = ?1 AND (until_on IS NULL OR until_on >= ?2) ORDER BY from_on, id";
    Ok(tx.select(tail, params![place, since])?)
}

/// Keys of a person that are not given back before a day.
///
/// # Errors
/// What the database refuses.
pub fn keys_of_person(tx: &mut Tx, person: PersonId, since: Date) -> Outcome<Vec<KeyRow>> {
    let tail = "WHERE person_id = ?1 AND (until_on IS NULL OR until_on >= ?2) ORDER BY from_on, id";
    Ok(tx.select(tail, params![person, since])?)
}

/// A key.
pub(crate) fn key(tx: &mut Tx, id: PartKeyId) -> Outcome<KeyRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// How many pieces somebody set.
pub(crate) fn minimum(tx: &mut Tx, stock: PartStockId) -> Outcome<Option<MinimumRow>> {
    Ok(tx.select_one("WHERE stock_id = ?1", params![stock])?)
}

/// Pieces that left their place.
pub(crate) fn part_move(tx: &mut Tx, id: PartMoveId) -> Outcome<MoveRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// What was taken for a visit, in order.
///
/// # Errors
/// What the database refuses.
pub fn moves_of_visit(tx: &mut Tx, visit: VisitId) -> Outcome<Vec<MoveRow>> {
    Ok(tx.select("WHERE visit_id = ?1 ORDER BY recorded_at, id", params![visit])?)
}

/// What was last taken out of these stocks.
pub(crate) fn last_moves(tx: &mut Tx, stocks: &[PartStockId], limit: i64) -> Outcome<Vec<MoveRow>> {
    let mut found: Vec<MoveRow> = Vec::new();
    for stock in stocks {
        let tail = "WHERE stock_id = ?1 ORDER BY recorded_at DESC, id DESC LIMIT ?2";
        found.extend(tx.select::<MoveRow>(tail, params![*stock, limit])?);
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.recorded_at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(20));
    Ok(found)
}

/// The open request for a part in its place.
///
/// # Errors
/// What the database refuses.
pub fn asked_for(tx: &mut Tx, stock: PartStockId) -> Outcome<Option<ReplenishRow>> {
    Ok(tx.select_one("WHERE stock_id = ?1 AND state = 'open'", params![stock])?)
}

/// Every open request, the oldest first.
///
/// # Errors
/// What the database refuses.
pub fn open_requests(tx: &mut Tx) -> Outcome<Vec<ReplenishRow>> {
    Ok(tx.select("WHERE state = 'open' ORDER BY asked_at, id LIMIT 500", params![])?)
}

/// Units under contract now whose stop would need this part, and for which this is the nearest place that keeps it.
pub(crate) fn units_that_count_on(tx: &mut Tx, part: ProductId, place: &str, at: Timestamp) -> Outcome<i64> {
    let sql = "SELECT COUNT(DISTINCT v.asset_id) FROM critical_part k
        JOIN asset a ON a.product_id = k.product_id
        JOIN cover_period v ON v.asset_id = a.id AND v.standing AND v.from_at <= ?3 AND v.until_at > ?3
        JOIN customer c ON c.id = v.customer_id
        JOIN part_reach r ON r.territory_id = c.territory_id AND r.place = ?2
        WHERE k.part_id = ?1 AND k.active AND NOT EXISTS (
            SELECT 1 FROM part_reach n JOIN part_stock s ON s.place = n.place AND s.product_id = ?1
            WHERE n.territory_id = r.territory_id AND n.minutes < r.minutes)";
    Ok(tx.query_one(sql, params![part, place, at])?.map_or(Ok(0), |row| row.get(0))?)
}
