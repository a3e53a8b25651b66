//! Files that are brought on a page: laid ready, mapped, started. What is started waits until the program takes it up,
//! a chunk at a time and in the name of whoever started it.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_customer::Files;
use accord_room_people::check::{NAME_MAX, text};
use accord_store::{Json, Tx};
use accord_tabular::Mapping;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    actions::{NOT_RUNNING, RunBegun, bounded_mapping, lease, need_all, source},
    id::{ImportFileId, ImportKind, ImportMode, ImportRunId, RunState, RunStep},
    outcome::{Counts, Notes},
    record::{self, ImportFile, ImportRun},
    words::file_refusal,
};

/// The source's name when none is given.
pub const MAIN: &str = "main";

/// The store in which the bytes lie.
pub(crate) fn store(registry: &accord_kernel::Registry) -> Outcome<Files> {
    let files = registry.extensions::<Files>().next();
    files.cloned().ok_or_else(|| Refusal::defect("no file store is registered"))
}

/// Lays a file ready whose bytes are in the file store already.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepFile {
    /// Name as it was given.
    pub file_name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A file that was laid ready or changed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FileKept {
    /// Its id.
    pub file: ImportFileId,
    /// Its version now.
    pub version: i64,
}

impl Action for KeepFile {
    const NAME: &'static str = "intake.keep_file";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let stored = store(act.registry())?.describe(&self.sha256)?;
        let stored = stored.ok_or_else(|| Refusal::field("/sha256", "field.unknown_reference"))?;
        let row = ImportFile {
            id: act.new_id(),
            file_name: text("/file_name", &self.file_name, NAME_MAX)?,
            sha256: stored.sha256,
            size: stored.size,
            kind: None,
            source: MAIN.to_owned(),
            mapping: String::new(),
            added_by: act.principal.author(),
            added_at: act.now,
            version: 1,
        };
        act.chain(row.id);
        act.fact("file", row.id);
        tx.insert(&row)?;
        Ok(FileKept { file: row.id, version: row.version })
    }
}

/// Says what a file holds and which column is what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapFile {
    /// The file.
    pub file: ImportFileId,
    /// Version that was seen.
    pub version: i64,
    /// What it holds.
    pub kind: ImportKind,
    /// The system that it comes from; its keys are known again under this name.
    pub source: String,
    /// The mapping, as TOML.
    #[schemars(extend("maxLength" = 262_144))]
    pub mapping: String,
}

impl Action for MapFile {
    const NAME: &'static str = "intake.map_file";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let mut row = record::file(tx, self.file)?;
        row.version = self.version;
        row.kind = Some(self.kind);
        row.source = source("/source", &self.source)?;
        let mapping = self.mapping.replace("\r\n", "\n");
        bounded_mapping(&mapping)?;
        // What does not fit the file is shown beside it; what cannot be read at all is refused.
        Mapping::from_toml(&mapping).map_err(|error| {
            let reason = file_refusal(&act.tongue(), &error)
                .facts
                .pop()
                .map_or_else(String::new, |(_, fact)| act.tongue().fact(&fact));
            Refusal::field("/mapping", "import.file").with("reason", reason)
        })?;
        row.mapping = mapping;
        act.fact("file", row.id);
        act.fact("kind", self.kind);
        tx.update(&mut row)?;
        Ok(FileKept { file: row.id, version: row.version })
    }
}

/// Starts a dry run or an import of a file. It begins within seconds and goes on without the page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartRun {
    /// The file.
    pub file: ImportFileId,
    /// What becomes of wrong rows.
    pub mode: ImportMode,
}

impl Action for StartRun {
    const NAME: &'static str = "intake.start";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunBegun;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunBegun> {
        let file = record::file(tx, self.file)?;
        let kind = file
            .kind
            .ok_or_else(|| Refusal::conflict("import.not_mapped").with("file", file.file_name.as_str()))?;
        need_all(act, kind)?;
        let run = ImportRun {
            id: act.new_id(),
            kind,
            source: file.source,
            file_name: file.file_name,
            sha256: file.sha256,
            mapping: file.mapping,
            mode: self.mode,
            state: RunState::Waiting,
            counts: Json(Counts::default()),
            notes: Json(Notes::default()),
            started_at: act.now,
            finished_at: None,
            made_by: act.principal.author(),
            step: RunStep::Looking,
            items_seen: 0,
            rows_all: None,
            laid: true,
            driver: None,
            driven_until: None,
            version: 1,
        };
        act.chain(run.id);
        act.fact("import", run.id);
        act.fact("mode", run.mode);
        tx.insert(&run)?;
        Ok(RunBegun { run: run.id })
    }
}

/// The program takes up a run that waits, or one whose driver fell silent; only one of several nodes gets it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeUpRun {
    /// The run.
    pub run: ImportRunId,
    /// The word by which its parts are known from now on.
    pub driver: Uuid,
}

impl Action for TakeUpRun {
    const NAME: &'static str = "intake.take_up";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = RunBegun;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunBegun> {
        let mut run = record::run(tx, self.run)?;
        let left = run.state == RunState::Running && run.driven_until.is_some_and(|until| until < act.wall);
        if run.state != RunState::Waiting && !left {
            return Err(Refusal::conflict(NOT_RUNNING).with("state", Fact::Word(run.state.message())));
        }
        run.state = RunState::Running;
        run.driver = Some(self.driver);
        run.driven_until = Some(lease(act.wall));
        act.fact("import", run.id);
        tx.update(&mut run)?;
        Ok(RunBegun { run: run.id })
    }
}
