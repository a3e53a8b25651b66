//! The only ways to change something here: a calendar made, renewed, revoked. All are one's own.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Registry, Touches};
use accord_room_people::{PersonId, by_token, check, new_secret, secret_hash};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    FeedId,
    record::{self, Feed},
};

/// Longest label.
const LABEL_MAX: usize = 100;
/// Most calendars of a person.
const FEEDS_MAX: usize = 10;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.action::<MakeFeed>().action::<RenewFeed>().action::<RevokeFeed>();
}

/// A new address and its secret.
fn address() -> Outcome<(String, Vec<u8>)> {
    let secret = new_secret("accord_calendar_")?;
    let hash = secret_hash(&secret);
    Ok((format!("/calendar/{secret}.ics"), hash))
}

/// The new address.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedMade {
    /// The calendar.
    pub feed: FeedId,
    /// Path of its address. Shown once; only its hash is kept.
    pub secret: String,
}

/// Makes a calendar of one's own promises and visits at a secret address.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeFeed {
    /// Which program reads it.
    pub label: String,
    /// With what one owes.
    #[serde(default)]
    pub promises: bool,
    /// With one's visits.
    #[serde(default)]
    pub visits: bool,
}

impl Action for MakeFeed {
    const NAME: &'static str = "calendar_feed.make";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FeedMade;
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FeedMade> {
        let person = PersonId(act.principal.author().ok_or_else(Refusal::absent)?);
        if by_token(tx, act)? {
            return Err(Refusal::forbidden("calendar.by_token"));
        }
        if !self.promises && !self.visits {
            return Err(Refusal::field("/promises", "calendar.empty"));
        }
        if record::of_person(tx, person)?.len() >= FEEDS_MAX {
            return Err(Refusal::conflict("calendar.too_many").with("max", FEEDS_MAX));
        }
        let feed = Feed {
            id: act.new_id(),
            person,
            label: check::text("/label", &self.label, LABEL_MAX)?,
            promises: self.promises,
            visits: self.visits,
            made_at: act.wall,
            last_read_at: None,
        };
        let (secret, hash) = address()?;
        record::put(tx, &feed, &hash)?;
        act.fact("feed", feed.id);
        Ok(FeedMade { feed: feed.id, secret })
    }
}

/// Gives a calendar of one's own another address; the old one shows nothing from then on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewFeed {
    /// The calendar.
    pub feed: FeedId,
}

impl Action for RenewFeed {
    const NAME: &'static str = "calendar_feed.renew";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FeedMade;
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FeedMade> {
        if by_token(tx, act)? {
            return Err(Refusal::forbidden("calendar.by_token"));
        }
        let (secret, hash) = address()?;
        if !record::renew(tx, PersonId(act.principal.id), self.feed, &hash, act.wall)? {
            return Err(Refusal::absent());
        }
        act.fact("feed", self.feed);
        Ok(FeedMade { feed: self.feed, secret })
    }
}

/// Revokes a calendar of one's own: its address shows nothing from then on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeFeed {
    /// The calendar.
    pub feed: FeedId,
}

impl Action for RevokeFeed {
    const NAME: &'static str = "calendar_feed.revoke";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        if !record::revoke(tx, PersonId(act.principal.id), self.feed, act.wall)? {
            return Err(Refusal::absent());
        }
        act.fact("feed", self.feed);
        Ok(())
    }
}
