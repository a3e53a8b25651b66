//! Planning a checkpoint by hand.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CheckpointAnswer, New, due, load_told, open};
use crate::{
    OrderId,
    booking::touches,
    input::date,
    neighbours::{person_calendar, sales_owner},
    rules::checkpoint::checkpoint_on,
    settings::interval,
    tell::{Word, path, tell},
};

/// Opens a checkpoint on a day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCheckpoint {
    /// The order.
    pub order: OrderId,
    /// On which day at its owner's place; by the setting when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Whose it is; the sales owner's when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for OpenCheckpoint {
    const NAME: &'static str = "checkpoint.open";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let (order, lines) = load_told(tx, self.order)?;
        let owner = match self.owner {
            Some(owner) => people::named_person(tx, "/owner", owner)?.id,
            None => sales_owner(tx, act, &order)?,
        };
        let calendar = person_calendar(tx, owner)?;
        let today = calendar.zone().to_datetime(act.now).date();
        let told = due(&lines).filter_map(|line| line.committed_on).max().unwrap_or(today);
        let latest = told.yesterday().unwrap_or(told);
        let on = match self.due_on {
            Some(on) if on < today => return Err(Refusal::field("/due_on", "field.past")),
            Some(on) if on > latest => {
                return Err(Refusal::field("/due_on", "checkpoint.too_late").with("latest", latest));
            }
            Some(on) => date("/due_on", on)?,
            None => checkpoint_on(today, interval(tx, act)?, latest, &calendar),
        };
        let row = open(tx, act, &order, &New { on, owner, requested: false, words: None })?;
        tell(
            tx,
            act,
            &order,
            &[owner],
            path(order.id),
            &Word::of("notice-checkpoint-opened", &order).with("on", row.due_on),
        )?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        Ok(CheckpointAnswer::of(&row))
    }
}
