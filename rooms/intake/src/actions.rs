//! The ways in: a run begins, chunks of it are written, it is finished, or taken back. A rehearsal writes a chunk and
//! takes everything back at once.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::check::{NAME_MAX, text};
use accord_store::{Json, Tx};
use accord_tabular::Mapping;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    draft::{CHUNK_MAX, Drafts},
    id::{Entity, ImportKind, ImportMode, ImportRunId, RunState, RunStep},
    outcome::{Counts, Fault, Faults, KEPT_MAX, Notes, Seen, Several},
    read::name_column,
    record::{self, ImportRun},
    run::in_order,
    write::{Writer, need, take_back::take_back},
};

/// Largest mapping that is kept, in bytes.
const MAPPING_MAX: usize = 256 << 10;
/// Rule by which a rehearsal ends; its detail is what would have come of it.
pub const REHEARSED: &str = "import.rehearsed";
/// Rule by which a part of a run is refused that does not run.
pub const NOT_RUNNING: &str = "import.not_running";
/// Rule by which a part is refused that somebody else sends than who drives the run, or that does not follow the one
/// before.
pub const TAKEN_OVER: &str = "import.taken_over";
/// For so long nobody else takes up a run whose driver is silent: longer than the slowest part.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Where what stopped a file as a whole stands among its faults: behind all others.
pub(crate) const LAST_PLACE: i64 = i64::MAX;

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
            step: RunStep::Writing,
            items_seen: 0,
            rows_all: None,
            laid: false,
            driver: None,
            driven_until: None,
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

/// It runs, and whoever sends this drives it.
fn driven(run: &ImportRun, driver: Option<Uuid>) -> Outcome<()> {
    if run.state != RunState::Running {
        return Err(Refusal::conflict(NOT_RUNNING).with("state", Fact::Word(run.state.message())));
    }
    if run.driver != driver {
        return Err(Refusal::conflict(TAKEN_OVER));
    }
    Ok(())
}

/// Whoever drives a run has it for so long again, by the wall.
pub(crate) fn lease(wall: Timestamp) -> Timestamp {
    wall.checked_add(LEASE).unwrap_or(wall)
}

/// Notes how far a run is and what is wrong in what was gone through.
fn advance(
    tx: &mut Tx,
    run: &mut ImportRun,
    seen: &Seen,
    counts: &Counts,
    mut faults: Vec<Fault>,
) -> Outcome<()> {
    if u64::try_from(run.items_seen) != Ok(seen.after) {
        return Err(Refusal::conflict(TAKEN_OVER));
    }
    let place = run.items_seen;
    run.items_seen += i64::try_from(seen.items).unwrap_or(0);
    let mapping = Mapping::from_toml(&run.mapping).ok();
    faults.extend(seen.faults.iter().cloned());
    for fault in &mut faults {
        fault.value.clear();
        if let Some(mapping) = &mapping {
            name_column(fault, mapping);
        }
    }
    faults.sort_by_key(in_order);
    let notes = &mut run.notes.0;
    notes.rows += seen.rows;
    notes.rows_refused += seen.rows_refused + counts.rows_refused;
    notes.faults_all += faults.len() as u64;
    run.counts.0.add(counts);
    if seen.refused > 0 {
        run.counts.0.things.entry(run.kind.entity().word().to_owned()).or_default().refused += seen.refused;
    }
    record::keep_faults(tx, run.id, place, &faults)
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
    /// Who drives it, where the program took it up.
    #[serde(default)]
    pub driver: Option<Uuid>,
    /// What was gone through of the file for this chunk, where it is to go on from there.
    #[serde(default)]
    pub seen: Option<Seen>,
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
    pub entered: Vec<EnteredKey>,
}

/// The key of something new.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EnteredKey {
    /// What it is.
    pub entity: Entity,
    /// Its key in the file.
    pub key: String,
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
        driven(&run, self.driver)?;
        if run.mode == ImportMode::DryRun {
            return Err(Refusal::field("/run", "import.dry_run_writes_nothing"));
        }
        let mut writer = Writer::new(&run.source, Some(run.id), run.counts.0.written, self.one_by_one);
        writer.write(tx, act, &self.drafts)?;
        let untold = || Seen {
            after: u64::try_from(run.items_seen).unwrap_or(0),
            items: self.drafts.len() as u64,
            rows: self.drafts.rows() as u64,
            ..Seen::default()
        };
        let seen = self.seen.unwrap_or_else(untold);
        advance(tx, &mut run, &seen, &writer.counts, writer.faults.clone())?;
        run.driven_until = self.driver.map(|_| lease(act.wall));
        run.finished_at = Some(act.now);
        tx.update(&mut run)?;
        Ok(ChunkDone { counts: writer.counts, faults: writer.faults.into(), entered: Vec::new() })
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
        let done = ChunkDone { counts: writer.counts, faults: writer.faults.into(), entered: writer.entered };
        Err(Refusal::conflict(REHEARSED).detail(json!(done)))
    }
}

