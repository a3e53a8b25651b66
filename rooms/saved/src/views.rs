//! The views of a list's page that its reader can pick.

use accord_kernel::{Audience, Context, Outcome, Permission, Registry, Sphere, Touches, View};
use accord_room_people as people;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{SavedViewId, Sharing},
    record::{self, Reach},
    rules,
};

/// Registers the views of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<SavedViews>();
}

/// The saved views of a list's page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedViews {
    /// Address of the page.
    pub page: String,
}

/// A saved view.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedViewFacts {
    /// Id.
    pub id: SavedViewId,
    /// Its name.
    pub name: String,
    /// What stands behind the question mark.
    pub query: String,
    /// For whom it is kept.
    pub sharing: Sharing,
    /// Lists open with it, for those for whom it is kept.
    pub usual: bool,
    /// The reader kept it.
    pub own: bool,
    /// The reader may change it.
    pub may_change: bool,
    /// Row version.
    pub version: i64,
}

/// The saved views of a page, by name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedViewList {
    /// Views.
    pub rows: Vec<SavedViewFacts>,
    /// With which of them the reader's list opens: of the usual ones the nearest.
    pub usual: Option<SavedViewId>,
}

impl View for SavedViews {
    const NAME: &'static str = "saved_view.list";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SavedViewList;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<SavedViewList> {
        let Some(person) = people::author(ctx) else {
            return Ok(SavedViewList { rows: Vec::new(), usual: None });
        };
        let belongs = people::belongs(tx, person)?;
        let sphere = ctx.principal.sphere;
        let spheres = match sphere {
            Sphere::None => Vec::new(),
            // Whoever belongs to both has the views of either.
            Sphere::Both => vec![Sphere::Both, Sphere::Sales, Sphere::AfterSales],
            one => vec![one, Sphere::Both],
        };
        let reach = Reach { areas: belongs.areas, roles: belongs.roles, spheres };
        let rows = record::of_page(tx, &self.page, person, &reach)?;
        // Whoever keeps views for others picks them too, but their own list opens with what is meant for them.
        let reached = rows.iter().filter(|row| row.usual && reach.has(row, person));
        let usual = reached.min_by_key(|row| (rules::nearness(row.sharing), row.id)).map(|row| row.id);
        let keeper = ctx.principal.may(Permission::SettingsManage);
        let facts = |row: record::SavedViewRow| SavedViewFacts {
            own: row.author_id == person,
            may_change: row.author_id == person || (keeper && row.sharing != Sharing::Mine),
            id: row.id,
            name: row.name,
            query: row.query,
            sharing: row.sharing,
            usual: row.usual,
            version: row.version,
        };
        Ok(SavedViewList { rows: rows.into_iter().map(facts).collect(), usual })
    }
}
