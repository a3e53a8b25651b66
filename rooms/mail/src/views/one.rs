//! One message, read anew from its bytes: what is shown is as safe as the reader of today, not of the day it came.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_mail::{clean, fold, read};
use accord_room_case::{self as case, CaseId};
use accord_room_customer::{
    self as customer, ContactId, Files,
    names::{Names, Who, Whose},
};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{MailMessageId, MailReason, MailState},
    record, rules,
};

/// Customers proposed for a stranger.
const PROPOSED_MAX: i64 = 5;

/// A file that came with a message.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileFacts {
    /// Name.
    pub name: String,
    /// Kind of file by its content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
}

/// A message.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MailFacts {
    /// Id.
    pub id: MailMessageId,
    /// Address of ours to which it came.
    pub alias: String,
    /// Who says they wrote it.
    pub from_address: String,
    /// Their name, as they say.
    pub from_name: String,
    /// Subject.
    pub subject: String,
    /// When it was written, as it says.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub written_at: Option<Timestamp>,
    /// When it reached us.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub received_at: Timestamp,
    /// Bytes of the whole.
    pub size: i64,
    /// What became of it.
    pub state: MailState,
    /// Why, when it was not simply taken.
    pub reason: Option<MailReason>,
    /// A person has to look at it.
    pub needs_look: bool,
    /// Nobody knew the sender.
    pub stranger: bool,
    /// Something of it is only in its bytes.
    pub cut: bool,
    /// What was written.
    pub written: String,
    /// What was quoted, and the signature.
    pub folded: String,
    /// Its HTML, cleaned: nothing in it runs or loads.
    pub html: Option<String>,
    /// Files.
    pub files: Vec<FileFacts>,
    /// The case in which its words stand.
    pub case: Option<CaseId>,
    /// Its number.
    pub number: Option<String>,
    /// The case it refers to, although its sender may not write there.
    pub proposed_case: Option<CaseId>,
    /// Its number.
    pub proposed_number: Option<String>,
    /// Whose case it is.
    pub customer: Option<Whose>,
    /// The contact who wrote it.
    pub contact: Option<ContactId>,
    /// Customers whose people have addresses like the sender's.
    pub proposed: Vec<Whose>,
    /// Who decided on it.
    pub decided_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub decided_at: Option<Timestamp>,
    /// Why.
    pub decided_words: Option<String>,
    /// Row version.
    pub version: i64,
}

/// One message.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneMail {
    /// The message.
    pub message: MailMessageId,
}

impl View for OneMail {
    const NAME: &'static str = "mail.one";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = MailFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = record::load(tx, self.message)?;
        let proposed = match row.proposed_case_id {
            Some(of) => Some(case::load(tx, of)?.customer_id),
            None => None,
        };
        Ok(row.customer_id.or(proposed).map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<MailFacts> {
        let row = record::load(tx, self.message)?;
        let files =
            ctx.registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
        // What was cleared for somebody who is forgotten is not read back.
        let letter = if row.sha256.is_empty() { None } else { read(&files.bytes(&row.sha256)?).ok() };
        let folded = letter.as_ref().map(|letter| fold(&letter.text)).unwrap_or_default();
        let mut kept = Vec::new();
        for file in &row.attached.0 {
            if let Some(stored) = files.describe(&file.sha256)? {
                let content_type = stored.content_type.to_owned();
                kept.push(FileFacts { name: file.name.clone(), content_type, size: stored.size });
            }
        }
        let mut proposed = match rules::firm_domain(&row.from_address) {
            Some(domain) if row.needs_look => customer::customers_at_domain(tx, domain, PROPOSED_MAX)?,
            _ => Vec::new(),
        };
        proposed.retain(|id| Some(*id) != row.customer_id);
        let mut whose = proposed.clone();
        whose.extend(row.customer_id);
        let names = Names::read(tx, row.decided_by.into_iter().collect(), whose)?;
        let number = |tx: &mut Tx, of: Option<CaseId>| match of {
            Some(of) => case::load(tx, of).map(|row| Some(row.number)),
            None => Ok(None),
        };
        Ok(MailFacts {
            number: number(tx, row.case_id)?,
            proposed_number: number(tx, row.proposed_case_id)?,
            html: letter.and_then(|letter| letter.html).and_then(|html| clean(&html)),
            written: if folded.written.is_empty() { row.words } else { folded.written },
            folded: folded.folded,
            files: kept,
            customer: row.customer_id.map(|id| names.whose(id)),
            proposed: proposed.into_iter().map(|id| names.whose(id)).collect(),
            decided_by: names.maybe(row.decided_by),
            id: row.id,
            alias: row.alias,
            from_address: row.from_address,
            from_name: row.from_name,
            subject: row.subject,
            written_at: row.written_at,
            received_at: row.received_at,
            size: row.size,
            state: row.state,
            reason: row.reason,
            needs_look: row.needs_look,
            stranger: row.stranger,
            cut: row.cut,
            case: row.case_id,
            proposed_case: row.proposed_case_id,
            contact: row.contact_id,
            decided_at: row.decided_at,
            decided_words: row.decided_words,
            version: row.version,
        })
    }
}
