//! What can be read of one's calendars.

use accord_kernel::{Audience, Context, Outcome, Permission, Registry, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FeedId, record};

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<Feeds>();
}

/// One's own calendars that stand, the latest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feeds {}

/// A calendar as it is listed; never its address.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedFacts {
    /// Id.
    pub feed: FeedId,
    /// Which program reads it.
    pub label: String,
    /// With what one owes.
    pub promises: bool,
    /// With one's visits.
    pub visits: bool,
    /// When its address was made (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// When it was last read, to some minutes (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_read_at: Option<Timestamp>,
}

impl View for Feeds {
    const NAME: &'static str = "calendar_feed.list";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<FeedFacts>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let feeds = record::of_person(tx, PersonId(ctx.principal.id))?;
        Ok(feeds
            .into_iter()
            .map(|feed| FeedFacts {
                feed: feed.id,
                label: feed.label,
                promises: feed.promises,
                visits: feed.visits,
                made_at: feed.made_at,
                last_read_at: feed.last_read_at,
            })
            .collect())
    }
}
