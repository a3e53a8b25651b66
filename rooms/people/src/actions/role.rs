//! Roles as data.

use accord_kernel::{
    Act, Action, Audience, Context, OnConstraint, Outcome, Permission, PermissionSet, Refusal, Touches,
};
use accord_store::{Json, Tx, search::fold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{at_version, standing};
use crate::{
    RoleId,
    check::{self, NAME_MAX},
    record::{
        company::{self, RoleRow},
        person,
    },
    roles,
    rules::roles::{NEVER, may_define},
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

/// Refuses a role that holds, or held, what its maker does not have.
fn refuse_beyond(tx: &mut Tx, ctx: &Context, permissions: &[Permission]) -> Outcome<()> {
    let giver = standing::giver(tx, ctx)?;
    may_define(giver, permissions).map_err(standing::fault)
}

/// A word for a role that is named for people only: of its letters and digits, and free.
fn word_of(tx: &mut Tx, label: &str) -> Outcome<String> {
    let plain: String =
        fold(label).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(40).collect();
    let parts: Vec<&str> = plain.split('_').filter(|part| !part.is_empty()).collect();
    let word = if parts.is_empty() { "role".to_owned() } else { parts.join("_") };
    let mut free = word.clone();
    let mut number = 2;
    while company::role_named(tx, &free)?.is_some() {
        free = format!("{word}_{number}");
        number += 1;
    }
    Ok(free)
}

/// Checks to whom a role's unfinished matters go: a known role, and no ring.
fn escalation(tx: &mut Tx, name: &str, to: Option<RoleId>) -> Outcome<Option<String>> {
    let Some(to) = to else { return Ok(None) };
    let first = tx.get::<RoleRow>(to)?.ok_or_else(|| Refusal::field("/escalates_to", "field.unknown"))?.name;
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
    /// Stable word: small letters, digits, underscores; made of the label when left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What people call it.
    pub label: String,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// The role that hears what its holders leave lying.
    #[serde(default)]
    pub escalates_to: Option<RoleId>,
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
        let label = check::text("/label", &self.label, NAME_MAX)?;
        let name = match check::some("/name", self.name.as_deref(), NAME_MAX)? {
            Some(name) => name,
            None => word_of(tx, &label)?,
        };
        if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
            return Err(Refusal::field("/name", "field.form"));
        }
        let permissions = words(&name, &self.permissions)?;
        refuse_beyond(tx, act, &self.permissions)?;
        let row = RoleRow {
            id: act.new_id(),
            permissions: Json(permissions),
            escalates_to: escalation(tx, &name, self.escalates_to)?,
            name,
            label,
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
    /// The role that hears what its holders leave lying.
    #[serde(default)]
    pub escalates_to: Option<RoleId>,
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
        refuse_beyond(tx, act, &standing::allowed(&row))?;
        let permissions = words(&row.name, &self.permissions)?;
        refuse_beyond(tx, act, &self.permissions)?;
        row.permissions = Json(permissions);
        row.escalates_to = escalation(tx, &row.name, self.escalates_to)?;
        row.label = match row.seeded {
            true => check::optional("/label", &self.label, NAME_MAX)?,
            false => check::text("/label", &self.label, NAME_MAX)?,
        };
        row.archived = self.archived;
        act.fact("role", self.role);
        Ok(tx.update(&mut row)?)
    }
}
