//! Secrets: made with the endpoint, changed while the old one still signs.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::{Tx, secret};
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::EndpointId,
    record,
    rules::sign::{SECRET_LENGTH, shown},
};

/// Hours for which the old secret signs beside the new one, when nothing is said.
const KEEP_HOURS: i64 = 24;
/// Most hours.
const KEEP_HOURS_MAX: i64 = 168;

/// Makes a secret for an endpoint; it is answered once, and kept encrypted.
pub(super) fn make(tx: &mut Tx, act: &Act<'_>, endpoint: EndpointId) -> Outcome<String> {
    let secret: [u8; SECRET_LENGTH] = secret::random()?;
    let id: Uuid = act.new_id();
    record::put_secret(tx, id, endpoint, &secret, act.wall)?;
    Ok(shown(&secret))
}

/// Gives an endpoint a new secret. The old one signs beside it for so many hours, so that the receiver can change in its own
/// time; none when it leaked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotate {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Hours for which the old secret still signs, 0 to 168; 24 when left out.
    #[serde(default)]
    #[schemars(extend("minimum" = 0, "maximum" = 168))]
    pub keep_hours: Option<i64>,
}

/// The new secret.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rotated {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// The secret. Shown once.
    pub secret: String,
}

impl Action for Rotate {
    const NAME: &'static str = "webhook.rotate";
    const PERMISSION: Permission = Permission::WebhookManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Rotated;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::endpoint(tx, self.endpoint)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let hours = self.keep_hours.unwrap_or(KEEP_HOURS);
        if !(0..=KEEP_HOURS_MAX).contains(&hours) {
            return Err(Refusal::field("/keep_hours", "field.range")
                .with("from", 0)
                .with("to", KEEP_HOURS_MAX));
        }
        let ends = act.wall.checked_add(SignedDuration::from_hours(hours)).unwrap_or(act.wall);
        record::end_secrets(tx, self.endpoint, ends)?;
        let secret = make(tx, act, self.endpoint)?;
        act.fact("endpoint", self.endpoint);
        act.fact("keep_hours", hours);
        Ok(Rotated { endpoint: self.endpoint, secret })
    }
}
