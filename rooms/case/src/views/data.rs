//! What is agreed once: communication plans and words.

use accord_kernel::{Audience, Context, Fact, Language, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{Channel, CustomerId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CannedReplyId, CaseId, CommunicationPlanId, Severity},
    record::{load, plan_exactly, plans, replies, reply},
    reply::filled,
    settings,
};

/// How often customers are told at a severity.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanFacts {
    /// Id; open where only the setting holds.
    pub id: Option<CommunicationPlanId>,
    /// At which severity.
    pub severity: Severity,
    /// At least every so many minutes.
    pub every_minutes: i64,
    /// Through which channel; by the severity when open.
    pub channel: Option<Channel>,
    /// It is this account's own.
    pub own: bool,
}

/// How often customers are told at each severity; of the house, or as it holds for an account.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunicationPlans {
    /// For this account.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

impl View for CommunicationPlans {
    const NAME: &'static str = "case.communication_plans";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<PlanFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PlanFacts>> {
        let own = match self.customer {
            Some(customer) => plans(tx, Some(customer))?,
            None => Vec::new(),
        };
        let mut out = Vec::new();
        for severity in Severity::ALL.iter().copied() {
            let found = match own.iter().find(|plan| plan.severity == severity) {
                Some(plan) => Some(plan.clone()),
                None => plan_exactly(tx, None, severity)?,
            };
            let def = match severity {
                Severity::Stopped => &settings::UPDATE_STOPPED,
                Severity::Limited => &settings::UPDATE_LIMITED,
                Severity::Disturbed => &settings::UPDATE_DISTURBED,
                Severity::Question => &settings::UPDATE_QUESTION,
            };
            out.push(match found {
                Some(plan) => PlanFacts {
                    id: Some(plan.id),
                    severity,
                    every_minutes: plan.every_minutes,
                    channel: Some(plan.channel),
                    own: plan.customer_id.is_some(),
                },
                None => PlanFacts {
                    id: None,
                    severity,
                    every_minutes: settings::get(tx, ctx, def)?,
                    channel: None,
                    own: false,
                },
            });
        }
        Ok(out)
    }
}

/// Words that are agreed once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReplyFacts {
    /// Id.
    pub id: CannedReplyId,
    /// By what they are found.
    pub title: String,
    /// In English.
    pub english: String,
    /// In Portuguese.
    pub portuguese: String,
    /// In the reader's language.
    pub words: String,
}

/// Words that are agreed once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replies {}

impl View for Replies {
    const NAME: &'static str = "case.replies";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ReplyFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ReplyFacts>> {
        let rows = replies(tx)?.into_iter();
        Ok(rows
            .map(|row| ReplyFacts {
                id: row.id,
                words: match ctx.language {
                    Language::Portuguese => row.portuguese.clone(),
                    Language::English => row.english.clone(),
                },
                title: row.title,
                english: row.english,
                portuguese: row.portuguese,
            })
            .collect())
    }
}

/// Agreed words as they stand for a case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilledReply {
    /// Id.
    pub id: CannedReplyId,
    /// By what they are found.
    pub title: String,
    /// The words in the contact's language; open when the case lacks a fact.
    pub words: Option<String>,
    /// The facts that it lacks.
    pub lacks: Vec<String>,
}

/// Agreed words for a case, filled from its facts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilledReplies {
    /// The case.
    pub case: CaseId,
}

impl View for FilledReplies {
    const NAME: &'static str = "case.filled_replies";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<FilledReply>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(load(tx, self.case)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<FilledReply>> {
        let row = load(tx, self.case)?;
        let mut out = Vec::new();
        for one in replies(tx)? {
            let (words, lacks) = match filled(tx, ctx, &row, &one)? {
                Ok(words) => (Some(words), Vec::new()),
                Err(lacks) => (None, lacks.into_iter().map(str::to_owned).collect()),
            };
            out.push(FilledReply { id: one.id, title: one.title, words, lacks });
        }
        Ok(out)
    }
}

/// One of the agreed words for a case; refused when the case lacks a fact.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FillReply {
    /// The case.
    pub case: CaseId,
    /// The words.
    pub reply: CannedReplyId,
}

impl View for FillReply {
    const NAME: &'static str = "case.fill_reply";
    const PERMISSION: Permission = Permission::CaseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FilledReply;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(load(tx, self.case)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FilledReply> {
        let row = load(tx, self.case)?;
        let one = reply(tx, self.reply)?;
        match filled(tx, ctx, &row, &one)? {
            Ok(words) => {
                Ok(FilledReply { id: one.id, title: one.title, words: Some(words), lacks: Vec::new() })
            }
            Err(lacks) => {
                let list =
                    lacks.into_iter().map(|place| Fact::Word(format!("reply-place-{place}"))).collect();
                Err(Refusal::conflict("case.reply_lacks").with("lacks", Fact::List(list)))
            }
        }
    }
}
