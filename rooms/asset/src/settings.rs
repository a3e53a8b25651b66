//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

/// Months of warranty from the signed acceptance, where a product says nothing of its own.
pub static WARRANTY_MONTHS: SettingDef = SettingDef {
    name: "asset.warranty_months",
    kind: SettingKind::Whole { min: 0, max: 600 },
    default: "12",
};

/// This room's settings.
pub(crate) const OWN: &[&SettingDef] = &[&WARRANTY_MONTHS];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_sound() {
        for def in OWN {
            assert!(def.kind.check(&def.default_value()).is_ok(), "{}", def.name);
        }
    }
}
