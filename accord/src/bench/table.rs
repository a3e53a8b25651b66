//! What is printed: one table, and what has no clients beside it. Markdown, as `docs/benchmarks.md` keeps it.

use std::fmt::Write as _;

use super::{
    bring::{Brought, Logged},
    meter::Measured,
    served::Served,
    watch::Watched,
};

/// The table.
pub(super) struct Table {
    head: String,
    rows: Vec<Measured>,
    more: Vec<String>,
}

/// What a file of this machine says after a name.
fn said(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim_start_matches([' ', '\t', ':']).to_owned())
}

/// The commit of the checkout that the program is run in.
fn commit() -> String {
    let told = std::process::Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    let told = told.ok().filter(|told| told.status.success());
    let text = told.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    text.unwrap_or_else(|| "unknown".to_owned())
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = said("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = said("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kib| format!(", {} GiB", kib.div_ceil(1_048_576)));
    format!("{cores} cores of {model}{memory}")
}

impl Table {
    /// Begins with what was measured, when, and where.
    pub(super) fn new(database: &str, customers: usize, events: i64) -> Self {
        let today = accord_kernel::wall_now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let head = format!(
            "{today}, commit {}, {database}, {customers} customers, {events} events; {}\n",
            commit(),
            machine()
        );
        Self { head, rows: Vec::new(), more: Vec::new() }
    }

    pub(super) fn add(&mut self, row: Measured) {
        self.rows.push(row);
    }

    pub(super) fn note(&mut self, text: String) {
        self.more.push(text);
    }

    pub(super) fn served(&mut self, per_second: u32, served: &Served) {
        self.note(format!(
            "served over the wire, customer pages at {per_second} a second, open loop: median {} µs, p99 {} µs (budget 10,000 µs), {:.0} µs of processor time a page",
            served.median_us, served.p99_us, served.cpu_us
        ));
        self.note(format!("cold start to the first page: {:.3} s (budget 0.3 s)", served.start_seconds));
        self.note(format!(
            "memory, serving: {} MiB resident, {} MiB of it the program's own (budget 150 MiB)",
            served.resident_mib, served.own_mib
        ));
    }

    pub(super) fn brought(&mut self, brought: &Brought) {
        self.note(format!(
            "import of {} customers with validation and events: {:.0} a second by the clock, {:.0} µs of processor time each, that is {:.0} a second of it (budget 20,000 a second); taken back in {:.1} s",
            brought.customers,
            f64::from(brought.customers) / brought.seconds,
            brought.cpu_us_each,
            1e6 / brought.cpu_us_each,
            brought.back_seconds
        ));
    }

    pub(super) fn logged(&mut self, logged: &Logged) {
        self.note(format!(
            "import of {} incidents with {} updates, validation, events and outcomes: {:.1} s by the clock (budget 20 s on SQLite, 60 s on PostgreSQL), {:.1} s of processor time; a second time {:.1} s; taken back in {:.1} s",
            logged.incidents,
            logged.rows,
            logged.seconds,
            logged.cpu_seconds,
            logged.again_seconds,
            logged.back_seconds
        ));
    }

    pub(super) fn watched(&mut self, watched: &Watched) {
        self.note(format!(
            "the watch over {} open promises: {} due in one minute were found and fired in {:.1} s, the first after {} µs (budget 5,000 µs), {:.0} µs of processor time each; memory {} MiB before, {} MiB after",
            watched.promises,
            watched.fired,
            watched.seconds,
            watched.first_us,
            watched.cpu_us_each,
            watched.resident.0,
            watched.resident.1
        ));
    }

    /// The same line with few and with many customers beside it.
    pub(super) fn grown(&mut self, few: (u32, &Measured), many: (u32, &Measured)) {
        self.note(format!(
            "growth, {}: {:.0} µs with {} customers, {:.0} µs with {}: {:.2} times (budget 1.5 times)",
            few.1.name,
            few.1.cpu_us,
            few.0,
            many.1.cpu_us,
            many.0,
            many.1.cpu_us / few.1.cpu_us.max(1.0)
        ));
    }

    pub(super) fn print(&self) -> String {
        let mut text = format!(
            "{}\n| line | clients | CPU µs | database CPU µs | statements | budget µs | median µs | p99 µs | a second |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
            self.head
        );
        for row in &self.rows {
            let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} | {} | {} | {} | {} | {} | {:.0} |",
                row.name,
                row.clients,
                row.cpu_us,
                or_none(row.database_us.map(|us| format!("{us:.0}"))),
                or_none(row.statements.map(|count| format!("{count:.1}"))),
                or_none(row.budget_us.map(|us| us.to_string())),
                row.median_us,
                row.p99_us,
                row.per_second
            );
        }
        text.push('\n');
        for line in &self.more {
            let _ = writeln!(text, "- {line}");
        }
        text
    }
}
