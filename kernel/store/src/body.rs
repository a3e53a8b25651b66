//! The text of an event read back: its facts, and the rows that it wrote. The log is what is read most, and most of it is
//! columns that nobody asks for at the moment, so what is not wanted is passed over, once.

use std::borrow::Cow;

use memchr::{memchr, memmem, memrchr};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::wanted::Wanted;

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

/// As [`written_images`], for whoever reads many: found by what [`crate::log::append`] writes in front of each part. A body
/// that is laid out otherwise is read as any JSON.
pub(crate) fn wanted_images<'b>(body: &'b str, wanted: &mut Wanted<'_>) -> Option<Vec<WrittenImage<'b>>> {
    laid_out(body, wanted).or_else(|| written_images(body, Some(wanted.names())))
}

/// What stands in front of an image, and between two. Neither can be part of a text, in which quotes are escaped, nor of a
/// row, whose columns hold nothing but texts, numbers and words.
const IMAGE: &str = "[{\"t\":";
const BETWEEN: &str = "},{\"t\":";

fn laid_out<'b>(body: &'b str, wanted: &mut Wanted<'_>) -> Option<Vec<WrittenImage<'b>>> {
    let (IgnoredAny, rest) = split(body)?;
    let list = rest.strip_prefix(IMAGES)?.strip_suffix('}')?;
    if list == "[]" {
        return Some(Vec::new());
    }
    let mut rest = list.strip_prefix(IMAGE)?.strip_suffix("}]")?;
    let mut images = Vec::new();
    let between = memmem::Finder::new(BETWEEN);
    while let Some(end) = between.find(rest.as_bytes()) {
        images.push(image_laid_out(rest.get(..end)?, wanted)?);
        rest = rest.get(end + BETWEEN.len()..)?;
    }
    images.push(image_laid_out(rest, wanted)?);
    Some(images)
}

