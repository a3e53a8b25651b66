//! What is shown of imports.

use accord_face::ask::refusal_text;
use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_people as people;
use accord_store::Tx;
use accord_tabular::{Container, Detection, FieldType, Guess, Limits, Mapping, TabularError, detect};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    filing::store,
    id::{ImportFileId, ImportKind, ImportMode, ImportRunId, RunState},
    outcome::{Counts, Notes},
    propose::proposed_text,
    read::{Origin, check},
    record::{self, ImportFile, ImportRun},
    targets::target,
    words::{file_refusal, problems},
};

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
        Ok(RunFacts {
            sha256: row.sha256.clone(),
            mapping: row.mapping.clone(),
            notes: row.notes.0.clone(),
            line: line(tx, row)?,
        })
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

/// One file: what it seems to be, and whether its mapping fits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneFile {
    /// The file.
    pub file: ImportFileId,
    /// For what a mapping is proposed; what the file is said to hold when open.
    #[serde(default)]
    pub kind: Option<ImportKind>,
}

/// A column as it was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FoundColumn {
    /// The name that a mapping uses.
    pub name: String,
    /// What it seems to hold.
    pub guess: String,
    /// Its first cells.
    pub samples: Vec<String>,
}

/// A field that can be mapped.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TargetField {
    /// Its name in a mapping.
    pub name: String,
    /// It must be given.
    pub required: bool,
    /// The values it may have, where they are few.
    pub values: Vec<String>,
}

/// One file laid ready.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileFacts {
    /// As in the list.
    pub line: FileLine,
    /// Why it cannot be read, in the reader's language.
    pub unreadable: Option<String>,
    /// Kind of file: csv, gzip-csv, xlsx.
    pub container: Option<String>,
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// Separator of a text file.
    pub separator: Option<String>,
    /// Rows below the header, as far as it was looked through.
    pub rows: u64,
    /// Whether it was looked through to its end.
    pub complete: bool,
    /// Its columns.
    pub columns: Vec<FoundColumn>,
    /// Fields of the kind.
    pub fields: Vec<TargetField>,
    /// The mapping as it is kept, or one to begin with.
    pub mapping: String,
    /// Somebody kept the mapping.
    pub mapped: bool,
    /// What does not fit, in the reader's language.
    pub problems: Vec<String>,
}

/// Rows looked through for a preview.
const PREVIEW_ROWS: u64 = 2_000;

impl View for OneFile {
    const NAME: &'static str = "intake.file";
    const PERMISSION: Permission = Permission::ImportRun;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FileFacts> {
        let row = record::file(tx, self.file)?;
        let kind = self.kind.or(row.kind);
        let mapped = !row.mapping.is_empty() && row.kind == kind;
        let mut facts = FileFacts {
            line: FileLine::from(&row),
            unreadable: None,
            container: None,
            encoding: None,
            separator: None,
            rows: 0,
            complete: false,
            columns: Vec::new(),
            fields: kind.map(fields_of).unwrap_or_default(),
            mapping: if mapped { row.mapping.clone() } else { String::new() },
            mapped,
            problems: Vec::new(),
        };
        let origin = Origin::Bytes(store(&ctx.registry)?.bytes(&row.sha256)?.into());
        let kept = if mapped { Mapping::from_toml(&row.mapping).ok() } else { None };
        let options = kept.as_ref().map(|mapping| mapping.source.clone()).unwrap_or_default();
        let limits = Limits { detect_rows: PREVIEW_ROWS, ..Limits::default() };
        let found = origin.open().map_err(TabularError::Io).and_then(|file| detect(file, &options, limits));
        match found {
            Ok(found) => facts.found(ctx, kind, &found),
            Err(error) => facts.unreadable = Some(reason(ctx, &error)),
        }
        if let (Some(kind), Some(mapping)) = (kind, kept)
            && let Err(error) = check(&origin, kind, &mapping)
        {
            facts.problems = problems(&ctx.tongue(), &error);
        }
        Ok(facts)
    }
}

fn reason(ctx: &Context, error: &TabularError) -> String {
    refusal_text(&ctx.tongue(), &file_refusal(&ctx.tongue(), error))
}

fn fields_of(kind: ImportKind) -> Vec<TargetField> {
    let values = |kind: &FieldType| match kind {
        FieldType::Choice { values } => values.clone(),
        _ => Vec::new(),
    };
    let field = |field: &accord_tabular::FieldSpec| TargetField {
        name: field.name.clone(),
        required: field.required,
        values: values(&field.kind),
    };
    target(kind).fields.iter().map(field).collect()
}

impl FileFacts {
    fn found(&mut self, ctx: &Context, kind: Option<ImportKind>, found: &Detection) {
        self.container = Some(container_word(found.format.container).to_owned());
        self.encoding = found.format.encoding.map(|charset| charset.name().to_owned());
        self.separator = found.format.separator.map(String::from);
        self.rows = found.rows;
        self.complete = found.complete;
        let samples = |place: usize| {
            let cells = found.samples.iter().filter_map(|row| row.cells.get(place));
            cells.filter(|cell| !cell.is_empty()).take(3).cloned().collect()
        };
        self.columns = found
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| FoundColumn {
                name: column.name.clone(),
                guess: guess_word(&column.guess).to_owned(),
                samples: samples(place),
            })
            .collect();
        if let (false, Some(kind)) = (self.mapped, kind) {
            self.mapping = proposed_text(kind, found, &ctx.company_zone).unwrap_or_default();
        }
    }
}

fn container_word(container: Container) -> &'static str {
    match container {
        Container::Csv => "csv",
        Container::GzipCsv => "gzip-csv",
        Container::Xlsx => "xlsx",
    }
}

fn guess_word(guess: &Guess) -> &'static str {
    match guess {
        Guess::Empty => "empty",
        Guess::Integer => "integer",
        Guess::Decimal { .. } => "decimal",
        Guess::Date { .. } => "date",
        Guess::Boolean => "boolean",
        Guess::Text => "text",
    }
}
