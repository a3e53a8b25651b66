//! The delivery log: what went to an endpoint, what waits, what came to nothing and why.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::paging::{cut, limit, place};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{DeliveryId, DeliveryState, EndpointId, Failing},
    kinds,
    record::{self, Delivery, Narrow},
};

/// Counted exactly up to here.
const COUNT_MAX: i64 = 1_000;

/// What went, or is to go, to an endpoint; the latest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deliveries {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Only what stands like this.
    #[serde(default)]
    pub state: Option<DeliveryState>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// A delivery in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryLine {
    /// Id.
    pub id: DeliveryId,
    /// Id that the receiver sees in `webhook-id`.
    pub message: String,
    /// The event; none is a trial.
    pub event: Option<Uuid>,
    /// Name of the event.
    pub name: String,
    /// What it is in the reader's words.
    pub words: String,
    /// When it happened.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// How it stands.
    pub state: DeliveryState,
    /// Attempts since it was last put into the queue.
    pub attempts: i64,
    /// When it is tried next, while it waits (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_try_at: Option<Timestamp>,
    /// When the receiver took it (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub sent_at: Option<Timestamp>,
    /// What the receiver answered last.
    pub status: Option<i64>,
    /// Why it was not taken.
    pub error: Option<Failing>,
}

/// A page of deliveries.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryPage {
    /// Deliveries.
    pub rows: Vec<DeliveryLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, to a limit.
    pub count: i64,
    /// There are more than counted.
    pub count_capped: bool,
}

fn line(ctx: &Context, one: Delivery) -> DeliveryLine {
    let waits = one.state == DeliveryState::Queued;
    DeliveryLine {
        id: one.id,
        message: super::message::message_id(one.message),
        event: one.event,
        words: ctx.tongue().say(&kinds::message(&one.name)).into_owned(),
        name: one.name,
        made_at: one.made_at,
        state: one.state,
        attempts: one.attempts,
        next_try_at: waits.then_some(one.next_try_at),
        sent_at: one.sent_at,
        status: one.status,
        error: one.error,
    }
}

impl View for Deliveries {
    const NAME: &'static str = "webhook.deliveries";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DeliveryPage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<DeliveryPage> {
        let most = limit(self.limit)?;
        let endpoint = record::endpoint(tx, self.endpoint)?.id;
        let narrow = Narrow { endpoint, state: self.state };
        let before = place::<Timestamp, Uuid>(self.after.as_deref())?;
        let mut rows = record::deliveries(tx, &narrow, before, most + 1)?;
        let next = cut(&mut rows, most, |row| Some(format!("{}_{}", row.made_at, row.id)));
        let count = record::deliveries_count(tx, &narrow, COUNT_MAX + 1)?;
        Ok(DeliveryPage {
            rows: rows.into_iter().map(|one| line(ctx, one)).collect(),
            next,
            count: count.min(COUNT_MAX),
            count_capped: count > COUNT_MAX,
        })
    }
}

/// One delivery with its attempts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneDelivery {
    /// The delivery.
    pub delivery: DeliveryId,
}

/// An attempt to bring a message.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AttemptFacts {
    /// From 1 on.
    pub number: i64,
    /// When (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub tried_at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// What the receiver answered.
    pub status: Option<i64>,
    /// Why it was not taken.
    pub error: Option<Failing>,
}

/// A delivery with its attempts, the latest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryFacts {
    /// As in the list.
    #[serde(flatten)]
    pub line: DeliveryLine,
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Its name.
    pub endpoint_name: String,
    /// The attempts.
    pub tried: Vec<AttemptFacts>,
}

impl View for OneDelivery {
    const NAME: &'static str = "webhook.delivery";
    const PERMISSION: Permission = Permission::WebhookManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DeliveryFacts;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<DeliveryFacts> {
        let one = record::delivery(tx, self.delivery)?;
        let endpoint = record::endpoint(tx, one.endpoint)?;
        let tried = record::attempts(tx, one.id)?;
        Ok(DeliveryFacts {
            line: line(ctx, one),
            endpoint: endpoint.id,
            endpoint_name: endpoint.name,
            tried: tried
                .into_iter()
                .map(|one| AttemptFacts {
                    number: one.number,
                    tried_at: one.tried_at,
                    took_ms: one.took_ms,
                    status: one.status,
                    error: one.error,
                })
                .collect(),
        })
    }
}
