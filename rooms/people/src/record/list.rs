//! Lists: filters, order, and how many there are.

use accord_kernel::Outcome;
use accord_store::{
    Column, Tx, Value, params,
    walk::{By, Walk},
};
use uuid::Uuid;

use super::person::PersonRow;
use crate::{
    AreaId, RoleId, TerritoryId,
    terms::{HomeSphere, PersonState},
};

/// Rows are counted exactly up to here.
pub(crate) const COUNT_MAX: i64 = 1_000;

/// Which persons to list.
#[derive(Debug, Clone, Default)]
pub(crate) struct PersonFilter {
    pub(crate) state: Option<PersonState>,
    pub(crate) area: Option<AreaId>,
    pub(crate) role: Option<RoleId>,
    pub(crate) territory: Option<TerritoryId>,
    pub(crate) sphere: Option<HomeSphere>,
    /// Only these, when a search found some.
    pub(crate) ids: Option<Vec<Uuid>>,
}

fn add(values: &mut Vec<Value>, value: Value) -> usize {
    values.push(value);
    values.len()
}

fn person_where(filter: &PersonFilter) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let mut parts = Vec::new();
    match filter.state {
        Some(state) => {
            parts.push(format!("state = ?{}", add(&mut values, Value::Text(state.word().to_owned()))))
        }
        None => parts.push("state <> 'disabled'".to_owned()),
    }
    if let Some(area) = filter.area {
        let n = add(&mut values, Value::Uuid(area.into()));
        parts.push(format!("id IN (SELECT person_id FROM post WHERE area_id = ?{n})"));
    }
    if let Some(role) = filter.role {
        let n = add(&mut values, Value::Uuid(role.into()));
        parts.push(format!("id IN (SELECT person_id FROM person_role WHERE role_id = ?{n})"));
    }
    if let Some(territory) = filter.territory {
        let n = add(&mut values, Value::Uuid(territory.into()));
        parts.push(format!("id IN (SELECT person_id FROM person_territory WHERE territory_id = ?{n})"));
    }
    if let Some(sphere) = filter.sphere {
        let n = add(&mut values, Value::Text(sphere.word().to_owned()));
        parts.push(format!(
            "id IN (SELECT o.person_id FROM post o JOIN area a ON a.id = o.area_id
                WHERE COALESCE(a.sphere, a.serves_sphere) = ?{n})"
        ));
    }
    if let Some(ids) = &filter.ids {
        parts.push(format!("id IN ({})", accord_store::listed(&mut values, ids.iter().copied())));
    }
    (format!("WHERE {}", parts.join(" AND ")), values)
}

crate::sort_keys! {
    /// By what colleagues are sorted.
    pub enum PersonSort of PersonRow {
        /// Name.
        Name = "name", By::Text("folded"), |row| row.folded.to_value();
        /// What they are called in their work.
        Title = "title", By::Text("title"), |row| row.title.to_value();
        /// Where they stand.
        State = "state", By::Text("state"), |row| row.state.to_value();
    }
}

/// Persons by name unless they are walked otherwise, after a place.
pub(crate) fn persons(
    tx: &mut Tx,
    filter: &PersonFilter,
    walk: Option<&Walk>,
    after: Option<(String, Uuid)>,
    limit: i64,
) -> Outcome<Vec<PersonRow>> {
    let (mut tail, mut values) = person_where(filter);
    if let Some(walk) = walk {
        walk.finish(&mut tail, &mut values, "id", limit);
        return Ok(tx.select(&tail, &values)?);
    }
    if let Some((folded, id)) = after {
        values.extend_from_slice(params![folded, id]);
        tail.push_str(&format!(" AND (folded, id) > (?{}, ?{})", values.len() - 1, values.len()));
    }
    let n = add(&mut values, Value::Int(limit));
    tail.push_str(&format!(" ORDER BY folded, id LIMIT ?{n}"));
    Ok(tx.select(&tail, &values)?)
}

/// How many persons match, counted to one more than [`COUNT_MAX`].
pub(crate) fn count_persons(tx: &mut Tx, filter: &PersonFilter) -> Outcome<i64> {
    let (tail, values) = person_where(filter);
    Ok(tx.count_up_to(&format!("FROM person {tail}"), &values, COUNT_MAX + 1)?)
}

/// Ids and labels of something with names, by name: what is in use, or one of them whatever its state.
pub(crate) fn named(tx: &mut Tx, table: Named, id: Option<Uuid>, limit: i64) -> Outcome<Vec<(Uuid, String)>> {
    let (filter, values) = match id {
        Some(id) => ("id = ?2", params![limit, id].to_vec()),
        None => ("archived = FALSE", params![limit].to_vec()),
    };
    let sql = format!("SELECT id, name FROM {} WHERE {filter} ORDER BY name, id LIMIT ?1", table.table());
    tx.query(&sql, &values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// A table of things with names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named {
    Area,
    Territory,
    Calendar,
}

impl Named {
    fn table(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Territory => "territory",
            Self::Calendar => "calendar",
        }
    }
}

/// `(person, area, title, home)` of several persons.
pub(crate) fn posts_of_all(tx: &mut Tx, persons: &[Uuid]) -> Outcome<Vec<super::person::PostRow>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, persons.iter().copied());
    Ok(tx.select(&format!("WHERE person_id IN ({list}) ORDER BY home DESC, id"), &values)?)
}

/// `(person, role)` of several persons.
pub(crate) fn roles_of_all(tx: &mut Tx, persons: &[Uuid]) -> Outcome<Vec<super::person::PersonRoleRow>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, persons.iter().copied());
    Ok(tx.select(&format!("WHERE person_id IN ({list}) ORDER BY id"), &values)?)
}

/// Every person's name and words for search, to make the search anew.
pub(crate) fn everybody(tx: &mut Tx) -> Outcome<Vec<PersonRow>> {
    Ok(tx.select("WHERE state <> 'disabled' ORDER BY id", params![])?)
}

/// Areas with how many hold a post there.
pub(crate) fn posts_by_area(tx: &mut Tx) -> Outcome<Vec<(AreaId, i64)>> {
    let sql = "SELECT p.area_id, COUNT(*) FROM post p JOIN person o ON o.id = p.person_id
        WHERE o.state <> 'disabled' GROUP BY p.area_id";
    tx.query(sql, params![])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
