//! A form whose answers are one field of another action.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};

use super::ActionForm;

/// What is typed becomes one field of another action, which is called instead: what shall become of many rows is asked
/// for by the form of the act on one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IntoField {
    /// The action that is called.
    pub action: String,
    /// Its field that takes what was typed.
    pub field: String,
    /// The rest of its input.
    pub rest: Map<String, JsonValue>,
}

impl ActionForm {
    /// What is typed becomes this field of another action, which is called with the rest of its input instead.
    #[must_use]
    pub fn into_field(mut self, action: &str, field: &str, rest: JsonValue) -> Self {
        let rest = rest.as_object().cloned().unwrap_or_default();
        self.into = Some(IntoField { action: action.to_owned(), field: field.to_owned(), rest });
        self
    }
    /// As [`Self::into_field`], as it was sent.
    #[must_use]
    pub fn into_sent(mut self, into: Option<IntoField>) -> Self {
        self.into = into;
        self
    }
}
