//! `accord insight`: what files of outages say, by the same estimates that the pages show.

mod gather;
mod report;

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use jiff::civil::Date;

use super::say;

/// Which files, and which of their columns is what.
#[derive(Debug, Clone, Args)]
pub(super) struct Insight {
    /// Histories: CSV, CSV.GZ or XLSX, one row for each outage or end of observation.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Column that names the unit.
    #[arg(long, default_value = "unit")]
    unit: String,
    /// Column of the time since the unit's entry into service; with --from, of a date.
    #[arg(long, default_value = "time")]
    time: String,
    /// Column that says what happened; without it every row is an outage.
    #[arg(long)]
    status: Option<String>,
    /// What the status column says of an outage.
    #[arg(long, value_delimiter = ',', default_value = "1")]
    event: Vec<String>,
    /// What it says of the end of observation; other rows are passed over.
    #[arg(long, value_delimiter = ',', default_value = "0")]
    end: Vec<String>,
    /// Column by which units are grouped (a model, a batch).
    #[arg(long)]
    group: Option<String>,
    /// A list of all units, those without any outage too, with the unit's and the group's column.
    #[arg(long)]
    units: Option<PathBuf>,
    /// All units were watched from this date; times are dates.
    #[arg(long, requires = "until")]
    from: Option<Date>,
    /// Until this date, not itself counted.
    #[arg(long, requires = "from")]
    until: Option<Date>,
    /// Estimate the units' rates before this date and score them after it.
    #[arg(long, requires = "from")]
    split: Option<Date>,
    /// How many of the time's units make a year; 365 with dates, else 1.
    #[arg(long)]
    year: Option<f64>,
    /// Every figure to its last digit, and whole curves, as JSON.
    #[arg(long)]
    json: bool,
}

impl Insight {
    /// How many of the time's units make a year.
    fn year(&self) -> f64 {
        self.year.unwrap_or(if self.from.is_some() { 365.0 } else { 1.0 })
    }
}

pub(super) fn insight(wanted: &Insight) -> anyhow::Result<ExitCode> {
    let fleet = gather::gather(wanted)?;
    let report = report::report(wanted, &fleet)?;
    if wanted.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        say(&report.text());
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;
