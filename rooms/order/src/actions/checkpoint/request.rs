//! The customer asks for an earlier date: the answer is what is true (T4).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
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
    record::{Checkpoint, checkpoints},
    rules::checkpoint::stands,
    tell::{Word, tell_all_three},
};

/// Most characters of all that a customer said while one checkpoint stood.
const ASKINGS_MAX: usize = 4 * WORDING_MAX;

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

/// Keeps what the customer asks at the checkpoint that was opened for it and whose day is not over, or opens one now;
/// tells everybody, and answers what is true.
fn request(tx: &mut Tx, act: &mut Act<'_>, order: OrderId, words: &str) -> Outcome<TrueAnswer> {
    let (order, lines) = load_told(tx, order)?;
    let words = text("/words", words, WORDING_MAX)?;
    let known = checkpoints(tx, order.id)?;
    let standing = known.into_iter().find(|row| row.requested && stands(row.state, row.due_at, act.now));
    let (row, word) = match standing {
        Some(row) => {
            let row = asked_again(tx, act, row, &words)?;
            // The first asking was urgent; who asks again and again alarms nobody anew.
            (row, Word::of("notice-checkpoint-asked-again", &order).with("words", words))
        }
        None => {
            let owner = sales_owner(tx, act, &order)?;
            let today = person_calendar(tx, owner)?.zone().to_datetime(act.now).date();
            let new = New { on: today, owner, requested: true, words: Some(&words) };
            (open(tx, act, &order, &new)?, Word::of("notice-checkpoint-requested", &order).urgent())
        }
    };
    tell_all_three(tx, act, &order, &word.with("on", row.due_on))?;
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

/// What the customer says next stands below what was said first, up to some pages of it.
fn asked_again(tx: &mut Tx, act: &mut Act<'_>, mut row: Checkpoint, words: &str) -> Outcome<Checkpoint> {
    let said = match row.request_words.take() {
        Some(before) => format!("{before}\n{words}"),
        None => words.to_owned(),
    };
    if said.chars().count() > ASKINGS_MAX {
        return Err(Refusal::conflict("checkpoint.asked_enough").with("on", row.due_on));
    }
    row.request_words = Some(said);
    tx.update(&mut row)?;
    act.chain(row.owner_id);
    act.fact("checkpoint", row.id);
    act.fact("checkpoint_on", row.due_on);
    Ok(row)
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
        request(tx, act, self.order, &self.words)
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
        let TrueAnswer { committed_on, confirms_on, answer, .. } = request(tx, act, self.order, &self.words)?;
        Ok(DateAnswer { committed_on, confirms_on, answer })
    }
}
