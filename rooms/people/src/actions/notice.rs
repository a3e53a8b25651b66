//! Notices: read, acknowledged, or heard of by a head (R24, R67).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::{
    NoticeId, PersonId, notices,
    record::notice::{self, NoticeRow},
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
