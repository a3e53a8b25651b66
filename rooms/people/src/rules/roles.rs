//! Who may give which role. Nobody lifts himself, and the keys of the house are given only by who may define roles.

use accord_kernel::{Permission, PermissionSet};

/// Permissions that open the house itself or look past its limits.
pub const KEYS: &[Permission] = &[
    Permission::RoleManage,
    Permission::PeopleManage,
    Permission::SettingsManage,
    Permission::PrivacyAdminister,
    Permission::PayAdminister,
    Permission::AuditRead,
];

/// Permissions that no role of a colleague can have.
pub const NEVER: &[Permission] = &[Permission::SystemOnly, Permission::SignIn];

/// What stands against giving or taking a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiveFault {
    /// The role holds keys of the house, and the giver may not define roles.
    Keys,
    /// The giver would change what the giver may.
    Own,
}

/// Whether somebody who holds `giver` may give or take a role with these permissions.
///
/// # Errors
/// What stands against it.
pub fn may_give(giver: PermissionSet, role: &[Permission], to_self: bool) -> Result<(), GiveFault> {
    if giver.has(Permission::RoleManage) {
        return Ok(());
    }
    if to_self {
        return Err(GiveFault::Own);
    }
    if role.iter().any(|permission| KEYS.contains(permission)) {
        return Err(GiveFault::Keys);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(list: &[Permission]) -> PermissionSet {
        list.iter().copied().collect()
    }

    #[test]
    fn nobody_lifts_himself() {
        let personnel = set(&[Permission::PeopleManage]);
        let plain = [Permission::CustomerRead, Permission::OrderRead];
        assert_eq!(may_give(personnel, &plain, false), Ok(()));
        assert_eq!(may_give(personnel, &plain, true), Err(GiveFault::Own));
        assert_eq!(may_give(personnel, &[Permission::PayAdminister], false), Err(GiveFault::Keys));
        assert_eq!(may_give(set(&[Permission::RoleManage]), &[Permission::AuditRead], true), Ok(()));
    }
}
