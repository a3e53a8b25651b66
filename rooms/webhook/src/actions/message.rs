//! Messages: a trial, one sent again, all since an instant sent again.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    TRIAL,
    id::{DeliveryId, EndpointId, EndpointState},
    kinds, record,
};

/// Puts a trial into the queue.
pub(super) fn put_trial(tx: &mut Tx, act: &Act<'_>, endpoint: EndpointId) -> Outcome<DeliveryId> {
    let one = kinds::fresh(act, endpoint, TRIAL, None);
    record::put(tx, &one)?;
    Ok(one.id)
}

/// Refuses what would only be kept: the endpoint is not on.
fn refuse_unless_on(tx: &mut Tx, endpoint: EndpointId) -> Outcome<()> {
    if record::endpoint(tx, endpoint)?.state == EndpointState::On {
        return Ok(());
    }
    Err(Refusal::conflict("webhook.not_on"))
}

/// Sends a trial message: whether the receiver stands and knows the signature.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The endpoint.
    pub endpoint: EndpointId,
}

/// A message that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Queued {
    /// The delivery.
    pub delivery: DeliveryId,
}

impl Action for Trial {
    const NAME: &'static str = "webhook.test";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Queued;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        refuse_unless_on(tx, self.endpoint)?;
        let delivery = put_trial(tx, act, self.endpoint)?;
        act.fact("endpoint", self.endpoint);
        Ok(Queued { delivery })
    }
}

/// Sends a message again, with the id it had.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resend {
    /// The delivery.
    pub delivery: DeliveryId,
}

impl Action for Resend {
    const NAME: &'static str = "webhook.resend";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Queued;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::delivery(tx, self.delivery)?.endpoint))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let one = record::delivery(tx, self.delivery)?;
        refuse_unless_on(tx, one.endpoint)?;
        record::again(tx, one.id, act.wall)?;
        act.fact("endpoint", one.endpoint);
        act.fact("message", one.message);
        Ok(Queued { delivery: one.id })
    }
}

/// Sends again what happened since an instant: what was given up, held or withheld, and what the receiver took only when
/// that is wanted (it lost its data, say). Every message keeps its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// From when on.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub since: Timestamp,
    /// What the receiver took as well.
    #[serde(default)]
    pub taken_too: bool,
}

/// How many messages wait again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Replayed {
    /// Messages.
    pub messages: u64,
}

impl Action for Replay {
    const NAME: &'static str = "webhook.replay";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Replayed;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        refuse_unless_on(tx, self.endpoint)?;
        let messages = record::replay(tx, self.endpoint, self.since, self.taken_too, act.wall)?;
        act.fact("endpoint", self.endpoint);
        act.fact("since", self.since);
        act.fact("messages", messages);
        Ok(Replayed { messages })
    }
}
