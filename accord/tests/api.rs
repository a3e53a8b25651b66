//! The API as a program outside meets it: what it takes, and in which form it answers. Every answer of every operation is
//! held against the document by `tests/contract`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use accord_server::{ExampleBook, ReferenceRoom, fill};
use serde_json::{Value as JsonValue, json};
use served::{Answer, Process, free_port, own_schema, request, session, start};

struct Served {
    port: u16,
    _child: Process,
    _folder: tempfile::TempDir,
}

impl Served {
    fn open(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let data: &Path = folder.path();
        Self { port, _child: start(port, data, database), _folder: folder }
    }

    fn get(&self, path: &str, headers: &str) -> Answer {
        request(self.port, "GET", path, headers, "").unwrap()
    }
}

/// What a page's form may leave blank is no value of a program: it learns which field is wrong.
#[test]
fn r67_a_query_of_a_program_is_read_strictly() {
    let house = Served::open(None);
    let cookie = format!("Cookie: {}\r\n", session(house.port, "suzie@halden.example"));
    let whole = house.get("/api/v1/views/asset.list?stopped=false", &cookie);
    assert_eq!(whole.status, 200, "{}", whole.body);
    let cases = [
        ("asset.list?stopped=AAA", "/stopped", "field.form"),
        ("asset.list?stopped=", "/stopped", "field.form"),
        ("asset.list?stopped=true&stopped=false", "/stopped", "field.form"),
        ("customer.list?territory=", "/territory", "field.form"),
        ("promise.list?about=%20", "/about", "field.form"),
        ("asset.list?colour=red", "/colour", "field.unknown"),
    ];
    for (query, pointer, rule) in cases {
        let answer = house.get(&format!("/api/v1/views/{query}"), &cookie);
        assert_eq!(answer.status, 422, "{query}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{query}");
        let problem = answer.json();
        assert_eq!(
            (problem["errors"][0]["pointer"].as_str(), problem["errors"][0]["rule"].as_str()),
            (Some(pointer), Some(rule)),
            "{query}"
        );
    }
    // A free text may be blank.
    assert_eq!(house.get("/api/v1/views/customer.choices?query=", &cookie).status, 200);
}

#[test]
fn r67_what_is_too_large_or_known_is_answered_as_the_document_says() {
    let house = Served::open(None);
    let cookie = format!("Cookie: {}\r\n", session(house.port, "suzie@halden.example"));
    let document: JsonValue = house.get("/api/v1/openapi.json", "").json();

    let headers = format!("{cookie}Content-Type: application/json\r\n");
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(1_100_000));
    let answer = request(house.port, "POST", "/api/v1/actions/customer.enter", &headers, &large).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (413, Some("application/problem+json")));
    assert_eq!(answer.json()["facts"]["max"], 1_048_576);
    assert!(document["paths"]["/api/v1/actions/customer.enter"]["post"]["responses"]["413"].is_object());

    let path = "/api/v1/views/people.me";
    let first = house.get(path, &cookie);
    let tag = first.header("etag").expect("a tag").to_owned();
    let again = house.get(path, &format!("{cookie}If-None-Match: {tag}\r\n"));
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let of_view = &document["paths"][path]["get"];
    assert!(of_view["responses"]["304"]["headers"]["ETag"].is_object());
    assert!(of_view["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "If-None-Match"));

    let answer = request(house.port, "DELETE", path, &cookie, "").unwrap();
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")));
    assert!(of_view["responses"]["405"].is_object());
}

/// A token of a demo's person that may whatever they may.
fn token(house: &Served, who: &str) -> String {
    let cookie = format!("Cookie: {}\r\n", session(house.port, &format!("{who}@halden.example")));
    let me = house.get("/api/v1/views/people.me", &cookie).json();
    let wall = accord_kernel::wall_now() + jiff::SignedDuration::from_hours(2);
    let input =
        json!({ "label": "Examples", "permissions": me["permissions"], "expires_at": wall.to_string() });
    let headers = format!("{cookie}Content-Type: application/json\r\n");
    let path = "/api/v1/actions/token.make";
    let made = request(house.port, "POST", path, &headers, &input.to_string()).unwrap();
    made.json()["secret"].as_str().unwrap_or_else(|| panic!("{who}: {}", made.body)).to_owned()
}

/// Sends a call as the page shows it: an action by its body, a view by its query.
fn call(house: &Served, token: &str, operation: &str, input: &JsonValue, key: &str) -> Answer {
    let bearer = format!("Authorization: Bearer {token}\r\n");
    if accord::wiring::registry().find_action(operation).is_some() {
        let headers = format!("{bearer}Content-Type: application/json\r\nIdempotency-Key: {key}\r\n");
        let path = format!("/api/v1/actions/{operation}");
        return request(house.port, "POST", &path, &headers, &input.to_string()).unwrap();
    }
    let mut query = Vec::new();
    for (name, value) in input.as_object().unwrap() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        query.push(format!("{name}={}", accord_face::page::escape(&text)));
    }
    house.get(&format!("/api/v1/views/{operation}?{}", query.join("&")), &bearer)
}

/// Ids are minted anew in every house; all else is as it was.
fn without_ids(answer: &JsonValue) -> JsonValue {
    match answer {
        JsonValue::String(text) => {
            // A place in a list (`next`) holds one within.
            let part = |part| if uuid::Uuid::parse_str(part).is_ok() { "an id" } else { part };
            text.split([':', '.', '_']).map(part).collect::<Vec<_>>().join("|").into()
        }
        JsonValue::Array(list) => list.iter().map(without_ids).collect(),
        JsonValue::Object(map) => map.iter().map(|(name, one)| (name.clone(), without_ids(one))).collect(),
        other => other.clone(),
    }
}

/// Every example of the reference, tried in a demo as a program with a token. `ACCORD_UPDATE=1` writes the answers anew.
#[test]
fn r67_every_example_of_the_reference_answers_as_it_is_shown() {
    let registry = accord::wiring::registry();
    let mut book = ExampleBook::registered(&registry).unwrap();
    let schema = own_schema("examples");
    for database in [None, Some(schema.as_str())] {
        let house = Served::open(database);
        let (mut tokens, mut known) = (BTreeMap::new(), BTreeMap::new());
        for (at, one) in book.examples.iter_mut().enumerate() {
            let token = tokens.entry(one.who.clone()).or_insert_with(|| token(&house, &one.who));
            let answer =
                call(&house, token, &one.operation, &fill(&one.input, &known), &format!("example-{at}"));
            let seen = format!("{} on {database:?}: {}", one.operation, answer.body);
            assert_eq!(answer.status, one.status, "{seen}");
            known.extend(one.kept(&answer.json()));
            if std::env::var_os("ACCORD_UPDATE").is_some() {
                one.answer = answer.json();
            }
            assert_eq!(without_ids(&answer.json()), without_ids(&one.answer), "{seen}");
        }
    }
    if std::env::var_os("ACCORD_UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&book).unwrap() + "\n";
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples.json"), text).unwrap();
    }
    // Each room has one, and a refusal is among them.
    let answered = book.examples.iter().filter(|one| one.status == 200);
    let tried: BTreeSet<&str> = answered.map(|one| one.operation.as_str()).collect();
    let bare: Vec<&str> = registry
        .extensions::<ReferenceRoom>()
        .filter(|room| !room.operations.iter().any(|name| tried.contains(name)))
        .map(|room| room.word)
        .collect();
    assert_eq!(bare, Vec::<&str>::new(), "rooms without an example");
    assert!(book.examples.iter().any(|one| one.status >= 400));
}
