//! Keeping the data: verification and rebuilding.

use std::{process::ExitCode, sync::Arc};

use accord_kernel::{Clock, Kernel, Refusal};
use accord_store::{backup::hex, verify};
use anyhow::{Context, bail};

use super::{Place, Verify, refused, say};

/// `accord verify`.
pub(super) fn verify(command: &Verify) -> anyhow::Result<ExitCode> {
    let kernel = command.place.kernel(Clock::Wall)?;
    let root = command.root.as_deref().map(unhex).transpose()?;
    told(&kernel, root.as_deref())
}

/// Verifies and says what was found; differences make another exit code.
pub(super) fn told(kernel: &Arc<Kernel>, root: Option<&[u8]>) -> anyhow::Result<ExitCode> {
    let tables = kernel.registry.recorded().to_vec();
    let report = kernel.db.read(|tx| verify::verify(tx, &tables, root).map_err(Refusal::from));
    let report = report.map_err(|refusal| refused(kernel, &refusal))?;
    say(&format!(
        "{} events in {} chains, {} seals, {} rows compared, {} of erased persons",
        report.events, report.chains, report.seals, report.rows, report.erased
    ));
    if let Some(root) = &report.root {
        say(&format!("last root {}", hex(root)));
    }
    match report.difference {
        None => {
            say("everything agrees");
            Ok(ExitCode::SUCCESS)
        }
        Some(difference) => {
            say(&format!("DIFFERENCE: {difference}"));
            Ok(ExitCode::from(2))
        }
    }
}

/// `accord rebuild`.
pub(super) fn rebuild(place: &Place) -> anyhow::Result<ExitCode> {
    let kernel = place.kernel(Clock::Wall)?;
    for (table, rebuild) in kernel.registry.rebuilds().to_vec() {
        let rows = kernel.db.write(rebuild).map_err(|refusal| refused(&kernel, &refusal))?;
        say(&format!("{table}: {rows} rows"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Bytes from hexadecimal digits.
pub(super) fn unhex(text: &str) -> anyhow::Result<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        bail!("a root is written in hexadecimal digits");
    }
    (0..text.len() / 2)
        .map(|place| u8::from_str_radix(text.get(place * 2..place * 2 + 2).unwrap_or_default(), 16))
        .collect::<Result<_, _>>()
        .context("a root is written in hexadecimal digits")
}
