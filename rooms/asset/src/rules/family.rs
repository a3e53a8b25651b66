//! Assemblies: a unit may be part of another one of the same customer, and of nothing that is part of it.

use crate::AssetId;

/// How deep an assembly may be.
pub const DEPTH_MAX: usize = 20;

/// Why a unit cannot be part of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FamilyFault {
    /// It would be part of itself.
    Circle,
    /// The assembly would be too deep.
    TooDeep,
}

/// Whether `unit` may be part of an assembly. `above` are the assembly and what that is part of, from below; `beneath`
/// is how many layers of parts the unit has itself.
///
/// # Errors
/// Why not.
pub fn may_be_part(unit: AssetId, above: &[AssetId], beneath: usize) -> Result<(), FamilyFault> {
    if above.contains(&unit) {
        return Err(FamilyFault::Circle);
    }
    if above.len() + beneath >= DEPTH_MAX {
        return Err(FamilyFault::TooDeep);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> AssetId {
        AssetId(Uuid::from_u128(number))
    }

    #[test]
    fn nothing_is_part_of_itself_however_far() {
        assert_eq!(may_be_part(id(1), &[id(2), id(3)], 4), Ok(()));
        assert_eq!(may_be_part(id(1), &[id(1)], 0), Err(FamilyFault::Circle));
        assert_eq!(may_be_part(id(1), &[id(2), id(3), id(1)], 0), Err(FamilyFault::Circle));
        let deep: Vec<AssetId> = (10..29).map(id).collect();
        assert_eq!(may_be_part(id(1), &deep, 0), Ok(()));
        assert_eq!(may_be_part(id(1), &deep, 1), Err(FamilyFault::TooDeep));
    }
}
