//! What inputs of this room have in common: texts, dues, how the customer was told.

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::Channel;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rules::due::Wish;

pub use accord_room_people::check::{NAME_MAX, WORDING_MAX, optional, some, text};

/// Exactly one of an instant and a civil date.
///
/// # Errors
/// `promise.due_one` when there is none or both.
pub fn due(at: Option<Timestamp>, on: Option<Date>) -> Outcome<Wish> {
    match (at, on) {
        (Some(at), None) => Ok(Wish::At(at)),
        (None, Some(on)) => Ok(Wish::On(on)),
        (None, None) => Err(Refusal::field("/due_on", "field.required")),
        (Some(_), Some(_)) => Err(Refusal::field("/due_on", "promise.due_one")),
    }
}

/// The field that a due came from.
pub fn due_pointer(wish: Wish) -> &'static str {
    match wish {
        Wish::At(_) => "/due_at",
        Wish::On(_) => "/due_on",
    }
}

/// A thing that a promise or statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What kind of thing it is: `order_line`, `order`, `part`, `service_case`; `promise` or `statement` for a matter.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

impl About {
    /// The same, its word checked.
    ///
    /// # Errors
    /// `field.form` when the kind is not a plain word.
    pub fn checked(&self) -> Outcome<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        if self.kind.is_empty() || self.kind.len() > 40 || !self.kind.chars().all(plain) {
            return Err(Refusal::field("/about/kind", "field.form"));
        }
        Ok(self.clone())
    }
}

/// How and when the customer was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// Through which channel.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
}
