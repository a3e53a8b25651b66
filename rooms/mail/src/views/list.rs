//! Mail that arrived, the latest first.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_case::{self as case, CaseId};
use accord_room_people::paging::{cut, limit, place};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{MailMessageId, MailReason, MailState},
    record::{self, Narrow},
};

/// Counted exactly up to here.
const COUNT_MAX: i64 = 1_000;

/// Mail that arrived.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailList {
    /// All of it, not only what needs a look.
    #[serde(default)]
    pub all: bool,
    /// What became of it.
    #[serde(default)]
    pub state: Option<MailState>,
    /// Of this case.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// A message in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailLine {
    /// Id.
    pub id: MailMessageId,
    /// Address of ours.
    pub alias: String,
    /// Who says they wrote it.
    pub from_address: String,
    /// Their name, as they say.
    pub from_name: String,
    /// Subject.
    pub subject: String,
    /// When it reached us.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub received_at: Timestamp,
    /// What became of it.
    pub state: MailState,
    /// Why, when it was not simply taken.
    pub reason: Option<MailReason>,
    /// Nobody knew the sender.
    pub stranger: bool,
    /// A person has to look at it.
    pub needs_look: bool,
    /// The case in which its words stand.
    pub case: Option<CaseId>,
    /// Its number.
    pub number: Option<String>,
}

/// A page of messages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailPage {
    /// Messages.
    pub rows: Vec<MailLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, to a limit.
    pub count: i64,
    /// There are more than counted.
    pub count_capped: bool,
}

impl View for MailList {
    const NAME: &'static str = "mail.list";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.case {
            Some(of) => Ok(Touches::customer(case::load(tx, of)?.customer_id)),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<MailPage> {
        let most = limit(self.limit)?;
        let narrow = Narrow {
            look: !self.all && self.state.is_none() && self.case.is_none(),
            state: self.state,
            case: self.case,
        };
        let before = place::<Timestamp, Uuid>(self.after.as_deref())?;
        let before = before.map(|(at, id)| (at, MailMessageId(id)));
        let mut rows = record::list(tx, ctx, &narrow, before, most + 1)?;
        let next = cut(&mut rows, most, |row| Some(format!("{}_{}", row.received_at, row.id)));
        let count = record::counted(tx, ctx, &narrow, COUNT_MAX + 1)?;
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let number = match row.case_id {
                Some(of) => Some(case::load(tx, of)?.number),
                None => None,
            };
            out.push(MailLine {
                id: row.id,
                alias: row.alias,
                from_address: row.from_address,
                from_name: row.from_name,
                subject: row.subject,
                received_at: row.received_at,
                state: row.state,
                reason: row.reason,
                stranger: row.stranger,
                needs_look: row.needs_look,
                case: row.case_id,
                number,
            });
        }
        Ok(MailPage { rows: out, next, count: count.min(COUNT_MAX), count_capped: count > COUNT_MAX })
    }
}
