//! The benchmark runs to its end on a handful of customers, on both databases. No time is asserted here: what it
//! measures on a real size stands in `docs/benchmarks.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{path::Path, process::Command};

/// Runs the benchmark small and returns what it printed.
fn bench(folder: &Path, database: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    let small = [
        "bench",
        "--customers",
        "12",
        "--lines",
        "24",
        "--events",
        "240",
        "--rounds",
        "3",
        "--import",
        "30",
        "--growth",
        "15",
        "--cases",
        "20",
        "--clocks",
        "300",
        "--assets",
        "60",
        "--serve-seconds",
        "1",
        "--rate",
        "20",
        "--data",
    ];
    command.args(small).arg(folder).env("ACCORD_LOG", "error");
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn runs_to_its_end(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let first = bench(folder.path(), database);
    let rows = first.lines().filter(|line| line.starts_with("| ") && !line.contains("CPU µs")).count();
    assert!(rows >= 20, "each line with one and with sixteen clients:\n{first}");
    for told in [
        "open a customer page",
        "confirm an order",
        "cold start",
        "memory, serving",
        "open a case with its clocks",
        "the desk's queue",
        "the watch over 300 open promises",
        "million due times a second",
        "import of 30 customers",
        "growth, open a customer page",
        "verified in",
        "value table with 10,000",
        "rates of 1,000 models",
        "what a unit is entitled to",
        "an e-mail read, put into its case",
        "50 lines as PDF, warm",
        "12 customers",
    ] {
        assert!(first.contains(told), "{told} is missing:\n{first}");
    }
    let again = bench(folder.path(), database);
    assert!(again.contains("12 customers"), "the data that are there are used again:\n{again}");
}

#[test]
fn the_benchmark_runs_to_its_end_on_sqlite() {
    runs_to_its_end(None);
}

#[test]
fn the_benchmark_runs_to_its_end_on_postgresql() {
    let url = accord_testing::postgres_url();
    let joint = if url.contains('?') { '&' } else { '?' };
    runs_to_its_end(Some(&format!("{url}{joint}schema=bench_{}", std::process::id())));
}
