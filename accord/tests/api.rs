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

/// A form with a file, its fields before it.
fn form(fields: &[(&str, &str)], file: Option<(&str, &str)>) -> (&'static str, String) {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    if let Some((name, bytes)) = file {
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n"
        );
    }
    ("Content-Type: multipart/form-data; boundary=edge\r\n", body + "--edge--\r\n")
}

/// Bytes of all files below a folder.
fn weight(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |entry: std::fs::DirEntry| match entry.metadata().unwrap() {
        file if file.is_dir() => weight(&entry.path()),
        file => file.len(),
    };
    entries.map(|entry| of(entry.unwrap())).sum()
}

/// A customer that Suzie sees.
fn a_customer(house: &Served, token: &str) -> String {
    let list = call(house, token, "customer.list", &json!({ "limit": 1 }), "").json();
    list["rows"][0]["id"].as_str().expect("a customer").to_owned()
}

#[test]
fn r67_a_program_sends_a_file_and_fetches_it() {
    let house = Served::open(None);
    let token = token(&house, "suzie");
    let customer = a_customer(&house, &token);
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let send = |path: &str, head: &str, fields: &[(&str, &str)], bytes: &str| {
        let (kind, body) = form(fields, Some(("Bestellung 81.txt", bytes)));
        request(house.port, "POST", path, &format!("{head}{kind}"), &body).unwrap()
    };
    let of_customer = [("customer", customer.as_str())];
    let keyed = format!("{bearer}Idempotency-Key: bestellung-81-São\r\n");
    let sent = send("/api/v1/files", &keyed, &of_customer, "81 guide rollers");
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!(sent.json()["size"], 16);
    let again = send("/api/v1/files", &keyed, &of_customer, "81 guide rollers");
    assert_eq!((again.json(), again.header("idempotency-replayed")), (sent.json(), Some("true")));
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/files/{id}");
    let fetched = house.get(&path, &bearer);
    assert_eq!((fetched.status, fetched.body.as_str()), (200, "81 guide rollers"));
    assert_eq!(fetched.header("content-type"), Some("application/octet-stream"));
    assert!(fetched.header("content-disposition").unwrap().contains("Bestellung%2081.txt"));
    // The document describes both, and the pages take no token.
    let document: JsonValue = house.get("/api/v1/openapi.json", "").json();
    let sending = &document["paths"]["/api/v1/files"]["post"];
    let schema = &sending["requestBody"]["content"]["multipart/form-data"]["schema"];
    assert_eq!(schema["required"], json!(["customer", "file"]));
    assert!(schema["properties"]["file"].is_object() && schema["properties"]["sha256"].is_null());
    assert_eq!(sending["x-permission"], "customer.write");
    assert!(document["paths"]["/api/v1/files/{id}"]["get"]["responses"]["404"].is_object());
    assert_eq!(send("/upload", &bearer, &of_customer, "by a page").status, 303);
    let page = house.get(&format!("/files/{id}"), &bearer);
    assert_eq!((page.status, page.header("location").unwrap().starts_with("/login")), (303, true));
    // What cannot be is a problem that names the rule.
    let told = |answer: Answer| {
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.body);
        let problem = answer.json();
        let of = problem["errors"][0]["pointer"].as_str().or(problem["type"].as_str()).unwrap().to_owned();
        (answer.status, of)
    };
    let is = |status: u16, of: &str| (status, of.to_owned());
    let other = [("customer", customer.as_str()), ("sha256", "00")];
    assert_eq!(told(send("/api/v1/files", &bearer, &other, "x")), is(422, "/sha256"));
    let unknown = [("customer", "0190aaaa-0000-7000-8000-000000000000")];
    assert_eq!(told(send("/api/v1/files", &bearer, &unknown, "x")), is(404, "/problems/absent"));
    assert_eq!(told(send("/api/v1/files", "", &of_customer, "x")), is(401, "/problems/sign_in"));
    let large = "x".repeat(25 * 1_048_576 + 1);
    let refused = send("/api/v1/files", &bearer, &of_customer, &large);
    assert_eq!(told(refused), is(413, "/problems/file.too_large"));
    let (kind, body) = form(&of_customer, None);
    let head = format!("{bearer}{kind}");
    let none = request(house.port, "POST", "/api/v1/files", &head, &body).unwrap();
    assert_eq!(told(none), is(422, "/file"));
    let (_, body) = form(&of_customer, Some(("cut.txt", "cut sh")));
    let cut = body.strip_suffix("\r\n--edge--\r\n").unwrap();
    let broken = request(house.port, "POST", "/api/v1/files", &head, cut).unwrap();
    assert_eq!(told(broken), is(400, "/problems/body.multipart"));
    let json = format!("{bearer}Content-Type: application/json\r\n");
    let answer = request(house.port, "POST", "/api/v1/files", &json, "{}").unwrap();
    assert_eq!(told(answer), is(400, "/problems/body.multipart"));
    assert_eq!(told(house.get("/api/v1/files/81", &bearer)), is(404, "/problems/absent"));
    assert_eq!(told(house.get(&path, "")), is(401, "/problems/sign_in"));
}

