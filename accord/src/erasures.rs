//! Who was erased, kept beside the database: one line each, an instant and an id, and nothing personal.
//!
//! A backup that is older than an erasure knows the person again. So the list must survive the database: it is a file of
//! its own, by default in the data folder, better on another disk or in the place where the backups are
//! (`--erasures`). It is brought up to date from the database at the start and every few seconds; whoever is erased in
//! the seconds before the database is lost, list and all, is not on it. `accord restore` erases everybody on it again.
//! A remark below the last of them says that what they left is overwritten everywhere; until it stands there, that is
//! tried again, after a stop of the program too.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use accord_kernel::{Kernel, Outcome, Refusal, Status};
use accord_room_people::record::company::CompanyRow;
use accord_store::secret;
use anyhow::{Context, bail};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

/// The hour of the night, in the company's zone.
const QUIET_HOUR: i8 = 3;
/// First line of the file.
const HEADER: &str = "# Accord: who was erased, and when. Keep this file; a restore needs it.";

/// Remark below everybody whose traces are overwritten.
const OVERWRITTEN: &str = "# overwritten until";

/// The list of erasures beside a database.
pub struct Erasures {
    path: PathBuf,
    known: Mutex<Known>,
}

struct Known {
    persons: HashSet<Uuid>,
    /// From here on the database is asked again.
    since: Option<Timestamp>,
    /// What is still to be overwritten.
    rest: Rest,
}

/// What those who were erased left that is not overwritten yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    /// A large database file, in the hour of the night.
    AtNight,
    /// Everything, at the next beat.
    AtOnce,
}

/// Reads the list; `None` when there is no file.
///
/// # Errors
/// When the file is there and cannot be read as such a list.
pub fn read(path: &Path) -> anyhow::Result<Option<Vec<(Uuid, Timestamp)>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
    };
    let mut list = Vec::new();
    let mut lines = BufReader::new(file).lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let line = line.with_context(|| format!("{} cannot be read", path.display()))?;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry =
            line.split_once(' ').and_then(|(at, person)| Some((person.parse().ok()?, at.parse().ok()?)));
        match entry {
            Some(entry) => list.push(entry),
            // The last line may be half written; it is written again from the database.
            None if lines.peek().is_none() => {}
            None => bail!("line {} of {} is no erasure", number + 1, path.display()),
        }
    }
    Ok(Some(list))
}

impl Erasures {
    /// Opens the list, made when there is none: that it is there and empty says that nobody was erased.
    ///
    /// # Errors
    /// When it can be neither read nor made.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let list = read(path)?;
        if list.is_none() {
            append(path, HEADER).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        let persons: HashSet<Uuid> = list.unwrap_or_default().into_iter().map(|(person, _)| person).collect();
        let rest = if persons.is_empty() || overwritten(path)? { Rest::Nothing } else { Rest::AtOnce };
        Ok(Self { path: path.to_owned(), known: Mutex::new(Known { persons, since: None, rest }) })
    }

    /// Adds whoever the database says was erased and is not on the list, and has what they left overwritten: files
    /// beside the database by `let_go`, and the database itself. Returns how many were added. What fails is tried again
    /// by the next call.
    ///
    /// # Errors
    /// What the database or the file system refuses.
    pub fn follow(&self, kernel: &Kernel, let_go: impl FnOnce(&Kernel) -> Outcome<()>) -> Outcome<usize> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let since = known.since.unwrap_or(Timestamp::UNIX_EPOCH);
        let erased = kernel.db.read(|tx| secret::destroyed_since(tx, since)).map_err(Refusal::from)?;
        let mut added = 0;
        for (person, at) in erased {
            if !known.persons.contains(&person) {
                append(&self.path, &format!("{at} {person}")).map_err(|error| not_kept(&error))?;
                known.persons.insert(person);
                added += 1;
            }
            // Two may have been erased in one moment, and one of them be committed later: that moment is asked again.
            known.since = Some(back(at));
        }
        if added > 0 {
            known.rest = Rest::AtOnce;
        }
        if known.rest == Rest::Nothing {
            return Ok(0);
        }
        let quiet = is_quiet(kernel)?;
        if known.rest == Rest::AtNight && !quiet {
            return Ok(0);
        }
        // Files first: whoever waits for a reader of the database to end need not wait with them.
        let_go(kernel)?;
        accord_room_customer::let_go_unused(kernel)?;
        if kernel.db.scrub(quiet).map_err(Refusal::from)? {
            let remark = format!("{OVERWRITTEN} {}", accord_kernel::wall_now());
            append(&self.path, &remark).map_err(|error| not_kept(&error))?;
            known.rest = Rest::Nothing;
        } else {
            known.rest = Rest::AtNight;
        }
        Ok(added)
    }
}

/// Whether the list ends with the remark that nothing is left over.
fn overwritten(path: &Path) -> anyhow::Result<bool> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.ends_with('\n') && text.lines().last().is_some_and(|line| line.starts_with(OVERWRITTEN)))
}

/// Whether it is the hour of the night in which a large file may be written anew.
fn is_quiet(kernel: &Kernel) -> Outcome<bool> {
    let company: Option<CompanyRow> = kernel.db.read(accord_room_people::company)?;
    let zone = company.and_then(|company| TimeZone::get(&company.home_zone).ok()).unwrap_or(TimeZone::UTC);
    Ok(zone.to_datetime(accord_kernel::wall_now()).hour() == QUIET_HOUR)
}

/// Transactions that are under way on another node are over within this time.
fn back(at: Timestamp) -> Timestamp {
    at.checked_sub(jiff::SignedDuration::from_hours(1)).unwrap_or(at)
}

fn not_kept(error: &std::io::Error) -> Refusal {
    let mut refusal = Refusal::new(Status::Unavailable, "file.unavailable");
    refusal.internal = Some(format!("the list of erasures: {error}"));
    refusal
}

/// Appends a line durably; half a line that an earlier failure left is taken away, since it is written again.
fn append(path: &Path, line: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::options().read(true).create(true).append(true).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    if whole < bytes.len() {
        file.set_len(u64::try_from(whole).unwrap_or(0))?;
    }
    file.write_all(format!("{line}\n").as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_written_last_line_is_passed_over_and_any_other_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erasures.txt");
        assert!(read(&path).unwrap().is_none());
        drop(Erasures::open(&path).unwrap());
        assert_eq!(read(&path).unwrap(), Some(Vec::new()));
        let whole = format!("2026-07-01T10:00:00Z {}", Uuid::from_u128(5));
        append(&path, &whole).unwrap();
        fs::write(&path, format!("{}2026-07-02T1", fs::read_to_string(&path).unwrap())).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().len(), 1);
        append(&path, &whole).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().len(), 2, "half a line is gone when another comes");
        let rest = || Erasures::open(&path).unwrap().known.into_inner().unwrap().rest;
        assert_eq!(rest(), Rest::AtOnce, "the program was stopped before what they left was overwritten");
        append(&path, &format!("{OVERWRITTEN} 2026-07-02T10:00:00Z")).unwrap();
        assert_eq!(rest(), Rest::Nothing);
        assert_eq!(read(&path).unwrap().unwrap().len(), 2, "the remark is no erasure");
        fs::write(&path, format!("something else\n{whole}\n")).unwrap();
        let broken = read(&path).unwrap_err().to_string();
        assert!(broken.contains("line 1"), "{broken}");
    }
}
