//! An import from its file to its report: look through, rehearse or write in chunks, finish, take back.

use std::{
    collections::HashSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use accord_face::ask::refusal_text;
use accord_kernel::{Call, Caller, Context, Kernel, Outcome, Refusal, Status, Via, wall_now};
use accord_room_people::PersonId;
use accord_tabular::{Mapping, TabularError};
use serde::de::DeserializeOwned;
use serde_json::{Value as JsonValue, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    actions::{ChunkDone, EnteredKey, NOT_RUNNING, REHEARSED, RunBegun, RunDone, TAKEN_OVER},
    draft::{Drafts, hex},
    filing::MAIN,
    id::{ImportKind, ImportMode, ImportRunId, RunState, RunStep},
    outcome::{Counts, Fault, Faults, KEPT_MAX, Progress, Report, Seen, Step},
    read::{Item, Origin, Stop, Survey, check, count, drafts, name_column, survey},
    record::{self, ImportRun},
    words::file_refusal,
    write::ONE_BY_ONE,
};

/// Things in one chunk.
const CHUNK_THINGS: usize = 500;
/// Rows in one chunk, unless one document alone has more.
const CHUNK_ROWS: u64 = 1_500;

/// Rows counted between two notes in the run of how far it is.
const NOTE_EVERY: u64 = 50_000;

/// An import that is wanted.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// What the file holds; what the mapping says when open.
    pub kind: Option<ImportKind>,
    /// The system that the data come from; `main` when open.
    pub source: Option<String>,
    /// The file: CSV, gzip of it, or XLSX.
    pub file: PathBuf,
    /// The mapping, as TOML.
    pub mapping: PathBuf,
    /// What becomes of wrong rows.
    pub mode: ImportMode,
    /// Who imports.
    pub actor: PersonId,
}

fn caller(actor: PersonId) -> Caller {
    Caller { via: Via::Import, ..Caller::person(actor) }
}

/// Whoever watches an import.
pub struct Watch<'w> {
    /// Is told how far it is.
    pub progress: &'w mut dyn FnMut(Progress),
    /// Is given everything that is wrong, as it is found, in the order of the file.
    pub faults: &'w mut dyn FnMut(&[Fault]) -> Outcome<()>,
}

/// Imports a file, telling of its progress.
///
/// # Errors
/// `import.mapping` or `import.file` when the file cannot be read by its mapping; what an action refuses as a whole.
/// What is wrong with single rows is no error but part of the report.
pub fn import(
    kernel: &Arc<Kernel>,
    request: &ImportRequest,
    progress: &mut dyn FnMut(Progress),
) -> Outcome<Report> {
    import_watched(kernel, request, &mut Watch { progress, faults: &mut |_| Ok(()) })
}

/// As [`import`], giving out everything that is wrong: a report names the first of it alone.
///
/// # Errors
/// As [`import`], and what the watcher refuses.
pub fn import_watched(
    kernel: &Arc<Kernel>,
    request: &ImportRequest,
    watch: &mut Watch<'_>,
) -> Outcome<Report> {
    let caller = caller(request.actor);
    let context = kernel.read(&caller, |reader| Ok(reader.context.clone()))?;
    let mut job = Job::of_request(kernel, &caller, &context, request)?;
    job.look_through(watch)?;
    match request.mode {
        ImportMode::DryRun => job.rehearse(watch),
        ImportMode::ValidOnly => {
            job.begin()?;
            job.write(watch)
        }
        ImportMode::AllOrNothing => {
            let rehearsed = job.rehearse(watch)?;
            if rehearsed.faults.all > 0 {
                return Ok(rehearsed);
            }
            job.begin()?;
            job.write(watch)
        }
    }
}

