//! `accord import`: a company's own data from its files, and taking an import back.

use std::{io, path::PathBuf, process::ExitCode};

use accord_kernel::Clock;
use accord_room_intake::{CommandLine, Exit, ImportKind, ImportMode, Wanted, run_command};
use anyhow::anyhow;
use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::{Place, refused};

/// What to bring, or what to take back.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    place: Place,
    /// The file: CSV, CSV.GZ or XLSX.
    #[arg(required_unless_present = "undo", conflicts_with = "undo")]
    file: Option<PathBuf>,
    /// The mapping (TOML) that says which column is what; examples are in docs/import.
    #[arg(long, required_unless_present = "undo", conflicts_with = "undo")]
    mapping: Option<PathBuf>,
    /// What the file holds, when it is not what the mapping says: accounts, sites, contacts, products, order-lines,
    /// installed-base, outages, sellers, opportunities, incidents.
    #[arg(long, value_parser = kind)]
    kind: Option<ImportKind>,
    /// Name of the system that the data come from; its keys are known again under it.
    #[arg(long)]
    source: Option<String>,
    /// What becomes of wrong rows.
    #[arg(long, value_enum, default_value_t = Mode::ValidOnly)]
    mode: Mode,
    /// List what is wrong in this file, as CSV.
    #[arg(long)]
    errors: Option<PathBuf>,
    /// E-mail of who imports.
    #[arg(long, env = "ACCORD_IMPORT_BY")]
    by: String,
    /// Take the import of this id back.
    #[arg(long, value_name = "ID")]
    undo: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Say what would happen and write nothing.
    DryRun,
    /// Write what is right, list what is wrong.
    ValidOnly,
    /// One wrong row and nothing is written.
    AllOrNothing,
}

fn kind(word: &str) -> Result<ImportKind, String> {
    let words = || ImportKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    ImportKind::parse(word).ok_or_else(|| format!("one of {}", words()))
}

pub(super) fn import(import: Import) -> anyhow::Result<ExitCode> {
    let kernel = import.place.kernel(Clock::Wall)?;
    let wanted = match (import.undo, import.file, import.mapping) {
        (Some(run), _, _) => Wanted::TakeBack(run.into()),
        (None, Some(file), Some(mapping)) => Wanted::Bring {
            file,
            mapping,
            kind: import.kind,
            source: import.source,
            mode: match import.mode {
                Mode::DryRun => ImportMode::DryRun,
                Mode::ValidOnly => ImportMode::ValidOnly,
                Mode::AllOrNothing => ImportMode::AllOrNothing,
            },
            errors: import.errors,
        },
        _ => return Err(anyhow!("name the file and its mapping")),
    };
    let line = CommandLine { by: import.by, wanted };
    let exit = run_command(&kernel, &line, &mut io::stdout(), &mut io::stderr())
        .map_err(|refusal| refused(&kernel, &refusal))?;
    Ok(match exit {
        Exit::Good => ExitCode::SUCCESS,
        Exit::Faults => ExitCode::FAILURE,
    })
}
