//! Facts of a message kept as data, so that it is said in the reader's language and zone when it is read, not when it
//! was written.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use accord_kernel::{Fact, Money, Outcome};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{PersonId, record::person::name_of};

/// How a colleague stands in stored facts: by id, since a name would stay in the log for ever.
const PERSON: &str = "person:";

/// A colleague as a fact of a notice; [`resolve`] makes it the name when it is read.
pub fn person(id: PersonId) -> Fact {
    Fact::Text(format!("{PERSON}{id}"))
}

/// Puts names in the place of colleagues.
///
/// # Errors
/// What the database refuses.
pub fn resolve(tx: &mut Tx, facts: &mut [(&'static str, Fact)]) -> Outcome<()> {
    for (_, fact) in facts {
        resolve_one(tx, fact)?;
    }
    Ok(())
}

fn resolve_one(tx: &mut Tx, fact: &mut Fact) -> Outcome<()> {
    match fact {
        Fact::Text(text) => {
            if let Some(id) = text.strip_prefix(PERSON).and_then(|id| Uuid::parse_str(id).ok()) {
                *text = name_of(tx, PersonId(id))?;
            }
        }
        Fact::List(list) => {
            for fact in list {
                resolve_one(tx, fact)?;
            }
        }
        Fact::Told(_, facts) => resolve(tx, facts)?,
        _ => {}
    }
    Ok(())
}

/// A fact with its type, as stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored {
    Text(String),
    Number(i64),
    Decimal(String),
    Date(Date),
    Instant(Timestamp),
    Money(Money),
    Word(String),
    Told(String, Vec<(String, Stored)>),
    List(Vec<Stored>),
}

impl Stored {
    fn of(fact: &Fact) -> Self {
        match fact {
            Fact::Text(text) => Self::Text(text.clone()),
            Fact::Number(number) => Self::Number(*number),
            Fact::Decimal(number) => Self::Decimal(number.to_string()),
            Fact::Date(date) => Self::Date(*date),
            Fact::Instant(at) => Self::Instant(*at),
            Fact::Money(money) => Self::Money(*money),
            Fact::Word(key) => Self::Word(key.clone()),
            Fact::Told(key, facts) => Self::Told(
                key.clone(),
                facts.iter().map(|(name, fact)| ((*name).to_owned(), Self::of(fact))).collect(),
            ),
            Fact::List(list) => Self::List(list.iter().map(Self::of).collect()),
        }
    }

    fn fact(self) -> Fact {
        match self {
            Self::Text(text) => Fact::Text(text),
            Self::Number(number) => Fact::Number(number),
            // A figure that no longer reads is still shown as it was written.
            Self::Decimal(text) => text.parse().map_or(Fact::Text(text), Fact::Decimal),
            Self::Date(date) => Fact::Date(date),
            Self::Instant(at) => Fact::Instant(at),
            Self::Money(money) => Fact::Money(money),
            Self::Word(key) => Fact::Word(key),
            Self::Told(key, facts) => {
                Fact::Told(key, facts.into_iter().map(|(name, fact)| (known(&name), fact.fact())).collect())
            }
            Self::List(list) => Fact::List(list.into_iter().map(Self::fact).collect()),
        }
    }
}

/// The facts as stored.
pub fn store(facts: &[(&'static str, Fact)]) -> JsonValue {
    let list: Vec<(&str, Stored)> = facts.iter().map(|(name, fact)| (*name, Stored::of(fact))).collect();
    serde_json::to_value(list).unwrap_or_default()
}

/// The facts back.
pub fn load(stored: &JsonValue) -> Vec<(&'static str, Fact)> {
    let list: Vec<(String, Stored)> = serde_json::from_value(stored.clone()).unwrap_or_default();
    list.into_iter().map(|(name, stored)| (known(&name), stored.fact())).collect()
}

/// Names of facts come from code, so there are few; each is kept once for the life of the program.
fn known(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = names.get(name) {
        return found;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_kernel::Currency;

    #[test]
    fn every_kind_of_fact_comes_back() {
        let facts = vec![
            ("name", Fact::from("Ana")),
            ("n", Fact::from(3_i64)),
            ("share", Fact::Decimal("94.0".parse().unwrap())),
            ("on", Fact::from(jiff::civil::date(2026, 4, 27))),
            ("at", Fact::from("2026-02-02T09:00:00Z".parse::<Timestamp>().unwrap())),
            ("sum", Fact::from(Money::new(9_600_000, Currency::parse("USD").unwrap()))),
            ("kind", Fact::Word("promise-kind-ship".to_owned())),
            ("lines", Fact::List(vec![Fact::from("a"), Fact::from(2_i64)])),
            ("why", Fact::Told("promise-late".to_owned(), vec![("n", Fact::from(2_i64))])),
        ];
        assert_eq!(load(&store(&facts)), facts);
        assert_eq!(load(&JsonValue::Null), Vec::new());
    }
}
