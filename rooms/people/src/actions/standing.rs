//! Roles, posts and territories of a person. A change of roles ends the person's other sessions at once.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, PrincipalKind, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::person::refuse_last_administrator;
use crate::{
    AreaId, PersonId, PostId, RoleId, TerritoryId,
    check::{self, NAME_MAX},
    record::{
        access,
        company::{self, AreaRow, RoleRow, TerritoryRow},
        person::{self, PersonRoleRow, PersonTerritoryRow, PostRow},
    },
    roles,
    rules::roles::{Fault, Giver, may_give},
};

/// Most territories of one person.
const TERRITORIES_MAX: usize = 200;

fn role(tx: &mut Tx, id: RoleId) -> Outcome<RoleRow> {
    tx.get::<RoleRow>(id)?.ok_or_else(Refusal::absent)
}

/// Whoever acts, as the rules about roles see them.
pub(crate) fn giver(tx: &mut Tx, ctx: &Context) -> Outcome<Giver> {
    let held = ctx.principal.permissions;
    let administrator = match ctx.principal.kind {
        PrincipalKind::System => true,
        PrincipalKind::Person if held.has(Permission::RoleManage) => {
            person::persons_with_role(tx, roles::ADMINISTRATOR)?.contains(&PersonId(ctx.principal.id))
        }
        _ => false,
    };
    Ok(Giver { held, administrator })
}

/// The permissions that a role holds.
pub(crate) fn allowed(row: &RoleRow) -> Vec<Permission> {
    row.permissions.0.iter().filter_map(|word| Permission::parse(word)).collect()
}

/// A rule of roles that stands against it, in its refusal.
pub(crate) fn fault(fault: Fault) -> Refusal {
    match fault {
        Fault::Own => Refusal::forbidden("role.own"),
        Fault::Beyond(permission) => Refusal::forbidden("role.beyond")
            .with("permission", accord_kernel::Fact::Word(permission_message(permission))),
    }
}

/// Message key of a permission.
pub(crate) fn permission_message(permission: Permission) -> String {
    format!("permission-{}", permission.word().replace(['.', '_'], "-"))
}

/// Refuses to give or take a role that the giver must not.
fn refuse_lifting(tx: &mut Tx, ctx: &Context, row: &RoleRow, to: PersonId) -> Outcome<()> {
    let giver = giver(tx, ctx)?;
    may_give(giver, &allowed(row), ctx.principal.id == to.0).map_err(fault)
}

/// Gives a role; giving one that is held already changes nothing.
pub(crate) fn give(tx: &mut Tx, act: &Act<'_>, person: PersonId, id: RoleId) -> Outcome<()> {
    let row = role(tx, id)?;
    if row.archived || row.name == roles::CUSTOMER_CONTACT {
        return Err(Refusal::conflict("role.not_given"));
    }
    refuse_lifting(tx, act, &row, person)?;
    if person::roles_of(tx, person)?.iter().any(|held| held.role_id == id) {
        return Ok(());
    }
    Ok(tx.insert(&PersonRoleRow { id: act.new_id(), person_id: person, role_id: id, version: 1 })?)
}

fn end_other_sessions(tx: &mut Tx, act: &Act<'_>, person: PersonId) -> Outcome<()> {
    let keep = act.principal.session.filter(|_| act.principal.id == person.0);
    access::end_sessions(tx, person.into(), keep)?;
    Ok(())
}

/// Gives a colleague a role. Their other sessions end at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignRole {
    /// The colleague.
    pub person: PersonId,
    /// The role.
    pub role: RoleId,
}

impl Action for AssignRole {
    const NAME: &'static str = "people.assign_role";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        give(tx, act, self.person, self.role)?;
        act.fact("role", self.role);
        end_other_sessions(tx, act, self.person)
    }
}

/// Takes a role from a colleague. Their other sessions end at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnassignRole {
    /// The colleague.
    pub person: PersonId,
    /// The role.
    pub role: RoleId,
}

impl Action for UnassignRole {
    const NAME: &'static str = "people.unassign_role";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut touches = Touches::chain(person::person(tx, self.person)?.id);
        if self.role == RoleId::seeded(roles::ADMINISTRATOR) {
            touches.chains.push(company::company_chain(tx)?);
        }
        Ok(touches)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let row = role(tx, self.role)?;
        refuse_lifting(tx, act, &row, self.person)?;
        if row.name == roles::ADMINISTRATOR {
            refuse_last_administrator(tx, self.person)?;
        }
        let held = person::roles_of(tx, self.person)?;
        let held = held.iter().find(|held| held.role_id == self.role).ok_or_else(Refusal::absent)?;
        tx.remove(held)?;
        act.fact("role", self.role);
        end_other_sessions(tx, act, self.person)
    }
}

