//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::get;

/// Units under contract that one piece of a critical part is enough for (R37).
pub static UNITS_FOR_ONE_PART: SettingDef = SettingDef {
    name: "visit.units_for_one_part",
    kind: SettingKind::Whole { min: 1, max: 1_000 },
    default: "12",
};

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 1] = [&UNITS_FOR_ONE_PART];

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