/// Takes up what waits to be brought, and what was broken off, one run after another, each in the name of whoever
/// started it; for a heartbeat. Returns how many runs were taken up.
///
/// # Errors
/// What the database refuses: the run is taken up again later. What is wrong with a file is said in its run.
pub fn drive_waiting(kernel: &Arc<Kernel>) -> Outcome<u64> {
    let mut driven = 0;
    while let Some(run) = kernel.db.read(|tx| record::waiting(tx, wall_now()))? {
        let driver = kernel.read(&Caller::system(), |reader| Ok(reader.context.new_id::<Uuid>()))?;
        let input = json!({ "run": run.id, "driver": driver });
        match act::<RunBegun>(kernel, &Caller::system(), "intake.take_up", input) {
            Ok(_) => {}
            // Another node was faster.
            Err(refusal) if refusal.rule == NOT_RUNNING => continue,
            Err(refusal) => return Err(refusal),
        }
        driven += 1;
        let run = kernel.db.read(|tx| record::run(tx, run.id))?;
        match drive(kernel, &run) {
            Ok(()) => {}
            // Somebody stopped it or took it back, or another node has it by now.
            Err(refusal) if [NOT_RUNNING, TAKEN_OVER].contains(&refusal.rule) => {}
            // The database or the disk does not work now; the run goes on when they do.
            Err(refusal) if matches!(refusal.status, Status::Unavailable | Status::Full) => {
                return Err(refusal);
            }
            Err(refusal) => stop(kernel, &run, &refusal)?,
        }
    }
    Ok(driven)
}

fn drive(kernel: &Arc<Kernel>, run: &ImportRun) -> Outcome<()> {
    let actor = run.made_by.ok_or_else(Refusal::absent)?;
    let caller = caller(actor.into());
    let context = kernel.read(&caller, |reader| Ok(reader.context.clone()))?;
    let mut job = Job::of_run(kernel, &caller, &context, run)?;
    let nobody = &mut Watch { progress: &mut |_| {}, faults: &mut |_| Ok(()) };
    // What was written already is not written again; what was only tried is tried anew.
    let goes_on = run.step == RunStep::Writing && run.items_seen > 0;
    if goes_on {
        job.from = u64::try_from(run.items_seen).unwrap_or(0);
        job.look_again()?;
        return job.write(nobody).map(drop);
    }
    job.step(RunStep::Looking)?;
    job.look_through(nobody)?;
    if run.mode != ImportMode::ValidOnly {
        job.step(RunStep::Checking)?;
        let rehearsed = job.rehearse(nobody)?;
        let dry = run.mode == ImportMode::DryRun;
        if dry || rehearsed.faults.all > 0 {
            return job.finish(!dry, None).map(drop);
        }
    }
    job.step(RunStep::Writing)?;
    job.write(nobody).map(drop)
}

/// Says in the run why it stopped. A run that stopped while writing says so already.
fn stop(kernel: &Arc<Kernel>, run: &ImportRun, refusal: &Refusal) -> Outcome<()> {
    let caller = Caller::system();
    let text = kernel.read(&caller, |reader| {
        let person = run.made_by.map(|id| accord_room_people::person(reader.tx, id.into())).transpose()?;
        let language = person.map_or(reader.context.language, |person| person.language);
        Ok(refusal_text(&kernel.words.tongue(language, "UTC"), refusal))
    })?;
    let fault = Fault { rule: refusal.rule.to_owned(), text, ..Fault::default() };
    let input = json!({ "run": run.id, "driver": run.driver, "failed": true, "fault": fault });
    match act::<RunDone>(kernel, &caller, "intake.finish", input) {
        Err(refusal) if [NOT_RUNNING, TAKEN_OVER].contains(&refusal.rule) => Ok(()),
        other => other.map(drop),
    }
}

/// Takes a whole import back.
///
/// # Errors
/// `import.touched`, naming what somebody worked with since.
pub fn undo(kernel: &Arc<Kernel>, actor: PersonId, run: ImportRunId) -> Outcome<RunState> {
    let done: RunDone = act(kernel, &caller(actor), "intake.undo", json!({ "run": run }))?;
    Ok(done.state)
}

fn act<T: DeserializeOwned>(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    action: &str,
    input: JsonValue,
) -> Outcome<T> {
    answer(kernel.act(caller, Call::new(action, input))?.answer)
}

fn answer<T: DeserializeOwned>(value: JsonValue) -> Outcome<T> {
    serde_json::from_value(value).map_err(|error| Refusal::defect(error.to_string()))
}

