//! The served program as its clients meet it: processes of the demo, asked over HTTP.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod cluster;
pub mod installed;

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    ops::{Deref, DerefMut},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value as JsonValue;

/// How long a start may take on a busy machine.
pub const START: Duration = Duration::from_secs(120);

/// Whether the long forms are asked for (`./test --long`).
pub fn is_long() -> bool {
    std::env::var("ACCORD_TEST_LONG").is_ok_and(|long| long == "1")
}

/// What the program answered.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// A process that ends with whoever holds it, however they end.
pub struct Process(Child);

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// Starts the program and waits until it answers; `said` tells what it said if it ends before.
    pub fn serving(command: &mut Command, port: u16, said: impl Fn() -> String) -> Self {
        let mut process = Self::start(command);
        let begun = Instant::now();
        while request(port, "GET", "/healthz", "", "").map_or(true, |answer| answer.status != 200) {
            assert!(process.try_wait().unwrap().is_none(), "the program ended: {}", said());
            assert!(begun.elapsed() < START, "the program did not start");
            std::thread::yield_now();
        }
        process
    }
}

impl Deref for Process {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Process {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Sends one request on a connection of its own.
pub fn request(port: u16, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Answer> {
    Answer::read(request_bytes(port, method, path, headers, body)?)
}

/// As [`request`], for files: the head and the body as they came.
pub fn request_bytes(
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    request_within(Duration::from_secs(30), port, method, path, headers, body)
}

/// As [`request_bytes`], by somebody who waits only so long.
pub fn request_within(
    patience: Duration,
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(patience))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )?;
    let mut head = Vec::new();
    stream.read_to_end(&mut head)?;
    let end = head.windows(4).position(|four| four == b"\r\n\r\n");
    let body = end.map_or_else(Vec::new, |end| head.split_off(end + 4));
    Ok((head, body))
}

impl Answer {
    /// From the head and the body as they came.
    pub fn read((head, body): (Vec<u8>, Vec<u8>)) -> std::io::Result<Self> {
        let text = |bytes| String::from_utf8(bytes).map_err(std::io::Error::other);
        let (head, body) = (text(head)?, text(body)?);
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let answer = Self { status, head, body };
        let length = answer.header("content-length").and_then(|length| length.parse().ok());
        // Who is killed in the middle of an answer has given none.
        if status == 0 || length.is_some_and(|length: usize| length != answer.body.len()) {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(answer)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The body read as JSON.
    pub fn json(&self) -> JsonValue {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

/// Starts a demo without ordinary customers on this data and waits until it answers.
pub fn start(port: u16, data: &Path, database: Option<&str>) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.args(["demo", "--customers", "0", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.env("ACCORD_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
    Process::serving(&mut command, port, || "while starting".to_owned())
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Signs in as one of the demo's people and returns the session's cookie.
pub fn session(port: u16, email: &str) -> String {
    let body = format!("email={}", email.replace('@', "%40"));
    let answer =
        request(port, "POST", "/demo/enter", "Content-Type: application/x-www-form-urlencoded\r\n", &body)
            .unwrap();
    answer.header("set-cookie").expect("a session").split(';').next().unwrap().to_owned()
}

/// The throw-away PostgreSQL with a schema of this test's own.
pub fn own_schema(test: &str) -> String {
    let url = accord_testing::postgres_url();
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}schema={test}_{}", std::process::id())
}
