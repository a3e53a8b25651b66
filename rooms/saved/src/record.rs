//! The table of this room and its SQL. SQL stands nowhere else in it.

use accord_kernel::{Outcome, Refusal, Sphere};
use accord_room_people::{AreaId, PersonId, RoleId};
use accord_store::{Tx, Value, params, record};
use jiff::Timestamp;

use crate::id::{SavedViewId, Sharing};

/// Views of one page that are shown.
const SHOWN_MAX: i64 = 100;

record! {
    /// A saved view.
    pub struct SavedViewRow in "saved_view" shape 1 subject "author_id" {
        /// Id.
        id: SavedViewId,
        /// Address of the list's page.
        page: String,
        /// Its name, as whoever kept it wrote it.
        @personal name: String,
        /// What stands behind the question mark. It can name somebody, as words looked for.
        @personal query: String,
        /// For whom.
        sharing: Sharing,
        /// Which area, when it is for one.
        area_id: Option<AreaId>,
        /// Which sphere, when it is for one.
        sphere: Option<Sphere>,
        /// Which role, when it is for one.
        role_id: Option<RoleId>,
        /// The list opens with it.
        usual: bool,
        /// Who kept it.
        author_id: PersonId,
        /// When.
        kept_at: Timestamp,
        /// When it was taken away; it can be brought back.
        removed_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// To whom a person belongs, as far as views are kept for these.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    pub(crate) areas: Vec<AreaId>,
    pub(crate) roles: Vec<RoleId>,
    pub(crate) spheres: Vec<Sphere>,
}

impl Reach {
    /// Whether a view is kept for this person.
    pub(crate) fn has(&self, row: &SavedViewRow, person: PersonId) -> bool {
        match row.sharing {
            Sharing::Mine => row.author_id == person,
            Sharing::Area => row.area_id.is_some_and(|area| self.areas.contains(&area)),
            Sharing::Sphere => row.sphere.is_some_and(|sphere| self.spheres.contains(&sphere)),
            Sharing::Role => row.role_id.is_some_and(|role| self.roles.contains(&role)),
            Sharing::Company => true,
        }
    }
}

/// A view.
///
/// # Errors
/// Absent.
pub(crate) fn load(tx: &mut Tx, id: SavedViewId) -> Outcome<SavedViewRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The views of a page that a person can pick, by name.
pub(crate) fn of_page(
    tx: &mut Tx,
    page: &str,
    person: PersonId,
    reach: &Reach,
) -> Outcome<Vec<SavedViewRow>> {
    let mut values = params![page.to_owned(), person].to_vec();
    let mut some = |column: &str, sharing: &str, list: Vec<Value>| {
        if list.is_empty() {
            return String::new();
        }
        let marks = accord_store::marks(values.len() + 1, list.len());
        values.extend(list);
        format!(" OR (sharing = '{sharing}' AND {column} IN ({marks}))")
    };
    let areas = some("area_id", "area", reach.areas.iter().map(|id| Value::Uuid(id.0)).collect());
    let roles = some("role_id", "role", reach.roles.iter().map(|id| Value::Uuid(id.0)).collect());
    let words = reach.spheres.iter().map(|sphere| Value::Text(sphere.word().to_owned())).collect();
    let spheres = some("sphere", "sphere", words);
    values.push(Value::Int(SHOWN_MAX));
    let last = values.len();
    let tail = format!(
        "WHERE page = ?1 AND removed_at IS NULL AND (author_id = ?2 OR sharing = 'company'{areas}{roles}{spheres})
        ORDER BY name, id LIMIT ?{last}"
    );
    Ok(tx.select(&tail, &values)?)
}

/// Views that stand for the same people on the same page as this one.
pub(crate) fn beside(tx: &mut Tx, row: &SavedViewRow) -> Outcome<Vec<SavedViewRow>> {
    let tail = "WHERE page = ?1 AND sharing = ?2 AND removed_at IS NULL AND id <> ?3 ORDER BY id";
    let all: Vec<SavedViewRow> = tx.select(tail, params![row.page, row.sharing, row.id])?;
    let same = |other: &SavedViewRow| match row.sharing {
        Sharing::Mine => other.author_id == row.author_id,
        Sharing::Area => other.area_id == row.area_id,
        Sharing::Sphere => other.sphere == row.sphere,
        Sharing::Role => other.role_id == row.role_id,
        Sharing::Company => true,
    };
    Ok(all.into_iter().filter(same).collect())
}
