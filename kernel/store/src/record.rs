//! Recorded tables: rows that can be rebuilt from the event log.

use jiff::{Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{Result, Row, Value};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `BIGINT`: numbers, instants in microseconds, minor units.
    Int,
    /// `BOOLEAN`.
    Bool,
    /// `DOUBLE PRECISION`.
    Real,
    /// `TEXT`.
    Text,
    /// `UUID`.
    Uuid,
    /// `BYTEA`.
    Bytes,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Int => "whole number",
            Self::Bool => "truth value",
            Self::Real => "number",
            Self::Text => "text of the expected form",
            Self::Uuid => "id",
            Self::Bytes => "byte string",
        }
    }
}

/// A Rust type that stands in a column.
pub trait Column: Sized {
    /// The column's kind.
    const KIND: Kind;
    /// The value to store.
    fn to_value(&self) -> Value;
    /// The value back; `None` when it is not of this type.
    fn from_value(value: &Value) -> Option<Self>;
}

impl Column for i64 {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }
}

impl Column for bool {
    const KIND: Kind = Kind::Bool;
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(b) => Some(*b),
            Value::Int(n) => Some(*n != 0),
            _ => None,
        }
    }
}

impl Column for f64 {
    const KIND: Kind = Kind::Real;
    fn to_value(&self) -> Value {
        Value::Real(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(x) => Some(*x),
            _ => None,
        }
    }
}

impl Column for String {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Column for &str {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text((*self).to_owned())
    }
    fn from_value(_: &Value) -> Option<Self> {
        None
    }
}

impl Column for Vec<u8> {
    const KIND: Kind = Kind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl Column for Uuid {
    const KIND: Kind = Kind::Uuid;
    fn to_value(&self) -> Value {
        Value::Uuid(*self)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Uuid(id) => Some(*id),
            Value::Bytes(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

/// Instants are microseconds since 1970 UTC.
impl Column for Timestamp {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(self.as_microsecond())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            // The last second of the year 9999 is an instant too, though not by microseconds.
            Value::Int(n) => Timestamp::from_microsecond(*n)
                .or_else(|_| Timestamp::from_nanosecond(i128::from(*n) * 1_000))
                .ok(),
            _ => None,
        }
    }
}

/// Civil dates are `YYYY-MM-DD`, which also sorts.
impl Column for Date {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    const KIND: Kind = T::KIND;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// A structured value stored as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

impl<T: Serialize + DeserializeOwned> Column for Json<T> {
    const KIND: Kind = Kind::Text;
    fn to_value(&self) -> Value {
        // A value that cannot be serialised is a defect of its type; it is stored as null and refused by NOT NULL.
        serde_json::to_string(&self.0).map_or(Value::Null, Value::Text)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => serde_json::from_str(text).ok().map(Json),
            _ => None,
        }
    }
}

/// A column of a recorded table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Column name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Personal data: encrypted in events under the key of the row's subject (R64).
    pub personal: bool,
}

impl Field {
    /// A value of this column as read: SQLite has neither truth values nor ids of its own, and the declaration says what
    /// its bytes are.
    pub(crate) fn typed(&self, value: &Value) -> Value {
        match (self.kind, value) {
            (Kind::Bool, Value::Int(n @ (0 | 1))) => Value::Bool(*n == 1),
            (Kind::Uuid, Value::Bytes(bytes)) => {
                Uuid::from_slice(bytes).map_or_else(|_| value.clone(), Value::Uuid)
            }
            _ => value.clone(),
        }
    }
}

/// A recorded table: every write of it is an after-image in the event log.
#[derive(Debug)]
pub struct Table {
    /// Table name.
    pub name: &'static str,
    /// Version of the row's shape; raised when a migration changes the columns.
    pub shape: i64,
    /// Columns, `id` first and `version` last.
    pub fields: &'static [Field],
    /// Column that names the person whose key protects the personal columns.
    pub subject: Option<&'static str>,
    /// Turns an after-image of an older shape into the present one.
    pub upgrade: fn(shape: i64, row: &mut serde_json::Map<String, serde_json::Value>),
}

impl Table {
    /// Column names joined by commas, in declaration order.
    pub fn columns(&self) -> String {
        self.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
    }

