//! What a message says of an event: the reader's sight decides, for the endpoint's owner as for anybody.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_store::{Tx, log};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::kinds;

/// The id of a message as receivers see it.
pub(crate) fn message_id(id: Uuid) -> String {
    format!("msg_{}", id.simple())
}

/// What endpoints are told of an event. Refused when the reader may not hear of events of its kind, or not of its customer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneMessage {
    /// The event.
    pub event: Uuid,
}

/// A message, as it is sent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Message {
    /// Name of the event.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub timestamp: Timestamp,
    /// What it says.
    pub data: MessageData,
}

/// What a message says of its event. There is no personal field in it; what else is wanted is asked of the API, under the
/// receiver's own rights.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MessageData {
    /// Id of the event.
    pub event: Uuid,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// The colleague who did it; none is the program, or somebody outside.
    pub actor: Option<Uuid>,
    /// When it was recorded.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub recorded_at: Timestamp,
    /// Its facts: ids, words, dates, numbers.
    pub facts: JsonValue,
}

impl View for OneMessage {
    const NAME: &'static str = "webhook.message";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Message;
    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let event = log::find(tx, self.event)?.ok_or_else(Refusal::absent)?;
        Ok(event.header.customer.map_or_else(Touches::nothing, Touches::customer))
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Message> {
        let header = log::find(tx, self.event)?.ok_or_else(Refusal::absent)?.header;
        if !kinds::may_hear(&ctx.registry, &ctx.principal, &header.name) {
            return Err(Refusal::absent());
        }
        Ok(Message {
            timestamp: header.happened_at,
            data: MessageData {
                event: header.id,
                customer: header.customer,
                actor: header.actor,
                recorded_at: header.recorded_at,
                facts: header.facts,
            },
            kind: header.name,
        })
    }
}
