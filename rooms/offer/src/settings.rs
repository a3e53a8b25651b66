//! The numbers of this room that a company may choose.

use accord_kernel::{Context, Outcome};
use accord_room_people::settings::{SettingDef, SettingKind, get};
use accord_store::Tx;
use rust_decimal::Decimal;

use crate::rules::discount::Limits;

/// Days for which a quote holds when nobody says otherwise.
pub static VALID_DAYS: SettingDef =
    SettingDef { name: "offer.valid_days", kind: SettingKind::Whole { min: 1, max: 730 }, default: "30" };
/// The largest discount of whoever writes quotes, in per cent.
pub static DISCOUNT_WRITER: SettingDef = SettingDef {
    name: "offer.discount_writer",
    kind: SettingKind::Decimal { min: "0", max: "100" },
    default: "\"5\"",
};
/// The largest discount of a head of sales, in per cent.
pub static DISCOUNT_HEAD: SettingDef = SettingDef {
    name: "offer.discount_head",
    kind: SettingKind::Decimal { min: "0", max: "100" },
    default: "\"15\"",
};
/// The largest discount that the company gives at all, in per cent.
pub static DISCOUNT_COMPANY: SettingDef = SettingDef {
    name: "offer.discount_company",
    kind: SettingKind::Decimal { min: "0", max: "100" },
    default: "\"30\"",
};
/// Days before a sent quote runs out on which its owner is reminded.
pub static REMIND_DAYS: SettingDef =
    SettingDef { name: "offer.remind_days", kind: SettingKind::Whole { min: 0, max: 365 }, default: "5" };

/// This room's settings.
pub(crate) static OWN: [&SettingDef; 5] =
    [&VALID_DAYS, &DISCOUNT_WRITER, &DISCOUNT_HEAD, &DISCOUNT_COMPANY, &REMIND_DAYS];

/// The largest discounts.
pub(crate) fn limits(tx: &mut Tx, ctx: &Context) -> Outcome<Limits> {
    let mut one = |def| get::<Decimal>(tx, ctx, def);
    Ok(Limits {
        writer: one(&DISCOUNT_WRITER)?,
        head: one(&DISCOUNT_HEAD)?,
        company: one(&DISCOUNT_COMPANY)?,
    })
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
