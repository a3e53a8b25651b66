//! How fast a company's own customers come in: a file of accounts through `accord import`'s own way, with validation,
//! events and its book for taking it back; and taken back again.

use std::{fmt::Write as _, path::Path, sync::Arc, time::Instant};

use accord_kernel::Kernel;
use accord_room_intake::{Entity, ImportKind, ImportMode, ImportRequest, import, undo};
use accord_room_people::PersonId;
use anyhow::bail;

use super::{
    Ready,
    fill::{WHO, name},
    meter::cpu_seconds,
};
use crate::command::refused;

const MAPPING: &str = r#"target = "accounts"

[[column]]
from = "No"
to = "code"

[[column]]
from = "Company"
to = "name"

[[column]]
from = "Tax ID"
to = "legal_id"

[[column]]
from = "Rep"
to = "sales_owner"

[[column]]
from = "Service"
to = "service_owner"

[[constant]]
to = "stage"
value = "win"
"#;

/// What an import came to.
pub(super) struct Brought {
    pub(super) customers: u32,
    pub(super) seconds: f64,
    pub(super) cpu_us_each: f64,
    pub(super) back_seconds: f64,
}

/// Imports so many customers from a file made for it, and takes them back.
///
/// # Errors
/// What the import refuses, and rows that it did not take.
pub(super) fn bring(ready: &Ready, folder: &Path, customers: u32) -> anyhow::Result<Brought> {
    let (file, mapping) = (folder.join("bench-accounts.csv"), folder.join("bench-accounts.toml"));
    let mut text = "No,Company,Tax ID,Rep,Service\n".to_owned();
    for n in 0..customers {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "I{n},{} Imported,TX-{n:07},{WHO},{WHO}", name(n));
    }
    std::fs::write(&file, text)?;
    std::fs::write(&mapping, MAPPING)?;
    let outcome = measured(&ready.kernel, ready.stage.who.into(), &file, &mapping, customers);
    std::fs::remove_file(&file)?;
    std::fs::remove_file(&mapping)?;
    outcome
}

/// What a service desk's log came to.
pub(super) struct Logged {
    pub(super) incidents: u64,
    pub(super) rows: u64,
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) again_seconds: f64,
    pub(super) back_seconds: f64,
}

/// Imports a service desk's log, a second time, and takes it back.
///
/// # Errors
/// What the import refuses.
pub(super) fn incidents(ready: &Ready, file: &Path, mapping: &Path) -> anyhow::Result<Logged> {
    let kernel = &ready.kernel;
    let actor: PersonId = ready.stage.who.into();
    let said = |refusal: accord_kernel::Refusal| refused(kernel, &refusal);
    let request = ImportRequest {
        kind: Some(ImportKind::Incidents),
        source: Some("bench".to_owned()),
        file: file.to_owned(),
        mapping: mapping.to_owned(),
        mode: ImportMode::ValidOnly,
        actor,
    };
    let (cpu, begun) = (cpu_seconds("self").unwrap_or(0.0), Instant::now());
    let report = import(kernel, &request, &mut |_| {}).map_err(said)?;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_seconds = cpu_seconds("self").unwrap_or(0.0) - cpu;
    let begun = Instant::now();
    import(kernel, &request, &mut |_| {}).map_err(said)?;
    let again_seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    if let Some(run) = report.run {
        undo(kernel, actor, run).map_err(said)?;
    }
    Ok(Logged {
        incidents: report.counts.of(Entity::Case).new,
        rows: report.rows,
        seconds,
        cpu_seconds,
        again_seconds,
        back_seconds: begun.elapsed().as_secs_f64(),
    })
}

fn measured(
    kernel: &Arc<Kernel>,
    actor: PersonId,
    file: &Path,
    mapping: &Path,
    customers: u32,
) -> anyhow::Result<Brought> {
    let said = |refusal: accord_kernel::Refusal| refused(kernel, &refusal);
    let request = ImportRequest {
        kind: Some(ImportKind::Accounts),
        source: Some("bench".to_owned()),
        file: file.to_owned(),
        mapping: mapping.to_owned(),
        mode: ImportMode::ValidOnly,
        actor,
    };
    let (cpu, begun) = (cpu_seconds("self").unwrap_or(0.0), Instant::now());
    let report = import(kernel, &request, &mut |_| {}).map_err(said)?;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu = cpu_seconds("self").unwrap_or(0.0) - cpu;
    let new = report.counts.things.get(Entity::Account.word()).map_or(0, |tally| tally.new);
    if new != u64::from(customers) || report.faults.all > 0 {
        let first = report.faults.first.first().map(|fault| fault.text.clone()).unwrap_or_default();
        bail!("{new} of {customers} customers came in: {first}");
    }
    let begun = Instant::now();
    if let Some(run) = report.run {
        undo(kernel, actor, run).map_err(said)?;
    }
    Ok(Brought {
        customers,
        seconds,
        cpu_us_each: cpu * 1e6 / f64::from(customers.max(1)),
        back_seconds: begun.elapsed().as_secs_f64(),
    })
}
