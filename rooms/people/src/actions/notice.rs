//! Notices: read, acknowledged, or heard of by a head (R24, R67).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::{
    NoticeId, PersonId, digest, notices,
    record::{
        notice::{self, NoticeRow},
        telling::{self, TellingRow},
    },
    terms::Channel,
    topics,
};

/// Most notices marked at once.
const AT_ONCE: i64 = 200;

fn notice(tx: &mut Tx, id: NoticeId) -> Outcome<NoticeRow> {
    tx.get::<NoticeRow>(id)?.ok_or_else(Refusal::absent)
}

/// Marks one's own notices as read: those named, or the unread ones when none is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// The notices.
    #[serde(default)]
    pub notices: Vec<NoticeId>,
}

impl Action for ReadNotices {
    const NAME: &'static str = "notice.read";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        act.quiet();
        let unread = notice::unread_of(tx, PersonId(act.principal.id), AT_ONCE)?;
        for mut row in unread {
            if self.notices.is_empty() || self.notices.contains(&row.id) {
                row.read_at = Some(act.now);
                tx.update(&mut row)?;
            }
        }
        Ok(())
    }
}

/// Acknowledges a notice: the matter is in hand, and nobody above is told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The notice: one's own, or of somebody covered.
    pub notice: NoticeId,
}

impl Action for Acknowledge {
    const NAME: &'static str = "notice.acknowledge";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let row = notice(tx, self.notice)?;
        if !ctx.principal.answers_for(row.person_id.into()) {
            return Err(Refusal::absent());
        }
        Ok(Touches::chain(row.person_id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = notice(tx, self.notice)?;
        if row.acknowledged_at.is_some() {
            act.quiet();
            return Ok(());
        }
        row.acknowledged_at = Some(act.now);
        row.read_at = row.read_at.or(Some(act.now));
        tx.update(&mut row)?;
        act.cancel(tx, "notice.escalate", self.notice)?;
        act.fact("notice", self.notice);
        Ok(())
    }
}

/// Nobody acknowledged a notice in its time: those above hear of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalate {
    /// The notice.
    pub notice: NoticeId,
}

impl Action for Escalate {
    const NAME: &'static str = "notice.escalate";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(notice(tx, self.notice)?.person_id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = notice(tx, self.notice)?;
        if row.acknowledged_at.is_some() || row.escalated_at.is_some() {
            act.quiet();
            return Ok(());
        }
        row.escalated_at = Some(act.now);
        tx.update(&mut row)?;
        let told = notices::escalate(tx, act, &row)?;
        act.fact("notice", self.notice);
        act.fact("told", json!(told));
        Ok(())
    }
}

/// Acknowledges several notices at once: all about one thing, or all of a kind that one has looked through.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeAll {
    /// The notices: one's own, or of somebody covered. At most 500.
    pub notices: Vec<NoticeId>,
}

/// Most notices acknowledged at once: as many as are folded.
const ALL_MAX: usize = notice::FOLDED_MAX as usize;

impl Action for AcknowledgeAll {
    const NAME: &'static str = "notice.acknowledge_all";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if self.notices.is_empty() {
            return Err(Refusal::field("/notices", "field.empty"));
        }
        if self.notices.len() > ALL_MAX {
            return Err(Refusal::field("/notices", "field.too_many").with("max", ALL_MAX));
        }
        let mut touches = Touches::nothing();
        for id in &self.notices {
            let row = notice(tx, *id)?;
            if !ctx.principal.answers_for(row.person_id.into()) {
                return Err(Refusal::absent());
            }
            let chain = row.person_id.into();
            if !touches.chains.contains(&chain) {
                touches.chains.push(chain);
            }
        }
        Ok(touches)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut done = 0_usize;
        for id in self.notices {
            let mut row = notice(tx, id)?;
            if row.acknowledged_at.is_some() {
                continue;
            }
            row.acknowledged_at = Some(act.now);
            row.read_at = row.read_at.or(Some(act.now));
            tx.update(&mut row)?;
            act.cancel(tx, "notice.escalate", id)?;
            done += 1;
        }
        if done == 0 {
            act.quiet();
        }
        act.fact("acknowledged", done);
        Ok(())
    }
}

/// Chooses by which channel one is told of a kind of notices.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseChannel {
    /// The kind, by its word.
    pub topic: String,
    /// The channel; the house's own choice when left out.
    #[serde(default)]
    pub channel: Option<Channel>,
}

impl Action for ChooseChannel {
    const NAME: &'static str = "notice.choose";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let known = topics::all(act.registry()).into_iter().find(|topic| topic.word == self.topic);
        let topic = known.ok_or_else(|| Refusal::field("/topic", "field.unknown"))?;
        if self.channel == Some(Channel::Off) && !topic.off {
            return Err(Refusal::field("/channel", "notice.not_off"));
        }
        let mut row = own_telling(tx, act)?;
        match self.channel {
            Some(channel) => drop(row.channels.0.insert(self.topic.clone(), channel)),
            None => drop(row.channels.0.remove(&self.topic)),
        }
        act.fact("topic", self.topic);
        act.fact("channel", self.channel);
        Ok(tx.update(&mut row)?)
    }
}

/// One's own row, written at its first use.
pub(crate) fn own_telling(tx: &mut Tx, act: &Act<'_>) -> Outcome<TellingRow> {
    let me = PersonId(act.principal.id);
    if let Some(row) = telling::stored(tx, me)? {
        return Ok(row);
    }
    let row = TellingRow::unchosen(act.new_id(), me);
    tx.insert(&row)?;
    Ok(row)
}

/// Tells a colleague by letter what their quiet time held back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellHeld {
    /// The colleague.
    pub person: PersonId,
}

impl Action for TellHeld {
    const NAME: &'static str = "notice.tell_held";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.person))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        act.quiet();
        digest::tell_held(tx, act, self.person).map(drop)
    }
}

/// Writes a colleague's daily digest and plans the next one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellDigest {
    /// The colleague.
    pub person: PersonId,
    /// The instant for which it was planned; another one means that it was told meanwhile.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub planned: Timestamp,
}

impl Action for TellDigest {
    const NAME: &'static str = "notice.digest";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.person))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        act.quiet();
        digest::tell_digest(tx, act, self.person, self.planned).map(drop)
    }
}
