//! Values that cross between Rust and a database, and rows of them.

use std::sync::Arc;

use postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::{Column, Error, Result};

/// One value of a column or parameter, the same on both databases.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL null.
    Null,
    /// Every integer, instant (microseconds) and amount (minor units).
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Estimates only, never money.
    Real(f64),
    /// Text, civil dates, codes, JSON.
    Text(String),
    /// An id.
    Uuid(Uuid),
    /// Hashes, ciphertexts.
    Bytes(Vec<u8>),
}

impl Value {
    fn word(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "whole number",
            Self::Bool(_) => "truth value",
            Self::Real(_) => "number",
            Self::Text(_) => "text",
            Self::Uuid(_) => "id",
            Self::Bytes(_) => "byte string",
        }
    }

    /// Appends the JSON form of [`Value::to_json`] as text.
    pub(crate) fn push_json(&self, out: &mut String) {
        use std::fmt::Write as _;
        // Writing into a string cannot fail.
        let _ = match self {
            Self::Int(n) => write!(out, "{n}"),
            Self::Uuid(id) => write!(out, "\"{id}\""),
            Self::Text(text) => {
                push_json_text(out, text);
                Ok(())
            }
            other => write!(out, "{}", other.to_json()),
        };
    }

    /// The JSON form used in after-images: ids and bytes as text.
    pub fn to_json(&self) -> serde_json::Value {
        use base64::Engine;
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Int(n) => (*n).into(),
            Self::Bool(b) => (*b).into(),
            Self::Real(x) => serde_json::json!(x),
            Self::Text(text) => text.as_str().into(),
            Self::Uuid(id) => id.to_string().into(),
            Self::Bytes(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes).into(),
        }
    }
}

/// Appends a text as a JSON string.
pub(crate) fn push_json_text(out: &mut String, text: &str) {
    use std::fmt::Write as _;
    let plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    if text.as_bytes().iter().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // Writing into a string cannot fail.
        let _ = write!(out, "{}", serde_json::Value::from(text));
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(rusqlite::types::Value::Null),
            Self::Int(n) => ToSqlOutput::Owned(rusqlite::types::Value::Integer(*n)),
            Self::Bool(b) => ToSqlOutput::Owned(rusqlite::types::Value::Integer(i64::from(*b))),
            Self::Real(x) => ToSqlOutput::Owned(rusqlite::types::Value::Real(*x)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Uuid(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Self::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Self::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Self::Int(n), &Type::FLOAT8) => n.to_string().parse::<f64>()?.to_sql(ty, out),
            (Self::Bool(b), &Type::BOOL) => b.to_sql(ty, out),
            (Self::Real(x), &Type::FLOAT8) => x.to_sql(ty, out),
            (Self::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME) => {
                text.as_str().to_sql(ty, out)
            }
            (Self::Uuid(id), &Type::UUID) => id.as_bytes().as_slice().to_sql(&Type::BYTEA, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(ty, out),
            // The bytes of one type read as another would be stored without a word.
            (value, ty) => Err(format!("a {} where the statement wants {ty}", value.word()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

/// One row of an answer; columns are read by position.
#[derive(Debug, Clone)]
pub struct Row {
    /// Shared, since an answer that is kept is given out as often as it is asked for.
    pub(crate) values: Arc<Vec<Value>>,
    pub(crate) names: Arc<Vec<String>>,
}

impl Row {
    /// The value of column `index`, decoded.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column is missing or holds something else.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        let place = || {
            let name = self.names.get(index).map_or("?", String::as_str);
            format!("column {name}")
        };
        let value =
            self.values.get(index).ok_or_else(|| Error::Corrupt { place: place(), expected: "column" })?;
        T::from_value(value).ok_or_else(|| Error::Corrupt { place: place(), expected: T::KIND.word() })
    }

    /// The text of column `index`, taken out of the row: of a long one no second is made.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub(crate) fn take_text(&mut self, index: usize) -> Result<String> {
        let own = Arc::get_mut(&mut self.values).and_then(|values| values.get_mut(index));
        match own {
            Some(Value::Text(text)) => Ok(std::mem::take(text)),
            _ => self.get(index),
        }
    }

    /// The raw values in column order.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    pub(crate) fn from_sqlite(row: &rusqlite::Row<'_>, names: &Arc<Vec<String>>) -> Result<Self> {
        let mut values = Vec::with_capacity(names.len());
        for index in 0..names.len() {
            values.push(match row.get_ref(index)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(n) => Value::Int(n),
                ValueRef::Real(x) => Value::Real(x),
                ValueRef::Text(text) => Value::Text(readable(text)),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
            });
        }
        Ok(Self { values: Arc::new(values), names: Arc::clone(names) })
    }

    pub(crate) fn from_postgres(row: &postgres::Row, names: &Arc<Vec<String>>) -> Result<Self> {
        let mut values = Vec::with_capacity(names.len());
        for (index, column) in row.columns().iter().enumerate() {
            let value = match *column.type_() {
                Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Int),
                Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|n| Value::Int(n.into())),
                Type::INT2 => row.try_get::<_, Option<i16>>(index)?.map(|n| Value::Int(n.into())),
                Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(Value::Bool),
                Type::FLOAT8 => row.try_get::<_, Option<f64>>(index)?.map(Value::Real),
                Type::UUID => row.try_get::<_, Option<RawUuid>>(index)?.map(|id| Value::Uuid(id.0)),
                Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Bytes),
                Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => {
                    row.try_get::<_, Option<String>>(index)?.map(Value::Text)
                }
                ref other => {
                    return Err(Error::Sql(format!(
                        "column {} has the type {other}, which is not in the house subset",
                        column.name()
                    )));
                }
            };
            values.push(value.unwrap_or(Value::Null));
        }
        Ok(Self { values: Arc::new(values), names: Arc::clone(names) })
    }
}

/// A text as SQLite gives it. It checks none, so that what another program wrote may be no UTF-8; nearly every one is, and
/// that is found out many times quicker than it is mended.
fn readable(text: &[u8]) -> String {
    match std::str::from_utf8(text) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(text).into_owned(),
    }
}

/// PostgreSQL sends a UUID as its sixteen bytes.
struct RawUuid(Uuid);

impl<'a> postgres::types::FromSql<'a> for RawUuid {
    fn from_sql(
        _: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Uuid::from_slice(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}

/// A list of parameters: `params![id, due_at]`.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::Column::to_value(&$value)),+] as &[$crate::Value] };
}
