//! How often each action was done and refused on this node, for whoever watches the program.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{Done, Outcome, Status};

/// What came of a call, in a word.
fn word(outcome: &Outcome<Done>) -> &'static str {
    match outcome {
        Ok(done) if done.repeated => "repeated",
        Ok(_) => "done",
        Err(refusal) => match refusal.status {
            Status::Defect => "failed",
            Status::Unavailable | Status::Full => "not_now",
            _ => "refused",
        },
    }
}

/// Calls by action and outcome.
#[derive(Debug, Default)]
pub struct Counts {
    calls: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    /// When a call was last refused for want of room.
    full: Mutex<Option<Instant>>,
}

impl Counts {
    pub(crate) fn note(&self, action: &'static str, outcome: &Outcome<Done>) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry((action, word(outcome))).or_default() += 1;
        if matches!(outcome, Err(refusal) if refusal.status == Status::Full) {
            *self.full.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
    }

    /// Whether a call was refused for want of room within this time: what is small may still have found some.
    pub fn was_full(&self, within: Duration) -> bool {
        self.full.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < within)
    }

    /// Action, outcome (`done`, `repeated`, `refused`, `not_now`, `failed`) and count, by name.
    pub fn list(&self) -> Vec<(&'static str, &'static str, u64)> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.iter().map(|((action, word), count)| (*action, *word, *count)).collect()
    }
}
