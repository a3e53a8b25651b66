//! Texts behind a secret address, for programs that fetch them again and again: a calendar, say. The secret is the proof, and
//! stands in no log and no title. To add one, write its function in your room and register a [`FeedDef`] with
//! `registry.extend(…)`.

use std::sync::Arc;

use accord_kernel::{Kernel, Outcome};

/// Makes the text of a secret. `site` is the address of this installation, empty when nobody said it. What is no secret of ours,
/// no longer one, or one whose person may not read any more is absent, all alike.
pub type ShowFeed = fn(&Arc<Kernel>, secret: &str, site: &str) -> Outcome<String>;

/// A text behind a secret address.
#[derive(Debug, Clone, Copy)]
pub struct FeedDef {
    /// Its address with the place of the secret: `/calendar/{secret}`.
    pub path: &'static str,
    /// Kind of the text.
    pub content_type: &'static str,
    /// Makes it.
    pub show: ShowFeed,
}
