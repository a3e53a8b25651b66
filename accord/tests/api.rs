//! The API as a program outside meets it: what it takes, and in which form it answers. Every answer of every operation is
//! held against the document by `tests/contract`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{path::Path, process::Child};

use serde_json::Value as JsonValue;
use served::{Answer, free_port, request, session, start};

struct Served {
    port: u16,
    child: Child,
    _folder: tempfile::TempDir,
}

impl Served {
    fn open(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let data: &Path = folder.path();
        Self { port, child: start(port, data, database), _folder: folder }
    }

    fn get(&self, path: &str, headers: &str) -> Answer {
        request(self.port, "GET", path, headers, "").unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
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