    /// A row read with [`Table::columns`] as the event log writes it, by column.
    pub fn json(&self, row: &Row) -> Map<String, JsonValue> {
        let mut out = Map::new();
        for (field, value) in self.fields.iter().zip(row.values()) {
            let value = field.typed(value);
            let json = match value {
                // As the event's text was read: reading a number from text may cost its last digit.
                Value::Real(_) => {
                    serde_json::from_str(&value.to_json().to_string()).unwrap_or(JsonValue::Null)
                }
                value => value.to_json(),
            };
            out.insert(field.name.to_owned(), json);
        }
        out
    }

    /// What is wrong with the declaration, in a sentence; the program does not start with such a table.
    pub fn fault(&self) -> Option<String> {
        let kind = |name: &str| self.fields.iter().find(|field| field.name == name).map(|field| field.kind);
        let ends = (self.fields.first().map(|field| field.name), self.fields.last().map(|field| field.name));
        if ends != (Some("id"), Some("version"))
            || kind("id") != Some(Kind::Uuid)
            || kind("version") != Some(Kind::Int)
        {
            return Some(format!("table {} has not an id first and a version last", self.name));
        }
        if self.subject.is_some_and(|subject| kind(subject) != Some(Kind::Uuid)) {
            return Some(format!("the subject of table {} is not one of its ids", self.name));
        }
        let personal = self.fields.iter().find(|field| field.personal)?;
        self.subject
            .is_none()
            .then(|| format!("{}.{} is personal and names no person", self.name, personal.name))
    }
}

/// A row type of a recorded table; implemented by [`crate::record!`].
pub trait Record: Sized {
    /// The table.
    const TABLE: &'static Table;
    /// The row's id.
    fn key(&self) -> Uuid;
    /// The row's version, 1 when new.
    fn row_version(&self) -> i64;
    /// Sets the version after a successful write.
    fn set_row_version(&mut self, version: i64);
    /// Values in column order.
    fn to_values(&self) -> Vec<Value>;
    /// The row back from an answer whose columns are those of the table, in order, from `offset`.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when a stored value is not of the column's type.
    fn from_row(row: &Row, offset: usize) -> Result<Self>;
}

/// The new version of one row touched by an action.
#[derive(Debug, Clone)]
pub struct Image {
    /// Its table.
    pub table: &'static Table,
    /// Its id.
    pub key: Uuid,
    /// Its version after the write.
    pub version: i64,
    /// Its values in column order; `None` when the row was removed (an undone import).
    pub values: Option<Vec<Value>>,
}

/// Declares a recorded row:
///
/// ```
/// # use accord_store::record;
/// record! {
///     /// A person.
///     pub struct PersonRow in "person" shape 1 subject "id" {
///         /// Id.
///         id: uuid::Uuid,
///         /// Name.
///         @personal name: String,
///         /// Row version.
///         version: i64,
///     }
/// }
/// ```
/// `id` comes first and `version` last; `subject` names the column whose value is the person protected.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal shape $shape:literal $(subject $subject:literal)? $(upgrade $upgrade:path)? {
            $( $(#[$field_meta:meta])* $(@$mark:ident)? $field:ident : $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )+
        }

        impl $crate::Record for $name {
            const TABLE: &'static $crate::Table = &$crate::Table {
                name: $table,
                shape: $shape,
                fields: &[$( $crate::Field {
                    name: stringify!($field),
                    kind: <$ty as $crate::Column>::KIND,
                    personal: $crate::record!(@personal $($mark)?),
                } ),+],
                subject: $crate::record!(@subject $($subject)?),
                upgrade: $crate::record!(@upgrade $($upgrade)?),
            };
            fn key(&self) -> $crate::macro_support::Uuid {
                self.id.into()
            }
            fn row_version(&self) -> i64 {
                self.version
            }
            fn set_row_version(&mut self, version: i64) {
                self.version = version;
            }
            fn to_values(&self) -> Vec<$crate::Value> {
                vec![$( $crate::Column::to_value(&self.$field) ),+]
            }
            #[allow(unused_assignments)]
            fn from_row(row: &$crate::Row, offset: usize) -> $crate::Result<Self> {
                let mut index = offset;
                $( let $field = { let value = row.get::<$ty>(index)?; index += 1; value }; )+
                Ok(Self { $($field),+ })
            }
        }
    };
    (@personal personal) => { true };
    (@personal) => { false };
    (@subject $subject:literal) => { Some($subject) };
    (@subject) => { None };
    (@upgrade $upgrade:path) => { $upgrade };
    (@upgrade) => { |_, _| {} };
}
