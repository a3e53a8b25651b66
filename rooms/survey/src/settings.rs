//! The numbers of this room that a company sets for itself.

use accord_room_people::settings::{SettingDef, SettingKind};

/// Days in which a question can be answered.
pub static VALID_DAYS: SettingDef =
    SettingDef { name: "survey.valid_days", kind: SettingKind::Whole { min: 1, max: 365 }, default: "30" };
/// Hours after the work until the question goes out.
pub static DELAY_HOURS: SettingDef =
    SettingDef { name: "survey.delay_hours", kind: SettingKind::Whole { min: 0, max: 720 }, default: "0" };
/// Hours until a question that was held back is tried again.
pub static RETRY_HOURS: SettingDef =
    SettingDef { name: "survey.retry_hours", kind: SettingKind::Whole { min: 1, max: 168 }, default: "6" };
/// The rating from which a contact counts as satisfied (part 2).
pub static SATISFIED_FROM: SettingDef =
    SettingDef { name: "survey.satisfied_from", kind: SettingKind::Whole { min: 2, max: 5 }, default: "4" };
/// Answers below which nothing is claimed of a score (R66, T15).
pub static SAMPLE_MIN: SettingDef =
    SettingDef { name: "survey.sample_min", kind: SettingKind::Whole { min: 1, max: 1_000 }, default: "30" };
/// Months whose answers make the score.
pub static SCORE_MONTHS: SettingDef =
    SettingDef { name: "survey.score_months", kind: SettingKind::Whole { min: 1, max: 60 }, default: "12" };
/// Per cent of satisfied answers about installations below which an alert is raised (R25).
pub static INSTALLATION_PERCENT: SettingDef = SettingDef {
    name: "survey.installation_percent",
    kind: SettingKind::Decimal { min: "0", max: "100" },
    default: "\"96.0\"",
};

/// This room's settings.
pub(crate) const OWN: &[&SettingDef] = &[
    &VALID_DAYS,
    &DELAY_HOURS,
    &RETRY_HOURS,
    &SATISFIED_FROM,
    &SAMPLE_MIN,
    &SCORE_MONTHS,
    &INSTALLATION_PERCENT,
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
