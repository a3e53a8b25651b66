//! Standing by, ways, parts that must be near: what a response rests on.

use accord_kernel::{Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::SiteId;
use accord_room_people::{PersonId, TerritoryId};
use accord_store::{Json, Tx, params, record};
use jiff::civil::Date;

use crate::id::{CriticalPartId, PartReachId, StandbyId, TravelId};

record! {
    /// When somebody stands by for calls.
    pub struct StandbyRow in "standby_window" shape 1 {
        /// Id.
        id: StandbyId,
        /// In which territory.
        territory_id: TerritoryId,
        /// Who.
        person_id: PersonId,
        /// Weekdays on which a window begins, 0 is Monday.
        weekdays: Json<Vec<u32>>,
        /// Minute of the day at which it begins.
        from_minute: i64,
        /// Minute of the day at which it ends; not after the beginning: on the next day.
        until_minute: i64,
        /// First day.
        from_on: Option<Date>,
        /// Last day.
        until_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// How long the way is.
    pub struct TravelRow in "travel_time" shape 1 {
        /// Id.
        id: TravelId,
        /// To the sites of a territory.
        territory_id: Option<TerritoryId>,
        /// To one site; goes before its territory.
        site_id: Option<SiteId>,
        /// Minutes.
        minutes: i64,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A part without which a stop lasts.
    pub struct CriticalPartRow in "critical_part" shape 1 {
        /// Id.
        id: CriticalPartId,
        /// Of which product.
        product_id: ProductId,
        /// The part.
        part_id: ProductId,
        /// Whether it is asked for.
        active: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// How long parts of a place need to the sites of a territory.
    pub struct PartReachRow in "part_reach" shape 1 {
        /// Id.
        id: PartReachId,
        /// Name of the place, as its stock has it.
        place: String,
        /// Territory.
        territory_id: TerritoryId,
        /// Minutes.
        minutes: i64,
        /// Row version.
        version: i64,
    }
}

/// A window of standing by.
///
/// # Errors
/// Absent.
pub fn standby(tx: &mut Tx, id: StandbyId) -> Outcome<StandbyRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// Windows of a territory, or of all, that are not over before a day.
///
/// # Errors
/// What the database refuses.
pub fn standbys(tx: &mut Tx, territory: Option<TerritoryId>, since: Date) -> Outcome<Vec<StandbyRow>> {
    Ok(match territory {
        Some(territory) => tx.select(
            "WHERE territory_id = ?1 AND (until_on IS NULL OR until_on >= ?2) ORDER BY person_id, id",
            params![territory, since],
        )?,
        None => tx.select(
            "WHERE until_on IS NULL OR until_on >= ?1 ORDER BY territory_id, person_id, id",
            params![since],
        )?,
    })
}

/// The way to a site: its own, else that of its territory.
///
/// # Errors
/// What the database refuses.
pub fn travel_to(tx: &mut Tx, site: SiteId, territory: Option<TerritoryId>) -> Outcome<Option<TravelRow>> {
    if let Some(own) = tx.select_one("WHERE site_id = ?1", params![site])? {
        return Ok(Some(own));
    }
    match territory {
        Some(territory) => Ok(tx.select_one("WHERE territory_id = ?1", params![territory])?),
        None => Ok(None),
    }
}

/// The way to exactly this site or territory.
pub(crate) fn travel_of(
    tx: &mut Tx,
    site: Option<SiteId>,
    territory: Option<TerritoryId>,
) -> Outcome<Option<TravelRow>> {
    Ok(match (site, territory) {
        (Some(site), _) => tx.select_one("WHERE site_id = ?1", params![site])?,
        (None, Some(territory)) => tx.select_one("WHERE territory_id = ?1", params![territory])?,
        (None, None) => None,
    })
}

/// Every way to a territory.
///
/// # Errors
/// What the database refuses.
pub fn travels(tx: &mut Tx) -> Outcome<Vec<TravelRow>> {
    Ok(tx.select("WHERE territory_id IS NOT NULL ORDER BY territory_id", params![])?)
}

/// The parts that a product needs near.
///
/// # Errors
/// What the database refuses.
pub fn critical_parts(tx: &mut Tx, product: ProductId) -> Outcome<Vec<CriticalPartRow>> {
    Ok(tx.select("WHERE product_id = ?1 AND active ORDER BY id", params![product])?)
}

/// All parts that some product needs near.
///
/// # Errors
/// What the database refuses.
pub fn all_critical_parts(tx: &mut Tx) -> Outcome<Vec<CriticalPartRow>> {
    Ok(tx.select("WHERE active ORDER BY product_id, id LIMIT 2000", params![])?)
}

/// The row of a product and a part.
pub(crate) fn critical_part(
    tx: &mut Tx,
    product: ProductId,
    part: ProductId,
) -> Outcome<Option<CriticalPartRow>> {
    Ok(tx.select_one("WHERE product_id = ?1 AND part_id = ?2", params![product, part])?)
}

/// From which places parts reach a territory.
///
/// # Errors
/// What the database refuses.
pub fn reaches(tx: &mut Tx, territory: TerritoryId) -> Outcome<Vec<PartReachRow>> {
    Ok(tx.select("WHERE territory_id = ?1 ORDER BY minutes, id", params![territory])?)
}

/// Every reach.
///
/// # Errors
/// What the database refuses.
pub fn all_reaches(tx: &mut Tx) -> Outcome<Vec<PartReachRow>> {
    Ok(tx.select("ORDER BY territory_id, minutes, id LIMIT 2000", params![])?)
}

/// The reach of a place to a territory.
pub(crate) fn reach(tx: &mut Tx, place: &str, territory: TerritoryId) -> Outcome<Option<PartReachRow>> {
    Ok(tx.select_one("WHERE place = ?1 AND territory_id = ?2", params![place, territory])?)
}
