//! The stages on the way to an end: those that come with the program until the house has set its own.

use accord_kernel::{Outcome, Refusal, Tongue};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::record::stage_rows;

/// The stages that come with the program, in their order; their messages are `opportunity-stage-<word>`.
pub(crate) const BUILT_IN: &[&str] = &["first_contact", "qualified", "demonstrated", "offered", "deciding"];

/// A stage as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stage {
    /// Stable word.
    pub word: String,
    /// Name as the house gave it; empty for the words of the program.
    pub name: String,
}

impl Stage {
    /// What to show.
    pub fn label(&self, tongue: &Tongue<'_>) -> String {
        if self.name.is_empty() {
            tongue.say(&format!("opportunity-stage-{}", self.word.replace('_', "-"))).into_owned()
        } else {
            self.name.clone()
        }
    }
}

/// The stages in use, in their order.
pub(crate) fn stages(tx: &mut Tx) -> Outcome<Vec<Stage>> {
    let rows = stage_rows(tx)?;
    if rows.is_empty() {
        let built_in = BUILT_IN.iter().map(|word| Stage { word: (*word).to_owned(), name: String::new() });
        return Ok(built_in.collect());
    }
    Ok(rows
        .into_iter()
        .filter(|row| !row.retired)
        .map(|row| Stage { word: row.word, name: row.name })
        .collect())
}

/// A stage by its word.
pub(crate) fn stage(tx: &mut Tx, pointer: &str, word: &str) -> Outcome<Stage> {
    let word = word.trim();
    let found = stages(tx)?.into_iter().find(|stage| stage.word == word);
    found.ok_or_else(|| Refusal::field(pointer, "pipeline.unknown_stage"))
}

/// The first stage.
pub(crate) fn first_stage(tx: &mut Tx) -> Outcome<String> {
    let first = stages(tx)?.into_iter().next();
    first.map(|stage| stage.word).ok_or_else(|| Refusal::defect("no stage"))
}
