//! Numbers of this room that the house may change.

use accord_room_people::settings::{SettingDef, SettingKind};

/// Hours for which a stated reason opens a customer of another territory (R64).
pub static REASON_HOURS: SettingDef =
    SettingDef { name: "customer.reason_hours", kind: SettingKind::Whole { min: 1, max: 168 }, default: "8" };
/// Months after which an access record is to be checked again (R28).
pub static ACCESS_MONTHS: SettingDef = SettingDef {
    name: "customer.access_months",
    kind: SettingKind::Whole { min: 1, max: 60 },
    default: "12",
};
/// Minutes before a contact in which the briefing must have been opened (R4).
pub static BRIEFING_MINUTES: SettingDef = SettingDef {
    name: "customer.briefing_minutes",
    kind: SettingKind::Whole { min: 1, max: 1_440 },
    default: "60",
};

/// This room's settings.
pub(crate) const OWN: &[&SettingDef] = &[&REASON_HOURS, &ACCESS_MONTHS, &BRIEFING_MINUTES];