/// A post in an area.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostForm {
    /// The area.
    pub area: AreaId,
    /// What they do there.
    #[serde(default)]
    pub title: String,
    /// Whether it is their home; a person's only post always is.
    #[serde(default)]
    pub home: bool,
}

/// Writes a post or its change; exactly one post of a person is home.
pub(crate) fn put_post(tx: &mut Tx, act: &mut Act<'_>, person: PersonId, form: &PostForm) -> Outcome<PostId> {
    let area = tx.get::<AreaRow>(form.area)?.filter(|area| !area.archived).ok_or_else(Refusal::absent)?;
    let title = check::optional("/title", &form.title, NAME_MAX)?;
    let mut posts = person::posts_of(tx, person)?;
    let others_home = posts.iter().any(|post| post.home && post.area_id != form.area);
    let home = form.home || !others_home;
    if home {
        for other in posts.iter_mut().filter(|post| post.home && post.area_id != form.area) {
            other.home = false;
            tx.update(other)?;
        }
    }
    act.chain(area.id);
    if let Some(known) = posts.iter_mut().find(|post| post.area_id == form.area) {
        known.title = title;
        known.home = home;
        tx.update(known)?;
        return Ok(known.id);
    }
    let row = PostRow { id: act.new_id(), person_id: person, area_id: form.area, title, home, version: 1 };
    tx.insert(&row)?;
    Ok(row.id)
}

/// Gives a colleague a post in an area, or changes it. Posts in both spheres are welcome (R1).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPost {
    /// The colleague.
    pub person: PersonId,
    /// The area.
    pub area: AreaId,
    /// What they do there.
    #[serde(default)]
    pub title: String,
    /// Whether it is their home.
    #[serde(default)]
    pub home: bool,
}

impl Action for SetPost {
    const NAME: &'static str = "people.set_post";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let form = PostForm { area: self.area, title: self.title, home: self.home };
        put_post(tx, act, self.person, &form)?;
        act.fact("area", self.area);
        Ok(())
    }
}

/// Takes a post from a colleague.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropPost {
    /// The colleague.
    pub person: PersonId,
    /// The area.
    pub area: AreaId,
}

impl Action for DropPost {
    const NAME: &'static str = "people.drop_post";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let posts = person::posts_of(tx, self.person)?;
        let (gone, mut rest): (Vec<_>, Vec<_>) =
            posts.into_iter().partition(|post| post.area_id == self.area);
        let gone = gone.first().ok_or_else(Refusal::absent)?;
        tx.remove(gone)?;
        if let (true, Some(next)) = (gone.home, rest.first_mut()) {
            next.home = true;
            tx.update(next)?;
        }
        act.chain(self.area);
        act.fact("area", self.area);
        Ok(())
    }
}

/// Writes the territories of a person: the list is the whole.
pub(crate) fn put_territories(
    tx: &mut Tx,
    act: &Act<'_>,
    person: PersonId,
    wanted: &[TerritoryId],
) -> Outcome<()> {
    if wanted.len() > TERRITORIES_MAX {
        return Err(Refusal::field("/territories", "field.too_many").with("max", TERRITORIES_MAX));
    }
    let known = person::territories_of(tx, person)?;
    for gone in known.iter().filter(|row| !wanted.contains(&row.territory_id)) {
        tx.remove(gone)?;
    }
    let mut have: Vec<TerritoryId> = known.iter().map(|row| row.territory_id).collect();
    for territory_id in wanted {
        if have.contains(territory_id) {
            continue;
        }
        tx.get::<TerritoryRow>(*territory_id)?.filter(|row| !row.archived).ok_or_else(Refusal::absent)?;
        let row = PersonTerritoryRow {
            id: act.new_id(),
            person_id: person,
            territory_id: *territory_id,
            version: 1,
        };
        tx.insert(&row)?;
        have.push(*territory_id);
    }
    Ok(())
}

/// Sets the territories in which a colleague works: the list is the whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTerritories {
    /// The colleague.
    pub person: PersonId,
    /// The territories.
    pub territories: Vec<TerritoryId>,
}

impl Action for SetTerritories {
    const NAME: &'static str = "people.set_territories";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        put_territories(tx, act, self.person, &self.territories)?;
        act.fact("territories", &self.territories);
        Ok(())
    }
}
