//! What one was told, and what those whom one covers were.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    NoticeId, PersonId, notices, paging,
    record::{notice, person},
};

/// Whose notices somebody reads: their own, and those of whom they cover now.
pub(crate) fn readers(ctx: &Context) -> Vec<Uuid> {
    let mut list = vec![ctx.principal.id];
    list.extend(&ctx.principal.covers);
    list
}

/// Notices, newest first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// Only those not yet read.
    #[serde(default)]
    pub unread: bool,
    /// At most so many rows, 1 to 200.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// A notice in the reader's words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeShown {
    /// The notice.
    pub notice: NoticeId,
    /// Whose it is, when it is not the reader's own.
    pub covered: Option<PersonId>,
    /// Their name.
    pub covered_name: Option<String>,
    /// What it says.
    pub text: String,
    /// Kind: its message key.
    pub kind: String,
    /// Where to go.
    pub href: Option<String>,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// By when it must be acknowledged; none when it need not, or is.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub acknowledge_by: Option<Timestamp>,
    /// Whether it went to a head, because nobody acknowledged it.
    pub escalated: bool,
    /// Whether it was read.
    pub read: bool,
}

/// A page of notices.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticePage {
    /// The rows.
    pub rows: Vec<NoticeShown>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many are not read, exact to 1,000.
    pub unread: i64,
    /// True when there are more than counted.
    pub unread_capped: bool,
}

impl View for Notices {
    const NAME: &'static str = "people.notices";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = NoticePage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let limit = paging::limit(self.limit)?;
        let readers = readers(ctx);
        let before = paging::decode(self.after.as_deref())?;
        let mut rows = notice::notices(tx, &readers, self.unread, before, limit + 1)?;
        let next = paging::cut(&mut rows, limit, |row| paging::encode(&(row.made_at, row.id)));
        let tongue = ctx.tongue();
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let covered = Some(row.person_id).filter(|person| person.0 != ctx.principal.id);
            shown.push(NoticeShown {
                notice: row.id,
                covered_name: covered.map(|covered| person::name_of(tx, covered)).transpose()?,
                covered,
                text: notices::said(tx, &tongue, &row)?,
                acknowledge_by: row.acknowledge_by.filter(|_| row.acknowledged_at.is_none()),
                escalated: row.escalated_at.is_some(),
                read: row.read_at.is_some(),
                kind: row.kind,
                href: row.href,
                customer: row.customer_id,
                made_at: row.made_at,
            });
        }
        let unread = notice::unread(tx, &readers)?;
        let capped = crate::record::list::COUNT_MAX;
        Ok(NoticePage { rows: shown, next, unread: unread.min(capped), unread_capped: unread > capped })
    }
}
