//! The text of an event read back: its facts, and the rows that it wrote. The log is what is read most, and most of it is
//! columns that nobody asks for at the moment, so what is not wanted is passed over, once.

use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

/// How a body begins.
const FACTS: &str = "{\"facts\":";
/// What stands between its facts and its images.
const IMAGES: &str = ",\"images\":";

/// What a body says first, and what follows it: that is many times as long, and is not looked at here.
fn split<'b, T: Deserialize<'b>>(body: &'b str) -> Option<(T, &'b str)> {
    let said = body.strip_prefix(FACTS)?;
    let mut values = serde_json::Deserializer::from_str(said).into_iter::<T>();
    let facts = values.next()?.ok()?;
    let rest = said.get(values.byte_offset()..)?;
    Some((facts, rest))
}

/// What a body says first.
pub(crate) fn facts_of(body: &str) -> Option<JsonValue> {
    split(body).map(|(facts, _)| facts)
}

/// The images of a body, of each row the columns that are wanted, read in one pass.
pub(crate) fn written_images<'b>(body: &'b str, wanted: Option<&[&str]>) -> Option<Vec<WrittenImage<'b>>> {
    let (IgnoredAny, rest) = split(body)?;
    let list = rest.strip_prefix(IMAGES)?.strip_suffix('}')?;
    let mut from = serde_json::Deserializer::from_str(list);
    let images = Images(wanted).deserialize(&mut from).ok()?;
    from.end().ok()?;
    Some(images)
}

/// A text where it stands, or unescaped where it must be.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'b>(#[serde(borrow)] pub(crate) Cow<'b, str>);

/// One image as [`crate::log::append`] writes it, of its columns those that are wanted.
#[derive(Default)]
pub(crate) struct WrittenImage<'b> {
    /// Table.
    pub(crate) t: Text<'b>,
    /// Shape.
    pub(crate) s: i64,
    /// Key.
    pub(crate) k: Uuid,
    /// Version.
    pub(crate) v: i64,
    /// Row.
    pub(crate) r: Option<Map<String, JsonValue>>,
    /// Whose key protects `p`.
    pub(crate) who: Option<Uuid>,
    /// Sealed personal columns.
    pub(crate) p: Option<Text<'b>>,
}

/// The names of [`WrittenImage`].
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Part {
    T,
    S,
    K,
    V,
    R,
    Who,
    P,
}

/// Reads a list of images.
struct Images<'w>(Option<&'w [&'w str]>);

impl<'de> DeserializeSeed<'de> for Images<'_> {
    type Value = Vec<WrittenImage<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Images<'_> {
    type Value = Vec<WrittenImage<'de>>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of after-images")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Self::Value, A::Error> {
        let mut images = Vec::new();
        while let Some(image) = list.next_element_seed(OneImage(self.0))? {
            images.push(image);
        }
        Ok(images)
    }
}

/// Reads one image.
struct OneImage<'w>(Option<&'w [&'w str]>);

impl<'de> DeserializeSeed<'de> for OneImage<'_> {
    type Value = WrittenImage<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneImage<'_> {
    type Value = WrittenImage<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an after-image")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut image = WrittenImage::default();
        let mut named = false;
        while let Some(part) = map.next_key()? {
            match part {
                Part::T => image.t = map.next_value()?,
                Part::S => image.s = map.next_value()?,
                Part::K => (image.k, named) = (map.next_value()?, true),
                Part::V => image.v = map.next_value()?,
                Part::R => image.r = Some(map.next_value_seed(Columns(self.0))?),
                Part::Who => image.who = map.next_value()?,
                Part::P => image.p = map.next_value()?,
            }
        }
        if named && !image.t.0.is_empty() { Ok(image) } else { Err(A::Error::missing_field("k")) }
    }
}

/// Reads an object of columns, all of them or some.
struct Columns<'w>(Option<&'w [&'w str]>);

impl<'de> DeserializeSeed<'de> for Columns<'_> {
    type Value = Map<String, JsonValue>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Columns<'_> {
    type Value = Map<String, JsonValue>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("columns by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut columns = Map::new();
        while let Some(name) = map.next_key::<Text<'de>>()? {
            if self.0.is_none_or(|wanted| wanted.iter().any(|one| *one == name.0)) {
                columns.insert(name.0.into_owned(), map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(columns)
    }
}

/// The columns of a row, all of them or some.
pub(crate) fn columns(text: &[u8], wanted: Option<&[&str]>) -> Option<Map<String, JsonValue>> {
    let mut from = serde_json::Deserializer::from_slice(text);
    let columns = Columns(wanted).deserialize(&mut from).ok()?;
    from.end().ok()?;
    Some(columns)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BODY: &str = r#"{"facts":{"n":1},"images":[{"t":"site","s":1,"k":"00000000-0000-0000-0000-000000000007","v":2,
        "r":{"name":"A \"b\"","n":5,"more":{"deep":[1,2]}},"who":"00000000-0000-0000-0000-000000000009","p":"eA=="},
        {"t":"gone","s":1,"k":"00000000-0000-0000-0000-000000000008","v":3}]}"#;

    #[test]
    fn facts_are_read_without_what_follows() {
        assert_eq!(facts_of(BODY), Some(json!({ "n": 1 })));
        assert_eq!(facts_of(r#"{"facts":null,"images":[cut"#), Some(JsonValue::Null));
        assert_eq!(facts_of(r#"{"images":[],"facts":{}}"#), None);
        assert_eq!(facts_of(r#"{"facts":{"n":"#), None);
    }

    #[test]
    fn of_each_row_the_wanted_columns() {
        let images = written_images(BODY, Some(&["name"])).unwrap();
        let [site, gone] = images.as_slice() else { panic!("two images") };
        assert_eq!((site.t.0.as_ref(), site.s, site.k, site.v), ("site", 1, Uuid::from_u128(7), 2));
        assert_eq!(site.r.clone().map(JsonValue::Object), Some(json!({ "name": "A \"b\"" })));
        assert_eq!(
            (site.who, site.p.as_ref().map(|p| p.0.as_ref())),
            (Some(Uuid::from_u128(9)), Some("eA=="))
        );
        assert!(gone.r.is_none() && gone.who.is_none());
        let all = written_images(BODY, None).unwrap();
        let row = all.first().unwrap().r.clone().map(JsonValue::Object);
        assert_eq!(row, Some(json!({ "name": "A \"b\"", "n": 5, "more": { "deep": [1, 2] } })));
    }

    #[test]
    fn what_was_tampered_with_is_no_image() {
        for bad in [
            BODY.replace("}]}", "}]"),
            BODY.replace("\"t\":\"gone\",", ""),
            BODY.replace("\"k\":\"00000000-0000-0000-0000-000000000008\",", ""),
            BODY.replace("\"deep\":", "\"deep\""),
            format!("{BODY} more"),
        ] {
            assert!(written_images(&bad, Some(&["name"])).is_none(), "{bad}");
        }
    }
}
