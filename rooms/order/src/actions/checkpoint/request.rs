//! The customer asks for an earlier date: the answer is what is true (T4).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Touches};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{New, due, load_told, open};
use crate::{
    CheckpointId, OrderId,
    booking::touches,
    input::{WORDING_MAX, text},
    neighbours::{person_calendar, sales_owner},
    record::checkpoints,
    tell::{Word, tell_all_three},
};

/// What may be told to a customer who asks for an earlier date: the truth, and nothing that is only aimed at.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrueAnswer {
    /// The checkpoint at which it will be confirmed.
    pub checkpoint: CheckpointId,
    /// The order.
    pub order: OrderId,
    /// By what we stand.
    #[schemars(with = "String", extend("format" = "date"))]
    pub committed_on: Date,
    /// When we will confirm.
    #[schemars(with = "String", extend("format" = "date"))]
    pub confirms_on: Date,
    /// The same in words.
    pub answer: String,
}

/// Opens a checkpoint now because the customer asks, and answers what is true.
fn request(tx: &mut Tx, act: &mut Act<'_>, order: OrderId, words: Option<&str>) -> Outcome<TrueAnswer> {
    let (order, lines) = load_told(tx, order)?;
    let known = checkpoints(tx, order.id)?;
    let standing = known.iter().find(|row| row.state.is_open() && row.requested);
    let row = match standing {
        Some(row) => row.clone(),
        None => {
            let owner = sales_owner(tx, act, &order)?;
            let today = person_calendar(tx, owner)?.zone().to_datetime(act.now).date();
            let row = open(tx, act, &order, &New { on: today, owner, requested: true, words })?;
            let word = Word::of("notice-checkpoint-requested", &order).with("on", row.due_on).urgent();
            tell_all_three(tx, act, &order, &word)?;
            row
        }
    };
    let committed_on = due(&lines).filter_map(|line| line.committed_on).max().unwrap_or(row.due_on);
    act.fact("order", order.id);
    act.fact("number", &order.number);
    let facts = [("committed", Fact::Date(committed_on)), ("confirms", Fact::Date(row.due_on))];
    Ok(TrueAnswer {
        checkpoint: row.id,
        order: order.id,
        committed_on,
        confirms_on: row.due_on,
        answer: act.tongue().say_with("checkpoint-true-answer", &facts),
    })
}

/// The customer asks for an earlier date: a checkpoint is opened now, and the answer is what is true.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCheckpoint {
    /// The order.
    pub order: OrderId,
    /// In the customer's words.
    pub words: String,
}

impl Action for RequestCheckpoint {
    const NAME: &'static str = "checkpoint.request_now";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TrueAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TrueAnswer> {
        let words = text("/words", &self.words, WORDING_MAX)?;
        request(tx, act, self.order, Some(&words))
    }
}

/// A customer asks on the portal whether it can be earlier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForDate {
    /// The order.
    pub order: OrderId,
    /// What they want to say.
    pub words: String,
}

/// What the customer is answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DateAnswer {
    /// By what we stand.
    #[schemars(with = "String", extend("format" = "date"))]
    pub committed_on: Date,
    /// When we will confirm.
    #[schemars(with = "String", extend("format" = "date"))]
    pub confirms_on: Date,
    /// The same in words.
    pub answer: String,
}

impl Action for AskForDate {
    const NAME: &'static str = "portal.ask_for_date";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = DateAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DateAnswer> {
        let words = text("/words", &self.words, WORDING_MAX)?;
        let TrueAnswer { committed_on, confirms_on, answer, .. } =
            request(tx, act, self.order, Some(&words))?;
        Ok(DateAnswer { committed_on, confirms_on, answer })
    }
}