struct Job<'a> {
    kernel: &'a Arc<Kernel>,
    caller: &'a Caller,
    context: &'a Context,
    origin: Origin,
    file_name: String,
    sha256: String,
    kind: ImportKind,
    source: String,
    mode: ImportMode,
    mapping_text: String,
    mapping: Mapping,
    survey: Survey,
    /// The run that is told of it; a rehearsal of the command has none.
    run: Option<ImportRunId>,
    /// Who drives the run, where the program took it up.
    driver: Option<Uuid>,
    /// Things of the file that were written before it was broken off.
    from: u64,
    /// Faults noted before it was broken off.
    faults_before: u64,
}

/// What was read of a file and not yet sent.
#[derive(Default)]
struct Window {
    drafts: Drafts,
    seen: Seen,
}

/// What is collected while a file goes through.
#[derive(Default)]
struct Pass {
    rows: u64,
    rows_refused: u64,
    things: u64,
    counts: Counts,
    faults: Faults,
    window: Window,
    entered: HashSet<EnteredKey>,
}

impl Pass {
    /// What a rehearsal entered in several chunks is entered once.
    fn once(&mut self, done: &mut ChunkDone) {
        for new in std::mem::take(&mut done.entered) {
            let entity = new.entity;
            if !self.entered.insert(new) {
                let tally = done.counts.things.entry(entity.word().to_owned()).or_default();
                tally.new = tally.new.saturating_sub(1);
            }
        }
    }
}

/// Sends a window, its things one by one or in one go.
type Send<'s> = &'s mut dyn FnMut(&mut Pass, &Window, bool) -> Outcome<ChunkDone>;

