//! Persons, their posts, roles, territories and leave.

use accord_kernel::{Language, Outcome, PermissionSet, Refusal};
use accord_store::{Row, Tx, Value, params, record};
use jiff::{Timestamp, civil::Time};

use crate::{
    AreaId, CalendarId, LeaveId, PersonId, PostId, RoleId, TerritoryId,
    ids::RowId,
    terms::{Density, HomeSphere, LeaveState, MailWish, PersonState, Theme},
};

record! {
    /// A colleague. One person, one record, however many posts (R1).
    pub struct PersonRow in "person" shape 1 subject "id" {
        /// Id.
        id: PersonId,
        /// Name.
        @personal name: String,
        /// The name folded, for order and search.
        @personal folded: String,
        /// E-mail address.
        @personal email: Option<String>,
        /// Telephone.
        @personal phone: Option<String>,
        /// Title, as on a card.
        title: String,
        /// Language of pages and mails.
        language: Language,
        /// Zone in which they read times (IANA).
        zone: String,
        /// Colours.
        theme: Theme,
        /// Density.
        density: Density,
        /// Which notices go by mail.
        mail_wish: MailWish,
        /// No mail from this time of day (`HH:MM`, own zone) but what must be acknowledged.
        quiet_from: Option<String>,
        /// … until this one.
        quiet_until: Option<String>,
        /// When they work.
        calendar_id: CalendarId,
        /// Where they stand.
        state: PersonState,
        /// Row version.
        version: i64,
    }
}

impl PersonRow {
    /// The quiet hours, when both ends are set.
    pub fn quiet(&self) -> Option<(Time, Time)> {
        Some((self.quiet_from.as_ref()?.parse().ok()?, self.quiet_until.as_ref()?.parse().ok()?))
    }
}

