//! The only ways to change something here.

use accord_face::ListDef;
use accord_kernel::{
    Act, Action, Audience, Context, Outcome, Permission, Refusal, Registry, Sphere, Touches, at_version,
};
use accord_room_people::{self as people, PersonId, RoleId, check};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as JsonValue, json};

use crate::{
    id::{SavedViewId, Sharing},
    record::{self, SavedViewRow},
    rules::{self, Fault, Keeper},
};

/// Longest name.
const NAME_MAX: usize = 60;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.action::<KeepView>().action::<ChangeView>().action::<RemoveView>().action::<RestoreView>();
}

/// How a view stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ViewAnswer {
    /// The view.
    pub view: SavedViewId,
    /// Row version, for the next change.
    pub version: i64,
    /// What takes it back, for whoever wants to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<JsonValue>,
}

impl ViewAnswer {
    fn of(row: &SavedViewRow) -> Self {
        Self { view: row.id, version: row.version, undo: None }
    }
}

/// Keeps what stands in the address of a list under a name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepView {
    /// Address of the list's page.
    #[schemars(length(max = 100))]
    pub page: String,
    /// What stands behind the question mark.
    #[schemars(length(max = 2_000))]
    pub query: String,
    /// Its name.
    #[schemars(length(max = 60))]
    pub name: String,
    /// For whom.
    pub sharing: Sharing,
    /// The role, when it is for one.
    #[serde(default)]
    pub role: Option<RoleId>,
    /// The list opens with it.
    #[serde(default)]
    pub usual: bool,
}

fn own(ctx: &Context) -> Outcome<PersonId> {
    people::author(ctx).ok_or_else(Refusal::absent)
}

/// The query as it is kept: what is set and lasts.
fn kept_query(text: &str) -> Outcome<String> {
    if text.len() > rules::QUERY_MAX {
        return Err(Refusal::field("/query", "field.too_long").with("max", rules::QUERY_MAX));
    }
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(text.trim_start_matches('?').as_bytes()).into_owned().collect();
    if pairs.iter().any(|(name, value)| name.chars().chain(value.chars()).any(char::is_control)) {
        return Err(Refusal::field("/query", "field.control_characters"));
    }
    let kept = accord_face::list::query_text(&rules::lasting(&pairs));
    if kept.len() > rules::QUERY_MAX {
        return Err(Refusal::field("/query", "field.too_long").with("max", rules::QUERY_MAX));
    }
    Ok(kept)
}

fn refused(fault: Fault) -> Refusal {
    match fault {
        Fault::Settings => {
            Refusal::forbidden("saved_view.settings").with("permission", Permission::SettingsManage.word())
        }
        Fault::NoArea => Refusal::conflict("saved_view.no_area"),
        Fault::NoSphere => Refusal::conflict("saved_view.no_sphere"),
        Fault::NoRole => Refusal::field("/role", "field.required"),
    }
}

/// Refuses a name that those who see this view know already, and takes the place of the view that their list opened with.
fn settle_beside(tx: &mut Tx, row: &SavedViewRow) -> Outcome<()> {
    for mut other in record::beside(tx, row)? {
        if other.name.to_lowercase() == row.name.to_lowercase() {
            return Err(Refusal::field("/name", "saved_view.name_taken").with("name", other.name));
        }
        if row.usual && other.usual {
            other.usual = false;
            tx.update(&mut other)?;
        }
    }
    Ok(())
}

impl Action for KeepView {
    const NAME: &'static str = "saved_view.keep";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ViewAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ViewAnswer> {
        let author = own(act)?;
        if !act.registry().extensions::<ListDef>().any(|list| list.page == self.page) {
            return Err(Refusal::field("/page", "saved_view.no_list"));
        }
        let home = people::home_area(tx, author)?;
        let sphere = Some(act.principal.sphere).filter(|sphere| *sphere != Sphere::None);
        let keeper = Keeper {
            settings: act.principal.may(Permission::SettingsManage),
            area: home.is_some(),
            sphere: sphere.is_some(),
        };
        rules::may_keep(keeper, self.sharing, self.role.is_some(), self.usual).map_err(refused)?;
        let role = match self.role.filter(|_| self.sharing == Sharing::Role) {
            Some(role) => Some(people::role(tx, role)?),
            None => None,
        };
        let row = SavedViewRow {
            id: act.new_id(),
            page: self.page,
            name: check::text("/name", &self.name, NAME_MAX)?,
            query: kept_query(&self.query)?,
            sharing: self.sharing,
            area_id: home.filter(|_| self.sharing == Sharing::Area),
            sphere: sphere.filter(|_| self.sharing == Sharing::Sphere),
            role_id: role,
            usual: self.usual,
            author_id: author,
            kept_at: act.now,
            removed_at: None,
            version: 1,
        };
        settle_beside(tx, &row)?;
        act.fact("page", row.page.clone());
        act.fact("sharing", row.sharing);
        tx.insert(&row)?;
        Ok(ViewAnswer::of(&row))
    }
}

