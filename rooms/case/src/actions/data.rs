//! What is agreed once: how often whom is told at which severity, and words for what comes up again (R32).

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, Channel, CustomerId};
use accord_room_people::{self as people, check};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CannedReplyId, CommunicationPlanId, Severity},
    record::{PlanRow, ReplyRow, plan_exactly, reply},
    rules::reply::{NoPlace, places},
};

/// Longest wait between two words: two weeks.
const MINUTES_MAX: i64 = 14 * 24 * 60;

/// Sets how often customers are told at a severity; for one account, or for the house.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCommunicationPlan {
    /// At which severity.
    pub severity: Severity,
    /// For one account alone; for the house when open.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// At least every so many minutes.
    pub every_minutes: i64,
    /// Through which channel.
    pub channel: Channel,
}

/// A plan that was set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanAnswer {
    /// Its id.
    pub plan: CommunicationPlanId,
    /// Row version.
    pub version: i64,
}

impl Action for SetCommunicationPlan {
    const NAME: &'static str = "case.set_communication_plan";
    const PERMISSION: Permission = Permission::CaseManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.customer {
            Some(customer) => Ok(Touches::customer(customer)),
            None => Ok(Touches::chain(people::the_company(tx)?.id)),
        }
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanAnswer> {
        if !(5..=MINUTES_MAX).contains(&self.every_minutes) {
            let refusal = Refusal::field("/every_minutes", "field.range");
            return Err(refusal.with("from", 5_i64).with("to", MINUTES_MAX));
        }
        let customer_id = match self.customer {
            Some(id) => Some(customer::load(tx, id)?.id),
            None => None,
        };
        let row = match plan_exactly(tx, customer_id, self.severity)? {
            Some(mut row) => {
                row.every_minutes = self.every_minutes;
                row.channel = self.channel;
                tx.update(&mut row)?;
                row
            }
            None => {
                let row = PlanRow {
                    id: act.new_id(),
                    severity: self.severity,
                    customer_id,
                    every_minutes: self.every_minutes,
                    channel: self.channel,
                    rep_too: true,
                    version: 1,
                };
                tx.insert(&row)?;
                row
            }
        };
        act.fact("severity", self.severity);
        act.fact("every_minutes", self.every_minutes);
        Ok(PlanAnswer { plan: row.id, version: row.version })
    }
}

/// Sets words that are agreed once, in both languages; `{number}`, `{unit}` and the like stand for facts of the case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReply {
    /// The words to change; new ones when open.
    #[serde(default)]
    pub reply: Option<CannedReplyId>,
    /// By what they are found.
    pub title: String,
    /// In English.
    pub english: String,
    /// In Portuguese.
    pub portuguese: String,
    /// They are no longer offered.
    #[serde(default)]
    pub ended: bool,
}

/// Words that were set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReplyAnswer {
    /// Their id.
    pub reply: CannedReplyId,
    /// Row version.
    pub version: i64,
}

impl Action for SetReply {
    const NAME: &'static str = "case.set_reply";
    const PERMISSION: Permission = Permission::CaseManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReplyAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(people::the_company(tx)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReplyAnswer> {
        let title = check::text("/title", &self.title, check::NAME_MAX)?;
        let english = check::text("/english", &self.english, check::WORDING_MAX)?;
        let portuguese = check::text("/portuguese", &self.portuguese, check::WORDING_MAX)?;
        let places = |pointer: &str, text: &str| {
            places(text)
                .map_err(|NoPlace(name)| Refusal::field(pointer, "case.reply_place").with("place", name))
        };
        if places("/english", &english)? != places("/portuguese", &portuguese)? {
            return Err(Refusal::field("/portuguese", "case.reply_places_differ"));
        }
        let row = match self.reply {
            Some(id) => {
                let mut row = reply(tx, id)?;
                row.title = title;
                row.english = english;
                row.portuguese = portuguese;
                row.in_use = !self.ended;
                tx.update(&mut row).on_constraint("canned_reply_title_key", "/title", "case.reply_taken")?;
                row
            }
            None => {
                let row = ReplyRow {
                    id: act.new_id(),
                    title,
                    english,
                    portuguese,
                    in_use: !self.ended,
                    version: 1,
                };
                tx.insert(&row).on_constraint("canned_reply_title_key", "/title", "case.reply_taken")?;
                row
            }
        };
        act.fact("reply", row.id);
        Ok(ReplyAnswer { reply: row.id, version: row.version })
    }
}
