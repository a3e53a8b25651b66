//! The numbers of this room that are settings [default].

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::{get, today};

/// Hours that an outage lasts without a plan, until there is history (Part 2).
pub static HOURS_WITHOUT: SettingDef = SettingDef {
    name: "value.hours_without",
    kind: SettingKind::Decimal { min: "0.1", max: "2000" },
    default: "\"36\"",
};
/// Months after which a value profile is looked at again (R11).
pub static REVIEW_MONTHS: SettingDef =
    SettingDef { name: "value.review_months", kind: SettingKind::Whole { min: 1, max: 60 }, default: "12" };
/// Measured outages from which their mean length goes before the setting.
pub static HISTORY_ENOUGH: SettingDef = SettingDef {
    name: "value.history_enough",
    kind: SettingKind::Whole { min: 1, max: 10_000 },
    default: "30",
};
/// How much outages differ in length: the standard deviation over the mean, in per cent. For the simulated spread alone.
pub static LENGTH_SPREAD: SettingDef =
    SettingDef { name: "value.length_spread", kind: SettingKind::Whole { min: 0, max: 300 }, default: "50" };
/// Incidents outside every plan's cover within a year that make an unmet need (R13).
pub static UNMET_INCIDENTS: SettingDef = SettingDef {
    name: "value.unmet_incidents",
    kind: SettingKind::Whole { min: 1, max: 1_000 },
    default: "5",
};
/// Answers from which a claim may be made (R66).
pub static CLAIM_ANSWERS: SettingDef =
    SettingDef { name: "claim.answers", kind: SettingKind::Whole { min: 2, max: 10_000 }, default: "30" };
/// An hour of an engineer, in the company's currency.
pub static COST_HOUR: SettingDef = SettingDef {
    name: "serve.hour",
    kind: SettingKind::Amount { min: "0", max: "100000" },
    default: "\"95\"",
};
/// Hours of work of a visit.
pub static COST_VISIT_HOURS: SettingDef = SettingDef {
    name: "serve.visit_hours",
    kind: SettingKind::Decimal { min: "0", max: "1000" },
    default: "\"8\"",
};
/// Travel of a visit, in the company's currency.
pub static COST_TRAVEL: SettingDef = SettingDef {
    name: "serve.travel",
    kind: SettingKind::Amount { min: "0", max: "1000000" },
    default: "\"420\"",
};
/// Parts used at an outage, in the company's currency.
pub static COST_PARTS: SettingDef = SettingDef {
    name: "serve.parts",
    kind: SettingKind::Amount { min: "0", max: "10000000" },
    default: "\"1800\"",
};
/// Standing by around the clock for one unit and year, in the company's currency.
pub static COST_STANDBY: SettingDef = SettingDef {
    name: "serve.standby",
    kind: SettingKind::Amount { min: "0", max: "10000000" },
    default: "\"9000\"",
};

/// This room's settings.
pub const OWN: &[&SettingDef] = &[
    &HOURS_WITHOUT,
    &REVIEW_MONTHS,
    &LENGTH_SPREAD,
    &HISTORY_ENOUGH,
    &UNMET_INCIDENTS,
    &CLAIM_ANSWERS,
    &COST_HOUR,
    &COST_VISIT_HOURS,
    &COST_TRAVEL,
    &COST_PARTS,
    &COST_STANDBY,
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
