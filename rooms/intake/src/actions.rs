//! The ways in: a run begins, chunks of it are written, it is finished, or taken back. A rehearsal writes a chunk and
//! takes everything back at once.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::check::{NAME_MAX, text};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    draft::{CHUNK_MAX, Drafts},
    id::{Entity, ImportKind, ImportMode, ImportRunId, RunState},
    outcome::{Counts, Fault, Faults, KEPT_MAX, Notes},
    record::{self, ImportRun},
    write::{Writer, need, take_back::take_back},
};

/// Largest mapping that is kept, in bytes.
const MAPPING_MAX: usize = 256 << 10;
/// Rule by which a rehearsal ends; its detail is what would have come of it.
pub const REHEARSED: &str = "import.rehearsed";

/// What somebody needs beside the permission to import. Orders from elsewhere are history and promise nothing; the
/// customers and products that they bring along ask for more where they are entered.
pub(crate) fn permissions(kind: ImportKind) -> &'static [Permission] {
    match kind {
        ImportKind::Accounts | ImportKind::Sites | ImportKind::Contacts => &[Permission::CustomerWrite],
        ImportKind::Products => &[Permission::CatalogManage],
        ImportKind::OrderLines => &[],
        ImportKind::Sellers => &[Permission::PipelineManage],
        ImportKind::Opportunities => &[Permission::PipelineWrite],
        ImportKind::InstalledBase | ImportKind::Outages => &[Permission::AssetWrite],
        ImportKind::Incidents => &[Permission::CaseWrite],
    }
}

pub(crate) fn need_all(act: &Act<'_>, kind: ImportKind) -> Outcome<()> {
    permissions(kind).iter().try_for_each(|permission| need(act, *permission))
}

/// A short name of the system that data come from: letters, digits, `-_.`.
pub(crate) fn source(pointer: &'static str, source: &str) -> Outcome<String> {
    let source = text(pointer, source, 40)?;
    let plain = source.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if plain { Ok(source) } else { Err(Refusal::field(pointer, "field.form")) }
}

/// Begins a run of an import.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginRun {
    /// What the file holds.
    pub kind: ImportKind,
    /// The system that the data come from; its keys are known again under this name.
    pub source: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file as it came, in hexadecimal.
    pub sha256: String,
    /// The mapping, as TOML.
    pub mapping: String,
    /// What becomes of wrong rows.
    pub mode: ImportMode,
}

/// A run that began.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunBegun {
    /// Its id.
    pub run: ImportRunId,
}

impl Action for BeginRun {
    const NAME: &'static str = "intake.begin";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunBegun;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunBegun> {
        need_all(act, self.kind)?;
        if self.mode == ImportMode::DryRun {
            return Err(Refusal::field("/mode", "import.dry_run_writes_nothing"));
        }
        if self.sha256.len() != 64 || !self.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Refusal::field("/sha256", "field.form"));
        }
        bounded_mapping(&self.mapping)?;
        let run = ImportRun {
            id: act.new_id(),
            kind: self.kind,
            source: source("/source", &self.source)?,
            file_name: text("/file_name", &self.file_name, NAME_MAX)?,
            sha256: self.sha256.to_ascii_lowercase(),
            mapping: self.mapping,
            mode: self.mode,
            state: RunState::Running,
            counts: Json(Counts::default()),
            notes: Json(Notes::default()),
            started_at: act.now,
            finished_at: None,
            made_by: act.principal.author(),
            version: 1,
        };
        act.chain(run.id);
        act.fact("import", run.id);
        act.fact("kind", run.kind);
        tx.insert(&run)?;
        Ok(RunBegun { run: run.id })
    }
}

pub(crate) fn bounded_mapping(mapping: &str) -> Outcome<()> {
    if mapping.len() > MAPPING_MAX {
        return Err(Refusal::field("/mapping", "field.too_long").with("max", MAPPING_MAX));
    }
    Ok(())
}

fn bounded(drafts: &Drafts) -> Outcome<()> {
    if drafts.rows().max(drafts.len()) > CHUNK_MAX {
        return Err(Refusal::field("/drafts", "field.too_many").with("max", CHUNK_MAX));
    }
    Ok(())
}

fn running(run: &ImportRun) -> Outcome<()> {
    if run.state == RunState::Running {
        return Ok(());
    }
    Err(Refusal::conflict("import.not_running").with("state", Fact::Word(run.state.message())))
}

fn of_kind(kind: ImportKind, drafts: &Drafts) -> Outcome<()> {
    let own = match kind {
        ImportKind::Accounts => drafts.accounts.len(),
        ImportKind::Sites => drafts.sites.len(),
        ImportKind::Contacts => drafts.contacts.len(),
        ImportKind::Products => drafts.products.len(),
        ImportKind::OrderLines => drafts.orders.len(),
        ImportKind::Sellers => drafts.sellers.len(),
        ImportKind::Opportunities => drafts.opportunities.len(),
        ImportKind::InstalledBase => drafts.assets.len(),
        ImportKind::Outages => drafts.outages.len(),
        ImportKind::Incidents => drafts.incidents.len(),
    };
    if own == drafts.len() { Ok(()) } else { Err(Refusal::field("/drafts", "import.other_kind")) }
}