/// What stands up to a byte, and what follows it.
fn up_to(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn image_laid_out<'b>(text: &'b str, wanted: &mut Wanted<'_>) -> Option<WrittenImage<'b>> {
    let (table, rest) = up_to(text.strip_prefix('"')?, b'"')?;
    let (shape, rest) = up_to(rest.strip_prefix(",\"s\":")?, b',')?;
    let (key, rest) = up_to(rest.strip_prefix("\"k\":\"")?, b'"')?;
    let rest = rest.strip_prefix(",\"v\":")?;
    let (version, rest) = up_to(rest, b',').unwrap_or((rest, ""));
    let mut image = WrittenImage {
        t: Text(Cow::Borrowed(table)),
        s: shape.parse().ok()?,
        k: key.parse().ok()?,
        v: version.parse().ok()?,
        ..WrittenImage::default()
    };
    if rest.is_empty() {
        return Some(image);
    }
    // Behind the row there is no brace: an id, and letters of base64.
    let row = rest.strip_prefix("\"r\":{")?;
    let end = memrchr(b'}', row.as_bytes())?;
    let (row, rest) = (row.get(..end)?, row.get(end + 1..)?);
    wanted.meet(table);
    let mut columns = Map::new();
    for (name, value) in wanted.places(table, image.s, row) {
        let mut values = serde_json::Deserializer::from_str(value).into_iter();
        columns.insert(name.to_owned(), values.next()?.ok()?);
    }
    image.r = Some(columns);
    if rest.is_empty() {
        return Some(image);
    }
    let (who, rest) = up_to(rest.strip_prefix(",\"who\":\"")?, b'"')?;
    image.who = Some(who.parse().ok()?);
    if !rest.is_empty() {
        let (sealed, rest) = up_to(rest.strip_prefix(",\"p\":\"")?, b'"')?;
        image.p = rest.is_empty().then_some(Some(Text(Cow::Borrowed(sealed))))?;
    }
    Some(image)
}

/// A text where it stands, or unescaped where it must be.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'b>(#[serde(borrow)] pub(crate) Cow<'b, str>);

/// One image as [`crate::log::append`] writes it, of its columns those that are wanted.
#[derive(Debug, Default, PartialEq)]
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
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{Image, Tx, log, tx::Conn};

    const NAMES: [&str; 3] = ["name", "said", "no"];

    crate::record! {
        /// A thing.
        pub struct Thing in "thing" shape 2 subject "who" {
            /// Id.
            id: Uuid,
            /// Its name.
            name: String,
            /// Whose it is.
            who: Uuid,
            /// What was said.
            @personal said: String,
            /// Row version.
            version: i64,
        }
    }

    fn column() -> impl Strategy<Value = JsonValue> {
        prop_oneof![
            Just(JsonValue::Null),
            any::<bool>().prop_map(JsonValue::from),
            any::<i64>().prop_map(JsonValue::from),
            (-1.0e9..1.0e9_f64).prop_map(JsonValue::from),
            r#"[a-z"\\{}\[\]:, é\n]{0,12}"#.prop_map(JsonValue::from),
            prop::sample::select(vec![
                "\"name\":1",
                "},{\"t\":",
                "},\"who\":\"",
                "}]}",
                "name",
                "said",
                ",\"images\":["
            ])
            .prop_map(JsonValue::from),
        ]
    }

    /// An image as the log lays it out.
    fn image() -> impl Strategy<Value = String> {
        let names =
            prop::sample::select(vec!["id", "name", "said", "no", "who", "p", "t", "naming", "rename"]);
        let row = prop::collection::btree_map(names, column(), 0..6);
        let under = prop::option::of(prop::option::of("[A-Za-z0-9+/]{0,9}={0,2}"));
        let table = prop::sample::select(vec!["thing", "site", "t"]);
        (table, 1..4_i64, any::<u128>(), any::<i64>(), prop::option::of((row, under))).prop_map(
            |(table, shape, key, version, row)| {
                let key = Uuid::from_u128(key);
                let mut text = format!("{{\"t\":\"{table}\",\"s\":{shape},\"k\":\"{key}\",\"v\":{version}");
                if let Some((mut row, under)) = row {
                    if table == "thing" && shape == 2 {
                        // A table has the columns that it declares.
                        row.retain(|name, _| Thing::has(name) && !(under.is_some() && *name == "said"));
                        row.remove("no");
                    }
                    let row: BTreeMap<&str, JsonValue> = row;
                    text.push_str(&format!(",\"r\":{}", json!(row)));
                    if let Some(sealed) = under {
                        text.push_str(&format!(",\"who\":\"{key}\""));
                        text.extend(sealed.map(|sealed| format!(",\"p\":\"{sealed}\"")));
                    }
                }
                text.push('}');
                text
            },
        )
    }

    impl Thing {
        fn has(name: &str) -> bool {
            <Self as crate::Record>::TABLE.fields.iter().any(|field| field.name == name)
        }
    }

    proptest! {
        #[test]
        fn what_is_found_by_its_place_is_what_json_says(
            images in prop::collection::vec(image(), 0..6),
            facts in prop::collection::btree_map("[a-z]{1,6}", column(), 0..3),
        ) {
            let body = format!("{{\"facts\":{},\"images\":[{}]}}", json!(facts), images.join(","));
            let read = written_images(&body, Some(&NAMES));
            prop_assert!(read.is_some());
            for tables in [&[][..], &[<Thing as crate::Record>::TABLE]] {
                let found = laid_out(&body, &mut Wanted::new(&NAMES, tables));
                prop_assert_eq!(&found, &read, "{}", body);
            }
        }
    }

    #[test]
    fn what_is_appended_is_found_by_its_place() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE person_key (person_id BLOB PRIMARY KEY, secret BLOB, destroyed_at)")
            .unwrap();
        let mut tx = Tx::new(Conn::Sqlite(conn), std::sync::Arc::default());
        let thing = Thing {
            id: Uuid::from_u128(1),
            name: "A \"b\"".to_owned(),
            who: Uuid::from_u128(2),
            said: "Ana, 5".to_owned(),
            version: 1,
        };
        let table = <Thing as crate::Record>::TABLE;
        let image = |values| Image { table, key: thing.id, version: 1, values };
        let images = [image(Some(crate::Record::to_values(&thing))), image(None)];
        let header = log::Header {
            id: Uuid::nil(),
            name: "thing.enter".to_owned(),
            customer: None,
            actor: None,
            sphere: "none".to_owned(),
            via: "page".to_owned(),
            cause: None,
            happened_at: jiff::Timestamp::UNIX_EPOCH,
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            facts: json!({ "n": 1 }),
        };
        let body = log::body(&mut tx, &header, &images).unwrap();
        let found = laid_out(&body, &mut Wanted::new(&NAMES, &[table])).unwrap();
        assert_eq!(Some(&found), written_images(&body, Some(&NAMES)).as_ref());
        let [written, removed] = found.as_slice() else { panic!("two images: {body}") };
        assert!(written.p.is_some() && !body.contains("Ana"));
        assert_eq!(written.r.clone().map(JsonValue::Object), Some(json!({ "name": "A \"b\"" })));
        assert_eq!(removed.r, None);
    }

    #[test]
    fn a_body_that_is_laid_out_otherwise_is_read_too() {
        let mut wanted = Wanted::new(&["name"], &[]);
        assert!(laid_out(BODY, &mut wanted).is_none(), "there is space in it");
        assert_eq!(wanted_images(BODY, &mut wanted), written_images(BODY, Some(&["name"])));
    }

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
