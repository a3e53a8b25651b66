//! How scripts speak: calls by named people at named moments.

use std::collections::BTreeMap;

use accord_kernel::{Caller, Outcome, Refusal, Together};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use super::Beginning;

/// Ids of what the company has, by key, and the moment its story begins at.
#[derive(Debug, Clone)]
pub(super) struct Company {
    /// Where the story begins.
    pub(super) beginning: Beginning,
    /// People.
    pub(super) people: BTreeMap<String, Uuid>,
    /// Territories.
    pub(super) territories: BTreeMap<String, Uuid>,
    /// Products.
    pub(super) products: BTreeMap<String, Uuid>,
    /// Calendars.
    pub(super) calendars: BTreeMap<String, Uuid>,
}

fn of(map: &BTreeMap<String, Uuid>, key: &str) -> Outcome<Uuid> {
    map.get(key).copied().ok_or_else(|| Refusal::defect(format!("the demo has no {key}")))
}

impl Company {
    /// A company that has nothing yet.
    pub(super) fn new(beginning: Beginning) -> Self {
        Self {
            beginning,
            people: BTreeMap::new(),
            territories: BTreeMap::new(),
            products: BTreeMap::new(),
            calendars: BTreeMap::new(),
        }
    }
    pub(super) fn person(&self, key: &str) -> Outcome<Uuid> {
        of(&self.people, key)
    }
    pub(super) fn territory(&self, key: &str) -> Outcome<Uuid> {
        of(&self.territories, key)
    }
    pub(super) fn product(&self, key: &str) -> Outcome<Uuid> {
        of(&self.products, key)
    }
    pub(super) fn calendar(&self, key: &str) -> Outcome<Uuid> {
        of(&self.calendars, key)
    }
}

/// A script's hand on one transaction.
pub(super) struct Script<'s, 't> {
    pub(super) together: &'s mut Together<'t>,
    pub(super) company: &'s Company,
}

impl Script<'_, '_> {
    /// Somebody does something.
    pub(super) fn by(&mut self, who: &str, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        let person = self.company.person(who)?;
        self.together
            .act(&Caller::person(person), action, input)
            .map_err(|refusal| told(refusal, who, action))
    }

    /// Business time stands at this civil time in Chicago.
    pub(super) fn at(&mut self, civil: &str) -> Outcome<Timestamp> {
        let at = moment(civil, "America/Chicago")?;
        self.together.at(at)?;
        Ok(at)
    }
}

/// A refusal in a script names who was refused what, so that a story that no longer fits is found at once.
pub(super) fn told(mut refusal: Refusal, who: &str, action: &str) -> Refusal {
    let fields: Vec<String> =
        refusal.fields.iter().map(|field| format!("{} {}", field.pointer, field.rule)).collect();
    let earlier = refusal.internal.take().unwrap_or_default();
    refusal.internal = Some(format!("{who} {action}: {} {} {earlier}", refusal.rule, fields.join(", ")));
    refusal
}

/// An instant by the wall clock of a zone.
pub(super) fn moment(civil: &str, zone: &str) -> Outcome<Timestamp> {
    let bad = || Refusal::defect(format!("moment {civil} {zone}"));
    let local: DateTime = civil.parse().map_err(|_| bad())?;
    let zone = TimeZone::get(zone).map_err(|_| bad())?;
    zone.to_timestamp(local).map_err(|_| bad())
}

/// A field of an answer that is an id.
pub(super) fn id(answer: &JsonValue, name: &str) -> Outcome<Uuid> {
    answer
        .get(name)
        .and_then(JsonValue::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .ok_or_else(|| Refusal::defect(format!("the answer has no {name}: {answer}")))
}
