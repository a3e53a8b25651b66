//! `accord backup` and `accord restore`: everything in one file, and back from it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use accord_kernel::{Clock, Forgotten, IdSource, Kernel, wall_now};
use accord_room_customer::Files;
use accord_room_people::login;
use accord_store::{
    Db, MIGRATIONS, Tx,
    backup::{self, BackupError, Checked, Manifest},
    migrate_with,
};
use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::{
    Place, keep, kernel_over, refused, say,
    stored::{self, PutBack, sorted},
};
use crate::erasures;

/// Where a backup goes, or which one is looked at.
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file; or a folder, in which it gets the instant as its name.
    to: PathBuf,
    /// How many backups the folder keeps; older ones that this command named are removed after a good one.
    #[arg(long, value_name = "COUNT")]
    keep: Option<usize>,
    /// Only look whether the file is whole.
    #[arg(long, conflicts_with = "keep")]
    check: bool,
}

/// From which backup, and who is erased again.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    place: Place,
    /// The backup.
    from: PathBuf,
    /// Restore although no list of erasures is there: whoever was erased after the backup is known again.
    #[arg(long)]
    without_erasures: bool,
}

/// Ending of backups that get their name here.
const ENDING: &str = ".accord-backup";
/// How many backups from before migrations are kept.
const BEFORE_MIGRATION: usize = 3;
/// Folder of those below the data folder.
const BACKUPS: &str = "backups";

fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// `accord backup`.
pub(super) fn backup(command: &Backup) -> anyhow::Result<ExitCode> {
    if command.check {
        let checked = backup::check(&command.to).with_context(|| command.to.display().to_string())?;
        told(&checked);
        return Ok(told_of_files(&checked, &BTreeSet::new()));
    }
    let db = Db::open(&command.place.options()?)?;
    let now = wall_now();
    let to = if command.to.is_dir() { command.to.join(name_at(now, "accord")) } else { command.to.clone() };
    let (data, registry) = (&command.place.data, crate::wiring::registry());
    let mut list = |tx: &mut Tx| {
        stored::outside(data, &registry, tx).map_err(|error| BackupError::Refused(format!("{error:#}")))
    };
    backup::take(&db, &to, version(), now, Some(&mut list)).with_context(|| to.display().to_string())?;
    // What was written is read back: a disk that keeps something else is found today.
    let checked = backup::check(&to).with_context(|| to.display().to_string())?;
    told(&checked);
    say(&format!("kept in {}, {}, every checksum read back", to.display(), megabytes(&to)?));
    if let Err(error) = backup::note(&db, now) {
        tracing::warn!(%error, "it could not be noted in the database that a backup was taken");
    }
    if let (Some(count), true) = (command.keep, command.to.is_dir()) {
        thin(&command.to, "accord", count)?;
    }
    // What was let go while the backup was taken is named by no row any more; what still is, is lost.
    let mut lost = BTreeSet::new();
    if checked.files.iter().any(|head| head.gone) {
        match stored::missing(&db, data, &registry) {
            Ok(missing) => lost = missing,
            // Rows of another schema; the backup itself is good.
            Err(error) => tracing::warn!("{error:#}"),
        }
    }
    Ok(told_of_files(&checked, &lost))
}

/// `accord-2026-11-22T074500Z.accord-backup`.
fn name_at(at: Timestamp, before: &str) -> String {
    format!("{before}-{}{ENDING}", at.strftime("%Y-%m-%dT%H%M%SZ"))
}

fn megabytes(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::metadata(path).with_context(|| path.display().to_string())?.len();
    Ok(format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000))
}

fn told(checked: &Checked) {
    let (manifest, mark) = (&checked.manifest, &checked.manifest.mark);
    let last = mark.last_recorded_at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    say(&format!(
        "a backup of a {} database, begun at {} by Accord {}; schema step {}",
        manifest.database,
        manifest.taken_at,
        manifest.program,
        manifest.steps.last().map_or(0, |step| step.number)
    ));
    say(&format!(
        "{} events in {} chains, the last recorded at {last}; {} rows, {} files of {} bytes",
        mark.events,
        mark.chains,
        checked.content.rows.iter().sum::<u64>(),
        checked.content.files,
        checked.content.file_bytes
    ));
    if let Some(root) = &mark.root {
        say(&format!("root of its last seal {root}"));
    }
}

/// Tells of the files that are not in the backup as the rows expect them; `lost` are hashes of which there are no bytes
/// any more though rows name them.
fn told_of_files(checked: &Checked, lost: &BTreeSet<String>) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for head in &checked.files {
        let name = &head.name;
        if stored::is_altered(head) {
            say(&format!("DAMAGED BEFORE: the stored file {name} is not what it was"));
            code = ExitCode::from(2);
        } else if head.gone && name.rsplit('/').next().is_some_and(|hash| lost.contains(hash)) {
            say(&format!(
                "MISSING: rows name the stored file {name}, which is not there. Look for it in an older backup"
            ));
            code = ExitCode::from(2);
        } else if head.gone {
            say(&format!(
                "NOT IN IT: the stored file {name}, which rows of the backup name, was gone when its turn came"
            ));
        }
    }
    code
}