/// Writes one chunk of a run. Each thing is an event of its own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteChunk {
    /// The run.
    pub run: ImportRunId,
    /// Try each thing by itself: what is refused is named and leaves nothing. Otherwise the chunk is written in one go,
    /// which is faster, and refused as a whole (`import.one_by_one`) when something in it is.
    #[serde(default)]
    pub one_by_one: bool,
    /// What is in it.
    pub drafts: Drafts,
}

/// What came of a chunk.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ChunkDone {
    /// What it did.
    pub counts: Counts,
    /// What is wrong.
    pub faults: Faults,
    /// Keys of what is new; only in a rehearsal.
    pub entered: Vec<(Entity, String)>,
}

impl Action for WriteChunk {
    const NAME: &'static str = "intake.chunk";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ChunkDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ChunkDone> {
        let mut run = record::run(tx, self.run)?;
        need_all(act, run.kind)?;
        bounded(&self.drafts)?;
        of_kind(run.kind, &self.drafts)?;
        running(&run)?;
        if run.mode == ImportMode::DryRun {
            return Err(Refusal::field("/run", "import.dry_run_writes_nothing"));
        }
        let mut writer = Writer::new(&run.source, Some(run.id), run.counts.0.written, self.one_by_one);
        writer.write(tx, act, &self.drafts)?;
        run.counts.0.add(&writer.counts);
        run.finished_at = Some(act.now);
        tx.update(&mut run)?;
        Ok(ChunkDone { counts: writer.counts, faults: writer.faults, entered: Vec::new() })
    }
}

/// Writes a chunk and takes everything back: always ends in the refusal `import.rehearsed`, whose detail is what would
/// have come of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RehearseChunk {
    /// What the file holds.
    pub kind: ImportKind,
    /// The system that the data come from.
    pub source: String,
    /// Try each thing by itself, as writing a chunk does.
    #[serde(default)]
    pub one_by_one: bool,
    /// What is in it.
    pub drafts: Drafts,
}

impl Action for RehearseChunk {
    const NAME: &'static str = "intake.rehearse";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ChunkDone;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ChunkDone> {
        need_all(act, self.kind)?;
        bounded(&self.drafts)?;
        of_kind(self.kind, &self.drafts)?;
        let mut writer = Writer::new(&source("/source", &self.source)?, None, 0, self.one_by_one);
        writer.write(tx, act, &self.drafts)?;
        let done = ChunkDone { counts: writer.counts, faults: writer.faults, entered: writer.entered };
        Err(Refusal::conflict(REHEARSED).detail(json!(done)))
    }
}

/// Finishes a run: the whole file has been seen, or it stopped in the middle.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishRun {
    /// The run.
    pub run: ImportRunId,
    /// It stopped in the middle.
    #[serde(default)]
    pub failed: bool,
    /// What a dry run would have done; a run that writes counts by itself.
    #[serde(default)]
    pub counts: Option<Counts>,
    /// What is said of the file beside the counts.
    #[serde(default)]
    pub notes: Notes,
}

/// How a run stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunDone {
    /// The run.
    pub run: ImportRunId,
    /// How it stands.
    pub state: RunState,
    /// What it did.
    pub counts: Counts,
}

/// What is kept of a note: bounded, and without what cells held.
fn kept(notes: Notes) -> Notes {
    let plain = |fault: Fault| Fault { value: String::new(), ..fault };
    let short = |text: String| text.chars().take(NAME_MAX).collect::<String>();
    let mut several = notes.several_first;
    several.truncate(KEPT_MAX);
    for one in &mut several {
        one.values.truncate(10);
        one.values = std::mem::take(&mut one.values).into_iter().map(short).collect();
    }
    let faults = notes.faults.into_iter().take(KEPT_MAX).map(plain).collect();
    Notes { several_first: several, faults, ..notes }
}

impl Action for FinishRun {
    const NAME: &'static str = "intake.finish";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunDone> {
        let mut run = record::run(tx, self.run)?;
        running(&run)?;
        run.state = if self.failed { RunState::Failed } else { RunState::Done };
        run.notes = Json(kept(self.notes));
        if let Some(counts) = self.counts.filter(|_| run.mode == ImportMode::DryRun) {
            run.counts = Json(Counts { written: 0, ..counts });
        }
        run.finished_at = Some(act.now);
        act.fact("import", run.id);
        tx.update(&mut run)?;
        Ok(RunDone { run: run.id, state: run.state, counts: run.counts.0 })
    }
}

/// Takes a whole import back: what it entered goes, what it changed becomes what it was. Refused as a whole, naming
/// what stands in the way, when somebody has worked with one of its things since.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRun {
    /// The run.
    pub run: ImportRunId,
}

impl Action for UndoRun {
    const NAME: &'static str = "intake.undo";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunDone> {
        let mut run = record::run(tx, self.run)?;
        need_all(act, run.kind)?;
        if run.state == RunState::Undone {
            return Err(Refusal::conflict("import.undone_already"));
        }
        let taken = take_back(tx, act, &run)?;
        run.state = RunState::Undone;
        run.finished_at = Some(act.now);
        act.fact("import", run.id);
        act.fact("taken_back", taken);
        tx.update(&mut run)?;
        Ok(RunDone { run: run.id, state: run.state, counts: run.counts.0 })
    }
}
