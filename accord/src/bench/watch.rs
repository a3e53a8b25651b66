//! The watch: very many open promises, thousands of them due in one minute, found and fired. It has a house of its own,
//! whose business time can be moved.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use accord_kernel::{Caller, Clock, IdSource, Kernel, Outcome};
use anyhow::bail;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{
    Bench,
    fill::{self, Size, Stage},
    meter::cpu_seconds,
};
use crate::command::{kernel, options, refused};

/// Customers to whom the promises are made.
const CUSTOMERS: u32 = 500;
/// Promises made in one transaction.
const TOGETHER: u32 = 2_000;
/// Of so many promises one is due in the minute that is looked at.
const ONE_OF: u32 = 100;

/// What the watch did.
pub(super) struct Watched {
    pub(super) promises: u32,
    pub(super) fired: u64,
    pub(super) first_us: u128,
    pub(super) seconds: f64,
    pub(super) cpu_us_each: f64,
    /// Memory resident before and after, in MiB.
    pub(super) resident: (u64, u64),
}

fn resident_mib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

/// Makes the promises and lets the minute come.
///
/// # Errors
/// What refuses, in a sentence.
pub(super) fn watch(command: &Bench) -> anyhow::Result<Watched> {
    let folder = command.data.join("watch");
    let database = command.database.as_ref().map(|address| {
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}schema=watch")
    });
    let place = options(&folder, database.as_deref())?;
    let kernel = kernel(&place, &folder, Clock::Movable, IdSource::System)?;
    let outcome = look(&kernel, command.clocks);
    outcome.map_err(|refusal| refused(&kernel, &refusal))?
}

fn look(kernel: &Arc<Kernel>, promises: u32) -> Outcome<anyhow::Result<Watched>> {
    kernel.together(|together| together.at(accord_kernel::wall_now()))?;
    let size = Size { customers: CUSTOMERS, lines: 0, events: 0 };
    let stage = fill::fill(kernel, size, &mut |_| {})?;
    let start = kernel.read(&Caller::system(), |reader| Ok(reader.context.now))?;
    let after = |hours: i64| start.checked_add(SignedDuration::from_hours(hours)).unwrap_or(start);
    // The minute that is looked at lies before every warning of the other promises.
    let minute = after(24 * 8);
    for from in (0..promises).step_by(usize::try_from(TOGETHER).unwrap_or(1)) {
        make(kernel, &stage, from..promises.min(from + TOGETHER), minute, after(24 * 700))?;
    }
    kernel.seal()?;
    // Whatever warns of them before has been told when the minute comes.
    kernel.advance(minute.checked_sub(SignedDuration::from_secs(30)).unwrap_or(minute))?;
    let first: Arc<OnceLock<Instant>> = Arc::default();
    let told = Arc::clone(&first);
    kernel.on_change(move |_| {
        told.get_or_init(Instant::now);
    });
    let before = resident_mib();
    let (cpu, begun) = (cpu_seconds("self").unwrap_or(0.0), Instant::now());
    let fired = kernel.advance(minute)?;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu = cpu_seconds("self").unwrap_or(0.0) - cpu;
    let Some(first) = first.get().filter(|_| fired >= u64::from(promises / ONE_OF)) else {
        return Ok((|| bail!("{fired} of {} due promises were found", promises / ONE_OF))());
    };
    Ok(Ok(Watched {
        promises,
        fired,
        first_us: first.duration_since(begun).as_micros(),
        seconds,
        cpu_us_each: cpu * 1e6 / fired.max(1) as f64,
        resident: (before, resident_mib()),
    }))
}

fn make(
    kernel: &Arc<Kernel>,
    stage: &Stage,
    numbers: std::ops::Range<u32>,
    minute: Timestamp,
    later: Timestamp,
) -> Outcome<()> {
    let made: Vec<_> = numbers
        .map(|n| {
            let due = if n.is_multiple_of(ONE_OF) { minute } else { later };
            let spread = SignedDuration::from_secs(if due == later { i64::from(n % 86_400) } else { 0 });
            json!({
                "customer": stage.place(n).0, "owner": stage.who, "kind": "free", "wording": "We call you about the line.",
                "due_at": due.checked_add(spread).unwrap_or(due), "confirm": true,
            })
        })
        .collect();
    let caller = Caller::person(stage.who);
    kernel.together(move |together| {
        made.iter().try_for_each(|input| together.act(&caller, "promise.make", input.clone()).map(drop))
    })
}
