//! Roles as data.

use accord_kernel::{
    Act, Action, Audience, Context, OnConstraint, Outcome, Permission, PermissionSet, Refusal, Touches,
};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::at_version;
use crate::{
    RoleId,
    check::{self, NAME_MAX},
    record::{
        company::{self, RoleRow},
        person,
    },
    roles,
    rules::roles::NEVER,
};

/// The words of permissions that a role may hold, sorted, each once.
fn words(name: &str, permissions: &[Permission]) -> Outcome<Vec<String>> {
    let portal = [Permission::PortalRead, Permission::PortalWrite];
    for (at, permission) in permissions.iter().enumerate() {
        let pointer = format!("/permissions/{at}");
        let of_contact = portal.contains(permission);
        if NEVER.contains(permission) || of_contact != (name == roles::CUSTOMER_CONTACT) {
            return Err(
                Refusal::field(pointer, "role.permission_never").with("permission", permission.word())
            );
        }
    }
    let set: PermissionSet = permissions.iter().copied().collect();
    Ok(set.iter().map(|permission| permission.word().to_owned()).collect())
}

/// Checks to whom a role's unfinished matters go: a known role, and no ring.
fn escalation(tx: &mut Tx, name: &str, to: Option<&str>) -> Outcome<Option<String>> {
    let Some(first) = check::some("/escalates_to", to, NAME_MAX)? else { return Ok(None) };
    let mut at = Some(first.clone());
    let mut steps = 0;
    while let Some(word) = at {
        steps += 1;
        if word == name || steps > 100 {
            return Err(Refusal::field("/escalates_to", "role.ring"));
        }
        let row = company::role_named(tx, &word)?;
        at = row.ok_or_else(|| Refusal::field("/escalates_to", "field.unknown"))?.escalates_to;
    }
    Ok(Some(first))
}

/// Defines a role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineRole {
    /// Stable word: small letters, digits, underscores.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// Word of the role that hears what its holders leave lying.
    #[serde(default)]
    pub escalates_to: Option<String>,
}

/// The new role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleMade {
    /// Its id.
    pub role: RoleId,
}

impl Action for DefineRole {
    const NAME: &'static str = "role.define";
    const PERMISSION: Permission = Permission::RoleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RoleMade;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let name = check::text("/name", &self.name, NAME_MAX)?;
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return Err(Refusal::field("/name", "field.form"));
        }
        let row = RoleRow {
            id: act.new_id(),
            permissions: Json(words(&name, &self.permissions)?),
            escalates_to: escalation(tx, &name, self.escalates_to.as_deref())?,
            name,
            label: check::text("/label", &self.label, NAME_MAX)?,
            seeded: false,
            archived: false,
            version: 1,
        };
        tx.insert(&row).on_constraint("role_name_key", "/name", "field.name_taken")?;
        act.fact("role", row.id);
        Ok(RoleMade { role: row.id })
    }
}

/// Changes what a role allows. It holds for everybody who has it from their next request on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    /// The role.
    pub role: RoleId,
    /// Version that was read.
    pub version: i64,
    /// What people call it; a seeded role may go without and keeps its own name.
    #[serde(default)]
    pub label: String,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// Word of the role that hears what its holders leave lying.
    #[serde(default)]
    pub escalates_to: Option<String>,
    /// No longer given; refused while somebody has it.
    #[serde(default)]
    pub archived: bool,
}

impl Action for ChangeRole {
    const NAME: &'static str = "role.change";
    const PERMISSION: Permission = Permission::RoleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = tx.get::<RoleRow>(self.role)?.ok_or_else(Refusal::absent)?;
        at_version(&row, self.version)?;
        let kept = [Permission::RoleManage, Permission::PeopleManage];
        if row.name == roles::ADMINISTRATOR
            && (self.archived || !kept.iter().all(|permission| self.permissions.contains(permission)))
        {
            return Err(Refusal::conflict("role.administrator"));
        }
        let holders = person::holders(tx, self.role)?.len();
        if self.archived && holders > 0 {
            return Err(Refusal::conflict("role.held").with("n", holders));
        }
        row.permissions = Json(words(&row.name, &self.permissions)?);
        row.escalates_to = escalation(tx, &row.name, self.escalates_to.as_deref())?;
        row.label = match row.seeded {
            true => check::optional("/label", &self.label, NAME_MAX)?,
            false => check::text("/label", &self.label, NAME_MAX)?,
        };
        row.archived = self.archived;
        act.fact("role", self.role);
        Ok(tx.update(&mut row)?)
    }
}
