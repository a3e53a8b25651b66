//! What is shown of imports.

mod file;

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_people as people;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ImportFileId, ImportKind, ImportMode, ImportRunId, RunState, RunStep},
    outcome::{Counts, KEPT_MAX, Notes},
    record::{self, ImportFile, ImportRun},
};

pub use file::{FileFacts, FoundColumn, FoundWord, OneFile, Reading, TargetField};

/// Most that is counted exactly.
const COUNT_MAX: i64 = 1_000;

/// Imports, newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runs {
    /// At most so many, 1 to 200; 50 when open.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// An import in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunLine {
    /// Its id.
    pub id: ImportRunId,
    /// What the file holds.
    pub kind: ImportKind,
    /// The system that the data come from.
    pub source: String,
    /// Name of the file.
    pub file_name: String,
    /// What becomes of wrong rows.
    pub mode: ImportMode,
    /// How it stands.
    pub state: RunState,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub started_at: Timestamp,
    /// When its last chunk was written, or it was taken back.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub finished_at: Option<Timestamp>,
    /// Name of who ran it; none is the program.
    pub made_by: Option<String>,
    /// What it did.
    pub counts: Counts,
    /// What it is at, or was at when it ended.
    pub step: RunStep,
    /// Rows gone through in that step.
    pub rows_seen: u64,
    /// Rows of the file, once they were counted.
    pub rows_all: Option<u64>,
    /// Rows that are refused or only half understood: how many faults there are.
    pub faults: u64,
    /// Its file lies here: it can go on by itself, and its file of errors can be had.
    pub laid: bool,
}

/// A page of imports.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunPage {
    /// The imports.
    pub rows: Vec<RunLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, counted to a thousand.
    pub count: i64,
    /// There are more than were counted.
    pub count_capped: bool,
}

impl View for Runs {
    const NAME: &'static str = "intake.runs";
    const PERMISSION: Permission = Permission::ImportRun;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<RunPage> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=200).contains(&limit) {
            return Err(Refusal::field("/limit", "field.range").with("from", 1).with("to", 200));
        }
        let after = self.after.as_deref().map(place).transpose()?;
        let mut rows = record::runs(tx, after, limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = rows.last().filter(|_| more).map(cursor);
        let count = record::count_runs(tx, COUNT_MAX + 1)?;
        let rows = rows.into_iter().map(|row| line(tx, row)).collect::<Outcome<_>>()?;
        Ok(RunPage { rows, next, count: count.min(COUNT_MAX), count_capped: count > COUNT_MAX })
    }
}

fn cursor(row: &ImportRun) -> String {
    format!("{}.{}", row.started_at.as_microsecond(), row.id)
}

fn place(cursor: &str) -> Outcome<(Timestamp, ImportRunId)> {
    let wrong = || Refusal::field("/after", "field.form");
    let (at, id) = cursor.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok()).ok_or_else(wrong)?;
    let id: uuid::Uuid = id.parse().map_err(|_| wrong())?;
    Ok((at, id.into()))
}

fn line(tx: &mut Tx, row: ImportRun) -> Outcome<RunLine> {
    let made_by = match row.made_by {
        Some(id) => Some(people::person(tx, id.into())?.name),
        None => None,
    };
    Ok(RunLine {
        id: row.id,
        kind: row.kind,
        source: row.source,
        file_name: row.file_name,
        mode: row.mode,
        state: row.state,
        started_at: row.started_at,
        finished_at: row.finished_at,
        made_by,
        counts: row.counts.0,
        step: row.step,
        rows_seen: row.notes.0.rows,
        rows_all: row.rows_all.and_then(|rows| u64::try_from(rows).ok()),
        faults: row.notes.0.faults_all,
        laid: row.laid,
    })
}

/// One import with what is said of its file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneRun {
    /// The run.
    pub run: ImportRunId,
}

/// One import.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunFacts {
    /// As in the list.
    pub line: RunLine,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The mapping, as TOML.
    pub mapping: String,
    /// What is said of the file; what is wrong is in the reader's language.
    pub notes: Notes,
}

impl View for OneRun {
    const NAME: &'static str = "intake.run";
    const PERMISSION: Permission = Permission::ImportRun;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<RunFacts> {
        let row = record::run(tx, self.run)?;
        let mut notes = row.notes.0.clone();
        let mut place = -1;
        while notes.faults.len() < KEPT_MAX
            && let Some((at, faults)) = record::faults_after(tx, row.id, place)?
        {
            place = at;
            let room = KEPT_MAX.saturating_sub(notes.faults.len());
            notes.faults.extend(faults.into_iter().take(room));
        }
        Ok(RunFacts { sha256: row.sha256.clone(), mapping: row.mapping.clone(), notes, line: line(tx, row)? })
    }
}

/// Files laid ready last.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ready {}

/// A file laid ready.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileLine {
    /// Its id.
    pub id: ImportFileId,
    /// Its version.
    pub version: i64,
    /// Name as it was given.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    /// What it holds, as far as somebody said it.
    pub kind: Option<ImportKind>,
    /// The system that it comes from.
    pub source: String,
    /// When it was laid ready.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub added_at: Timestamp,
}

impl From<&ImportFile> for FileLine {
    fn from(row: &ImportFile) -> Self {
        Self {
            id: row.id,
            version: row.version,
            file_name: row.file_name.clone(),
            size: row.size,
            kind: row.kind,
            source: row.source.clone(),
            added_at: row.added_at,
        }
    }
}

/// Most files in the list.
const READY_MAX: i64 = 20;

impl View for Ready {
    const NAME: &'static str = "intake.files";
    const PERMISSION: Permission = Permission::ImportRun;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<FileLine>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<FileLine>> {
        Ok(record::files(tx, READY_MAX)?.iter().map(FileLine::from).collect())
    }
}
