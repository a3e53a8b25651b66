//! What the program does when what it stands on gives way: a full disk, a database that cannot be written, a PostgreSQL
//! that is gone, answers that never arrive (R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use accord::{
    demo::{self, Beginning},
    door::{CustomerFiles, PeopleDoor},
};
use accord_kernel::Kernel;
use accord_room_customer::Files;
use accord_server::{App, router};
use accord_store::{Options, params};
use axum::{Router, body::Body, http::Request};
use serde_json::{Value, json};
use served::{Answer, Process, cluster::Cluster, free_port, is_long, own_schema, request, session, start};
use tower::ServiceExt;

/// The demo's house on SQLite, its pages and its API, without a socket.
struct House {
    kernel: Arc<Kernel>,
    routes: Router,
    cookie: String,
    runtime: tokio::runtime::Runtime,
    #[expect(dead_code, reason = "removed when dropped")]
    folder: tempfile::TempDir,
}

struct Got {
    status: u16,
    kind: String,
    body: String,
    retry: Option<String>,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

impl House {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::Sqlite { path: folder.path().join("accord.sqlite") };
        let kernel = demo::open(&options, folder.path(), 0, Beginning::Meeting).unwrap();
        let people = demo::people();
        let door = PeopleDoor::new(people.iter().map(|person| person.email.clone()).collect());
        let files = CustomerFiles { files: Files::folder(folder.path().join("files")) };
        let app = App::new(Arc::clone(&kernel), Box::new(door), Box::new(files), people, false);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let mut house = Self { kernel, routes: router(&app), cookie: String::new(), runtime, folder };
        let form = "application/x-www-form-urlencoded";
        let signed = house.send("POST", "/demo/enter", form, "email=suzie%40halden.example").1;
        house.cookie = signed.expect("a session");
        house
    }

