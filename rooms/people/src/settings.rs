//! Settings: every number marked as a default in the requirements is a definition here or in a higher room, with a
//! value that has an effective date and a history.
//!
//! To add one: a `static` [`SettingDef`] in your room, `settings::register(registry, "rooms-title", &[&DEF])` under the
//! heading of your room, and its words `setting-<name with dashes>`, which stand alone; read it with [`get`].

use accord_kernel::{Context, Outcome, Refusal, Registry, is_figure};
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value as JsonValue;

use crate::record::company;

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number between two limits, both included.
    Whole {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// A decimal (as text) between two limits, both included.
    Decimal {
        /// Least.
        min: &'static str,
        /// Most.
        max: &'static str,
    },
    /// An amount in the company's currency: a decimal (as text) between two limits, both included.
    Amount {
        /// Least.
        min: &'static str,
        /// Most.
        max: &'static str,
    },
    /// Yes or no.
    Flag,
    /// One of some words; theirs are the setting's with `-<word>`.
    Choice(&'static [&'static str]),
    /// A list of whole numbers, rising, each between two limits.
    Steps {
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
}

impl SettingKind {
    /// A word for faces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole { .. } => "whole",
            Self::Decimal { .. } => "decimal",
            Self::Amount { .. } => "amount",
            Self::Flag => "flag",
            Self::Choice(_) => "choice",
            Self::Steps { .. } => "steps",
        }
    }

    /// Whether a value may stand.
    ///
    /// # Errors
    /// 422 at `/value`.
    pub fn check(self, value: &JsonValue) -> Outcome<()> {
        let form = || Refusal::field("/value", "field.form");
        let range = |min: String, max: String| {
            Refusal::field("/value", "field.range").with("from", min).with("to", max)
        };
        match self {
            Self::Whole { min, max } => {
                let number = value.as_i64().ok_or_else(form)?;
                if number < min || number > max {
                    return Err(range(min.to_string(), max.to_string()));
                }
            }
            Self::Decimal { min, max } | Self::Amount { min, max } => {
                // The input's schema leaves the value open, so that the form is looked at here (R67).
                let typed = value.as_str().filter(|text| is_figure(text)).ok_or_else(form)?;
                let number: Decimal = typed.parse().map_err(|_| form())?;
                let within = |limit: &str| {
                    limit.parse::<Decimal>().map_err(|error| Refusal::defect(error.to_string()))
                };
                if number < within(min)? || number > within(max)? {
                    return Err(range(min.to_owned(), max.to_owned()));
                }
            }
            Self::Flag => drop(value.as_bool().ok_or_else(form)?),
            Self::Choice(words) => {
                if !value.as_str().is_some_and(|word| words.contains(&word)) {
                    return Err(form());
                }
            }
            Self::Steps { min, max } => {
                let list: Vec<i64> = serde_json::from_value(value.clone()).map_err(|_| form())?;
                let rising = list.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
                if list.is_empty() || list.len() > 20 || !rising {
                    return Err(form());
                }
                if list.iter().any(|step| *step < min || *step > max) {
                    return Err(range(min.to_string(), max.to_string()));
                }
            }
        }
        Ok(())
    }
}

/// The definition of a setting.
#[derive(Debug)]
pub struct SettingDef {
    /// `room.name`; its words are `setting-<name with dashes>`.
    pub name: &'static str,
    /// What it holds.
    pub kind: SettingKind,
    /// Its default, as JSON text.
    pub default: &'static str,
}

impl SettingDef {
    /// The default as a value.
    pub fn default_value(&self) -> JsonValue {
        serde_json::from_str(self.default).unwrap_or(JsonValue::Null)
    }
    /// The message key of its label.
    pub fn message(&self) -> String {
        format!("setting-{}", self.name.replace(['.', '_'], "-"))
    }
}

/// The settings of a room.
#[derive(Debug, Clone)]
pub struct SettingGroup {
    /// Message key of the heading under which they stand.
    pub heading: &'static str,
    /// They, in the room's order.
    pub defs: Vec<&'static SettingDef>,
}

/// Makes the settings of a room known under a heading (a message key): they are listed, checked and set by name.
pub fn register(registry: &mut Registry, heading: &'static str, defs: &[&'static SettingDef]) {
    registry.extend(SettingGroup { heading, defs: defs.to_vec() });
}

/// A registered definition by name.
pub fn find(registry: &Registry, name: &str) -> Option<&'static SettingDef> {
    registry.extensions::<SettingGroup>().flat_map(|group| &group.defs).find(|def| def.name == name).copied()
}

