//! The program as people run it: served as a process of its own, asked over the wire. Its start, its memory, and
//! customer pages at a fixed rate.

use std::{
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Mutex,
};

use super::{
    Bench,
    fill::Stage,
    meter::{cpu_seconds, micros, percentile},
};

/// How long a start may take before we give up.
const START_MAX: Duration = Duration::from_secs(60);
/// Starts, of which the one in the middle is told.
const STARTS: usize = 5;
/// Connections of the clients at a fixed rate.
const CONNECTIONS: usize = 32;

/// What was seen of the served program.
pub(super) struct Served {
    /// From the command to the first answered page.
    pub(super) start_seconds: f64,
    /// Resident after the pages were served.
    pub(super) resident_mib: u64,
    /// Of that, what the program itself holds, without the database file's pages that the system lends it.
    pub(super) own_mib: u64,
    /// Median and p99 of customer pages at a fixed rate, from when each was due.
    pub(super) median_us: u64,
    /// 99 of 100 were faster.
    pub(super) p99_us: u64,
    /// Processor time of the served process for one page, the wire included.
    pub(super) cpu_us: f64,
}

/// A served program that ends with its owner.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Serves the benchmark's data in a process of its own and looks at it.
///
/// # Errors
/// When the program does not start or answers otherwise than it should.
pub(super) async fn look(
    command: &Bench,
    stage: &Stage,
    session: &str,
    per_second: u32,
    length: Duration,
) -> anyhow::Result<Served> {
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(start(command).await?.1);
    }
    let (server, last) = start(command).await?;
    starts.push(last);
    starts.sort_by(f64::total_cmp);
    let process = server.child.id().to_string();
    let before = cpu_seconds(&process).unwrap_or(0.0);
    let times = at_a_rate(server.address, stage, session, per_second, length).await?;
    let cpu = cpu_seconds(&process).unwrap_or(0.0) - before;
    Ok(Served {
        start_seconds: starts.get(starts.len() / 2).copied().unwrap_or(0.0),
        resident_mib: kib(&process, "VmRSS:") / 1_024,
        own_mib: kib(&process, "RssAnon:") / 1_024,
        median_us: percentile(&times, 50),
        p99_us: percentile(&times, 99),
        cpu_us: cpu * 1e6 / f64::from(u32::try_from(times.len()).unwrap_or(1).max(1)),
    })
}

/// A line of the process's status, in KiB (proc(5)); 0 where there is none.
fn kib(process: &str, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

/// Starts the program and waits for its first page.
async fn start(command: &Bench) -> anyhow::Result<(Server, f64)> {
    let address = free_address()?;
    let mut serve = Command::new(std::env::current_exe().context("where this program stands")?);
    serve.args(["serve", "--listen", &address.to_string(), "--data"]).arg(&command.data);
    if let Some(database) = &command.database {
        serve.env("ACCORD_DATABASE", database);
    }
    serve.env("ACCORD_LOG", "error").stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let mut server = Server { child: serve.spawn()?, address };
    loop {
        if let Ok(mut connection) = TcpStream::connect(address).await
            && let Ok((200, _)) = get(&mut connection, "/login", "").await
        {
            return Ok((server, begun.elapsed().as_secs_f64()));
        }
        if let Some(status) = server.child.try_wait()? {
            bail!("the served program ended while starting: {status}");
        }
        if begun.elapsed() > START_MAX {
            bail!("the served program did not start");
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Customer pages at a fixed rate, whether or not earlier ones have been answered; times count from when each was due.
async fn at_a_rate(
    address: SocketAddr,
    stage: &Stage,
    session: &str,
    per_second: u32,
    length: Duration,
) -> anyhow::Result<Vec<u64>> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Arc::new(Mutex::new(TcpStream::connect(address).await?)));
    }
    let gap = Duration::from_secs(1) / per_second.max(1);
    let rounds = u32::try_from(length.as_millis() / gap.as_millis().max(1)).unwrap_or(1);
    let cookie: Arc<str> = format!("cookie: accord={session}\r\n").into();
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for (n, connection) in (0..rounds).zip(connections.iter().cycle()) {
        let due = begun + gap * n;
        tokio::time::sleep_until(due.into()).await;
        let path = format!("/customers/{}", stage.place(n).0);
        let (connection, cookie) = (Arc::clone(connection), Arc::clone(&cookie));
        tasks.push(tokio::spawn(async move {
            let (status, body) = get(&mut *connection.lock().await, &path, &cookie).await?;
            if status != 200 || body < 1_000 {
                bail!("{path} answered {status}");
            }
            Ok(micros(due.elapsed()))
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await??);
    }
    times.sort_unstable();
    Ok(times)
}

/// A GET over a connection that stays open: status and length of the body.
async fn get(connection: &mut TcpStream, path: &str, headers: &str) -> anyhow::Result<(u16, usize)> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(65_536);
    let (head, body_from) = loop {
        if connection.read_buf(&mut answer).await? == 0 {
            bail!("the connection was closed");
        }
        if let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).to_ascii_lowercase();
            break (head, end + 4);
        }
    };
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .ok_or_else(|| anyhow!("an answer without a length"))?;
    while answer.len() < body_from + length {
        if connection.read_buf(&mut answer).await? == 0 {
            bail!("the connection was closed");
        }
    }
    Ok((status, length))
}
