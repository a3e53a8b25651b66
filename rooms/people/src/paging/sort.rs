//! How the reader of a list sorts it: by one of the list's own words, the other way round with a minus before it. The
//! word stands in the address of the page and in the input of the view, so that a saved view, a file that is given out
//! and the API have the same order.

use std::{borrow::Cow, marker::PhantomData};

use accord_kernel::{Outcome, Refusal};
use accord_store::{
    Value,
    walk::{By, Walk},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::Value as JsonValue;
use uuid::Uuid;

/// By what a list can be sorted; made by [`crate::sort_keys!`].
pub trait SortKey: Copy + PartialEq + 'static {
    /// A row of the list.
    type Row;
    /// All of them.
    const ALL: &'static [Self];
    /// The word in addresses.
    fn word(self) -> &'static str;
    /// What the database sorts by.
    fn by(self) -> By;
    /// The same of a row.
    fn of(self, row: &Self::Row) -> Value;
}

/// An order that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<K> {
    /// By what.
    pub by: K,
    /// Largest first.
    pub down: bool,
}

/// Before a word: the other way round.
const DOWN: char = '-';

impl<K: SortKey> Sort<K> {
    fn parse(text: &str) -> Option<Self> {
        let (word, down) = text.strip_prefix(DOWN).map_or((text, false), |word| (word, true));
        let by = K::ALL.iter().copied().find(|key| key.word() == word)?;
        Some(Self { by, down })
    }

    fn word(self) -> String {
        if self.down { format!("{DOWN}{}", self.by.word()) } else { self.by.word().to_owned() }
    }

    fn words() -> Vec<String> {
        let both = |key: &K| [false, true].map(|down| Self { by: *key, down }.word());
        K::ALL.iter().flat_map(both).collect()
    }
}

impl<'de, K: SortKey> Deserialize<'de> for Sort<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("is none of {}", Self::words().join(", "))))
    }
}

impl<K: SortKey> JsonSchema for Sort<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Sort".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::words() })
    }
}

/// A list in the order that was asked for.
#[derive(Debug, Clone)]
pub struct Sorted<K> {
    sort: Sort<K>,
    /// What the database is asked.
    pub walk: Walk,
    keys: PhantomData<K>,
}

/// What a place of such a list says; of a place in another order it says so.
type Place = (String, JsonValue, Uuid);

/// The order that was asked for, and where the list goes on in its own order when none was.
///
/// # Errors
/// `field.form` for a place that is none of this order.
pub fn sorted<K: SortKey>(
    sort: Option<Sort<K>>,
    after: Option<&str>,
) -> Outcome<(Option<Sorted<K>>, Option<&str>)> {
    let Some(sort) = sort else { return Ok((None, after)) };
    let form = || Refusal::field("/after", "field.form");
    let after = match super::decode::<Place>(after)? {
        None => None,
        Some((word, value, id)) => {
            let value = match value {
                JsonValue::String(text) => Value::Text(text),
                JsonValue::Number(number) => Value::Int(number.as_i64().ok_or_else(form)?),
                _ => return Err(form()),
            };
            if word != sort.word() || !sort.by.by().takes(&value) {
                return Err(form());
            }
            Some((value, id))
        }
    };
    let walk = Walk { by: sort.by.by(), down: sort.down, after };
    Ok((Some(Sorted { sort, walk, keys: PhantomData }), None))
}

impl<K: SortKey> Sorted<K> {
    /// Where the next page begins, after this row.
    pub fn next(&self, last: &K::Row, id: impl Into<Uuid>) -> Option<String> {
        let value = self.walk.place(self.sort.by.of(last)).to_json();
        super::encode(&(self.sort.word(), value, id.into()))
    }
}

/// Where the next page begins, in whichever order the list is read; `own` says it for the list's own.
pub fn next_place<K: SortKey>(
    sorted: Option<&Sorted<K>>,
    last: Option<&K::Row>,
    id: impl Fn(&K::Row) -> Uuid,
    own: impl Fn(&K::Row) -> Option<String>,
) -> Option<String> {
    let last = last?;
    match sorted {
        Some(sorted) => sorted.next(last, id(last)),
        None => own(last),
    }
}

/// Declares by what a list can be sorted: its rows, and for each word the column and the same of a row.
///
/// ```
/// # use accord_store::{Column, walk::By};
/// # pub struct Thing { pub number: String, pub due_at: Option<i64> }
/// accord_room_people::sort_keys! {
///     /// By what things are sorted.
///     pub enum ThingSort of Thing {
///         /// Its number.
///         Number = "number", By::Text("t.number"), |row| row.number.to_value();
///         /// Its due; without one last.
///         Due = "due", By::MaybeInt("t.due_at"), |row| row.due_at.to_value();
///     }
/// }
/// ```
#[macro_export]
macro_rules! sort_keys {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident of $row:ty {
            $( $(#[$key_meta:meta])* $key:ident = $word:literal, $by:expr, |$one:ident| $of:expr; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name {
            $( $(#[$key_meta])* $key, )+
        }
        impl $crate::paging::SortKey for $name {
            type Row = $row;
            const ALL: &'static [Self] = &[$( Self::$key ),+];
            fn word(self) -> &'static str {
                match self { $( Self::$key => $word ),+ }
            }
            fn by(self) -> $crate::paging::By {
                match self { $( Self::$key => $by ),+ }
            }
            fn of(self, row: &$row) -> $crate::paging::Value {
                match self { $( Self::$key => { let $one = row; $of } ),+ }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use accord_store::Column;

    use super::*;

    struct Thing {
        number: String,
        due_at: Option<i64>,
    }

    crate::sort_keys! {
        /// By what things are sorted.
        enum ThingSort of Thing {
            /// Number.
            Number = "number", By::Text("t.number"), |row| row.number.to_value();
            /// Due.
            Due = "due", By::MaybeInt("t.due_at"), |row| row.due_at.to_value();
        }
    }

    type ThingOrder = Sort<ThingSort>;

    fn read(text: &str) -> Result<ThingOrder, serde_json::Error> {
        serde_json::from_value(JsonValue::from(text))
    }

    #[test]
    fn a_word_says_the_order_and_a_minus_turns_it_round() {
        assert_eq!(read("number").unwrap(), Sort { by: ThingSort::Number, down: false });
        assert_eq!(read("-due").unwrap(), Sort { by: ThingSort::Due, down: true });
        for bad in ["", "-", "--due", "Due", "password"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let schema = schemars::schema_for!(ThingOrder);
        assert_eq!(schema.as_value()["enum"], serde_json::json!(["number", "-number", "due", "-due"]));
    }

    #[test]
    fn a_place_goes_on_in_its_own_order_alone() {
        let thing = Thing { number: "T-2027-0007".to_owned(), due_at: None };
        let order = |text: &str| Some(read(text).unwrap());
        let (due, rest) = sorted(order("-due"), None).unwrap();
        assert_eq!(rest, None);
        let next = due.unwrap().next(&thing, Uuid::from_u128(9)).unwrap();
        let (again, _) = sorted(order("-due"), Some(&next)).unwrap();
        assert_eq!(again.unwrap().walk.after, Some((Value::Int(-i64::MAX), Uuid::from_u128(9))));
        for other in ["due", "number"] {
            assert!(sorted(order(other), Some(&next)).is_err(), "{other}");
        }
        let forged = super::super::encode(&("number", 7, Uuid::nil())).unwrap();
        assert!(sorted(order("number"), Some(&forged)).is_err(), "a number is no place among texts");
        assert_eq!(sorted::<ThingSort>(None, Some("own")).unwrap().1, Some("own"));
    }
}
