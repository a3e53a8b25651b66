//! Who was erased, kept beside the database: one line each, an instant and an id, and nothing personal.
//!
//! A backup that is older than an erasure knows the person again. So the list must survive the database: it is a file of
//! its own, by default in the data folder, better on another disk or in the place where the backups are
//! (`--erasures`). It is brought up to date from the database at the start and every few seconds; whoever is erased in
//! the seconds before the database is lost, list and all, is not on it. `accord restore` erases everybody on it again.

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

/// The list of erasures beside a database.
pub struct Erasures {
    path: PathBuf,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    persons: HashSet<Uuid>,
    /// From here on the database is asked again.
    since: Option<Timestamp>,
    /// Somebody was erased, and what they left is not overwritten everywhere.
    left_over: bool,
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
        let persons = list.unwrap_or_default().into_iter().map(|(person, _)| person).collect();
        Ok(Self {
            path: path.to_owned(),
            known: Mutex::new(Known { persons, since: None, left_over: false }),
        })
    }

    /// Adds whoever the database says was erased and is not on the list, and has what they left overwritten. Returns how
    /// many.
    ///
    /// # Errors
    /// What the database or the file system refuses.
    pub fn follow(&self, kernel: &Kernel) -> Outcome<usize> {
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
        if added == 0 && !known.left_over {
            return Ok(0);
        }
        let quiet = is_quiet(kernel)?;
        if added > 0 || quiet {
            known.left_over = true;
            // Files first: whoever waits for a reader of the database to end need not wait with them.
            accord_room_customer::let_go_unused(kernel)?;
            known.left_over = !kernel.db.scrub(quiet).map_err(Refusal::from)?;
        }
        Ok(added)
    }
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
        fs::write(&path, format!("something else\n{whole}\n")).unwrap();
        let broken = read(&path).unwrap_err().to_string();
        assert!(broken.contains("line 1"), "{broken}");
    }
}
