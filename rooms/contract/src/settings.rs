//! The numbers of this room that a company may choose.

use accord_room_people::settings::{SettingDef, SettingKind};

pub use accord_room_people::settings::{get, today};

/// Days before the warranty ends by which the value review is due (T21).
pub static REVIEW_DAYS: SettingDef =
    SettingDef { name: "contract.review_days", kind: SettingKind::Whole { min: 1, max: 365 }, default: "60" };
/// Days before the warranty ends on which a customer who declined is asked again (R15).
pub static REVISIT_DAYS: SettingDef = SettingDef {
    name: "contract.revisit_days",
    kind: SettingKind::Steps { min: 1, max: 730 },
    default: "[30, 90]",
};
/// Days before a contract ends on which its renewal is worked on (R48).
pub static RENEWAL_DAYS: SettingDef = SettingDef {
    name: "contract.renewal_days",
    kind: SettingKind::Steps { min: 1, max: 730 },
    default: "[30, 60, 90, 120]",
};
/// The customer may leave before the paid term begins; what stands on the day of sale is fixed on the contract (T21).
pub static EXIT_RIGHT: SettingDef =
    SettingDef { name: "contract.exit_before_paid_term", kind: SettingKind::Flag, default: "false" };
/// Days before a task is due on which its owner is told.
pub static REMIND_DAYS: SettingDef =
    SettingDef { name: "contract.remind_days", kind: SettingKind::Whole { min: 0, max: 90 }, default: "7" };
/// Days after a sale by which what is missing at the site has to be settled.
pub static READINESS_DAYS: SettingDef = SettingDef {
    name: "contract.readiness_days",
    kind: SettingKind::Whole { min: 1, max: 365 },
    default: "14",
};
/// Engineers who should be able to come where a plan promises a response around the clock.
pub static ENGINEERS_WANTED: SettingDef = SettingDef {
    name: "contract.engineers_wanted",
    kind: SettingKind::Whole { min: 1, max: 50 },
    default: "2",
};
/// Orders from which an offer rate of nought asks for coaching (R54).
pub static COACHING_ORDERS: SettingDef =
    SettingDef { name: "coaching.orders", kind: SettingKind::Whole { min: 1, max: 1_000 }, default: "4" };
/// Months whose orders are counted for it.
pub static COACHING_MONTHS: SettingDef =
    SettingDef { name: "coaching.months", kind: SettingKind::Whole { min: 1, max: 60 }, default: "12" };
/// Days in which a coaching is to be held.
pub static COACHING_DAYS: SettingDef =
    SettingDef { name: "coaching.days", kind: SettingKind::Whole { min: 1, max: 365 }, default: "10" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 10] = [
    &REVIEW_DAYS,
    &REVISIT_DAYS,
    &RENEWAL_DAYS,
    &EXIT_RIGHT,
    &REMIND_DAYS,
    &READINESS_DAYS,
    &ENGINEERS_WANTED,
    &COACHING_ORDERS,
    &COACHING_MONTHS,
    &COACHING_DAYS,
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
