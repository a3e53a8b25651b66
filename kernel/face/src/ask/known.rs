//! Fields whose kind is only known with another field: the value of a setting with the name of the setting.

use std::borrow::Cow;

use accord_kernel::Context;
use schemars::Schema;
use serde_json::{Map, Value as JsonValue};

/// In the schema of a field: its words in the reader's language, before those that are looked up by its name.
pub(super) const LABEL: &str = "x-label";
/// In the schema of a field: its hint in the reader's language.
pub(super) const HINT: &str = "x-hint";

/// A field of an action that is asked for in a kind of its own once a form knows what it is about. A room registers it;
/// forms draw the control of that kind and read what was typed in it. What may stand the action alone decides.
#[derive(Debug, Clone, Copy)]
pub struct KnownField {
    /// The action.
    pub action: &'static str,
    /// The field.
    pub field: &'static str,
    /// Its schema by what the form knows, with its words as `x-label` and `x-hint`; `None` leaves it as it is.
    pub schema: fn(&Context, &Map<String, JsonValue>) -> Option<JsonValue>,
}

/// The input of an action as a form asks for it that knows these fields already.
pub fn known_input<'s>(
    ctx: &Context,
    action: &str,
    input: &'s Schema,
    known: &Map<String, JsonValue>,
) -> Cow<'s, Schema> {
    let mut input = Cow::Borrowed(input);
    for field in ctx.registry.extensions::<KnownField>().filter(|field| field.action == action) {
        let Some(schema) = (field.schema)(ctx, known) else { continue };
        let properties = input.to_mut().get_mut("properties").and_then(JsonValue::as_object_mut);
        if let Some(place) = properties.and_then(|properties| properties.get_mut(field.field)) {
            *place = schema;
        }
    }
    input
}
