//! An import from its file to its report: look through, rehearse or write in chunks, finish, take back.

use std::{
    collections::HashSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use accord_face::ask::refusal_text;
use accord_kernel::{Call, Caller, Context, Kernel, Outcome, Refusal, Via};
use accord_room_people::PersonId;
use accord_tabular::{Mapping, TabularError};
use serde::de::DeserializeOwned;
use serde_json::{Value as JsonValue, json};
use sha2::{Digest, Sha256};

use crate::{
    actions::{ChunkDone, REHEARSED, RunBegun, RunDone},
    draft::{Drafts, hex},
    filing::{MAIN, store},
    id::{Entity, ImportKind, ImportMode, ImportRunId, RunState},
    outcome::{Counts, Fault, Faults, KEPT_MAX, Notes, Progress, Report, Step},
    read::{Item, Origin, Stop, Survey, drafts, name_column, survey},
    record::{self, ImportRun},
    words::file_refusal,
    write::ONE_BY_ONE,
};

/// Things in one chunk.
const CHUNK_THINGS: usize = 500;
/// Rows in one chunk, unless one document alone has more.
const CHUNK_ROWS: u64 = 1_500;

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
    let caller = caller(request.actor);
    let context = kernel.read(&caller, |reader| Ok(reader.context.clone()))?;
    let mut job = Job::of_request(kernel, &caller, &context, request)?;
    match request.mode {
        ImportMode::DryRun => Ok(job.rehearse(progress)?),
        ImportMode::ValidOnly => {
            job.look_through(progress)?;
            let run = job.begin()?;
            job.write(run, progress)
        }
        ImportMode::AllOrNothing => {
            let rehearsed = job.rehearse(progress)?;
            if rehearsed.faults.all > 0 {
                return Ok(rehearsed);
            }
            let run = job.begin()?;
            let report = job.write(run, progress)?;
            job.whole(report, progress)
        }
    }
}

/// Takes up what waits to be brought, one run after another, each in the name of whoever started it; for a heartbeat.
/// Returns how many runs were taken up.
///
/// # Errors
/// What the database refuses. What is wrong with a file is said in its run.
pub fn drive_waiting(kernel: &Arc<Kernel>) -> Outcome<u64> {
    let mut driven = 0;
    while let Some(run) = kernel.db.read(record::waiting)? {
        match act::<RunBegun>(kernel, &Caller::system(), "intake.take_up", json!({ "run": run.id })) {
            Ok(_) => {}
            // Another node was faster.
            Err(refusal) if refusal.rule == "import.not_running" => continue,
            Err(refusal) => return Err(refusal),
        }
        driven += 1;
        if let Err(refusal) = drive(kernel, &run) {
            stop(kernel, &run, &refusal)?;
        }
    }
    Ok(driven)
}

