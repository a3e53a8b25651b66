//! JSON as we accept it: bounded in size and depth, and no name twice in one object (RFC 8259 leaves that open, and
//! programs that read it differently have been tricked by it).

use std::fmt;

use accord_kernel::{Outcome, Refusal, Status};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as JsonValue};

/// Deepest nesting of an input.
const DEPTH_MAX: usize = 32;
const DUPLICATE: &str = "duplicate name: ";
const TOO_DEEP: &str = "too deep";

/// Reads a body.
///
/// # Errors
/// 400 that says what is wrong with it.
pub(crate) fn read(body: &[u8]) -> Outcome<JsonValue> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Strict { depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let text = error.to_string();
        if let Some(rest) = text.strip_prefix(DUPLICATE) {
            let name = rest.split(" at line ").next().unwrap_or_default();
            return Refusal::new(Status::Malformed, "body.duplicate_key").with("name", name);
        }
        if text.starts_with(TOO_DEEP) || text.starts_with("recursion limit") {
            return Refusal::new(Status::Malformed, "body.too_deep").with("max", DEPTH_MAX);
        }
        Refusal::new(Status::Malformed, "body.form")
    })
}

struct Strict {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = JsonValue;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonValue, D::Error> {
        if self.depth > DEPTH_MAX {
            return Err(de::Error::custom(TOO_DEEP));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = JsonValue;
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }
    fn visit_bool<E>(self, value: bool) -> Result<JsonValue, E> {
        Ok(JsonValue::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<JsonValue, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<JsonValue, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<JsonValue, E> {
        Ok(Number::from_f64(value).map_or(JsonValue::Null, JsonValue::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<JsonValue, E> {
        Ok(value.into())
    }
    fn visit_string<E>(self, value: String) -> Result<JsonValue, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<JsonValue, E> {
        Ok(JsonValue::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<JsonValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict { depth: self.depth + 1 })? {
            list.push(item);
        }
        Ok(JsonValue::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonValue, A::Error> {
        let mut out = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(Strict { depth: self.depth + 1 })?;
            if out.contains_key(&name) {
                return Err(de::Error::custom(format!("{DUPLICATE}{name}")));
            }
            out.insert(name, value);
        }
        Ok(JsonValue::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_stand_once_and_nesting_is_bounded() {
        assert_eq!(read(br#"{"a":[1,-2,3.5,"x",null,true]}"#).unwrap()["a"][3], "x");
        assert_eq!(read(br#"{"role":"user","role":"admin"}"#).unwrap_err().rule, "body.duplicate_key");
        assert_eq!(read(br#"{"a":{"b":1,"b":2}}"#).unwrap_err().rule, "body.duplicate_key");
        let deep = "[".repeat(100_000);
        assert_eq!(read(deep.as_bytes()).unwrap_err().rule, "body.too_deep");
        let allowed = format!("{}{}", "[".repeat(30), "]".repeat(30));
        assert!(read(allowed.as_bytes()).is_ok());
        for bad in ["", "{", "nul", "{} x", "\u{feff}{}", "{\"a\":1,}"] {
            assert_eq!(read(bad.as_bytes()).unwrap_err().rule, "body.form", "{bad:?}");
        }
    }
}