record! {
    /// A post in an area.
    pub struct PostRow in "post" shape 1 {
        /// Id.
        id: PostId,
        /// Who.
        person_id: PersonId,
        /// Where.
        area_id: AreaId,
        /// What they do there.
        title: String,
        /// Whether it is their home.
        home: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A role that a person has.
    pub struct PersonRoleRow in "person_role" shape 1 {
        /// Id.
        id: RowId,
        /// Who.
        person_id: PersonId,
        /// Which.
        role_id: RoleId,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A territory in which a person works.
    pub struct PersonTerritoryRow in "person_territory" shape 1 {
        /// Id.
        id: RowId,
        /// Who.
        person_id: PersonId,
        /// Where.
        territory_id: TerritoryId,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A leave: while it lasts, the cover has everything of the person.
    pub struct LeaveRow in "leave" shape 1 subject "person_id" {
        /// Id.
        id: LeaveId,
        /// Who is away.
        person_id: PersonId,
        /// From this instant.
        from_at: Timestamp,
        /// Until this one (exclusive).
        until_at: Timestamp,
        /// Who covers.
        cover_id: PersonId,
        /// What to know; may be private (health).
        @personal note: String,
        /// Whether it stands.
        state: LeaveState,
        /// Row version.
        version: i64,
    }
}

/// A person.
///
/// # Errors
/// Absent when there is none.
pub fn person(tx: &mut Tx, id: PersonId) -> Outcome<PersonRow> {
    tx.get::<PersonRow>(id)?.ok_or_else(Refusal::absent)
}

/// A person who may own things and be given work.
///
/// # Errors
/// Absent when there is none; `people.not_active` when they are leaving or have left.
pub fn active_person(tx: &mut Tx, id: PersonId) -> Outcome<PersonRow> {
    let row = person(tx, id)?;
    if row.state == PersonState::Active {
        Ok(row)
    } else {
        Err(Refusal::conflict("people.not_active").with("person", row.name))
    }
}

/// The active person whom the field at `pointer` names.
///
/// # Errors
/// `field.unknown_reference` at the pointer; `people.not_active` when they are leaving or have left.
pub fn named_person(tx: &mut Tx, pointer: impl Into<String>, id: PersonId) -> Outcome<PersonRow> {
    active_person(tx, id).map_err(|refusal| refusal.in_field(pointer))
}

/// What a person's standing is made of, read in one query.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) permissions: PermissionSet,
    pub(crate) spheres: Vec<HomeSphere>,
    pub(crate) territories: Vec<TerritoryId>,
    pub(crate) covers: Vec<PersonId>,
}

/// Roles, spheres of the posts, territories, and whom they cover now: one round trip, since every request pays for it.
/// Only who covers somebody is asked about cover of cover too.
pub(crate) fn standing(tx: &mut Tx, id: PersonId, now: Timestamp) -> Outcome<Standing> {
    let sql = "SELECT 'role', CAST(NULL AS UUID), r.permissions FROM person_role pr JOIN role r ON r.id = pr.role_id WHERE pr.person_id = ?1
        UNION ALL
        SELECT 'sphere', CAST(NULL AS UUID), COALESCE(a.sphere, a.serves_sphere) FROM post p JOIN area a ON a.id = p.area_id
            WHERE p.person_id = ?1
        UNION ALL
        SELECT 'territory', territory_id, CAST(NULL AS TEXT) FROM person_territory WHERE person_id = ?1
        UNION ALL
        SELECT 'cover', person_id, CAST(NULL AS TEXT) FROM leave
            WHERE cover_id = ?1 AND until_at > ?2 AND from_at <= ?2 AND state = 'planned'";
    let mut standing = Standing::default();
    for row in tx.query(sql, params![id, now])? {
        take(&mut standing, &row, id)?;
    }
    if !standing.covers.is_empty() {
        standing.covers = covered(tx, id, now)?;
    }
    Ok(standing)
}

/// Whom somebody covers now, by cover of cover too.
fn covered(tx: &mut Tx, id: PersonId, now: Timestamp) -> Outcome<Vec<PersonId>> {
    let sql = "WITH RECURSIVE covered (person_id) AS (
            SELECT person_id FROM leave WHERE cover_id = ?1 AND until_at > ?2 AND from_at <= ?2 AND state = 'planned'
            UNION
            SELECT l.person_id FROM leave l JOIN covered c ON l.cover_id = c.person_id
                WHERE l.until_at > ?2 AND l.from_at <= ?2 AND l.state = 'planned')
        SELECT person_id FROM covered WHERE person_id <> ?1";
    tx.query(sql, params![id, now])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

fn take(standing: &mut Standing, row: &Row, own: PersonId) -> Outcome<()> {
    let what: String = row.get(0)?;
    match what.as_str() {
        "role" => {
            standing.permissions = standing.permissions.or(PermissionSet::stored(&row.get::<String>(2)?));
        }
        "sphere" => standing.spheres.extend(row.get::<Option<HomeSphere>>(2)?),
        "territory" => standing.territories.push(row.get(1)?),
        _ => {
            let person: PersonId = row.get(1)?;
            if person != own {
                standing.covers.push(person);
            }
        }
    }
    Ok(())
}

/// What a colleague may do now; nothing when they are disabled.
///
/// # Errors
/// Absent.
pub fn permissions_now(tx: &mut Tx, id: PersonId, now: Timestamp) -> Outcome<PermissionSet> {
    if person(tx, id)?.state == PersonState::Disabled {
        return Ok(PermissionSet::default());
    }
    Ok(standing(tx, id, now)?.permissions)
}

/// Who covers whom at an instant: `(away, cover)`.
pub(crate) fn covers_at(tx: &mut Tx, at: Timestamp) -> Outcome<Vec<(PersonId, PersonId)>> {
    // Sorted here: asked for in order, SQLite would walk every leave there ever was.
    let sql = "SELECT person_id, cover_id, until_at FROM leave WHERE until_at > ?1 AND from_at <= ?1 AND state = 'planned'";
    let mut rows: Vec<(PersonId, PersonId, Timestamp)> = Vec::new();
    for row in tx.query(sql, params![at])? {
        rows.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    rows.sort_by_key(|(away, _, until)| (*away, std::cmp::Reverse(*until)));
    Ok(rows.into_iter().map(|(away, cover, _)| (away, cover)).collect())
}

/// Leaves that stand of a person and overlap a stretch.
pub(crate) fn leaves_between(
    tx: &mut Tx,
    person: PersonId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<LeaveRow>> {
    Ok(tx.select(
        "WHERE person_id = ?1 AND until_at > ?2 AND from_at < ?3 AND state = 'planned' ORDER BY from_at",
        params![person, from, until],
    )?)
}

/// Every leave of a person, over or not.
pub(crate) fn leaves_all(tx: &mut Tx, person: PersonId) -> Outcome<Vec<LeaveRow>> {
    Ok(tx.select("WHERE person_id = ?1 ORDER BY id", params![person])?)
}

/// Leaves that stand and end after an instant in which the person is the cover.
pub(crate) fn covering_after(tx: &mut Tx, cover: PersonId, after: Timestamp) -> Outcome<Vec<LeaveRow>> {
    Ok(tx.select(
        "WHERE cover_id = ?1 AND until_at > ?2 AND state = 'planned' ORDER BY from_at",
        params![cover, after],
    )?)
}

/// Leaves that end after an instant, of one person or of all, with whom they cover.
pub(crate) fn leaves_after(
    tx: &mut Tx,
    person: Option<PersonId>,
    after: Timestamp,
) -> Outcome<Vec<LeaveRow>> {
    let tail = match person {
        Some(_) => {
            "WHERE (person_id = ?2 OR cover_id = ?2) AND until_at > ?1 AND state = 'planned' ORDER BY from_at, id LIMIT 500"
        }
        None => "WHERE until_at > ?1 AND state = 'planned' ORDER BY from_at, id LIMIT 500",
    };
    let mut values = params![after].to_vec();
    if let Some(person) = person {
        values.push(Value::Uuid(person.into()));
    }
    Ok(tx.select(tail, &values)?)
}

/// Roles of a person.
pub(crate) fn roles_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonRoleRow>> {
    Ok(tx.select("WHERE person_id = ?1 ORDER BY id", params![person])?)
}

/// Posts of a person, home first.
pub(crate) fn posts_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PostRow>> {
    Ok(tx.select("WHERE person_id = ?1 ORDER BY home DESC, id", params![person])?)
}

/// Territories of a person.
pub(crate) fn territories_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<PersonTerritoryRow>> {
    Ok(tx.select("WHERE person_id = ?1 ORDER BY id", params![person])?)
}

/// Persons who are not disabled and have a role, by its word, in order of name.
pub(crate) fn persons_with_role(tx: &mut Tx, word: &str) -> Outcome<Vec<PersonId>> {
    let sql = "SELECT p.id FROM role r JOIN person_role pr ON pr.role_id = r.id JOIN person p ON p.id = pr.person_id
        WHERE r.name = ?1 AND p.state <> 'disabled' ORDER BY p.folded, p.id";
    tx.query(sql, params![word])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Persons who are not disabled and have a role (by id).
pub(crate) fn holders(tx: &mut Tx, role: RoleId) -> Outcome<Vec<PersonId>> {
    let sql = "SELECT p.id FROM person_role pr JOIN person p ON p.id = pr.person_id
        WHERE pr.role_id = ?1 AND p.state <> 'disabled' ORDER BY p.id";
    tx.query(sql, params![role])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// To which roles what a person leaves lying goes, by the roles that the person has.
pub(crate) fn escalation_roles(tx: &mut Tx, person: PersonId) -> Outcome<Vec<String>> {
    let sql = "SELECT DISTINCT r.escalates_to FROM person_role pr JOIN role r ON r.id = pr.role_id
        WHERE pr.person_id = ?1 AND r.escalates_to IS NOT NULL ORDER BY r.escalates_to";
    tx.query(sql, params![person])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Name of a person for a message; empty when there is none.
pub(crate) fn name_of(tx: &mut Tx, person: PersonId) -> Outcome<String> {
    match tx.query_one("SELECT name FROM person WHERE id = ?1", params![person])? {
        Some(row) => Ok(row.get(0)?),
        None => Ok(String::new()),
    }
}

/// The home area of a person; `None` when they hold no post.
///
/// # Errors
/// What the database refuses.
pub fn home_area(tx: &mut Tx, person: PersonId) -> Outcome<Option<AreaId>> {
    let sql = "SELECT area_id FROM post WHERE person_id = ?1 ORDER BY home DESC, id LIMIT 1";
    Ok(tx.query_one(sql, params![person])?.map(|row| row.get(0)).transpose()?)
}

/// The areas in which a person has a post, and their roles.
#[derive(Debug, Clone, Default)]
pub struct Belongs {
    /// Areas.
    pub areas: Vec<AreaId>,
    /// Roles.
    pub roles: Vec<RoleId>,
}

/// To what a person belongs, in one query.
///
/// # Errors
/// What the database refuses.
pub fn belongs(tx: &mut Tx, person: PersonId) -> Outcome<Belongs> {
    let sql = "SELECT 'area', area_id FROM post WHERE person_id = ?1 UNION SELECT 'role', role_id FROM person_role WHERE person_id = ?1";
    let mut belongs = Belongs::default();
    for row in tx.query(sql, params![person])? {
        match row.get::<String>(0)?.as_str() {
            "area" => belongs.areas.push(row.get(1)?),
            _ => belongs.roles.push(row.get(1)?),
        }
    }
    Ok(belongs)
}

/// Names of several persons, in one query; whoever is not there is left out.
///
/// # Errors
/// What the database refuses.
pub fn names(tx: &mut Tx, persons: &[PersonId]) -> Outcome<Vec<(PersonId, String)>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let values: Vec<Value> = persons.iter().map(|person| Value::Uuid(person.0)).collect();
    let places = accord_store::marks(1, values.len());
    let sql = format!("SELECT id, name FROM person WHERE id IN ({places})");
    tx.query(&sql, &values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