fn drive(kernel: &Arc<Kernel>, run: &ImportRun) -> Outcome<()> {
    let actor = run.made_by.ok_or_else(Refusal::absent)?;
    let caller = caller(actor.into());
    let context = kernel.read(&caller, |reader| Ok(reader.context.clone()))?;
    let mut job = Job::of_run(kernel, &caller, &context, run)?;
    let nobody = &mut |_: Progress| {};
    if run.mode == ImportMode::ValidOnly {
        job.look_through(nobody)?;
        return job.write(run.id, nobody).map(drop);
    }
    let rehearsed = job.rehearse(nobody)?;
    let dry = run.mode == ImportMode::DryRun;
    if dry || rehearsed.faults.all > 0 {
        let input =
            json!({ "run": run.id, "failed": !dry, "counts": rehearsed.counts, "notes": notes(&rehearsed) });
        return act::<RunDone>(kernel, &caller, "intake.finish", input).map(drop);
    }
    let report = job.write(run.id, nobody)?;
    job.whole(report, nobody).map(drop)
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
    let notes = Notes { faults: vec![fault], faults_all: 1, ..Notes::default() };
    let input = json!({ "run": run.id, "failed": true, "notes": notes });
    match act::<RunDone>(kernel, &caller, "intake.finish", input) {
        Err(refusal) if refusal.rule == "import.not_running" => Ok(()),
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
    survey: Option<Survey>,
}

/// What is collected while a file goes through.
struct Pass {
    rows: u64,
    rows_refused: u64,
    things: u64,
    counts: Counts,
    faults: Faults,
    chunk: Drafts,
    chunk_rows: u64,
    entered: HashSet<(Entity, String)>,
}

impl Pass {
    fn new() -> Self {
        Self {
            rows: 0,
            rows_refused: 0,
            things: 0,
            counts: Counts::default(),
            faults: Faults::default(),
            chunk: Drafts::default(),
            chunk_rows: 0,
            entered: HashSet::new(),
        }
    }

    /// What a rehearsal entered in several chunks is entered once.
    fn once(&mut self, done: &mut ChunkDone) {
        for (entity, key) in std::mem::take(&mut done.entered) {
            if !self.entered.insert((entity, key)) {
                let tally = done.counts.things.entry(entity.word().to_owned()).or_default();
                tally.new = tally.new.saturating_sub(1);
            }
        }
    }
}

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
            survey: None,
        })
    }

    /// As a run that waits says it.
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
            origin: Origin::Bytes(store(&kernel.registry)?.bytes(&run.sha256)?.into()),
            kind: run.kind,
            source: run.source.clone(),
            mode: run.mode,
            mapping_text: run.mapping.clone(),
            mapping,
            survey: None,
        })
    }

    fn look_through(&mut self, progress: &mut dyn FnMut(Progress)) -> Outcome<()> {
        if self.survey.is_some() {
            return Ok(());
        }
        let mut told = |rows: u64| {
            if rows.is_multiple_of(CHUNK_ROWS) {
                progress(Progress { step: Step::Checking, rows, things: 0 });
            }
        };
        let survey = survey(&self.origin, self.kind, &self.mapping, &mut told)
            .map_err(|error| file_refusal(&self.context.tongue(), &error))?;
        self.survey = Some(survey);
        Ok(())
    }

    /// Streams the file in chunks.
    fn pass(
        &self,
        step: Step,
        progress: &mut dyn FnMut(Progress),
        send: &mut dyn FnMut(&Drafts, bool) -> Outcome<ChunkDone>,
    ) -> (Pass, Outcome<()>) {
        let mut pass = Pass::new();
        let tongue = self.context.tongue();
        let none = Survey::default();
        let survey = self.survey.as_ref().unwrap_or(&none);
        let mut flush = |pass: &mut Pass| -> Outcome<()> {
            if !pass.chunk.is_empty() {
                pass.chunk_rows = 0;
                let chunk = std::mem::take(&mut pass.chunk);
                let mut done = match send(&chunk, false) {
                    Err(refusal) if refusal.rule == ONE_BY_ONE => send(&chunk, true),
                    other => other,
                }?;
                pass.once(&mut done);
                done.faults.first.iter_mut().for_each(|fault| name_column(fault, &self.mapping));
                let named = done.faults.first.len() as u64;
                pass.faults.extend(done.faults.first);
                pass.faults.all += done.faults.all - named;
                pass.rows_refused += done.counts.rows_refused;
                pass.counts.add(&done.counts);
            }
            progress(Progress { step, rows: pass.rows, things: pass.things });
            Ok(())
        };
        let mut take = |item: Item| -> Outcome<()> {
            match item {
                Item::Refused(faults, rows) => {
                    pass.rows += rows;
                    pass.rows_refused += rows;
                    pass.faults.extend(faults);
                }
                Item::Draft(draft, rows, said) => {
                    pass.faults.extend(said);
                    if pass.chunk_rows + rows > CHUNK_ROWS || pass.chunk.len() >= CHUNK_THINGS {
                        flush(&mut pass)?;
                    }
                    pass.rows += rows;
                    pass.things += 1;
                    pass.chunk_rows += rows;
                    pass.chunk.append(*draft);
                }
            }
            Ok(())
        };
        let read = drafts(&self.origin, self.kind, &self.mapping, survey, &tongue, &mut take);
        let outcome = match read {
            Ok(()) => flush(&mut pass),
            Err(Stop::File(error)) => Err(file_refusal(&tongue, &error)),
            Err(Stop::Caller(refusal)) => Err(refusal),
        };
        (pass, outcome)
    }

    /// Runs everything and takes it back.
    fn rehearse(&mut self, progress: &mut dyn FnMut(Progress)) -> Outcome<Report> {
        self.look_through(progress)?;
        let mut send = |chunk: &Drafts, one_by_one: bool| {
            let input = json!({
                "kind": self.kind, "source": self.source, "one_by_one": one_by_one, "drafts": chunk,
            });
            match self.kernel.act(self.caller, Call::new("intake.rehearse", input)) {
                Err(refusal) if refusal.rule == REHEARSED => answer(refusal.detail.unwrap_or_default()),
                Err(refusal) => Err(refusal),
                Ok(done) => answer(done.answer),
            }
        };
        let (pass, outcome) = self.pass(Step::Checking, progress, &mut send);
        outcome?;
        Ok(self.report(None, None, pass))
    }

    fn begin(&self) -> Outcome<ImportRunId> {
        let input = json!({
            "kind": self.kind, "source": self.source, "file_name": self.file_name, "sha256": self.sha256,
            "mapping": self.mapping_text, "mode": self.mode,
        });
        Ok(act::<RunBegun>(self.kernel, self.caller, "intake.begin", input)?.run)
    }

    /// Writes what is right, after the file was looked through.
    fn write(&self, run: ImportRunId, progress: &mut dyn FnMut(Progress)) -> Outcome<Report> {
        let mut send = |chunk: &Drafts, one_by_one: bool| {
            let input = json!({ "run": run, "one_by_one": one_by_one, "drafts": chunk });
            act(self.kernel, self.caller, "intake.chunk", input)
        };
        let (pass, outcome) = self.pass(Step::Writing, progress, &mut send);
        let mut report = self.report(Some(run), Some(RunState::Done), pass);
        if let Err(refusal) = &outcome {
            let text = refusal_text(&self.context.tongue(), refusal);
            report.faults.push(Fault { rule: refusal.rule.to_owned(), text, ..Fault::default() });
        }
        let input = json!({ "run": run, "failed": outcome.is_err(), "notes": notes(&report) });
        let done: Outcome<RunDone> = act(self.kernel, self.caller, "intake.finish", input);
        outcome?;
        Ok(Report { state: Some(done?.state), ..report })
    }

    /// All or nothing: what was written goes again when something was refused after all.
    fn whole(&self, report: Report, progress: &mut dyn FnMut(Progress)) -> Outcome<Report> {
        let Some(run) = report.run.filter(|_| report.faults.all > 0) else { return Ok(report) };
        progress(Progress { step: Step::TakingBack, rows: 0, things: 0 });
        let done: RunDone = act(self.kernel, self.caller, "intake.undo", json!({ "run": run }))?;
        Ok(Report { state: Some(done.state), ..report })
    }

    fn report(&self, run: Option<ImportRunId>, state: Option<RunState>, pass: Pass) -> Report {
        Report {
            run,
            state,
            rows: pass.rows,
            rows_refused: pass.rows_refused,
            counts: pass.counts,
            faults: pass.faults,
            several: self.survey.as_ref().map(|survey| survey.several.clone()).unwrap_or_default(),
        }
    }
}

fn notes(report: &Report) -> Notes {
    Notes {
        rows: report.rows,
        rows_refused: report.rows_refused,
        several: report.several.len() as u64,
        several_first: report.several.iter().take(KEPT_MAX).cloned().collect(),
        faults: report.faults.first.iter().take(KEPT_MAX).cloned().collect(),
        faults_all: report.faults.all,
    }
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
