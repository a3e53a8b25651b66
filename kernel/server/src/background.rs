//! What runs beside the requests: time passing, the read log, seals, mail; and stopping gracefully.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use accord_kernel::{Clock, Kernel};
use tokio::{
    net::TcpListener,
    task::JoinHandle,
    time::{interval, timeout},
};

use crate::app::{App, router};

/// What a heartbeat does.
pub type Work = Box<dyn Fn(&Arc<Kernel>) -> accord_kernel::Outcome<()> + Send + Sync>;

/// Work repeated at an interval; failures are logged, ever more rarely while they go on, and the next round tries again.
pub struct Heartbeat {
    /// Name for the log.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
    /// What.
    pub work: Work,
}

/// Failures of a heartbeat in a row. A database that is gone for an hour must not fill the log with each second of it.
#[derive(Debug, Default)]
struct Row {
    failures: u64,
}

impl Row {
    /// One more; how many there were when that is worth a line: the first, and each time their number has doubled.
    fn failed(&mut self) -> Option<u64> {
        self.failures += 1;
        self.failures.is_power_of_two().then_some(self.failures)
    }

    /// It worked; how many failures lie behind, when there were any.
    fn worked(&mut self) -> Option<u64> {
        Some(std::mem::take(&mut self.failures)).filter(|failures| *failures > 0)
    }
}

/// Beats until the program is asked to stop. A round that has begun ends in its own time.
fn beat(app: &Arc<App>, heartbeat: Heartbeat) -> JoinHandle<()> {
    let Heartbeat { name, every, work } = heartbeat;
    let (app, work) = (Arc::clone(app), Arc::new(work));
    tokio::spawn(async move {
        let mut round = interval(every);
        round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut row = Row::default();
        loop {
            tokio::select! {
                // Asked first: no round begins once the program stops.
                biased;
                () = app.operation.stop() => return,
                _ = round.tick() => {}
            }
            let (kernel, work) = (Arc::clone(&app.kernel), Arc::clone(&work));
            match tokio::task::spawn_blocking(move || work(&kernel)).await {
                Ok(Ok(())) => {
                    if let Some(failures) = row.worked() {
                        tracing::info!(name, failures, "{name} works again");
                    }
                }
                Ok(Err(refusal)) => {
                    if let Some(failures) = row.failed() {
                        let (rule, detail) = (refusal.rule, &refusal.internal);
                        tracing::error!(name, rule, detail, failures, "{name} failed");
                    }
                }
                Err(error) => tracing::error!(name, %error, "{name} stopped unexpectedly"),
            }
        }
    })
}

/// Serves until asked to stop, then answers what was accepted, ends what was begun and writes what was collected.
/// Whoever does not end within the limit is left behind: the databases undo what was not committed.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(app: Arc<App>, listen: SocketAddr, more: Vec<Heartbeat>) -> std::io::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening on {address}");
    let own = [
        Heartbeat {
            name: "clockwork",
            every: Duration::from_secs(1),
            work: Box::new(
                |kernel| if kernel.clock == Clock::Wall { kernel.tick().map(|_| ()) } else { Ok(()) },
            ),
        },
        Heartbeat { name: "read log", every: Duration::from_secs(2), work: Box::new(Kernel::flush_reads) },
        Heartbeat {
            name: "seal",
            every: Duration::from_secs(600),
            work: Box::new(|kernel| {
                if let Some(root) = kernel.seal()? {
                    let hex: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
                    tracing::info!(root = hex, "sealed {hex}");
                }
                Ok(())
            }),
        },
    ];
    let beats: Vec<JoinHandle<()>> =
        own.into_iter().chain(more).map(|heartbeat| beat(&app, heartbeat)).collect();
    let routes = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let asked = Arc::clone(&app);
    let serving = async move {
        axum::serve(listener, routes)
            .with_graceful_shutdown(async move { asked.operation.stop().await })
            .await
    };
    let mut serving = tokio::spawn(serving);
    tell("READY=1");
    tokio::select! {
        () = asked_to_stop() => {}
        // It ends by itself only when it cannot listen any more.
        ended = &mut serving => return ended.unwrap_or_else(|error| Err(std::io::Error::other(error))),
    }
    tell("STOPPING=1");
    app.operation.stopping.send_replace(true);
    let limit = app.operation.stop_within;
    let all = async {
        let outcome = (&mut serving).await;
        for beat in beats {
            // A heartbeat that stopped unexpectedly was logged when it did.
            drop(beat.await);
        }
        outcome
    };
    match timeout(limit, all).await {
        Ok(outcome) => outcome.unwrap_or_else(|error| Err(std::io::Error::other(error)))?,
        Err(_) => {
            let seconds = limit.as_secs();
            tracing::warn!(seconds, "some requests did not end within {seconds} s and are left behind");
        }
    }
    let kernel = Arc::clone(&app.kernel);
    if let Ok(Err(refusal)) = tokio::task::spawn_blocking(move || kernel.flush_reads()).await {
        tracing::error!(rule = refusal.rule, "the last reads could not be logged");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Tells whoever started the program how it is, where it asks to be told (systemd's `Type=notify`).
fn tell(state: &str) {
    #[cfg(unix)]
    if let Some(address) = std::env::var_os("NOTIFY_SOCKET") {
        let told = std::os::unix::net::UnixDatagram::unbound().and_then(|socket| {
            let name = address.to_string_lossy().into_owned();
            match name.strip_prefix('@') {
                #[cfg(target_os = "linux")]
                Some(hidden) => {
                    use std::os::{linux::net::SocketAddrExt, unix::net::SocketAddr};
                    socket.send_to_addr(state.as_bytes(), &SocketAddr::from_abstract_name(hidden)?)
                }
                _ => socket.send_to(state.as_bytes(), &name),
            }
        });
        if let Err(error) = told {
            tracing::warn!(%error, "whoever started the program could not be told {state}");
        }
    }
}

async fn asked_to_stop() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "no interrupt can be received");
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => tracing::error!(%error, "no termination signal can be received"),
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_in_a_row_are_told_at_once_and_then_ever_more_rarely() {
        let mut row = Row::default();
        let told: Vec<u64> = (0..3_600).filter_map(|_| row.failed()).collect();
        assert_eq!(told, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048]);
        assert_eq!((row.worked(), row.worked()), (Some(3_600), None));
        assert_eq!(row.failed(), Some(1));
    }
}
