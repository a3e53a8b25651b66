//! `accord import`: one command that brings a file, says how far it is and what came of it, in the language of whoever
//! imports; and takes an import back.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use accord_kernel::{Caller, Context, Fact, Kernel, Money, Outcome, Refusal, Status, Tongue, Via};
use accord_room_people::PersonId;
use accord_store::search;
use accord_tabular::Mapping;

use crate::{
    faulty::{self, Failed},
    id::{Entity, ImportKind, ImportMode, ImportRunId},
    outcome::{Fault, Progress, Report, Step},
    read::Origin,
    record,
    run::{ImportRequest, Watch, import_watched, undo},
    words::file_refusal,
};

/// Faults and disagreements that are printed one by one.
const PRINTED_MAX: usize = 50;

/// What was typed.
#[derive(Debug, Clone)]
pub struct CommandLine {
    /// Mail address of who imports.
    pub by: String,
    /// What to do.
    pub wanted: Wanted,
}

/// What to do.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Bring a file.
    Bring {
        /// The file: CSV, gzip of it, or XLSX.
        file: PathBuf,
        /// The mapping, as TOML.
        mapping: PathBuf,
        /// What the file holds; what the mapping says when open.
        kind: Option<ImportKind>,
        /// The system that the data come from; `main` when open.
        source: Option<String>,
        /// What becomes of wrong rows.
        mode: ImportMode,
        /// Where the rows that are wrong are listed, as CSV.
        errors: Option<PathBuf>,
    },
    /// Take an import back.
    TakeBack(ImportRunId),
}

/// How it went, for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was brought, or would be.
    Good,
    /// Something is wrong in the file.
    Faults,
}

/// Runs the command. `out` gets the report, `progress` a line that is written over again and again.
///
/// # Errors
/// A refusal; texts of which are in the importer's language.
pub fn run_command(
    kernel: &Arc<Kernel>,
    line: &CommandLine,
    out: &mut dyn Write,
    progress: &mut dyn Write,
) -> Outcome<Exit> {
    let actor = find_importer(kernel, &line.by)?;
    let caller = Caller { via: Via::Import, ..Caller::person(actor) };
    let context = kernel.read(&caller, |reader| Ok(reader.context.clone()))?;
    match &line.wanted {
        Wanted::TakeBack(run) => {
            undo(kernel, actor, *run)?;
            said(writeln!(out, "{}", context.tongue().say("action-intake-undo-done")))?;
            Ok(Exit::Good)
        }
        Wanted::Bring { file, mapping, kind, source, mode, errors } => {
            let request = ImportRequest {
                kind: *kind,
                source: source.clone(),
                file: file.clone(),
                mapping: mapping.clone(),
                mode: *mode,
                actor,
            };
            let mut spool = errors.as_deref().map(|path| Spool::begin(&context, path)).transpose()?;
            let report = bring(kernel, &context, &request, progress, spool.as_mut())?;
            said(print(&context, &report, out))?;
            if let (Some(path), Some(spool)) = (errors, spool) {
                spool.list(&context, &request, path)?;
                let facts = [("file", Fact::Text(path.display().to_string()))];
                said(writeln!(out, "{}", context.tongue().say_with("import-report-errors-in", &facts)))?;
            }
            Ok(if report.faults.all == 0 { Exit::Good } else { Exit::Faults })
        }
    }
}

fn said(outcome: io::Result<()>) -> Outcome<()> {
    outcome.map_err(|error| Refusal::defect(error.to_string()))
}

/// The active colleague of a mail address.
fn find_importer(kernel: &Arc<Kernel>, email: &str) -> Outcome<PersonId> {
    let wanted = search::fold(email.trim());
    let list = kernel.db.read(record::colleagues)?;
    let found = list.into_iter().find(|row| row.email.as_deref().map(search::fold).as_ref() == Some(&wanted));
    found.map(|row| row.id).ok_or_else(|| Refusal::new(Status::Invalid, "import.nobody").with("email", email))
}

fn bring(
    kernel: &Arc<Kernel>,
    context: &Context,
    request: &ImportRequest,
    progress: &mut dyn Write,
    mut spool: Option<&mut Spool>,
) -> Outcome<Report> {
    let tongue = context.tongue();
    let mut tell = |at: Progress| {
        let key = match at.step {
            Step::Checking => "import-progress-checking",
            Step::Writing => "import-progress-writing",
            Step::TakingBack => "import-progress-taking-back",
        };
        let figure = |number: u64| Fact::Text(tongue.number(i64::try_from(number).unwrap_or(i64::MAX)));
        let facts = [("rows", figure(at.rows)), ("things", figure(at.things))];
        // Progress that nobody can read is no reason to stop.
        drop(write!(progress, "\r{}", tongue.say_with(key, &facts)).and_then(|()| progress.flush()));
    };
    let mut list = |faults: &[Fault]| match &mut spool {
        Some(spool) => spool.take(context, faults),
        None => Ok(()),
    };
    let report = import_watched(kernel, request, &mut Watch { progress: &mut tell, faults: &mut list });
    drop(writeln!(progress));
    report
}

fn figure(tongue: &Tongue<'_>, number: u64) -> Fact {
    Fact::Text(tongue.number(i64::try_from(number).unwrap_or(i64::MAX)))
}

