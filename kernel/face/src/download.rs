//! Files that are made as they are fetched, a piece at a time, so that however long one is, little of it is in memory.
//!
//! What may be known is read through views, like a page; only then the writing begins, outside of that snapshot.
//! To add one, write a function that returns a [`Download`] and register a [`DownloadDef`] with `registry.extend(…)`.

use std::{io::Write, sync::Arc};

use accord_kernel::{Audience, Kernel, Outcome, Permission};

use crate::page::PageCx;

/// A file at an address.
#[derive(Debug, Clone, Copy)]
pub struct DownloadDef {
    /// Its address, `/import/runs/{run}/errors`.
    pub path: &'static str,
    /// Who may have it.
    pub permission: Permission,
    /// For whom it is.
    pub audience: Audience,
    /// Reads what it is about and says how it is written.
    pub make: fn(&mut PageCx<'_, '_>) -> Outcome<Download>,
}

/// Writes a file.
pub type Writing = Box<dyn FnOnce(&Arc<Kernel>, &mut dyn Write) -> Outcome<()> + Send>;

/// A file, to be written where it is wanted.
pub struct Download {
    /// Its name with its ending.
    pub file_name: String,
    /// Its kind.
    pub content_type: &'static str,
    /// Writes it.
    pub write: Writing,
}
