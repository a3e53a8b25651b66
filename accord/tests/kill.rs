//! The served program killed at random moments under load: whatever was acknowledged is there afterwards, exactly once,
//! nothing is half written, and the log verifies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use accord_kernel::{Clock, IdSource};
use accord_store::Options;
use serde_json::json;
use served::{Answer, START, free_port, is_long, own_schema, request, session, start};

/// Clients writing at once.
const CLIENTS: u64 = 8;

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
    let rounds = if is_long() { 100 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = start(port, folder.path(), database);
    let cookie = session(port, "suzie@halden.example");
    let list = request(
        port,
        "GET",
        "/api/v1/views/customer.list?query=Harbour",
        &format!("Cookie: {cookie}\r\n"),
        "",
    )
    .unwrap();
    let customer = list.json()["rows"][0]["id"].as_str().expect("Harbour Mills is there").to_owned();
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
            again.header("idempotency-replayed") == Some("true"),
            "write {n} was acknowledged and had no effect before"
        );
    }
    child.kill().unwrap();
    child.wait().unwrap();
    verified(folder.path(), database);
}

fn verified(folder: &Path, database: Option<&str>) {
    let options = match database {
        Some(address) => Options::parse(address).unwrap(),
        None => Options::Sqlite { path: folder.join("accord.sqlite") },
    };
    let kernel = accord::command::kernel(&options, folder, Clock::Movable, IdSource::System).unwrap();
    assert!(accord_testing::verified(&kernel).events > 10);
}

#[test]
fn acknowledged_writes_survive_a_kill_on_sqlite() {
    killed_at_random_moments(None);
}

#[test]
fn acknowledged_writes_survive_a_kill_on_postgresql() {
    killed_at_random_moments(Some(&own_schema("kill")));
}
