//! `accord backup` and `accord restore`: everything in one file, and back from it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use accord_kernel::{Clock, Forgotten, IdSource, wall_now};
use accord_room_customer::Files;
use accord_room_people::login;
use accord_store::{
    Db, MIGRATIONS,
    backup::{self, BackupError, Checked, FileHead},
    migrate_with,
};
use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::{Place, keep, kernel_over, refused, say};
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

/// Folder of the attached files below the data folder, and before their names in a backup.
const FILES: &str = "files";
/// Before the names of what an installation is set up with, in a backup.
const SETTINGS: &str = "settings";
/// Ending of backups that get their name here.
const ENDING: &str = ".accord-backup";
/// How many backups from before migrations are kept.
const BEFORE_MIGRATION: usize = 3;
/// Folder of those below the data folder.
const BACKUPS: &str = "backups";

fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The attached files, by their hash, and what the installation is set up with.
fn files(data: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for part in sorted(&data.join(FILES))? {
        if part.is_dir() {
            found.extend(
                sorted(&part)?.into_iter().filter_map(|path| Some((named(FILES, &path, is_hash)?, path))),
            );
        }
    }
    let settings = sorted(data)?.into_iter().filter(|path| path.is_file());
    found.extend(settings.filter_map(|path| Some((named(SETTINGS, &path, is_setting)?, path))));
    Ok(found)
}

fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let unread = || format!("{} cannot be read", folder.display());
    let entries = fs::read_dir(folder).with_context(unread)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(unread)?;
    paths.sort_unstable();
    Ok(paths)
}

fn named(before: &str, path: &Path, fits: fn(&str) -> bool) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    fits(name).then(|| format!("{before}/{name}"))
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The letterhead and its mark.
fn is_setting(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ending = [".toml", ".svg", ".png", ".jpg", ".jpeg"].iter().any(|ending| name.ends_with(ending));
    ending && !name.starts_with('.') && name.chars().all(plain)
}

/// `accord backup`.
pub(super) fn backup(command: &Backup) -> anyhow::Result<ExitCode> {
    if command.check {
        let checked = backup::check(&command.to).with_context(|| command.to.display().to_string())?;
        told(&checked);
        return Ok(told_of_files(&checked));
    }
    let db = Db::open(&command.place.options()?)?;
    let now = wall_now();
    let to = if command.to.is_dir() { command.to.join(name_at(now, "accord")) } else { command.to.clone() };
    let list = files(&command.place.data)?;
    backup::take(&db, &to, version(), now, Some(&list)).with_context(|| to.display().to_string())?;
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
    Ok(told_of_files(&checked))
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

/// A file whose name is not its hash was altered before the backup was taken: the backup is good, the file is not.
fn told_of_files(checked: &Checked) -> ExitCode {
    let altered = checked.files.iter().filter(|head| is_altered(head));
    let mut code = ExitCode::SUCCESS;
    for head in altered {
        say(&format!("DAMAGED BEFORE: the stored file {} is not what it was", head.name));
        code = ExitCode::from(2);
    }
    code
}

fn is_altered(head: &FileHead) -> bool {
    head.name.strip_prefix("files/").is_some_and(|hash| hash != head.sha256)
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
    let files = Files::folder(place.data.join(FILES));
    let mut altered = Vec::new();
    let (manifest, content) = backup::restore(&db, &command.from, &mut |head, bytes| {
        if is_altered(head) {
            altered.push(head.name.clone());
            return Ok(());
        }
        put_back(&files, &place.data, head, &bytes)
    })
    .with_context(|| command.from.display().to_string())?;
    migrate_with(&db, MIGRATIONS)?;
    let kernel = kernel_over(db, &place.data, Clock::Wall, IdSource::System, Vec::new())?;
    let rows = content.rows.iter().sum::<u64>();
    say(&format!("{rows} rows and {} files are back, as they were at {}", content.files, manifest.taken_at));
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
    // What was erased must lie in no free page either.
    kernel.db.compact()?;
    let root = manifest.mark.root.as_deref().map(keep::unhex).transpose()?;
    let code = keep::told(&kernel, root.as_deref())?;
    Ok(if altered.is_empty() { code } else { ExitCode::from(2) })
}

fn put_back(files: &Files, data: &Path, head: &FileHead, bytes: &[u8]) -> Result<(), BackupError> {
    let strange = || {
        BackupError::Refused(format!(
            "the backup holds a file of the name {:?}, which is none of ours",
            head.name
        ))
    };
    match head.name.split_once('/') {
        Some((FILES, hash)) if is_hash(hash) => match files.put(bytes) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(BackupError::Refused(format!(
                "the file {hash} cannot be kept: {}",
                refusal.internal.unwrap_or_else(|| refusal.rule.to_owned())
            ))),
        },
        Some((SETTINGS, name)) if is_setting(name) => {
            let place = data.join(name);
            // What stands there was put there for this machine.
            if !place.exists() {
                fs::write(place, bytes)?;
            }
            Ok(())
        }
        _ => Err(strange()),
    }
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

    #[test]
    fn only_names_of_ours_are_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::folder(folder.path().join(FILES));
        for name in ["../x", "settings/../x.toml", "settings/.x.toml", "files/abc", "settings/a/b.toml", "x"]
        {
            let head = FileHead { name: name.to_owned(), size: 1, sha256: String::new() };
            assert!(put_back(&files, folder.path(), &head, b"x").is_err(), "{name}");
        }
        let head = FileHead { name: "settings/letterhead.toml".to_owned(), size: 1, sha256: String::new() };
        put_back(&files, folder.path(), &head, b"x").unwrap();
        put_back(&files, folder.path(), &head, b"another").unwrap();
        assert_eq!(fs::read(folder.path().join("letterhead.toml")).unwrap(), b"x", "what is there stays");
    }
}
