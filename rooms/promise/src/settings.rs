//! The numbers of this room that are settings [default].

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::get;

/// How many days back the measured chance looks.
pub static CHANCE_DAYS: SettingDef = SettingDef {
    name: "promise.chance_days",
    kind: SettingKind::Whole { min: 30, max: 3_650 },
    default: "365",
};
/// A chance that rests on fewer than these says so.
pub static CHANCE_ENOUGH: SettingDef = SettingDef {
    name: "promise.chance_enough",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "30",
};
/// Minutes of the owner's working time that a call-back takes at least.
pub static LEAD_CALL_BACK: SettingDef = SettingDef {
    name: "promise.lead_call_back",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "15",
};
/// Minutes of the owner's working time that a visit takes at least.
pub static LEAD_VISIT: SettingDef = SettingDef {
    name: "promise.lead_visit",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "120",
};
/// Minutes of the owner's working time that an update takes at least.
pub static LEAD_UPDATE: SettingDef = SettingDef {
    name: "promise.lead_update",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "15",
};
/// Minutes of the owner's working time that a document takes at least.
pub static LEAD_DOCUMENT: SettingDef = SettingDef {
    name: "promise.lead_document",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "60",
};
/// Minutes in which the owner of a clarification takes it up, by the clock on the wall (R23).
pub static TAKE_MINUTES: SettingDef = SettingDef {
    name: "clarification.take_minutes",
    kind: SettingKind::Whole { min: 5, max: 10_000 },
    default: "60",
};
/// Working days in which the customer is called with one answer (R23).
pub static ANSWER_DAYS: SettingDef = SettingDef {
    name: "clarification.answer_days",
    kind: SettingKind::Whole { min: 1, max: 30 },
    default: "1",
};
/// Minutes in which a notice that needs an answer is acknowledged before the next head hears of it.
pub static ACKNOWLEDGE_MINUTES: SettingDef = SettingDef {
    name: "promise.acknowledge_minutes",
    kind: SettingKind::Whole { min: 5, max: 10_000 },
    default: "120",
};
/// Seconds up to which a step of the watch counts as in time.
pub static WATCH_SECONDS: SettingDef = SettingDef {
    name: "watch.in_time_seconds",
    kind: SettingKind::Whole { min: 1, max: 3_600 },
    default: "60",
};

/// This room's settings.
pub const OWN: &[&SettingDef] = &[
    &CHANCE_DAYS,
    &CHANCE_ENOUGH,
    &LEAD_CALL_BACK,
    &LEAD_VISIT,
    &LEAD_UPDATE,
    &LEAD_DOCUMENT,
    &TAKE_MINUTES,
    &ANSWER_DAYS,
    &ACKNOWLEDGE_MINUTES,
    &WATCH_SECONDS,
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