/// A view that the one who acts may change: their own, or, of those that others have too, any for whoever keeps the
/// settings. What they cannot even see is absent.
fn changeable(tx: &mut Tx, ctx: &Context, id: SavedViewId, removed: bool) -> Outcome<SavedViewRow> {
    let row = record::load(tx, id)?;
    let author = people::author(ctx) == Some(row.author_id);
    let keeper = row.sharing != Sharing::Mine && ctx.principal.may(Permission::SettingsManage);
    if !(author || keeper) {
        return Err(match row.sharing {
            Sharing::Mine => Refusal::absent(),
            _ => Refusal::forbidden("saved_view.others"),
        });
    }
    match (row.removed_at.is_some(), removed) {
        (true, false) => Err(Refusal::conflict("saved_view.removed")),
        (false, true) => Err(Refusal::conflict("saved_view.there")),
        _ => Ok(row),
    }
}

/// Gives a view another name, puts what is shown now in its place, or lets lists open with it or no longer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeView {
    /// The view.
    pub view: SavedViewId,
    /// Version that was read.
    pub version: i64,
    /// Another name.
    #[schemars(length(max = 60))]
    #[serde(default)]
    pub name: Option<String>,
    /// What stands behind the question mark now.
    #[schemars(length(max = 2_000))]
    #[serde(default)]
    pub query: Option<String>,
    /// The list opens with it.
    #[serde(default)]
    pub usual: Option<bool>,
}

impl Action for ChangeView {
    const NAME: &'static str = "saved_view.change";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ViewAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ViewAnswer> {
        let mut row = changeable(tx, act, self.view, false)?;
        at_version(&row, self.version)?;
        if let Some(name) = &self.name {
            row.name = check::text("/name", name, NAME_MAX)?;
        }
        if let Some(query) = &self.query {
            row.query = kept_query(query)?;
        }
        if let Some(usual) = self.usual {
            let others = row.sharing != Sharing::Mine;
            if usual && others && !act.principal.may(Permission::SettingsManage) {
                return Err(refused(Fault::Settings));
            }
            row.usual = usual;
        }
        settle_beside(tx, &row)?;
        tx.update(&mut row)?;
        Ok(ViewAnswer::of(&row))
    }
}

/// Takes a view away. It can be brought back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveView {
    /// The view.
    pub view: SavedViewId,
    /// Version that was read.
    pub version: i64,
}

impl Action for RemoveView {
    const NAME: &'static str = "saved_view.remove";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ViewAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ViewAnswer> {
        let mut row = changeable(tx, act, self.view, false)?;
        at_version(&row, self.version)?;
        row.removed_at = Some(act.now);
        tx.update(&mut row)?;
        let undo =
            json!({ "action": RestoreView::NAME, "input": { "view": row.id, "version": row.version } });
        Ok(ViewAnswer { undo: Some(undo), ..ViewAnswer::of(&row) })
    }
}

/// Brings a view back that was taken away.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreView {
    /// The view.
    pub view: SavedViewId,
    /// Version that was read.
    pub version: i64,
}

impl Action for RestoreView {
    const NAME: &'static str = "saved_view.restore";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ViewAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ViewAnswer> {
        let mut row = changeable(tx, act, self.view, true)?;
        at_version(&row, self.version)?;
        row.removed_at = None;
        settle_beside(tx, &row)?;
        tx.update(&mut row)?;
        Ok(ViewAnswer::of(&row))
    }
}