fn print(context: &Context, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let tongue = context.tongue();
    let facts = [("rows", figure(&tongue, report.rows)), ("refused", figure(&tongue, report.rows_refused))];
    writeln!(out, "{}", tongue.say_with("import-report-rows", &facts))?;
    for entity in Entity::ALL {
        let tally = report.counts.of(*entity);
        if tally.all() == 0 {
            continue;
        }
        let facts = [
            ("entity", Fact::Word(entity.message())),
            ("new", figure(&tongue, tally.new)),
            ("changed", figure(&tongue, tally.changed)),
            ("same", figure(&tongue, tally.same)),
            ("refused", figure(&tongue, tally.refused)),
        ];
        writeln!(out, "{}", tongue.say_with("import-report-things", &facts))?;
    }
    print_lines(&tongue, report, out)?;
    print_several(&tongue, report, out)?;
    for fault in report.faults.first.iter().take(PRINTED_MAX) {
        writeln!(out, "{}", fault_line(&tongue, fault))?;
    }
    more(&tongue, report.faults.all, out)?;
    match report.run {
        None => writeln!(out, "{}", tongue.say("import-report-nothing-written")),
        Some(run) => {
            let state = report.state.map_or_else(String::new, |state| state.message());
            let facts = [("run", Fact::Text(run.to_string())), ("state", Fact::Word(state))];
            writeln!(out, "{}", tongue.say_with("import-report-run", &facts))
        }
    }
}

fn print_lines(tongue: &Tongue<'_>, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let counts = &report.counts;
    if counts.lines == 0 {
        return Ok(());
    }
    let facts = [
        ("lines", figure(tongue, counts.lines)),
        ("cancelling", figure(tongue, counts.cancelling_orders)),
        ("free", figure(tongue, counts.zero_price_lines)),
    ];
    writeln!(out, "{}", tongue.say_with("import-report-lines", &facts))?;
    for (code, sums) in &counts.sums {
        let Some(currency) = accord_kernel::Currency::parse(code) else { continue };
        let money = |minor: i64| Fact::Money(Money::new(minor, currency));
        let facts = [
            ("sold", money(sums.sold_minor)),
            ("cancelled", money(sums.cancelled_minor)),
            ("net", money(sums.net_minor())),
        ];
        writeln!(out, "{}", tongue.say_with("import-report-sums", &facts))?;
    }
    Ok(())
}

fn print_several(tongue: &Tongue<'_>, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let count = report.several.len() as u64;
    if count == 0 {
        return Ok(());
    }
    let facts = [("count", Fact::Number(i64::try_from(count).unwrap_or(i64::MAX)))];
    writeln!(out, "{}", tongue.say_with("import-report-several", &facts))?;
    for one in report.several.iter().take(PRINTED_MAX) {
        writeln!(out, "  {} {}: {}", one.field, plain(&one.key), plain(&one.values.join(" | ")))?;
    }
    more(tongue, count, out)
}

fn more(tongue: &Tongue<'_>, all: u64, out: &mut dyn Write) -> io::Result<()> {
    match all.saturating_sub(PRINTED_MAX as u64) {
        0 => Ok(()),
        rest => {
            writeln!(out, "{}", tongue.say_with("import-report-more", &[("count", figure(tongue, rest))]))
        }
    }
}

/// What a file says must not steer the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What is wrong with a row in one line.
fn fault_line(tongue: &Tongue<'_>, fault: &Fault) -> String {
    let facts = [
        ("row", Fact::Text(fault.row.to_string())),
        ("column", Fact::Text(plain(&fault.column))),
        ("text", Fact::Text(plain(&fault.text))),
    ];
    let key = if fault.column.is_empty() { "import-report-fault-row" } else { "import-report-fault" };
    tongue.say_with(key, &facts)
}

/// What is wrong in a file, kept beside the file of errors while the import runs, so that however much it is, little of
/// it is in memory.
struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Spool {
    fn begin(context: &Context, errors: &Path) -> Outcome<Self> {
        let mut name = errors.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let file = File::create(&path).map_err(|error| not_written(context, &error))?;
        Ok(Self { path, file: BufWriter::new(file) })
    }

    fn take(&mut self, context: &Context, faults: &[Fault]) -> Outcome<()> {
        if faults.is_empty() {
            return Ok(());
        }
        let line = serde_json::to_string(faults).map_err(|error| Refusal::defect(error.to_string()))?;
        writeln!(self.file, "{line}").map_err(|error| not_written(context, &error))
    }

    /// Lists every refused row as it stands in the file, with what is wrong beside it; text that looks like a formula is
    /// made harmless.
    fn list(mut self, context: &Context, request: &ImportRequest, errors: &Path) -> Outcome<()> {
        let failed = |error: io::Error| not_written(context, &error);
        let tongue = context.tongue();
        self.file.flush().map_err(failed)?;
        let parts = BufReader::new(File::open(&self.path).map_err(failed)?).lines().map(|line| {
            let line = line.map_err(failed)?;
            serde_json::from_str(&line).map_err(|error| Refusal::defect(error.to_string()))
        });
        let mapping = std::fs::read_to_string(&request.mapping).map_err(failed)?;
        let mapping = Mapping::from_toml(&mapping).map_err(|error| file_refusal(&tongue, &error))?;
        let out = BufWriter::new(File::create(errors).map_err(failed)?);
        let origin = Origin::Path(request.file.clone());
        let written = faulty::write(&origin, &mapping.source, &tongue, parts, out);
        match written {
            Ok(_) => Ok(()),
            Err(Failed::File(error)) => Err(file_refusal(&tongue, &error)),
            Err(Failed::Parts(refusal)) => Err(refusal),
            Err(Failed::Writer(error)) => Err(not_written(context, &error)),
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // It was of use while the import ran; one that stays behind does no harm.
        drop(std::fs::remove_file(&self.path));
    }
}

fn not_written(context: &Context, error: &dyn std::fmt::Display) -> Refusal {
    let mut refusal = Refusal::new(Status::Invalid, "import.file")
        .with("reason", context.tongue().say("import-file-write").into_owned());
    refusal.internal = Some(error.to_string());
    refusal
}
