//! The numbers of this room that a company may choose.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Outcome};
use accord_room_people::settings::{SettingDef, SettingKind, get};

/// Days without a message taken after which an endpoint is stopped and its owner told.
pub(crate) static STOP_DAYS: SettingDef =
    SettingDef { name: "webhook.stop_days", kind: SettingKind::Whole { min: 1, max: 30 }, default: "3" };
/// Days for which messages and their attempts are kept.
pub(crate) static KEEP_DAYS: SettingDef =
    SettingDef { name: "webhook.keep_days", kind: SettingKind::Whole { min: 7, max: 365 }, default: "60" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 2] = [&STOP_DAYS, &KEEP_DAYS];

/// A whole number as it stands today.
pub(crate) fn today(kernel: &Arc<Kernel>, def: &SettingDef) -> Outcome<i64> {
    kernel.read(&Caller::system(), |reader| get(reader.tx, &reader.context, def))
}

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
