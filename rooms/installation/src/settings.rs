//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::{get, today};

/// Acceptance asks for a drawn signature besides the typed name.
pub static DRAWING: SettingDef =
    SettingDef { name: "installation.drawn_signature", kind: SettingKind::Flag, default: "false" };
/// Days after acceptance in which a stop of the unit spoils "right first time" (R25).
pub static FIRST_TIME_DAYS: SettingDef = SettingDef {
    name: "installation.first_time_days",
    kind: SettingKind::Whole { min: 0, max: 365 },
    default: "30",
};
/// Per cent of the users who must be trained before software goes live without a reason (R26).
pub static INSTRUCTED_PERCENT: SettingDef = SettingDef {
    name: "training.instructed_percent",
    kind: SettingKind::Whole { min: 1, max: 100 },
    default: "80",
};
/// Months for which a certificate holds.
pub static CERTIFICATE_MONTHS: SettingDef = SettingDef {
    name: "training.certificate_months",
    kind: SettingKind::Whole { min: 1, max: 120 },
    default: "24",
};
/// The how-many-th question of the same contact shows a need for training (R26).
pub static HOW_TO_QUESTIONS: SettingDef = SettingDef {
    name: "training.how_to_questions",
    kind: SettingKind::Whole { min: 1, max: 50 },
    default: "3",
};
/// Days in which those questions are counted.
pub static HOW_TO_DAYS: SettingDef = SettingDef {
    name: "training.how_to_days",
    kind: SettingKind::Whole { min: 1, max: 730 },
    default: "180",
};
/// Days after the go-live on which use is looked at (R26).
pub static USAGE_DAYS: SettingDef =
    SettingDef { name: "usage.days", kind: SettingKind::Whole { min: 1, max: 365 }, default: "60" };
/// Per cent of the bought seats below which the customer is helped to use them (R26).
pub static USAGE_PERCENT: SettingDef =
    SettingDef { name: "usage.percent", kind: SettingKind::Whole { min: 1, max: 100 }, default: "40" };
/// Days in which a task of this room is to be done.
pub static TASK_DAYS: SettingDef =
    SettingDef { name: "delivery.task_days", kind: SettingKind::Whole { min: 1, max: 90 }, default: "10" };
/// Days after the first acceptance on which bought, expected and delivered are looked at (R27).
pub static REVIEW_DAYS: SettingDef = SettingDef {
    name: "delivery.review_days",
    kind: SettingKind::Steps { min: 1, max: 730 },
    default: "[30, 90, 180]",
};
/// Days before the cover ends on which they are looked at once more.
pub static RENEWAL_DAYS: SettingDef = SettingDef {
    name: "delivery.renewal_days",
    kind: SettingKind::Whole { min: 1, max: 365 },
    default: "120",
};
/// Days before a review or an item is due on which its owner is told.
pub static REMIND_DAYS: SettingDef =
    SettingDef { name: "delivery.remind_days", kind: SettingKind::Whole { min: 0, max: 60 }, default: "5" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 12] = [
    &DRAWING,
    &FIRST_TIME_DAYS,
    &INSTRUCTED_PERCENT,
    &CERTIFICATE_MONTHS,
    &HOW_TO_QUESTIONS,
    &HOW_TO_DAYS,
    &USAGE_DAYS,
    &USAGE_PERCENT,
    &TASK_DAYS,
    &REVIEW_DAYS,
    &RENEWAL_DAYS,
    &REMIND_DAYS,
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
