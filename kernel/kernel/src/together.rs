//! Calls that belong together: several in one transaction, each seeing what the ones before did.

use std::sync::Arc;

use accord_store::Tx;
use jiff::Timestamp;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{Call, Caller, Kernel, Outcome, Refusal};

/// Calls that belong together, in one transaction.
pub struct Together<'t> {
    kernel: &'t Kernel,
    tx: &'t mut Tx,
    changed: Vec<Uuid>,
}

impl Together<'_> {
    /// Business time stands at this instant for the calls that follow (movable clock only).
    ///
    /// # Errors
    /// What the database refuses.
    pub fn at(&mut self, instant: Timestamp) -> Outcome<()> {
        Ok(self.kernel.clock.set(self.tx, instant)?)
    }

    /// Runs one call and returns its answer. A refused call leaves nothing, so its refusal may be passed over.
    ///
    /// # Errors
    /// Its refusal.
    pub fn act(&mut self, caller: &Caller, action: &str, input: JsonValue) -> Outcome<JsonValue> {
        let done = self.kernel.attempt_in(self.tx, caller, &Call::new(action, input))??;
        self.changed.extend(done.changed);
        Ok(done.answer)
    }
}

impl Kernel {
    /// Runs several calls, each seeing what the ones before did, in one transaction: all of them or none. For the
    /// demo's history and for commands; on PostgreSQL the work may run again.
    ///
    /// # Errors
    /// The first refusal that the work passes on.
    pub fn together<T: Send + 'static>(
        self: &Arc<Self>,
        mut work: impl FnMut(&mut Together<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let kernel = Arc::clone(self);
        let (answer, changed) = self.db.write(move |tx| {
            let mut together = Together { kernel: &kernel, tx, changed: Vec::new() };
            let answer = work(&mut together)?;
            Ok::<_, Refusal>((answer, together.changed))
        })?;
        self.tell(&changed);
        Ok(answer)
    }
}
