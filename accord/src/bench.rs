//! `accord bench`: makes its data, runs each budget line, prints one table. CPU per action is the figure to trust on a
//! busy machine; it is the whole process's, measured over many rounds.
//!
//! It must not know a room's tables: data are made through actions, and measured are the doors that people use. To add
//! a line: an entry in `lines.rs`.

mod bring;
mod estimate;
mod fill;
mod find;
mod lines;
mod meter;
mod served;
mod table;
mod watch;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use accord_kernel::{Caller, Clock, Credential, IdSource, Kernel};
use accord_room_people::login;
use accord_server::{App, router};
use accord_store::{log, verify};
use anyhow::bail;
use axum::Router;
use clap::Args;

use crate::{
    command::{kernel, options, refused, say},
    door::{CustomerFiles, PeopleDoor},
};
use fill::{Size, Stage};
use meter::{Line, Measured, measure};
use table::Table;

/// Clients at once.
const CLIENTS: [u32; 2] = [1, 16];
/// Events of each customer where growth is looked at.
const GROWTH_HISTORY: u64 = 10;
/// Customers that growth is counted from.
const GROWTH_FROM: u32 = 10_000;

/// Size and place of a benchmark.
#[derive(Debug, Clone, Args)]
pub struct Bench {
    /// Customers.
    #[arg(long, default_value_t = 10_000)]
    customers: u32,
    /// Order lines in all, promised.
    #[arg(long, default_value_t = 50_000)]
    lines: u32,
    /// Events in all; what the customers themselves do not make is filled up with logged contacts.
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// Rounds of each line.
    #[arg(long, default_value_t = 2_000)]
    rounds: u32,
    /// Customers brought by the import.
    #[arg(long, default_value_t = 20_000)]
    import: u32,
    /// Also open a customer among so many, with ten events each, against 10,000; 0 leaves it out.
    #[arg(long, default_value_t = 0)]
    growth: u32,
    /// Seconds of the open loop over the wire; 0 leaves out what is served.
    #[arg(long, default_value_t = 10)]
    serve_seconds: u64,
    /// Customer pages a second of the open loop.
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// Units of the installed base in which an entitlement is looked up; 0 leaves it out.
    #[arg(long, default_value_t = 100_000)]
    assets: u32,
    /// Open cases in the desk's queue; 0 leaves it out.
    #[arg(long, default_value_t = 30_000)]
    cases: u32,
    /// Open promises that the watch looks through, every hundredth due in one minute; 0 leaves it out.
    #[arg(long, default_value_t = 0)]
    clocks: u32,
    /// Things among which the search looks, in a house of their own; 0 leaves it out.
    #[arg(long, default_value_t = 0)]
    found: u32,
    /// A service desk's log (CSV or CSV.GZ) to be brought and taken back; with `--incidents-mapping`.
    #[arg(long, value_name = "FILE", requires = "incidents_mapping")]
    incidents: Option<PathBuf>,
    /// The mapping of that log.
    #[arg(long, value_name = "FILE")]
    incidents_mapping: Option<PathBuf>,
    /// Run only the lines whose name has these words.
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Leave out the walk through all events at the end.
    #[arg(long)]
    no_verify: bool,
    /// Folder of the data; made when absent, used again when it is there.
    #[arg(long, default_value = "var/bench")]
    data: PathBuf,
    /// `postgres://…` instead of a SQLite file.
    #[arg(long)]
    database: Option<String>,
}

/// What the lines need.
struct Ready {
    routes: Router,
    kernel: Arc<Kernel>,
    session: String,
    stage: Stage,
    round: AtomicU32,
}

impl Ready {
    /// A number that no round had before.
    fn next_round(&self) -> u32 {
        self.round.fetch_add(1, Ordering::Relaxed)
    }
}

/// Runs the benchmark.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn run(command: &Bench) -> anyhow::Result<()> {
    say(&report(command)?);
    Ok(())
}

