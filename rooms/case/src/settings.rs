//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::get;

const MINUTES: SettingKind = SettingKind::Whole { min: 5, max: 20_160 };

/// Minutes between two words to a customer whose use is stopped, where no communication plan says otherwise (R32).
pub static UPDATE_STOPPED: SettingDef =
    SettingDef { name: "case.update_stopped_minutes", kind: MINUTES, default: "60" };
/// The same while use is badly limited.
pub static UPDATE_LIMITED: SettingDef =
    SettingDef { name: "case.update_limited_minutes", kind: MINUTES, default: "120" };
/// The same while something disturbs; working minutes of the site.
pub static UPDATE_DISTURBED: SettingDef =
    SettingDef { name: "case.update_disturbed_minutes", kind: MINUTES, default: "480" };
/// The same for a question; working minutes of the site.
pub static UPDATE_QUESTION: SettingDef =
    SettingDef { name: "case.update_question_minutes", kind: MINUTES, default: "960" };
/// Minutes after which a word that did not come alarms the desk and is a broken promise (R32).
pub static UPDATE_GRACE: SettingDef = SettingDef {
    name: "case.update_grace_minutes",
    kind: SettingKind::Whole { min: 0, max: 240 },
    default: "10",
};
/// Hours of quiet after the confirmation before anything commercial reaches the customer again (R31).
pub static QUIET_HOURS: SettingDef =
    SettingDef { name: "crisis.quiet_hours", kind: SettingKind::Whole { min: 0, max: 2_160 }, default: "72" };
/// The least rating that is good (R31, R33).
pub static GOOD_RATING: SettingDef =
    SettingDef { name: "case.good_rating", kind: SettingKind::Whole { min: 1, max: 5 }, default: "4" };
/// Working days within which a case that runs again is closed in the customer's words.
pub static CLOSE_DAYS: SettingDef =
    SettingDef { name: "case.close_days", kind: SettingKind::Whole { min: 1, max: 60 }, default: "5" };
/// Minutes for which somebody asked to take a case over may take it: both are on (R29).
pub static HANDOVER_MINUTES: SettingDef = SettingDef {
    name: "case.handover_minutes",
    kind: SettingKind::Whole { min: 1, max: 240 },
    default: "15",
};
/// Minutes before and after the arrival a customer was told for which whoever is sent cannot be elsewhere: the way, and
/// the work (R10, T3).
pub static CALL_MINUTES: SettingDef = SettingDef { name: "case.call_minutes", kind: MINUTES, default: "120" };
/// Working days within which a customer who stood still is called after closing (R33).
pub static AFTERCARE_DAYS: SettingDef =
    SettingDef { name: "case.aftercare_days", kind: SettingKind::Whole { min: 1, max: 20 }, default: "1" };
/// Working days within which what our work left behind is made good.
pub static MAKE_GOOD_DAYS: SettingDef =
    SettingDef { name: "case.make_good_days", kind: SettingKind::Whole { min: 1, max: 60 }, default: "5" };
/// What an hour of help costs without a contract, in the company's currency (R30). Told when asked, never a condition.
pub static HOUR_RATE: SettingDef = SettingDef {
    name: "case.hour_rate",
    kind: SettingKind::Amount { min: "0", max: "100000" },
    default: "\"180.00\"",
};
/// What coming to the site costs without a contract, in the company's currency.
pub static CALL_OUT_RATE: SettingDef = SettingDef {
    name: "case.call_out_rate",
    kind: SettingKind::Amount { min: "0", max: "1000000" },
    default: "\"250.00\"",
};

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 14] = [
    &UPDATE_STOPPED,
    &UPDATE_LIMITED,
    &UPDATE_DISTURBED,
    &UPDATE_QUESTION,
    &UPDATE_GRACE,
    &QUIET_HOURS,
    &GOOD_RATING,
    &CLOSE_DAYS,
    &HANDOVER_MINUTES,
    &CALL_MINUTES,
    &AFTERCARE_DAYS,
    &MAKE_GOOD_DAYS,
    &HOUR_RATE,
    &CALL_OUT_RATE,
];

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
