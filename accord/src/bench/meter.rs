//! Measuring: CPU of the process, median and p99, closed and open loop.

use std::{
    fmt::Write as _,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use super::Ready;

pub(super) type Round = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// One line of the table.
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) budget_us: u64,
    pub(super) run: fn(Arc<Ready>, u32) -> Round,
}

/// What was measured.
pub(super) struct Measured {
    name: &'static str,
    budget_us: u64,
    clients: u32,
    cpu_us: f64,
    median_us: u64,
    p99_us: u64,
    per_second: f64,
}

/// CPU seconds of this process so far, user and system (proc(5), clock ticks of a hundredth).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> =
        after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    fields.iter().sum::<f64>() / 100.0
}

fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0)
}

fn micros(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
}

/// Rounds of a line by some clients, each beginning the next when the last has ended.
pub(super) async fn measure(
    ready: &Arc<Ready>,
    line: &Line,
    clients: u32,
    rounds: u32,
) -> anyhow::Result<Measured> {
    for n in 0..50 {
        (line.run)(Arc::clone(ready), n).await?;
    }
    let next = Arc::new(AtomicU32::new(0));
    let (cpu, begun) = (cpu_seconds(), Instant::now());
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (ready, next, run) = (Arc::clone(ready), Arc::clone(&next), line.run);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= rounds {
                    return anyhow::Ok(times);
                }
                let begun = Instant::now();
                run(Arc::clone(&ready), n + 50).await?;
                times.push(micros(begun.elapsed()));
            }
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let (cpu, elapsed) = (cpu_seconds() - cpu, begun.elapsed());
    times.sort_unstable();
    Ok(Measured {
        name: line.name,
        budget_us: line.budget_us,
        clients,
        cpu_us: cpu * 1e6 / f64::from(rounds),
        median_us: percentile(&times, 50),
        p99_us: percentile(&times, 99),
        per_second: f64::from(rounds) / elapsed.as_secs_f64(),
    })
}

/// Customer pages at a fixed rate, whether or not earlier ones have been answered; times count from when each was due.
pub(super) async fn open_loop(
    ready: &Arc<Ready>,
    per_second: u32,
    length: Duration,
) -> anyhow::Result<(u64, u64)> {
    let gap = Duration::from_secs(1) / per_second;
    let begun = Instant::now();
    let rounds = per_second * u32::try_from(length.as_secs()).unwrap_or(10);
    let mut tasks = Vec::new();
    for n in 0..rounds {
        let due = begun + gap * n;
        tokio::time::sleep_until(due.into()).await;
        let path = format!("/customers/{}", ready.stage.customer(n));
        let ready = Arc::clone(ready);
        tasks.push(tokio::spawn(async move {
            super::page(ready, path).await?;
            anyhow::Ok(micros(due.elapsed()))
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await??);
    }
    times.sort_unstable();
    Ok((percentile(&times, 50), percentile(&times, 99)))
}

/// The table.
pub(super) struct Table {
    head: String,
    rows: Vec<Measured>,
    more: Vec<String>,
}

impl Table {
    pub(super) fn new(database: &str, customers: u32, events: i64) -> Self {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()))
            .unwrap_or("unknown processor");
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let head = format!(
            "accord {} on {database}, {customers} customers, {events} events; {cores} cores of {model}\n",
            env!("CARGO_PKG_VERSION")
        );
        Self { head, rows: Vec::new(), more: Vec::new() }
    }
    pub(super) fn add(&mut self, row: Measured) {
        self.rows.push(row);
    }
    pub(super) fn open_loop(&mut self, (median, p99): (u64, u64)) {
        self.more.push(format!("customer page, 500 requests a second, open loop: median {median} µs, p99 {p99} µs (budget p99 10,000 µs)"));
    }
    pub(super) fn cold(&mut self, seconds: f64) {
        self.more.push(format!("cold start to the first answer: {seconds:.3} s (budget 0.3 s)"));
    }
    pub(super) fn memory(&mut self) {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let kib = |name: &str| {
            status
                .lines()
                .find_map(|line| {
                    line.strip_prefix(name)?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
                })
                .unwrap_or(0)
        };
        self.more.push(format!(
            "memory: {} MiB resident, {} MiB at its highest (budget 150 MiB)",
            kib("VmRSS:") / 1024,
            kib("VmHWM:") / 1024
        ));
    }
    pub(super) fn print(&self) -> String {
        let mut text = format!(
            "{}\n| line | clients | CPU µs | budget µs | median µs | p99 µs | a second |\n|---|---:|---:|---:|---:|---:|---:|\n",
            self.head
        );
        for row in &self.rows {
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} | {} | {} | {} | {:.0} |",
                row.name, row.clients, row.cpu_us, row.budget_us, row.median_us, row.p99_us, row.per_second
            );
        }
        for line in &self.more {
            let _ = writeln!(text, "\n{line}");
        }
        text
    }
}