/// Today in the company's zone.
pub fn today(ctx: &Context) -> Date {
    ctx.zone().to_datetime(ctx.now).date()
}

/// The value of a setting today.
///
/// # Errors
/// A defect when its default is not of the type asked for; what the database refuses.
pub fn get<T: DeserializeOwned>(tx: &mut Tx, ctx: &Context, def: &SettingDef) -> Outcome<T> {
    get_on(tx, today(ctx), def)
}

/// The value of a setting on a date.
///
/// # Errors
/// As [`get`].
pub fn get_on<T: DeserializeOwned>(tx: &mut Tx, on: Date, def: &SettingDef) -> Outcome<T> {
    let stored = company::setting_on(tx, def.name, on)?;
    if let Some(value) = stored.and_then(|value| serde_json::from_value(value).ok()) {
        return Ok(value);
    }
    serde_json::from_str(def.default)
        .map_err(|_| Refusal::defect(format!("the default of {} is not sound", def.name)))
}

/// Hours without a request after which a session ends.
pub static SESSION_IDLE_HOURS: SettingDef =
    SettingDef { name: "session.idle_hours", kind: SettingKind::Whole { min: 1, max: 720 }, default: "12" };
/// Days after which a session ends whatever happens.
pub static SESSION_DAYS: SettingDef =
    SettingDef { name: "session.days", kind: SettingKind::Whole { min: 1, max: 365 }, default: "30" };
/// Most days that a personal access token holds.
pub static TOKEN_DAYS: SettingDef =
    SettingDef { name: "token.days", kind: SettingKind::Whole { min: 1, max: 730 }, default: "365" };
/// Hours in which an invitation or a forgotten password's link can be used.
pub static INVITATION_HOURS: SettingDef =
    SettingDef { name: "invitation.hours", kind: SettingKind::Whole { min: 1, max: 720 }, default: "72" };
/// Days without a customer's contact and without a customer's figure after which an area is distant (R1).
pub static DISTANT_DAYS: SettingDef =
    SettingDef { name: "map.distant_days", kind: SettingKind::Whole { min: 1, max: 1_000 }, default: "90" };

/// This room's settings.
pub(crate) const OWN: &[&SettingDef] =
    &[&SESSION_IDLE_HOURS, &SESSION_DAYS, &TOKEN_DAYS, &INVITATION_HOURS, &DISTANT_DAYS];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_are_sound() {
        for def in OWN {
            assert!(def.kind.check(&def.default_value()).is_ok(), "{}", def.name);
        }
    }

    #[test]
    fn values_are_held_to_their_kind() {
        let whole = SettingKind::Whole { min: 2, max: 40 };
        assert!(whole.check(&json!(40)).is_ok());
        for bad in [json!(1), json!(41), json!("3"), json!(2.5), json!(null)] {
            assert!(whole.check(&bad).is_err(), "{bad}");
        }
        let decimal = SettingKind::Decimal { min: "0", max: "1.5" };
        assert!(decimal.check(&json!("0.35")).is_ok());
        assert!(decimal.check(&json!("1.51")).is_err());
        assert!(decimal.check(&json!(0.35)).is_err(), "no floating point");
        let wide = SettingKind::Decimal { min: "-10", max: "9000" };
        for plain in ["5000", "-5", "0.50"] {
            assert!(wide.check(&json!(plain)).is_ok(), "{plain}");
        }
        for lenient in ["5_000", "+5", "5.", ".5", " 5", "5e3", "5,000", "", "--5"] {
            assert!(wide.check(&json!(lenient)).is_err(), "{lenient}");
        }
        let amount = SettingKind::Amount { min: "10", max: "900" };
        assert!(amount.check(&json!("899.99")).is_ok());
        assert!(amount.check(&json!("9.99")).is_err());
        assert!(amount.check(&json!("+89_9")).is_err());
        assert!(SettingKind::Flag.check(&json!(true)).is_ok());
        assert!(SettingKind::Flag.check(&json!("yes")).is_err());
        let choice = SettingKind::Choice(&["plain", "wilson"]);
        assert!(choice.check(&json!("wilson")).is_ok());
        assert!(choice.check(&json!("other")).is_err());
        let steps = SettingKind::Steps { min: 1, max: 100 };
        assert!(steps.check(&json!([50, 75, 90])).is_ok());
        for bad in [json!([]), json!([75, 50]), json!([50, 50]), json!([0, 50]), json!([50, 101])] {
            assert!(steps.check(&bad).is_err(), "{bad}");
        }
    }
}