impl<'a> Job<'a> {
    fn of_request(
        kernel: &'a Arc<Kernel>,
        caller: &'a Caller,
        context: &'a Context,
        request: &ImportRequest,
    ) -> Outcome<Self> {
        let tongue = context.tongue();
        let unreadable = |error: std::io::Error| file_refusal(&tongue, &TabularError::Io(error));
        let mapping_text = std::fs::read_to_string(&request.mapping).map_err(unreadable)?;
        let mapping = Mapping::from_toml(&mapping_text).map_err(|error| file_refusal(&tongue, &error))?;
        let kind = match request.kind {
            Some(kind) => kind,
            None => ImportKind::parse(&mapping.target).ok_or_else(|| {
                Refusal::field("/kind", "import.kind_unknown").with("kind", mapping.target.as_str())
            })?,
        };
        let name = request.file.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            kernel,
            caller,
            context,
            file_name: name.unwrap_or_default(),
            sha256: file_hash(&request.file).map_err(unreadable)?,
            origin: Origin::Path(request.file.clone()),
            kind,
            source: request.source.clone().unwrap_or_else(|| MAIN.to_owned()),
            mode: request.mode,
            mapping_text,
            mapping,
            survey: Survey::default(),
            run: None,
            driver: None,
            from: 0,
            faults_before: 0,
        })
    }

    /// As a run that was taken up says it.
    fn of_run(
        kernel: &'a Arc<Kernel>,
        caller: &'a Caller,
        context: &'a Context,
        run: &ImportRun,
    ) -> Outcome<Self> {
        let mapping =
            Mapping::from_toml(&run.mapping).map_err(|error| file_refusal(&context.tongue(), &error))?;
        Ok(Self {
            kernel,
            caller,
            context,
            file_name: run.file_name.clone(),
            sha256: run.sha256.clone(),
            origin: unaltered(Origin::stored(&kernel.registry, &run.sha256)?, &run.sha256)?,
            kind: run.kind,
            source: run.source.clone(),
            mode: run.mode,
            mapping_text: run.mapping.clone(),
            mapping,
            survey: Survey::default(),
            run: Some(run.id),
            driver: run.driver,
            from: 0,
            faults_before: run.notes.0.faults_all,
        })
    }

    /// The whole file is read before anything is tried: a damaged one is refused and nothing of it is written.
    fn look_through(&mut self, watch: &mut Watch<'_>) -> Outcome<()> {
        // What does not fit is said before a long file is read.
        check(&self.origin, self.kind, &self.mapping).map_err(|error| self.file_refusal(&error))?;
        let mut told = |rows: u64| {
            (watch.progress)(Progress { step: Step::Checking, rows, things: 0 });
            if rows.is_multiple_of(NOTE_EVERY) { self.note(&json!({ "rows_all": rows })) } else { Ok(()) }
        };
        let rows = count(&self.origin, &self.mapping, &mut told).map_err(|stop| self.stop_refusal(stop))?;
        self.note(&json!({ "rows_all": rows }))?;
        self.look_again()
    }

    /// What only the whole file tells, for a file that was read through before.
    fn look_again(&mut self) -> Outcome<()> {
        self.survey =
            survey(&self.origin, self.kind, &self.mapping).map_err(|error| self.file_refusal(&error))?;
        Ok(())
    }

    fn file_refusal(&self, error: &TabularError) -> Refusal {
        file_refusal(&self.context.tongue(), error)
    }

    fn stop_refusal(&self, stop: Stop<Refusal>) -> Refusal {
        match stop {
            Stop::File(error) => self.file_refusal(&error),
            Stop::Caller(refusal) => refusal,
        }
    }

    /// Another step begins.
    fn step(&mut self, step: RunStep) -> Outcome<()> {
        self.faults_before = 0;
        self.note(&json!({ "step": step }))
    }

    /// Tells the run, where the program drives one.
    fn note(&self, what: &JsonValue) -> Outcome<()> {
        let (Some(run), Some(driver)) = (self.run, self.driver) else { return Ok(()) };
        let mut input = what.as_object().cloned().unwrap_or_default();
        input.insert("run".to_owned(), json!(run));
        input.insert("driver".to_owned(), json!(driver));
        act::<RunDone>(self.kernel, self.caller, "intake.progress", input.into()).map(drop)
    }

    /// Streams the file in windows.
    fn pass(&self, step: Step, watch: &mut Watch<'_>, send: Send<'_>) -> (Pass, Outcome<()>) {
        let mut pass = Pass::default();
        pass.window.seen.after = self.from;
        let tongue = self.context.tongue();
        let mut skip = self.from;
        let mut flush = |pass: &mut Pass| -> Outcome<()> {
            let window = std::mem::take(&mut pass.window);
            pass.window.seen.after = window.seen.after + window.seen.items;
            if window.seen.items > 0 {
                let mut done = match send(pass, &window, false) {
                    Err(refusal) if refusal.rule == ONE_BY_ONE => send(pass, &window, true),
                    other => other,
                }?;
                done.faults.first.iter_mut().for_each(|fault| name_column(fault, &self.mapping));
                pass.rows_refused += done.counts.rows_refused;
                pass.counts.add(&done.counts);
                let mut faults = window.seen.faults;
                faults.extend(done.faults.first);
                faults.sort_by_key(in_order);
                (watch.faults)(&faults)?;
                pass.faults.extend(faults);
            }
            (watch.progress)(Progress { step, rows: pass.rows, things: pass.things });
            Ok(())
        };
        let mut take = |item: Item| -> Outcome<()> {
            if skip > 0 {
                skip -= 1;
                return Ok(());
            }
            let rows = match &item {
                Item::Refused(_, rows) | Item::Draft(_, rows, _) => *rows,
            };
            if pass.window.seen.rows + rows > CHUNK_ROWS || pass.window.drafts.len() >= CHUNK_THINGS {
                flush(&mut pass)?;
            }
            pass.rows += rows;
            let Window { drafts, seen } = &mut pass.window;
            seen.items += 1;
            seen.rows += rows;
            match item {
                Item::Refused(faults, rows) => {
                    seen.refused += 1;
                    seen.rows_refused += rows;
                    seen.faults.extend(faults);
                    pass.rows_refused += rows;
                }
                Item::Draft(draft, _, said) => {
                    seen.faults.extend(said);
                    drafts.append(*draft);
                    pass.things += 1;
                }
            }
            Ok(())
        };
        let read = drafts(&self.origin, self.kind, &self.mapping, &self.survey, &tongue, &mut take);
        let outcome = match read {
            Ok(()) => flush(&mut pass),
            Err(stop) => Err(self.stop_refusal(stop)),
        };
        (pass, outcome)
    }

    /// Runs everything and takes it back.
    fn rehearse(&mut self, watch: &mut Watch<'_>) -> Outcome<Report> {
        let mut send = |pass: &mut Pass, window: &Window, one_by_one: bool| {
            let input = json!({
                "kind": self.kind, "source": self.source, "one_by_one": one_by_one, "drafts": window.drafts,
            });
            let mut done: ChunkDone = match self.kernel.act(self.caller, Call::new("intake.rehearse", input))
            {
                Err(refusal) if refusal.rule == REHEARSED => answer(refusal.detail.unwrap_or_default())?,
                Err(refusal) => return Err(refusal),
                Ok(done) => answer(done.answer)?,
            };
            pass.once(&mut done);
            let told = json!({ "seen": window.seen, "counts": done.counts, "faults": done.faults.first });
            self.note(&told)?;
            Ok(done)
        };
        let (pass, outcome) = self.pass(Step::Checking, watch, &mut send);
        outcome?;
        Ok(self.report(None, None, pass))
    }

    fn begin(&mut self) -> Outcome<()> {
        let input = json!({
            "kind": self.kind, "source": self.source, "file_name": self.file_name, "sha256": self.sha256,
            "mapping": self.mapping_text, "mode": self.mode,
        });
        self.run = Some(act::<RunBegun>(self.kernel, self.caller, "intake.begin", input)?.run);
        Ok(())
    }

    /// Writes what is right, after the file was looked through. Of all or nothing what was written goes again when
    /// something was refused after all.
    fn write(&mut self, watch: &mut Watch<'_>) -> Outcome<Report> {
        let run = self.run.ok_or_else(Refusal::absent)?;
        let mut send = |_: &mut Pass, window: &Window, one_by_one: bool| {
            let input = json!({
                "run": run, "driver": self.driver, "seen": window.seen, "one_by_one": one_by_one,
                "drafts": window.drafts,
            });
            act(self.kernel, self.caller, "intake.chunk", input)
        };
        let (pass, outcome) = self.pass(Step::Writing, watch, &mut send);
        let mut report = self.report(Some(run), Some(RunState::Done), pass);
        match outcome {
            Ok(()) => {}
            // Somebody else decides what becomes of it.
            Err(refusal) if self.driver.is_some() => return Err(refusal),
            Err(refusal) => {
                let text = refusal_text(&self.context.tongue(), &refusal);
                let fault = Fault { rule: refusal.rule.to_owned(), text, ..Fault::default() };
                self.finish(true, Some(&fault))?;
                return Err(refusal);
            }
        }
        if self.mode == ImportMode::AllOrNothing && self.faults_before + report.faults.all > 0 {
            (watch.progress)(Progress { step: Step::TakingBack, rows: 0, things: 0 });
            let done: RunDone = act(self.kernel, self.caller, "intake.undo", json!({ "run": run }))?;
            report.state = Some(done.state);
            return Ok(report);
        }
        report.state = Some(self.finish(false, None)?);
        Ok(report)
    }

    /// The run is over.
    fn finish(&self, failed: bool, fault: Option<&Fault>) -> Outcome<RunState> {
        let several = &self.survey.several;
        let input = json!({
            "run": self.run, "driver": self.driver, "failed": failed, "fault": fault, "several": several.len(),
            "several_first": several.iter().take(KEPT_MAX).collect::<Vec<_>>(),
        });
        Ok(act::<RunDone>(self.kernel, self.caller, "intake.finish", input)?.state)
    }

    fn report(&self, run: Option<ImportRunId>, state: Option<RunState>, pass: Pass) -> Report {
        Report {
            run,
            state,
            rows: pass.rows,
            rows_refused: pass.rows_refused,
            counts: pass.counts,
            faults: pass.faults,
            several: self.survey.several.clone(),
        }
    }
}

/// Faults in the order of the file, those of one thing together.
pub(crate) fn in_order(fault: &Fault) -> (u64, u64) {
    (fault.refused.map_or(fault.row, |span| span.first), fault.row)
}

/// The stored file, checked against its name; bytes in memory were checked as they were read.
fn unaltered(origin: Origin, sha256: &str) -> Outcome<Origin> {
    if let Origin::Path(path) = &origin {
        let hash = file_hash(path).map_err(|error| Refusal::defect(error.to_string()))?;
        if hash != sha256 {
            return Err(Refusal::defect(format!("the stored file {sha256} was altered")));
        }
    }
    Ok(origin)
}

fn file_hash(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
    }
    Ok(hex(&hasher.finalize()))
}
