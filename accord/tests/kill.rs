//! The served program killed at random moments under load: whatever was acknowledged is there afterwards, exactly once,
//! nothing is half written, and the log verifies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use accord_kernel::{Clock, IdSource};
use accord_store::{Options, verify};
use serde_json::{Value as JsonValue, json};

/// Clients writing at once.
const CLIENTS: u64 = 8;
/// How long a start may take on a busy machine.
const START: Duration = Duration::from_secs(120);

struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn request(port: u16, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
}

fn start(port: u16, data: &Path, database: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.args(["demo", "--customers", "0", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    let mut child =
        command.env("ACCORD_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while request(port, "GET", "/healthz", "", "").map_or(true, |answer| answer.status != 200) {
        assert!(child.try_wait().unwrap().is_none(), "the program ended while starting");
        assert!(begun.elapsed() < START, "the program did not start");
        std::thread::yield_now();
    }
    child
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// What one write sends; the same key again must find the same effect.
fn write_once(port: u16, cookie: &str, customer: &str, n: u64) -> std::io::Result<Answer> {
    let input = json!({
        "customer": customer, "kind": "document", "wording": format!("Paper number {n}."), "due_on": "2026-03-20",
        "told": "call", "confirm": true,
    });
    let headers =
        format!("Cookie: {cookie}\r\nContent-Type: application/json\r\nIdempotency-Key: kill-{n}\r\n");
    request(port, "POST", "/api/v1/actions/promise.make", &headers, &input.to_string())
}

fn killed_at_random_moments(database: Option<&str>) {
    let rounds = if std::env::var("ACCORD_TEST_LONG").is_ok_and(|long| long == "1") { 100 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = start(port, folder.path(), database);
    let cookie = session(port);
    let list = request(
        port,
        "GET",
        "/api/v1/views/customer.list?query=Harbour",
        &format!("Cookie: {cookie}\r\n"),
        "",
    )
    .unwrap();
    let list: JsonValue =
        serde_json::from_str(&list.body).unwrap_or_else(|_| panic!("no list: {}", list.body));
    let customer = list["rows"][0]["id"].as_str().expect("Harbour Mills is there").to_owned();
    let (acknowledged, next) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicU64::new(0)));
    for round in 0..rounds {
        let stop = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (stop, acknowledged, next) =
                    (Arc::clone(&stop), Arc::clone(&acknowledged), Arc::clone(&next));
                let (cookie, customer) = (cookie.clone(), customer.clone());
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        // A broken connection means: perhaps. Only an answer is an acknowledgement.
                        if let Ok(answer) = write_once(port, &cookie, &customer, n)
                            && answer.status == 200
                        {
                            acknowledged.lock().unwrap().push(n);
                        }
                    }
                })
            })
            .collect();
        // The moment is when so many more are acknowledged, different each round: no clock, no luck needed.
        let wanted = acknowledged.lock().unwrap().len() + 5 + (round * 7) % 23;
        let begun = Instant::now();
        while acknowledged.lock().unwrap().len() < wanted {
            assert!(begun.elapsed() < START, "writes are not acknowledged");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().unwrap();
        }
        child = start(port, folder.path(), database);
    }
    let done = acknowledged.lock().unwrap().clone();
    for n in &done {
        let again = write_once(port, &cookie, &customer, *n).unwrap();
        assert_eq!(again.status, 200, "write {n} was acknowledged and is gone: {}", again.body);
        assert!(
            again.head.contains("idempotency-replayed: true"),
            "write {n} was acknowledged and had no effect before"
        );
    }
    child.kill().unwrap();
    child.wait().unwrap();
    verified(folder.path(), database);
}

fn session(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let body = "email=suzie%40halden.example";
    write!(
        stream,
        "POST /demo/enter HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let line = text
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("set-cookie:"))
        .expect("a session")
        .to_owned();
    line.split_once(':').unwrap().1.trim().split(';').next().unwrap().to_owned()
}

fn verified(folder: &Path, database: Option<&str>) {
    let options = match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.join("accord.sqlite") },
    };
    let kernel = accord::command::kernel(&options, folder, Clock::Movable, IdSource::System).unwrap();
    let tables = kernel.registry.recorded().to_vec();
    let report = kernel.db.read(|tx| verify::verify(tx, &tables, None)).unwrap();
    assert_eq!(report.difference, None);
    assert!(report.events > 10);
}

#[test]
fn acknowledged_writes_survive_a_kill_on_sqlite() {
    killed_at_random_moments(None);
}

#[test]
fn acknowledged_writes_survive_a_kill_on_postgresql() {
    let url = accord_testing::postgres_url();
    let name = format!("kill_{}", std::process::id());
    let joined =
        if url.contains('?') { format!("{url}&schema={name}") } else { format!("{url}?schema={name}") };
    killed_at_random_moments(Some(&joined));
}