    fn send(&self, method: &str, path: &str, kind: &str, body: &str) -> (Got, Option<String>) {
        let request = Request::builder().method(method).uri(path).header("content-type", kind);
        let request = request.header("cookie", &self.cookie).body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let answer = self.routes.clone().oneshot(request).await.unwrap();
            let header = |name: &str| {
                answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
            };
            let cookie = header("set-cookie").and_then(|value| value.split(';').next().map(str::to_owned));
            let (kind, retry) = (header("content-type").unwrap_or_default(), header("retry-after"));
            let status = answer.status().as_u16();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (Got { status, kind, body: String::from_utf8_lossy(&bytes).into_owned(), retry }, cookie)
        })
    }

    fn get(&self, path: &str) -> Got {
        self.send("GET", path, "text/plain", "").0
    }

    fn make(&self, customer: &str, words: &str) -> Got {
        let input = json!({
            "customer": customer, "kind": "document", "wording": words, "due_on": "2026-05-29", "told": "call",
            "confirm": true,
        });
        self.send("POST", "/api/v1/actions/promise.make", "application/json", &input.to_string()).0
    }

    fn customer(&self) -> String {
        self.get("/api/v1/views/customer.list?query=Harbour").json()["rows"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A setting of the connection that writes.
    fn pragma(&self, sql: &'static str) -> i64 {
        let row = self.kernel.db.write(move |tx| tx.query_one(sql, params![])).unwrap();
        row.map_or(0, |row| row.get(0).unwrap_or(0))
    }

    fn promises(&self) -> i64 {
        let row = self.kernel.db.read(|tx| tx.query_one("SELECT COUNT(*) FROM promise", params![]));
        row.unwrap().unwrap().get(0).unwrap()
    }

    fn verified(&self) {
        accord_testing::verified(&self.kernel);
    }
}

/// SQLite's own limit of pages answers as a full disk does.
#[test]
fn r67_on_a_full_disk_reads_go_on_writes_are_refused_at_once_and_it_recovers_by_itself() {
    let house = House::open();
    let customer = house.customer();
    let pages = house.pragma("PRAGMA page_count");
    house.pragma(String::leak(format!("PRAGMA max_page_count = {pages}")));
    // What still fits into the last pages is written and acknowledged; from the first refusal on none is.
    let mut wording = String::from("w");
    let refused = loop {
        wording.push_str("ord ".repeat(100).as_str());
        let before = house.promises();
        let begun = Instant::now();
        let got = house.make(&customer, &wording[..wording.len().min(900)]);
        if got.status != 200 {
            assert!(
                begun.elapsed() < Duration::from_secs(1),
                "refused within a second: {:?}",
                begun.elapsed()
            );
            assert_eq!(house.promises(), before, "nothing of it stays");
            break got;
        }
        assert!(house.promises() < 5_000, "the disk never became full");
    };
    assert_eq!(
        (refused.status, refused.kind.as_str()),
        (507, "application/problem+json"),
        "{}",
        refused.body
    );
    assert_eq!(refused.json()["type"], "/problems/disk.full");
    assert_eq!(house.get(&format!("/customers/{customer}")).status, 200, "pages are shown");
    assert_eq!(house.get("/api/v1/views/customer.list?query=Harbour").status, 200, "questions are answered");
    let ready = house.get("/readyz");
    assert_eq!((ready.status, ready.json()["state"].as_str()), (503, Some("degraded")), "{}", ready.body);
    assert_eq!(ready.json()["parts"]["writing"], "the disk is full");
    house.pragma("PRAGMA max_page_count = 1073741823");
    assert_eq!(house.make(&customer, "There is room again.").status, 200, "without a restart");
    house.verified();
}

#[test]
fn r67_a_database_that_cannot_be_written_never_says_that_it_was() {
    let house = House::open();
    let customer = house.customer();
    let before = house.promises();
    house.pragma("PRAGMA query_only = 1");
    for n in 0..5 {
        let got = house.make(&customer, &format!("Paper {n}"));
        assert_eq!(got.status, 503, "{}", got.body);
        assert_eq!(got.retry.as_deref(), Some("5"));
    }
    assert_eq!(house.promises(), before);
    assert_eq!(house.get(&format!("/customers/{customer}")).status, 200);
    let ready = house.get("/readyz").json();
    assert_eq!(
        (ready["state"].as_str(), ready["parts"]["writing"].as_str()),
        (Some("degraded"), Some("refused"))
    );
    house.verified();
}

/// A served demo, ended with the test.
struct Served {
    port: u16,
    _child: Process,
    cookie: String,
    customer: String,
}

impl Served {
    fn start(folder: &Path, database: Option<&str>) -> Self {
        let port = free_port();
        let child = start(port, folder, database);
        let cookie = session(port, "suzie@halden.example");
        let mut served = Self { port, _child: child, cookie, customer: String::new() };
        let list = served.get("/api/v1/views/customer.list?query=Harbour").unwrap();
        served.customer = list.json()["rows"][0]["id"].as_str().unwrap().to_owned();
        served
    }

    fn get(&self, path: &str) -> std::io::Result<Answer> {
        request(self.port, "GET", path, &format!("Cookie: {}\r\n", self.cookie), "")
    }

    fn headers(&self, key: &str) -> String {
        format!("Cookie: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {key}\r\n", self.cookie)
    }

    fn input(&self, wording: &str) -> String {
        json!({
            "customer": self.customer, "kind": "document", "wording": wording, "due_on": "2026-04-02",
            "told": "call", "confirm": true,
        })
        .to_string()
    }

    fn make(&self, key: &str, wording: &str) -> std::io::Result<Answer> {
        request(self.port, "POST", "/api/v1/actions/promise.make", &self.headers(key), &self.input(wording))
    }

    /// Sends the same and goes away before the answer, or in the middle of it.
    fn make_and_leave(&self, key: &str, wording: &str, read: usize) {
        let (headers, body) = (self.headers(key), self.input(wording));
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = "POST /api/v1/actions/promise.make HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        write!(stream, "{head}{headers}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut some = vec![0; read];
        // Whether so much came is of no interest to somebody who has gone.
        drop(stream.read(&mut some));
    }
}

fn one_effect_one_answer(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), database);
    let times = if is_long() { 1_000 } else { 120 };
    const WORDING: &str = "The drawing of the pit, once and not twice.";
    std::thread::scope(|scope| {
        for client in 0..6 {
            let served = &served;
            scope.spawn(move || {
                for n in 0..times / 6 {
                    served.make_and_leave("the-same", WORDING, [0, 0, 1, 40][(n + client) % 4]);
                }
            });
        }
    });
    let first = served.make("the-same", WORDING).unwrap();
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(first.header("idempotency-replayed"), Some("true"));
    let again = served.make("the-same", WORDING).unwrap();
    assert_eq!(again.body, first.body, "one answer");
    let other = served.make("the-same", "Something else under the same key.").unwrap();
    assert_eq!(other.status, 422, "{}", other.body);
    drop(served);
    let options = database.map_or_else(
        || Options::Sqlite { path: folder.path().join("accord.sqlite") },
        |address| Options::parse(address).unwrap(),
    );
    let db = accord_store::Db::open(&options).unwrap();
    let row = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM promise WHERE wording = ?1", params![WORDING]));
    assert_eq!(row.unwrap().unwrap().get::<i64>(0).unwrap(), 1, "one effect");
}

