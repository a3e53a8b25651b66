//! The company's own standing facts.

use accord_business_time::Calendar;
use accord_kernel::{Currency, Language, Outcome, Refusal};
use accord_store::{Json, Tx, params, record};
use jiff::{Timestamp, civil::Date};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use crate::{AreaId, CalendarId, CompanyId, PersonId, RoleId, TerritoryId, ids::RowId, terms::HomeSphere};

record! {
    /// The company.
    pub struct CompanyRow in "company" shape 1 {
        /// Id.
        id: CompanyId,
        /// Name.
        name: String,
        /// Home zone (IANA).
        home_zone: String,
        /// Currency in which it keeps its books.
        currency: Currency,
        /// Language of what has no reader's language.
        language: Language,
        /// Default working calendar.
        calendar_id: CalendarId,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A working calendar.
    pub struct CalendarRow in "calendar" shape 1 {
        /// Id.
        id: CalendarId,
        /// Name.
        name: String,
        /// Hours and holidays.
        spec: Json<Calendar>,
        /// No longer offered.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A territory.
    pub struct TerritoryRow in "territory" shape 1 {
        /// Id.
        id: TerritoryId,
        /// Name.
        name: String,
        /// No longer offered.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// An area of the company (R1).
    pub struct AreaRow in "area" shape 1 {
        /// Id.
        id: AreaId,
        /// Name.
        name: String,
        /// Its home sphere, when it is of one of the two.
        sphere: Option<HomeSphere>,
        /// Whose promise it serves, when it is of neither (manufacturing, finance, HR).
        serves_sphere: Option<HomeSphere>,
        /// How it helps customers to buy or to use well.
        helps: String,
        /// Name of the customer figure by which it is measured.
        metric: Option<String>,
        /// When it was entered (business time).
        entered_at: Timestamp,
        /// No longer on the map.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

impl AreaRow {
    /// The sphere it is keyed to, at home or by service; `None` is unkeyed.
    pub fn key(&self) -> Option<HomeSphere> {
        self.sphere.or(self.serves_sphere)
    }
}

record! {
    /// The map as it was published.
    pub struct MapPublicationRow in "map_publication" shape 1 {
        /// Id.
        id: RowId,
        /// When.
        published_at: Timestamp,
        /// By whom.
        published_by: Option<PersonId>,
        /// The areas then.
        areas: Json<JsonValue>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A role: a named set of permissions.
    pub struct RoleRow in "role" shape 1 {
        /// Id.
        id: RoleId,
        /// Stable word.
        name: String,
        /// What people call it; empty for a seeded role, whose name is a message.
        label: String,
        /// Permissions by their words.
        permissions: Json<Vec<String>>,
        /// Word of the role that hears what this one leaves lying.
        escalates_to: Option<String>,
        /// Came with the program.
        seeded: bool,
        /// No longer given.
        archived: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A setting from a date on.
    pub struct SettingRow in "setting" shape 1 {
        /// Id.
        id: RowId,
        /// Name of its definition.
        name: String,
        /// Value.
        value: Json<JsonValue>,
        /// First civil date (company's zone) on which it holds.
        effective_from: Date,
        /// When it was set.
        set_at: Timestamp,
        /// Who set it; `None` is the program.
        set_by: Option<PersonId>,
        /// Why.
        reason: String,
        /// Row version.
        version: i64,
    }
}

/// The company; `None` before it is set up.
///
/// # Errors
/// What the database refuses.
pub fn company(tx: &mut Tx) -> Outcome<Option<CompanyRow>> {
    Ok(tx.select_one("ORDER BY id LIMIT 1", params![])?)
}

/// The company, which must have been set up.
///
/// # Errors
/// Refused by `company.none` before it is set up.
pub fn the_company(tx: &mut Tx) -> Outcome<CompanyRow> {
    company(tx)?.ok_or_else(|| Refusal::conflict("company.none"))
}

/// The company's home zone without the rest of its row; `UTC` before it is set up.
pub(crate) fn home_zone(tx: &mut Tx) -> Outcome<String> {
    match tx.query_one("SELECT home_zone FROM company ORDER BY id LIMIT 1", params![])? {
        Some(row) => Ok(row.get(0)?),
        None => Ok("UTC".to_owned()),
    }
}

/// The roles with these ids.
pub(crate) fn roles(tx: &mut Tx) -> Outcome<Vec<RoleRow>> {
    Ok(tx.select("ORDER BY seeded DESC, name", params![])?)
}

/// A role by its word.
pub(crate) fn role_named(tx: &mut Tx, word: &str) -> Outcome<Option<RoleRow>> {
    Ok(tx.select_one("WHERE name = ?1", params![word])?)
}

/// Areas on the map, by name.
pub(crate) fn areas(tx: &mut Tx) -> Outcome<Vec<AreaRow>> {
    Ok(tx.select("WHERE archived = FALSE ORDER BY name, id", params![])?)
}

/// Every area, also those off the map.
pub(crate) fn all_areas(tx: &mut Tx) -> Outcome<Vec<AreaRow>> {
    Ok(tx.select("ORDER BY name, id", params![])?)
}

/// Every calendar, by name.
pub(crate) fn calendars(tx: &mut Tx) -> Outcome<Vec<CalendarRow>> {
    Ok(tx.select("ORDER BY archived, name, id", params![])?)
}

/// The map as it is kept when it is published.
pub(crate) fn map_json(areas: &[AreaRow]) -> JsonValue {
    let list = areas.iter().map(|area| {
        json!({ "area": area.id, "name": area.name, "sphere": area.sphere, "serves_sphere": area.serves_sphere,
            "helps": area.helps })
    });
    JsonValue::Array(list.collect())
}

/// The last published map.
pub(crate) fn last_publication(tx: &mut Tx) -> Outcome<Option<MapPublicationRow>> {
    Ok(tx.select_one("ORDER BY published_at DESC, id DESC LIMIT 1", params![])?)
}

/// Areas in which somebody who holds a post had something to do with a customer since `since`.
pub(crate) fn areas_near_customers(tx: &mut Tx, since: Timestamp) -> Outcome<Vec<AreaId>> {
    let sql = "SELECT DISTINCT p.area_id FROM post p WHERE EXISTS
        (SELECT 1 FROM event e WHERE e.actor = p.person_id AND e.recorded_at >= ?1 AND e.customer_id IS NOT NULL)";
    tx.query(sql, params![since])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// The value of a setting on a date; the latest set wins.
pub(crate) fn setting_on(tx: &mut Tx, name: &str, on: Date) -> Outcome<Option<JsonValue>> {
    let sql = "SELECT value FROM setting WHERE name = ?1 AND effective_from <= ?2
        ORDER BY effective_from DESC, set_at DESC, id DESC LIMIT 1";
    match tx.query_one(sql, params![name, on])? {
        Some(row) => Ok(Some(row.get::<Json<JsonValue>>(0)?.0)),
        None => Ok(None),
    }
}

/// Every row of a setting, newest first.
pub(crate) fn setting_history(tx: &mut Tx, name: &str) -> Outcome<Vec<SettingRow>> {
    Ok(tx.select(
        "WHERE name = ?1 ORDER BY effective_from DESC, set_at DESC, id DESC LIMIT 200",
        params![name],
    )?)
}

/// Whether an id names a row of one of this room's plain tables.
pub(crate) fn calendar_row(tx: &mut Tx, id: CalendarId) -> Outcome<CalendarRow> {
    tx.get::<CalendarRow>(id)?.ok_or_else(Refusal::absent)
}

/// The chain on which the company's own facts stand.
pub(crate) fn company_chain(tx: &mut Tx) -> Outcome<Uuid> {
    Ok(the_company(tx)?.id.into())
}
