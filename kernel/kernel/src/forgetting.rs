//! Forgetting again: a restored older backup knows somebody who was erased after it was taken (R64).

use std::sync::Arc;

use accord_store::{
    Tx,
    secret::{self, KeyState},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Call, Caller, Kernel, Outcome, Via};

/// How a room erases somebody whose data stand in its tables. Rooms register it with `registry.extend`.
#[derive(Debug, Clone, Copy)]
pub struct Forgetting {
    /// Name, for what is reported.
    pub name: &'static str,
    /// The call that erases this person as things stand; `None` when they are not this room's, or are erased.
    pub call: fn(&mut Tx, Uuid) -> Outcome<Option<Call>>,
}

/// What came of forgetting somebody again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// They were erased, or were never here.
    Before,
    /// Now.
    Again,
}

impl Kernel {
    /// Erases a person as at `at`, if they are not erased: by the action of the room whose they are, and by destroying
    /// their key in any case, so that no event can be read.
    ///
    /// # Errors
    /// The action's refusal: then they are not erased.
    pub fn forget_again(self: &Arc<Self>, person: Uuid, at: Timestamp) -> Outcome<Forgotten> {
        let operator = Caller { via: Via::Command, ..Caller::system() };
        let mut forgotten = Forgotten::Before;
        let rooms: Vec<Forgetting> = self.registry.extensions::<Forgetting>().copied().collect();
        for room in rooms {
            if let Some(call) = self.db.read(|tx| (room.call)(tx, person))? {
                self.act(&operator, call)?;
                forgotten = Forgotten::Again;
            }
        }
        let holds_key = self.db.read(|tx| {
            Ok::<_, crate::Refusal>(matches!(secret::key_of(tx, person)?, KeyState::Present(_)))
        })?;
        if holds_key {
            self.db.write(move |tx| Ok::<_, crate::Refusal>(secret::destroy(tx, person, at)?))?;
            forgotten = Forgotten::Again;
        }
        Ok(forgotten)
    }
}
