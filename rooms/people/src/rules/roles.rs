//! Who may define and give which role. Nobody gives more than they have, and nobody lifts themselves; only an
//! administrator, who answers for the house, gives what they do not do themselves.

use accord_kernel::{Permission, PermissionSet};

/// Permissions that open the house itself or look past its limits.
pub const KEYS: &[Permission] = &[
    Permission::RoleManage,
    Permission::PeopleManage,
    Permission::SettingsManage,
    Permission::PrivacyAdminister,
    Permission::PayAdminister,
    Permission::AuditRead,
    Permission::WebhookManage,
];

/// Permissions that no role of a colleague can have.
pub const NEVER: &[Permission] = &[Permission::SystemOnly, Permission::SignIn];

/// Whoever defines, gives or takes a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Giver {
    /// What they may do.
    pub held: PermissionSet,
    /// Whether they have the administrator's role, and may define roles by what they came with (a token may do less).
    pub administrator: bool,
}

/// What stands against defining, giving or taking a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The role holds what the giver does not have.
    Beyond(Permission),
    /// The giver would change what the giver may.
    Own,
}

/// Whether a role with these permissions may be defined or changed.
///
/// # Errors
/// What stands against it.
pub fn may_define(giver: Giver, role: &[Permission]) -> Result<(), Fault> {
    if giver.administrator {
        return Ok(());
    }
    role.iter()
        .copied()
        .find(|permission| !giver.held.has(*permission))
        .map_or(Ok(()), |beyond| Err(Fault::Beyond(beyond)))
}

/// Whether a role with these permissions may be given or taken.
///
/// # Errors
/// What stands against it.
pub fn may_give(giver: Giver, role: &[Permission], to_self: bool) -> Result<(), Fault> {
    if to_self && !giver.administrator {
        return Err(Fault::Own);
    }
    may_define(giver, role)
}

/// Whether the way in of somebody who may do `held` (address, invitation, end of their time) may be touched: whoever
/// could would have the keys of the house that they hold.
///
/// # Errors
/// The key that the giver does not have.
pub fn may_touch_access(giver: Giver, held: PermissionSet) -> Result<(), Fault> {
    let keys: Vec<Permission> = held.iter().filter(|permission| KEYS.contains(permission)).collect();
    may_define(giver, &keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Permission::{AuditRead, CustomerRead, OrderRead, PayAdminister, PeopleManage, RoleManage};

    fn giver(held: &[Permission], administrator: bool) -> Giver {
        Giver { held: held.iter().copied().collect(), administrator }
    }

    #[test]
    fn nobody_gives_more_than_they_have_but_the_administrator() {
        let personnel = giver(&[PeopleManage, CustomerRead], false);
        assert_eq!(may_give(personnel, &[CustomerRead], false), Ok(()));
        assert_eq!(may_give(personnel, &[CustomerRead, OrderRead], false), Err(Fault::Beyond(OrderRead)));
        assert_eq!(may_give(personnel, &[CustomerRead], true), Err(Fault::Own));
        let administrator = giver(&[RoleManage, PeopleManage], true);
        assert_eq!(may_give(administrator, &[PayAdminister, OrderRead], true), Ok(()));
        // Defining roles alone makes no administrator.
        let definer = giver(&[RoleManage, AuditRead], false);
        assert_eq!(may_define(definer, &[AuditRead]), Ok(()));
        assert_eq!(may_define(definer, &[PayAdminister]), Err(Fault::Beyond(PayAdminister)));
    }

    #[test]
    fn the_way_in_of_who_holds_a_key_is_touched_by_who_has_it() {
        let personnel = giver(&[PeopleManage], false);
        assert_eq!(may_touch_access(personnel, [CustomerRead, OrderRead].into_iter().collect()), Ok(()));
        assert_eq!(may_touch_access(personnel, [CustomerRead, PeopleManage].into_iter().collect()), Ok(()));
        assert_eq!(
            may_touch_access(personnel, [AuditRead].into_iter().collect()),
            Err(Fault::Beyond(AuditRead))
        );
    }
}