/// Runs the benchmark and answers with its table.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn report(command: &Bench) -> anyhow::Result<String> {
    let size = Size { customers: command.customers, lines: command.lines, events: command.events };
    let ready = Arc::new(ready(command, size)?);
    let kernel = &ready.kernel;
    let mut table = Table::new(kernel.db.kind(), ready.stage.places.len(), events(kernel)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    // First, as long as nothing that the lines write is due.
    if command.serve_seconds > 0 {
        let length = Duration::from_secs(command.serve_seconds);
        let served =
            runtime.block_on(served::look(command, &ready.stage, &ready.session, command.rate, length))?;
        table.served(command.rate, &served);
    }
    let only = command.only.as_deref().unwrap_or_default();
    for line in lines::all().into_iter().filter(|line| line.name.contains(only)) {
        for clients in CLIENTS {
            table.add(runtime.block_on(measure(&ready, &line, clients, command.rounds))?);
        }
    }
    if command.cases > 0 && lines::QUEUE.name.contains(only) {
        fill::cases(kernel, &ready.stage, command.cases).map_err(|refusal| refused(kernel, &refusal))?;
        for clients in CLIENTS {
            table.add(runtime.block_on(measure(&ready, &lines::QUEUE, clients, command.rounds))?);
        }
    }
    for row in estimate::lines(kernel, &ready.stage, (command.assets, command.rounds), only)? {
        table.add(row);
    }
    table.note(runtime.block_on(first_load(&ready))?);
    if command.import > 0 {
        table.brought(&bring::bring(&ready, &command.data, command.import)?);
    }
    if let (Some(file), Some(mapping)) = (&command.incidents, &command.incidents_mapping) {
        table.logged(&bring::incidents(&ready, file, mapping)?);
    }
    if command.clocks > 0 {
        table.watched(&watch::watch(command)?);
    }
    if command.found > 0 {
        for line in find::find(command)? {
            table.note(line);
        }
    }
    table.note(business_time());
    if !command.no_verify {
        table.note(verified(kernel)?);
    }
    drop(ready);
    if command.growth > 0 {
        grow(command, &runtime, &mut table)?;
    }
    drop(runtime);
    Ok(table.print())
}

fn ready(command: &Bench, size: Size) -> anyhow::Result<Ready> {
    let place = options(&command.data, command.database.as_deref())?;
    let kernel = kernel(&place, &command.data, Clock::Wall, IdSource::System)?;
    let begun = Instant::now();
    let mut told = |customers: u32| {
        if customers.is_multiple_of(10_000) {
            tracing::info!(customers, seconds = begun.elapsed().as_secs(), "{customers} customers are there");
        }
    };
    let stage = fill::fill(&kernel, size, &mut told).map_err(|refusal| refused(&kernel, &refusal))?;
    // What was made at once is sealed before anything is measured, as it is on a day like others.
    kernel.seal().map_err(|refusal| refused(&kernel, &refusal))?;
    tracing::info!(seconds = begun.elapsed().as_secs(), "the data are there");
    let nobody = Caller { credential: Credential::Nobody, ..Caller::system() };
    let signed_in =
        login::enter(&kernel, &nobody, fill::WHO).map_err(|refusal| refused(&kernel, &refusal))?;
    let files = accord_room_customer::Files::folder(command.data.join("files"));
    let app = App::new(
        Arc::clone(&kernel),
        Box::new(PeopleDoor::new(Vec::new())),
        Box::new(CustomerFiles { files }),
        Vec::new(),
        false,
    );
    let routes = router(&app);
    Ok(Ready { routes, kernel, session: signed_in.secret, stage, round: AtomicU32::new(0) })
}

fn events(kernel: &Arc<Kernel>) -> anyhow::Result<i64> {
    let count = kernel.db.read(|tx| log::count(tx).map_err(accord_kernel::Refusal::from));
    count.map_err(|refusal| refused(kernel, &refusal))
}

