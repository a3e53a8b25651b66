//! What is agreed once: communication plans and words.

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Touches, View};
use accord_room_customer::{Channel, CustomerId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CannedReplyId, CommunicationPlanId, Severity},
    record::{plan_exactly, plans, replies},
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