/// Whoever drives a run says how far it is: another step begins, rows were counted, or a part was tried.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteProgress {
    /// The run.
    pub run: ImportRunId,
    /// Who drives it.
    #[serde(default)]
    pub driver: Option<Uuid>,
    /// The step that begins; what the one before counted and found is forgotten.
    #[serde(default)]
    pub step: Option<RunStep>,
    /// Rows of the file, as far as they were counted.
    #[serde(default)]
    pub rows_all: Option<u64>,
    /// What was gone through.
    #[serde(default)]
    pub seen: Option<Seen>,
    /// What would have come of it.
    #[serde(default)]
    pub counts: Counts,
    /// What would have been refused.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

impl Action for NoteProgress {
    const NAME: &'static str = "intake.progress";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunDone> {
        let mut run = record::run(tx, self.run)?;
        driven(&run, self.driver)?;
        if run.step == RunStep::Writing && run.counts.0.written > 0 && self.step.is_some() {
            // What was written is known by its counts alone.
            return Err(Refusal::conflict(TAKEN_OVER));
        }
        if let Some(step) = self.step {
            run.step = step;
            run.items_seen = 0;
            run.counts = Json(Counts::default());
            run.notes = Json(Notes::default());
            record::drop_faults(tx, run.id, 0)?;
        }
        if let Some(rows) = self.rows_all {
            run.rows_all = i64::try_from(rows).ok();
        }
        if let Some(seen) = &self.seen {
            let counts = Counts { written: 0, ..self.counts };
            advance(tx, &mut run, seen, &counts, self.faults)?;
        }
        run.driven_until = self.driver.map(|_| lease(act.wall));
        act.fact("import", run.id);
        tx.update(&mut run)?;
        Ok(RunDone { run: run.id, state: run.state, counts: run.counts.0 })
    }
}

/// Finishes a run: the whole file has been seen, or it stopped in the middle.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishRun {
    /// The run.
    pub run: ImportRunId,
    /// Who drives it, where the program took it up.
    #[serde(default)]
    pub driver: Option<Uuid>,
    /// It stopped in the middle.
    #[serde(default)]
    pub failed: bool,
    /// Why, where it is not said of a row.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// Keys with several values where one was to be expected.
    #[serde(default)]
    pub several: u64,
    /// The first of them.
    #[serde(default)]
    pub several_first: Vec<Several>,
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

/// What is kept of keys with several values: bounded.
fn kept(mut several: Vec<Several>) -> Vec<Several> {
    let short = |text: String| text.chars().take(NAME_MAX).collect::<String>();
    several.truncate(KEPT_MAX);
    for one in &mut several {
        one.values.truncate(10);
        one.values = std::mem::take(&mut one.values).into_iter().map(short).collect();
    }
    several
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
        driven(&run, self.driver)?;
        let state = if self.failed { RunState::Failed } else { RunState::Done };
        let notes = &mut run.notes.0;
        notes.several = self.several;
        notes.several_first = kept(self.several_first);
        if let Some(fault) = self.fault {
            notes.faults_all += 1;
            let plain = Fault { value: String::new(), ..fault };
            record::drop_faults(tx, run.id, LAST_PLACE)?;
            record::keep_faults(tx, run.id, LAST_PLACE, &[plain])?;
        }
        over(tx, act, run, state)
    }
}

/// Ends a run, however: nobody drives it from now on.
fn over(tx: &mut Tx, act: &mut Act<'_>, mut run: ImportRun, state: RunState) -> Outcome<RunDone> {
    run.state = state;
    run.driven_until = None;
    run.finished_at = Some(act.now);
    act.fact("import", run.id);
    tx.update(&mut run)?;
    Ok(RunDone { run: run.id, state: run.state, counts: run.counts.0 })
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
        let run = record::run(tx, self.run)?;
        need_all(act, run.kind)?;
        if run.state == RunState::Undone {
            return Err(Refusal::conflict("import.undone_already"));
        }
        let taken = take_back(tx, act, &run)?;
        act.fact("taken_back", taken);
        over(tx, act, run, RunState::Undone)
    }
}

/// Stops a run that waits or is on its way. What it wrote stays, until it is taken back or goes on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopRun {
    /// The run.
    pub run: ImportRunId,
}

impl Action for StopRun {
    const NAME: &'static str = "intake.stop";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::run(tx, self.run)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<RunDone> {
        let run = record::run(tx, self.run)?;
        if run.state.is_over() {
            return Err(Refusal::conflict(NOT_RUNNING).with("state", Fact::Word(run.state.message())));
        }
        over(tx, act, run, RunState::Stopped)
    }
}

/// Lets a run go on that stopped or was stopped, behind what it has written already.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoOn {
    /// The run.
    pub run: ImportRunId,
}

impl Action for GoOn {
    const NAME: &'static str = "intake.go_on";
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
        if !matches!(run.state, RunState::Stopped | RunState::Failed) || !run.laid {
            return Err(
                Refusal::conflict("import.cannot_go_on").with("state", Fact::Word(run.state.message()))
            );
        }
        // What stopped it is told anew, if it still does.
        if record::faults_after(tx, run.id, LAST_PLACE - 1)?.is_some() {
            record::drop_faults(tx, run.id, LAST_PLACE)?;
            run.notes.0.faults_all = run.notes.0.faults_all.saturating_sub(1);
        }
        run.state = RunState::Waiting;
        run.finished_at = None;
        act.fact("import", run.id);
        tx.update(&mut run)?;
        Ok(RunDone { run: run.id, state: run.state, counts: run.counts.0 })
    }
}