/// Removes the oldest backups of this name beyond a count.
fn thin(folder: &Path, before: &str, count: usize) -> anyhow::Result<()> {
    let ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(&format!("{before}-")) && name.ends_with(ENDING)
    };
    // Their names sort by time.
    let all: Vec<PathBuf> = sorted(folder)?.into_iter().filter(ours).collect();
    for old in all.iter().take(all.len().saturating_sub(count.max(1))) {
        fs::remove_file(old).with_context(|| format!("{} cannot be removed", old.display()))?;
        say(&format!("removed {}", old.display()));
    }
    Ok(())
}

/// Takes a backup of a SQLite database that is about to get a newer schema. PostgreSQL is backed up by whoever runs it:
/// a large one would keep the other nodes waiting.
pub(super) fn before_migration(db: &Db, data: &Path, without: Option<&str>) -> anyhow::Result<()> {
    if db.kind() != "sqlite" {
        return Ok(());
    }
    let steps = backup::pending(db)?;
    if steps == 0 {
        return Ok(());
    }
    if let Some(reason) = without {
        if reason.trim().is_empty() {
            bail!("say why no backup is to be taken before the migration, or let it be taken");
        }
        tracing::warn!(reason, "no backup before the migration: {reason}");
        return Ok(());
    }
    let folder = data.join(BACKUPS);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let to = folder.join(name_at(wall_now(), "before-migration"));
    let taken = backup::take(db, &to, version(), wall_now(), None).and_then(|_| backup::check(&to));
    taken.with_context(|| {
        "before the database gets a newer schema a backup is taken, which failed; make room, or say why there is to be \
         none (--no-backup-before-migration)"
            .to_owned()
    })?;
    tracing::info!(file = %to.display(), steps, "a backup was taken before {steps} steps of the schema");
    thin_quietly(&folder);
    Ok(())
}

/// An old backup that cannot be removed is no reason not to start.
fn thin_quietly(folder: &Path) {
    if let Err(error) = thin(folder, "before-migration", BEFORE_MIGRATION) {
        tracing::warn!("{error:#}");
    }
}

/// `accord restore`.
pub(super) fn restore(command: &Restore) -> anyhow::Result<ExitCode> {
    let place = &command.place;
    let list = erasures::read(&place.erasures())?;
    if list.is_none() && !command.without_erasures {
        bail!(
            "there is no list of erasures at {}. Whoever was erased after the backup was taken would be known again. Give \
             the list by --erasures, or say --without-erasures",
            place.erasures().display()
        );
    }
    let db = Db::open(&place.options()?)?;
    let files = Files::folder(place.data.join(stored::FILES));
    let mut keep = PutBack::new(&files, &place.data);
    let (manifest, content) =
        backup::restore(&db, &command.from, &mut keep).with_context(|| command.from.display().to_string())?;
    let PutBack { back, altered, .. } = keep;
    migrate_with(&db, MIGRATIONS)?;
    let kernel = kernel_over(db, &place.data, Clock::Wall, IdSource::System, Vec::new())?;
    let rows = content.rows.iter().sum::<u64>();
    say(&format!("{rows} rows and {back} files are back, as they were at {}", manifest.taken_at));
    for name in &altered {
        say(&format!("LEFT OUT: the stored file {name} was damaged before the backup was taken"));
    }
    let mut again = 0;
    for (person, at) in list.unwrap_or_default() {
        let forgotten = kernel.forget_again(person, at).map_err(|refusal| refused(&kernel, &refusal));
        let forgotten = forgotten.with_context(|| {
            format!("{person}, erased at {at}, could not be erased again: do not use this database")
        })?;
        again += u64::from(forgotten == Forgotten::Again);
    }
    say(&format!("{again} persons were erased again"));
    let ended = login::sign_everybody_out(&kernel).map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!("{ended} sessions were ended: everybody signs in anew"));
    told_of_missing(&kernel, &place.data, &manifest)?;
    // What was erased must lie in no free page either.
    kernel.db.compact()?;
    let root = manifest.mark.root.as_deref().map(keep::unhex).transpose()?;
    let code = keep::told(&kernel, root.as_deref())?;
    Ok(if altered.is_empty() { code } else { ExitCode::from(2) })
}

/// Says which files rows name now, after those of erased persons are named no more, without any bytes of theirs.
fn told_of_missing(kernel: &Kernel, data: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let missing = stored::missing(&kernel.db, data, &kernel.registry)?;
    if !manifest.files && !missing.is_empty() {
        say(&format!(
            "the backup is of the database alone, and rows name {} stored files: copy the folder {} of the data folder \
             that it was taken from",
            missing.len(),
            stored::FILES
        ));
        return Ok(());
    }
    for hash in missing {
        say(&format!("MISSING: rows name the stored file {hash}, of which the backup has no good bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_backups_sort_by_time_and_only_they_are_thinned() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = ["2026-09-30T23:59:59Z", "2026-10-01T00:00:00Z", "2027-01-01T05:06:07Z"]
            .iter()
            .map(|at| name_at(at.parse().unwrap(), "accord"))
            .collect();
        assert_eq!(names[2], "accord-2027-01-01T050607Z.accord-backup");
        for name in names.iter().map(String::as_str).chain(["accord-notes.txt", "accord.sqlite"]) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        thin(folder.path(), "accord", 2).unwrap();
        let left: Vec<_> = sorted(folder.path()).unwrap();
        assert_eq!(left.len(), 4);
        assert!(!folder.path().join(&names[0]).exists());
    }
}
