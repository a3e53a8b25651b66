//! What the operator set: proxies, the public address, who may read the figures, and what is watched.

use std::{path::PathBuf, sync::Arc, time::Duration};

use accord_kernel::{Kernel, Network, Outcome};
use tokio::sync::watch;

use crate::metrics::Metrics;

/// What reads a figure of a room.
pub type Read = Box<dyn Fn(&Arc<Kernel>) -> Outcome<f64> + Send + Sync>;

/// A figure that a room gives to whoever watches the program: `accord_outbox_waiting`.
pub struct Gauge {
    /// Name, by Prometheus' rules.
    pub name: &'static str,
    /// What it means, in a line.
    pub help: &'static str,
    /// Reads it.
    pub read: Read,
    /// Above this the program is degraded, and in which word; `None` where a figure only informs.
    pub limit: Option<(f64, &'static str)>,
}

/// What the operator set.
pub struct Operation {
    /// Proxies whose word about a caller counts.
    pub trusted: Vec<Network>,
    /// The address that people type.
    pub public: Option<String>,
    /// Who knows this may read `/metrics`; without one only this machine may, and only where there is no public address.
    pub metrics_token: Option<String>,
    /// Folder of the data, whose disk is watched.
    pub data: Option<PathBuf>,
    /// Figures of rooms.
    pub gauges: Vec<Gauge>,
    /// How long running requests may take to end when the program is asked to stop.
    pub stop_within: Duration,
    /// Requests on this node.
    pub(crate) metrics: Metrics,
    /// Says when the program is stopping.
    pub(crate) stopping: watch::Sender<bool>,
}

impl Default for Operation {
    fn default() -> Self {
        Self {
            trusted: Vec::new(),
            public: None,
            metrics_token: None,
            data: None,
            gauges: Vec::new(),
            stop_within: Duration::from_secs(8),
            metrics: Metrics::default(),
            stopping: watch::Sender::new(false),
        }
    }
}

impl Operation {
    /// Waits until the program is asked to stop.
    pub(crate) async fn stop(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as this; were it gone, the program would be stopping all the same.
        drop(stopping.wait_for(|stop| *stop).await);
    }
}

/// A disk as it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// What may still be written by us.
    pub free: u64,
    /// All of it.
    pub size: u64,
}

impl Disk {
    /// The disk on which a folder lies; `None` when it cannot be told.
    pub fn of(folder: &std::path::Path) -> Option<Self> {
        let found = rustix::fs::statvfs(folder).ok()?;
        Some(Self {
            free: found.f_bavail.saturating_mul(found.f_frsize),
            size: found.f_blocks.saturating_mul(found.f_frsize),
        })
    }

    /// Whether so little is left that somebody should look: less than a twentieth, and less than a gigabyte.
    pub fn is_low(&self) -> bool {
        self.free < 1_000_000_000 && self.free.saturating_mul(20) < self.size
    }
}
