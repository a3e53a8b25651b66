//! Traces reach a collector, go on the trace that a request came with, and hold no secret. For a program built with the
//! feature `otel` (R67).
#![cfg(feature = "otel")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Sender, channel},
    time::{Duration, Instant},
};

use served::{
    START, free_port,
    installed::{PASSWORD, init, serve, sign_in},
    request,
};

/// As a proxy sends it (W3C Trace Context): the trace, the span that asks, and that it is recorded.
const TRACE: [u8; 16] =
    [0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36];
const PARENT: &str = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";

/// Takes what is exported and passes its bytes on.
fn collect(stream: TcpStream, taken: &Sender<(String, Vec<u8>)>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let (mut first, mut length) = (String::new(), 0);
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        drop(taken.send((first, body)));
        out.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n",
        )?;
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|some| some == part)
}

#[test]
fn r67_traces_reach_the_collector_by_request_view_and_action_and_hold_no_secret() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let collector = format!("http://{}", listener.local_addr().unwrap());
    let (taken, exported) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let taken = taken.clone();
            std::thread::spawn(move || stream.and_then(|stream| collect(stream, &taken)));
        }
    });
    let folder = tempfile::tempdir().unwrap();
    init(folder.path(), None);
    let port = free_port();
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()), ("OTEL_BSP_SCHEDULE_DELAY", "100")];
    let mut child = serve(folder.path(), port, None, &[], &variables);
    let signed = sign_in(port, PASSWORD);
    let cookie = signed.header("set-cookie").expect("a session").split(';').next().unwrap().to_owned();
    let headers = format!("Cookie: {cookie}\r\nContent-Type: application/json\r\n{PARENT}");
    let input = r#"{ "name": "Moinho canary-1", "currency": "BRL", "separate": true }"#;
    let entered = request(port, "POST", "/api/v1/actions/customer.enter", &headers, input).unwrap();
    assert_eq!(entered.status, 200, "{}", entered.body);
    let refused = request(port, "POST", "/api/v1/actions/customer.enter", &headers, "{}").unwrap();
    assert_eq!(refused.status, 422, "{}", refused.body);
    request(port, "GET", "/api/v1/views/customer.list?query=canary-2", &headers, "").unwrap();
    request(port, "GET", "/welcome/canary-3", "", "").unwrap();
    let wanted: [&[u8]; 7] = [
        b"POST /api/v1/actions/{name}",
        b"customer.enter",
        b"customer.list",
        b"GET /welcome/{secret}",
        b"service.name",
        b"accord",
        &TRACE,
    ];
    let (begun, mut all) = (Instant::now(), Vec::new());
    while !wanted.iter().all(|part| holds(&all, part)) {
        let left = START.checked_sub(begun.elapsed()).expect("the traces come");
        let (line, body) =
            exported.recv_timeout(left.max(Duration::from_millis(1))).expect("the traces come");
        assert!(line.starts_with("POST /v1/traces "), "{line}");
        all.extend(body);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!holds(&all, b"canary"), "nothing that somebody wrote is in a trace");
    assert!(!holds(&all, cookie.split_once('=').unwrap().1.as_bytes()));
    let log = served::installed::log_of(folder.path());
    assert!(!log.contains("otel.name"), "spans are no part of the log:\n{log}");
}
