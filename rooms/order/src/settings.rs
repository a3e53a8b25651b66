//! The numbers of this room that a company may choose.

use accord_kernel::{Context, Outcome};
use accord_room_people::settings::{SettingDef, SettingKind, get};
use accord_store::Tx;

use crate::rules::checkpoint::Interval;

/// Whole months from the meeting to the checkpoint.
pub static CHECKPOINT_MONTHS: SettingDef = SettingDef {
    name: "order.checkpoint_months",
    kind: SettingKind::Whole { min: 0, max: 24 },
    default: "1",
};
/// Days from the meeting to the checkpoint; above nought they count instead of months.
pub static CHECKPOINT_DAYS: SettingDef =
    SettingDef { name: "order.checkpoint_days", kind: SettingKind::Whole { min: 0, max: 730 }, default: "0" };
/// Readiness in per cent from which an earlier date may be offered.
pub static READINESS_PERCENT: SettingDef = SettingDef {
    name: "order.readiness_percent",
    kind: SettingKind::Whole { min: 1, max: 100 },
    default: "90",
};

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 3] = [&CHECKPOINT_MONTHS, &CHECKPOINT_DAYS, &READINESS_PERCENT];

/// How far after the meeting a checkpoint lies.
pub(crate) fn interval(tx: &mut Tx, ctx: &Context) -> Outcome<Interval> {
    let days: i32 = get(tx, ctx, &CHECKPOINT_DAYS)?;
    if days > 0 {
        return Ok(Interval::Days(days));
    }
    Ok(Interval::Months(get(tx, ctx, &CHECKPOINT_MONTHS)?))
}

/// The readiness that is needed.
pub(crate) fn readiness_needed(tx: &mut Tx, ctx: &Context) -> Outcome<i64> {
    get(tx, ctx, &READINESS_PERCENT)
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
