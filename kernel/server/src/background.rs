//! What runs beside the requests: time passing, the read log, seals, mail; and stopping gracefully.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use accord_kernel::{Clock, Kernel};
use tokio::{net::TcpListener, time::interval};

use crate::app::{App, router};

/// What a heartbeat does.
pub type Work = Box<dyn Fn(&Arc<Kernel>) -> accord_kernel::Outcome<()> + Send + Sync>;

/// Work repeated at an interval; errors are logged and the next round tries again.
pub struct Heartbeat {
    /// Name for the log.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
    /// What.
    pub work: Work,
}

fn beat(kernel: &Arc<Kernel>, heartbeat: Heartbeat) {
    let Heartbeat { name, every, work } = heartbeat;
    let (kernel, work) = (Arc::clone(kernel), Arc::new(work));
    tokio::spawn(async move {
        let mut round = interval(every);
        round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            round.tick().await;
            let (kernel, work) = (Arc::clone(&kernel), Arc::clone(&work));
            match tokio::task::spawn_blocking(move || work(&kernel)).await {
                Ok(Ok(())) => {}
                Ok(Err(refusal)) => {
                    tracing::error!(name, rule = refusal.rule, detail = refusal.internal, "{name} failed")
                }
                Err(error) => tracing::error!(name, %error, "{name} stopped unexpectedly"),
            }
        }
    });
}

/// Serves until asked to stop, then answers what was accepted and writes what was collected.
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
    for heartbeat in own.into_iter().chain(more) {
        beat(&app.kernel, heartbeat);
    }
    let routes = router(&app);
    axum::serve(listener, routes).with_graceful_shutdown(asked_to_stop()).await?;
    let kernel = Arc::clone(&app.kernel);
    if let Ok(Err(refusal)) = tokio::task::spawn_blocking(move || kernel.flush_reads()).await {
        tracing::error!(rule = refusal.rule, "the last reads could not be logged");
    }
    Ok(())
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