#[test]
fn r67_the_same_request_with_answers_cut_off_has_one_effect_and_one_answer_on_sqlite() {
    one_effect_one_answer(None);
}

#[test]
fn r67_the_same_request_with_answers_cut_off_has_one_effect_and_one_answer_on_postgresql() {
    one_effect_one_answer(Some(&own_schema("retries")));
}

#[test]
fn r67_while_postgresql_is_gone_it_says_not_now_and_recovers_by_itself() {
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), Some(&cluster.url));
    let mut acknowledged = Vec::new();
    for round in 0..if is_long() { 20 } else { 2 } {
        for n in 0..10 {
            let key = format!("{round}-{n}");
            assert_eq!(served.make(&key, &format!("Before {key}")).unwrap().status, 200);
            acknowledged.push(key);
        }
        cluster.does("halt");
        for _ in 0..4 {
            let begun = Instant::now();
            let refused = served.make(&format!("gone-{round}"), "While it was gone").unwrap();
            assert_eq!(refused.status, 503, "{}", refused.body);
            assert_eq!(refused.header("retry-after"), Some("5"));
            assert!(
                !refused.body.contains("postgres") && !refused.body.contains("socket"),
                "{}",
                refused.body
            );
            assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
        }
        assert_eq!(served.get("/api/v1/views/customer.list").unwrap().status, 503);
        let begun = Instant::now();
        let ready = loop {
            let ready = served.get("/readyz").unwrap();
            if ready.status == 503 || begun.elapsed() > Duration::from_secs(5) {
                break ready.json();
            }
            std::thread::yield_now();
        };
        assert_eq!(
            (ready["state"].as_str(), ready["parts"]["database"].as_str()),
            (Some("not ready"), Some("does not answer"))
        );
        assert_eq!(served.get("/healthz").unwrap().status, 200);
        cluster.does("resume");
        let begun = Instant::now();
        while served
            .make(&format!("after-{round}"), "After it came back")
            .map_or(true, |answer| answer.status != 200)
        {
            assert!(begun.elapsed() < Duration::from_secs(10), "it does not recover");
            std::thread::yield_now();
        }
    }
    for key in acknowledged {
        let again = served.make(&key, &format!("Before {key}")).unwrap();
        assert_eq!(
            again.header("idempotency-replayed"),
            Some("true"),
            "{key} was acknowledged: {}",
            again.body
        );
    }
}

/// A disk of some megabytes, where this machine lets us have one (the long form, as root).
#[cfg(target_os = "linux")]
#[test]
fn r67_a_small_disk_that_fills_up_keeps_answering_and_recovers() {
    if !is_long() {
        return;
    }
    struct Disk(tempfile::TempDir);
    impl Drop for Disk {
        fn drop(&mut self) {
            drop(Command::new("umount").arg(self.0.path()).status());
        }
    }
    let disk = Disk(tempfile::tempdir().unwrap());
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"]).arg(disk.0.path()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        return;
    }
    let served = Served::start(disk.0.path(), None);
    let ballast = disk.0.path().join("ballast");
    let mut fill = std::fs::File::create(&ballast).unwrap();
    while fill.write(&[7; 65_536]).is_ok_and(|written| written > 0) {}
    let mut n = 0;
    let refused = loop {
        n += 1;
        let begun = Instant::now();
        let answer = served.make(&format!("full-{n}"), &"much to say ".repeat(60)).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
        if answer.status != 200 {
            break answer;
        }
        assert!(n < 5_000, "the disk never became full");
    };
    assert_eq!(refused.status, 507, "{}", refused.body);
    assert_eq!(served.get(&format!("/customers/{}", served.customer)).unwrap().status, 200);
    drop(fill);
    std::fs::remove_file(&ballast).unwrap();
    let begun = Instant::now();
    while served.make("room", "There is room again.").unwrap().status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(5), "it does not recover");
    }
}
