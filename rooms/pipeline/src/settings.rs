//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

/// Days past its day after which a next step is on the lists of the rep and of the manager.
pub static STEP_OVERDUE_DAYS: SettingDef = SettingDef {
    name: "pipeline.step_overdue_days",
    kind: SettingKind::Whole { min: 1, max: 365 },
    default: "7",
};
/// Days before the latest decision date of a programme on which its owner is warned.
pub static WARNING_DAYS: SettingDef = SettingDef {
    name: "pipeline.warning_days",
    kind: SettingKind::Whole { min: 1, max: 730 },
    default: "60",
};
/// Whether the trial unit is one of the units of its programme: when it retires a named old unit, always, or never.
pub static TRIAL_COUNTS: SettingDef = SettingDef {
    name: "pipeline.trial_counts",
    kind: SettingKind::Choice(&["named_unit", "always", "never"]),
    default: "\"named_unit\"",
};

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 3] = [&STEP_OVERDUE_DAYS, &WARNING_DAYS, &TRIAL_COUNTS];

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
