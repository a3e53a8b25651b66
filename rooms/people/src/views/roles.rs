//! One role: what it grants, by what it is about, and who has it.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::house::{RoleFacts, role_facts};
use crate::{
    PersonId, RoleId,
    actions::standing::permission_message,
    record::{company::RoleRow, person},
    rules::roles::NEVER,
};

/// Most holders that are named.
const HOLDERS_MAX: usize = 200;

/// One role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleOne {
    /// The role.
    pub role: RoleId,
}

/// A role with everything that it grants. Whatever is not listed is refused to who has no other role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleShown {
    /// The role.
    pub facts: RoleFacts,
    /// What it grants, in the order in which roles are read.
    pub grants: Vec<GrantGroup>,
    /// Who has it, the first of them.
    pub holders: Vec<Holder>,
}

/// Somebody who has a role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Holder {
    /// The colleague.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// What a role grants about one thing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GrantGroup {
    /// What it is about: customers, promises, orders.
    pub about: String,
    /// Permissions.
    pub grants: Vec<Grant>,
}

/// A permission, and what it opens.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Grant {
    /// Its stable word.
    pub permission: String,
    /// What people call it.
    pub label: String,
    /// What may be done by it.
    pub actions: Vec<Granted>,
    /// Names of the views that may be read by it.
    pub views: Vec<String>,
}

/// An action that may be done.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Granted {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
}

impl View for RoleOne {
    const NAME: &'static str = "people.role";
    const PERMISSION: Permission = Permission::PeopleRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RoleShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let row = tx.get::<RoleRow>(self.role)?.ok_or_else(Refusal::absent)?;
        let held: Vec<Permission> =
            row.permissions.0.iter().filter_map(|word| Permission::parse(word)).collect();
        let ids: Vec<PersonId> = person::holders(tx, row.id)?.into_iter().take(HOLDERS_MAX).collect();
        let names = person::names(tx, &ids)?;
        let holders = names.into_iter().map(|(person, name)| Holder { person, name }).collect();
        Ok(RoleShown { facts: role_facts(tx, ctx, row)?, grants: grants(ctx, &held), holders })
    }
}

/// What permissions grant, from the one list of everything that can be done and read.
fn grants(ctx: &Context, held: &[Permission]) -> Vec<GrantGroup> {
    let about = |name: &&str| {
        let inside =
            held.iter().filter(|permission| permission.group() == *name && !NEVER.contains(permission));
        let grants: Vec<Grant> = inside.map(|permission| grant(ctx, *permission)).collect();
        let about = ctx.tongue().say(&format!("permission-group-{name}")).into_owned();
        GrantGroup { about, grants }
    };
    Permission::GROUPS.iter().map(about).filter(|group| !group.grants.is_empty()).collect()
}

fn grant(ctx: &Context, permission: Permission) -> Grant {
    let open = |audience: Audience| audience != Audience::System;
    let tongue = ctx.tongue();
    let actions = ctx.registry.actions().filter(|def| def.permission == permission && open(def.audience));
    let label = |name: &str| tongue.say(&accord_face::ask::action_message(name)).into_owned();
    let views = ctx.registry.views().filter(|def| def.permission == permission && open(def.audience));
    Grant {
        permission: permission.word().to_owned(),
        label: tongue.say(&permission_message(permission)).into_owned(),
        actions: actions.map(|def| Granted { name: def.name.to_owned(), label: label(def.name) }).collect(),
        views: views.map(|def| def.name.to_owned()).collect(),
    }
}
