//! The only ways to change something here.

mod endpoint;
mod message;
mod secret;

pub use endpoint::{ChangeEndpoint, CreateEndpoint, EndEndpoint, StopEndpoint, SwitchEndpoint, TakeOver};
pub use message::{Replay, Resend, Trial};
pub use secret::Rotate;

use accord_kernel::{Context, Outcome, Refusal, Registry};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use crate::{inside, kinds, rules::address};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<CreateEndpoint>()
        .action::<ChangeEndpoint>()
        .action::<SwitchEndpoint>()
        .action::<TakeOver>()
        .action::<EndEndpoint>()
        .action::<StopEndpoint>()
        .action::<Rotate>()
        .action::<Trial>()
        .action::<Resend>()
        .action::<Replay>();
}

/// Longest name of an endpoint.
const NAME_MAX: usize = 100;

/// The name of events of a kind: `case.open`. Which there are is in `webhook.kinds`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventName(pub String);

impl JsonSchema for EventName {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "EventName".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": 100, "x-choices": kinds::CHOICES.name })
    }
}

/// The address as it is stored.
fn address(ctx: &Context, text: &str) -> Outcome<String> {
    let target = address::target(text, &inside(&ctx.registry));
    let target =
        target.map_err(|fault| Refusal::field("/address", fault.rule()).with("max", address::ADDRESS_MAX))?;
    Ok(target.url.to_string())
}

/// The kinds, each once; only what the caller may hear of.
fn chosen(ctx: &Context, kinds: &[EventName]) -> Outcome<Vec<String>> {
    if kinds.is_empty() {
        return Err(Refusal::field("/kinds", "field.empty"));
    }
    let mut names = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        if !kinds::may_hear(&ctx.registry, &ctx.principal, &kind.0) {
            return Err(
                Refusal::field(format!("/kinds/{at}"), "webhook.kind_unknown").with("kind", kind.0.as_str())
            );
        }
        names.push(kind.0.clone());
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
