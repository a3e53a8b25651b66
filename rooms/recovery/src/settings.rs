//! The numbers of this room that a company sets for itself.

use accord_room_people::settings::{SettingDef, SettingKind};

const fn days(name: &'static str, default: &'static str) -> SettingDef {
    SettingDef { name, kind: SettingKind::Whole { min: 1, max: 365 }, default }
}

/// Working days in which a person answers what a customer said (R34, R43).
pub static ANSWER_DAYS: SettingDef = days("hearing.answer_days", "1");
/// Working days in which a customer is told what came of it, or what puts a complaint right (R34, R42, R43).
pub static OUTCOME_DAYS: SettingDef = days("hearing.outcome_days", "5");
/// Up to here everybody may give a remedy at once, in the company's currency (R34).
pub static AUTHORITY: SettingDef = SettingDef {
    name: "remedy.authority",
    kind: SettingKind::Amount { min: "0", max: "1000000000" },
    default: "\"500.00\"",
};
/// A rating up to here opens the putting right (R25).
pub static LOW_RATING: SettingDef =
    SettingDef { name: "remedy.low_rating", kind: SettingKind::Whole { min: 1, max: 4 }, default: "3" };
/// Complaints with the same cause that ask for an improvement (R34).
pub static REPEATED_TIMES: SettingDef = SettingDef {
    name: "improvement.repeated_times",
    kind: SettingKind::Whole { min: 2, max: 50 },
    default: "3",
};
/// Days within which they count.
pub static REPEATED_DAYS: SettingDef = days("improvement.repeated_days", "90");
/// Working days in which a failure is reviewed (R36).
pub static REVIEW_DAYS: SettingDef = days("failure.review_days", "10");
/// Days of use after which the effect of an improvement can be measured.
pub static MEASURE_DAYS: SettingDef = days("improvement.measure_days", "90");
/// Days before an improvement whose failure rate is taken.
pub static BEFORE_DAYS: SettingDef = SettingDef {
    name: "improvement.before_days",
    kind: SettingKind::Whole { min: 30, max: 3_650 },
    default: "365",
};
/// Working days in which a lead is taken up (R35).
pub static ACCEPT_DAYS: SettingDef = days("observation.accept_days", "2");
/// Hours until a held observation is tried again.
pub static RETRY_HOURS: SettingDef = SettingDef {
    name: "observation.retry_hours",
    kind: SettingKind::Whole { min: 1, max: 168 },
    default: "1",
};

/// This room's settings.
pub(crate) static OWN: &[&SettingDef] = &[
    &ANSWER_DAYS,
    &OUTCOME_DAYS,
    &AUTHORITY,
    &LOW_RATING,
    &REPEATED_TIMES,
    &REPEATED_DAYS,
    &REVIEW_DAYS,
    &MEASURE_DAYS,
    &BEFORE_DAYS,
    &ACCEPT_DAYS,
    &RETRY_HOURS,
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
