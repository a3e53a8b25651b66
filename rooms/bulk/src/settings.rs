//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

/// Rows that one act may be done to.
pub(crate) static ROWS_MAX: SettingDef =
    SettingDef { name: "bulk.rows_max", kind: SettingKind::Whole { min: 10, max: 10_000 }, default: "2000" };
/// Hours in which it can be taken back as a whole.
pub(crate) static UNDO_HOURS: SettingDef =
    SettingDef { name: "bulk.undo_hours", kind: SettingKind::Whole { min: 1, max: 168 }, default: "24" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 2] = [&ROWS_MAX, &UNDO_HOURS];

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
