//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

pub(crate) use accord_room_people::settings::get;

/// Messages of one sender within an hour that become cases or words; more are held.
pub(crate) static SENDER_HOUR: SettingDef = SettingDef {
    name: "mail.sender_hour_max",
    kind: SettingKind::Whole { min: 1, max: 1_000 },
    default: "30",
};
/// Cases of senders whom nobody knows, within an hour; more messages of such are held.
pub(crate) static STRANGER_HOUR: SettingDef = SettingDef {
    name: "mail.stranger_hour_max",
    kind: SettingKind::Whole { min: 0, max: 1_000 },
    default: "20",
};
/// Days after closing within which an answer opens the case again; later ones open a new one.
pub(crate) static REOPEN_DAYS: SettingDef =
    SettingDef { name: "mail.reopen_days", kind: SettingKind::Whole { min: 0, max: 365 }, default: "14" };
/// Whether a contact whose message opened a case is told its number and the time of the next word.
pub(crate) static ACKNOWLEDGE: SettingDef =
    SettingDef { name: "mail.acknowledge", kind: SettingKind::Flag, default: "true" };
/// Days for which a message is kept that became no words of a case.
pub(crate) static KEEP_DAYS: SettingDef =
    SettingDef { name: "mail.keep_days", kind: SettingKind::Whole { min: 0, max: 3_650 }, default: "365" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 5] =
    [&SENDER_HOUR, &STRANGER_HOUR, &REOPEN_DAYS, &ACKNOWLEDGE, &KEEP_DAYS];

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
