//! Measuring: processor time, median and p99 of clients who each begin the next round when the last has ended.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use super::Ready;

pub(super) type Round = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// Rounds before the first that counts.
const WARM_UP: u32 = 50;
/// Passes over a line; the one in the middle is told, so that a neighbour's burst on a shared machine is not.
const PASSES: u32 = 3;

/// One line of the table.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) name: &'static str,
    /// Processor time that the design allows; open where it says nothing.
    pub(super) budget_us: Option<u64>,
    pub(super) run: fn(Arc<Ready>, u32) -> Round,
}

/// What was measured.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) name: &'static str,
    pub(super) budget_us: Option<u64>,
    pub(super) clients: u32,
    /// Processor time of this process for one round, user and system.
    pub(super) cpu_us: f64,
    /// That of the database's server, where it runs on this machine.
    pub(super) database_us: Option<f64>,
    /// Statements that the database was given for one round; none for what asks no database.
    pub(super) statements: Option<f64>,
    pub(super) median_us: u64,
    pub(super) p99_us: u64,
    pub(super) per_second: f64,
}

/// Processor seconds of a process so far, user and system (proc(5): ticks of a hundredth of a second).
pub(super) fn cpu_seconds(process: &str) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after) = stat.rsplit_once(')')?;
    let fields: Vec<f64> =
        after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    (fields.len() == 2).then(|| fields.iter().sum::<f64>() / 100.0)
}

/// Processor seconds of the database's server processes so far; none for a database inside this process, or on another
/// machine.
async fn database_seconds(ready: &Arc<Ready>) -> Option<f64> {
    let ready = Arc::clone(ready);
    // PostgreSQL's connections block, which a thread that drives tasks must not.
    let asked = tokio::task::spawn_blocking(move || ready.kernel.db.server_processes().ok());
    let processes = asked.await.ok().flatten()?;
    let each: Option<Vec<f64>> = processes.iter().map(|id| cpu_seconds(&id.to_string())).collect();
    each.filter(|each| !each.is_empty()).map(|each| each.iter().sum())
}

/// The value below which so many per cent of sorted times lie.
pub(super) fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0)
}

/// Whole microseconds of a duration.
pub(super) fn micros(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
}

/// Rounds of a line by some clients: the pass in the middle of several.
pub(super) async fn measure(
    ready: &Arc<Ready>,
    line: &Line,
    clients: u32,
    rounds: u32,
) -> anyhow::Result<Measured> {
    for _ in 0..WARM_UP {
        (line.run)(Arc::clone(ready), ready.next_round()).await?;
    }
    let mut passes = Vec::new();
    for _ in 0..PASSES {
        passes.push(pass(ready, line, clients, rounds.max(1)).await?);
    }
    passes.sort_by(|one, other| one.cpu_us.total_cmp(&other.cpu_us));
    let middle = passes.len() / 2;
    passes.into_iter().nth(middle).ok_or_else(|| anyhow::anyhow!("nothing was measured"))
}

async fn pass(ready: &Arc<Ready>, line: &Line, clients: u32, rounds: u32) -> anyhow::Result<Measured> {
    let done = Arc::new(AtomicU32::new(0));
    let (own, database) = (cpu_seconds("self").unwrap_or(0.0), database_seconds(ready).await);
    let statements = ready.kernel.db.statements();
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (ready, done, run) = (Arc::clone(ready), Arc::clone(&done), line.run);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while done.fetch_add(1, Ordering::Relaxed) < rounds {
                let begun = Instant::now();
                run(Arc::clone(&ready), ready.next_round()).await?;
                times.push(micros(begun.elapsed()));
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    let elapsed = begun.elapsed();
    let each = |seconds: f64| seconds * 1e6 / f64::from(rounds);
    let database = database.zip(database_seconds(ready).await).map(|(before, after)| each(after - before));
    times.sort_unstable();
    Ok(Measured {
        name: line.name,
        budget_us: line.budget_us,
        clients,
        cpu_us: each(cpu_seconds("self").unwrap_or(0.0) - own),
        database_us: database,
        statements: Some((ready.kernel.db.statements() - statements) as f64 / f64::from(rounds)),
        median_us: percentile(&times, 50),
        p99_us: percentile(&times, 99),
        per_second: f64::from(rounds) / elapsed.as_secs_f64(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_few_and_of_many() {
        assert_eq!(percentile(&[], 50), 0);
        assert_eq!(percentile(&[7], 99), 7);
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!((percentile(&hundred, 50), percentile(&hundred, 99)), (51, 100));
    }

    #[test]
    fn this_process_has_spent_something_and_nobody_else_is_there() {
        assert!(cpu_seconds("self").is_some());
        assert_eq!(cpu_seconds("no such process"), None);
    }
}