/// What a browser loads with the first page and keeps: scripts and styles, compressed.
async fn first_load(ready: &Ready) -> anyhow::Result<String> {
    let (_, html) = lines::fetch(ready, "/login").await?;
    let html = String::from_utf8_lossy(&html);
    let mut bytes = 0;
    for asset in accord_face::assets::all() {
        let code = asset.path.ends_with(".js") || asset.path.ends_with(".css");
        if code && html.contains(&format!("\"{}\"", asset.path)) {
            bytes += asset.gzip.unwrap_or(asset.bytes).len();
        }
    }
    if bytes == 0 {
        bail!("the first page names no script and no style");
    }
    Ok(format!(
        "first page's scripts and styles, compressed: {:.1} kB (budget 60 kB)",
        bytes as f64 / 1_000.0
    ))
}

/// How many due times a core computes in a second, on working hours with holidays and round the clock.
fn business_time() -> String {
    use accord_business_time::{Calendar, due};
    use jiff::{SignedDuration, Timestamp};
    const COMPUTED: u32 = 400_000;
    let hours: Vec<_> = ["08:00-12:00", "13:00-17:00"].iter().filter_map(|text| text.parse().ok()).collect();
    let calendars = [Calendar::weekdays("America/Chicago", &hours), Calendar::always("America/Sao_Paulo")];
    let calendars: Vec<Calendar> = calendars.into_iter().flatten().collect();
    let base = Timestamp::from_second(1_767_600_000).unwrap_or(Timestamp::UNIX_EPOCH);
    let begun = Instant::now();
    let mut good = 0_u32;
    for n in 0..COMPUTED {
        let start =
            base.checked_add(SignedDuration::from_mins(i64::from(n) * 7_919 % 525_600)).unwrap_or(base);
        let budget = SignedDuration::from_mins(i64::from(240 + n % 241));
        let calendar = calendars.get(usize::from(n % 2 == 1));
        good += u32::from(calendar.is_some_and(|calendar| due(start, budget, calendar, &[], start).is_ok()));
    }
    let each = begun.elapsed().as_secs_f64() / f64::from(good.max(1));
    format!(
        "business time: {:.2} million due times a second on one core, {:.0} ns each (budget 2 million a second)",
        1e-6 / each,
        each * 1e9
    )
}

/// Walks the chains and compares the tables, as `accord verify` does.
fn verified(kernel: &Arc<Kernel>) -> anyhow::Result<String> {
    let tables = kernel.registry.recorded().to_vec();
    let begun = Instant::now();
    let report = kernel.db.read(|tx| verify::verify(tx, &tables, None).map_err(accord_kernel::Refusal::from));
    let report = report.map_err(|refusal| refused(kernel, &refusal))?;
    if let Some(difference) = report.difference {
        bail!("verification found a difference: {difference}");
    }
    let seconds = begun.elapsed().as_secs_f64();
    Ok(format!(
        "verified in {seconds:.1} s: {} events in {} chains, {} rows compared",
        report.events, report.chains, report.rows
    ))
}

/// Opens a customer with the same history among few and among many.
fn grow(command: &Bench, runtime: &tokio::runtime::Runtime, table: &mut Table) -> anyhow::Result<()> {
    let few = grown(command, runtime, GROWTH_FROM.min(command.growth))?;
    let many = grown(command, runtime, command.growth)?;
    for (few, many) in few.iter().zip(&many) {
        table.grown((GROWTH_FROM.min(command.growth), few), (command.growth, many));
    }
    Ok(())
}

fn grown(
    command: &Bench,
    runtime: &tokio::runtime::Runtime,
    customers: u32,
) -> anyhow::Result<Vec<Measured>> {
    let name = format!("growth_{customers}");
    let place = Bench {
        data: command.data.join(&name),
        database: command.database.as_ref().map(|address| {
            let joint = if address.contains('?') { '&' } else { '?' };
            format!("{address}{joint}schema={name}")
        }),
        ..command.clone()
    };
    let events = u64::from(customers) * GROWTH_HISTORY;
    let ready = Arc::new(ready(&place, Size { customers, lines: 0, events })?);
    let asked: [Line; 2] = [lines::CUSTOMER_PAGE, lines::LIST];
    asked.iter().map(|line| runtime.block_on(measure(&ready, line, 1, command.rounds))).collect()
}
