//! Two served programs on one PostgreSQL: what one of them is told holds on the other with its next request (R3, R64).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use serde_json::{Value as JsonValue, json};
use served::{Answer, Process, free_port, own_schema, request, session, start};

/// One of several served on the same data.
struct Node {
    port: u16,
    _process: Process,
}

impl Node {
    fn get(&self, cookie: &str, path: &str) -> Answer {
        request(self.port, "GET", path, &format!("Cookie: {cookie}\r\n"), "").unwrap()
    }

    fn act(&self, cookie: &str, action: &str, input: &JsonValue) -> Answer {
        let headers = format!("Cookie: {cookie}\r\nContent-Type: application/json\r\n");
        request(self.port, "POST", &format!("/api/v1/actions/{action}"), &headers, &input.to_string())
            .unwrap()
    }
}

impl Node {
    fn role(&self, cookie: &str, name: &str) -> JsonValue {
        let roles = self.get(cookie, "/api/v1/views/people.roles").json();
        let role = roles.as_array().unwrap().iter().find(|role| role["name"] == name).expect("a seeded role");
        role["role"].clone()
    }
}

fn nodes(count: usize, folder: &std::path::Path, database: Option<&str>) -> Vec<Node> {
    let one = |_| {
        let port = free_port();
        Node { port, _process: start(port, folder, database) }
    };
    (0..count).map(one).collect()
}

const WHO: &str = "/api/v1/views/people.me";

/// Whose session ends, and by which action: whoever is disabled, and whoever's role changes.
const ENDS: [(&str, &str); 2] =
    [("paula@halden.example", "people.disable"), ("carla@halden.example", "people.assign_role")];

fn a_session_dies_at_once(nodes: &[Node]) {
    let first = &nodes[0];
    let last = &nodes[nodes.len() - 1];
    let admin = session(first.port, "ada@halden.example");
    for (email, action) in ENDS {
        // Every node has seen the session before, so that one may have kept it in memory.
        let theirs = session(last.port, email);
        for node in nodes {
            assert_eq!(node.get(&theirs, WHO).status, 200);
        }
        let person = first.get(&theirs, WHO).json()["facts"]["shown"]["person"].as_str().unwrap().to_owned();
        let mut input = json!({ "person": person });
        if action == "people.assign_role" {
            input["role"] = first.role(&admin, "trainer");
        }
        let done = first.act(&admin, action, &input);
        assert_eq!(done.status, 200, "{}", done.body);
        for node in nodes {
            assert_eq!(node.get(&theirs, WHO).status, 401, "{action}: the very next request is refused");
        }
    }
}

#[test]
fn r64_a_session_is_dead_on_the_next_request_of_both_nodes() {
    let folder = tempfile::tempdir().unwrap();
    let database = own_schema("nodes");
    a_session_dies_at_once(&nodes(2, folder.path(), Some(&database)));
}

#[test]
fn r64_a_session_is_dead_on_the_next_request_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    a_session_dies_at_once(&nodes(1, folder.path(), None));
}