#[test]
fn r67_whoever_may_not_send_a_file_leaves_nothing_behind() {
    let house = Served::open(None);
    let folder = house._folder.path().join("files");
    let before = weight(&folder);
    let contact = format!("Cookie: {}\r\n", session(house.port, "paul.keane@harbourmills.example"));
    let customer = a_customer(&house, &token(&house, "suzie"));
    for (n, (path, status)) in [
        ("/upload", [303, 404]),
        ("/upload/logo", [303, 404]),
        ("/upload/import", [303, 404]),
        ("/api/v1/files", [401, 404]),
    ]
    .into_iter()
    .enumerate()
    {
        let bytes = format!("{n}").repeat(3_000_000);
        let (kind, body) = form(&[("customer", customer.as_str())], Some(("flood.bin", &bytes)));
        for (head, status) in [(String::new(), status[0]), (contact.clone(), status[1])] {
            let answer = request(house.port, "POST", path, &format!("{head}{kind}"), &body).unwrap();
            assert_eq!(answer.status, status, "{path}: {}", answer.body);
        }
    }
    assert!(weight(&folder) < before + 1_000_000, "{before} and then {}", weight(&folder));
}

/// A version that cannot be read must not let a stale change through, nor a key that cannot be read a second effect.
#[test]
fn r67_a_head_that_changes_what_a_call_does_is_never_overlooked() {
    let house = Served::open(None);
    let bearer =
        format!("Authorization: bearer {}\r\nContent-Type: application/json\r\n", token(&house, "suzie"));
    let act = |action: &str, head: &str, input: &JsonValue| {
        let path = format!("/api/v1/actions/{action}");
        request(house.port, "POST", &path, &format!("{bearer}{head}"), &input.to_string()).unwrap()
    };
    let entered = |name: &str, head: &str| {
        act("customer.enter", head, &json!({ "name": name, "currency": "BRL", "separate": true }))
    };
    let rule =
        |answer: &Answer| (answer.status, answer.json()["type"].as_str().unwrap_or_default().to_owned());
    let is = |status: u16, rule: &str| (status, format!("/problems/{rule}"));
    // "bearer" in small letters signed it in.
    let first = entered("Tecelagem Ipê", "Idempotency-Key: ipê-1\r\n");
    assert_eq!(first.status, 200, "{}", first.body);
    let again = entered("Tecelagem Ipê", "Idempotency-Key: ipê-1\r\n");
    assert_eq!((again.header("idempotency-replayed"), again.json()), (Some("true"), first.json()));
    let twice = entered("Tecelagem Ipê", "Idempotency-Key: a\r\nIdempotency-Key: b\r\n");
    assert_eq!(rule(&twice), is(400, "header.form"));
    assert_eq!(rule(&entered("Fiação Acre", "If-Match: \"4\"\r\n")), is(400, "if_match.no_version"));
    let customer = first.json()["id"].clone();
    let touch = |head: &str, version: Option<i64>| {
        let mut input = json!({
            "customer": customer, "name": "Tecelagem Ipê do Sul", "currency": "BRL", "language": "pt-BR",
        });
        if let Some(version) = version {
            input["version"] = version.into();
        }
        act("customer.change", head, &input)
    };
    for head in ["If-Match: W/\"9\"\r\n", "If-Match: nine\r\n", "If-Match: *\r\n"] {
        assert_eq!(rule(&touch(head, None)), is(400, "header.form"), "{head}");
        assert_eq!(rule(&touch(head, Some(1))), is(400, "header.form"), "{head}");
    }
    assert_eq!(rule(&touch("If-Match: \"9\"\r\n", Some(1))), is(400, "if_match.differs"));
    assert_eq!(touch("If-Match: \"9\"\r\n", None).status, 412);
    assert_eq!(touch("If-Match: \"1\"\r\n", None).status, 200);
    let document: JsonValue = house.get("/api/v1/openapi.json", "").json();
    for (action, takes) in [("customer.change", true), ("customer.enter", false)] {
        let list = document["paths"][format!("/api/v1/actions/{action}")]["post"]["parameters"].clone();
        let found = list.as_array().unwrap().iter().any(|one| one["name"] == "If-Match");
        assert_eq!(found, takes, "{action}");
    }
}

/// A browser adds its cookie to what another site has it send, and never a token.
#[test]
fn r67_another_site_acts_by_nobodys_cookie() {
    let house = Served::open(None);
    let json = "Origin: https://elsewhere.example\r\nContent-Type: application/json\r\n";
    let cookie = format!("Cookie: {}\r\n", session(house.port, "suzie@halden.example"));
    let input = json!({ "name": "Moinho Verde", "currency": "BRL", "separate": true }).to_string();
    let path = "/api/v1/actions/customer.enter";
    let stopped = request(house.port, "POST", path, &format!("{cookie}{json}"), &input).unwrap();
    assert_eq!((stopped.status, stopped.header("content-type")), (403, Some("application/problem+json")));
    assert_eq!(stopped.json()["type"], "/problems/cross_site");
    let bearer = format!("Authorization: Bearer {}\r\n", token(&house, "suzie"));
    // Beside a token a cookie counts for nothing, here as everywhere.
    let made_up = format!("Authorization: Bearer made-up\r\n{cookie}{json}");
    assert_eq!(request(house.port, "POST", path, &made_up, &input).unwrap().status, 401);
    let done = request(house.port, "POST", path, &format!("{bearer}{json}"), &input).unwrap();
    assert_eq!(done.status, 200, "{}", done.body);
    let form = "Origin: https://elsewhere.example\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let body = "name=Moinho+Azul&currency=BRL&separate=true";
    let page =
        request(house.port, "POST", "/do/customer.enter", &format!("{bearer}{cookie}{form}"), body).unwrap();
    assert_eq!(page.status, 403);
    assert!(page.body.contains("another site") && page.header("content-security-policy").is_some());
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
